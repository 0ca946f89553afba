"""Half-open ranges that cover a text, joined, and whether a place meets one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def check_range(start: int, end: int, length: int) -> None:
    """Raise ValueError for a range that is not inside a text.

    >>> check_range(0, 2, 2)
    """
    if not 0 <= start <= end <= length:
        raise ValueError(f"range {start}:{end} is not inside a text of {length}")


def joined(ranges: Iterable[Range]) -> list[Range]:
    """What ranges cover, in order, joined where they overlap; those that only touch stay apart.

    >>> joined([(4, 6), (0, 3), (2, 4)])
    [(0, 4), (4, 6)]
    """
    covered: list[Range] = []
    for start, end in sorted(ranges):
        if covered and start < covered[-1][1]:
            covered[-1] = covered[-1][0], max(covered[-1][1], end)
        else:
            covered.append((start, end))
    return covered


def meets(covered: Sequence[Range], start: int, end: int) -> bool:
    """Whether a range overlaps one of those that `joined` gave.

    >>> meets([(0, 4), (6, 8)], 4, 6), meets([(0, 4), (6, 8)], 3, 5)
    (False, True)
    """
    near = bisect_right(covered, start, key=lambda place: place[1])
    return near < len(covered) and covered[near][0] < end
