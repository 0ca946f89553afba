"""Clean files and folders, or standard input with `-`, and write duizhao/1 records.

No project is needed. Records come out in the order of the input, in constant memory. After Ctrl+C
the output holds the records that were done.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from annotator.cli.output import Progress, bytes_out, end_progress, say, say_problems
from annotator.cli.parallel import cores, in_order
from annotator.cli.position import Position
from annotator.cli.reading import add_read_options, read_options
from annotator.cli.rules import add_profile
from annotator.document import Document
from annotator.errors import InputError
from annotator.formats import (
    Problem,
    ReadOptions,
    Record,
    read_paths,
    read_stream,
    write_atomically,
)
from annotator.formats.record import LANGUAGES, checksum, record_line
from annotator.model import (
    Article,
    ArticleId,
    Boilerplate,
    Entity,
    Label,
    LabelId,
    Meta,
    Origin,
    Proposals,
    Repair,
    SpanId,
    key_of,
)
from annotator.pairs import read_pair
from annotator.pipeline import Profile, propose
from annotator.profiles import profile_of

Span = TypeVar("Span", Repair, Boilerplate)
Item = Record | Problem

# What one process is given at once: enough to outweigh the way there and back.
_CHUNK_RECORDS = 64
_CHUNK_CHARACTERS = 50_000
_TEXT_FIELDS = ("title", "published", "source", "authors", "editor", "url", "tags")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one chunk: lines to write and problems to name, and its last item."""

    lines: tuple[bytes, ...]
    problems: tuple[Problem, ...]
    last: Item


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder; - for input")
    parser.add_argument("-o", "--output", default="-", metavar="OUT", help="else standard output")
    add_profile(parser)
    parser.add_argument("--jobs", type=int, metavar="N", help="processes; else one a core")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="zh", help="the language of reasons (zh)"
    )
    add_read_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Clean; 1 if something could not be read or cleaned."""
    work = partial(clean_chunk, profile_of(arguments.profile), arguments.language)
    jobs = cores() if arguments.jobs is None else max(1, arguments.jobs)
    cleaned = in_order(work, chunks(_once(_items(arguments))), jobs)
    watched = map(Path, arguments.paths) if sys.stderr.isatty() else ()
    output = _Output(cleaned, Position(watched))
    if arguments.output == "-":
        output.write(bytes_out())
    else:
        _check_output(Path(arguments.output), arguments.paths)
        write_atomically(Path(arguments.output), output.write)
    end_progress()
    if output.interrupted:
        say(f"{output.done} records were done")
        raise KeyboardInterrupt
    return int(output.problems > 0)


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


class _Output:
    """Writes what comes in; an interrupt ends it after a whole line."""

    def __init__(self, cleaned: Iterable[Cleaned], position: Position) -> None:
        self._cleaned = cleaned
        self._position = position
        self._progress = Progress("records")
        self.done = self.problems = 0
        self.interrupted = False

    def write(self, file: BinaryIO) -> None:
        """Write all, or until Ctrl+C; then what was written stays if there is any."""
        try:
            for cleaned in self._cleaned:
                file.write(b"".join(cleaned.lines))
                self.done += len(cleaned.lines)
                self.problems += say_problems(cleaned.problems)
                last = cleaned.last
                share = self._position.share(last.file, last.line)
                self._progress(self.done, round(self.done / share) if share else None)
        except KeyboardInterrupt:
            if not self.done:
                raise
            self.interrupted = True
        file.flush()


def _once(items: Iterable[Item]) -> Iterator[Item]:
    """Leave out a record that came before under the same key with the same text."""
    seen: set[int] = set()
    for item in items:
        if isinstance(item, Problem):
            yield item
        elif hash(item.key) in seen:
            yield Problem(item.file, item.line, "the same article as before, left out", item.key)
        else:
            seen.add(hash(item.key))
            yield item


def chunks(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """Cut the input into what one process is given at once."""
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.raw) if isinstance(item, Record) else 0
        if len(chunk) >= _CHUNK_RECORDS or size >= _CHUNK_CHARACTERS:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def clean_chunk(profile: Profile, language: str, items: Sequence[Item]) -> Cleaned:
    """Clean every record; one that cannot be cleaned is named and left out."""
    lines: list[bytes] = []
    problems: list[Problem] = []
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        try:
            found, told = read_pair(item, partial(propose, profile=profile))
            lines.append(record_line(document_of(item, found), language))
            problems += told
        except Exception as error:
            # One bad record never stops the rest; the error is named with its place.
            message = "could not be cleaned ({error})"
            values = {"error": f"{type(error).__name__}: {error}"}
            problems.append(Problem(item.file, item.line, message, item.key, values))
    return Cleaned(tuple(lines), tuple(problems), items[-1])


def document_of(record: Record, found: Proposals) -> Document:
    """The record with what was found in it, and all that it brought along but older proposals.

    >>> record = Record("a", "正文。\\n责任编辑:张三")
    >>> [cut.type for cut in document_of(record, propose(record.raw)).boilerplate]
    ['editor_line']
    """
    labels = {
        name: Label(LabelId(number), name, name, "", "")
        for number, name in enumerate(dict.fromkeys(e.label for e in record.entities))
    }
    article = Article(
        ArticleId(0),
        record.key,
        record.raw,
        checksum(record.raw),
        _together(found.meta, record.meta),
        record.status,
        record.seconds,
        record.updated,
    )
    entities = tuple(
        Entity(
            SpanId(number),
            named.start,
            named.end,
            labels[named.label].id,
            named.origin,
            named.verdict,
            score=named.score,
            annotator=named.annotator,
            note=named.note,
        )
        for number, named in enumerate(record.entities)
    )
    return Document(
        article,
        _renewed(found.repairs, record.repairs),
        _renewed(found.boilerplate, record.boilerplate),
        entities,
        {label.id: label for label in labels.values()},
    )


def _renewed(found: Sequence[Span], held: Sequence[Span]) -> tuple[Span, ...]:
    """What the rules find now, and over it what a person, a model or another program said."""
    spans = {key_of(span): span for span in found}
    spans |= {key_of(span): span for span in held if span.verdict or span.origin is not Origin.RULE}
    return tuple(sorted(spans.values(), key=lambda span: (span.start, span.end)))


def _together(found: Meta, given: Meta) -> Meta:
    """What the record says, and what was found in its text where it says nothing."""
    known = {name: getattr(given, name) for name in _TEXT_FIELDS if getattr(given, name)}
    return replace(found, **known, extra={**found.extra, **given.extra})
