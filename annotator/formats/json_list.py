"""A file that is one JSON list: its items one by one, each with the line it begins at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from annotator.errors import mark
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.charset import opened
from annotator.formats.encodings import NotText, decode
from annotator.formats.jsonl import Take, any_record
from annotator.formats.notes import Notes
from annotator.formats.strict_json import NotJson

LIST_LIMIT = 1 << 30
"""Bytes of one list: all of it is in memory while it is read."""
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class JsonListImporter:
    """Reads a list of objects as `jsonl` reads one a line."""

    id = "json"
    title = mark("JSON list")
    suffixes: tuple[str, ...] = (".json",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the record of each item, and what could not be read of it."""
        return read_list(file, name, options, any_record)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """The names in the first object."""
        try:
            text = _text(file, options)
            items = items_of(text)
            first = json.loads(next(items, (0, "{}"))[1])
        except (NotText, NotJson, ValueError):
            return ()
        return tuple(first) if isinstance(first, dict) else ()


def read_list(
    file: IO[bytes], name: str, options: ReadOptions, take: Take
) -> Iterator[Record | Problem]:
    """Read a list, or one object that stands for a list of one; `name` stands in problems.

    >>> import io
    >>> data = io.BytesIO(b'[{"text": "a"},\\n {"text": "b"}]')
    >>> [(r.raw, r.line) for r in read_list(data, "x", ReadOptions(), any_record)]
    [('a', 1), ('b', 2)]
    """
    try:
        text = _text(file, options)
    except NotText as error:
        yield error.problem(name, 0)
        return
    if not text.strip():
        yield Problem(name, 0, "is empty")
        return
    items, line, at = items_of(text), 1, 0
    while True:
        try:
            found = next(items, None)
        except NotJson as error:
            line += text.count("\n", at, int(str(error.values.pop("at"))))
            yield error.problem(name, line)
            return
        if found is None:
            return
        line += text.count("\n", at, found[0])
        at = found[0]
        yield from _taken(found[1], take, options, name, line)


def _taken(
    item: str, take: Take, options: ReadOptions, name: str, line: int
) -> Iterator[Record | Problem]:
    notes = Notes()
    try:
        record = take(item, options, notes)
    except NotJson as error:
        yield error.problem(name, line, item[:200])
        return
    yield from notes.problems(name, line)
    if record is not None:
        yield replace(record, file=name, line=line)


def items_of(text: str) -> Iterator[tuple[int, str]]:
    """Where each item begins, and its JSON. Raises NotJson, with the place as `at`, where it ends.

    >>> list(items_of(' [{"a": 1}, 2]'))
    [(2, '{"a": 1}'), (12, '2')]
    """
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        yield at, text[at:].rstrip()
        return
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        try:
            end = _DECODER.raw_decode(text, at)[1]
        except (json.JSONDecodeError, RecursionError) as error:
            raise _broken(getattr(error, "pos", at)) from error
        yield at, text[at:end]
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise _broken(at)
    if text[at + 1 :].strip():
        raise _broken(at + 1)


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _broken(at: int) -> NotJson:
    message = mark("not JSON from here on: nothing after it was read")
    return NotJson(message, at=at)


def _text(file: IO[bytes], options: ReadOptions) -> str:
    source, encoding = opened(file, options.encoding)
    data = source.read(LIST_LIMIT + 1)
    if len(data) > LIST_LIMIT:
        message = "is over {limit} MB, too long for one list"
        raise NotText(message, offset=0, limit=LIST_LIMIT >> 20)
    return decode(data, encoding).removeprefix("\ufeff")


JSON_LIST_IMPORTER = JsonListImporter()
