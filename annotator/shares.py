"""How sure a share is that was counted."""

from __future__ import annotations

from math import sqrt

_Z = 1.959963984540054
"""How many standard errors an interval of 95 per cent reaches to each side."""


def wilson(right: int, total: int, z: float = _Z) -> tuple[float, float]:
    """The interval of a share, at 95 per cent; the whole range where nothing was counted.

    `z` is how many standard errors it reaches to each side.

    Wilson (1927), Probable inference, the law of succession, and statistical inference.

    >>> tuple(round(bound, 3) for bound in wilson(9, 10))
    (0.596, 0.982)
    """
    if not total:
        return 0.0, 1.0
    share, square = right / total, z * z
    middle = share + square / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
