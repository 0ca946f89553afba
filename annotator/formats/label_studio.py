"""Label Studio JSON: tasks with annotations and predictions, and the labelling interface for them.

Offsets are code points, ends exclusive; exports of before October 2021 count UTF-16 units, which is
told by what the file says stands there. Each annotator has an annotation. A suggestion that was
refused is a prediction of the model version "refused"; what was taken keeps its origin and score.
Source: Label Studio's documentation of its export and of predictions; the converter of its SDK.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import IO

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import NamedEntity, Problem, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.doccano import CODE_POINTS, UTF16, entity_in
from annotator.formats.json_list import read_list
from annotator.formats.jsonl import key_of_record, read_jsonl
from annotator.formats.labelled import Labelled, labelled
from annotator.formats.meta import meta_from, meta_of_record
from annotator.formats.notes import Notes, is_number
from annotator.formats.objects import in_order, object_of, text_place
from annotator.formats.output import Output
from annotator.formats.prodigy import merged
from annotator.formats.spans import Place
from annotator.formats.strict_json import to_json
from annotator.model import Meta, Origin, Status, Verdict

INTERFACE = "label-studio.xml"
_REFUSED = "refused"
_CONTROL, _TEXT = "label", "text"
_BY = "created_username"
_MINIMAL = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time")


class LabelStudioExporter:
    """Writes a list of tasks, and beside it the labelling interface they fit."""

    id = "label_studio"
    title = "Label Studio JSON"
    suffix = ".json"
    folder = True
    in_pieces = False
    traits = Traits(mark("code points"), mark("nested labels, notes, refused labels, annotators"))

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        ids = _Ids()
        with out.main(self.suffix) as file:
            before = b"[\n"
            for article in labelled(documents, options, out.losses):
                file.write(before + to_json(_task(article, ids)).encode())
                before = b",\n"
            file.write(b"[]\n" if before == b"[\n" else b"\n]\n")
        with out.beside(INTERFACE) as file:
            file.write(_interface(options.labels).encode())


class _Ids:
    """Numbers for tasks, and for annotations and predictions, each of which must be unique."""

    def __init__(self) -> None:
        self.tasks = self.others = 0

    def task(self) -> int:
        self.tasks += 1
        return self.tasks

    def other(self) -> int:
        self.others += 1
        return self.others


def _interface(labels: Iterable[str]) -> str:
    rows = "".join(f'    <Label value="{escape(name)}"/>\n' for name in labels)
    return (
        f'<View>\n  <Labels name="{_CONTROL}" toName="{_TEXT}">\n{rows}  </Labels>\n'
        f'  <Text name="{_TEXT}" value="${_TEXT}" granularity="symbol"/>\n</View>\n'
    )


def _task(article: Labelled, ids: _Ids) -> dict[str, object]:
    stored = article.document.article
    by: dict[str, list[NamedEntity]] = defaultdict(list)
    for entity in article.entities:
        by[entity.annotator or ""].append(entity)
    seconds = stored.seconds
    task = ids.task()
    annotations = []
    for name in sorted(by) or [""]:
        results = [_region(article, e, f"a{ids.others + 1}-{n}") for n, e in enumerate(by[name])]
        annotations.append(
            {
                "id": ids.other(),
                "result": results,
                "was_cancelled": stored.status is Status.FLAGGED,
                "ground_truth": False,
                "lead_time": seconds,
                _BY: name,
            }
        )
        seconds = 0.0
    refused = [_region(article, e, f"p{task}-{n}") for n, e in enumerate(article.refused)]
    predictions = [{"id": ids.other(), "model_version": _REFUSED, "result": refused}]
    meta = {"meta": article.meta} if article.meta else {}
    return {
        "id": task,
        "data": {_TEXT: article.text, "id": article.key, **meta},
        "annotations": annotations,
        "predictions": predictions if refused else [],
    }


def _region(article: Labelled, entity: NamedEntity, id: str) -> dict[str, object]:
    by_model = entity.origin in (Origin.MODEL, Origin.RULE)
    return {
        "id": id,
        "from_name": _CONTROL,
        "to_name": _TEXT,
        "type": "labels",
        "origin": "prediction" if by_model else "manual",
        "value": {
            "start": entity.start,
            "end": entity.end,
            "text": article.surface(entity),
            "labels": [entity.label],
        },
        **({"score": entity.score} if entity.score is not None else {}),
        **({"meta": {"text": [entity.note]}} if entity.note else {}),
    }


class LabelStudioImporter:
    """Reads tasks as exported, in full or as JSON_MIN, from a list or one a line."""

    id = "label_studio"
    title = "Label Studio JSON"
    suffixes: tuple[str, ...] = (".json", ".jsonl")

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article of each task, and what could not be read of it."""
        if name.endswith(".jsonl"):
            return merged(read_jsonl(file, name, options, take=_record))
        return merged(read_list(file, name, options, _record))

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the fields are fixed."""
        return ()


def is_label_studio(fields: Mapping[str, object]) -> bool:
    """Whether an object is a task, in full or as JSON_MIN."""
    full = isinstance(fields.get("data"), dict)
    return "annotation_id" in fields or (
        full and any(name in fields for name in ("annotations", "predictions", "completions"))
    )


def _record(item: str, options: ReadOptions, notes: Notes) -> Record | None:
    fields = object_of(item, notes)
    if fields is None:
        return None
    data = fields.get("data")
    if not isinstance(data, dict):
        data, fields = _minimal(fields)
    place = text_place(data, _TEXT, notes)
    if place is None:
        return None
    text = str(data[_TEXT])
    annotations = list(notes.objects(fields, "annotations"))
    entities = [e for each in annotations for e in _annotated(each, text, place)]
    for each in notes.objects(fields, "predictions"):
        entities += _predicted(each, text, place)
    cancelled = any(each.get("was_cancelled") is True for each in annotations)
    named = "id" in data
    return Record(
        key_of_record(data, "id", to_json(data), notes) if named else str(fields.get("id", "")),
        place.folded.text,
        _meta(data),
        entities=in_order(entities),
        status=Status.FLAGGED if cancelled else Status.TODO,
        seconds=sum(notes.number(each, "lead_time", 0.0) for each in annotations),
    )


def _minimal(fields: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """The data and the annotations of a row of JSON_MIN, in which each control has a field."""
    regions: list[dict[str, object]] = []
    data: dict[str, object] = {}
    for name, held in fields.items():
        values = held if isinstance(held, list) else []
        found = [v for v in values if isinstance(v, dict) and "labels" in v]
        regions += [{"type": "labels", "value": value} for value in found]
        if not found and name not in _MINIMAL:
            data[name] = held
    by = fields.get("annotator")
    annotation: dict[str, object] = {"result": regions, _BY: str(by) if by is not None else ""}
    annotation["lead_time"] = fields.get("lead_time")
    return data, {"annotations": [annotation]}


def _annotated(annotation: Mapping[str, object], text: str, place: Place) -> Iterator[NamedEntity]:
    annotator = _annotator(annotation, place.notes)
    for region in place.notes.objects(annotation, "result"):
        entity = _entity(region, text, place)
        if entity is not None:
            origin = Origin.MODEL if region.get("origin") == "prediction" else entity.origin
            yield entity._replace(annotator=annotator, origin=origin)


def _annotator(annotation: Mapping[str, object], notes: Notes) -> str | None:
    named = annotation.get(_BY)
    by = annotation.get("completed_by")
    if isinstance(named, str):
        return named or None
    if isinstance(by, dict):
        return notes.text(by, "email")
    return str(by) if by is not None else None


def _predicted(prediction: Mapping[str, object], text: str, place: Place) -> Iterator[NamedEntity]:
    """What a model said: suggestions nobody has judged, but for those we wrote as refused."""
    refused = prediction.get("model_version") == _REFUSED
    score = prediction.get("score")
    for region in place.notes.objects(prediction, "result"):
        entity = _entity(region, text, place)
        if entity is None:
            continue
        by_model = region.get("origin") != "manual"
        yield entity._replace(
            origin=Origin.MODEL if by_model else Origin.IMPORT,
            verdict=Verdict.REJECTED if refused else None,
            score=float(score) if entity.score is None and is_number(score) else entity.score,
        )


def _entity(region: Mapping[str, object], text: str, place: Place) -> NamedEntity | None:
    """The label of a region; regions of other kinds are left out with a note."""
    value = region.get("value")
    labels = value.get("labels") if isinstance(value, dict) else None
    if not (isinstance(value, dict) and isinstance(labels, list) and len(labels) == 1):
        place.notes.add("a region that is not one label on a text was left out", region)
        return None
    meta = region.get("meta")
    said = meta.get("text") if isinstance(meta, dict) else None
    note = said[0] if isinstance(said, list) and said and isinstance(said[0], str) else ""
    item = {**value, "label": labels[0], "score": region.get("score"), "note": note}
    unit = UTF16 if _counts_utf16(value, text) else CODE_POINTS
    return entity_in(item, text, place, unit)


def _counts_utf16(value: Mapping[str, object], text: str) -> bool:
    """Whether a range fits what the file says stands there only in UTF-16 units."""
    start, end, says = value.get("start"), value.get("end"), value.get("text")
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(says, str)):
        return False
    if text[start:end] == says or max(text) <= "\uffff":
        return False
    data = text.encode("utf-16-le", "surrogatepass")
    return data[2 * start : 2 * end].decode("utf-16-le", "replace") == says


def _meta(data: Mapping[str, object]) -> Meta:
    meta = data.get("meta")
    others = {name: value for name, value in data.items() if name not in (_TEXT, "id")}
    if not isinstance(meta, dict):
        return meta_from(others)
    del others["meta"]
    known = meta_of_record(meta)
    return replace(known, extra={**others, **known.extra})


LABEL_STUDIO_EXPORTER = LabelStudioExporter()
LABEL_STUDIO_IMPORTER = LabelStudioImporter()
