"""Metadata read from what is cut, and from the title line: a table of field readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.model import Meta
from annotator.rules.arbiter import Settled
from annotator.rules.page import Page

_DATE = re.compile(
    r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?:\s*T?(\d{1,2}):(\d\d)(?::(\d\d))?)?"
)
_MONTH_DAY = re.compile(r"(?<=\()(\d\d)-(\d\d)(?=\))")

_LABELS = (
    "发布|发表|更新|录入|时间|日期|来源|稿源|作者|编辑|责编|责任|点击|浏览|阅读|访问|字号|字体|评论|查看|回复"
    "|文稿|摄影|记者|校对|审核|监制|原标题|供稿"
)
_VALUE = rf"((?:(?!{_LABELS})[^|()\[\]【】\n]){{1,40}})"
_NAMES = re.compile(r"[、,/ ]+")
_ORGANS = re.compile(r"^(?:.{2,12}(?:日报|晚报|时报|网|社|电视台)\s?)?(?:记者|通讯员)\s?")

_CREDITS = ("publish_meta", "editor_line")


class _Field(NamedTuple):
    """Reads one field: in cuts of these types, what the pattern finds first."""

    types: tuple[str, ...]
    pattern: re.Pattern[str]


_SOURCE = _Field(_CREDITS, re.compile(rf"(?:来源|稿源|出处|资料)于?\s*:\s*{_VALUE}"))
_AUTHOR = _Field(_CREDITS, re.compile(rf"(?:作者|文稿|撰文|撰稿|文字|文/|记者)\s*[:|]?\s*{_VALUE}"))
_SIGNED = _Field(("editor_line",), re.compile(r"^\((?:[^()]*\s)?([^()\s:/]{2,4})\)$"))
_EDITOR = _Field(_CREDITS, re.compile(rf"(?:责任编辑|责编|编辑|摘编)\s*[:|/]\s*{_VALUE}"))
_URL = _Field(("copyright_notice",), re.compile(r"((?:https?://|www\.)[^\s,。)]+)"))
_TAGS = _Field(
    ("tags_keywords",), re.compile(r"(?:标签|关键词|关键字|tags?)\s*[:>]+\s*([^\n]+)", re.I)
)


def read_meta(page: Page, cuts: Sequence[Settled]) -> Meta:
    """What the cut lines and the title line say about the article, in simplified characters."""
    read = _reader(page, cuts)
    authors = read(_AUTHOR) or read(_SIGNED) or ""
    return Meta(
        title=page.plain[page.title.start : page.title.end] if page.title else None,
        published=_published(page, cuts),
        source=read(_SOURCE) or None,
        authors=_split(_ORGANS.sub("", authors)),
        editor=read(_EDITOR) or None,
        url=read(_URL) or None,
        tags=_split(read(_TAGS) or ""),
    )


def _reader(page: Page, cuts: Sequence[Settled]) -> Callable[[_Field], str | None]:
    def read(field: _Field) -> str | None:
        for cut in cuts:
            hit = (
                field.pattern.search(page.view, cut.start, cut.end)
                if cut.type in field.types
                else None
            )
            hit = hit or (
                field.pattern.match(page.view[cut.start : cut.end])
                if cut.type in field.types
                else None
            )
            if hit:
                return hit[1].strip(" .。;:")
        return None

    return read


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in _NAMES.split(names) if name)


def _published(page: Page, cuts: Sequence[Settled]) -> str | None:
    """The first date of a publish line, as ISO 8601 as far as it goes."""
    for cut in cuts:
        if cut.type == "publish_meta":
            hit = _DATE.search(page.view, cut.start, cut.end)
            if hit:
                return _iso(hit)
            day = _MONTH_DAY.search(page.view, cut.start, cut.end)
            if day:
                return day[0]
    return None


def _iso(hit: re.Match[str]) -> str:
    year, month, day, *clock = hit.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    if clock[0] is None:
        return date
    time = ":".join(f"{int(part):02}" for part in clock if part is not None)
    return f"{date}T{time}"
