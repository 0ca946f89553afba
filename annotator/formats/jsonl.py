"""JSON lines: the program's own record both ways, and any other object that holds a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import Problem, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.charset import opened
from annotator.formats.encodings import NotText, decode
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.lines import LINE_LIMIT, Line, cuttable, read_lines
from annotator.formats.meta import meta_from
from annotator.formats.notes import Notes, is_number
from annotator.formats.output import Output
from annotator.formats.own import read_own
from annotator.formats.record import SCHEMA, record_line
from annotator.formats.spans import Place, entities_in
from annotator.formats.strict_json import NotJson, exact_number, parse, shortened

_BLANK = b" \t\r\n"
_LOOKED_AT = 20

Take = Callable[[str, ReadOptions, Notes], Record | None]
"""Makes the record of one line, and notes what it could not take; raises NotJson."""


class JsonlImporter:
    """Reads one JSON object a line; records without an id get their key from the caller."""

    id = "jsonl"
    title = mark("JSON lines")
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield a record, or what kept it from being read, for every line that is not blank."""
        return read_jsonl(file, name, options)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """The names in the first objects, in the order they come."""
        names: dict[str, None] = {}
        lines, encoding = cuttable(*opened(file, options.encoding))
        for line in islice(read_lines(lines), _LOOKED_AT):
            try:
                found = parse(decode(line.data or b"", encoding).removeprefix("\ufeff"))
            except (NotText, NotJson):
                continue
            names |= dict.fromkeys(found) if isinstance(found, dict) else {}
        return tuple(names)


@dataclass(slots=True)
class LineImporter:
    """Reads a format of its own shape with an article a line; its fields are fixed."""

    id: str
    title: str
    take: Take
    suffixes: tuple[str, ...] = (".jsonl",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article of each line, and what could not be read of it."""
        return read_jsonl(file, name, options, take=self.take)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None."""
        return ()


def read_jsonl(
    file: IO[bytes],
    name: str,
    options: ReadOptions,
    limit: int = LINE_LIMIT,
    take: Take | None = None,
) -> Iterator[Record | Problem]:
    """Read an open file; `name` stands in problems, `limit` is the most bytes of a line.

    `take` reads lines of another shape than the program's own and that of any object with a text.

    >>> import io
    >>> [record.raw for record in read_jsonl(io.BytesIO(b'{"text": "a"}'), "x", ReadOptions())]
    ['a']
    """
    file, encoding = opened(file, options.encoding)
    lines, encoding = cuttable(file, encoding)
    number, empty = 0, True
    try:
        for line in read_lines(lines, limit):
            number = line.number
            if line.data is not None and not line.data.strip(_BLANK):
                continue
            empty = False
            yield from _read_line(line, encoding, name, options, take or any_record)
    except NotText as error:
        yield error.problem(name, number + 1)
    else:
        if empty:
            yield Problem(name, 0, "is empty")


def _read_line(
    line: Line, encoding: str, name: str, options: ReadOptions, take: Take
) -> Iterator[Record | Problem]:
    if line.data is None:
        message = "a line of {size} bytes is too long"
        yield Problem(name, line.number, message, values={"size": line.size})
        return
    notes = Notes()
    try:
        text = decode(line.data, encoding)
        if line.number == 1:
            text = text.removeprefix("\ufeff")
        record = take(text, options, notes)
    except NotText as error:
        there = repr(line.data[error.offset :][:16])
        yield error.moved(line.offset).problem(name, line.number, there)
        return
    except NotJson as error:
        yield error.problem(name, line.number, text[:200])
        return
    yield from notes.problems(name, line.number)
    if record is not None:
        yield replace(record, file=name, line=line.number)


def any_record(text: str, options: ReadOptions, notes: Notes) -> Record | None:
    """The program's own record, or that of any other object with a text."""
    fields = parse(text)
    if not isinstance(fields, dict):
        notes.add("not an object", fields)
        return None
    schema = fields.get("schema")
    if schema == SCHEMA:
        return read_own(fields, key_of_record(fields, "id", text, notes), notes)
    if isinstance(schema, str) and schema.startswith("duizhao/"):
        message = "a record of {schema}; this version reads {known}"
        notes.add(message, fields.get("id"), schema=schema, known=SCHEMA)
        return None
    return _read_any(fields, key_of_record(fields, options.id_field, text, notes), options, notes)


def _read_any(
    fields: Mapping[str, object], key: str, options: ReadOptions, notes: Notes
) -> Record | None:
    """A record of a shape that is not ours: its text, and all else as metadata."""
    text = fields.get(options.text_field)
    if not isinstance(text, str) or not text.strip():
        missing = options.text_field not in fields
        message = "a record without {field}" if missing else "a record without a text in {field}"
        notes.add(message, text, field=shortened(options.text_field))
        return None
    folded = fold_line_ends(text)
    clean = _clean_text(fields, options.clean_field, notes)
    entities, used = entities_in(fields, Place(folded, len(text), notes))
    used |= {options.text_field, *([options.id_field] if key else [])}
    used |= {options.clean_field} if options.clean_field and clean is not None else set()
    others = {name: value for name, value in fields.items() if name not in used}
    return Record(key, folded.text, meta_from(others), entities=entities, clean=clean)


def _clean_text(fields: Mapping[str, object], name: str | None, notes: Notes) -> str | None:
    """What another program made of the text; empty if it left all of it out."""
    value = fields.get(name) if name else None
    if isinstance(value, str):
        return fold_line_ends(value).text
    if name:
        message = "no clean text in {field}: the record was read without it"
        notes.add(message, value, field=shortened(name))
    return None


def key_of_record(fields: Mapping[str, object], name: str, text: str, notes: Notes) -> str:
    """The record's own id, a number digit for digit; empty where it has none."""
    value = fields.get(name)
    if isinstance(value, str):
        return value
    if is_number(value):
        return exact_number(text, name)
    if value is not None:
        notes.add("{field} is neither a string nor a number", value, field=shortened(name))
    return ""


class JsonlExporter:
    """Writes the record `duizhao/1`, one a line; reasons are in Chinese."""

    id = "jsonl"
    title = mark("JSON lines (duizhao/1)")
    suffix = ".jsonl"
    folder = False
    in_pieces = True
    traits = Traits(mark("code points"), mark("everything; clean and raw offsets"), choice=False)

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document; the record holds all there is."""
        with out.main(self.suffix) as file:
            for document in documents:
                file.write(record_line(document))


JSONL_IMPORTER = JsonlImporter()
JSONL_EXPORTER = JsonlExporter()
