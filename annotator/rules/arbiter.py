"""Settles cuts that overlap and joins those that belong together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from annotator.rules.base import BoilerplateRule, Cut

_start, _end = attrgetter("start"), attrgetter("end")


class Settled(NamedTuple):
    """page.text[start:end] is boilerplate of this type, as these rules say."""

    start: int
    end: int
    type: str
    rules: tuple[str, ...]
    confidence: float
    details: tuple[str, ...]


def settle(text: str, found: Iterable[tuple[BoilerplateRule, Cut]]) -> list[Settled]:
    """The cuts in order and apart: the higher rank, then the surer one, goes first.

    Cuts of one type with only white space between them become one.
    """
    ranked = sorted(
        found, key=lambda pair: (-pair[1].rank, -pair[1].confidence, pair[1].start, -pair[1].end)
    )
    taken: list[Settled] = []
    for rule, cut in ranked:
        for start, end in list(_free(text, cut, taken)):
            type_ = cut.type or rule.type
            insort(taken, Settled(start, end, type_, (rule.id,), cut.confidence, cut.details))
    joined: list[Settled] = []
    for one in taken:
        last = joined[-1] if joined else None
        if last and last.type == one.type and not text[last.end : one.start].strip():
            joined[-1] = last._replace(
                end=one.end,
                rules=tuple(dict.fromkeys(last.rules + one.rules)),
                confidence=min(last.confidence, one.confidence),
            )
        else:
            joined.append(one)
    return joined


def _free(text: str, cut: Cut, taken: Sequence[Settled]) -> Iterator[tuple[int, int]]:
    """What is left of a cut beside those that went before it, without space at the ends.

    Those are in order and apart.
    """
    at = cut.start
    first = bisect_right(taken, cut.start, key=_end)
    over = taken[first : bisect_left(taken, cut.end, key=_start)]
    for start, end in [*((one.start, one.end) for one in over), (cut.end, cut.end)]:
        piece = text[at:start]
        kept = piece.strip()
        if kept:
            low = at + piece.index(kept[0])
            yield low, low + len(kept)
        at = max(at, end)
