"""The record `duizhao/1`: one article with everything said about it, as one JSON object.

Fields may be added in later versions, none renamed. Offsets are code points on `raw`, half-open;
`clean_start` and `clean_end` are on `clean`.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from annotator.columns import EntityColumns, Given
from annotator.document import Document
from annotator.formats.meta import meta_record
from annotator.formats.strict_json import quoted, quoted_long, to_json
from annotator.model import Boilerplate, Finding, Label, LabelId, MetaPlace, Origin, Repair
from annotator.text.compose import Composition

SCHEMA = "duizhao/1"
OFFSETS = "codepoint"
LANGUAGES = ("zh", "en")

_FROM_PEOPLE = (Origin.PERSON, Origin.IMPORT)
_LINE = (
    b'{"schema": "%b", "id": %%b, "offsets": "%b", "raw_sha256": %%b, "raw": %%b, "clean": %%b, '
    b'"meta": %%b, "repairs": [%%b], "boilerplate": %%b, "entities": [%%b], "findings": %%b, '
    b'"meta_places": %%b, %%b\n' % (SCHEMA.encode(), OFFSETS.encode())
)
_PLACE = b'{"start": %%d, "end": %%d, "label": %b, "text": %%b, '
_SHOWN = _PLACE + b'"clean_start": %%d, "clean_end": %%d, "clean_text": %%b, %b'
_CUT = _PLACE + b'"clean_start": null, "clean_end": null, "clean_text": null, %b'
_PROPOSED_OF = attrgetter(
    *("type", "rules", "confidence", "details", "origin", "verdict", "annotator", "note")
)
_REMEMBERED = 1_000
_REPAIRS_REMEMBERED = 4_000


class BrokenRecord(RuntimeError):
    """A record about to be written contradicts itself: a bug, never written."""


def record_of(document: Document, language: str = "zh") -> dict[str, Any]:
    """The record of a document as an object: what `record_line` writes, read again.

    >>> from annotator.model import Article, ArticleId, Meta
    >>> article = Article(ArticleId(1), "a", "甲 乙", checksum("甲 乙"), Meta())
    >>> record = record_of(Document(article, (), (Boilerplate(0, 1, "markup"),), (), {}))
    >>> record["clean"], record["boilerplate"][0]["text"]
    ('乙', '甲')
    """
    record: dict[str, Any] = json.loads(record_line(document, language))
    return record


def record_line(document: Document, language: str = "zh") -> bytes:
    """The record as one line of UTF-8 with its line feed; reasons are in "zh" or "en".

    Suggestions nobody took are left out; what a person rejected is in, as a negative. Every slice
    is checked. Raises BrokenRecord if a range does not fit its text.

    >>> from annotator.model import Article, ArticleId, Meta
    >>> article = Article(ArticleId(1), "a", "甲", checksum("甲"), Meta())
    >>> record_line(Document(article, (), (), (), {}))[:37]
    b'{"schema": "duizhao/1", "id": "a", "o'
    """
    article, clean = document.article, document.composition.clean
    seconds, columns = article.seconds, EntityColumns.of(document.entities)
    raw = article.raw.encode()
    _check(document, raw, columns)
    long = quoted_long(raw)
    return _LINE % (
        quoted(article.key),
        quoted(article.sha256),
        long,
        # What nobody changed is the same, and not made twice.
        long if clean == article.raw else quoted_long(clean.encode()),
        _json(meta_record(article.meta)),
        _repairs(document, language),
        _json_list(_boilerplate(cut, article.raw, language) for cut in document.boilerplate),
        _entities(document.composition, columns, document.labels),
        _json_list(_finding(one, article.raw, language) for one in document.findings),
        _json_list(_place(place, article.raw) for place in document.places),
        _state(article.status.value, seconds, repr(seconds), article.updated, article.pair),
    )


def _repairs(document: Document, language: str) -> bytes:
    """The repairs, written out here: of a page in another script they are most of a record.

    What many have in common, their type, rule and reason, is made once; a page of another script
    has much of it in common with others too.
    """
    raw = document.article.raw
    known: dict[tuple[object, ...], str] = {}
    lines: list[str] = []
    for repair in document.repairs:
        start, end, text = repair.start, repair.end, repair.text
        # The reason of a repair that was imported also says whether anything is left.
        said = _PROPOSED_OF(repair), not text
        rest = known.get(said)
        if rest is None:
            rest = _proposed(said[0], bool(text), language, repr(repair.confidence))
            known[said] = rest
        before, after = encode_basestring(exact_slice(raw, start, end)), encode_basestring(text)
        lines.append(
            f'{{"start": {start}, "end": {end}, "before": {before}, "after": {after}, {rest}'
        )
    return ", ".join(lines).encode()


# Numbers that are equal may be written otherwise, as 1 and 1.0 are, so that is told as well.
@lru_cache(_REPAIRS_REMEMBERED)
def _proposed(said: tuple[Any, ...], leaves: bool, language: str, _written: str) -> str:
    """The fields of a repair that do not depend on its place; `leaves` says if any text is left."""
    repair = Repair(0, 0, "…" if leaves else "", *said)
    return to_json(_proposal(repair, language))[1:]


def _entities(
    composition: Composition, columns: EntityColumns, labels: Mapping[LabelId, Label]
) -> bytes:
    """The entities, written out here: they are most of a record, and the encoder takes longer.

    What neighbours have in common is made once: what is said of them, and the way from raw to
    clean where the text stands as it was.
    """
    raw = composition.raw
    names = {label: _quoted_name(labels[label].name) for label in set(columns.labels)}
    places = zip(columns.starts, columns.ends, columns.labels, strict=True)
    lines: list[bytes] = []
    low = high = by = 0
    for count, given in columns.runs:
        rest, here = _rest(given), islice(places, count)
        forms: dict[LabelId, bytes] = {}
        for start, end, label in here if rest else ():
            if not low <= start < end <= high:
                low, high, by = _kept_around(composition, start)
                if not low <= start < end <= high:
                    lines.append(_changed(composition, start, end, names[label], rest))
                    continue
            text = encode_basestring(raw[start:end]).encode()
            form = forms.get(label) or forms.setdefault(label, _form(_SHOWN, names[label], rest))
            lines.append(form % (start, end, text, start + by, end + by, text))
        # Of those that are no one's yet nothing is said.
        deque(here, 0)
    return b", ".join(lines)


@lru_cache(_REMEMBERED)
def _form(form: bytes, label: bytes, rest: bytes) -> bytes:
    """What entities of a label have in common, which leaves out where they are and their text."""
    return form % (label.replace(b"%", b"%%"), rest.replace(b"%", b"%%"))


_quoted_name = lru_cache(_REMEMBERED)(quoted)


def _rest(given: Given) -> bytes:
    """The fields of an entity that a record has as they are; empty where it is no one's yet."""
    if given.verdict is None and given.origin not in _FROM_PEOPLE:
        return b""
    # 0.0 and -0.0 are the same key and not the same text.
    return _remembered(given) if given.score is None else _as_given(given)


