"""What one process does of the command `clean`: records become lines, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from annotator.chunks import chunked
from annotator.cli.counting import Item, seen_in
from annotator.document import Document
from annotator.drafting import killed
from annotator.formats import Problem, Record
from annotator.formats.base import NamedEntity
from annotator.formats.record import checksum, record_line
from annotator.model import (
    Article,
    ArticleId,
    Boilerplate,
    Entity,
    Label,
    LabelId,
    Meta,
    Proposals,
    Repair,
    SpanId,
    key_of,
    made_here,
)
from annotator.pairs import read_pair
from annotator.parallel import alone
from annotator.pipeline import Asked, Profile, propose_all

Span = TypeVar("Span", Repair, Boilerplate)

_TEXT_FIELDS = ("title", "published", "source", "authors", "editor", "url", "tags")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one chunk: lines to write, problems to name, its size and last item."""

    lines: tuple[bytes, ...]
    problems: tuple[Problem, ...]
    items: int
    last: Item


Work = Callable[[Sequence[Item]], Cleaned]


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut the input into what one process is given at once."""

    def length(item: Item) -> int:
        return len(item.raw) if isinstance(item, Record) else 0

    # Enough to outweigh the way there and back, and to look at some thirty articles with one rule
    # before the next.
    return chunked(items, length, most=64, characters=100_000)


def clean_chunk(
    profile: Profile, language: str, counts: Path | None, items: Sequence[Item]
) -> Cleaned:
    """Clean every record; one that cannot be cleaned is named and left out.

    `counts` is the file of what recurs in the input, if that was counted.
    """
    lines: list[bytes] = []
    problems: list[Problem] = []
    wanted = [item for item in items if isinstance(item, Record) and not item.pair]
    found = iter(_proposed(profile, counts, wanted))
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        try:
            line, told = _cleaned(item, None if item.pair else next(found), language)
            lines.append(line)
            problems += told
        except Exception as error:
            # One bad record never stops the rest; the error is named with its place.
            message = "could not be cleaned ({error})"
            values = {"error": f"{type(error).__name__}: {error}"}
            problems.append(Problem(item.file, item.line, message, item.key, values))
    return Cleaned(tuple(lines), tuple(problems), len(items), items[-1])


def _proposed(
    profile: Profile, counts: Path | None, records: Sequence[Record]
) -> list[Proposals | Exception]:
    """What is proposed for each of these records, or what kept it from being so."""
    try:
        return [*propose_all([_asked(record, counts) for record in records], profile)]
    except Exception as error:
        if len(records) == 1:
            return [error]
        # Each by itself, since one of them did it.
        return [one for record in records for one in _proposed(profile, counts, [record])]


def _asked(record: Record, counts: Path | None) -> Asked:
    seen = seen_in(record, counts) if counts is not None else None
    return Asked(record.raw, record.structure, seen)


def _cleaned(
    record: Record, proposed: Proposals | Exception | None, language: str
) -> tuple[bytes, Sequence[Problem]]:
    """The line of a record; what it holds already goes where nothing was to be proposed."""
    if isinstance(proposed, Exception):
        raise proposed
    if proposed is None:
        held = Proposals(findings=record.findings, places=record.places)
        return record_line(document_of(record, held), language), ()
    found, problems = read_pair(record, lambda *_: proposed)
    return record_line(document_of(record, found), language), problems


def one_by_one(work: Work, items: Sequence[Item]) -> Cleaned:
    """The chunk again, after its process was killed: only the record that does it is left out."""
    lines: list[bytes] = []
    problems: list[Problem] = []
    for item in items:
        done = alone(work, (item,))
        if done is None:
            problems.append(killed(item.file, item.line, _key(item)))
        else:
            lines += done.lines
            problems += done.problems
    return Cleaned(tuple(lines), tuple(problems), len(items), items[-1])


def _key(item: Item) -> str:
    return item.key if isinstance(item, Record) else item.value


def document_of(record: Record, found: Proposals) -> Document:
    """The record with what was found in it, and all that it brought along but older proposals.

    >>> from annotator.pipeline import propose
    >>> record = Record("a", "正文。\\n责任编辑:张三")
    >>> [cut.type for cut in document_of(record, propose(record.raw)).boilerplate]
    ['editor_line']
    """
    labels = {
        name: Label(LabelId(number), name, name, "", "")
        for number, name in enumerate(dict.fromkeys(e.label for e in record.entities))
    }
    article = Article(
        ArticleId(0),
        record.key,
        record.raw,
        checksum(record.raw),
        _together(found.meta, record.meta),
        record.status,
        record.seconds,
        record.updated,
        record.pair or record.clean is not None,
    )
    return Document(
        article,
        _renewed(found.repairs, record.repairs),
        _renewed(found.boilerplate, record.boilerplate),
        tuple(_entities(record.entities, labels)),
        {label.id: label for label in labels.values()},
        found.findings,
        found.places,
    )


def _entities(held: Iterable[NamedEntity], labels: Mapping[str, Label]) -> Iterator[Entity]:
    for number, named in enumerate(held):
        yield Entity(
            SpanId(number),
            named.start,
            named.end,
            labels[named.label].id,
            named.origin,
            named.verdict,
            score=named.score,
            annotator=named.annotator,
            note=named.note,
        )


def _renewed(found: Sequence[Span], held: Sequence[Span]) -> tuple[Span, ...]:
    """What the rules find now, and over it what a person, a model or another program said."""
    if not held:
        return tuple(found)
    spans = {key_of(span): span for span in found}
    spans |= {key_of(span): span for span in held if span.verdict or not made_here(span)}
    return tuple(sorted(spans.values(), key=lambda span: (span.start, span.end)))


def _together(found: Meta, given: Meta) -> Meta:
    """What the record says, and what was found in its text where it says nothing."""
    known = {name: getattr(given, name) for name in _TEXT_FIELDS if getattr(given, name)}
    return replace(found, **known, extra={**found.extra, **given.extra})
