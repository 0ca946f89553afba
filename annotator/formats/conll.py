"""Characters in columns with BIO or BMES tags, and beside them where each sentence stands.

A line is a character, a space and its tag; an empty line ends a sentence. The file of offsets has
a line for each sentence in the same order: the id of the article, the code point it begins at, and
its text with all that is no token. With it a text comes back exactly; without, every block is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import NamedEntity, Problem, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.charset import opened
from annotator.formats.encodings import NotText, decode
from annotator.formats.labelled import labelled
from annotator.formats.lines import Line, cuttable, read_lines
from annotator.formats.output import Output
from annotator.formats.pieces import Piece, put_together
from annotator.formats.strict_json import NotJson, parse, shortened, to_json
from annotator.formats.tokens import (
    BIO,
    BMES,
    BadTag,
    Scheme,
    is_token,
    joined,
    sentences_of,
    spans_of,
)

OFFSETS = ".offsets.jsonl"
SCHEMA = "duizhao/offsets/1"
_DOCUMENT = "-DOCSTART-"


class ColumnExporter:
    """Writes one scheme of tags."""

    folder = True
    in_pieces = True

    def __init__(self, id: str, title: str, scheme: Scheme) -> None:
        self.id = id
        self.title = title
        self.suffix = f".{id}"
        self.scheme = scheme
        self.traits = Traits(mark("lines"), mark("flat labels; no metadata"))

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        with out.main(self.suffix) as file, out.main(self.suffix + OFFSETS) as offsets:
            for article in labelled(documents, options, out.losses):
                for sentence in sentences_of(article, self.scheme, out.losses):
                    rows = zip(sentence.tokens, sentence.tags, strict=True)
                    lines = "".join(f"{token} {tag}\n" for token, tag in rows)
                    file.write(f"{lines}\n".encode())
                    where = {"schema": SCHEMA, "id": article.key, "start": sentence.start}
                    row = {**where, "text": sentence.text}
                    offsets.write(to_json(row).encode() + b"\n")


class _Block(NamedTuple):
    """The lines between two empty ones, by their numbers, and the columns that count."""

    lines: list[int]
    tokens: list[str]
    tags: list[str]


class _Where(NamedTuple):
    """A line of the file of offsets."""

    id: str
    start: int
    text: str


class ColumnImporter:
    """Reads columns of any of the usual schemes; the first is the token, the last its tag."""

    id = "conll"
    title = mark("Columns with BIO or BMES tags (CoNLL)")
    suffixes: tuple[str, ...] = (".bio", ".bmes", ".bioes", ".conll")

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the articles, and what could not be read of a block."""
        blocks = _blocks(file, name, options)
        beside = Path(name + OFFSETS)
        if not beside.is_file():
            return _alone(blocks, name)
        return put_together(_placed(blocks, name, beside))

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the columns are fixed."""
        return ()


def _blocks(file: IO[bytes], name: str, options: ReadOptions) -> Iterator[_Block | Problem]:
    source, encoding = cuttable(*opened(file, options.encoding))
    block = _Block([], [], [])
    number = 0
    try:
        for line in read_lines(source):
            number = line.number
            columns = _columns(line, encoding, name)
            if isinstance(columns, Problem):
                yield columns
            elif columns and columns[0] != _DOCUMENT:
                block.lines.append(number)
                block.tokens.append(columns[0])
                block.tags.append(columns[-1])
            elif block.lines:
                yield block
                block = _Block([], [], [])
    except NotText as error:
        yield error.problem(name, number + 1)
    if block.lines:
        yield block
    elif not number:
        yield Problem(name, 0, "is empty")


def _columns(line: Line, encoding: str, name: str) -> list[str] | Problem:
    """The columns of a line, none if it is blank."""
    if line.data is None:
        message = "a line of {size} bytes is too long"
        return Problem(name, line.number, message, values={"size": line.size})
    try:
        text = decode(line.data, encoding)
    except NotText as error:
        return error.problem(name, line.number, repr(line.data[:16]))
    columns = (text.removeprefix("\ufeff") if line.number == 1 else text).split()
    if len(columns) == 1 and columns[0] != _DOCUMENT:
        return Problem(name, line.number, "a line without a tag", shortened(text))
    return columns


def _alone(blocks: Iterable[_Block | Problem], name: str) -> Iterator[Record | Problem]:
    """Every block as an article of its own, its text put together from the tokens."""
    for block in blocks:
        if isinstance(block, Problem):
            yield block
            continue
        text, starts = joined(block.tokens)
        places = [(at, at + len(token)) for at, token in zip(starts, block.tokens, strict=True)]
        entities, problems = _entities(block, places, name)
        yield from problems
        yield Record("", text, entities=entities, file=name, line=block.lines[0])


def _placed(
    blocks: Iterable[_Block | Problem], name: str, beside: Path
) -> Iterator[Piece | Problem]:
    """The pieces of articles that the file of offsets makes of the blocks."""
    with beside.open("rb") as offsets:
        lines = read_lines(offsets)
        for block in blocks:
            if isinstance(block, Problem):
                yield block
                continue
            line = next(lines, None)
            where = _where(line.data if line else None)
            if where is None:
                message = "the file of offsets does not say where this stands: it was left out"
                yield Problem(name, block.lines[0], message, "".join(block.tokens[:40]))
                continue
            entities, problems = _fitted(block, where, name)
            yield from problems
            record = Record(where.id, where.text, entities=entities, file=name, line=block.lines[0])
            yield Piece(where.start, record)


Entities = tuple[tuple[NamedEntity, ...], list[Problem]]


def _fitted(block: _Block, where: _Where, name: str) -> Entities:
    """The labels of a block, none where its tokens are not those of the text."""
    places = [(n, n + 1) for n, char in enumerate(where.text) if is_token(char)]
    if block.tokens == [where.text[at] for at, _ in places]:
        return _entities(block, places, name)
    message = "these are not the tokens of the text in the file of offsets: labels were left out"
    return (), [Problem(name, block.lines[0], message, "".join(block.tokens[:40]))]


def _entities(block: _Block, places: Sequence[tuple[int, int]], name: str) -> Entities:
    """The labels that the tags of a block say, on the text in which its tokens are at `places`."""
    try:
        spans = spans_of(block.tags)
    except BadTag as error:
        line = block.lines[error.number]
        return (), [error.problem(name, line, block.tags[error.number])]
    found = (NamedEntity(places[a][0], places[b - 1][1], label) for a, b, label in spans)
    return tuple(found), []


def _where(data: bytes | None) -> _Where | None:
    """A line of offsets; None where it is none."""
    try:
        fields = parse((data or b"").decode())
    except (NotJson, UnicodeDecodeError):
        return None
    if not isinstance(fields, dict):
        return None
    id, start, text = (fields.get(name) for name in ("id", "start", "text"))
    if isinstance(id, str) and isinstance(start, int) and isinstance(text, str):
        return None if "\r" in text else _Where(id, start, text)
    return None


COLUMN_IMPORTER = ColumnImporter()
BIO_EXPORTER = ColumnExporter("bio", mark("Columns with BIO tags (CoNLL)"), BIO)
BMES_EXPORTER = ColumnExporter("bmes", mark("Columns with BMES tags (CoNLL)"), BMES)
