"""The title of an article: its headline as a page shows it, without what is not title in it."""

from __future__ import annotations

import re

from annotator.rules.metadata.values import Traced
from annotator.rules.page import Line, Page
from annotator.rules.titles import SUBJECT
from annotator.text.patterns import later

# A line in brackets, one with fields in it, and one of hardly a letter are no titles.
_NO_TITLE = re.compile(r"\([^()]*\)$|\W*\w?\W{4,}$")
_FIELDS = re.compile(r"(?:标签|关键词)\s?:")
_AUTHOR = re.compile(r"(?:原)?作者\s?[:|]")
_SHORTEST = 2
_LONGEST = 40

# A notice of an office has its name on a line of its own, and the rest on the next.
_GOES_ON = re.compile("关于|(?:印发|转发|批转|公布|发布|下达)\\S")
_ISSUER = later(r"[\u4e00-\u9fff]{4,24}(?:办公室|政府|委员会|党委|[局厅部院])$")

_PAGE_NUMBER = re.compile(r"_第\d+页$")
_PARTS = frozenset("_|-")
_OF_SITE = re.compile(
    r"\s?(?:_|\||\s-\s|--)\s?[^_|\-\s]{2,14}(?:网|频道|日报|新闻|在线|政府|官网|博客|社区|门户)$"
)


def headline(page: Page) -> Traced | None:
    """The title with its place; None where no line is one."""
    line = page.title
    if line is None or _NO_TITLE.match(line.text) or _FIELDS.search(line.text):
        line = _above_author(page)
    if line is None:
        return _of_document(page)
    named = SUBJECT.match(line.text)
    start, end = line.start + (named.end() if named else 0), line.end
    before = page.lines[line.number - 1] if line.number else None
    if before and _GOES_ON.match(line.text) and _ISSUER.match(before.text):
        value = page.plain[before.start : before.end] + page.plain[start:end]
        return Traced("title", value, before.start, end)
    for tail in (_PAGE_NUMBER, _OF_SITE) if _PARTS.intersection(line.text) else ():
        hit = tail.search(page.view, start, end)
        end = hit.start() if hit and hit.start() > start else end
    return Traced("title", page.plain[start:end], start, end)


def _above_author(page: Page) -> Line | None:
    """The line above the first that names the author, as in books."""
    for line in page.lines[: page.body[0]][1:]:
        above = page.lines[line.number - 1]
        if _AUTHOR.match(line.text) and _SHORTEST <= len(above) <= _LONGEST:
            return above if not _NO_TITLE.match(above.text) else None
    return None


def _of_document(page: Page) -> Traced | None:
    """The name that a document-sharing site gives to the picture of its first page."""
    for line in page.lines[:2]:
        hit = _PAGE_NUMBER.search(line.text)
        if hit and hit.start():
            end = line.start + hit.start()
            return Traced("title", page.plain[line.start : end], line.start, end)
    return None
