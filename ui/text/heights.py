"""Heights of many blocks, some still guessed: sums and searches in logarithmic time."""

from __future__ import annotations

from itertools import accumulate

_GROUP = 32


class Heights:
    """A list of heights in pixels that answers "how far down is block i" and "what is at y".

    Blocks are summed by groups, and the groups by a Fenwick tree (Fenwick 1994): a change costs
    little, and making one for a million blocks is a few passes at the speed of `sum`.

    >>> heights = Heights([10, 20, 30])
    >>> heights.top(2), heights.find(29), heights.find(30), heights.total
    (30, 1, 2, 60)
    """

    def __init__(self, heights: list[int]) -> None:
        self._heights = heights
        sums = [sum(heights[at : at + _GROUP]) for at in range(0, len(heights), _GROUP)]
        prefix = list(accumulate(sums, initial=0))
        self._tree = [prefix[i] - prefix[i - (i & -i)] for i in range(len(prefix))]
        self.total = prefix[-1]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, block: int) -> int:
        return self._heights[block]

    def change(self, block: int, height: int) -> None:
        """Give a block another height."""
        more = height - self._heights[block]
        self._heights[block] = height
        self.total += more
        node = block // _GROUP + 1
        while node < len(self._tree):
            self._tree[node] += more
            node += node & -node

    def top(self, block: int) -> int:
        """The sum of the heights before a block."""
        group, _ = divmod(block, _GROUP)
        first = group * _GROUP
        above = sum(self._heights[first:block])
        while group:
            above += self._tree[group]
            group -= group & -group
        return above

    def find(self, y: int) -> int:
        """The block that covers y; the first or last one where y is outside."""
        group, left = 0, y
        step = 1 << len(self._tree).bit_length()
        while step:
            node = group + step
            if node < len(self._tree) and self._tree[node] <= left:
                group, left = node, left - self._tree[node]
            step >>= 1
        block = group * _GROUP
        while block < len(self._heights) and self._heights[block] <= left:
            left -= self._heights[block]
            block += 1
        return max(0, min(block, len(self._heights) - 1))
