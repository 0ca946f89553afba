"""Records to stored articles: cleaned outside the lock, written in batches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from annotator.catalogue import PALETTE
from annotator.changes import Changes, Part
from annotator.errors import NotAllowed
from annotator.formats.base import NamedEntity, Problem, Record
from annotator.formats.record import checksum
from annotator.formats.strict_json import shortened
from annotator.model import (
    ArticleId,
    Boilerplate,
    Entity,
    ImportId,
    Judgement,
    Label,
    LabelId,
    Origin,
    Proposals,
    Repair,
    SpanId,
    key_of,
    made_here,
)
from annotator.pairs import PAIR, read_pair
from annotator.store import Conflict, Store
from annotator.store.facts import species_of
from annotator.store.imports import NewArticle, NewProposals
from annotator.store.packing import fields_of, meta_of, pack_proposals, to_json
from annotator.store.reading import Held
from annotator.store.spans import Own, in_order
from annotator.text.compose import compose
from annotator.text.structure import Structure

# Larger batches are no faster, and a label key pressed meanwhile has to wait for one.
BATCH_RECORDS = 250
BATCH_CHARACTERS = 200_000

_TITLE = 80
_VERSION = 8
_BY_SOURCE = "structure."

Span = TypeVar("Span", Repair, Boilerplate)

Propose = Callable[[str, Structure | None], Proposals]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `known` counts records that were there already, text and all."""

    import_id: ImportId | None
    added: int
    known: int
    problems: tuple[Problem, ...]
    new_labels: tuple[Label, ...] = ()


