"""Which line is the headline of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.rules.extent import PAIR
from annotator.rules.phrases.buttons import is_glued_menu
from annotator.rules.phrases.words import POSTER
from annotator.text.script import simplify

if TYPE_CHECKING:
    from annotator.rules.page import Line, Page
    from annotator.rules.phrases.base import Phrase

DATED = ("bylines.fields", "bylines.times")
_HAS_DATE = re.compile(r"\d[-/.年月]\d|\d:\d\d|前")
_NEAR = 6
_ENOUGH = 10
_LEAST = 6
_LONGEST = 90
_NAMED_LEAST = 4
_TERM, _PIECES, _PIECE = 2, 3, 5

# What share of its pairs of characters a headline has in common with the running text at least:
# other headlines and menus share next to none.
_SHARED = 0.15
_SHARED_MOST = 0.6
# A line that shares as much, right below one that shares nothing, is the headline, however short.
_SURE_SHARE = 0.5

# Between a headline and its time the name of who wrote may stand, and numbers.
_ABOVE, _ABOUT = 3, 0.3

_NO_TITLE = re.compile(
    r"—|[•●]\s|:|https?:|(?:网站)?首页\s|索引号|组配分类|生成日期|摘\s?要|前\s?言|[=_-]{4}"
    r"|(?:[^_]{4,}_){3}|[^\s:]{1,4}\s?:\s?[\d.,/-]+(?:\s.{0,8})?$|[昨今前]天\s\d|\S+(?:政府|办公室|委员会|[局厅])(?:文件)?$|.*[;,:。]$"
)
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]+[章节条部篇]|[(\[]?[一二三四五六七八九十\d]+[、.)\]]"
)
_FIELD = re.compile(rf"{POSTER}\s?:")
SUBJECT = re.compile(r"标\s{0,2}题\s*(?::|(?=\[))\s*(?!re\s?:)(?=\S)", re.I)
"""What a board of the terminal writes in front of the headline of a first post."""

# A path that ends so leads to a page and not to a section: its headline is the next line.
_ENDS_PATH = re.compile(
    r".*[>»:]\s?(?:正文(?:内容)?|(?:文章|新闻|内容)(?:详情|正文|内容)|详情|article)\W*$", re.I
)

_COPY = ("[复制链接]", "复制链接")
_LEAST_SITED = 4
_SITED = re.compile(r"(?:\s?[|_·]\s?|\s[-—–]{1,2}\s?|[-—–]{1,2}\s)[^。!?;]{2,30}")
_GAPS = re.compile(r"[\s|/·]+")
_ENTRIES, _ENTRY = 5, 6
# A name of a site among them is longer.
_LONG = 8
_HAN = "\u4e00"


def title_of(page: Page) -> Line | None:
    """The headline: as the head of the source calls it, else by where it stands and what it says.

    That is the end of the path of the page, or the line before the first dated line that stands in
    front of the running text; else the first line that the running text is about.
    """
    named = _named(page)
    if named:
        return named
    head = page.lines[: page.body[0]]
    free = [line for line in head if _is_free(page, line)]
    found = _subject(page) or _of_path(page, free) or _above_copy(page) or _above_date(page, free)
    found = found or _over_byline(page, free)
    if found:
        return _first_of(page, found)
    fitting = [line for line in free if _LEAST <= len(line) <= _LONGEST]
    path = max((n for n, mark in page.marks.items() if mark.type == "breadcrumb"), default=-1)
    likeliest = _likeliest(page, [x for x in fitting if x.number > path] or fitting)
    return _without_site(free, likeliest) if likeliest else _alone(page, free)


def _first_of(page: Page, title: Line) -> Line:
    """The first of several lines next to each other that say the same."""
    while title.number and page.lines[title.number - 1].text == title.text:
        title = page.lines[title.number - 1]
    return title


def _without_site(free: Sequence[Line], title: Line) -> Line:
    """The headline where it stands without the name of the site, if it does."""
    return next((x for x in free if x is not title and is_sited(title.text, x.text)), title)


def is_sited(text: str, title: str) -> bool:
    """Whether a line is a headline and the name of a site, as the head of a source joins them.

    >>> is_sited("小城故事 | 某某新闻网", "小城故事"), is_sited("小城故事新编", "小城故事")
    (True, False)
    """
    return (
        len(title) >= _LEAST_SITED
        and text.startswith(title)
        and bool(_SITED.fullmatch(text, len(title)))
    )


def _alone(page: Page, free: Sequence[Line]) -> Line | None:
    """A headline of few characters: between it and the text are a time and parts of the frame."""
    line = free[-1] if free else None
    if line is None or len(line) < _TERM or not PAIR.search(line.text):
        return None
    between = [page.marks.get(number) for number in range(line.number + 1, page.body[0])]
    apart = line.number == 0 or line.number - 1 in page.marks
    return line if apart and all(between) and _is_dated(between) else None


def _is_dated(marks: Sequence[Phrase | None]) -> bool:
    return any(mark is not None and mark.rule in DATED for mark in marks)


def _is_free(page: Page, line: Line) -> bool:
    known = line.number in page.marks or _NO_TITLE.match(line.text) or is_menu(line.text)
    return not known and not _FIELD.match(line.text) and not page.is_link(line)


def _subject(page: Page) -> Line | None:
    """The line that a board of the terminal calls so between the other fields of its first post."""
    head = page.lines[: page.body[1]]
    named = (line for line in head if not line.prose and SUBJECT.match(line.text))
    return next((x for x in named if {x.number - 1, x.number + 1} & page.marks.keys()), None)


def _of_path(page: Page, free: Sequence[Line]) -> Line | None:
    """The line that the path of the page ends with; of a section's name there may be more.

    Where it ends with a word for the text itself, the line right below it.
    """
    paths = [page.lines[n].text for n, mark in page.marks.items() if mark.type == "breadcrumb"]
    for line in free:
        ends = len(line) >= _LEAST and any(path.endswith(line.text) for path in paths)
        if ends and (len(line) >= _ENOUGH or page.told(line.text) >= _SHARED):
            return line
    ended = (n for n, m in page.marks.items() if m.type == "breadcrumb" and _is_ended(page, n))
    below = {number + 1 for number in ended}
    right = (x for x in free if x.number in below and len(x) >= _ENOUGH)
    return next((x for x in right if page.told(x.text) or _is_mostly_han(x.text)), None)


def _is_mostly_han(text: str) -> bool:
    """Whether a line is no bare moment: "2024 05/09 22:27:02" says nothing in words."""
    return sum(char >= _HAN for char in text) * 2 > len(text)


def _is_ended(page: Page, number: int) -> bool:
    return _ENDS_PATH.match(page.lines[number].text) is not None


def _above_copy(page: Page) -> Line | None:
    """The line right above the button that copies the address of a thread.

    So has Discuz, the commonest software of Chinese boards, whatever stands around it.
    """
    button = next((line.number for line in page.lines if line.text in _COPY), 0)
    above = page.lines[button - 1] if button else None
    free = above is not None and above.number not in page.marks
    return above if above and free and len(above) >= _NAMED_LEAST else None


def _above_date(page: Page, free: Sequence[Line]) -> Line | None:
    """The last line above the publish line; a date alone may belong to the frame."""
    dated = (n for n, mark in page.marks.items() if mark.rule in DATED and n < page.body[0])
    first = next((n for n in dated if has_date(page.lines[n])), 0)
    above = [x for x in free if x.number < first and len(x) >= _LEAST]
    right = next((x for x in free if x.number == first - 1), None)
    short = right is not None and _NAMED_LEAST <= len(right) < _ENOUGH
    if right and short and (page.told(right.text) >= _SURE_SHARE or _is_again(page, [right])):
        return right
    for least in (_ENOUGH, _LEAST) if first else ():
        near = [x for x in above[-_NEAR:] if _may_say(x, least)]
        sure = page.marks[first].rule != "bylines.times" or _is_again(page, near)
        if near and (sure or page.told(near[-1].text) or not _is_told(page, free)):
            below = [x for x in above if x.number > near[-1].number]
            about = [x for x in below if page.told(x.text) >= _SURE_SHARE]
            strange = page.told(near[-1].text) < _SHARED
            about += [x for x in free if strange and x.number == first + 1 and _is_sure(page, x)]
            if strange and not about:
                about = [x for x in near[-_ABOVE:] if page.told(x.text) >= _ABOUT]
            return about[-1] if about and strange else near[-1]
    return None


def _over_byline(page: Page, free: Sequence[Line]) -> Line | None:
    """The first line of all, if the text is about it and a source or editor stands right below."""
    if not free or free[0].number or len(free[0]) < _ENOUGH or not page.told(free[0].text):
        return None
    mark = page.marks.get(1)
    return free[0] if mark and mark.type in ("publish_meta", "editor_line") else None


def _is_sure(page: Page, line: Line) -> bool:
    """Whether a line below the time of a post is the headline: above it stands who posts."""
    return len(line) >= _LEAST and page.told(line.text) >= _SURE_SHARE


def _is_again(page: Page, near: Sequence[Line]) -> bool:
    """Whether the last of some lines stands once more on the page, as a headline does."""
    return bool(near) and any(x.text == near[-1].text for x in page.after(near[-1]))


def has_date(line: Line) -> bool:
    """Whether a line that fits one of the rows `DATED` gives a time, and no counters alone."""
    return _HAS_DATE.search(line.text) is not None


def _may_say(line: Line, least: int) -> bool:
    """Whether a line is long enough for a headline, and no tags in another script."""
    return len(line) >= least and PAIR.search(line.text) is not None


def _is_told(page: Page, lines: Sequence[Line]) -> bool:
    return any(page.told(line.text) >= _SHARED for line in lines)


def _likeliest(page: Page, fitting: Sequence[Line]) -> Line | None:
    """The first of some lines that the running text is about.

    If it is about none, that which it begins with; of many in a frame the longest; else the first.
    """
    lines = [x for x in fitting if x is fitting[0] or not _NUMBERED.match(x.text)]
    if not _is_told(page, lines):
        plain = [x for x in lines if len(x) >= _PIECE * len(x.text.split())]
        framed = len(plain) > _PIECES and len(page.marks) > _PIECES
        longest = max(plain, key=len) if framed else None
        foreign = None if _is_chinese(page) else next(iter(lines), None)
        first = next((x for x in plain if PAIR.search(x.text)), foreign)
        return page.term or longest or first
    least = _SHARED_MOST * max(page.told(line.text) for line in lines)
    first = next(line for line in lines if page.told(line.text) >= least)
    again = [line for line in lines if line.text == first.text][-1]
    # In a list of headlines stands that of this page too.
    return again if sum(first.number < x.number < again.number for x in lines) > 1 else first


def _is_chinese(page: Page) -> bool:
    return any(PAIR.search(line.text) for line in page.lines[page.body[0] : page.body[0] + 1])


def term_of(page: Page) -> Line | None:
    """The short line that the running text begins with: what an encyclopaedia explains."""
    first = page.body[0]
    text = page.lines[first].text if first < len(page.lines) else ""
    free = [x for x in page.lines[:first] if x.number not in page.marks][-2 * _PIECES :]
    return next((x for x in free if len(x) >= _TERM and text.startswith(x.text)), None)


def _named(page: Page) -> Line | None:
    """The line before the end of the running text that the source calls the headline.

    That is what its title begins with, or a heading of the first order that stands in it. The
    longest counts, and of equal ones the last before the running text.
    """
    if page.structure is None:
        return None
    title = "".join(page.fold(simplify(page.structure.title)).split())
    ranked = [((len(text), place), line) for line, text, place in _naming(page, title)]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _naming(page: Page, title: str) -> Iterator[tuple[Line, str, int]]:
    first, last = page.body
    headings = page.within("h1")
    for line in page.lines[: max(first + 1, last)]:
        text = "".join(line.text.split())
        begins = len(text) >= _NAMED_LEAST and title.startswith(text)
        if begins or (line.number in headings and text in title):
            yield line, text, line.number if line.number <= first else -line.number


def is_menu(text: str) -> bool:
    """Whether a line is many short words and nothing else: a menu, or names.

    >>> is_menu("读书 电影 音乐 同城 小组 市集"), is_menu("春 夏 秋 冬")
    (True, False)

    One or the other may be longer, as names of sites are.

    >>> is_menu("某某市政府网 English 市人大 市政协 市监委 信箱 地图")
    True
    """
    pieces = _GAPS.split(text)
    if len(pieces) >= _ENTRIES and all(0 < len(piece) <= _LONG for piece in pieces):
        short = sum(len(piece) <= _ENTRY for piece in pieces)
        if short == len(pieces) or (short >= _ENTRIES and text[0] >= _HAN):
            return True
    return is_glued_menu(text)
