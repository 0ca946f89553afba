"""Articles for exports: made by hand, written to memory, read back by the importers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from annotator.document import Document
from annotator.formats import Problem, Record, exporter, read_paths
from annotator.formats.base import Coordinates, WriteOptions
from annotator.formats.losses import Losses
from annotator.formats.output import Memory, Output
from annotator.formats.record import checksum
from annotator.formats.strict_json import parse
from annotator.model import (
    Article,
    ArticleId,
    Boilerplate,
    Entity,
    Label,
    LabelId,
    Meta,
    Origin,
    Repair,
    SpanId,
    Status,
    Verdict,
)

RAW = WriteOptions(Coordinates.RAW)
IMPORTER_OF = {"doccano_relations": "doccano", "bio": "conll", "bmes": "conll"}
"""The importer of each format that is not read under its own id."""

Range = tuple[int, int, str]


@dataclass(frozen=True)
class Written:
    """The files of an export and the rows of its file of losses."""

    files: Mapping[str, bytes]
    losses: list[dict[str, object]]

    def main(self, suffix: str) -> bytes:
        """The one file with this ending."""
        (found,) = (data for name, data in self.files.items() if name.endswith(suffix))
        return found


def written(
    format: str, documents: Iterable[Document], options: WriteOptions | None = None
) -> Written:
    """What an exporter writes."""
    held = list(documents)
    names = dict.fromkeys(label.name for each in held for label in each.labels.values())
    asked = options or WriteOptions()
    asked = WriteOptions(asked.coordinates, asked.confirmed, asked.labels or tuple(names))
    files, listed = Memory(), Memory()
    with Losses(asked.coordinates) as losses:
        exporter(format).write(held, Output(files, losses), asked)
        with listed.open("losses") as file:
            losses.copy_to(file)
    rows = [parse(line) for line in listed.files["losses"].decode().split("\n") if line]
    return Written(files.files, [row for row in rows if isinstance(row, dict)])


def read_back(
    format: str, files: Mapping[str, bytes], folder: Path
) -> tuple[list[Record], list[Problem]]:
    """What an import of these files gives."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    id = IMPORTER_OF.get(format, format)
    items = list(read_paths([folder], format=id)) if files else []
    records = [item for item in items if isinstance(item, Record)]
    return records, [item for item in items if isinstance(item, Problem)]


def document(
    raw: str,
    entities: Sequence[Range | Entity] = (),
    *,
    key: str = "a",
    labels: Sequence[str] = ("ORG", "LOC", "PER"),
    repairs: Sequence[Repair] = (),
    boilerplate: Sequence[Boilerplate] = (),
    meta: Meta | None = None,
    status: Status = Status.DONE,
) -> Document:
    """An article; entities are start, end and label, or whole."""
    ids = {name: LabelId(number) for number, name in enumerate(labels, 1)}
    held = {id: Label(id, name, name, "#000000", "") for name, id in ids.items()}
    made = [
        e if isinstance(e, Entity) else Entity(SpanId(n), e[0], e[1], ids[e[2]])
        for n, e in enumerate(entities)
    ]
    article = Article(ArticleId(1), key, raw, checksum(raw), meta or Meta(), status)
    return Document(
        article,
        tuple(sorted(repairs, key=lambda r: (r.start, r.end))),
        tuple(sorted(boilerplate, key=lambda b: (b.start, b.end))),
        tuple(sorted(made, key=lambda e: (e.start, e.end))),
        held,
    )


def entity(
    start: int,
    end: int,
    label: int,
    origin: Origin = Origin.PERSON,
    verdict: Verdict | None = Verdict.ACCEPTED,
    *,
    annotator: str | None = None,
    note: str = "",
    score: float | None = None,
) -> Entity:
    """A whole entity; `label` counts the labels of the article from 1."""
    return Entity(
        SpanId(start), start, end, LabelId(label), origin, verdict, score, annotator, note
    )


def document_of(record: Record, labels: Sequence[str]) -> Document:
    """The article as an import makes it, uncleaned, with the same label set."""
    ids = {name: number for number, name in enumerate(labels, 1)}
    entities = [
        Entity(
            SpanId(n),
            e.start,
            e.end,
            LabelId(ids[e.label]),
            e.origin,
            e.verdict,
            e.score,
            e.annotator,
            e.note,
        )
        for n, e in enumerate(record.entities)
    ]
    return document(
        record.raw,
        entities,
        key=record.key,
        labels=labels,
        repairs=record.repairs,
        boilerplate=record.boilerplate,
        meta=record.meta,
        status=record.status,
    )


def ranges(record: Record) -> list[Range]:
    """The labels of a record."""
    return sorted((e.start, e.end, e.label) for e in record.entities)


def labels_of(one: Document) -> list[Range]:
    """The labels of an article that an export must hold."""
    names = {id: label.name for id, label in one.labels.items()}
    return sorted((e.start, e.end, names[e.label]) for e in one.entities)


MODULES = {"spacy": "spacy", "huggingface_parquet": "pyarrow", "uima": "cassis"}
"""The libraries that some formats need; `make test` installs them."""


def skipped(format: str) -> pytest.MarkDecorator:
    """A mark that skips where the library of a format is not installed."""
    missing = find_spec(MODULES.get(format, "json")) is None
    return pytest.mark.skipif(missing, reason=f"the library of {format} is not installed")


def formats(*ids: str) -> list[ParameterSet]:
    """Formats as parameters, each skipped where its library is not installed."""
    return [pytest.param(id, marks=skipped(id)) for id in ids]
