"""Records to stored articles: cleaned outside the lock, written in batches."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from annotator.changes import Changes, Part
from annotator.crews import RuleCrew, Task
from annotator.defaults import label_called
from annotator.drafting import (
    NoDraft,
    chunks,
    drafts,
    no_draft,
)
from annotator.errors import NotAllowed
from annotator.formats.base import Problem
from annotator.formats.strict_json import shortened
from annotator.ids import NewId
from annotator.incoming import Batch, Ready
from annotator.model import (
    ArticleId,
    ImportId,
    Label,
    LabelId,
    SpanId,
)
from annotator.progress import Progress
from annotator.store import Conflict, Store
from annotator.store.imports import NewArticle, NewEntities
from annotator.store.spans import Own
from annotator.text.recurring import Keys, Recurring, evidence
from annotator.uncut import Uncut

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
    """Numbers what is to be stored; labels it does not know are collected in `new_labels`."""

    version: str | None
    new_id: NewId
    labels: dict[str, Label]
    new_labels: list[Label] = field(default_factory=list)

    def numbered(self, new: NewArticle) -> NewArticle:
        """The article with the ids of its spans and the numbers of its labels."""
        return new._replace(
            version=new.version or self.version,
            own=self._own(new.own),
            entities=self._entities(new.entities),
        )

    def _entities(self, new: NewEntities) -> NewEntities:
        count = len(new.names)
        if not count:
            return new
        first = self.new_id(count)
        known = {name: self._label(name) for name in dict.fromkeys(new.names)}
        labels = [known[name] for name in new.names]
        return new._replace(ids=range(first, first + count), labels=labels)

    def _own(self, own: Own) -> Own:
        if not (own.repairs or own.boilerplate or own.findings):
            return own
        return Own(
            tuple(replace(r, id=SpanId(self.new_id())) for r in own.repairs),
            tuple(replace(b, id=SpanId(self.new_id())) for b in own.boilerplate),
            tuple(replace(f, id=SpanId(self.new_id())) for f in own.findings),
        )

    def _label(self, name: str) -> LabelId:
        if name not in self.labels:
            label = label_called(name, self.labels.values(), self.new_id)
            self.labels[name] = label
            self.new_labels.append(label)
        return self.labels[name].id


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
        crew: RuleCrew,
        uncut: Uncut,
        *,
        annotator: str,
        sources: tuple[str, ...],
        now: Callable[[], str],
    ) -> None:
        self._store = store
        self._maker = maker
        self._crew = crew
        self._uncut = uncut
        self._annotator = annotator
        self._sources = sources
        self._now = now
        self._id: ImportId | None = None
        self._added = self._known = 0
        self._problems: list[Problem] = []
        self._new_labels: list[Label] = []

    def run(
        self,
        read: Iterable[Batch],
        write: Callable[[Sequence[NewArticle]], object],
        progress: Progress | None,
    ) -> None:
        """Read all there is, and have what is new written batch by batch; `progress` may stop it.

        No lock is held but by `write`. A batch is cleaned by other processes while the one before
        is written and the one after is read. What the reader raises is raised after the last
        batch.
        """
        done = 0
        with closing(self._made(read)) as made:
            for size, batch in made:
                write(batch)
                done += size
                if progress is not None:
                    progress(done, None)

    def _made(self, read: Iterable[Batch]) -> Made:
        """How many were read, and what is new of them; each is written before the next is made."""
        failed: list[Exception] = []
        begun: _Begun | None = None
        for batch in _until_error(read, failed):
            ahead = self._begin(batch, begun)
            if begun is not None:
                yield begun.size, self._finish(begun)
            begun = ahead
        if begun is not None:
            yield begun.size, self._finish(begun)
        for error in failed:
            raise error

    def _begin(self, batch: Batch, before: _Begun | None) -> _Begun:
        """Have what is new of a batch cleaned; `before` is not stored yet."""
        begun = _Begun(len(batch), [item for item in batch if isinstance(item, Problem)])
        ready = [item for item in batch if isinstance(item, Ready)]
        there = self._store.articles.by_key([one.article.key for one in ready])
        hashes = {key: sha256 for key, (_, sha256) in there.items()}
        hashes |= {new.article.key: new.article.sha256 for new in before.new} if before else {}
        for one in ready:
            self._sort_in(one, hashes, begun)
        asked = [(new.record, new.article.keys) for new in begun.new if new.record]
        seen = self._seen([keys for _, keys in asked])
        for chunk in chunks(zip((record for record, _ in asked), seen, strict=True)):
            self._crew.give(Task(drafts, chunk, no_draft))
            begun.chunks += 1
        return begun

    def _sort_in(self, one: Ready, hashes: dict[str, str], begun: _Begun) -> None:
        """A record is new, known or a problem."""
        key, sha256 = one.article.key, one.article.sha256
        if key not in hashes:
            begun.new.append(one)
            hashes[key] = sha256
        elif hashes[key] == sha256:
            self._known += 1
        else:
            begun.problems.append(_other_text(one))

    def _finish(self, begun: _Begun) -> list[NewArticle]:
        """What is to be stored of a batch."""
        found = (draft for _ in range(begun.chunks) for draft in self._crew.take())
        made: list[NewArticle] = []
        for new in begun.new:
            article, problems = new.article, new.problems
            if new.record is not None:
                draft = next(found)
                if isinstance(draft, NoDraft):
                    begun.problems.append(draft.problem)
                    continue
                article = article._replace(found=draft.found, cuts=draft.cuts)
                problems = draft.problems
            begun.problems += problems
            made.append(self._maker.numbered(article))
        self._problems += begun.problems
        return made

    def _seen(self, keyed: Sequence[Keys | None]) -> list[Recurring | None]:
        """What the batches stored so far say of the lines of articles.

        `use_recurring` does the rest.
        """
        if self._id is None or not keyed:
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
        keyed = [(new.keys.at(site), new.cuts) for new in made if new.keys is not None]
        self._store.recurring.count([(batch, keys) for keys, _ in keyed])
        ids = imports.add(batch, made, now)
        # All have keys or none has. What a failed transaction leaves here is looked at in vain.
        for number, (keys, cuts) in zip(ids, keyed, strict=False):
            self._uncut.add(number, keys, cuts)
        return batch, ids

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


def _other_text(one: Ready) -> Problem:
    message = (
        "the project holds another text as {key} already, which was left as it is; "
        "import this one under another id, or take the earlier import back first"
    )
    key = one.article.key
    return Problem(one.file, one.line, message, key, {"key": shortened(key)})
