"""What every format reads into and writes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

from annotator.document import Document
from annotator.errors import filled
from annotator.model import Boilerplate, Finding, Meta, MetaPlace, Origin, Repair, Status, Verdict
from annotator.reasons import of_system
from annotator.text.structure import Structure

if TYPE_CHECKING:
    from annotator.formats.output import Output


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader or writer could not take as it was; `line` counts from 1, 0 is the file.

    `message` is an English template, which the window translates; `values` fill it. `value` is
    what the problem is about.

    >>> str(Problem("a.jsonl", 3, "{key} is no string", values={"key": "note"}))
    'a.jsonl:3: note is no string'
    """

    file: str
    line: int
    message: str
    value: str = ""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"

    @property
    def place(self) -> str:
        """The file, and the line if it is known."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def text(self) -> str:
        """The message in English, filled."""
        return filled(self.message, self.values)


class Unreadable(ValueError):
    """Content that cannot be taken: an English template as in `Problem`, and what fills it.

    >>> str(Unreadable("{text} is too large", text="1e999"))
    '1e999 is too large'
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return filled(self.message, self.values)

    def problem(self, file: str, line: int, value: str = "") -> Problem:
        """The problem of that place."""
        return Problem(file, line, self.message, value, self.values)


def cannot_read(path: Path, error: OSError) -> Problem:
    """The problem of a file or folder that the system does not let us read."""
    return Problem(str(path), 0, "cannot be read: {reason}", values={"reason": of_system(error)})


class NamedEntity(NamedTuple):
    """An entity as a file names it: raw[start:end] is of the label called `label`.

    A tuple, since a file holds many of them, and they go from one process to another.
    """

    start: int
    end: int
    label: str
    note: str = ""
    annotator: str | None = None
    score: float | None = None
    origin: Origin = Origin.IMPORT
    verdict: Verdict | None = Verdict.ACCEPTED


@dataclass(frozen=True, slots=True)
class Record:
    """One article as read from a file: its text with line feeds only, and what the file says of it.

    Offsets are code points on `raw`. `line` is where the record began, for messages; `structure`
    is what the source of a page said of its text; `clean` is what somebody else made of `raw`, if
    the file holds pairs; `pair` says that the spans were read from such a text before; `again` is
    set where the same text came under the same key before.
    """

    key: str
    raw: str
    meta: Meta = field(default_factory=Meta)
    repairs: tuple[Repair, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    entities: tuple[NamedEntity, ...] = ()
    status: Status = Status.TODO
    seconds: float = 0.0
    updated: str | None = None
    structure: Structure | None = None
    file: str = ""
    line: int = 0
    clean: str | None = None
    pair: bool = False
    again: bool = False
    findings: tuple[Finding, ...] = ()
    places: tuple[MetaPlace, ...] = ()

    @property
    def cleaning(self) -> tuple[Repair | Boilerplate, ...]:
        """All that makes the clean text: the repairs, then the boilerplate."""
        return (*self.repairs, *self.boilerplate)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may say about a file: the fields to read, and its encoding."""

    text_field: str = "text"
    id_field: str = "id"
    clean_field: str | None = None
    encoding: str | None = None


class Importer(Protocol):
    """Reads one format. Ids are permanent: they are stored and named on the command line."""

    id: str
    title: str
    suffixes: tuple[str, ...]

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield what an open file holds in its order; `name` stands in problems.

        Raises InputError for an unknown encoding, and nothing for bad content.
        """
        ...

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """The names of what could be the text, the id and the rest; none if it is no table."""
        ...


class Coordinates(StrEnum):
    """The text that an export gives, and that its offsets are on."""

    CLEAN = "clean"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What a person may say about an export that its format has to know.

    `labels` are the names of the label set in order; with `confirmed` only what a person accepted
    is a label.
    """

    coordinates: Coordinates = Coordinates.CLEAN
    confirmed: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """What the reference and the dialogs say about a format that is written.

    `offsets` are the units it counts in; `holds` are templates of sentences: what it takes of
    labels, and what it leaves out of every article. `choice` says whether there is a choice of
    coordinates, `library` names the extra of the project that must be installed.
    """

    offsets: str
    holds: str
    choice: bool = True
    library: str | None = None


class Exporter(Protocol):
    """Writes one format. Ids are permanent: they are stored and named on the command line.

    `folder` says that it writes several files, so that what is named is a folder. `in_pieces` says
    that what it writes of some articles and then of others is what it writes of all of them.
    """

    id: str
    title: str
    suffix: str
    folder: bool
    in_pieces: bool
    traits: Traits

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document in order; what the format cannot hold goes to `out.losses`.

        Raises UserError where its library is not installed, BrokenRecord for a range that does
        not fit its text.
        """
        ...
