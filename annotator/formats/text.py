"""Plain text files: one article a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from annotator.errors import mark
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.charset import detect, foreign_lines
from annotator.formats.encodings import UTF8, NotText, decode, known_encoding
from annotator.formats.line_ends import fold_line_ends
from annotator.model import Meta

TEXT_LIMIT = 64 << 20
"""Bytes of one article: far above any article, far below what would fill the memory."""
_NAMED = 20


class TextImporter:
    """Reads a text file as one article; its key is left to the caller, who knows its neighbours."""

    id = "text"
    title = mark("Plain text")
    suffixes: tuple[str, ...] = (".txt",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article, or the problem that kept it from being read."""
        yield read_text(file, name, options)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the whole file is the text."""
        return ()


def read_text(file: IO[bytes], name: str, options: ReadOptions) -> Record | Problem:
    """Read an open file as one article; `name` stands in the problem.

    >>> import io
    >>> read_text(io.BytesIO(b"a\\r\\nb"), "x", ReadOptions()).raw
    'a\\nb'
    """
    asked = known_encoding(options.encoding) if options.encoding else None
    data = file.read(TEXT_LIMIT + 1)
    if len(data) > TEXT_LIMIT:
        message = "is over {limit} MB, too long for one article"
        return Problem(name, 0, message, values={"limit": TEXT_LIMIT >> 20})
    encoding = asked or detect(data)
    try:
        text = decode(data, encoding or UTF8).removeprefix("\ufeff")
    except NotText as error:
        return unclear(data, name, error, asked)
    if not text.strip():
        return Problem(name, 0, "holds nothing but white space" if text else "is empty")
    return Record("", fold_line_ends(text).text, Meta(extra=told(encoding)), file=name)


def told(encoding: str | None) -> dict[str, object]:
    """What the metadata says of how a file was read: the encoding, where it was not UTF-8.

    >>> told("gb18030"), told("utf-8")
    ({'encoding': 'gb18030'}, {})
    """
    return {"encoding": encoding} if encoding and encoding != UTF8 else {}


def unclear(data: bytes, name: str, error: NotText, asked: str | None) -> Problem:
    """The problem of a file that is in no known encoding or, its lines named, in two."""
    there = repr(data[error.offset :][:16])
    lines = [] if asked else foreign_lines(data)
    if not lines:
        return error.problem(name, 0, there)
    message = (
        "in more than one encoding: not all is UTF-8, see lines {lines}; "
        "save it in one, or name it with --encoding"
    )
    listed = ", ".join(map(str, lines[:_NAMED])) + (" …" if len(lines) > _NAMED else "")
    return Problem(name, lines[0], message, there, {"lines": listed})


TEXT = TextImporter()
