"""What is remembered of every record of a long read, so that no two get one key: 24 bytes each."""

from __future__ import annotations

from array import array

_PARTS = 256
_LEAST = 8
# Of the slots of a part, so many of every four are filled before it grows.
_FULL = 3


class KeyTable:
    """Numbers by hash: open addressing in arrays, in parts that grow one by one.

    A dict of the same would take four times the memory. Hashes are those of Python, 64 bits; two
    different keys of the same hash are one.

    >>> table = KeyTable()
    >>> table.setdefault("a", 5), table.setdefault("a", 7), table.setdefault("b", 7), len(table)
    (5, 5, 7, 2)
    """

    def __init__(self) -> None:
        self._parts = [_Part() for _ in range(_PARTS)]
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def setdefault(self, key: str, value: int) -> int:
        """The number under the key; if there is none, `value`, below 2**64, is stored there."""
        number = hash(key)
        part = self._parts[number % _PARTS]
        before = part.count
        held = part.setdefault(number // _PARTS or 1, value)
        self._count += part.count - before
        return held


class _Part:
    """One table; a hash of 0 is a free slot."""

    __slots__ = ("_hashes", "_values", "count")

    def __init__(self) -> None:
        self.count = 0
        self._hashes = array("q", bytes(8 * _LEAST))
        self._values = array("Q", bytes(8 * _LEAST))

    def setdefault(self, number: int, value: int) -> int:
        slot = self._slot(number)
        if self._hashes[slot]:
            return self._values[slot]
        if 4 * (self.count + 1) > _FULL * len(self._hashes):
            self._grow()
            slot = self._slot(number)
        self._hashes[slot] = number
        self._values[slot] = value
        self.count += 1
        return value

    def _slot(self, number: int) -> int:
        """Where the hash stands, or the free slot where it would."""
        size = len(self._hashes)
        slot = number % size
        while self._hashes[slot] and self._hashes[slot] != number:
            slot = slot + 1 if slot + 1 < size else 0
        return slot

    def _grow(self) -> None:
        before = zip(self._hashes, self._values, strict=True)
        size = 8 * (len(self._hashes) * 3 // 2)
        self._hashes, self._values = array("q", bytes(size)), array("Q", bytes(size))
        for number, value in before:
            if number:
                slot = self._slot(number)
                self._hashes[slot] = number
                self._values[slot] = value
