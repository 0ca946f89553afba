"""What readers yield, made ready to be stored: by another process where it is much."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from annotator.drafting import draft
from annotator.formats import read_paths, sources_of
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.record import checksum
from annotator.model import PAIR, Judgement, Origin, key_of
from annotator.parallel import ahead, cores
from annotator.store.imports import NOTHING_FOUND, NewArticle, NewEntities
from annotator.store.packing import fields_of, to_json
from annotator.store.spans import Own
from annotator.text.recurring import Keys, site_of

T = TypeVar("T")

# Larger batches are no faster, and a label key pressed meanwhile has to wait for one.
BATCH_RECORDS = 250
BATCH_CHARACTERS = 100_000

_MUCH = 8 << 20
"""Bytes."""


class Ready(NamedTuple):
    """A record as it is stored, but for the numbers that only a project gives.

    Its entities begin with the name of their label, its own spans have no id. `record` is what is
    to be cleaned; without one all is found.
    """

    article: NewArticle
    file: str
    line: int
    problems: tuple[Problem, ...] = ()
    record: Record | None = None


Batch = list[Ready | Problem]
"""What a reader yields, in order, in pieces that are written in a moment."""
Read = Generator[Batch]


def read_batches(
    paths: Sequence[Path], options: ReadOptions | None, format: str | None, clean: bool
) -> Read:
    """What files and folders hold, ready to be stored; raises what `read_paths` raises.

    Where it is much, another process reads ahead.
    """
    read = read_paths(paths, options, format)
    if cores() > 1 and _is_much(sources_of(paths, format)):
        return ahead(partial(_read_here, paths, options, format, clean))
    return batches(read, clean)


def _read_here(
    paths: Sequence[Path], options: ReadOptions | None, format: str | None, clean: bool
) -> Read:
    return batches(read_paths(paths, options, format), clean)


def _is_much(files: Iterable[Path]) -> bool:
    """Whether to read these files takes longer than to start a process."""
    size = 0
    for file in files:
        with suppress(OSError):
            size += file.stat().st_size
        if size > _MUCH:
            return True
    return False


def batches(read: Iterable[Record | Problem], clean: bool) -> Read:
    """Make what a reader yields ready; what it raises is raised after the last batch."""
    batch: Batch = []
    size = 0
    try:
        for item in read:
            batch.append(ready(item, clean) if isinstance(item, Record) else item)
            size += len(item.raw) if isinstance(item, Record) else 0
            if len(batch) >= BATCH_RECORDS or size >= BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def ready(record: Record, clean: bool) -> Ready | Problem:
    """A record as the store asks for it, or why it cannot be stored."""
    told = unfit(record)
    if told is not None:
        return told
    given = draft(None, record, None) if not clean else None
    article = NewArticle(
        key=record.key,
        sha256=checksum(record.raw),
        raw=record.raw,
        status=record.status,
        meta=to_json(fields_of(record.meta)),
        seconds=record.seconds,
        updated=record.updated,
        version=PAIR if record.pair or record.clean is not None else None,
        found=given.found if given else NOTHING_FOUND,
        judgements=_judgements(record),
        own=_own(record),
        entities=_entities(record) if record.entities else NewEntities(),
        keys=_keys(record) if clean else None,
    )
    if given:
        return Ready(article, record.file, record.line, given.problems)
    # Nothing that cleans reads the entities.
    bare = replace(record, entities=()) if record.entities else record
    return Ready(article, record.file, record.line, record=bare)


def _entities(record: Record) -> NewEntities:
    columns = zip(*record.entities, strict=True)
    starts, ends, names, notes, annotators, scores, origins, verdicts = columns
    # The same name is the same object, so that it goes to the other process once.
    known = {name: name for name in names}
    return NewEntities(
        starts=starts,
        ends=ends,
        names=[known[name] for name in names],
        origins=[origin.value for origin in _once(origins)],
        # 0.0 and -0.0 are equal.
        scores=scores if any(score is not None for score in scores) else scores[:1],
        verdicts=[verdict and verdict.value for verdict in _once(verdicts)],
        annotators=_once(annotators),
        notes=_once(notes),
    )


def _once(column: tuple[T, ...]) -> tuple[T, ...]:
    """A column of which all values are the same, as mostly they are, as one value."""
    return column[:1] if column.count(column[0]) == len(column) else column


def _keys(record: Record) -> Keys:
    # Only here, so that an import without cleaning does without the rules and their tables.
    from annotator.rules.recurring import keys_of

    return keys_of(record.raw, site_of(record.meta.url))


def _own(record: Record) -> Own:
    repairs = tuple(span for span in record.repairs if span.origin is Origin.PERSON)
    cuts = tuple(span for span in record.boilerplate if span.origin is Origin.PERSON)
    marked = tuple(one for one in record.findings if one.annotator is not None)
    return Own(repairs, cuts, marked)


def _judgements(record: Record) -> tuple[Judgement, ...]:
    judged = {
        key_of(span): Judgement(key_of(span), span.verdict, span.annotator, span.note)
        for span in record.cleaning
        if span.origin is not Origin.PERSON and span.verdict is not None
    }
    return tuple(judged.values())


def unfit(record: Record) -> Problem | None:
    """Why a record cannot be stored: text that no file can hold, or spans outside it."""
    try:
        record.raw.encode()
    except UnicodeEncodeError as error:
        values = {"place": error.start}
        message = "character {place} is half of a surrogate pair"
        return Problem(record.file, record.line, message, record.key, values)
    length = len(record.raw)
    places = [(span.start, span.end, 0) for span in record.repairs]
    places += [(span.start, span.end, 1) for span in record.boilerplate]
    places += [(span.start, span.end, 1) for span in record.entities]
    places += [(span.start, span.end, 1) for span in record.findings]
    for start, end, least in places:
        if not (0 <= start <= end <= length and end - start >= least):
            values = {"start": start, "end": end}
            message = "the span {start}:{end} does not fit the text"
            return Problem(record.file, record.line, message, record.key, values)
    return None
