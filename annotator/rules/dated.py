"""Lists of other articles behind the text, without a heading, that give the day of each.

Sites made by machine end their pages so: a title, the first words of the article cut off by dots,
and a day, again and again, or the day glued to the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.rules.phrases.words import NUMERIC_DATE

_DAY = re.compile(rf"{NUMERIC_DATE}$")
_GLUED = re.compile(rf"{NUMERIC_DATE}(?=[\u4e00-\u9fff“《【A-Za-z])")
_CUT_OFF = ("...", "…")
_FULL = re.compile(r"[。;:][”’」)]?$")
_LEAST, _TITLE = 4, 60
# So many items are a list; of its lines one in four is a day, or has one.
_ITEMS, _PAIRS = 2, 3
_SHARE = 4
_SOON = 3


@once_a_page
def listed(page: Page) -> Sequence[Line]:
    """The lines of such a list, up to the end of the page; none if there is no article above it."""
    if not any(_has_day(line) for line in page.lines[-_SOON:]):
        return ()
    start = len(page.lines)
    while start and _may_belong(page, page.lines[start - 1]):
        start -= 1
    some = page.lines[start:]
    while some and not _begins(some):
        some = some[1:]
    above = page.lines[: len(page.lines) - len(some)]
    told = any(line.prose and line.text[-1] in "。”!?" for line in above)
    return some if told and _is_list(some) else ()


def _has_day(line: Line) -> bool:
    return _DAY.match(line.text) is not None or _GLUED.match(line.text) is not None


def _may_belong(page: Page, line: Line) -> bool:
    if _has_day(line) or line is page.lines[-1] or line.text.endswith(_CUT_OFF):
        return True
    return _LEAST <= len(line) <= _TITLE and _FULL.search(line.text) is None


def _begins(lines: Sequence[Line]) -> bool:
    """Whether the first of these lines begins an item: soon there is a day, and it is none."""
    days = any(map(_has_day, lines[1:_SOON]))
    return days and not _DAY.match(lines[0].text)


def _is_list(lines: Sequence[Line]) -> bool:
    days = sum(map(_has_day, lines))
    cut_off = sum(line.text.endswith(_CUT_OFF) for line in lines)
    alone = sum(_DAY.match(line.text) is not None for line in lines)
    pairs = alone >= _PAIRS and len(lines) <= 2 * (alone + 1)
    return days * _SHARE >= len(lines) and days >= _ITEMS and (cut_off >= _ITEMS or pairs)


def others(page: Page) -> Iterator[Cut]:
    """Titles, leads and days of other articles behind the text."""
    lines = listed(page)
    if lines:
        leads = any(line.text.endswith(_CUT_OFF) for line in lines)
        details = (lines[0].text[:20], str(sum(map(_has_day, lines))))
        type_ = "related_excerpt" if leads else "related_list"
        yield Cut(lines[0].start, lines[-1].end, 0.9, details, type_, 2)


RULES = (
    BoilerplateRule(
        "dated.others",
        "related_excerpt",
        others,
        "正文之后从“{0}”起的 {1} 篇带日期的其他文章",
        "{1} other articles with their days behind the text, from “{0}” on",
    ),
)
