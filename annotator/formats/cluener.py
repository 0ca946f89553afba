"""CLUENER: one object a line, labels grouped by name and then by what stands there.

Offsets are code points and the end is inclusive. Readers know ten labels and no others.
Source: the README of CLUEbenchmark/CLUENER2020.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import NamedEntity, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.jsonl import LineImporter, key_of_record
from annotator.formats.labelled import Labelled, labelled, lose_notes, lose_refused
from annotator.formats.losses import Loss
from annotator.formats.meta import meta_from
from annotator.formats.notes import Notes
from annotator.formats.objects import in_order, object_of, text_place
from annotator.formats.output import Output
from annotator.formats.record import checked
from annotator.formats.spans import Place, entity_from
from annotator.formats.strict_json import to_json

LABELS = (
    *("address", "book", "company", "game", "government"),
    *("movie", "name", "organization", "position", "scene"),
)
_OWN = frozenset(("id", "text", "label"))


class CluenerExporter:
    """Writes an article a line."""

    id = "cluener"
    title = "CLUENER"
    suffix = ".json"
    folder = False
    in_pieces = False
    traits = Traits(mark("code points, end inclusive"), mark("nested labels; no metadata"))

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document; a label that readers do not know is written and told once."""
        told: set[str] = set()
        with out.main(self.suffix) as file:
            for article in labelled(documents, options, out.losses):
                lose_notes(article, out.losses)
                lose_refused(article, out.losses)
                row = {"id": article.key, "text": article.text, "label": _grouped(article)}
                file.write(to_json(row).encode() + b"\n")
                for label in sorted({e.label for e in article.entities} - told - {*LABELS}):
                    out.losses.add(Loss(article.key, "unknown_label", label=label))
                    told.add(label)


def _grouped(article: Labelled) -> dict[str, dict[str, list[list[int]]]]:
    label: dict[str, dict[str, list[list[int]]]] = {}
    for entity in article.once():
        surface, last = article.surface(entity), entity.end - 1
        checked(article.text[entity.start : last + 1], surface)
        label.setdefault(entity.label, {}).setdefault(surface, []).append([entity.start, last])
    return label


def is_cluener(fields: Mapping[str, object]) -> bool:
    """Whether an object groups its labels by name and surface."""
    label = fields.get("label")
    groups = list(label.values()) if isinstance(label, dict) else []
    return bool(groups) and "text" in fields and all(isinstance(group, dict) for group in groups)


def _record(line: str, options: ReadOptions, notes: Notes) -> Record | None:
    fields = object_of(line, notes)
    place = text_place(fields, "text", notes) if fields is not None else None
    if fields is None or place is None:
        return None
    entities = list(_entities(fields.get("label", {}), place))
    key = key_of_record(fields, "id", line, notes)
    others = {name: value for name, value in fields.items() if name not in _OWN}
    return Record(key, place.folded.text, meta_from(others), entities=in_order(entities))


def _entities(label: object, place: Place) -> Iterator[NamedEntity]:
    for name, surface, pair in _ranges(label, place.notes):
        if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], int)):
            place.notes.add("not a span", pair)
            continue
        item = {"start": pair[0], "end": pair[1] + 1, "label": name, "text": surface}
        entity = entity_from(item, place)
        if entity is not None:
            yield entity


def _ranges(label: object, notes: Notes) -> Iterator[tuple[str, str, object]]:
    """The label, the surface and the range of each."""
    if not isinstance(label, dict):
        notes.add("label is not an object", label)
        return
    for name, surfaces in label.items():
        if not isinstance(surfaces, dict):
            notes.add("not a span", surfaces)
            continue
        for surface, ranges in surfaces.items():
            held = ranges if isinstance(ranges, list) else [ranges]
            yield from ((name, surface, pair) for pair in held)


CLUENER_EXPORTER = CluenerExporter()
CLUENER_IMPORTER = LineImporter("cluener", "CLUENER", _record, (".json", ".jsonl"))
