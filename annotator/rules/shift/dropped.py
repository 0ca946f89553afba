"""What a code without a character dropped: the likeliest two characters that shared it.

The code was the second byte of the one and the first byte of the other. There are two thousand such
codes, so only those are looked at that can be among the likeliest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from math import exp, inf, log
from typing import NamedTuple

from annotator.rules.knowledge import gbk
from annotator.rules.knowledge.chances import chances, is_han, simplest

Pair = tuple[float, str]
"""Two characters and how likely they follow what stands before."""

# What is only rounded otherwise is not left out.
_ROUNDED = 1e-9


class _First(NamedTuple):
    """The first of two, its chance, and what no pair that begins with it is likelier than.

    `trails` are the first bytes that the second of the two may have.
    """

    at_best: float
    chance: float
    said: str
    plain: str
    trails: frozenset[int]


class _End(NamedTuple):
    """A character that the second of two may be, simplified, what it counts for, its chance."""

    said: str
    plain: str
    worth: float
    alone: float


class _Ends(NamedTuple):
    """All that the second of two may be, the likeliest anywhere first; Han by what they mean."""

    all: Sequence[_End]
    marks: Sequence[_End]
    han: Mapping[str, Sequence[_End]]


# A passage that is copied from page to page is damaged in the same way.
@lru_cache(maxsize=512)
def pairs(last: str, pending: int, byte: int, most: int, least: float = -inf) -> tuple[Pair, ...]:
    """Up to `most` of the likeliest pairs, none less likely than `least`; the likeliest first.

    `last` stands before them, the first begins with the byte `pending`, and the second ends with
    `byte`.

    >>> [said for _, said in pairs("在", 0xC8, 0xC6, 2)]
    ['全称', '全制']
    """
    found: list[Pair] = []
    for first in _firsts(last, pending):
        if first.at_best < least:
            break
        found += _with(first, byte, least)
        if len(found) >= most:
            found = sorted(found, reverse=True)[:most]
            least = max(least, found[-1][0])
    return tuple(sorted(found, reverse=True))


@lru_cache(maxsize=512)
def _firsts(last: str, pending: int) -> tuple[_First, ...]:
    """Those of the pairs, the one with the likeliest pair first as far as is known."""
    begun = _beginnings(pending)
    after = chances().each_after(last, [plain for _, plain, _, _ in begun])
    found = (
        _First(chance + most, chance, said, plain, trails)
        for chance, (said, plain, trails, most) in zip(after, begun, strict=True)
    )
    return tuple(sorted(found, reverse=True))


@lru_cache(maxsize=256)
def _beginnings(pending: int) -> tuple[tuple[str, str, frozenset[int], float], ...]:
    """What of them holds whatever stands before: as it is and simplified, the first bytes of the
    second, and what no second is likelier than."""
    simple, table = simplest(), chances()
    found = []
    for said, trails in gbk.dropped(pending):
        plain = simple.get(said, said)
        known = table.known(plain)
        found.append((said, plain, trails, known.at_best if known else table.at_best))
    return tuple(found)


def _with(first: _First, byte: int, least: float) -> list[Pair]:
    """The pairs that begin so; what is less likely than `least` may be left out."""
    # A little lower, for sums are rounded.
    ends, low = _ends(byte, first.trails), least - first.chance - _ROUNDED
    known = chances().known(first.plain)
    found: list[Pair] = []
    for end in ends.marks if known else ends.all:
        if end.alone < low:
            break
        found.append((first.chance + end.alone, first.said + end.said))
    if known is None:
        return found
    counts, size = known.counts, known.size
    # To compare counts is a third of the time of comparing their logarithms.
    enough = exp(min(low, 0.0)) * size
    likely = [ends.han[plain] for plain in counts.keys() & ends.han.keys()]
    for same in ends.han.values():
        if same[0].worth < enough:
            break
        if same[0].plain not in counts:
            likely.append(same)
    for end in chain.from_iterable(likely):
        count = counts.get(end.plain, 0) + end.worth
        if count >= enough:
            found.append((first.chance + log(count / size), first.said + end.said))
    return found


@lru_cache(maxsize=2048)
def _ends(byte: int, trails: frozenset[int]) -> _Ends:
    ends = [end for trail, end in _likeliest(byte) if trail in trails]
    han: dict[str, list[_End]] = {}
    marks: list[_End] = []
    for end in ends:
        (han.setdefault(end.plain, []) if is_han(end.plain) else marks).append(end)
    return _Ends(ends, marks, han)


@lru_cache(maxsize=256)
def _likeliest(byte: int) -> tuple[tuple[int, _End], ...]:
    """All characters that end with a byte, the likeliest anywhere first, with their first bytes."""
    ends = [(trail, _end(char)) for trail, char in enumerate(gbk.column(byte)) if char]
    return tuple(sorted(ends, key=lambda pair: pair[1].alone, reverse=True))


def _end(char: str) -> _End:
    plain = simplest().get(char, char)
    return _End(char, plain, chances().worth(plain), chances().alone(plain))
