"""Clean files and folders, or standard input with `-`, and write duizhao/1 records.

No project is needed. Records come out in the order of the input, in constant memory. Until all is
done they are in OUT.part; if a run is stopped, by Ctrl+C or otherwise, the same command with
--resume goes on, and OUT is the same as that of one run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from annotator import __version__
from annotator.cli.cleaned import Work, chunks, clean_chunk, one_by_one
from annotator.cli.counting import Item, count_into
from annotator.cli.output import Progress, bytes_out, end_progress, say, say_problems
from annotator.cli.position import Position
from annotator.cli.reading import add_read_options, read_options
from annotator.cli.resuming import Part, Reached, identity_of
from annotator.cli.rules import add_profile
from annotator.errors import InputError
from annotator.formats import (
    Problem,
    ReadOptions,
    Record,
    read_paths,
    read_stream,
    sources_of,
)
from annotator.formats.atomic import is_device, telling
from annotator.formats.record import LANGUAGES
from annotator.parallel import collecting_seldom, cores, in_order
from annotator.pipeline import RULES_VERSION
from annotator.profiles import profile_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder; - for input")
    parser.add_argument("-o", "--output", default="-", metavar="OUT", help="else standard output")
    add_profile(parser)
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on with a run of the same command that was stopped",
    )
    parser.add_argument(
        "--recurring",
        action="store_true",
        help="read the files twice: first count the lines that recur, then use the counts",
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="processes; else one a core")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="zh", help="the language of reasons (zh)"
    )
    add_read_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Clean; 1 if something could not be read or cleaned."""
    _check_passes(arguments)
    if not arguments.recurring:
        with collecting_seldom():
            return _clean(arguments, None)
    with collecting_seldom(), TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        count_into(counts, chunks(_items(arguments)), _jobs(arguments))
        return _clean(arguments, counts)


def _clean(arguments: argparse.Namespace, counts: Path | None) -> int:
    items = _items(arguments)
    first = next(items, None) if "-" in arguments.paths else None
    items = chain([first] if first else [], items)
    work = partial(clean_chunk, profile_of(arguments.profile), arguments.language, counts)
    if arguments.output == "-":
        return _run_into(Stream(bytes_out()), items, work, arguments)
    output = Path(arguments.output)
    _check_output(output, arguments.paths)
    with telling(output):
        if is_device(output):
            with output.open("wb") as device:
                return _run_into(Stream(device), items, work, arguments)
        with Part(output, _identity(arguments, first), resume=arguments.resume) as part:
            return _run_into(part, items, work, arguments)


def _run_into(
    output: Part | Stream, items: Iterator[Item], work: Work, arguments: argparse.Namespace
) -> int:
    """Clean what the output does not hold yet; what was done stays if something stops it."""
    before = output.reached
    if before.items:
        say(f"{before.records} records were done before")
    rest = islice(_once(_told_first(items, output)), before.items, None)
    cleaned = in_order(work, chunks(rest), _jobs(arguments), partial(one_by_one, work))
    watched = map(Path, arguments.paths) if sys.stderr.isatty() else ()
    position, progress = Position(watched), Progress("records", before.records)
    try:
        for chunk in cleaned:
            told = say_problems(chunk.problems)
            output.write(b"".join(chunk.lines), chunk.items, len(chunk.lines), told)
            share = position.share(chunk.last.file, chunk.last.line)
            done = output.reached.records
            progress(done, round(done / share) if share else None)
    except BrokenPipeError:
        raise
    except BaseException:
        _stopped(output)
        raise
    output.finish()
    end_progress()
    return int(output.reached.problems > 0)


def _jobs(arguments: argparse.Namespace) -> int:
    return cores() if arguments.jobs is None else max(1, arguments.jobs)


def _stopped(output: Part | Stream) -> None:
    """Keep what was done, and say where it is."""
    end_progress()
    if not output.reached.records:
        output.discard()
        return
    output.note()
    done = f"{output.reached.records} records were done"
    if isinstance(output, Part):
        done += f" and are in {output.path}; the same command with --resume goes on"
    say(done)


class Stream:
    """Output that cannot be taken up again: a pipe, a device or the terminal."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.reached = Reached()

    def write(self, data: bytes, items: int, records: int, problems: int) -> None:
        """Write what became of the next `items` of the input."""
        self._file.write(data)
        was = self.reached
        self.reached = Reached(was.items + items, was.records + records, was.problems + problems)

    def note(self) -> None:
        """Hand on what was written."""
        self._file.flush()

    finish = discard = note


def _told_first(items: Iterator[Item], output: Part | Stream) -> Iterator[Item]:
    """The items, after naming what was passed over in folders: that is no part of the input."""
    for item in items:
        if isinstance(item, Problem) and Path(item.file).is_dir():
            output.write(b"", 0, 0, say_problems([item]))
        else:
            yield item


def _identity(arguments: argparse.Namespace, first: Item | None) -> str:
    """What makes the output what it is; standard input is known by its first record alone."""
    paths = [Path(path) for path in arguments.paths if path != "-"]
    files = sources_of(paths, arguments.format)
    profile = profile_of(arguments.profile)
    return identity_of(
        files,
        read_options(arguments),
        arguments.format,
        arguments.language,
        (sorted(profile.disabled), sorted(profile.enabled), profile.script, arguments.recurring),
        (RULES_VERSION, __version__),
        repr(first),
    )


def _check_passes(arguments: argparse.Namespace) -> None:
    """Raises InputError where nothing can be taken up or read again."""
    if arguments.resume and arguments.output == "-":
        raise InputError("Only a run into a file can be resumed.", "Name the output with -o.")
    if arguments.recurring and "-" in arguments.paths:
        raise InputError(
            "Standard input cannot be read twice, as --recurring needs.",
            "Write it to a file first, or leave --recurring out.",
        )


def _check_output(output: Path, paths: Iterable[str]) -> None:
    """Raises InputError if the output would take the place of what is read."""
    for path in map(Path, paths):
        if output.exists() and path.exists() and output.samefile(path):
            raise InputError(
                "{path} is what is to be read.", "Name another file to write to.", path=output
            )


def _items(arguments: argparse.Namespace) -> Iterator[Item]:
    options = read_options(arguments)
    if arguments.paths == ["-"]:
        return _standard_input(options, arguments.format)
    if "-" in arguments.paths:
        raise InputError("Standard input cannot be read beside files.", "Give - alone.")
    return read_paths([Path(path) for path in arguments.paths], options, arguments.format)


def _standard_input(options: ReadOptions, format: str | None) -> Iterator[Item]:
    # Not sys.stdin.buffer: what may stand in its place need not be able to look ahead.
    with open(sys.stdin.fileno(), "rb", closefd=False) as stream:
        yield from read_stream(stream, "stdin", options, format)


def _once(items: Iterable[Item]) -> Iterator[Item]:
    """Leave out a record that came before under the same key with the same text."""
    for item in items:
        if isinstance(item, Record) and item.again:
            yield Problem(item.file, item.line, "the same article as before, left out", item.key)
        else:
            yield item
