"""The record `duizhao/1`: one article with everything said about it, as one JSON object.

Fields may be added in later versions, none renamed. Offsets are code points on `raw`, half-open;
`clean_start` and `clean_end` are on `clean`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from annotator.document import Document
from annotator.formats.meta import meta_record
from annotator.formats.strict_json import quoted, to_json
from annotator.model import Boilerplate, Entity, Finding, Origin, Repair

SCHEMA = "duizhao/1"
OFFSETS = "codepoint"
LANGUAGES = ("zh", "en")

_FROM_PEOPLE = (Origin.PERSON, Origin.IMPORT)
_NOT_SHOWN = '"clean_start": null, "clean_end": null, "clean_text": null'
_GIVEN = ("origin", "verdict", "score", "annotator", "note")
"""The fields of an `Entity` that a record has as they are, in their order there."""


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
    before = to_json(_before(document, language)).removesuffix("}")
    after = to_json(_after(document, language)).removeprefix("{")
    return f'{before}, "entities": [{_entities(document)}], {after}\n'.encode()


def _before(document: Document, language: str) -> dict[str, object]:
    """The fields that stand before the entities."""
    article = document.article
    return {
        "schema": SCHEMA,
        "id": article.key,
        "offsets": OFFSETS,
        "raw_sha256": article.sha256,
        "raw": article.raw,
        "clean": document.composition.clean,
        "meta": meta_record(article.meta),
        "repairs": [_repair(r, article.raw, language) for r in document.repairs],
        "boilerplate": [_boilerplate(b, article.raw, language) for b in document.boilerplate],
    }


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


def _entities(document: Document) -> str:
    """The entities, written out here: they are most of a record, and the encoder takes longer.

    What neighbours have in common, such as who labelled them, is written once and repeated.
    """
    composition = document.composition
    raw, clean, size = composition.raw, composition.clean, len(composition.clean)
    labels = {id: quoted(label.name) for id, label in document.labels.items()}
    entities = [
        one for one in document.entities if one.verdict is not None or one.origin in _FROM_PEOPLE
    ]
    lines: list[str] = []
    given: tuple[object, ...] = ()
    rest = ""
    # `all_to_clean` raises for what is not inside raw.
    for entity, place in zip(entities, composition.all_to_clean(entities), strict=True):
        _, start, end, label, origin, verdict, score, annotator, note, _ = entity
        if given != (origin, verdict, score, annotator, note):
            given = origin, verdict, score, annotator, note
            rest = to_json(dict(zip(_GIVEN, given, strict=True))).removeprefix("{")
        begun = f'{{"start": {start}, "end": {end}, "label": {labels[label]}, "text": '
        text = quoted(raw[start:end])
        if place is None:
            lines.append(f"{begun}{text}, {_NOT_SHOWN}, {rest}")
            continue
        low, high = place
        if not 0 <= low < high <= size:
            raise BrokenRecord(f"{low}:{high} is not inside a clean text of {size}")
        lines.append(
            f'{begun}{text}, "clean_start": {low}, "clean_end": {high}, '
            f'"clean_text": {quoted(clean[low:high])}, {rest}'
        )
    return ", ".join(lines)


# Whoever makes an article asks, and whoever writes it out asks again.
@lru_cache(maxsize=1)
def checksum(raw: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal digits.

    >>> checksum("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(raw.encode()).hexdigest()


def _repair(repair: Repair, raw: str, language: str) -> dict[str, object]:
    return {
        "start": repair.start,
        "end": repair.end,
        "before": exact_slice(raw, repair.start, repair.end),
        "after": repair.text,
        **_proposal(repair, language),
    }


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
