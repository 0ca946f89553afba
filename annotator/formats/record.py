"""The record `duizhao/1`: one article with everything said about it, as one JSON object.

Fields may be added in later versions, none renamed. Offsets are code points on `raw`, half-open;
`clean_start` and `clean_end` are on `clean`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import groupby
from json.encoder import encode_basestring
from operator import attrgetter, itemgetter
from typing import Any

from annotator.document import Document
from annotator.formats.meta import meta_record
from annotator.formats.strict_json import quoted, to_json
from annotator.model import Boilerplate, Entity, Finding, Origin, Repair
from annotator.text.compose import Composition

SCHEMA = "duizhao/1"
OFFSETS = "codepoint"
LANGUAGES = ("zh", "en")

_FROM_PEOPLE = (Origin.PERSON, Origin.IMPORT)
_LINE = (
    b'{"schema": "%b", "id": %%b, "offsets": "%b", "raw_sha256": %%b, "raw": %%b, "clean": %%b, '
    b'"meta": %%b, "repairs": [%%b], "boilerplate": %%b, "entities": [%%b], %%b\n'
    % (SCHEMA.encode(), OFFSETS.encode())
)
_PLACE = b'{"start": %d, "end": %d, "label": %b, "text": %b, '
_SHOWN = _PLACE + b'"clean_start": %d, "clean_end": %d, "clean_text": %b, %b'
_CUT = _PLACE + b'"clean_start": null, "clean_end": null, "clean_text": null, %b'
_GIVEN = ("origin", "verdict", "score", "annotator", "note")
"""The fields of an `Entity` that a record has as they are, in their order there."""
_GIVEN_OF = itemgetter(*map(Entity._fields.index, _GIVEN))
_SCORE = _GIVEN.index("score")
_REMEMBERED = 1_000
_REPAIRS_REMEMBERED = 4_000
_PROPOSED_OF = attrgetter(
    *("type", "rules", "confidence", "details", "origin", "verdict", "annotator", "note")
)


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
    _check(document)
    article, clean = document.article, document.composition.clean
    texts = tuple(map(quoted, (article.key, article.sha256, article.raw, clean)))
    meta = _json(meta_record(article.meta))
    cuts = _json([_boilerplate(cut, article.raw, language) for cut in document.boilerplate])
    after = _json(_after(document, language))[1:]
    repairs = _repairs(document, language)
    return _LINE % (*texts, meta, repairs, cuts, _entities(document), after)


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


def _after(document: Document, language: str) -> dict[str, object]:
    """The fields that stand behind the entities."""
    article = document.article
    return {
        "findings": [_finding(one, article.raw, language) for one in document.findings],
        "meta_places": [
            {
                "field": place.field,
                "start": place.start,
                "end": place.end,
                "text": exact_slice(article.raw, place.start, place.end),
            }
            for place in document.places
        ],
        "status": article.status.value,
        "seconds": article.seconds,
        "updated": article.updated,
        "pair": article.pair,
    }


def _entities(document: Document) -> bytes:
    """The entities, written out here: they are most of a record, and the encoder takes longer.

    What neighbours have in common is written once and repeated: who labelled them, and the way
    from raw to clean where the text stands as it was.
    """
    composition = document.composition
    raw = composition.raw
    labels = {id: _quoted_name(label.name) for id, label in document.labels.items()}
    lines: list[bytes] = []
    low = high = by = 0
    for given, run in groupby(document.entities, _GIVEN_OF):
        origin, verdict, *_ = given
        if verdict is None and origin not in _FROM_PEOPLE:
            continue
        rest = _rest(given)
        for _, start, end, label, _, _, _, _, _, _ in run:
            if not low <= start < end <= high:
                low, high, by = _kept_around(composition, start)
            if low <= start < end <= high:
                text = quoted(raw[start:end])
                shown = start, end, labels[label], text, start + by, end + by, text, rest
                lines.append(_SHOWN % shown)
            else:
                lines.append(_changed(composition, start, end, labels[label], rest))
    return b", ".join(lines)


_quoted_name = lru_cache(_REMEMBERED)(quoted)


def _rest(given: tuple[Any, ...]) -> bytes:
    """The fields of an entity that a record has as they are; mostly those of other entities too."""
    # 0.0 and -0.0 are the same key and not the same text.
    return _remembered(given) if given[_SCORE] is None else _as_given(given)


def _as_given(given: tuple[Any, ...]) -> bytes:
    return _json(dict(zip(_GIVEN, given, strict=True)))[1:]


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
    begun = start, end, label, quoted(exact_slice(composition.raw, start, end))
    place = composition.to_clean(start, end)
    if place is None:
        return _CUT % (*begun, rest)
    shown = exact_slice(composition.clean, *place)
    return _SHOWN % (*begun, *place, quoted(shown), rest)


def _json(value: object) -> bytes:
    return to_json(value).encode()


# Whoever makes an article asks, and whoever writes it out asks again.
@lru_cache(maxsize=1)
def checksum(raw: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal digits.

    >>> checksum("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(raw.encode()).hexdigest()


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
        "reason": _reason(span, language),
        "details": list(span.details),
        "note": span.note,
    }


@cache
def _giving_reasons() -> Callable[[Repair | Boilerplate, str], str]:
    # Imported here, so that a program that writes no record starts without the rules' tables.
    from annotator.rules import reason

    return reason


def _reason(span: Repair | Boilerplate, language: str) -> str:
    try:
        return _giving_reasons()(span, language)
    except (KeyError, IndexError):
        # The rule of another version: its name stays in `rules`, its words are not known here.
        return ""


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


def _check(document: Document) -> None:
    article = document.article
    if checksum(article.raw) != article.sha256:
        raise BrokenRecord(f"the text of {article.key} does not fit its checksum")
    for spans in (document.repairs, document.boilerplate, document.entities, document.findings):
        _check_order(article.key, spans)


def _check_order(key: str, spans: Sequence[Repair | Boilerplate | Entity | Finding]) -> None:
    starts = [span.start for span in spans]
    if starts != sorted(starts):
        raise BrokenRecord(f"the spans of {key} are not in order of start")