def _as_given(given: Given) -> bytes:
    # Who suggested it is not told.
    return _json(dict(zip(Given._fields[:-1], given[:-1], strict=True)))[1:]


_remembered = lru_cache(_REMEMBERED)(_as_given)


def _kept_around(composition: Composition, offset: int) -> tuple[int, int, int]:
    """The stretch of raw around an offset that clean has as well, and how far on it stands there.

    Raises BrokenRecord for an offset outside of raw, and where clean has something else.
    """
    raw, clean = composition.raw, composition.clean
    exact_slice(raw, offset, offset)
    low, high, by = composition.kept_around(offset)
    checked(exact_slice(clean, low + by, high + by), raw[low:high])
    return low, high, by


def _changed(composition: Composition, start: int, end: int, label: bytes, rest: bytes) -> bytes:
    """An entity whose text is another one in clean, or not there."""
    begun = start, end, quoted(exact_slice(composition.raw, start, end))
    place = composition.to_clean(start, end)
    if place is None:
        return _form(_CUT, label, rest) % begun
    shown = quoted(exact_slice(composition.clean, *place))
    return _form(_SHOWN, label, rest) % (*begun, *place, shown)


def _place(place: MetaPlace, raw: str) -> dict[str, object]:
    return {
        "field": place.field,
        "start": place.start,
        "end": place.end,
        "text": exact_slice(raw, place.start, place.end),
    }