@dataclass(slots=True)
class Maker:
    """Makes stored articles of records; labels it does not know are collected in `new_labels`."""

    propose: Propose | None
    version: str | None
    new_id: Callable[[], int]
    labels: dict[str, Label]
    new_labels: list[Label] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def make(self, record: Record, sha256: str) -> NewArticle:
        """One article, with proposals, verdicts and spans apart as they are stored."""
        proposals = self._proposals(record)
        meta = meta_of(fields_of(proposals.meta), fields_of(record.meta))
        return NewArticle(
            key=record.key,
            sha256=sha256,
            raw=record.raw,
            status=record.status,
            title=meta.title or first_line(record.raw, proposals) or record.key,
            meta=to_json(fields_of(record.meta)),
            seconds=record.seconds,
            updated=record.updated,
            version=self.version if record.clean is None else PAIR,
            proposals=pack_proposals(proposals),
            proposed=len(proposals.repairs) + len(proposals.boilerplate),
            species=species_of(proposals),
            source=meta.source or "",
            published=meta.published or "",
            judgements=_judgements(record),
            own=self._own(record),
            entities=tuple(self._entity(entity) for entity in record.entities),
        )

    def _proposals(self, record: Record) -> Proposals:
        if record.clean is not None:
            found, told = read_pair(record, self.propose)
            self.problems += told
            return found
        if self.propose is None:
            return _recorded(record)
        came = [s for s in _spans(record) if not made_here(s) and s.origin is not Origin.PERSON]
        return _together(self.propose(record.raw, record.structure), came)

    def _own(self, record: Record) -> Own:
        repairs = (r for r in record.repairs if r.origin is Origin.PERSON)
        cuts = (b for b in record.boilerplate if b.origin is Origin.PERSON)
        return Own(
            tuple(replace(r, id=SpanId(self.new_id())) for r in repairs),
            tuple(replace(b, id=SpanId(self.new_id())) for b in cuts),
        )

    def _entity(self, named: NamedEntity) -> Entity:
        return Entity(
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


def proposed_anew(
    held: Held, propose: Propose, version: str, disabled: Collection[str] = ()
) -> NewProposals | None:
    """What the rules propose now for a stored article; None where that is what they did before.

    What a file brought with it stays proposed, and so does what the source of a page proved, which
    is not stored, unless its rule is in `disabled`; verdicts are stored apart.
    """
    before = held.proposals
    spans: list[Repair | Boilerplate] = [*before.repairs, *before.boilerplate]
    came = [span for span in spans if not made_here(span)]
    found = propose(held.article.raw, None)
    proposals = _together(found, [*came, *_by_source(before, found, disabled)])
    if proposals == before:
        return None
    article = held.article
    meta = meta_of(fields_of(proposals.meta), held.imported)
    title = meta.title or first_line(article.raw, proposals) or article.key
    count = len(proposals.repairs) + len(proposals.boilerplate)
    return NewProposals(
        article.id,
        version,
        pack_proposals(proposals),
        count,
        title,
        species_of(proposals),
        meta.source or "",
        meta.published or "",
    )


class Importer:
    """One import: makes what is new of each batch, then writes it in one transaction."""

    def __init__(
        self,
        store: Store,
        maker: Maker,
        *,
        annotator: str,
        sources: tuple[str, ...],
        now: Callable[[], str],
    ) -> None:
        self._store = store
        self._maker = maker
        self._annotator = annotator
        self._sources = sources
        self._now = now
        self._id: ImportId | None = None
        self._added = self._known = 0
        self._problems: list[Problem] = []
        self._new_labels: list[Label] = []

    def prepare(self, batch: Iterable[Record | Problem]) -> list[NewArticle]:
        """Clean and pack what is new; nothing is written yet, and no lock is held."""
        self._problems += [item for item in batch if isinstance(item, Problem)]
        records = [item for item in batch if isinstance(item, Record)]
        there = self._store.articles.by_key([record.key for record in records])
        hashes = {key: sha256 for key, (_, sha256) in there.items()}
        made: list[NewArticle] = []
        for record in records:
            new = self._new(record, hashes)
            if new is not None:
                made.append(new)
                hashes[new.key] = new.sha256
        self._problems += self._maker.problems
        self._maker.problems.clear()
        return made

    def _new(self, record: Record, hashes: Mapping[str, str]) -> NewArticle | None:
        told = unfit(record)
        if told is not None:
            self._problems.append(told)
            return None
        sha256 = checksum(record.raw)
        if record.key not in hashes:
            return self._maker.make(record, sha256)
        if hashes[record.key] == sha256:
            self._known += 1
        else:
            self._problems.append(_other_text(record))
        return None

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
        return batch, imports.add(batch, made, now)

    def report(self) -> ImportReport:
        """What the import did so far."""
        return ImportReport(
            self._id, self._added, self._known, tuple(self._problems), tuple(self._new_labels)
        )


def first_line(raw: str, proposals: Proposals) -> str:
    """The first line of the clean text, else of raw, as a title for lists.

    >>> first_line("广告\\n标题\\n正文", Proposals((), (Boilerplate(0, 2, "contact_ad"),)))
    '标题'
    """
    clean = compose(raw, proposals.repairs, proposals.boilerplate).clean
    line, *_ = (clean or raw.strip()).split("\n", 1)
    return line[:_TITLE]


def cleaner(disabled: Iterable[str], script: str, model: str) -> tuple[Propose, str]:
    """The rules and model as a project wants them, and their version; loading them takes a while.

    `model` is the text of one, or empty for the shipped one. Raises NotAllowed for a broken one.
    """
    from annotator.learning.model import loaded
    from annotator.pipeline import RULES_VERSION, Profile, propose

    try:
        loaded(model)
    except ValueError as error:
        raise NotAllowed(
            "The model of this project cannot be read: {reason}.",
            "Train it again, or go back to the shipped one.",
            reason=str(error),
        ) from error
    profile = Profile(frozenset(disabled), script, model)
    version = f"{RULES_VERSION}+{checksum(model)[:_VERSION]}" if model else RULES_VERSION
    return lambda raw, structure: propose(raw, profile, structure), version


def batches(read: Iterable[Record | Problem]) -> Iterator[list[Record | Problem]]:
    """Cut what a reader yields into pieces that are written in a moment."""
    batch: list[Record | Problem] = []
    size = 0
    for item in read:
        batch.append(item)
        size += len(item.raw) if isinstance(item, Record) else 0
        if len(batch) >= BATCH_RECORDS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def unfit(record: Record) -> Problem | None:
    """Why a record cannot be stored: text that no file can hold, or spans outside it."""
    try:
        record.raw.encode()
    except UnicodeEncodeError as error:
        values = {"place": error.start}
        message = "character {place} is half of a surrogate pair"
        return Problem(record.file, record.line, message, record.key, values)
    places = [(span.start, span.end, 0) for span in record.repairs]
    places += [(span.start, span.end, 1) for span in record.boilerplate]
    places += [(span.start, span.end, 1) for span in record.entities]
    for start, end, least in places:
        if not (0 <= start <= end <= len(record.raw) and end - start >= least):
            values = {"start": start, "end": end}
            message = "the span {start}:{end} does not fit the text"
            return Problem(record.file, record.line, message, record.key, values)
    return None


def _other_text(record: Record) -> Problem:
    message = (
        "the project holds another text as {key} already, which was left as it is; "
        "import this one under another id, or take the earlier import back first"
    )
    return Problem(record.file, record.line, message, record.key, {"key": shortened(record.key)})


def _spans(record: Record) -> Iterator[Repair | Boilerplate]:
    yield from record.repairs
    yield from record.boilerplate


def _recorded(record: Record) -> Proposals:
    """What the file itself proposes, without verdicts."""
    return _together(Proposals(), (s for s in _spans(record) if s.origin is not Origin.PERSON))


def _together(found: Proposals, came: Iterable[Repair | Boilerplate]) -> Proposals:
    """The rules' proposals and those that came with the file, by start and end.

    Of two that say the same the one that came stays, so that a key names one proposal.
    """
    repairs = {key_of(repair): repair for repair in found.repairs}
    cuts = {key_of(cut): cut for cut in found.boilerplate}
    for span in came:
        if isinstance(span, Repair):
            repairs[key_of(span)] = _bare(span)
        else:
            cuts[key_of(span)] = _bare(span)
    return Proposals(
        tuple(sorted(repairs.values(), key=in_order)),
        tuple(sorted(cuts.values(), key=in_order)),
        found.meta,
    )


def _by_source(
    before: Proposals, found: Proposals, disabled: Collection[str]
) -> Iterator[Boilerplate]:
    """The cuts that only the source of a page could prove, where nothing is found now."""
    for cut in before.boilerplate:
        ours = all(rule.startswith(_BY_SOURCE) and rule not in disabled for rule in cut.rules)
        met = any(new.start < cut.end and cut.start < new.end for new in found.boilerplate)
        if cut.rules and ours and not met:
            yield cut


def _judgements(record: Record) -> tuple[Judgement, ...]:
    judged = {
        key_of(span): Judgement(key_of(span), span.verdict, span.annotator, span.note)
        for span in _spans(record)
        if span.origin is not Origin.PERSON and span.verdict is not None
    }
    return tuple(judged.values())


def _bare(span: Span) -> Span:
    return replace(span, verdict=None, annotator=None, note="", id=None)
