"""Phone numbers and e-mail addresses made unreadable, character for character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from annotator.document import Document
from annotator.formats.record import checksum
from annotator.model import Boilerplate, Entity, Finding, Meta, Repair

_DIGIT = "[0-9０-９]"
_GAP = "[-—–\u2010－ \u00a0]?"
_PRIVATE = re.compile(
    rf"""
      [A-Za-z0-9._%+-]+ [@＠] [A-Za-z0-9-]+ (?: [.．] [A-Za-z0-9-]+ )+       # an address
    | (?: (?<!{_DIGIT}) (?: [+＋]? (?:86|８６) {_GAP} )?                     # a mobile number
          [1１] [3-9３-９] {_DIGIT} {_GAP} {_DIGIT}{{4}} {_GAP} {_DIGIT}{{4}}
      | (?<!{_DIGIT}) [(（]? [0０] [1-9１-９] {_DIGIT}{{1,2}} [)）]? {_GAP}  # with an area code
          [2-9２-９] {_DIGIT}{{2,3}} {_GAP} {_DIGIT}{{4}}
      | (?<!{_DIGIT}) [48４８] (?:00|００) {_GAP} {_DIGIT}{{3,4}} {_GAP} {_DIGIT}{{3,4}}
      | (?<= 电话 | 電話 | 手机 | 手機 | 热线 | 熱線 | 传真 | 傳真 ) [号號:：(（ ]{{0,3}}
          {_DIGIT} (?: {_GAP} {_DIGIT} ){{5,12}}                           # what is called one
      ) (?!{_DIGIT}) (?: (?: [-－] | 转 | 轉 ) {_DIGIT}{{1,6}} (?!{_DIGIT}) )?
    """,
    re.VERBOSE,
)
_SIGN = re.compile("[A-Za-z0-9０-９]")
Span = TypeVar("Span", Repair, Boilerplate)


def private_ranges(text: str) -> list[tuple[int, int]]:
    """Where phone numbers and e-mail addresses stand.

    >>> private_ranges("拨13800138000，邮箱 a@b.cn")
    [(1, 12), (16, 22)]
    """
    return [found.span() for found in _PRIVATE.finditer(text)]


def masked_text(text: str) -> str:
    """The text with a star for every letter and digit of such a number or address.

    >>> masked_text("请拨021-52345678转12，或写信到a.b@c.com。2026年")
    '请拨***-********转**，或写信到*.*@*.***。2026年'
    """
    return _PRIVATE.sub(lambda found: _SIGN.sub("*", found[0]), text)


def masked(document: Document) -> Document:
    """The document without phone numbers and e-mail addresses anywhere but in its id.

    Every text keeps its length, so every range stays what it is. What only the clean text shows to
    be a number, such as one that a repair put together, is masked as well.
    """
    raw, composition = document.article.raw, document.composition
    ranges = private_ranges(raw)
    ranges += (composition.to_raw(*place) for place in private_ranges(composition.clean))
    hidden = _hidden(raw, ranges)
    article = replace(
        document.article,
        raw=hidden,
        sha256=checksum(hidden),
        meta=_meta(document.article.meta),
        note=masked_text(document.article.note),
    )
    return replace(
        document,
        article=article,
        repairs=tuple(_repair(repair, ranges) for repair in document.repairs),
        boilerplate=tuple(_told(cut) for cut in document.boilerplate),
        entities=tuple(_entity(entity) for entity in document.entities),
        findings=tuple(_finding(finding) for finding in document.findings),
    )


def _hidden(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in ranges:
        characters[start:end] = _SIGN.sub("*", text[start:end])
    return "".join(characters)


def _repair(repair: Repair, ranges: Iterable[tuple[int, int]]) -> Repair:
    near = any(start <= repair.end and repair.start <= end for start, end in ranges)
    text = _SIGN.sub("*", repair.text) if near else masked_text(repair.text)
    return replace(_told(repair), text=text)


def _told(span: Span) -> Span:
    details = tuple(map(masked_text, span.details))
    return replace(span, details=details, note=masked_text(span.note))


def _entity(entity: Entity) -> Entity:
    return entity._replace(note=masked_text(entity.note)) if entity.note else entity


def _finding(finding: Finding) -> Finding:
    return replace(finding, details=tuple(map(masked_text, finding.details)))


def _meta(meta: Meta) -> Meta:
    return Meta(
        _maybe(meta.title),
        meta.published,
        _maybe(meta.source),
        tuple(map(masked_text, meta.authors)),
        _maybe(meta.editor),
        _maybe(meta.url),
        tuple(map(masked_text, meta.tags)),
        {name: _value(value) for name, value in meta.extra.items()},
    )


def _maybe(text: str | None) -> str | None:
    return masked_text(text) if text else text


def _value(value: object) -> object:
    """A value of JSON with its strings masked; a number that may be a phone's becomes a string."""
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, int) and private_ranges(str(value)):
        return masked_text(str(value))
    return value
