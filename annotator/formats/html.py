"""Saved web pages: one article a file, its visible text as raw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from annotator.errors import mark
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.charset import detect, likeness, utf8_fault
from annotator.formats.encodings import UTF8, NotText, decode, known_encoding
from annotator.formats.html_text import read_page
from annotator.formats.text import told, unclear
from annotator.model import Meta

HTML_LIMIT = 8 << 20
"""Bytes of one page: far above any, and read in seconds whatever they are."""

_HEAD = 4096
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
# What pages call an encoding, and the larger one that browsers read it as.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_LIKELY = 0.1
_TITLE_LEAST = 6


class HtmlImporter:
    """Reads a saved page as one article; its key is left to the caller."""

    id = "html"
    title = mark("Web pages")
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article and what of it could not be read."""
        return read_html(file, name, options)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the whole file is the text."""
        return ()


def read_html(file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
    """Read an open page; `name` stands in problems.

    >>> import io
    >>> (page,) = read_html(io.BytesIO("<p>一<p>二".encode()), "x", ReadOptions())
    >>> page.raw
    '一\\n二'
    """
    asked = known_encoding(options.encoding) if options.encoding else None
    data = file.read(HTML_LIMIT + 1)
    if len(data) > HTML_LIMIT:
        message = "is over {limit} MB, too long for one page"
        yield Problem(name, 0, message, values={"limit": HTML_LIMIT >> 20})
        return
    encoding = asked or encoding_of(data)
    try:
        source = decode(data, encoding or UTF8).removeprefix("\ufeff")
    except NotText as error:
        yield unclear(data, name, error, asked)
        return
    page = read_page(source)
    for fault in page.faults:
        yield fault.problem(name, 0)
    if not page.text.strip():
        yield Problem(name, 0, "holds no visible text" if data else "is empty")
        return
    meta = Meta(title=_title(page.title, page.text), extra=told(encoding))
    yield Record("", page.text, meta, structure=page.structure, file=name)


def encoding_of(data: bytes) -> str | None:
    """The encoding of a page: by its mark, as UTF-8, as it declares itself, or by its text.

    What a page declares counts only where its bytes fit; None if it cannot be told.

    >>> encoding_of('<meta charset="gb2312">网站'.encode("gbk"))
    'gb18030'
    """
    hit = _DECLARED.search(data[:_HEAD])
    declared = _known(hit[1].decode("ascii", "replace").lower()) if hit else None
    if declared is None or declared.startswith("utf") or utf8_fault(data) is None:
        return detect(data)
    try:
        fits = likeness(decode(data, declared))
    except NotText:
        return detect(data)
    return declared if fits >= _LIKELY else detect(data) or declared


def _known(name: str) -> str | None:
    try:
        "".encode(_LARGER.get(name, name))
    except LookupError:
        return None
    return _LARGER.get(name, name)


def _title(title: str, text: str) -> str | None:
    """The title of the page without the names of site and section, if the text shows it so."""
    for line in text.split("\n"):
        if len(line) >= _TITLE_LEAST and title.startswith(line):
            return line
    return title or None


HTML = HtmlImporter()
