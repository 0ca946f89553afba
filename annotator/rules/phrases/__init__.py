"""The table of phrases: the first row that fits a short line says what it is."""

from __future__ import annotations

import re
from functools import lru_cache

from annotator.rules.phrases.base import EVERYWHERE, Phrase
from annotator.rules.phrases.buttons import BUTTON_ROWS, STARTS_ROW
from annotator.rules.phrases.bylines import BYLINES
from annotator.rules.phrases.controls import CONTROLS, SHELLS
from annotator.rules.phrases.notices import NOTICES, PATHS
from annotator.rules.phrases.pleas import PLEAS

_PLAIN: tuple[Phrase, ...] = (*PATHS, *NOTICES, *SHELLS, *BYLINES, *CONTROLS)
_PLEADS = re.compile("|".join(sorted({re.escape(clue) for row in PLEAS for clue in row.clues})))

PHRASES: tuple[Phrase, ...] = (*_PLAIN, *BUTTON_ROWS, *PLEAS)


def _longest(rows: tuple[Phrase, ...], place: str) -> int:
    return max(row.limit for row in rows if place in row.where)


_LONGEST = {place: _longest(PHRASES, place) for place in EVERYWHERE}
_LONGEST_PLEA = {place: _longest(PLEAS, place) for place in EVERYWHERE}

_ROWS = {
    (place, starts, pleads): tuple(
        row for row in (*_PLAIN, *(BUTTON_ROWS * starts), *(PLEAS * pleads)) if place in row.where
    )
    for place in EVERYWHERE
    for starts in (False, True)
    for pleads in (False, True)
}


def rows_for(text: str, place: str) -> tuple[Phrase, ...]:
    """The rows that can fit a line at a place, in order: what fast tests rule out is not tried.

    >>> len(rows_for("城市中心的夜晚", "body")) < len(rows_for("收藏本站 关注我们", "body"))
    True
    """
    length = len(text)
    if length > _LONGEST[place]:
        return ()
    starts = STARTS_ROW.match(text) is not None
    pleads = length <= _LONGEST_PLEA[place] and _PLEADS.search(text) is not None
    return _ROWS[place, starts, pleads]


_BYLINES = frozenset(row.rule for row in BYLINES)


@lru_cache(maxsize=4096)
def row_of(text: str, place: str, *, told: bool = False) -> Phrase | None:
    """The first row that fits a line at a place, if any; lines of a site come again and again.

    A line that is `told` is a long paragraph: that it begins with a name makes it no byline.

    >>> row_of("上一篇:甲", "tail").type
    'prev_next'
    """
    chars = frozenset(text)
    for row in rows_for(text, place):
        if (row.clues and row.firsts.isdisjoint(chars)) or (told and row.rule in _BYLINES):
            continue
        if row.find(text):
            return row
    return None
