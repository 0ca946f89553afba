"""Metadata, each value with its place: from what is cut, the headline and the first words.

A page says who made an article, when and where in fields with labels, in bare names and organs
beside a date, in a byline of the first sentence, or in the table of a government's page. For each
field the surest of these that says something decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.model import Meta
from annotator.rules.arbiter import Settled
from annotator.rules.metadata.fields import EDITED, OF_PAPER, is_credit, labelled
from annotator.rules.metadata.headline import headline
from annotator.rules.metadata.moments import moments
from annotator.rules.metadata.values import (
    Traced,
    glued_names,
    is_name,
    is_organ,
    people,
    trimmed,
)
from annotator.rules.page import Page
from annotator.rules.phrases.base import holds_any
from annotator.rules.phrases.words import NAME

__all__ = ["Traced", "meta_from", "read_meta"]

_CREDITS = ("publish_meta", "editor_line")
_DATED = ("publish_meta",)
_SIGNING = ("editor_line",)
_SHELL = ("docsite_shell",)
_TAGGED = ("tags_keywords",)
_LINKED = ("copyright_notice", *_CREDITS)

_CREDIT = 80
# How far behind the running text a line may still be about it.
_BEHIND = 4
# What a line of credits is taken for where it also has buttons.
_TAKEN_FOR = ("nav_menu", "login_ui", "share_qr")
_MONTH_DAY = re.compile(r"(?<=\()\d\d-\d\d(?=\))")
_SIGNED = re.compile(r"\((?:[^()]*\s)?([^()\s:/]{2,4})\)$")
_NAME_OF = re.compile(rf"({NAME})/(\S{{2,12}})")
_JOURNAL = re.compile(r"([\u4e00-\u9fff]{2,12})\s?(?:19|20)\d\d年第?\d{1,2}期")
_WORD = re.compile(r"[^\s|,、:()\[\]]+")

_OPENING = 120
_BYLINE = re.compile(
    r"\([^()\n]{0,8}?(?:记者|通讯员|作者|特约撰稿人?)[\s:]?([^()\n]{2,40})\)"
    rf"|电\s?\(({NAME}(?:[\s、]{NAME})*)\)"
)
_TABLE = ("索引号", "主题分类", "组配分类", "公开方式", "发文字号", "主题词")
_TABLE_SOURCE = re.compile(
    r"(?:发布机构|发文机关|公开主体|发文机构|发布单位)\s?:?\s*([^\s:]{2,30})"
)
_TABLE_DATE = re.compile(r"(?:发布日期|生成日期|公开日期|发布时间)\s?:?\s*(?=\d)")
_UPLOADED = re.compile(r"上传(?:时间|日期)\s?:\s?(?=\d)")
_DATE_LENGTH = 24

_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]+")
_TAGS = re.compile(
    r"(?:标签|关键词|关键字|\btags?|话题|\bkey ?words?)\s?[:>|]+\s*(\S[^\n]*)|#([^#\s]{2,20})", re.I
)
_KEYWORDS = re.compile(r"(?:关键词|关键字)\s?:\s*(\S[^\n。]{1,80})$", re.M)
# Sites that spin articles head a list of words cut out of the title so.
_SPUN = re.compile("本文(?:关键词|标签)")
_TAG = re.compile(r"[^、,;|#\s]+")


def read_meta(page: Page, cuts: Sequence[Settled]) -> list[Traced]:
    """What the page says about its article, in simplified characters.

    A field that is one value comes once; authors and tags come as often as there are. Offsets are
    on the text of the page.
    """
    told, found = _Told(page, cuts), list[Traced]()
    for field, readers in _READERS.items():
        said = (list(reader(told)) for reader in readers)
        found += [one._replace(field=field) for one in next(filter(None, said), ())]
    return found


def meta_from(traced: Iterable[Traced]) -> Meta:
    """The metadata that these values make.

    >>> meta_from([Traced("authors", "甲", 0, 1), Traced("authors", "乙", 2, 3)]).authors
    ('甲', '乙')
    """
    said: dict[str, list[str]] = {}
    for one in traced:
        values = said.setdefault(one.field, [])
        if one.value not in values:
            values.append(one.value)

    def first(field: str) -> str | None:
        return said[field][0] if field in said else None

    return Meta(
        title=first("title"),
        published=first("published"),
        source=first("source"),
        authors=tuple(said.get("authors", ())),
        editor=first("editor"),
        url=first("url"),
        tags=tuple(said.get("tags", ())),
    )


@dataclass(frozen=True)
class _Told:
    """A page and its cuts, and what several readers ask of them."""

    page: Page
    cuts: Sequence[Settled]

    @cached_property
    def _by_type(self) -> dict[str, list[tuple[int, int]]]:
        places: dict[str, list[tuple[int, int]]] = {}
        for cut in self.cuts:
            places.setdefault(cut.type, []).append((cut.start, cut.end))
        return places

    def within(self, types: Sequence[str]) -> list[tuple[int, int]]:
        """Where the cuts of these types are, in order."""
        return sorted(place for kind in types for place in self._by_type.get(kind, ()))

    @cached_property
    def uncut(self) -> list[tuple[int, int]]:
        """Lines around the running text that read like a credit, and that no rule cut so."""
        page, found = self.page, []
        first, last = page.body
        for line in (*page.lines[:first], *page.lines[last : last + _BEHIND]):
            dated = line.number < first
            if (
                len(line.text) > _CREDIT
                or line == page.title
                or not is_credit(page.view, line.start, line.end, dated=dated)
            ):
                continue
            cut = any(
                one.start < line.end and line.start < one.end
                for one in self.cuts
                if one.type not in _TAKEN_FOR
            )
            if not cut:
                found.append((line.start, line.end))
        return found

    @cached_property
    def fields(self) -> dict[str, list[Traced]]:
        """By name, what is said first under a label; of authors, all that one credit names."""
        said: dict[str, list[Traced]] = {}
        for start, end in (*self.within(_CREDITS), *self.uncut):
            here: dict[str, list[Traced]] = {}
            for one in labelled(self.page.view, start, end):
                here.setdefault(one.field, []).append(one)
            for name, values in here.items():
                said.setdefault(name, values if name == "authors" else values[:1])
        return said


_Reader = Callable[[_Told], Iterable[Traced]]


def _field(name: str) -> _Reader:
    """Reads what is said under a label."""
    return lambda told: told.fields.get(name, ())


def _words(told: _Told) -> Iterator[Traced]:
    """The words of publish lines that no label names."""
    for start, end in told.within(_DATED):
        for word in _WORD.finditer(told.page.view, start, end):
            if not told.page.view[start : word.start()].rstrip().endswith(":"):
                yield Traced("", word[0], *word.span())


def _organs(told: _Told) -> Iterator[Traced]:
    for start, end in (*told.within(_DATED), *told.uncut):
        for form, group in ((_NAME_OF, 2), (_JOURNAL, 1), (OF_PAPER, 1)):
            hit = form.search(told.page.view, start, end)
            if hit:
                yield Traced("", hit[group], *hit.span(group))
                return
    yield from [one for one in _words(told) if is_organ(one.value)][:1]


def _names(told: _Told) -> Iterator[Traced]:
    """Names beside a date; where they stand apart and glued, those apart."""
    for start, end in told.within(_DATED):
        hit = _NAME_OF.search(told.page.view, start, end)
        if hit:
            yield Traced("", hit[1], *hit.span(1))
            return
    words = list(_words(told))
    alone = [one for one in words if is_name(one.value)]
    if alone:
        yield from alone
        return
    for one in words:
        at = one.start
        for name in glued_names(one.value):
            yield Traced("", name, at, at + len(name))
            at += len(name)


def _signed(told: _Told) -> Iterator[Traced]:
    for start, end in told.within(_SIGNING):
        hit = _SIGNED.match(told.page.view[start:end])
        if hit:
            low, high = hit.span(1)
            yield from people(told.page.view, start + low, start + high)
            return


def _bylines(told: _Told) -> Iterator[Traced]:
    """Who is named in brackets in the first words, or at the end of the running text."""
    prose = [line for line in told.page.lines if line.prose]
    ends = [(line.start, min(line.end, line.start + _OPENING)) for line in prose[:1]]
    ends += [(max(line.start, line.end - _OPENING // 2), line.end) for line in prose[-1:]]
    ends += told.within(_SIGNING)
    for start, end in ends:
        hit = _BYLINE.search(told.page.view, start, end)
        if hit and hit.lastindex:
            yield from people(told.page.view, *hit.span(hit.lastindex))
            return


def _days(told: _Told) -> Iterator[Traced]:
    """The first time of a publish line, or the day in brackets behind a relative one."""
    for start, end in (*told.within(_DATED), *told.uncut):
        moment = next(moments(told.page.view, start, end), None)
        day = moment or _MONTH_DAY.search(told.page.view, start, end)
        if moment:
            yield Traced("", *moment)
        elif isinstance(day, re.Match):
            yield Traced("", day[0], *day.span())
        if day:
            return


def _tables(page: Page, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where the table of a government's page has such a row."""
    head = page.lines[: page.body[0]]
    rows = [line for line in head if holds_any(line.text, _TABLE)]
    if rows:
        last = head[min(rows[-1].number + 3, len(head) - 1)]
        yield from form.finditer(page.view, rows[0].start, last.end)


