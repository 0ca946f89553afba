"""Tables as comma or tab separated values: one article a row, under a header.

Source: RFC 4180, read strictly. A row that is not whole is named by its line and left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from annotator.errors import mark
from annotator.formats.base import Problem, ReadOptions, Record, Unreadable
from annotator.formats.charset import opened
from annotator.formats.encodings import NotText, decode
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.lines import cuttable, read_lines
from annotator.formats.meta import meta_from
from annotator.formats.strict_json import shortened
from annotator.reasons import of_csv

CELL_LIMIT = 64 << 20
"""Characters of one cell; the csv module's own limit is 128 KiB."""

_NAMED = 8
"""So many columns of a header are named in a problem."""

Row = tuple[int, list[str]]


class TableImporter:
    """Reads one kind of table; records without an id get their key from the caller."""

    def __init__(self, id: str, title: str, suffix: str, delimiter: str) -> None:
        self.id = id
        self.title = title
        self.suffixes: tuple[str, ...] = (suffix,)
        self.delimiter = delimiter

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield a record, or what kept it from being read, for every row that is not blank."""
        return read_table(file, name, options, self.delimiter)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """The names of the columns."""
        rows = _rows(_Source(file, options.encoding), "", self.delimiter)
        return next((tuple(row[1]) for row in rows if not isinstance(row, Problem)), ())


def read_table(
    file: IO[bytes], name: str, options: ReadOptions, delimiter: str = ","
) -> Iterator[Record | Problem]:
    """Read an open table; `name` stands in problems.

    >>> import io
    >>> (record,) = read_table(io.BytesIO(b"id,text,site\\n7,a,b"), "x", ReadOptions())
    >>> record.key, record.raw, record.meta.extra
    ('7', 'a', {'site': 'b'})
    """
    rows = _rows(_Source(file, options.encoding), name, delimiter)
    header: Sequence[str] | None = None
    for row in rows:
        if isinstance(row, Problem):
            yield row
        elif header is None:
            header = row[1]
            fault = _fault(header, options)
            if fault:
                yield fault.problem(name, row[0], shortened(header))
                return
        else:
            yield _record(row, header, name, options)
    if header is None:
        yield Problem(name, 0, "has no header row")


def _fault(header: Sequence[str], options: ReadOptions) -> Unreadable | None:
    twice = next((each for each in header if header.count(each) > 1), None)
    if twice is not None:
        return Unreadable("two columns are called {column}", column=shortened(twice))
    if options.text_field not in header:
        return Unreadable(
            "no column is called {column}; the text may be in one of these: {columns}",
            column=shortened(options.text_field),
            columns=", ".join(map(shortened, header[:_NAMED])),
        )
    if options.clean_field is not None and options.clean_field not in header:
        return Unreadable(
            "no column is called {column}; the cleaned text may be in one of these: {columns}",
            column=shortened(options.clean_field),
            columns=", ".join(map(shortened, header[:_NAMED])),
        )
    return None


def _record(row: Row, header: Sequence[str], name: str, options: ReadOptions) -> Record | Problem:
    line, cells = row
    if len(cells) != len(header):
        message = "a row of {count} cells under a header of {columns}"
        values = {"count": len(cells), "columns": len(header)}
        return Problem(name, line, message, shortened(cells), values)
    fields = dict(zip(header, cells, strict=True))
    text = fields.pop(options.text_field)
    if not text.strip():
        field = shortened(options.text_field)
        message = "a record without a text in {field}"
        return Problem(name, line, message, shortened(cells), {"field": field})
    key = fields.pop(options.id_field, "")
    # An empty cell is an empty clean text: all of the article was left out.
    given = fields.pop(options.clean_field) if options.clean_field else None
    clean = None if given is None else fold_line_ends(given).text
    meta = meta_from({column: cell for column, cell in fields.items() if cell})
    return Record(key, fold_line_ends(text).text, meta, file=name, line=line, clean=clean)


class _Source:
    """The lines of a table as text; `faults` gathers those that are none, by number."""

    def __init__(self, file: IO[bytes], asked: str | None) -> None:
        self._file, encoding = opened(file, asked)
        self._file, self._encoding = cuttable(self._file, encoding)
        self.faults: dict[int, Unreadable] = {}

    def lines(self) -> Iterator[str]:
        """Every line with its line feed; what is no text is put in so that rows stay whole."""
        number = 0
        try:
            for line in read_lines(self._file):
                number = line.number
                yield self._text(number, line.data, line.size) + "\n"
        except NotText as error:
            self.faults[number + 1] = error
            yield "\n"

    def _text(self, number: int, data: bytes | None, size: int) -> str:
        if data is None:
            self.faults[number] = Unreadable("a line of {size} bytes is too long", size=size)
            return ""
        try:
            text = decode(data, self._encoding)
        except NotText as error:
            self.faults[number] = error
            return data.decode(self._encoding, "replace").replace("\0", "")
        if "\0" in text:
            self.faults[number] = Unreadable("holds a NUL character")
        text = text.replace("\0", "")
        return text.removeprefix("\ufeff") if number == 1 else text


def _rows(source: _Source, name: str, delimiter: str) -> Iterator[Row | Problem]:
    """The rows that are not blank with the line each begins at, or what is wrong with them."""
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(source.lines(), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield from _broken(source, name, start, reader.line_num, error)
            if reader.line_num - start >= 1 or "end of data" in str(error):
                return
            start = reader.line_num + 1
            continue
        bad = _first(source.faults, range(start, reader.line_num + 1))
        if bad:
            yield source.faults[bad].problem(name, bad)
        elif cells:
            yield start, cells
        if cells is None:
            return
        start = reader.line_num + 1


def _broken(
    source: _Source, name: str, start: int, last: int, error: csv.Error
) -> Iterator[Problem]:
    bad = _first(source.faults, range(start, last + 1))
    if bad:
        yield source.faults[bad].problem(name, bad)
    if "end of data" in str(error):
        message = "a quotation mark opened in this row is never closed; nothing after it was read"
        yield Problem(name, start, message)
    elif last - start >= 1:
        message = "not a table from this row on: {reason}; nothing after it was read"
        yield Problem(name, start, message, values={"reason": of_csv(error)})
    else:
        yield Problem(name, start, "not a row: {reason}", values={"reason": of_csv(error)})


def _first(faults: Iterable[int], lines: range) -> int:
    return next((number for number in faults if number in lines), 0)


CSV = TableImporter("csv", mark("Comma separated values"), ".csv", ",")
TSV = TableImporter("tsv", mark("Tab separated values"), ".tsv", "\t")
