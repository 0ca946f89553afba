"""What is said twice with a little less or more: captions, headlines with a series before them.

A caption stands under its picture and in the text for those who do not see it; systems that put
pages together write the headline in front of each part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread
from annotator.rules.page import Line, Page
from annotator.rules.phrases.words import DATE

# A line that comes again is no refrain if it is so long and running text is near.
# Nor is one that is the same and longer than any verse.
_LEAST, _SURE, _CAPTION = 8, 24, 60
_NEAR = 4
_ABOVE, _TWICE = 2, 2
# So many lines between two copies of a headline are a frame if enough of them are known for one.
_INSIDE, _KNOWN, _HEAD = 6, 0.8, 80
# What a headline may have in front of what is said again, and behind it.
_MORE = 14
_SERIES = re.compile(r".{0,14}[|丨:】\])>-]\s?$")
_BEFORE = re.compile(
    r"(?:[(【\[][^()【】\[\]]{1,10}[)】\]]\s?){1,3}$|1[.、]\s?$|[\u4e00-\u9fff]{2,4}:\s?$"
)
_PART = re.compile(r"\W{0,3}[(第]?\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[)页]?\W{0,2}$")
_DAY = re.compile(rf"[•·▪●*-]?\s?{DATE}$")
_BRACKETED = re.compile(r"【([^【】]{6,60})】(?=\S)")


def lines(page: Page) -> Iterator[Cut]:
    """The second of two lines next to each other where it says what the first one ends with."""
    for line, following in pairwise(page.lines):
        # Hardly any line ends so, and that is found out soonest.
        if not line.text.endswith(following.text) or following.number in page.marks:
            continue
        longer = len(line) - len(following)
        if longer > _MORE or (longer and following.prose):
            continue
        if longer and _leads(page, line, longer):
            if line.number not in page.marks and line.text.startswith(">"):
                yield Cut(line.start, line.end, 0.9, (line.text[:20],), "breadcrumb", 1)
            continue
        if following is page.title and not longer:
            continue
        if _LEAST <= len(following) <= _CAPTION and _is_no_refrain(page, line, following):
            yield Cut(following.start, following.end, 0.9, (following.text[:20],), rank=1)


def _leads(page: Page, line: Line, longer: int) -> bool:
    """Whether a line is a path whose last piece is the headline below it."""
    mark = page.marks.get(line.number)
    return (mark is not None and mark.type == "breadcrumb") or ">" in line.text[:longer]


def _is_no_refrain(page: Page, line: Line, following: Line) -> bool:
    near = page.lines[max(0, line.number - _NEAR) : following.number + _NEAR + 1]
    if not any(other.prose for other in near):
        return False
    sure = len(line) == len(following) >= _SURE
    there = line.text.count(following.text) + 1
    return sure or page.view.count(following.text) <= there


def headlines(page: Page) -> Iterator[Cut]:
    """The headline once more, without the series before it or the number of the part behind it."""
    title = page.title
    if title is None or is_thread(page):
        return
    for line in page.after(title):
        if line.text.endswith(title.text) and _BEFORE.match(line.text[: -len(title)]):
            yield Cut(line.start, line.end, 0.9, (line.text[:20],), rank=1)
        if not (title.text.endswith(line.text) or title.text.startswith(line.text)):
            continue
        rest = len(title) - len(line)
        if len(line) < _LEAST or not 0 < rest <= _MORE or line.number in page.marks:
            continue
        ends = title.text.endswith(line.text) and _SERIES.match(title.text[:rest])
        begins = title.text.startswith(line.text) and _PART.match(title.text[len(line) :])
        if ends or begins:
            yield Cut(line.start, line.end, 0.9, (line.text[:20],), rank=1)


def between(page: Page) -> Iterator[Cut]:
    """What stands between two copies of a headline above the text, most of it known for a frame."""
    head = page.lines[:_HEAD]
    if len({line.text for line in head}) == len(head):
        return
    first: dict[str, Line] = {}
    for line in head:
        if len(line) < _LEAST or line.prose or line.text not in first:
            first.setdefault(line.text, line)
            continue
        inside = page.lines[first[line.text].number + 1 : line.number]
        free = [other for other in inside if other.number not in page.marks]
        if len(inside) < _INSIDE and any(_DAY.match(other.text) for other in inside):
            # The column and the day of the article, and its lead.
            free = [other for other in free if not other.prose]
        elif len(inside) < _INSIDE or len(free) > len(inside) * _KNOWN:
            continue
        if is_thread(page):
            continue
        if any(len(other) > _CAPTION for other in free) or not any(
            x.prose for x in page.after(line)
        ):
            continue
        for other in free:
            if other.number not in page.card and other.text != line.text:
                yield Cut(other.start, other.end, 0.88, (other.text[:20],))


def alternates(page: Page) -> Iterator[Cut]:
    """A line above the first paragraph that comes again right behind it, where a picture was.

    A table of contents says more than one line again.
    """
    first = page.body[0]
    near = {line.text for line in page.lines[max(0, first - _ABOVE) : first]}
    if all(page.view.count(text) < _TWICE for text in near):
        return
    head = {line.text for line in page.lines[:first] if len(line) >= _LEAST}
    again = [x for x in page.lines[first + 1 :] if not x.prose and x.text in head]
    if len({x.text for x in again}) == 1 and again[0].text in near and not is_thread(page):
        for line in again if again[0].number <= first + _ABOVE else ():
            if line is not page.title:
                yield Cut(line.start, line.end, 0.88, (line.text[:20],), rank=1)


def labels(page: Page) -> Iterator[Cut]:
    """The headline in brackets in front of the first paragraphs."""
    title = page.title
    for line in page.after(title) if title and "【" in page.view else ():
        hit = _BRACKETED.match(line.text) if line.prose else None
        if title and hit and hit[1] == title.text:
            yield Cut(line.start, line.start + hit.end(), 0.92, (hit[1][:20],), rank=1)


RULES = (
    BoilerplateRule(
        "echoes.lines",
        "title_repeat",
        lines,
        "与上一行重复的“{0}”",
        "“{0}” repeats the line above",
    ),
    BoilerplateRule(
        "echoes.headlines",
        "title_repeat",
        headlines,
        "标题去掉栏名或页码后又出现一次：“{0}”",
        "the headline once more without its series or page: “{0}”",
    ),
    BoilerplateRule(
        "echoes.between",
        "login_ui",
        between,
        "夹在同一个标题的两次出现之间的“{0}”",
        "“{0}” between two copies of a headline",
    ),
    BoilerplateRule(
        "echoes.alternates",
        "title_repeat",
        alternates,
        "首段之后又出现的“{0}”",
        "“{0}” comes again behind the first paragraph",
    ),
    BoilerplateRule(
        "echoes.labels",
        "title_repeat",
        labels,
        "段首方括号里重复的标题“{0}”",
        "the headline in brackets in front of a paragraph: “{0}”",
    ),
)
