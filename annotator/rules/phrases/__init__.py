"""The table of phrases: the first row that fits a short line says what it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import chain

from annotator.rules.phrases.asides import ASIDES
from annotator.rules.phrases.base import EVERYWHERE, Phrase
from annotator.rules.phrases.buttons import BUTTON_ROWS, may_be_row
from annotator.rules.phrases.bylines import BYLINES
from annotator.rules.phrases.controls import CONTROLS, SHELLS
from annotator.rules.phrases.notices import NOTICES, PATHS
from annotator.rules.phrases.pleas import PLEAS

_PLAIN: tuple[Phrase, ...] = (*PATHS, *NOTICES, *SHELLS, *BYLINES, *CONTROLS, *ASIDES)

PHRASES: tuple[Phrase, ...] = (*_PLAIN, *BUTTON_ROWS, *PLEAS)

# A line longer than this fits so few rows that their own clues are the fastest test.
_SHORT = 60
_LIMITS = tuple(sorted({row.limit for row in PHRASES}))

# Rows are bits of a number: what a line holds, its length and its place leave those that can fit.
_BIT = {row.rule: 1 << number for number, row in enumerate(PHRASES)}
_ANYHOW = sum(_BIT[row.rule] for row in _PLAIN if not row.clues)
_BUTTONS = sum(_BIT[row.rule] for row in BUTTON_ROWS if not row.clues)
_BYLINES = sum(_BIT[row.rule] for row in BYLINES)


def _by_first() -> dict[str, dict[str, int]]:
    """By what they begin with: the clues, and for each the rows that have it."""
    found: dict[str, dict[str, int]] = {}
    for row in PHRASES:
        for clue in row.clues:
            clues = found.setdefault(clue[0], {})
            clues[clue] = clues.get(clue, 0) | _BIT[row.rule]
    return found


_BY_FIRST = _by_first()
_FIRSTS = re.compile(f"[{re.escape(''.join(_BY_FIRST))}]")
_COUNTING = {
    place: tuple(
        sum(_BIT[row.rule] for row in PHRASES if place in row.where and row.limit >= limit)
        for limit in _LIMITS
    )
    for place in EVERYWHERE
}
"""By place, and by the first limit that a line keeps to: the rows that count."""


def first_fitting(text: str, place: str, *, told: bool = False) -> Phrase | None:
    """The first row that fits a line at a place.

    A line that is `told` is a paragraph: that it begins with a name makes it no byline.

    >>> first_fitting("责任编辑:某某", "tail").type, first_fitting("城市中心的夜晚", "body")
    ('editor_line', None)
    """
    if told or len(text) > _SHORT:
        return _first_of_long(text, place, told)
    return _remembered(text, place)


# The pages of a site have their short lines in common.
@lru_cache(maxsize=16384)
def _remembered(text: str, place: str) -> Phrase | None:
    found = _holding(text) & _counting(text, place)
    while found:
        row = PHRASES[(found & -found).bit_length() - 1]
        if row.says(text):
            return row
        found &= found - 1
    return None


def _first_of_long(text: str, place: str, told: bool) -> Phrase | None:
    some = _counting(text, place) & ~(_BYLINES if told else 0)
    if not some or not _clued(some).search(text):
        return None
    # For each character that clues begin with a long line has many to look for.
    return next((row for holds, row in _tests(some) if holds(text) and row.says(text)), None)


def rows_for(text: str, place: str) -> tuple[Phrase, ...]:
    """The rows that can fit a line at a place, in order: what fast tests rule out is not tried.

    >>> len(rows_for("城市中心的夜晚", "body")) < len(rows_for("收藏本站 关注我们", "body"))
    True
    """
    found = _counting(text, place)
    return _rows(found & _holding(text) if len(text) <= _SHORT else found)


@lru_cache(maxsize=1024)
def _clued(found: int) -> re.Pattern[str]:
    """The clues of some rows together, to look for all at once; of rows without any, nothing."""
    clues = [row.clues or ("",) for row in _rows(found)]
    return re.compile("|".join(map(re.escape, chain.from_iterable(clues))))


@lru_cache(maxsize=1024)
def _rows(found: int) -> tuple[Phrase, ...]:
    return tuple(row for number, row in enumerate(PHRASES) if found >> number & 1)


@lru_cache(maxsize=1024)
def _tests(found: int) -> tuple[tuple[Callable[[str], object], Phrase], ...]:
    """Each of these rows behind what tells whether a line holds one of its clues."""
    return tuple((row.clued.search, row) for row in _rows(found))


def _holding(text: str) -> int:
    """The rows one of whose clues a line holds, and those without clues that can fit it."""
    found = _ANYHOW | _BUTTONS if may_be_row(text) else _ANYHOW
    for char in set(_FIRSTS.findall(text)):
        for clue, rows in _BY_FIRST[char].items():
            if clue in text:
                found |= rows
    return found


def _counting(text: str, place: str) -> int:
    """The rows that count at a place for a line of this length."""
    size = bisect_left(_LIMITS, len(text))
    return _COUNTING[place][size] if size < len(_LIMITS) else 0
