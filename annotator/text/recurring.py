"""Lines that recur across the articles of a site: how they are counted, and what counts say.

A line goes by a hash of its folded text and of its site. Nothing here knows a file or a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

TEMPLATE = 3
"""A line seen in so many articles before says nothing of whether an article is a copy."""

LEAST = 6
"""What was seen in fewer articles is no evidence."""

_NEW = 0.25
_HALF = 1 << 63


class Count(NamedTuple):
    """In how many articles a line was seen, and in how many of them inside the running text."""

    seen: int = 0
    inside: int = 0

    def plus(self, other: Count) -> Count:
        """Both counts together."""
        return Count(self.seen + other.seen, self.inside + other.inside)


_NONE = Count()


class Keyed(NamedTuple):
    """text[start:end] has this key. `size` is its length folded; `prose` says running text."""

    key: int
    start: int
    end: int
    size: int
    prose: bool


class Seen(NamedTuple):
    """text[start:end] was seen in `times` of `of` articles, `framed` times beside the text."""

    start: int
    end: int
    times: int
    framed: int
    of: int


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an article's lines, in order; `site` is empty where none is known.

    `total` is the key under which the articles of the site are counted.
    """

    site: str
    lines: tuple[Keyed, ...]
    total: int = 0

    def at(self, site: str) -> Keys:
        """The keys as they stand for a site: the one that is known, else `site`.

        >>> Keys("", (Keyed(5, 0, 1, 1, False),)).at("").lines[0].key == 5 ^ key_of("")
        True
        """
        mark = _mark(self.site or site)
        lines = tuple(Keyed(line[0] ^ mark, *line[1:]) for line in self.lines)
        return Keys(self.site or site, lines, mark)

    def outside(self, cuts: Sequence[tuple[int, int]]) -> list[int]:
        """The keys of what lies in none of these ranges.

        All of them where pieces of lines have keys too: runs of these may lie across ranges.

        >>> Keys("", (Keyed(5, 0, 4, 4, False), Keyed(6, 5, 9, 4, False))).outside([(0, 4)])
        [6]
        """
        if any(after.start < before.end for before, after in pairwise(self.lines)):
            return [line.key for line in self.lines]
        return [
            line.key
            for line in self.lines
            if not any(start <= line.start and line.end <= end for start, end in cuts)
        ]

    def all(self) -> set[int]:
        """Every key."""
        return {self.total, *(line.key for line in self.lines)}


@dataclass(frozen=True, slots=True)
class Recurring:
    """What was seen in other articles of the site too, in order; ranges on the text of the page."""

    lines: tuple[Seen, ...] = ()

    def moved(self, place: Callable[[int, int], tuple[int, int]]) -> Recurring:
        """The same for another text; `place` gives the range there of a range here.

        >>> there = Recurring((Seen(2, 4, 9, 9, 10),)).moved(lambda start, end: (start, end + 1))
        >>> there.lines[0].end
        5
        """
        moved = []
        for seen in self.lines:
            start, end = place(seen.start, seen.end)
            moved.append(seen._replace(start=start, end=end))
        return replace(self, lines=tuple(moved))


def key_of(text: str) -> int:
    """A hash of 64 bits with a sign, the same on every machine.

    >>> key_of("") == key_of(""), key_of("甲") == key_of("乙")
    (True, False)
    """
    return (
        int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        - _HALF
    )


@lru_cache(maxsize=1024)
def _mark(site: str) -> int:
    return key_of(site)


def site_of(url: object) -> str:
    """The site of an article: the host of its address, empty where there is none.

    >>> site_of("http://www.Example.com:80/a.html"), site_of("/a.html"), site_of(None)
    ('example.com', '', '')
    """
    try:
        host = urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        host = None
    return (host or "").removeprefix("www.")


def added(keys: Keys, known: Mapping[int, Count]) -> dict[int, Count]:
    """What one more article adds to the counts of its site; nothing if it is a copy.

    A copy is an article of whose own running text less than a quarter is new to the site: what
    copies share is no evidence. Lines that are known to recur are nobody's own.
    """
    free = [line for line in keys.lines if _count(known, line.key).seen < TEMPLATE]
    own = [line for line in free if line.prose] or free
    size = sum(line.size for line in own)
    new = sum(line.size for line in own if not _count(known, line.key).seen)
    if new < _NEW * size or not own:
        return {}
    # The first articles of a site cannot tell yet which running text is their own.
    sure = _count(known, keys.total).seen >= TEMPLATE
    prose = [line for line in own if line.prose]
    first, last = (prose[0].end, prose[-1].start) if sure and prose else (0, 0)
    more = {keys.total: Count(1)}
    for line in keys.lines:
        inside = int(first <= line.start and line.end <= last)
        more[line.key] = Count(1, max(inside, more.get(line.key, Count()).inside))
    return more


def evidence(keys: Keys, known: Mapping[int, Count]) -> Recurring | None:
    """The lines of an article that recur, None where none does."""
    of = _count(known, keys.total).seen
    if of < LEAST:
        return None
    counts = ((line, _count(known, line.key)) for line in keys.lines)
    found = tuple(
        Seen(line.start, line.end, count.seen, count.seen - count.inside, max(of, count.seen))
        for line, count in counts
        if count.seen >= LEAST
    )
    return Recurring(found) if found else None


def add(sums: dict[int, Count], more: Mapping[int, Count]) -> None:
    """Add counts to others, by key.

    >>> sums = {1: Count(1)}
    >>> add(sums, {1: Count(2, 1), 2: Count(1)})
    >>> sums
    {1: Count(seen=3, inside=1), 2: Count(seen=1, inside=0)}
    """
    for key, count in more.items():
        sums[key] = _count(sums, key).plus(count)


def _count(known: Mapping[int, Count], key: int) -> Count:
    return known.get(key, _NONE)
