"""What stands before the headline: menus, lists, and lines of other things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread, post_places
from annotator.rules.kept import once_a_page
from annotator.rules.page import ENTRIES, Line, Page
from annotator.rules.phrases.base import BARE
from annotator.rules.titles import is_menu

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


# What stands before the headline and shares so little with the running text belongs to the site.
_ABOUT, _WHOLE = 0.15, 0.8
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


_SERIES = re.compile(
    r"第\s?\d+\s?[期辑集讲回]$|[【《][^】》]{2,12}[】》]\S{0,4}$|\S{2,10}(?:系列|专栏|连载)(?:之\S{1,3})?$"
)
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
        free = [line for line in free if not _is_signed(page, line)]
        if len(run) >= _MENU and known and said <= _SENTENCES * len(run):
            for line in free:
                yield Cut(line.start, line.end, 0.88, (run[0].text, str(len(run))))


def _is_signed(page: Page, line: Line) -> bool:
    """Whether a line is a headline too short to be known: told of, and right above its byline."""
    below = page.marks.get(line.number + 1)
    signed = below is not None and below.type == "publish_meta"
    return signed and page.told(line.text) >= _WHOLE


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
    told = any(m.rule != BARE for m in page.marks.values()) and any(x.prose for x in page.lines)
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
)