@lru_cache(_REMEMBERED)
def _state(status: str, seconds: float, _told: str, updated: str | None, pair: bool) -> bytes:
    """The last fields; `_told` is how the seconds are written, since 0.0 and -0.0 are equal."""
    state = {"status": status, "seconds": seconds, "updated": updated, "pair": pair}
    return _json(state)[1:]


def _json_list(values: Iterable[object]) -> bytes:
    held = list(values)
    return _json(held) if held else b"[]"


def _json(value: object) -> bytes:
    return to_json(value).encode()


# Whoever makes an article asks, and whoever writes it out asks again.
@lru_cache(maxsize=1)
def checksum(raw: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal digits.

    >>> checksum("")[:8]
    'e3b0c442'
    """
    return _digest(raw.encode())


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _boilerplate(item: Boilerplate, raw: str, language: str) -> dict[str, object]:
    return {
        "start": item.start,
        "end": item.end,
        "text": exact_slice(raw, item.start, item.end),
        **_proposal(item, language),
    }


def _proposal(span: Repair | Boilerplate, language: str) -> dict[str, object]:
    return {
        "type": span.type,
        "rules": list(span.rules),
        "confidence": span.confidence,
        "origin": span.origin.value,
        "verdict": span.verdict.value if span.verdict else None,
        "annotator": span.annotator,
        "reason": _giving_reasons()(span, language),
        "details": list(span.details),
        "note": span.note,
    }


@cache
def _giving_reasons() -> Callable[[Repair | Boilerplate, str], str]:
    # Imported here, so that a program that writes no record starts without the rules' tables.
    from annotator.rules import reason

    return reason


def _finding(finding: Finding, raw: str, language: str) -> dict[str, object]:
    from annotator.rules.checks import told

    return {
        "start": finding.start,
        "end": finding.end,
        "text": exact_slice(raw, finding.start, finding.end),
        "type": finding.type,
        "confidence": finding.confidence,
        "reason": told(finding, language),
        "details": list(finding.details),
        "annotator": finding.annotator,
    }


def exact_slice(text: str, start: int, end: int) -> str:
    """text[start:end], where Python would quietly shorten a range that does not fit.

    Raises BrokenRecord for such a range.
    """
    if not 0 <= start <= end <= len(text):
        raise BrokenRecord(f"range {start}:{end} is not inside a text of {len(text)}")
    return text[start:end]


def checked(written: object, meant: object) -> None:
    """Raise BrokenRecord where what is about to be written is not what was meant."""
    if written != meant:
        raise BrokenRecord(f"{written!r} would be written for {meant!r}")


def _check(document: Document, raw: bytes, columns: EntityColumns) -> None:
    article = document.article
    if _digest(raw) != article.sha256:
        raise BrokenRecord(f"the text of {article.key} does not fit its checksum")
    for spans in (document.repairs, document.boilerplate, document.findings):
        _check_order(article.key, [span.start for span in spans])
    _check_order(article.key, columns.starts)


def _check_order(key: str, starts: Sequence[int]) -> None:
    if list(starts) != sorted(starts):
        raise BrokenRecord(f"the spans of {key} are not in order of start")
