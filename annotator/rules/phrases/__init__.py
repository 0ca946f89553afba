"""The table of phrases: the first row that fits a short line says what it is."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from functools import lru_cache

from annotator.rules.phrases.base import Phrase
from annotator.rules.phrases.buttons import BUTTON_ROWS, STARTS_ROW
from annotator.rules.phrases.bylines import BYLINES
from annotator.rules.phrases.controls import CONTROLS, SHELLS
from annotator.rules.phrases.notices import NOTICES, PATHS
from annotator.rules.phrases.pleas import PLEAS

_PLAIN: tuple[Phrase, ...] = (*PATHS, *NOTICES, *SHELLS, *BYLINES, *CONTROLS)

PHRASES: tuple[Phrase, ...] = (*_PLAIN, *BUTTON_ROWS, *PLEAS)

# A line longer than this fits so few rows that their own clues are the fastest test.
_SHORT = 60
_LIMITS = tuple(sorted({row.limit for row in PHRASES}))

# Rows are bits of a number. What a row needs of a line is told by single characters, so that one
# look at the characters of a short line leaves the few rows out of all that can fit it.
_BIT = {row: 1 << number for number, row in enumerate(PHRASES)}
_ALL = (1 << len(PHRASES)) - 1
_BUTTONS = sum(_BIT[row] for row in BUTTON_ROWS)
_ANYHOW = sum(_BIT[row] for row in _PLAIN if not row.clues)
_BY_CHARACTER: dict[str, int] = {}
for _row in PHRASES:
    for _char in _row.firsts:
        _BY_CHARACTER[_char] = _BY_CHARACTER.get(_char, 0) | _BIT[_row]
_BEGINNINGS = re.compile(f"[{re.escape(''.join(_BY_CHARACTER))}]")


_BYLINES = frozenset(row.rule for row in BYLINES)


def first_fitting(text: str, place: str, *, told: bool = False) -> Phrase | None:
    """The first row that fits a line at a place.

    A line that is `told` is a long paragraph: that it begins with a name makes it no byline.

    >>> first_fitting("责任编辑:某某", "tail").type, first_fitting("城市中心的夜晚", "body")
    ('editor_line', None)
    """
    return (_remembered if len(text) <= _SHORT else _first)(text, place, told)


def _first(text: str, place: str, told: bool) -> Phrase | None:
    for row in rows_for(text, place):
        if not (told and row.rule in _BYLINES) and row.find(text):
            return row
    return None


# The pages of a site have their short lines in common.
_remembered = lru_cache(maxsize=16384)(_first)


def rows_for(text: str, place: str) -> tuple[Phrase, ...]:
    """The rows that can fit a line at a place, in order: what fast tests rule out is not tried.

    >>> len(rows_for("城市中心的夜晚", "body")) < len(rows_for("收藏本站 关注我们", "body"))
    True
    """
    size = bisect_left(_LIMITS, len(text))
    if len(text) > _SHORT:
        return _rows(_ALL, place, size)
    found = _ANYHOW
    for char in set(_BEGINNINGS.findall(text)):
        found |= _BY_CHARACTER[char]
    if STARTS_ROW.match(text):
        found |= _BUTTONS
    return _rows(found, place, size)


@lru_cache(maxsize=8192)
def _rows(found: int, place: str, size: int) -> tuple[Phrase, ...]:
    """Those of these rows that count at a place, for lines up to one of the limits."""
    longest = _LIMITS[size] if size < len(_LIMITS) else sys.maxsize
    rows = (row for row in PHRASES if found & _BIT[row] and place in row.where)
    return tuple(row for row in rows if row.limit >= longest)
