"""Reading `duizhao/1` records back: proposals as proposals, a person's things as that person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID, FINDING_TYPE_BY_ID, REPAIR_TYPE_BY_ID
from annotator.formats.base import NamedEntity, Record
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.meta import meta_of_record
from annotator.formats.notes import Notes
from annotator.formats.record import OFFSETS, checksum
from annotator.formats.spans import Place, entity_from
from annotator.formats.strict_json import shortened
from annotator.model import Boilerplate, Finding, Meta, MetaPlace, Origin, Repair, Status, Verdict

_SPANS = ("repairs", "boilerplate", "entities", "findings", "meta_places")
# What the program writes; any other field of a record is kept with the metadata.
_FIELDS = frozenset(
    (
        *("schema", "id", "offsets", "raw_sha256", "raw", "clean", "meta"),
        *_SPANS,
        *("status", "seconds", "updated", "pair"),
    )
)


def read_own(fields: Mapping[str, object], key: str, notes: Notes) -> Record | None:
    """The record that `fields` hold; None and a note where it has no raw text.

    Spans that do not fit the text are left out with a note.
    """
    raw = fields.get("raw")
    if not isinstance(raw, str) or not raw:
        notes.add("a record without raw text", raw)
        return None
    if fields.get("offsets", OFFSETS) != OFFSETS:
        notes.add("offsets are not code points: the spans were left out", fields["offsets"])
        fields = {name: value for name, value in fields.items() if name not in _SPANS}
    if fields.get("raw_sha256") not in (None, checksum(raw)):
        notes.add("raw is not the text that raw_sha256 was made of", fields["raw_sha256"])
    place = Place(fold_line_ends(raw), len(raw), notes)
    repairs = [_repair(item, place) for item in notes.objects(fields, "repairs")]
    boilerplate = [_boilerplate(item, place) for item in notes.objects(fields, "boilerplate")]
    entities = [_entity(item, place) for item in notes.objects(fields, "entities")]
    findings = [_finding(item, place) for item in notes.objects(fields, "findings")]
    places = [_meta_place(item, place) for item in notes.objects(fields, "meta_places")]
    return Record(
        key,
        place.folded.text,
        _meta(fields, notes),
        tuple(sorted(filter(None, repairs), key=lambda span: span.start)),
        tuple(sorted(filter(None, boilerplate), key=lambda span: span.start)),
        tuple(sorted(filter(None, entities), key=lambda span: span.start)),
        notes.choice(fields, "status", Status) or Status.TODO,
        notes.number(fields, "seconds", 0.0),
        notes.text(fields, "updated"),
        pair=notes.truth(fields, "pair"),
        findings=tuple(sorted(filter(None, findings), key=lambda span: span.start)),
        places=tuple(filter(None, places)),
    )


def _repair(item: Mapping[str, object], place: Place) -> Repair | None:
    after = item.get("after")
    kind = _type(item, REPAIR_TYPE_BY_ID, place.notes)
    if not isinstance(after, str):
        place.notes.add("a repair without the text to put in place", item)
        return None
    span = _range(item, "before", place, empty=bool(after))
    if span is None or kind is None:
        return None
    return Repair(*span, fold_line_ends(after).text, kind, **_shared(item, place.notes))


def _boilerplate(item: Mapping[str, object], place: Place) -> Boilerplate | None:
    kind = _type(item, BOILERPLATE_TYPE_BY_ID, place.notes)
    span = _range(item, "text", place)
    if span is None or kind is None:
        return None
    return Boilerplate(*span, kind, **_shared(item, place.notes))


def _finding(item: Mapping[str, object], place: Place) -> Finding | None:
    annotator = place.notes.text(item, "annotator")
    # What people say went wrong may be a name of their own.
    named = item.get("type") if annotator is not None else None
    kind = named if isinstance(named, str) else _type(item, FINDING_TYPE_BY_ID, place.notes)
    span = _range(item, "text", place)
    if span is None or not kind:
        return None
    sure = min(1.0, place.notes.number(item, "confidence", 1.0))
    details = place.notes.strings(item, "details")
    return Finding(*span, kind, sure, details, annotator)


def _meta_place(item: Mapping[str, object], place: Place) -> MetaPlace | None:
    span = _range(item, "text", place)
    field = item.get("field")
    if span is None or not isinstance(field, str):
        return None
    return MetaPlace(field, *span)


def _entity(item: Mapping[str, object], place: Place) -> NamedEntity | None:
    entity = entity_from(item, place)
    if entity is None:
        return None
    origin = place.notes.choice(item, "origin", Origin) or Origin.IMPORT
    return entity._replace(origin=origin, verdict=place.notes.choice(item, "verdict", Verdict))


def _range(
    item: Mapping[str, object], says: str, place: Place, empty: bool = False
) -> tuple[int, int] | None:
    return place.range(item, item.get("start"), item.get("end"), item.get(says), empty=empty)


def _type(item: Mapping[str, object], known: Mapping[str, object], notes: Notes) -> str | None:
    kind = item.get("type")
    if isinstance(kind, str) and kind in known:
        return kind
    notes.add("a span whose type is none of {known}", item, known=", ".join(known))
    return None


def _shared(item: Mapping[str, object], notes: Notes) -> dict[str, Any]:
    return {
        "rules": notes.strings(item, "rules"),
        "confidence": min(1.0, notes.number(item, "confidence", 1.0)),
        "details": notes.strings(item, "details"),
        "origin": notes.choice(item, "origin", Origin) or Origin.IMPORT,
        "verdict": notes.choice(item, "verdict", Verdict),
        "annotator": notes.text(item, "annotator"),
        "note": notes.text(item, "note") or "",
    }


def _meta(fields: Mapping[str, object], notes: Notes) -> Meta:
    others = {name: value for name, value in fields.items() if name not in _FIELDS}
    meta = fields.get("meta", {})
    if not isinstance(meta, dict):
        notes.add("meta is not an object", meta)
        meta = {}
    known = meta_of_record(meta)
    for name in others.keys() & known.extra.keys():
        message = "{field} stands in the record and in its meta; meta's is kept"
        notes.add(message, name, field=shortened(name))
    return replace(known, extra={**others, **known.extra})
