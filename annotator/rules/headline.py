"""What stands beside the headline: its column, its path, who and when; and itself a second time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread, spoken
from annotator.rules.page import Line, Page
from annotator.rules.phrases.words import CLOCK, DATE, NAME
from annotator.rules.titles import is_sited

_ENTRY = 12
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
_SECTION = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:要闻|新闻|动态|快讯|资讯|频道|播报|之窗|园地|公告栏|发布台)$"
)
_ALONE = re.compile(rf"{DATE}(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*{CLOCK})?\s?\|?$")
_MOMENT = re.compile(rf"{DATE}\s?{CLOCK}$")
_AUTHOR = re.compile(f"{NAME}$")
_HOME = re.compile(r"[\u4e00-\u9fff]{0,6}(?:首页|主页)\W")
# Where it is said once no path ends with it.
_SAID_TWICE = 2
# What stands for a picture is often named after the headline.
_PICTURE = re.compile(
    r"\W{0,2}(?:第\s?\d+\s?[张幅]|图片?\s?\d*|插图\d*|配图|\((?:[配插]?图)?\s?\d{1,2}\))$"
)


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


def moments(page: Page) -> Iterator[Cut]:
    """The moment of the article alone on a line between the caption of its picture and its text."""
    first = page.body[0]
    some = page.lines[first + 1 : first + _BETWEEN]
    found = [line for line in some if line.text[0] in "12" and _MOMENT.match(line.text)]
    told = len(found) == 1 and any(line.prose for line in page.after(found[0])[:1])
    if told and not is_thread(page) and not any(map(_MOMENT.match, _texts_behind(page, found[0]))):
        yield Cut(found[0].start, found[0].end, 0.88, (found[0].text,))


def _texts_behind(page: Page, line: Line) -> Iterator[str]:
    """A chronicle goes on as it begins, with a moment over each part."""
    return (other.text for other in page.after(line))


def between(page: Page) -> Iterator[Cut]:
    """Short lines between others that are known for a frame, above the first paragraph.

    Without running text they may be verse.
    """
    if page.title is None or page.body[0] >= len(page.lines) or is_thread(page):
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
    """A line before the headline, or behind the text, from the first page of the site to it."""
    title = page.title
    if title is None or page.view.count(title.text) < _SAID_TWICE:
        return
    for line in (*page.lines[: title.number], *page.lines[page.body[1] :]):
        path = line.number not in page.marks and _HOME.match(line.text)
        if path and line.text.endswith(title.text):
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
        alike = line.text == title.text or line.text == title.text * 2
        if alike or is_sited(line.text, title.text):
            yield Cut(line.start, line.end, 0.93, (), rank=1)
        elif _PICTURE.match(line.text, len(title)):
            yield Cut(line.start, line.end, 0.88, (), "ui_stub", 1)
        elif len(title) > _ENTRY and line.text[len(title)] == " ":
            yield Cut(line.start, line.start + len(title), 0.88, (), rank=1)


RULES = (
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
        "head.moments",
        "publish_meta",
        moments,
        "图说与正文之间单独一行的时间“{0}”",
        "a moment alone on a line between a caption and the text: “{0}”",
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
