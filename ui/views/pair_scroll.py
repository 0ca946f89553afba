"""Keeps two views of one article side by side while either of them is scrolled."""

from __future__ import annotations

import math
from collections.abc import Callable

from annotator.text.compose import Composition
from ui.text.page import Page
from ui.text.view import TextView

_GLIDE = 20
"""The most characters of the other text that are passed while one of this text is."""


class ScrollLink:
    """Moves the view that follows so that the same text stands at the same height.

    The follower is always placed from where the leader is, never moved by the same amount, so
    nothing adds up; and it is placed without a signal, so nothing echoes.
    """

    def __init__(self, raw: TextView, clean: TextView) -> None:
        self._raw, self._clean = raw, clean

    def follow(self, leader: TextView, composition: Composition) -> None:
        """Place the other view after `leader`."""
        raw_first = leader is self._raw
        follower = self._clean if raw_first else self._raw
        at = composition.clean_at if raw_first else composition.raw_at
        y = reading_line(leader.page)
        place = leader.page.reading_at(y)
        follower.put_reading(_across(place, at, len(leader.text()), len(follower.text())), y)


def reading_line(page: Page) -> int:
    """The height where the texts are kept side by side: a third of the view.

    Near the ends it moves to the top and to the foot, so that both ends come into view on both
    sides (as the sync point of Meld does).
    """
    height, scrolled, left = page.view_height, page.scrolled, page.scroll_range - page.scrolled
    if page.scroll_range < height:
        return height * scrolled // page.scroll_range if page.scroll_range else 0
    third = height // 3
    return min(third, scrolled) if left >= height - third else height - max(left, 0)


def _across(place: float, at: Callable[[int], int], length: int, other_length: int) -> float:
    """A reading place of one text, carried to the other.

    The space above and below the text carries over too: what was cut at an end of raw passes while
    the space at that end of clean does.
    """

    def carried(offset: int) -> int:
        if offset < 0:
            return -1
        return other_length + 1 if offset > length else at(offset)

    whole = math.floor(place)
    low = carried(whole)
    more = carried(whole + 1) - low
    # Over a gloss the follower glides; over a cut it would stand where no counterpart is.
    glides = more <= _GLIDE or not 0 <= whole < length
    return low + (place - whole) * (more if glides else 1)
