"""A look at files before they are imported: their first records, problems and fields."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from annotator.formats import importer_of, read_paths, sources_of
from annotator.formats.base import Problem, ReadOptions, Record

_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """How some files begin. `files` counts all of them; `fields` are of the first that has some.

    `more` says whether there is more than was read.
    """

    files: int
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    fields: tuple[str, ...]
    more: bool


def preview(
    paths: Sequence[Path],
    options: ReadOptions | None = None,
    format: str | None = None,
    count: int = 20,
) -> Preview:
    """The first `count` records of files and folders, as an import with these options reads them.

    Raises InputError as `read_paths` does.

    >>> preview([Path(__file__)], count=1).records[0].raw[:14]
    '\"\"\"A look at f'
    """
    options = options or ReadOptions()
    sources = sources_of(paths, format)
    records: list[Record] = []
    problems: list[Problem] = []
    items = read_paths(paths, options, format)
    for item in items:
        if isinstance(item, Record):
            records.append(item)
        else:
            problems.append(item)
        if len(records) >= count or len(problems) >= _MOST_PROBLEMS:
            break
    more = next(islice(items, 1), None) is not None
    return Preview(
        len(sources), tuple(records), tuple(problems), _fields(sources, options, format), more
    )


def _fields(sources: Sequence[Path], options: ReadOptions, format: str | None) -> tuple[str, ...]:
    # Files that end alike have the same fields, or none.
    first: dict[str, Path] = {}
    for path in sources:
        first.setdefault(path.suffix, path)
    for path in first.values():
        # What cannot be opened is among the problems.
        with suppress(OSError), path.open("rb") as file:
            if found := importer_of(path, format).fields(file, options):
                return found
    return ()
