"""Many known strings found in a text in one pass, the longest at each place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import marisa_trie

LONGEST = 64
_HEAD = 2
_JOINED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Strings:
    """Folded strings, ready to be looked for in folded texts."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._strings = tuple(string for string in strings if 0 < len(string) <= LONGEST)

    @cached_property
    def trie(self) -> marisa_trie.Trie:
        """All of them, as `tagged` takes them."""
        return marisa_trie.Trie(self._strings)

    @cached_property
    def _heads(self) -> frozenset[str]:
        """What they begin with, which is looked at first: a set is asked sooner than a trie."""
        return frozenset(string[:_HEAD] for string in self._strings)

    def places(self, folded: str) -> Iterator[tuple[int, list[str]]]:
        """Every place of a text where some of them stand, and these from the shortest.

        >>> list(Strings(["上海", "上海市", "市"]).places("在上海市"))
        [(1, ['上海', '上海市']), (3, ['市'])]
        """
        heads, find = self._heads, self.trie.prefixes
        for at, char in enumerate(folded):
            if folded[at : at + _HEAD] in heads or char in heads:
                found = find(folded[at : at + LONGEST])
                if found:
                    yield at, found

    def matches(
        self, folded: str, wanted: Callable[[str], object] = bool
    ) -> Iterator[tuple[int, int]]:
        """The longest wanted string at each place, left to right, apart from each other.

        No match begins or ends inside a run of Latin letters and digits.

        >>> list(Strings(["上海", "上海市", "ai"]).matches("上海市的ai和main"))
        [(0, 3), (4, 6)]
        """
        last = 0
        for start, found in self.places(folded):
            if start < last:
                continue
            for string in found[::-1]:
                end = start + len(string)
                if whole(folded, start, end) and wanted(string):
                    yield start, end
                    last = end
                    break


def whole(folded: str, start: int, end: int) -> bool:
    """Whether the range cuts no run of Latin letters and digits in two.

    >>> whole("ai和main", 0, 2), whole("ai和main", 4, 6)
    (True, False)
    """
    return not (
        (start and folded[start] in _JOINED and folded[start - 1] in _JOINED)
        or (end < len(folded) and folded[end - 1] in _JOINED and folded[end] in _JOINED)
    )
