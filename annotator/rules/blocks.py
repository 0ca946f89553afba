"""What the blocks of a page say of its lines: what each stands in, and which blocks are alike."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import accumulate
from typing import NamedTuple

from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.rules.phrases.words import AGO, CLOCK, DATE
from annotator.text.structure import Block, Structure

# How blocks of one make are told: by their tags, up to the first with a class, and by that class.
Make = tuple[tuple[str, ...], tuple[str, ...]]

_DEPTH = 5
_POSTS = 3
_NEARLY = 0.8
_FIELD = 40
_DATED = 60
_LINKED = 0.5
_SENTENCE = re.compile("[,。;!?…]")
_SENTENCES = 0.2
# Not each post has each field, and that which opens a thread has others.
_MOST = 1.4
_LEAST = 0.6
_TIME = re.compile(rf"{DATE}(?:\s*{CLOCK})?|{AGO}|\d\d-\d\d\s{CLOCK}")


class Facts(NamedTuple):
    """The blocks around a line, from the inside out, and the share of it that is links."""

    around: tuple[Block, ...]
    linked: float


@once_a_page
def facts(page: Page) -> Mapping[int, Facts]:
    """What the structure says of each line, by number; nothing without one."""
    if page.structure is None:
        return {}
    blocks = _around(page.lines, page.structure)
    linked = _linked(page.lines, page.structure.links)
    return {line.number: Facts(blocks[line.number], linked[line.number]) for line in page.lines}


def _around(lines: Sequence[Line], structure: Structure) -> dict[int, tuple[Block, ...]]:
    """The blocks around each line: blocks stand in order of their starts, as lines do."""
    found: dict[int, tuple[Block, ...]] = {}
    open_: list[Block] = []
    at = 0
    for line in lines:
        while at < len(structure.blocks) and structure.blocks[at].start <= line.start:
            if structure.blocks[at].end > line.start:
                open_.append(structure.blocks[at])
            at += 1
        open_ = [block for block in open_ if block.end > line.start]
        found[line.number] = tuple(reversed(open_))
    return found


def _linked(lines: Sequence[Line], links: Sequence[tuple[int, int]]) -> dict[int, float]:
    found: dict[int, float] = {}
    at = 0
    for line in lines:
        while at < len(links) and links[at][1] <= line.start:
            at += 1
        covered, place = 0, at
        while place < len(links) and links[place][0] < line.end:
            covered += min(links[place][1], line.end) - max(links[place][0], line.start)
            place += 1
        found[line.number] = covered / len(line)
    return found


class Spread:
    """How a weight of lines spreads over the blocks of a page."""

    def __init__(self, page: Page, weights: Iterable[float]) -> None:
        self._starts = [line.start for line in page.lines]
        self._sums = list(accumulate(weights, initial=0.0))

    def share(self, block: Block) -> float:
        """The part of the whole weight that lies in a block."""
        first = bisect_left(self._starts, block.start)
        last = bisect_left(self._starts, block.end)
        held: float = self._sums[last] - self._sums[first]
        return held / (self._sums[-1] or 1)


@once_a_page
def makes(page: Page) -> Mapping[Make, Sequence[Line]]:
    """The lines by the make of the blocks right around them, in order."""
    found: defaultdict[Make, list[Line]] = defaultdict(list)
    for line in page.lines if page.structure else ():
        around = facts(page)[line.number].around[:_DEPTH]
        named = next((n for n, block in enumerate(around) if block.words), -1)
        if named >= 0:
            tags = tuple(block.tag for block in around[: named + 1])
            found[tags, around[named].words].append(line)
    return found


def times(page: Page) -> frozenset[int]:
    """The numbers of the lines of makes that give times, three or more, and are no links."""
    found: set[int] = set()
    for lines in makes(page).values():
        fitting = [line for line in lines if _is_time(line)]
        linked = sum(facts(page)[line.number].linked for line in fitting)
        if len(fitting) >= max(_POSTS, _NEARLY * len(lines)) and linked < _LINKED * len(fitting):
            found |= {line.number for line in fitting}
    return frozenset(found)


def _is_time(line: Line) -> bool:
    told = len(line) <= _DATED and not _SENTENCE.search(line.text)
    return told and _TIME.search(line.text) is not None


def fields(page: Page, posts: Set[int]) -> frozenset[int]:
    """The numbers of the short lines in blocks of a make that nearly each post has once.

    What people wrote is in blocks of the make that holds most text without links.
    """
    starts = [number for number in sorted(posts) if number - 1 not in posts]
    if len(starts) < _POSTS:
        return frozenset()
    found: set[int] = set()
    written = max(makes(page), key=lambda make: _written(page, makes(page)[make]), default=None)
    for make, lines in makes(page).items():
        with_it = {bisect_left(starts, line.number) for line in lines}
        said = sum(_SENTENCE.search(line.text) is not None for line in lines)
        often = len(with_it) >= _LEAST * len(starts) and len(lines) <= _MOST * len(with_it)
        short = all(len(line) <= _FIELD for line in lines)
        if make != written and often and short and said <= _SENTENCES * len(lines):
            found |= {line.number for line in lines}
    return frozenset(found)


def _written(page: Page, lines: Sequence[Line]) -> float:
    return sum(len(line) * (1 - facts(page)[line.number].linked) for line in lines)
