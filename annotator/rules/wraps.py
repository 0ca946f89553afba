"""Lines that were broken at a fixed width, as in text copied from a printed page.

A break goes only on a page without a single longer line, where most of the full lines end in the
middle of a clause; a line that ends a sentence, and what begins with an indent, a number or a
bullet, stays on its own. So verse, lists and tables keep their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from annotator.rules.base import RepairRule
from annotator.text.edits import Edit
from annotator.text.patterns import later

# Widths in half-width columns; paper has neither fewer nor more.
_NARROWEST, _WIDEST = 44, 120
_SLACK = 5
_FULL_LINES = 8
_FULL_SHARE = 0.4
_MID_CLAUSE = 0.6

_STOPS = frozenset("。！？!?；;：:…”’」』.")
_STARTS = later(
    r"[ \u3000\u00a0]{2}|\s*(?:[-•·●○■◆※*#>|+]|\(?\d+[.、)]|[(（]?[一二三四五六七八九十]+[、)）.]"
    r"|第.{1,4}[章节条部卷回]|[A-Z]\.|图\d|表\d|\[\d)"
)
_TABLE = re.compile(r"\t|\S {2,}\S|\|")


def joined_lines(text: str) -> Iterator[Edit]:
    """A line feed in the middle of a sentence goes, on a page broken at a fixed width."""
    lines = text.split("\n")
    if len(lines) < _FULL_LINES or max(map(len, lines)) > _WIDEST:
        return
    widths = [_width(line.rstrip()) for line in lines]
    full = {n for n, width in enumerate(widths) if width >= max(widths) - _SLACK}
    if not _is_wrapped(lines, widths, full):
        return
    at = 0
    for number, line in enumerate(lines[:-1]):
        following, kept = lines[number + 1], line.rstrip()
        if number in full and _goes_on(kept, following):
            start = at + len(kept)
            end = at + len(line) + 1 + len(following) - len(following.lstrip())
            latin = _is_latin(kept[-1]) and _is_latin(following.lstrip()[0])
            yield Edit(start, end, " " if latin else "", 0.92)
        at += len(line) + 1


def _is_wrapped(lines: list[str], widths: list[int], full: set[int]) -> bool:
    long = sum(width >= _NARROWEST for width in widths)
    if not _NARROWEST <= max(widths) <= _WIDEST or len(full) < max(_FULL_LINES, _FULL_SHARE * long):
        return False
    broken = sum(_goes_on(lines[n].rstrip(), lines[n + 1]) for n in full if n + 1 < len(lines))
    return broken >= _MID_CLAUSE * len(full)


def _goes_on(line: str, following: str) -> bool:
    """Whether a full line ends within a sentence that the next one may go on with."""
    if line[-1:] in _STOPS or not following.strip() or _STARTS.match(following):
        return False
    return _TABLE.search(line) is None and _TABLE.search(following.strip()) is None


def _width(text: str) -> int:
    """How many columns a text takes: two for a wide character.

    >>> _width("甲a，")
    5
    """
    return len(text) + sum(east_asian_width(char) in "WF" for char in text if char > "\x7f")


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


_BROKEN = (
    "桥南新区昨天在中心体育场举行了春季运动会，来自各学校的代表\n"
    "队参加了开幕式。比赛共设二十个项目，其中十二个项目是今年新\n"
    "增加的，吸引了许多居民前来观看。组织者说，今后还将在各个街\n"
    "道建设更多的运动场地，让居民在家门口就能参加锻炼，也希望学\n"
    "校在放学以后向附近的居民开放操场和球场，方便大家使用。另外\n"
    "，新区还将培训三百名社区指导员，指导居民科学锻炼，并且为老\n"
    "年人提供免费的体质检测服务，检测的结果会及时告诉本人和家里\n"
    "的亲属。运动会将一直持续到下个月的月底，届时会公布各个项目\n"
    "的成绩。"
)

RULES = (
    RepairRule(
        "wraps.lines",
        "spacing",
        joined_lines,
        "整页按固定宽度断行，这里断在句中",
        "the page is broken at a fixed width, here in the middle of a sentence",
        (
            (_BROKEN, _BROKEN.replace("\n", "")),
            (_BROKEN.replace("，", "。\n"), _BROKEN.replace("，", "。\n")),
            ("春眠不觉晓，处处闻啼鸟。\n" * 9, "春眠不觉晓，处处闻啼鸟。\n" * 9),
        ),
    ),
)
