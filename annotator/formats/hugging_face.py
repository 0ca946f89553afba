"""Hugging Face token classification: sentences of characters with whole-number tags.

The names of the tags are in `features.json`, and in the schema of a Parquet file. Each row says
which article it is from, where it begins there, and what its text is with all that is no token.
Source: the `datasets` library, whose JSON and Parquet loaders read these files with those features.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import NamedEntity, Problem, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.jsonl import key_of_record, read_jsonl
from annotator.formats.labelled import labelled
from annotator.formats.libraries import library
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.notes import Notes
from annotator.formats.objects import in_order, object_of
from annotator.formats.output import Output
from annotator.formats.pieces import Piece, put_together
from annotator.formats.strict_json import to_json
from annotator.formats.tokens import BIO, BadTag, joined, sentences_of, spans_of

EXTRA = "parquet"
FEATURES = "features.json"
_BATCH = 1_000
_NUMBER = {"dtype": "int32", "_type": "Value"}
_STRING = {"dtype": "string", "_type": "Value"}
Row = dict[str, Any]


class JsonTokensExporter:
    """Writes a sentence a line, and the features beside."""

    id = "huggingface"
    title = mark("Hugging Face token classification, JSON lines")
    suffix = ".jsonl"
    folder = True
    in_pieces = False
    traits = Traits(mark("tokens"), mark("flat labels; no metadata"))

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        names = tag_names(options.labels)
        with out.main(self.suffix) as file:
            for row in _rows(documents, out, options, names):
                file.write(to_json(row).encode() + b"\n")
        with out.beside(FEATURES) as file:
            file.write(json.dumps(features(names), ensure_ascii=False, indent=2).encode() + b"\n")


class ParquetExporter:
    """Writes the same rows as Parquet, whose schema names the features."""

    id = "huggingface_parquet"
    title = mark("Hugging Face token classification, Parquet")
    suffix = ".parquet"
    folder = False
    in_pieces = False
    traits = Traits(mark("tokens"), mark("flat labels; no metadata"), library=EXTRA)

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document. Raises UserError without pyarrow."""
        arrow, parquet = library("pyarrow", EXTRA), library("pyarrow.parquet", EXTRA)
        names = tag_names(options.labels)
        schema = _schema(arrow, names)
        with out.main(self.suffix) as file, parquet.ParquetWriter(file, schema) as writer:
            batch: list[Row] = []
            for row in _rows(documents, out, options, names):
                batch.append(row)
                if len(batch) == _BATCH:
                    writer.write_table(arrow.Table.from_pylist(batch, schema))
                    batch = []
            writer.write_table(arrow.Table.from_pylist(batch, schema))


def _rows(
    documents: Iterable[Document], out: Output, options: WriteOptions, names: list[str]
) -> Iterator[Row]:
    numbers = {name: number for number, name in enumerate(names)}
    for article in labelled(documents, options, out.losses):
        for count, sentence in enumerate(sentences_of(article, BIO, out.losses)):
            yield {
                "id": f"{article.key}#{count}",
                "tokens": sentence.tokens,
                "ner_tags": [numbers[tag] for tag in sentence.tags],
                "article": article.key,
                "start": sentence.start,
                "text": sentence.text,
                "places": list(sentence.places),
            }


def tag_names(labels: Iterable[str]) -> list[str]:
    """The tags in the order of their numbers.

    >>> tag_names(["LOC"])
    ['O', 'B-LOC', 'I-LOC']
    """
    written = dict.fromkeys("_".join(label.split()) for label in labels)
    return ["O", *(f"{sign}-{label}" for label in written for sign in "BI")]


def features(names: list[str]) -> dict[str, object]:
    """The features of a row, as `datasets.Features.from_dict` takes them."""
    return {
        "id": _STRING,
        "tokens": {"feature": _STRING, "_type": "List"},
        "ner_tags": {"feature": {"names": names, "_type": "ClassLabel"}, "_type": "List"},
        "article": _STRING,
        "start": _NUMBER,
        "text": _STRING,
        "places": {"feature": _NUMBER, "_type": "List"},
    }


def _schema(arrow: Any, names: list[str]) -> Any:
    string, whole = arrow.string(), arrow.int32()
    types = {
        "id": string,
        "tokens": arrow.list_(string),
        "ner_tags": arrow.list_(arrow.int64()),
        "article": string,
        "start": whole,
        "text": string,
        "places": arrow.list_(whole),
    }
    told = {"huggingface": json.dumps({"info": {"features": features(names)}})}
    return arrow.schema(list(types.items()), metadata=told)


class JsonTokensImporter:
    """Reads sentences a line; those of one article that follow each other are put together."""

    id = "huggingface"
    title = mark("Hugging Face token classification, JSON lines")
    suffixes: tuple[str, ...] = (".jsonl", ".json")

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the articles, and what could not be read of a line."""
        names = _names_in(_features_beside(name))
        return put_together(_from_lines(file, name, options, _Rows(names)))

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the fields are fixed."""
        return ()


