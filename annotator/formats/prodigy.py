"""Prodigy JSONL: one task a line, with a token for every character.

Offsets are code points; `end` is exclusive, `token_end` inclusive. Who labelled what are rows of
their own, as Prodigy writes them; a refused label is a row with the answer "reject".
Source: the fields of Prodigy's documented tasks and of its published example data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import IO, Any

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import (
    NamedEntity,
    Problem,
    ReadOptions,
    Record,
    Traits,
    WriteOptions,
)
from annotator.formats.jsonl import key_of_record, read_jsonl
from annotator.formats.labelled import Labelled, labelled
from annotator.formats.meta import meta_from, meta_of_record
from annotator.formats.notes import Notes
from annotator.formats.objects import in_order, object_of, text_place
from annotator.formats.output import Output
from annotator.formats.spans import Place, entity_from
from annotator.formats.strict_json import to_json
from annotator.model import Meta, Origin, Status, Verdict

_ACCEPT, _REJECT, _IGNORE = "accept", "reject", "ignore"
_ANSWERS = (_ACCEPT, _REJECT, _IGNORE, None)
_MARKS = ("_task_hash", "_input_hash", "_view_id", "_session_id", "answer")
_OWN = frozenset(
    (
        *("id", "text", "tokens", "spans", "meta", "answer", "_annotator_id"),
        *("_input_hash", "_task_hash", "_session_id", "_view_id", "_timestamp", "_is_binary"),
    )
)


class ProdigyExporter:
    """Writes a task for each article and annotator, and one for each refused label."""

    id = "prodigy"
    title = mark("Prodigy JSONL")
    suffix = ".jsonl"
    folder = False
    in_pieces = True
    traits = Traits(mark("code points"), mark("nested labels, notes, refused labels"))

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        with out.main(self.suffix) as file:
            for article in labelled(documents, options, out.losses):
                for row in _rows(article):
                    file.write(to_json(row).encode() + b"\n")


def _rows(article: Labelled) -> Iterator[dict[str, object]]:
    tokens = [
        {"text": char, "start": n, "end": n + 1, "id": n, "ws": False}
        for n, char in enumerate(article.text)
    ]
    flagged = article.document.article.status is Status.FLAGGED
    answer = _IGNORE if flagged else _ACCEPT
    names = sorted({entity.annotator or "" for entity in article.entities}) or [""]
    for name in names:
        spans = [entity for entity in article.entities if (entity.annotator or "") == name]
        yield _row(article, tokens, spans, answer, name)
    for entity in article.refused:
        yield _row(article, tokens, [entity], _REJECT, entity.annotator or "")


def _row(
    article: Labelled,
    tokens: list[dict[str, object]],
    entities: list[NamedEntity],
    answer: str,
    annotator: str,
) -> dict[str, object]:
    nested = any(one.end > other.start for one, other in pairwise(entities))
    return {
        "id": article.key,
        "text": article.text,
        "meta": article.meta,
        "tokens": tokens,
        "spans": [_span(article, entity) for entity in entities],
        "_view_id": "spans_manual" if nested else "ner_manual",
        "answer": answer,
        **({"_annotator_id": annotator} if annotator else {}),
    }


def _span(article: Labelled, entity: NamedEntity) -> dict[str, object]:
    return {
        "start": entity.start,
        "end": entity.end,
        "token_start": entity.start,
        "token_end": entity.end - 1,
        "label": entity.label,
        "text": article.surface(entity),
        "source": entity.origin.value,
        **({"score": entity.score} if entity.score is not None else {}),
        **({"note": entity.note} if entity.note else {}),
    }


class ProdigyImporter:
    """Reads tasks; rows of one text that follow each other are one article."""

    id = "prodigy"
    title = mark("Prodigy JSONL")
    suffixes: tuple[str, ...] = (".jsonl",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the articles, and what could not be read of a line."""
        return merged(read_jsonl(file, name, options, take=_record))

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the fields are fixed."""
        return ()


def is_prodigy(fields: Mapping[str, object]) -> bool:
    """Whether an object is a task of Prodigy's, of spans in a text."""
    return "text" in fields and "spans" in fields and any(name in fields for name in _MARKS)


def _record(line: str, options: ReadOptions, notes: Notes) -> Record | None:
    fields = object_of(line, notes)
    place = text_place(fields, "text", notes) if fields is not None else None
    if fields is None or place is None:
        return None
    answer = fields.get("answer")
    if answer not in _ANSWERS:
        message = "{key} is not one of {known}"
        notes.add(message, answer, key="answer", known="accept, reject, ignore")
    return Record(
        key_of_record(fields, "id", line, notes),
        place.folded.text,
        _meta(fields),
        entities=in_order(_entities(fields, place, answer == _REJECT)),
        status=Status.FLAGGED if answer == _IGNORE else Status.TODO,
    )


def _entities(fields: Mapping[str, object], place: Place, refused: bool) -> list[NamedEntity]:
    spans = list(place.notes.objects(fields, "spans"))
    if refused and len(spans) > 1:
        place.notes.add("a refused set of spans: it does not say which of them is wrong", spans)
        return []
    annotator = place.notes.text(fields, "_annotator_id")
    found = [(span, entity_from(span, place)) for span in spans]
    verdict = Verdict.REJECTED if refused else Verdict.ACCEPTED
    return [
        entity._replace(
            annotator=annotator,
            origin=_origin(span),
            verdict=verdict,
        )
        for span, entity in found
        if entity is not None
    ]


def _origin(span: Mapping[str, object]) -> Origin:
    known: Any = span.get("source")
    return Origin(known) if known in Origin.__members__.values() else Origin.IMPORT


def _meta(fields: Mapping[str, object]) -> Meta:
    others = {name: value for name, value in fields.items() if name not in _OWN}
    meta = fields.get("meta")
    known = meta_of_record(meta) if isinstance(meta, dict) else Meta()
    return replace(known, extra={**meta_from(others).extra, **known.extra})


def merged(read: Iterable[Record | Problem]) -> Iterator[Record | Problem]:
    """Rows that follow each other with one id and text are one record with the labels of all."""
    held: Record | None = None
    for item in read:
        if isinstance(item, Problem):
            yield item
        elif held is not None and (item.key, item.raw) == (held.key, held.raw):
            entities = in_order([*held.entities, *item.entities])
            held = replace(held, entities=entities)
        else:
            if held is not None:
                yield held
            held = item
    if held is not None:
        yield held


PRODIGY_EXPORTER = ProdigyExporter()
PRODIGY_IMPORTER = ProdigyImporter()
