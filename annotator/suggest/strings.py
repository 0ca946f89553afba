"""Many known strings found in a text in one pass, the longest at each place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import marisa_trie

LONGEST = 64
_JOINED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Strings:
    """Folded strings, ready to be looked for in folded texts."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._strings = tuple(string for string in strings if 0 < len(string) <= LONGEST)

    @cached_property
    def trie(self) -> marisa_trie.Trie:
        """All of them, as `tagged` takes them."""
        return marisa_trie.Trie(self._strings)

    def matches(
        self, folded: str, wanted: Callable[[str], object] = bool
    ) -> Iterator[tuple[int, int]]:
        """The longest wanted string at each place, left to right, apart from each other.

        No match begins or ends inside a run of Latin letters and digits.

        >>> list(Strings(["上海", "上海市", "ai"]).matches("上海市的ai和main"))
        [(0, 3), (4, 6)]
        """
        find, at, length = self.trie.prefixes, 0, len(folded)
        if not self._strings:
            return
        while at < length:
            for string in find(folded[at : at + LONGEST])[::-1]:
                end = at + len(string)
                if whole(folded, at, end) and wanted(string):
                    yield at, end
                    at = end
                    break
            else:
                at += 1


def whole(folded: str, start: int, end: int) -> bool:
    """Whether the range cuts no run of Latin letters and digits in two.

    >>> whole("ai和main", 0, 2), whole("ai和main", 4, 6)
    (True, False)
    """
    return not (
        (start and folded[start] in _JOINED and folded[start - 1] in _JOINED)
        or (end < len(folded) and folded[end - 1] in _JOINED and folded[end] in _JOINED)
    )