def _table_source(told: _Told) -> Iterator[Traced]:
    for hit in _tables(told.page, _TABLE_SOURCE):
        yield from trimmed("source", told.page.view, *hit.span(1))
        return


def _table_date(told: _Told) -> Iterator[Traced]:
    yield from _dates(told.page, _tables(told.page, _TABLE_DATE))


def _uploaded(told: _Told) -> Iterator[Traced]:
    for start, end in told.within(_SHELL):
        yield from _dates(told.page, _UPLOADED.finditer(told.page.view, start, end))


def _dates(page: Page, hits: Iterable[re.Match[str]]) -> Iterator[Traced]:
    for hit in hits:
        for moment in moments(page.view, hit.end(), hit.end() + _DATE_LENGTH, labelled=True):
            yield Traced("", *moment)
            return


def _links(told: _Told) -> Iterator[Traced]:
    for start, end in told.within(_LINKED):
        hit = _URL.search(told.page.view, start, end)
        if hit:
            yield from trimmed("url", told.page.view, *hit.span())
            return


def _tags(told: _Told) -> Iterator[Traced]:
    for start, end in told.within(_TAGGED):
        if _SPUN.match(told.page.view, start, end):
            continue
        for hit in _TAGS.finditer(told.page.view, start, end):
            yield from _apart(told.page, *hit.span(hit.lastindex or 0))


def _keywords(told: _Told) -> Iterator[Traced]:
    """The keywords of a paper, which are part of it."""
    hit = _KEYWORDS.search(told.page.view) if "关键" in told.page.view else None
    if hit and not _SPUN.match(told.page.view, max(0, hit.start() - 2)):
        yield from _apart(told.page, *hit.span(1))


def _apart(page: Page, start: int, end: int) -> Iterator[Traced]:
    for word in _TAG.finditer(page.view, start, end):
        yield from trimmed("tags", page.view, *word.span())


def _title(told: _Told) -> Iterator[Traced]:
    found = headline(told.page)
    if found:
        yield found


# For each field the readers that know of it, the surest first.
_READERS: dict[str, tuple[_Reader, ...]] = {
    "title": (_title,),
    "published": (_field("published"), _days, _table_date, _uploaded),
    "source": (_field("source"), _organs, _table_source),
    "authors": (_field("authors"), _names, _signed, _bylines),
    "editor": (_field("editor"), _field(EDITED)),
    "url": (_links,),
    "tags": (_tags, _keywords),
}
