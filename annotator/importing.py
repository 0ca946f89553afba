"""Records to stored articles: cleaned outside the lock, written in batches."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from annotator.catalogue import PALETTE
from annotator.changes import Changes, Part
from annotator.drafting import (
    Asked,
    Batch,
    Draft,
    NoDraft,
    Propose,
    Ready,
    chunks,
    drafts,
    drafts_apart,
)
from annotator.errors import NotAllowed
from annotator.formats.base import NamedEntity, Problem, Record
from annotator.formats.strict_json import shortened
from annotator.model import (
    PAIR,
    ArticleId,
    Boilerplate,
    ImportId,
    Judgement,
    Label,
    LabelId,
    Origin,
    Repair,
    SpanId,
    key_of,
)
from annotator.parallel import Crew, cores
from annotator.store import Conflict, Store
from annotator.store.imports import NewArticle
from annotator.store.packing import fields_of, to_json
from annotator.store.spans import NewEntity, Own
from annotator.text.recurring import Keys, Recurring, evidence

Made = Generator[tuple[int, list[NewArticle]], None, None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `known` counts records that were there already, text and all.

    `cleaned_again` counts new articles that got more cuts once all lines that recur were counted.
    """

    import_id: ImportId | None
    added: int
    known: int
    problems: tuple[Problem, ...]
    new_labels: tuple[Label, ...] = ()
    cleaned_again: int = 0


@dataclass(slots=True)
class Maker:
    """Makes stored articles of records; labels it does not know are collected in `new_labels`."""

    version: str | None
    new_id: Callable[[], int]
    labels: dict[str, Label]
    new_labels: list[Label] = field(default_factory=list)

    def make(self, ready: Ready, draft: Draft) -> NewArticle:
        """One article, with proposals, verdicts and spans apart as they are stored."""
        record = ready.record
        return NewArticle(
            key=record.key,
            sha256=ready.sha256,
            raw=record.raw,
            status=record.status,
            meta=to_json(fields_of(record.meta)),
            seconds=record.seconds,
            updated=record.updated,
            version=PAIR if record.pair or record.clean is not None else self.version,
            found=draft.found,
            judgements=_judgements(record),
            own=self._own(record),
            entities=tuple(self._entity(entity) for entity in record.entities),
            keys=ready.keys,
        )

    def _own(self, record: Record) -> Own:
        repairs = (r for r in record.repairs if r.origin is Origin.PERSON)
        cuts = (b for b in record.boilerplate if b.origin is Origin.PERSON)
        return Own(
            tuple(replace(r, id=SpanId(self.new_id())) for r in repairs),
            tuple(replace(b, id=SpanId(self.new_id())) for b in cuts),
        )

    def _entity(self, named: NamedEntity) -> NewEntity:
        return NewEntity(
            SpanId(self.new_id()),
            named.start,
            named.end,
            self._label(named.label).id,
            named.origin,
            named.verdict,
            named.score,
            named.annotator,
            named.note,
        )

    def _label(self, name: str) -> Label:
        if name not in self.labels:
            position = 1 + max((label.position for label in self.labels.values()), default=-1)
            color = PALETTE[position % len(PALETTE)]
            label = Label(LabelId(self.new_id()), name, name, color, "", position=position)
            self.labels[name] = label
            self.new_labels.append(label)
        return self.labels[name]


@dataclass(slots=True)
class _Begun:
    """A batch whose new articles are being cleaned, in so many chunks."""

    size: int
    problems: list[Problem]
    new: list[Ready] = field(default_factory=list)
    chunks: int = 0


