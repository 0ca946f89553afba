"""Articles that a file holds in pieces which follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from annotator.formats.base import NamedEntity, Problem, Record


class Piece(NamedTuple):
    """A part of an article, which begins at the code point `start` of it; None: a whole one."""

    start: int | None
    record: Record


def put_together(pieces: Iterable[Piece | Problem]) -> Iterator[Record | Problem]:
    """The articles, and a problem for a piece that does not follow the one before it.

    >>> one, two = Record("a", "甲"), Record("a", "乙", entities=(NamedEntity(0, 1, "X"),))
    >>> (whole,) = put_together([Piece(0, one), Piece(1, two)])
    >>> whole.raw, whole.entities[0].start
    ('甲乙', 1)
    """
    held: _Article | None = None
    for piece in pieces:
        if isinstance(piece, Problem):
            yield piece
            continue
        start, record = piece
        if held is not None and not start:
            yield held.record()
            held = None
        if start is None:
            yield record
        elif start == 0:
            held = _Article(record)
        elif held is not None and held.goes_on(start, record):
            held.add(record)
        else:
            message = "this does not follow the piece of the article before it: it was left out"
            yield Problem(record.file, record.line, message, record.raw[:40])
    if held is not None:
        yield held.record()


class _Article:
    def __init__(self, first: Record) -> None:
        self._first = first
        self._length = 0
        self._texts: list[str] = []
        self._entities: list[NamedEntity] = []
        self.add(first)

    def goes_on(self, start: int, record: Record) -> bool:
        return (self._length, self._first.key) == (start, record.key)

    def add(self, record: Record) -> None:
        by = self._length
        self._entities += (e._replace(start=e.start + by, end=e.end + by) for e in record.entities)
        self._texts.append(record.raw)
        self._length += len(record.raw)

    def record(self) -> Record:
        entities = tuple(self._entities)
        return replace(self._first, raw="".join(self._texts), entities=entities)
