"""The first of two passes over an input: which lines recur, in bounded memory.

Counts are kept in a table of at most so many lines; when it is full, the lines seen least are
forgotten (lossy counting: Manku and Motwani, "Approximate Frequency Counts over Data Streams",
2002). So what is told of a line is never too much, and a line in a good part of the articles is
never lost. A count-min sketch needs as little memory, but errs the other way: it would invent
evidence.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from annotator.cli.output import Progress, end_progress
from annotator.formats import Problem, Record
from annotator.parallel import in_order
from annotator.rules.recurring import keys_of
from annotator.text.recurring import LEAST, Count, Keys, Recurring, added, evidence, site_of

Item = Record | Problem

ROOM = 1_000_000
"""So many lines are kept, in about 200 MB."""

BATCH = "input"
"""Stands for the site of articles without an address: all of the input."""


class Counter:
    """Counts the lines of articles one by one."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._floor = 0
        # Two numbers in one: a tuple for each line would take three times the memory.
        self._held: dict[int, int] = {}

    def add(self, keys: Keys) -> None:
        """Count the lines of one more article."""
        known = {key: self.of(key) for key in keys.all()}
        for key, count in added(keys, known).items():
            self._held[key] = self._held.get(key, 0) + (count.seen << 32 | count.inside)
        if len(self._held) > self._room:
            self._forget()

    def of(self, key: int) -> Count:
        """What was counted of a line."""
        held = self._held.get(key, 0)
        return Count(held >> 32, held & 0xFFFFFFFF)

    def _forget(self) -> None:
        while len(self._held) > self._room // 2:
            self._floor += 1
            least = (self._floor + 1) << 32
            self._held = {key: held for key, held in self._held.items() if held >= least}

    def save(self, path: Path) -> None:
        """Write what may be evidence, for `load`."""
        told = array("q")
        for key in self._held:
            count = self.of(key)
            if count.seen >= LEAST:
                told.extend((key, *count))
        path.write_bytes(told.tobytes())


@lru_cache(maxsize=1)
def load(path: Path) -> dict[int, Count]:
    """What was saved; each process reads it once."""
    told = array("q")
    told.frombytes(path.read_bytes())
    numbers = iter(told)
    return {key: Count(seen, inside) for key, seen, inside in zip(*[numbers] * 3, strict=True)}


def keys(record: Record) -> Keys:
    """The keys of a record of this input."""
    return keys_of(record.raw, site_of(record.meta.url)).at(BATCH)


def keys_of_chunk(items: Sequence[Item]) -> list[Keys]:
    """The keys of each record among these."""
    return [keys(item) for item in items if isinstance(item, Record)]


def seen_in(record: Record, counts: Path) -> Recurring | None:
    """The lines of a record that recur in its input, as the file of counts tells."""
    return evidence(keys(record), load(counts))


def count_into(path: Path, chunks: Iterable[Sequence[Item]], jobs: int) -> None:
    """Count the records of all chunks, and save what recurs."""
    counter, progress, done = Counter(), Progress("records counted"), 0
    for chunk in in_order(keys_of_chunk, chunks, jobs, _no_keys):
        for one in chunk:
            counter.add(one)
        done += len(chunk)
        progress(done)
    counter.save(path)
    end_progress()


def _no_keys(_: Sequence[Item]) -> list[Keys]:
    """What a chunk adds whose process was killed; the second pass names the record that did it."""
    return []
