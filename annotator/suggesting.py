"""Suggestions of one project: learned from its labels, made for its articles, stored with them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from annotator.cache import Documents, document_of
from annotator.changes import Changes, Listeners, Part
from annotator.commands import Alike
from annotator.document import Document
from annotator.engine import Engine, suggested_apart, suggested_in
from annotator.filters import EVERYTHING, IMPORTED
from annotator.find.folding import fold
from annotator.knowledge import Knowledge
from annotator.lessons import doubt, expected, on_raw, pieces
from annotator.model import ArticleId, LabelId, Suggestion, Verdict
from annotator.parallel import Crew, alone, cores
from annotator.progress import Progress
from annotator.settings import Value
from annotator.shares import wilson
from annotator.store import Store
from annotator.store.packing import pack
from annotator.store.suggestions import Stored
from annotator.suggest import OwnPattern
from annotator.wants import Tried, Wants, try_pattern

K = TypeVar("K", str, LabelId)
Found = list[Suggestion] | None
Work = Callable[[Sequence[str]], list[Found]]
Chunk = list[tuple[Document, int]]
"""Articles, each with the stamp of its text."""

_CHUNK = 16
_LONG = 30_000
_SAMPLES, _AROUND = 5, 10


class Count(NamedTuple):
    """How many suggestions were taken and refused, of one source or of one label."""

    taken: int = 0
    refused: int = 0

    @property
    def share(self) -> float:
        """The share taken.

        >>> Count(3, 1).share
        0.75
        """
        return self.taken / max(1, self.taken + self.refused)

    def interval(self) -> tuple[float, float]:
        """Where the share lies with 95 per cent certainty.

        >>> [round(end, 2) for end in Count(8, 2).interval()]
        [0.49, 0.94]
        """
        return wilson(self.taken, self.taken + self.refused)


class Suggesting:
    """Suggests in one project; any thread may call it, and what takes long may be stopped."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        wants: Wants,
        tell: Callable[[Changes], None],
    ) -> None:
        """`tell` is told of what is suggested."""
        self._store, self._documents = store, documents
        self.wants, self._tell = wants, tell
        self.knowledge = Knowledge(store, wants, self.read)

    def close(self) -> None:
        """Keep what is known for the next time."""
        self.knowledge.close()

    def read(self, ids: Sequence[int]) -> Iterator[Document]:
        """Those of these articles that are there; some may be gone by now."""
        for first in range(0, len(ids), _CHUNK):
            with self._store.settled():
                part = ids[first : first + _CHUNK]
                there = self._store.articles.stamps_of(part)
                loaded = self._store.reader.load([ArticleId(n) for n in part if n in there])
                labels = self._documents.labels()
            for held in loaded:
                yield document_of(held, labels)

    # suggesting

    def refresh(self, articles: Iterable[int], progress: Progress | None = None) -> int:
        """Suggest in those of these articles that were not read as they are now; how many.

        `progress` may raise Cancelled between articles: what was stored by then stays.
        """
        wanted, made = list(dict.fromkeys(articles)), 0
        for done, number in enumerate(wanted):
            with self.knowledge.working:
                engine, version = self.knowledge.engine()
                if number not in self._store.suggestions.current([number], version):
                    waiting = partial(progress, done, len(wanted)) if progress else _nothing
                    self._suggest(engine, version, ArticleId(number), waiting)
                    made += 1
            if progress is not None:
                progress(done + 1, len(wanted))
        return made

    def _suggest(
        self, engine: Engine, version: str, number: ArticleId, waiting: Callable[[], None]
    ) -> None:
        with self._store.settled():
            stamps = self._store.articles.stamps_of([number])
            documents = list(self.read([number]))
        for document in documents:
            found = self._found(engine, document.composition.clean, waiting)
            self._put([self._stored(document, found, version, stamps[number])])

    def _found(
        self, engine: Engine, clean: str, waiting: Callable[[], None]
    ) -> Sequence[Suggestion]:
        """What is suggested in a text; for a long one another process is asked, piece by piece.

        It would take seconds, in which the window could hardly get a word in.
        """
        if len(clean) <= _LONG:
            return engine.suggest(clean)
        work = partial(suggested_in, self.knowledge.given, engine.dump(), None)
        places = pieces(clean, _LONG)
        texts = [clean[start:end] for start, end in places]
        found = alone(work, texts, fresh=True, waiting=waiting) or [None] * len(texts)
        return [
            replace(one, start=one.start + start, end=one.end + start)
            for (start, _), some in zip(places, found, strict=True)
            for one in some or ()
        ]

    def suggest_all(
        self, least: float | None = None, progress: Progress | None = None
    ) -> dict[str, int]:
        """Suggest in every article, by all cores; returns how many stand of each label, by name.

        With `least` only what has such a score is kept. `progress` may raise Cancelled: what was
        stored by then stays.
        """
        knowledge = self.knowledge
        if knowledge.new():
            knowledge.learn(progress)
        with knowledge.working:
            engine, version = knowledge.engine()
            known = engine.dump()
        work = partial(suggested_in, knowledge.given, known, least)
        ids = self._store.filtering.ids(EVERYTHING, IMPORTED)
        done = 0
        standing: Counter[str] = Counter()
        for chunk, results in self._apart(work, ids):
            rows = [
                self._stored(document, found, version, stamp)
                for (document, stamp), found in zip(chunk, results, strict=True)
                if found is not None
            ]
            self._put(rows)
            standing.update(_names(chunk, rows))
            done += len(chunk)
            if progress is not None:
                progress(done, len(ids))
        return dict(standing.most_common())

    def _apart(self, work: Work, ids: Sequence[int]) -> Iterator[tuple[Chunk, list[Found]]]:
        """The articles in chunks, each with what other processes suggest for it."""
        given: deque[Chunk] = deque()
        with Crew(work, cores(), partial(suggested_apart, work), fresh=True) as crew:
            for chunk in self._chunks(ids):
                given.append(chunk)
                crew.give([document.composition.clean for document, _ in chunk])
                if crew.waiting > 2 * cores():
                    yield given.popleft(), crew.take()
            while crew.waiting:
                yield given.popleft(), crew.take()

    def _chunks(self, ids: Sequence[int]) -> Iterator[Chunk]:
        for first in range(0, len(ids), _CHUNK):
            part = ids[first : first + _CHUNK]
            stamps = self._store.articles.stamps_of(part)
            yield [(one, stamps.get(one.article.id, 0)) for one in self.read(part)]

    def _stored(
        self, document: Document, found: Iterable[Suggestion], version: str, stamp: int
    ) -> Stored:
        labels = {label.name: label.id for label in document.labels.values()}
        suggested = on_raw(document, found, labels)
        novelty = self.knowledge.seen.novelty(document.composition.clean)
        numbers = expected(suggested), doubt(suggested), novelty
        return Stored(document.article.id, version, stamp, suggested, *numbers)

    def _put(self, rows: Sequence[Stored]) -> None:
        """Store suggestions, and show them; not those of articles that are gone by now."""
        with self._store.settled():
            there = self._store.articles.stamps_of([row.article for row in rows])
            fresh = [row for row in rows if row.article in there]
            with self._store.transaction():
                self._store.suggestions.put(fresh)
            for row in fresh:
                self._documents.change_suggested(row.article, row.suggested)
        articles = frozenset(row.article for row in fresh)
        self._tell(Changes(articles, frozenset({Part.SUGGESTIONS})))

    # all that read the same

    def alike(
        self,
        text: str,
        label: LabelId,
        articles: Sequence[int],
        progress: Progress | None = None,
    ) -> Alike:
        """The suggestions of `label` in these articles that read like `text`; nothing is changed.

        Script, width and case do not matter. `progress` may raise Cancelled.
        """
        wanted = fold(text)
        pages: list[bytes] = []
        samples: list[str] = []
        count = found_in = 0
        for done, number in enumerate(articles, 1):
            self.refresh([number])
            places = [
                (one.start, one.end, one.label)
                for document in self.read([number])
                for one in document.suggestions
                if one.label == label and fold(document.reads(one.start, one.end)) == wanted
            ]
            if places:
                pages.append(pack([(number, places)]))
                count, found_in = count + len(places), found_in + 1
                if len(samples) < _SAMPLES:
                    samples += (_line(document, places[0]) for document in self.read([number]))
            if progress is not None:
                progress(done, len(articles))
        return Alike(text, label, tuple(pages), count, found_in, tuple(samples))

    # dictionaries

    def take_dictionary(self, path: Path, label: LabelId) -> int:
        """Suggest the terms of a file from now on; how many. Raises InputError."""
        count = self.wants.take_dictionary(path, label)
        self._tell(Changes(parts=frozenset({Part.SETTINGS})))
        return count

    def drop_dictionary(self, name: str) -> None:
        """Suggest the terms of a dictionary no longer."""
        self.wants.drop_dictionary(name)
        self._tell(Changes(parts=frozenset({Part.SETTINGS})))

    def try_pattern(self, own: OwnPattern, progress: Progress | None = None) -> Tried:
        """What a pattern finds in this project, until its time is over; raises InputError."""
        ids = self._store.filtering.ids(EVERYTHING, IMPORTED)
        return try_pattern(own, self.read(ids), len(ids), progress)

    # figures

    def by_source(self) -> Mapping[str, Count]:
        """What became of the suggestions of each source."""
        return _summed((source, verdict, n) for source, _, verdict, n in self._verdicts())

    def by_label(self) -> Mapping[LabelId, Count]:
        """What became of the suggestions of each label."""
        return _summed((LabelId(label), verdict, n) for _, label, verdict, n in self._verdicts())

    def counts(self) -> tuple[int, int]:
        """In how many articles it suggested, and how many suggestions it made there."""
        return self._store.suggestions.counts()

    def _verdicts(self) -> list[tuple[str, LabelId, str, int]]:
        return self._store.suggestions.verdicts()


