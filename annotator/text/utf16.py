"""Offsets in UTF-16 units, as browsers, Java and Qt count them, to and from code points."""

from __future__ import annotations

from bisect import bisect_left


class Utf16Map:
    """Code-point offsets of one text to and from UTF-16 units.

    >>> both = Utf16Map("a𠮷b")
    >>> both.to_utf16(2), both.from_utf16(3), both.from_utf16(2)
    (3, 2, 1)
    """

    __slots__ = ("_wide", "_wide_utf16")

    def __init__(self, text: str) -> None:
        astral = bool(text) and max(text) > "\uffff"
        self._wide = [i for i, char in enumerate(text) if char > "\uffff"] if astral else []
        self._wide_utf16 = [i + n for n, i in enumerate(self._wide)]

    def to_utf16(self, offset: int) -> int:
        """The place of a code-point offset in UTF-16 units."""
        return offset + bisect_left(self._wide, offset)

    def from_utf16(self, position: int) -> int:
        """The offset of a place in UTF-16 units; inside a pair, the start of that character."""
        before = bisect_left(self._wide_utf16, position)
        if before and self._wide_utf16[before - 1] == position - 1:
            return self._wide[before - 1]
        return position - before
