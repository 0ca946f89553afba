"""What a suggestion is worth to somebody who labels, counted in keys.

To label by hand takes three keys: select from one edge to the other, and the label. A suggestion
that is right saves them, one that needs a correction saves some, one that is wrong costs one.
"""

from __future__ import annotations

from enum import StrEnum

ADD, ACCEPT, REJECT, FIX, SPREAD = 3, 1, 1, 2, 1
PARTLY = 0.5
"""The score of a suggestion that is right but for its edges or its label."""


class Taking(StrEnum):
    """How right suggestions are taken: each by its own key, or all that stand by one.

    Where each has its own key, of three or more that read the same one is shown: taken, its label
    is spread to the other places by one key, and refused, it spares refusing them.
    """

    EACH = "each"
    ALL = "all"


_KEYS = {Taking.EACH: ACCEPT, Taking.ALL: 0}


def least(taking: Taking) -> float:
    """The score from which a suggestion saves more keys than it costs.

    A score is the chance of being right and half of that of being nearly right.

    >>> least(Taking.ALL), round(least(Taking.EACH), 2)
    (0.25, 0.33)
    """
    right = ADD - _KEYS[taking]
    return REJECT / (right + REJECT)