def suggesting_for(
    store: Store,
    documents: Documents,
    setting: Callable[[str], Value],
    listeners: Listeners,
) -> Suggesting:
    """What suggests in the project of a store, told of what actions change."""
    made = Suggesting(store, documents, Wants(store, setting, documents.labels), listeners.tell)
    listeners.add(made.knowledge.note)
    return made


def _nothing() -> None:
    pass


def _names(chunk: Chunk, rows: Iterable[Stored]) -> Iterator[str]:
    """The names of the labels of what stands of new suggestions."""
    made = {row.article: row.suggested for row in rows}
    for document, _ in chunk:
        now = replace(document, suggested=made.get(document.article.id, ()))
        yield from (document.labels[one.label].name for one in now.suggestions)


def _line(document: Document, place: tuple[int, int, LabelId]) -> str:
    clean = document.composition.clean
    start, end = document.composition.to_clean(*place[:2]) or (0, 0)
    return " ".join(clean[max(0, start - _AROUND) : end + _AROUND].split())


def _summed(rows: Iterable[tuple[K, str, int]]) -> dict[K, Count]:
    counts: dict[K, Count] = {}
    for key, verdict, number in rows:
        taken, refused = counts.get(key, Count())
        if verdict == Verdict.ACCEPTED.value:
            counts[key] = Count(taken + number, refused)
        else:
            counts[key] = Count(taken, refused + number)
    return counts
