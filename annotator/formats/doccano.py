"""doccano JSONL with spans or with entities and relations, and what PaddleNLP's UIE makes of it.

doccano counts in UTF-16 units, as its editor in a browser does; UIE slices the text in Python, so
its offsets are code points. Ends are exclusive. Relations are written as none: articles have none.
Source: doccano's import and export pipelines; PaddleNLP `model_zoo/uie/utils.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import NamedEntity, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.jsonl import LineImporter, key_of_record
from annotator.formats.labelled import (
    Labelled,
    Utf16Ranges,
    labelled,
    lose_notes,
    lose_refused,
)
from annotator.formats.meta import meta_from, meta_of_record
from annotator.formats.notes import Notes
from annotator.formats.objects import in_order, object_of, text_place
from annotator.formats.output import Output
from annotator.formats.record import OFFSETS
from annotator.formats.spans import Place, entity_from
from annotator.formats.strict_json import to_json
from annotator.model import Meta
from annotator.text.utf16 import Utf16Map

UTF16, CODE_POINTS = mark("UTF-16"), mark("code points")
# What tells a file for UIE from one of doccano's, which has the same shape and another unit.
_UNIT = "offsets"
_TEXTS = ("text", "data")
_LABELS = ("label", "labels", "annotations")
_OWN = frozenset(("id", *_TEXTS, *_LABELS, "entities", "relations", "Comments", "meta", _UNIT))


class DoccanoExporter:
    """Writes an article a line, with spans as lists or as objects that relations may name."""

    suffix = ".jsonl"
    folder = False

    def __init__(self, id: str, title: str, unit: str, *, relations: bool) -> None:
        self.id = id
        self.title = title
        self.relations = relations
        # Relations name spans by numbers that are counted through the file.
        self.in_pieces = not relations
        self.unit = unit
        self.traits = Traits(unit, mark("nested labels"))

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        number = 0
        with out.main(self.suffix) as file:
            for article in labelled(documents, options, out.losses):
                lose_notes(article, out.losses)
                lose_refused(article, out.losses)
                ranges = self._ranges(article)
                said = _as_objects(ranges, number) if self.relations else _as_lists(ranges)
                number += len(ranges)
                by_uie = self.unit == CODE_POINTS
                own: dict[str, object] = {_UNIT: OFFSETS} if by_uie else {"Comments": []}
                row = {"id": article.key, "text": article.text, **said, **own}
                meta = article.meta
                file.write(to_json({**row, **({"meta": meta} if meta else {})}).encode() + b"\n")

    def _ranges(self, article: Labelled) -> list[tuple[int, int, str]]:
        entities = article.once()
        if self.unit == CODE_POINTS:
            return [(e.start, e.end, e.label) for e in entities if article.surface(e)]
        units = Utf16Ranges(article.text)
        return [(*units.of(e, article.surface(e)), e.label) for e in entities]


def _as_lists(ranges: list[tuple[int, int, str]]) -> dict[str, object]:
    return {"label": [list(place) for place in ranges]}


def _as_objects(ranges: list[tuple[int, int, str]], first: int) -> dict[str, object]:
    entities = [
        {"id": first + n, "label": label, "start_offset": start, "end_offset": end}
        for n, (start, end, label) in enumerate(ranges, 1)
    ]
    return {"entities": entities, "relations": []}


def is_doccano(fields: Mapping[str, object]) -> bool:
    """Whether an object is a row that doccano exported; other rows of triples are code points."""
    named = any(name in fields for name in ("Comments", "annotation_approver", "relations"))
    return named and any(name in fields for name in ("entities", *_LABELS))


def is_uie(fields: Mapping[str, object]) -> bool:
    """Whether an object is a row that was written for UIE here."""
    return fields.get(_UNIT) == OFFSETS and "entities" in fields


def _record(unit: str, line: str, options: ReadOptions, notes: Notes) -> Record | None:
    """An article in either shape, of any version of doccano; `unit` is what its offsets count."""
    fields = object_of(line, notes)
    if fields is None:
        return None
    name = next((name for name in _TEXTS if name in fields), _TEXTS[0])
    place = text_place(fields, name, notes)
    if place is None:
        return None
    text = str(fields[name])
    entities = [
        entity
        for item in _items(fields, notes)
        if (entity := entity_in(item, text, place, unit)) is not None
    ]
    if fields.get("relations"):
        notes.add("relations were left out: articles have none", fields["relations"])
    key = key_of_record(fields, "id", line, notes)
    return Record(key, place.folded.text, _meta(fields), entities=in_order(entities))


def _items(fields: Mapping[str, object], notes: Notes) -> Iterator[Mapping[str, object]]:
    """The ranges of a row as objects, whichever way they are written."""
    name = next((name for name in ("entities", *_LABELS) if name in fields), "label")
    held = fields.get(name)
    if isinstance(held, dict) and "entities" in held:
        held = held["entities"]
    for item in held if isinstance(held, list) else [held]:
        if isinstance(item, list) and len(item) == 3:
            yield dict(zip(("start_offset", "end_offset", "label"), item, strict=True))
        elif isinstance(item, dict):
            yield item
        elif item is not None:
            notes.add("not a span", item)


def entity_in(item: Mapping[str, object], text: str, place: Place, unit: str) -> NamedEntity | None:
    """The entity of an object whose offsets on `text` are in `unit`; None and a note if none."""
    if unit == CODE_POINTS:
        return entity_from(item, place)
    units = Utf16Map(text)
    names = ("start_offset", "end_offset") if "start_offset" in item else ("start", "end")
    moved = dict(item)
    for name in names:
        value = item.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            moved[name] = units.from_utf16(value)
            if value >= 0 and units.to_utf16(units.from_utf16(value)) != value:
                place.notes.add("a span that begins or ends inside a character", item)
                return None
    return entity_from(moved, place)


def _meta(fields: Mapping[str, object]) -> Meta:
    others = {name: value for name, value in fields.items() if name not in _OWN}
    if fields.get("Comments"):
        others["Comments"] = fields["Comments"]
    meta = fields.get("meta")
    if not isinstance(meta, dict):
        return meta_from(others)
    known = meta_of_record(meta)
    return replace(known, extra={**others, **known.extra})


DOCCANO_EXPORTER = DoccanoExporter("doccano", mark("doccano JSONL, spans"), UTF16, relations=False)
DOCCANO_RELATIONS_EXPORTER = DoccanoExporter(
    "doccano_relations", mark("doccano JSONL, entities and relations"), UTF16, relations=True
)
UIE_EXPORTER = DoccanoExporter(
    "uie", mark("PaddleNLP UIE (doccano_ext.json)"), CODE_POINTS, relations=True
)
DOCCANO_IMPORTER = LineImporter(
    "doccano", mark("doccano JSONL"), partial(_record, UTF16), (".jsonl", ".json")
)
UIE_IMPORTER = LineImporter(
    "uie",
    mark("PaddleNLP UIE (doccano_ext.json)"),
    partial(_record, CODE_POINTS),
    (".jsonl", ".json"),
)
