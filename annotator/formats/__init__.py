"""Files in and out: the formats there are, and reading any mixture of files and folders.

To add a format: a module with an importer, an exporter or both, and its place in these tuples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import TypeVar

from annotator.errors import InputError
from annotator.formats.atomic import write_atomically
from annotator.formats.base import Exporter, Importer, Problem, ReadOptions, Record, cannot_read
from annotator.formats.brat import BRAT_EXPORTER, BRAT_IMPORTER
from annotator.formats.cas import CAS_EXPORTER, CAS_IMPORTER
from annotator.formats.cluener import CLUENER_EXPORTER, CLUENER_IMPORTER
from annotator.formats.conll import BIO_EXPORTER, BMES_EXPORTER, COLUMN_IMPORTER
from annotator.formats.csv_table import CSV, TSV
from annotator.formats.doccano import (
    DOCCANO_EXPORTER,
    DOCCANO_IMPORTER,
    DOCCANO_RELATIONS_EXPORTER,
    UIE_EXPORTER,
    UIE_IMPORTER,
)
from annotator.formats.edits import EDITS_EXPORTER, EDITS_IMPORTER
from annotator.formats.encodings import known_encoding
from annotator.formats.files import Found, Source, find_files
from annotator.formats.html import HTML
from annotator.formats.hugging_face import (
    JSON_TOKENS_EXPORTER,
    JSON_TOKENS_IMPORTER,
    PARQUET_EXPORTER,
    PARQUET_IMPORTER,
)
from annotator.formats.json_list import JSON_LIST_IMPORTER
from annotator.formats.jsonl import JSONL_EXPORTER, JSONL_IMPORTER
from annotator.formats.keys import KeyTable
from annotator.formats.label_studio import LABEL_STUDIO_EXPORTER, LABEL_STUDIO_IMPORTER
from annotator.formats.line_labels import LINES_EXPORTER, LINES_IMPORTER
from annotator.formats.messages import MESSAGES_EXPORTER, MESSAGES_IMPORTER
from annotator.formats.prodigy import PRODIGY_EXPORTER, PRODIGY_IMPORTER
from annotator.formats.recognising import SUFFIXES, of_beginning, recognised
from annotator.formats.record import record_of
from annotator.formats.spacy_bin import SPACY_EXPORTER, SPACY_IMPORTER
from annotator.formats.text import TEXT

__all__ = [
    "EXPORTERS",
    "IMPORTERS",
    "Exporter",
    "Importer",
    "Problem",
    "ReadOptions",
    "Record",
    "exporter",
    "importer_of",
    "read_paths",
    "read_stream",
    "record_of",
    "sources_of",
    "write_atomically",
]

IMPORTERS: tuple[Importer, ...] = (
    TEXT,
    JSONL_IMPORTER,
    JSON_LIST_IMPORTER,
    HTML,
    CSV,
    TSV,
    PRODIGY_IMPORTER,
    DOCCANO_IMPORTER,
    LABEL_STUDIO_IMPORTER,
    SPACY_IMPORTER,
    COLUMN_IMPORTER,
    CLUENER_IMPORTER,
    UIE_IMPORTER,
    JSON_TOKENS_IMPORTER,
    PARQUET_IMPORTER,
    BRAT_IMPORTER,
    CAS_IMPORTER,
    MESSAGES_IMPORTER,
    LINES_IMPORTER,
    EDITS_IMPORTER,
)
EXPORTERS: tuple[Exporter, ...] = (
    JSONL_EXPORTER,
    PRODIGY_EXPORTER,
    DOCCANO_EXPORTER,
    DOCCANO_RELATIONS_EXPORTER,
    LABEL_STUDIO_EXPORTER,
    SPACY_EXPORTER,
    BIO_EXPORTER,
    BMES_EXPORTER,
    CLUENER_EXPORTER,
    UIE_EXPORTER,
    JSON_TOKENS_EXPORTER,
    PARQUET_EXPORTER,
    BRAT_EXPORTER,
    CAS_EXPORTER,
    MESSAGES_EXPORTER,
    LINES_EXPORTER,
    EDITS_EXPORTER,
)

_HALF = (1 << 32) - 1


def read_paths(
    paths: Sequence[Path], options: ReadOptions | None = None, format: str | None = None
) -> Iterator[Record | Problem]:
    """Read files and folders one article at a time; every record gets a key of its own.

    The key is the record's own id, else the file's name without its last suffix (and the line,
    where a file holds many). Two files of one name get their folder before it, and an id that
    stands in two files with different texts gets the second file's name before it. The same
    files give the same keys again.

    `format` is the id of the importer for all of them; without it the suffix chooses, and a named
    file of any other suffix is read as text. Raises InputError, before anything is read, for a
    path that does not exist, a folder without articles, an unknown format or encoding.
    """
    options = options or ReadOptions()
    known_encoding(options.encoding)
    return _read(_found(paths, format), format, options)


def sources_of(paths: Sequence[Path], format: str | None = None) -> list[Path]:
    """The files that `read_paths` would read, in order; raises InputError as it does."""
    return [source.path for source in _found(paths, format).sources]


def importer_of(path: Path, format: str | None = None) -> Importer:
    """Which importer reads a file: the one called `format`, else the one its suffix names.

    Suffixes that several formats share say nothing: how the file begins tells.

    >>> importer_of(Path("a.CSV")).id, importer_of(Path("a.md")).id
    ('csv', 'text')
    """
    if format:
        return _named(IMPORTERS, format)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return recognised(path)
    return next((importer for importer in IMPORTERS if suffix in importer.suffixes), TEXT)


def _found(paths: Sequence[Path], format: str | None) -> Found:
    chosen = [_named(IMPORTERS, format)] if format else IMPORTERS
    suffixes = dict.fromkeys(suffix for importer in chosen for suffix in importer.suffixes)
    return find_files(paths, list(suffixes))


def read_stream(
    stream: BufferedReader,
    name: str,
    options: ReadOptions | None = None,
    format: str | None = None,
) -> Iterator[Record | Problem]:
    """Read a stream once: JSON as it begins, anything else as one text, if not as `format` says.

    `name` stands in problems, and is the key of what has none. Raises InputError for an unknown
    encoding or format.
    """
    options = options or ReadOptions()
    keys = _Keys()
    keys.next_file(Source(Path(name), name))
    if format:
        importer = _named(IMPORTERS, format)
    else:
        begins = stream.peek(1).removeprefix(b"\xef\xbb\xbf").lstrip()
        importer = of_beginning(begins) if begins[:1] in (b"{", b"[") else TEXT
    for item in importer.read(stream, name, options):
        yield keys.settle(item) if isinstance(item, Record) else item


Format = TypeVar("Format", Importer, Exporter)


def exporter(id: str) -> Exporter:
    """The exporter called `id`. Raises InputError, naming the known ones, if there is none."""
    return _named(EXPORTERS, id)


def _named(formats: Sequence[Format], id: str) -> Format:
    found = next((each for each in formats if each.id == id), None)
    if found is None:
        known = ", ".join(each.id for each in formats)
        message = "There is no format {name} for this."
        raise InputError(message, "Known are: {known}.", name=repr(id), known=known)
    return found


def _read(found: Found, format: str | None, options: ReadOptions) -> Iterator[Record | Problem]:
    yield from found.problems
    keys = _Keys()
    for source in found.sources:
        keys.next_file(source)
        importer = importer_of(source.path, format)
        for item in _read_file(importer, source.path, options):
            yield keys.settle(item) if isinstance(item, Record) else item


def _read_file(importer: Importer, path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    try:
        with path.open("rb") as file:
            yield from importer.read(file, str(path), options)
    except OSError as error:
        yield cannot_read(path, error)


class _Keys:
    """Gives records their keys. Holds two numbers a record, so that a long file stays small."""

    def __init__(self) -> None:
        self._given = KeyTable()
        self._file = ""
        self._number = 0

    def next_file(self, source: Source) -> None:
        """Begin with the records of a file."""
        self._file = source.name
        self._number += 1

    def settle(self, record: Record) -> Record | Problem:
        """The record with its key; a problem where its file has given that id to another text."""
        key = record.key or (f"{self._file}-{record.line}" if record.line else self._file)
        text = hash(record.raw) & _HALF
        for name in (key, f"{self._file}/{key}"):
            count = len(self._given)
            given = self._given.setdefault(name, self._number << 32 | text)
            if given & _HALF == text:
                return replace(record, key=name, again=count == len(self._given))
            if given >> 32 == self._number:
                break
        message = "an id that another text of this file has already"
        return Problem(record.file, record.line, message, key)
