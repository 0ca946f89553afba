"""Lines that recur across the articles of a site: how they are counted, and what counts say.

A line goes by a hash of its folded text and of its site. Nothing here knows a file or a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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


_NONE, _BESIDE, _INSIDE = Count(), Count(1), Count(1, 1)


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

    `total` is the key under which the articles of the site are counted; with it the keys of lines
    become those that they have there.
    """

    site: str
    lines: tuple[Keyed, ...]
    total: int = 0

    def at(self, site: str) -> Keys:
        """The keys as they stand for a site: the one that is known, else `site`.

        >>> next(Keys("", (Keyed(5, 0, 1, 1, False),)).at("").keyed())[0] == 5 ^ key_of("")
        True
        """
        return Keys(self.site or site, self.lines, _mark(self.site or site))

    def keyed(self) -> Iterator[tuple[int, Keyed]]:
        """Each line with the key that it has at the site."""
        total = self.total
        return ((line.key ^ total, line) for line in self.lines)

    def outside(self, cuts: Sequence[tuple[int, int]]) -> list[int]:
        """The keys of what lies in none of these ranges.

        All of them where pieces of lines have keys too: runs of these may lie across ranges.

        >>> Keys("", (Keyed(5, 0, 4, 4, False), Keyed(6, 5, 9, 4, False))).outside([(0, 4)])
        [6]
        """
        if any(after.start < before.end for before, after in pairwise(self.lines)):
            return [key for key, _ in self.keyed()]
        return [
            key
            for key, line in self.keyed()
            if not any(start <= line.start and line.end <= end for start, end in cuts)
        ]

    def all(self) -> set[int]:
        """Every key."""
        return {self.total, *(key for key, _ in self.keyed())}


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
    lines = [(key, line, known.get(key, _NONE).seen) for key, line in keys.keyed()]
    free = [one for one in lines if one[2] < TEMPLATE]
    own = [one for one in free if one[1].prose] or free
    size = sum(line.size for _, line, _ in own)
    new = sum(line.size for _, line, seen in own if not seen)
    if new < _NEW * size or not own:
        return {}
    # The first articles of a site cannot tell yet which running text is their own.
    sure = known.get(keys.total, _NONE).seen >= TEMPLATE
    prose = [line for _, line, _ in own if line.prose]
    first, last = (prose[0].end, prose[-1].start) if sure and prose else (0, 0)
    more = {keys.total: _BESIDE}
    for key, line, _ in lines:
        inside = (first <= line.start and line.end <= last) or more.get(key) is _INSIDE
        more[key] = _INSIDE if inside else _BESIDE
    return more


def evidence(keys: Keys, known: Mapping[int, Count]) -> Recurring | None:
    """The lines of an article that recur, None where none does."""
    of = known.get(keys.total, _NONE).seen
    if of < LEAST:
        return None
    counts = ((line, known.get(key, _NONE)) for key, line in keys.keyed())
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
        there = sums.get(key)
        sums[key] = there.plus(count) if there else count
