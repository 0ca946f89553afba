"""Many known strings found in a text in one pass, the longest at each place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from annotator.text.lexicon import SPREAD

LONGEST = 64
_BITS, _HEAD = 21, 3
_SPREAD = 18
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
    def _heads(self) -> NDArray[np.bool_]:
        """Which remainders what they begin with leaves: it is looked for in a whole text at once,
        which is sooner done than to ask a trie at every place."""
        heads = "".join(string[:_HEAD].ljust(_HEAD, "\0") for string in self._strings)
        found = np.zeros(1 << _SPREAD, bool)
        found[_mixed(_begun(heads)[::_HEAD])] = True
        return found

    def places(self, folded: str) -> Iterator[tuple[int, list[str]]]:
        """Every place of a text where some of them stand, and these from the shortest.

        >>> list(Strings(["上海", "上海市", "市"]).places("在上海市"))
        [(1, ['上海', '上海市']), (3, ['市'])]
        """
        if not self._strings:
            return
        heads, find, begun = self._heads, self.trie.prefixes, _begun(folded)
        there = np.zeros(len(folded), bool)
        for left in range(_HEAD):
            there |= heads[_mixed(begun >> left * _BITS << left * _BITS)]
        for at in np.nonzero(there)[0].tolist():
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


def _begun(text: str) -> NDArray[np.int64]:
    """For each character a number that it makes together with the next ones, as far as there are
    any."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    begun = codes << (_HEAD - 1) * _BITS
    for by in range(1, _HEAD):
        begun[:-by] |= codes[by:] << (_HEAD - 1 - by) * _BITS
    return begun


def _mixed(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of few bits; two are seldom the same. Source: Knuth, "The Art of Computer
    Programming", volume 3, 6.4, multiplicative hashing."""
    mixed = numbers.view(np.uint64) * np.uint64(SPREAD)
    return (mixed >> np.uint64(64 - _SPREAD)).view(np.int64)


def whole(folded: str, start: int, end: int) -> bool:
    """Whether the range cuts no run of Latin letters and digits in two.

    >>> whole("ai和main", 0, 2), whole("ai和main", 4, 6)
    (True, False)
    """
    return not (
        (start and folded[start] in _JOINED and folded[start - 1] in _JOINED)
        or (end < len(folded) and folded[end - 1] in _JOINED and folded[end] in _JOINED)
    )