class Importer:
    """One import: makes what is new of each batch, then writes it in one transaction."""

    def __init__(
        self,
        store: Store,
        maker: Maker,
        propose: Propose | None,
        *,
        annotator: str,
        sources: tuple[str, ...],
        now: Callable[[], str],
    ) -> None:
        self._store = store
        self._maker = maker
        self._propose = propose
        self._annotator = annotator
        self._sources = sources
        self._now = now
        self._id: ImportId | None = None
        self._added = self._known = 0
        self._problems: list[Problem] = []
        self._new_labels: list[Label] = []

    def made(self, read: Iterable[Batch]) -> Made:
        """How many were read, and what is new of them, batch by batch; no lock is held.

        Each is to be written before the next is asked for. A batch is cleaned by other processes
        while the one before is written and the one after is read. What the reader raises is
        raised after the last batch.
        """
        failed: list[Exception] = []
        work = partial(drafts, self._propose), partial(drafts_apart, self._propose)
        with Crew(work[0], cores() if self._propose else 1, work[1], fresh=True) as crew:
            begun: _Begun | None = None
            for batch in _until_error(read, failed):
                ahead = self._begin(batch, begun, crew)
                if begun is not None:
                    yield begun.size, self._finish(begun, crew)
                begun = ahead
            if begun is not None:
                yield begun.size, self._finish(begun, crew)
        for error in failed:
            raise error

    def _begin(
        self,
        batch: Batch,
        before: _Begun | None,
        crew: Crew[list[Asked], list[Draft | NoDraft]],
    ) -> _Begun:
        """Have what is new of a batch cleaned; `before` is not stored yet."""
        begun = _Begun(len(batch), [item for item in batch if isinstance(item, Problem)])
        ready = [item for item in batch if isinstance(item, Ready)]
        there = self._store.articles.by_key([one.record.key for one in ready])
        hashes = {key: sha256 for key, (_, sha256) in there.items()}
        hashes |= {new.record.key: new.sha256 for new in before.new} if before else {}
        for one in ready:
            self._sort_in(one, hashes, begun)
        waiting = [new for new in begun.new if new.draft is None]
        seen = self._seen([new.keys for new in waiting])
        for chunk in chunks(zip((new.record for new in waiting), seen, strict=True)):
            crew.give(chunk)
            begun.chunks += 1
        return begun

    def _sort_in(self, one: Ready, hashes: dict[str, str], begun: _Begun) -> None:
        """A record is new, known or a problem."""
        key = one.record.key
        if key not in hashes:
            begun.new.append(one)
            hashes[key] = one.sha256
        elif hashes[key] == one.sha256:
            self._known += 1
        else:
            begun.problems.append(_other_text(one.record))

    def _finish(
        self, begun: _Begun, crew: Crew[list[Asked], list[Draft | NoDraft]]
    ) -> list[NewArticle]:
        """What is to be stored of a batch."""
        found = (draft for _ in range(begun.chunks) for draft in crew.take())
        made: list[NewArticle] = []
        for new in begun.new:
            draft = new.draft or next(found)
            if isinstance(draft, NoDraft):
                begun.problems.append(draft.problem)
                continue
            begun.problems += draft.problems
            made.append(self._maker.make(new, draft))
        self._problems += begun.problems
        return made

    def _seen(self, keyed: Sequence[Keys | None]) -> list[Recurring | None]:
        """What the batches stored so far say of the lines of articles.

        `use_recurring` does the rest.
        """
        if self._id is None or self._propose is None:
            return [None] * len(keyed)
        site = batch_site(self._id)
        here = [keys.at(site) for keys in keyed if keys is not None]
        known = self._store.recurring.of(set().union(*(keys.all() for keys in here)))
        return [evidence(keys, known) for keys in here]

    def write(self, made: Sequence[NewArticle]) -> Changes:
        """Store a batch; raises ProjectError, NotAllowed, and then nothing of it is stored."""
        if not made:
            return Changes()
        new_labels = list(self._maker.new_labels)
        try:
            with self._store.transaction():
                batch, ids = self._add(made, new_labels)
        except Conflict as error:
            raise NotAllowed(
                "The labels or articles were changed while files were read in.",
                "Import the same files again: what is there already is left alone.",
            ) from error
        self._id = batch
        self._maker.new_labels.clear()
        self._new_labels += new_labels
        self._added += len(ids)
        parts = {Part.ARTICLES, Part.STATUS} | ({Part.LABELS} if new_labels else set())
        return Changes(frozenset(ids), frozenset(parts))

    def _add(
        self, made: Sequence[NewArticle], labels: Sequence[Label]
    ) -> tuple[ImportId, list[ArticleId]]:
        imports, now = self._store.imports, self._now()
        batch = self._id or imports.start(self._sources, self._annotator, now)
        self._store.labels.add_all(labels)
        site = batch_site(batch)
        keyed = [(batch, new.keys.at(site)) for new in made if new.keys is not None]
        self._store.recurring.count(keyed)
        return batch, imports.add(batch, made, now)

    def report(self) -> ImportReport:
        """What the import did so far."""
        return ImportReport(
            self._id, self._added, self._known, tuple(self._problems), tuple(self._new_labels)
        )


def batch_site(batch: ImportId) -> str:
    """What stands for the site of articles without an address: the import they came in with.

    >>> batch_site(ImportId(3))
    'import 3'
    """
    return f"import {batch}"


def _until_error(read: Iterable[Batch], failed: list[Exception]) -> Iterator[Batch]:
    """What is read, with the error that ended it put aside: what came before it is still stored."""
    try:
        yield from read
    except Exception as error:
        failed.append(error)


def _other_text(record: Record) -> Problem:
    message = (
        "the project holds another text as {key} already, which was left as it is; "
        "import this one under another id, or take the earlier import back first"
    )
    return Problem(record.file, record.line, message, record.key, {"key": shortened(record.key)})


def _judgements(record: Record) -> tuple[Judgement, ...]:
    spans: tuple[Repair | Boilerplate, ...] = (*record.repairs, *record.boilerplate)
    judged = {
        key_of(span): Judgement(key_of(span), span.verdict, span.annotator, span.note)
        for span in spans
        if span.origin is not Origin.PERSON and span.verdict is not None
    }
    return tuple(judged.values())
