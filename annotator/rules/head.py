"""What stands before the headline: menus and lists; and the headline a second time."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Line, Page

_ENTRY = 12
_MENU = 4
_OTHERS = 3
_BETWEEN = 4
# A shorter headline names a thing, as in an encyclopaedia, and the article names it again.
_TERM = 6


def menus(page: Page) -> Iterator[Cut]:
    """Runs of short entries before the headline or the running text."""
    stop = page.title.number if page.title else page.body[0]
    for run in _runs(page, stop):
        free = [line for line in run if not {line.number} & (page.marks.keys() | page.card)]
        if len(run) >= _MENU:
            for line in free:
                yield Cut(line.start, line.end, 0.88, (run[0].text, str(len(run))))


def _runs(page: Page, stop: int) -> Iterator[list[Line]]:
    """Entries next to each other; a line that the table of phrases knows does not part them."""
    run: list[Line] = []
    for line in page.lines[:stop]:
        if len(line) <= _ENTRY or line.number in page.marks:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def others(page: Page) -> Iterator[Cut]:
    """Headlines of other articles in a row before the one that has a publish line."""
    title = page.title
    if title is None or not any(mark.type == "publish_meta" for mark in page.marks.values()):
        return
    free = [
        line
        for line in page.lines[: title.number]
        if line.number not in page.marks and len(line) > _ENTRY
    ]
    if len(free) >= _OTHERS:
        for line in free:
            yield Cut(line.start, line.end, 0.75, (str(len(free)),))


def bylines(page: Page) -> Iterator[Cut]:
    """Short lines between the headline and the line that says when it was published."""
    if page.title is None:
        return
    first = page.title.number + 1
    dated = [n for n, mark in page.marks.items() if mark.type == "publish_meta" and n >= first]
    if dated and dated[0] - first <= _BETWEEN:
        for line in page.lines[first : dated[0]]:
            if len(line) <= _ENTRY and not {line.number} & (page.marks.keys() | page.card):
                yield Cut(line.start, line.end, 0.8, (line.text,))


def repeats(page: Page) -> Iterator[Cut]:
    """The headline a second time: on a line of its own it is said once."""
    title = page.title
    if title is None or len(title) < _TERM:
        return
    for line in page.lines:
        if line.number != title.number and line.text == title.text:
            yield Cut(line.start, line.end, 0.93, (), rank=1)


RULES = (
    BoilerplateRule(
        "head.menus",
        "nav_menu",
        menus,
        "标题之前从“{0}”起的 {1} 个短条目",
        "{1} short entries before the headline, from “{0}” on",
    ),
    BoilerplateRule(
        "head.others",
        "random_recommend",
        others,
        "标题之前的 {0} 个其他标题",
        "{0} other headlines before this one",
    ),
    BoilerplateRule(
        "head.bylines",
        "publish_meta",
        bylines,
        "标题与发布时间之间的“{0}”",
        "“{0}” between the headline and its time",
    ),
    BoilerplateRule(
        "head.repeats",
        "title_repeat",
        repeats,
        "标题又出现一次",
        "the headline stands there a second time",
    ),
)
