"""What a gold file or a file of records says of each page, in one shape for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from annotator.errors import InputError, mark
from annotator.formats.base import Problem, Unreadable
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.lines import read_lines
from annotator.formats.record import SCHEMA
from annotator.formats.strict_json import parse
from annotator.model import Verdict
from annotator.reasons import unreadable

META_FIELDS = ("title", "published", "source", "authors", "editor", "url", "tags")


class Cut(NamedTuple):
    """raw[start:end] is boilerplate of this type."""

    start: int
    end: int
    type: str


class Repaired(NamedTuple):
    """raw[start:end] reads `text` once repaired."""

    start: int
    end: int
    text: str
    type: str


class Labelled(NamedTuple):
    """raw[start:end] is an entity."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file; what is None is not said there. Offsets are code points on raw.

    `unsure` ranges are not scored. `length` is that of raw where raw itself is not given.
    """

    id: str
    raw: str | None
    cuts: tuple[Cut, ...] = ()
    repairs: tuple[Repaired, ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()
    meta: Mapping[str, object] | None = None
    clean: str | None = None
    entities: frozenset[Labelled] | None = None
    length: int | None = None

    @property
    def spans(self) -> Iterator[tuple[Any, ...]]:
        """All ranges of the page, whatever they say."""
        yield from (*self.cuts, *self.repairs, *self.unsure, *(self.entities or ()))

    @property
    def end(self) -> int:
        """Where the last range ends."""
        return max((span[1] for span in self.spans), default=0)


@dataclass
class Pages:
    """The pages of a file by id, in order, and the lines that were none."""

    by_id: dict[str, Page] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def find(self, id: str) -> Page | None:
        """The page called `id`, with or without the suffix of a text file."""
        names = (id, f"{id}.txt", id.removesuffix(".txt"))
        return next((self.by_id[name] for name in names if name in self.by_id), None)


def read_pages(path: Path) -> Pages:
    """Read gold or records. Raises InputError if there is no such file, or no page in it."""
    pages = Pages()
    try:
        with path.open("rb") as file:
            for line in read_lines(file):
                _add(pages, path, line.number, line.data)
    except OSError as error:
        raise unreadable(path, error, mark("Check the name.")) from error
    if not pages.by_id:
        raise InputError(
            "{path} holds no page that can be scored.",
            "Gold and predictions are JSON lines: duizhao/1 records, or pages with boilerplate.",
            path=path,
        )
    return pages


def _add(pages: Pages, path: Path, number: int, data: bytes | None) -> None:
    if data is not None and not data.strip():
        return
    try:
        page = _read(data)
    except Unreadable as error:
        pages.problems.append(error.problem(str(path), number))
    else:
        if page.id in pages.by_id:
            message = "an id that stood in this file before; the first is scored"
            pages.problems.append(Problem(str(path), number, message, page.id))
        pages.by_id.setdefault(page.id, page)


def _read(data: bytes | None) -> Page:
    """The page of a line; raises Unreadable where it holds none."""
    if data is None:
        raise Unreadable("a line that is too long")
    try:
        page = _page(parse(data.decode("utf-8")))
        _check(page)
    except UnicodeDecodeError as error:
        raise Unreadable("not UTF-8") from error
    except Unreadable:
        raise
    except KeyError as error:
        raise Unreadable("not a page to score: it has no {field}", field=str(error)) from error
    except (TypeError, ValueError) as error:
        raise Unreadable("not a page to score: {reason}", reason=str(error)) from error
    return page


def _check(page: Page) -> None:
    """Raises Unreadable if a range of the page does not fit its text."""
    if page.raw is not None and page.end > len(page.raw):
        message = "not a page to score: a range ends at {end} in a text of {length} characters"
        raise Unreadable(message, end=page.end, length=len(page.raw))
    if any(not 0 <= span[0] <= span[1] for span in page.spans):
        raise Unreadable("not a page to score: a range ends before it starts")


def _page(fields: object) -> Page:
    if not isinstance(fields, dict):
        raise Unreadable("not an object")
    if fields.get("schema") == SCHEMA:
        return _of_record(fields)
    folded = fold_line_ends(fields["raw"]) if fields.get("raw") else None
    entities = fields.get("entities")

    def span(start: int, end: int) -> tuple[int, int]:
        return folded.moved(start, end) if folded else (start, end)

    return Page(
        str(fields["id"]),
        folded.text if folded else None,
        tuple(Cut(*span(s, e), kind) for s, e, kind in fields["boilerplate"]),
        tuple(Repaired(*span(s, e), text, kind) for s, e, text, kind in fields.get("damage", ())),
        tuple(span(s, e) for s, e in fields.get("unsure", ())),
        fields.get("meta"),
        fields.get("clean"),
        None
        if entities is None
        else frozenset(Labelled(*span(s, e), label) for s, e, label in map(_triple, entities)),
        fields.get("raw_chars"),
    )


def _triple(item: Any) -> tuple[int, int, str]:
    """An entity of a gold page, which may be an object or a list."""
    start, end, label = (
        item if isinstance(item, list) else itemgetter("start", "end", "label")(item)
    )
    return start, end, label


def _of_record(fields: Mapping[str, Any]) -> Page:
    """What stands in a record: the rejected is not what it says of its page."""
    return Page(
        str(fields["id"]),
        fields["raw"],
        tuple(Cut(b["start"], b["end"], b["type"]) for b in _standing(fields["boilerplate"])),
        tuple(
            Repaired(r["start"], r["end"], r["after"], r["type"])
            for r in _standing(fields["repairs"])
        ),
        meta=fields.get("meta"),
        clean=fields.get("clean"),
        entities=frozenset(
            Labelled(e["start"], e["end"], e["label"])
            for e in _standing(fields.get("entities", ()))
        ),
    )


def _standing(spans: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (span for span in spans if span.get("verdict") != Verdict.REJECTED)
