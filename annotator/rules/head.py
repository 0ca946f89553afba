"""What stands before the headline: menus and lists; and the headline a second time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread, post_places, spoken
from annotator.rules.kept import once_a_page
from annotator.rules.page import ENTRIES, Line, Page
from annotator.rules.phrases.words import CLOCK, DATE, NAME
from annotator.rules.titles import is_menu, is_sited

_ENTRY = 12
# In other scripts the same takes more letters.
_FOREIGN = 40
_LATIN = re.compile(r"(?=.*[A-Za-z]{3})[^\u4e00-\u9fff\d]+$")
_MENU = 4
# Where a third of the entries are labels they are a form, with what was filled in.
_ROWS = 3
# Of the entries of a menu next to none ends or goes on as a sentence does.
_SENTENCES = 0.2
_SAID = re.compile("[,。;!?]")
_OTHERS = 3
_BETWEEN = 4
# A shorter headline names a thing, as in an encyclopaedia, and the article names it again.
_TERM = 6
# How the second line of a headline begins.
_SECOND = "—-─"

# Between buttons and fields nothing longer is one of them; a heading of a part never is.
_BESIDE = 20
_FREE = re.compile("[,。;!?:]")
_LABELLED = re.compile(
    r"\W{0,2}\S{0,4}(?:编辑|记者|栏目|版[面次]|类型|性质)\s?:\s?[^\s,。;:!?]{1,12}$"
)
_PART = re.compile(
    r"\W?[一二三四五六七八九十\d]{1,3}\W|第\S{1,3}[章节条]|\W{0,2}(?:前\s?言|引\s?言|目\s?录|摘\s?要)"
    r"|\S{0,4}(?:内容|简介|介绍|详情|说明|要求|背景|概述)$"
)

# What stands before the headline and shares so little with the running text belongs to the site.
_ABOUT = 0.15
_STRANGE = 0.1
_FIRST = 0.4
_SURE = 0.3
# What the first line of a headline is made of.
_HALF = re.compile(r"[\u4e00-\u9fff“”《》、:·]{5,24}$")
_CHANNEL = 4
_PLACES = frozenset({"breadcrumb", "publish_meta"})
_NEXT = 2
# Over the headline of an official document stand its particulars.
_CARD = "索引号"
_SITE = re.compile(
    r".{0,20}(?:网|论坛|频道|在线|门户|平台|社区|学报|\.(?:com|cn|net|org))(?:\s\S{0,12})?$"
)

_SECTION = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:要闻|新闻|动态|快讯|资讯|频道|播报|之窗|园地|公告栏|发布台)$"
)
_ALONE = re.compile(rf"{DATE}(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*{CLOCK})?\s?\|?$")

_SERIES = re.compile(
    r"第\s?\d+\s?[期辑集讲回]$|[【《][^】》]{2,12}[】》]\S{0,4}$|\S{2,10}(?:系列|专栏|连载)(?:之\S{1,3})?$"
)
_AUTHOR = re.compile(f"{NAME}$")
_SITE_FIRST = re.compile(r"[\w\u4e00-\u9fff]{2,10}(?:网站?|论坛|平台)\s?(?:[丨|_]|[-–—]{1,2})\s?\S")
_SOURCE = re.compile(r"来源\s?:\s?([\w\u4e00-\u9fff]{3,16}?)(?=\s|$|[|,])")
# Names of sites and buttons with bars between them.
_BARS = re.compile(r"[^\s|。,]{1,12}(?:\s?[|·]\s?[^|。,·]{1,12}){2,}$")
_BRACKETS = re.compile(r"(?:【\s?[^【】。,]{2,14}\s?】\s*){3}")
_CHAPTER = re.compile(r"第\s?[\d零一二三四五六七八九十百]{1,5}\s?[章回节部卷集]")
# A list of headlines with dots, most of them about something else.
_SIGNED = "•·▪●"
_DOT = re.compile(r"[•·▪●]\s?\S.{7,}[^。;:]$")
_DOTTED, _MOST = 5, 0.8
_HOME = re.compile(r"(?:网站)?(?:首页|主页)\W")

# What stands for a picture is often named after the headline.
_PICTURE = re.compile(
    r"\W{0,2}(?:第\s?\d+\s?[张幅]|图片?\s?\d*|插图\d*|配图|\((?:[配插]?图)?\s?\d{1,2}\))$"
)


def menus(page: Page) -> Iterator[Cut]:
    """Runs of short entries before the headline or the running text.

    Without running text they may be verse, unless something in them is known for a frame.
    """
    stop = page.title.number if page.title else page.body[0]
    for run in _runs(page, stop):
        known_lines = page.marks.keys() | page.card
        free = [x for x in run if x.number not in known_lines and not _belongs(page, x)]
        said = sum(_SAID.search(line.text) is not None for line in free)
        if len(free) > sum(line.text.endswith(":") for line in free) > len(free) / _ROWS:
            continue
        known = any(line.prose for line in page.lines) or len(free) + 1 < len(run)
        if page.title is None and free and page.told(free[-1].text) >= _ABOUT:
            free.pop()
        if len(run) >= _MENU and known and said <= _SENTENCES * len(run):
            for line in free:
                yield Cut(line.start, line.end, 0.88, (run[0].text, str(len(run))))


def _belongs(page: Page, line: Line) -> bool:
    """Whether a short line is the headline of a term, or names the series above a headline."""
    above = page.title is not None and line.number == page.title.number - 1
    return line is page.term or (above and _SERIES.match(line.text) is not None)


def rows(page: Page) -> Iterator[Cut]:
    """Lines of many short words before the headline, or before the text where none is."""
    if page.title is None and any(line.prose for line in page.lines):
        for line in page.lines[: page.body[0]]:
            free = is_menu(line.text) and line.number not in page.card | page.marks.keys()
            if free and page.told(line.text) <= _STRANGE and not _CHAPTER.search(line.text):
                yield Cut(line.start, line.end, 0.85, (line.text[:20],))
    for line in page.lines[: page.title.number] if page.title else ():
        row = is_menu(line.text) or _BARS.match(line.text) or ENTRIES.match(line.text)
        row = row or _BRACKETS.search(line.text)
        if row and line.number not in page.card and not _CHAPTER.search(line.text):
            yield Cut(line.start, line.end, 0.9, (line.text[:20],))


def _runs(page: Page, stop: int) -> Iterator[list[Line]]:
    """Entries next to each other; a line that the table of phrases knows does not part them."""
    run: list[Line] = []
    for line in page.lines[:stop]:
        foreign = len(line) <= _FOREIGN and _LATIN.match(line.text)
        if len(line) <= _ENTRY or foreign or line.number in page.marks:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _front(page: Page) -> int:
    """The number of the line that dates the first post of a thread; past the last where none is."""
    places = post_places(page) if is_thread(page) else ()
    return min(places, default=len(page.lines))


def others(page: Page) -> Iterator[Cut]:
    """Headlines of other articles in a row before the one that has a publish line."""
    title = page.title
    if title is None or not any(mark.type == "publish_meta" for mark in page.marks.values()):
        return
    free = [
        line
        for line in page.lines[: min(title.number, _front(page))]
        if line.number not in page.marks.keys() | page.card and len(line) > _ENTRY
    ]
    if len(free) >= _OTHERS:
        for line in (x for x in free if not _is_over(page, x)):
            yield Cut(line.start, line.end, 0.75, (str(len(free)),))


def _is_over(page: Page, line: Line) -> bool:
    """Whether a line right above the headline is the first of its two lines, by what it says."""
    above = page.title is not None and line.number == page.title.number - 1
    return above and page.told(line.text) >= _FIRST


def strangers(page: Page) -> Iterator[Cut]:
    """Lines before the headline that have nothing in common with the running text.

    The page must have a frame besides. The headline must have something in common, or stand by a
    path or publish line: else it may be one of them. One such line alone may be the first of the
    headline; it goes only if it is named like a site, or short, or does not look like one.
    """
    title = page.title
    told = page.marks and any(line.prose for line in page.lines)
    if title is None or _CARD in page.view or not told:
        return
    around = range(title.number - _NEXT, title.number + _NEXT + 1)
    placed = any(n in page.marks and page.marks[n].type in _PLACES for n in around)
    if page.told(title.text) < _ABOUT and not placed:
        return
    free = [
        line
        for line in page.lines[: min(title.number, page.body[0], _front(page))]
        if line.number not in page.marks and line.number not in page.card
    ]
    strange = [x for x in free if page.told(x.text) <= _STRANGE and not _belongs(page, x)]
    alone = len(strange) == 1
    for line in free:
        other = page.told(title.text) >= _SURE and not _HALF.match(line.text)
        sure = not alone or other or len(line) <= _CHANNEL or _SITE.match(line.text)
        if (line in strange and sure) or line.text in _path(page, line):
            yield Cut(line.start, line.end, 0.8, (line.text[:20],))


def _path(page: Page, line: Line) -> Iterator[str]:
    """The sections that a path below a line names: what a path above it ends with is a headline."""
    for number, mark in page.marks.items():
        if mark.type == "breadcrumb" and number > line.number:
            yield from (piece.strip() for piece in re.split("[>:]", page.lines[number].text))


def bullets(page: Page) -> Iterator[Cut]:
    """Headlines of other articles in a list with dots in front of the text, which tells of none."""
    if not any(sign in page.view for sign in _SIGNED):
        return
    run: list[Line] = []
    for line in page.lines[: page.body[0] + 1]:
        if line.number < page.body[0] and _DOT.match(line.text) and line.number not in page.card:
            run.append(line)
            continue
        strange = sum(page.told(x.text) <= _ABOUT for x in run)
        if len(run) >= _DOTTED and strange >= len(run) * _MOST:
            for other in (x for x in run if x.number not in page.marks):
                yield Cut(other.start, other.end, 0.85, (other.text[:20], str(len(run))))
        run = []


def sources(page: Page) -> Iterator[Cut]:
    """Lines before the headline that begin with a site, known by its name or as the source."""
    title = page.title
    for line in page.lines[: title.number] if title else ():
        if line.number in page.marks or line.number in page.card or len(line) > _FOREIGN:
            continue
        if _SITE_FIRST.match(line.text) or line.text.startswith(_sources(page)):
            yield Cut(line.start, line.end, 0.85, (line.text[:20],), "site_footer")


@once_a_page
def _sources(page: Page) -> tuple[str, ...]:
    """What the publish lines of a page name as its source."""
    dated = (page.lines[n].text for n, m in page.marks.items() if m.type == "publish_meta")
    return tuple(hit[1] for text in dated for hit in _SOURCE.finditer(text))


def bylines(page: Page) -> Iterator[Cut]:
    """Short lines between the headline and the line that says when it was published."""
    if page.title is None or page.body[0] >= len(page.lines):
        return
    first = page.title.number + 1
    dated = [n for n, mark in page.marks.items() if mark.type == "publish_meta" and n >= first]
    if dated and dated[0] - first <= _BETWEEN:
        for line in page.lines[first : dated[0]]:
            known = line.number in page.marks or line.number in page.card
            free = not known and not _FREE.search(line.text) and "元" not in line.text
            if len(line) <= _ENTRY and free and line.text[0] not in _SECOND:
                yield Cut(line.start, line.end, 0.8, (line.text,))


def channels(page: Page) -> Iterator[Cut]:
    """The name of a column of news, alone in front of the headline."""
    title = page.title
    for line in page.lines[: title.number] if title else ():
        if line.number not in page.marks and _SECTION.match(line.text):
            yield Cut(line.start, line.end, 0.88, (line.text,))


def dates(page: Page) -> Iterator[Cut]:
    """A day alone on a line, in front of the headline, or between it and the first paragraph."""
    title, first = page.title, page.body[0]
    if title is None or is_thread(page):
        return
    below = [first - 1] if title.number == first - 2 else []
    for number in [*range(title.number), *below]:
        line = page.lines[number]
        asked = number and page.lines[number - 1].text.endswith(":")
        known = asked or number in page.marks or number in page.card
        if not known and _ALONE.match(line.text):
            yield Cut(line.start, line.end, 0.85, (line.text,))


def between(page: Page) -> Iterator[Cut]:
    """Short lines between others that are known for a frame, above the first paragraph."""
    if page.title is None or is_thread(page):
        return
    head = range(page.title.number + 1, page.body[0])
    known = [number for number in head if number in page.marks]
    for line in page.lines[known[0] : known[-1]] if known else ():
        known_line = line.number in page.marks or line.number in page.card
        beside = {line.number - 1, line.number + 1} <= page.marks.keys()
        field = beside and _LABELLED.match(line.text)
        said = (_FREE.search(line.text) and not field) or _PART.match(line.text)
        if len(line) <= _BESIDE and not (known_line or said or line.number in spoken(page)):
            yield Cut(line.start, line.end, 0.75, (line.text,))


def paths(page: Page) -> Iterator[Cut]:
    """A line before the headline that leads from the first page of the site to it."""
    title = page.title
    for line in page.lines[: title.number] if title else ():
        path = _HOME.match(line.text) and line.number not in page.marks
        if title and path and line.text.endswith(title.text):
            yield Cut(line.start, line.end, 0.93, (line.text[:20],), rank=1)


def authors(page: Page) -> Iterator[Cut]:
    """The name of who wrote, alone on a line before the text: said twice there, or below a date."""
    title = page.title.number if page.title else -1
    head = page.lines[: page.body[0]]
    dated = " ".join(line.text for line in head if line.number in page.marks)
    counts = Counter(line.text for line in head)
    for line in head:
        free = line.number not in page.marks and line.number != title and line is not page.term
        if free and _AUTHOR.match(line.text) and (line.text in dated or counts[line.text] > 1):
            yield Cut(line.start, line.end, 0.85, (line.text,))


def repeats(page: Page) -> Iterator[Cut]:
    """The headline a second time: on a line of its own it is said once, as in front of a text."""
    title = page.title
    if title is None or len(title) < _TERM:
        return
    for line in page.lines:
        if line.number == title.number or not line.text.startswith(title.text):
            continue
        if line.text == title.text or is_sited(line.text, title.text):
            yield Cut(line.start, line.end, 0.93, (), rank=1)
        elif _PICTURE.match(line.text, len(title)):
            yield Cut(line.start, line.end, 0.88, (), "ui_stub", 1)
        elif len(title) > _ENTRY and line.text[len(title)] == " ":
            yield Cut(line.start, line.start + len(title), 0.88, (), rank=1)


RULES = (
    BoilerplateRule(
        "head.menus",
        "nav_menu",
        menus,
        "标题之前从“{0}”起的 {1} 个短条目",
        "{1} short entries before the headline, from “{0}” on",
    ),
    BoilerplateRule(
        "head.rows",
        "nav_menu",
        rows,
        "标题之前的一行栏目“{0}”",
        "a row of entries before the headline: “{0}”",
    ),
    BoilerplateRule(
        "head.others",
        "random_recommend",
        others,
        "标题之前的 {0} 个其他标题",
        "{0} other headlines before this one",
    ),
    BoilerplateRule(
        "head.bullets",
        "random_recommend",
        bullets,
        "正文之前从“{0}”起的 {1} 个其他标题",
        "{1} other headlines before the text, from “{0}” on",
    ),
    BoilerplateRule(
        "head.strangers",
        "nav_menu",
        strangers,
        "标题之前的“{0}”与正文无关",
        "“{0}” before the headline has nothing to do with the text",
    ),
    BoilerplateRule(
        "head.sources",
        "site_footer",
        sources,
        "标题之前的来源网站“{0}”",
        "the site that is the source, before the headline: “{0}”",
    ),
    BoilerplateRule(
        "head.bylines",
        "publish_meta",
        bylines,
        "标题与发布时间之间的“{0}”",
        "“{0}” between the headline and its time",
    ),
    BoilerplateRule(
        "head.channels",
        "nav_menu",
        channels,
        "标题之前的栏目名“{0}”",
        "the name of a column of news before the headline: “{0}”",
    ),
    BoilerplateRule(
        "head.dates",
        "publish_meta",
        dates,
        "标题旁单独一行的日期“{0}”",
        "a day alone on a line beside the headline: “{0}”",
    ),
    BoilerplateRule(
        "head.between",
        "login_ui",
        between,
        "正文之前，页面框架之间的“{0}”",
        "“{0}” between parts of the frame, above the text",
    ),
    BoilerplateRule(
        "head.authors",
        "publish_meta",
        authors,
        "正文之前单独一行的作者“{0}”",
        "the author on a line before the text: “{0}”",
    ),
    BoilerplateRule(
        "head.paths",
        "breadcrumb",
        paths,
        "从首页到标题的路径“{0}”",
        "the path to the headline: “{0}”",
    ),
    BoilerplateRule(
        "head.repeats",
        "title_repeat",
        repeats,
        "标题又出现一次",
        "the headline stands there a second time",
    ),
)