class ParquetImporter:
    """Reads the same rows from Parquet."""

    id = "huggingface_parquet"
    title = mark("Hugging Face token classification, Parquet")
    suffixes: tuple[str, ...] = (".parquet",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the articles, rows numbered from 1. Raises UserError without pyarrow."""
        parquet = library("pyarrow.parquet", EXTRA)
        try:
            held = parquet.ParquetFile(file)
            told = held.schema_arrow.metadata or {}
            info = json.loads(told.get(b"huggingface", b"{}")).get("info", {})
            names = _names_in(info.get("features"))
            batches = held.iter_batches(_BATCH)
            rows = (row for batch in batches for row in batch.to_pylist())
            yield from put_together(_from_table(rows, name, _Rows(names)))
        except Exception as error:  # whatever a library says of bytes that are none of its own
            values = {"reason": f"{type(error).__name__} {error}".strip()}
            yield Problem(name, 0, "cannot be read as Parquet: {reason}", values=values)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the fields are fixed."""
        return ()


def is_tokens(fields: Mapping[str, object]) -> bool:
    """Whether an object is a row of token classification."""
    return "tokens" in fields and "ner_tags" in fields


def _features_beside(name: str) -> object:
    path = Path(name).with_name(FEATURES)
    try:
        return json.loads(path.read_text("utf-8")) if path.is_file() else None
    except ValueError:
        # Without names the rows say themselves that theirs are unknown.
        return None


def _names_in(found: object) -> list[str]:
    """The names of tags that features hold."""
    held = found.get("ner_tags") if isinstance(found, dict) else None
    inner = held.get("feature") if isinstance(held, dict) else None
    names = inner.get("names") if isinstance(inner, dict) else None
    return [str(name) for name in names] if isinstance(names, list) else []


class _Rows:
    """Makes records of rows; `start` is where the row read last begins in its article."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self.start: int | None = None

    def take(self, line: str, options: ReadOptions, notes: Notes) -> Record | None:
        """The record of a row of JSON."""
        fields = object_of(line, notes)
        if fields is None:
            return None
        return self.record(fields, key_of_record(fields, "id", line, notes), notes)

    def record(self, fields: Mapping[str, object], key: str, notes: Notes) -> Record | None:
        """The record of a row: its sentence as part of its article, or as an article of its own."""
        tokens = notes.strings(fields, "tokens")
        if not any(token.strip() for token in tokens):
            notes.add("a record without a text in {field}", fields.get("tokens"), field="tokens")
            return None
        text, places = _text_of(fields, tokens)
        article, start = fields.get("article"), fields.get("start")
        whole = not (isinstance(article, str) and isinstance(start, int) and "\r" not in text)
        self.start = start if isinstance(start, int) and not whole else None
        spans = self._spans(fields.get("ner_tags"), len(tokens), notes)
        folded = fold_line_ends(text)
        entities = [
            NamedEntity(
                *folded.moved(places[first], places[stop - 1] + len(tokens[stop - 1])), label
            )
            for first, stop, label in spans
        ]
        named = key if whole else str(article)
        return Record(named, folded.text, entities=in_order(entities))

    def _spans(self, tags: object, length: int, notes: Notes) -> list[tuple[int, int, str]]:
        held = tags if isinstance(tags, list) else []
        if len(held) != length:
            notes.add(
                "{key} are not one for each token: labels were left out", tags, key="ner_tags"
            )
            return []
        named = [self._name(tag) for tag in held]
        if None in named:
            message = "a tag without a name: {file} is missing or does not have it"
            notes.add(message, held[named.index(None)], file=FEATURES)
            return []
        try:
            return spans_of(str(name) for name in named)
        except BadTag as error:
            notes.add(error.message, tags, **error.values)
            return []

    def _name(self, tag: object) -> str | None:
        if isinstance(tag, str):
            return tag
        known = isinstance(tag, int) and 0 <= tag < len(self._names)
        return self._names[tag] if known and isinstance(tag, int) else None


def _text_of(fields: Mapping[str, object], tokens: Sequence[str]) -> tuple[str, list[int]]:
    """The text of a row and where its tokens begin: as it says if that is true, else joined."""
    text, places = fields.get("text"), fields.get("places")
    if isinstance(text, str) and isinstance(places, list) and len(places) == len(tokens):
        pairs = zip(places, tokens, strict=True)
        if all(isinstance(at, int) and at >= 0 and text.startswith(t, at) for at, t in pairs):
            return text, places
    return joined(tokens)


def _from_lines(
    file: IO[bytes], name: str, options: ReadOptions, rows: _Rows
) -> Iterator[Piece | Problem]:
    for item in read_jsonl(file, name, options, take=rows.take):
        yield item if isinstance(item, Problem) else Piece(rows.start, item)


def _from_table(table: Iterable[Row], name: str, rows: _Rows) -> Iterator[Piece | Problem]:
    for number, fields in enumerate(table, 1):
        notes = Notes()
        record = rows.record(fields, str(fields.get("id") or ""), notes)
        yield from notes.problems(name, number)
        if record is not None:
            yield Piece(rows.start, replace(record, file=name, line=number))


JSON_TOKENS_EXPORTER = JsonTokensExporter()
JSON_TOKENS_IMPORTER = JsonTokensImporter()
PARQUET_EXPORTER = ParquetExporter()
PARQUET_IMPORTER = ParquetImporter()
