"""Plain text files: one article a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from annotator.formats.base import Problem, ReadOptions, Record, cannot_read
from annotator.formats.encodings import NotText, decode, known_encoding
from annotator.formats.line_ends import fold_line_ends

TEXT_LIMIT = 64 << 20
"""Bytes of one article: far above any article, far below what would fill the memory."""


class TextImporter:
    """Reads a text file as one article; its key is left to the caller, who knows its neighbours."""

    id = "text"
    title = "Plain text"
    suffixes: tuple[str, ...] = (".txt",)

    def read(self, path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article, or the problem that kept it from being read.

        Raises InputError if `options.encoding` is not one.
        """
        known_encoding(options.encoding)
        try:
            with path.open("rb") as file:
                yield read_text(file, str(path), options)
        except OSError as error:
            yield cannot_read(path, error)


def read_text(file: IO[bytes], name: str, options: ReadOptions) -> Record | Problem:
    """Read an open file as one article; `name` stands in the problem.

    >>> import io
    >>> read_text(io.BytesIO(b"a\\r\\nb"), "x", ReadOptions()).raw
    'a\\nb'
    """
    encoding = known_encoding(options.encoding)
    data = file.read(TEXT_LIMIT + 1)
    if len(data) > TEXT_LIMIT:
        message = "is over {limit} MB, too long for one article"
        return Problem(name, 0, message, values={"limit": TEXT_LIMIT >> 20})
    try:
        text = decode(data, encoding).removeprefix("\ufeff")
    except NotText as error:
        return error.problem(name, 0, repr(data[error.offset :][:16]))
    if not text.strip():
        return Problem(name, 0, "holds nothing but white space" if text else "is empty")
    return Record("", fold_line_ends(text).text, file=name)


TEXT = TextImporter()
