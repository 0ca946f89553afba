"""How far the article of a page reaches: from its first line of running text to what ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.rules.phrases import first_fitting
from annotator.rules.phrases.base import HEAD
from annotator.rules.phrases.headings import (
    CLOSING,
    COUNTER,
    ENDING,
    ENDING_LIMIT,
    HEADING,
    RELATED,
)

if TYPE_CHECKING:
    from annotator.rules.page import Line

PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")
"""Two Chinese characters next to each other."""

TOLD = 4000
"""How much of the running text is looked at for what it is about."""

_CUT_OFF = ("...", "…")
_ENOUGH = 0.3
_LITTLE = 40
_CLOSING = 40
# The publish line of another article stands so soon behind the heading above it.
_SOON = 3

# So many lines of running text may be the site's; what they share with the text; lines behind them.
_OPENING = 4
_ALIEN = 0.2
_PARTED = 2
_ANSWERED = re.compile(r"回答|回复|\d+\s?条?评论|评论\s?\(?\d|楼")

# A lead is parted from the text by so few lines, of which so many say who and when.
_BYLINE = 10
_LED = 2


def body_of(lines: Sequence[Line], running: Sequence[Line]) -> tuple[int, int]:
    """The number of the first line of an article, and of the first line behind it.

    `running` are the lines of running text among `lines`, at least one. The article ends at a
    heading of other articles or comments, a copyright line and the like, once a good part of the
    running text has gone by; else after the last running text. Where a publish line stands before
    it, credits, the heading of comments and that of another whole article end it before that too:
    of a short item most of the running text may be what readers wrote.
    """
    prose = running[_strange(lines, running) :]
    first = last = prose[0].number
    # A lead that is cut off by dots belongs to another article, as a rule.
    told = {line.number: len(line.text) for line in prose if not line.text.endswith(_CUT_OFF)}
    enough, seen = _ENOUGH * sum(told.values()), 0
    dated = any(map(_is_dated, lines[:first]))
    for line in lines[first:]:
        if dated and seen > _LITTLE and (_closes(lines, line) or is_anew(lines, line)):
            return first, last + 1
        if seen > enough and len(line.text) <= ENDING_LIMIT and ENDING.match(line.text):
            return first, line.number
        seen += told.get(line.number, 0)
        last = line.number if line.prose else last
    return first, prose[-1].number + 1


def _closes(lines: Sequence[Line], line: Line) -> bool:
    counted = COUNTER.match(lines[line.number - 1].text)
    return len(line) <= _CLOSING and not counted and CLOSING.match(line.text) is not None


def is_anew(lines: Sequence[Line], line: Line) -> bool:
    """Whether a heading of other articles stands over a whole one, with its publish line."""
    if line.prose or len(line) > HEADING or not RELATED.match(line.text):
        return False
    return any(map(_is_dated, lines[line.number + 2 : line.number + 1 + _SOON]))


def _strange(lines: Sequence[Line], prose: Sequence[Line]) -> int:
    """How many of the first lines of running text are the site's: what it says of itself.

    Such a line has no publish line before it, nothing in common with the text, and the frame goes
    on behind it, up to the publish line or to a headline that is there twice. What was asked
    stands so above what is answered too.
    """
    opening, at = list(pairwise(prose[:_OPENING])), 0
    for number, (line, following) in enumerate(opening):
        if any(map(_is_dated, lines[at : line.number])):
            return 0
        at = line.number
        between = lines[line.number + 1 : following.number]
        dated = sum(map(_is_dated, between)) or sum(a.text == b.text for a, b in pairwise(between))
        if dated and len(between) - dated >= _PARTED:
            theirs = all(_is_alien(lines, prose, at, *opening[at]) for at in range(number + 1))
            return number + 1 if theirs else 0
    return 0


def _is_alien(
    lines: Sequence[Line], prose: Sequence[Line], number: int, line: Line, following: Line
) -> bool:
    """Whether a line of running text shares nothing with what follows, and asks nothing."""
    rest = "\n".join(other.text for other in prose[number + 1 :])[:TOLD]
    if len(rest) < len(line):
        return False
    pairs = PAIR.findall(line.text)
    if sum(pair in rest for pair in pairs) > _ALIEN * len(pairs):
        return False
    return not any(_ANSWERED.search(x.text) for x in lines[line.number : following.number])


def led_to(lines: Sequence[Line], body: tuple[int, int]) -> int:
    """The number of the line where a text goes on behind its lead and its byline; 0 without."""
    first, last = body
    some = lines[first + 1 : min(last, first + _BYLINE)]
    following = next((line.number for line in some if line.prose), 0)
    dated = sum(map(_is_dated, lines[first + 1 : following]))
    return following if dated >= _LED else 0


def _is_dated(line: Line) -> bool:
    """Whether a line would be a publish line above an article."""
    row = None if line.prose else first_fitting(line.text, HEAD)
    return row is not None and row.type == "publish_meta"
