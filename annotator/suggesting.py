"""Suggestions of one project: learned from its labels, made for its articles, stored with them."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import sqrt
from pathlib import Path
from typing import NamedTuple, TypeVar

from annotator.cache import Documents, document_of
from annotator.changes import Changes, Listeners, Part
from annotator.commands import Alike
from annotator.document import Document
from annotator.engine import Engine, learned, suggested_apart, suggested_in
from annotator.filters import EVERYTHING, IMPORTED
from annotator.find.folding import fold
from annotator.lessons import Seen, doubt, expected, lesson_of, on_raw
from annotator.model import ArticleId, LabelId, Suggestion, Verdict
from annotator.parallel import Crew, alone, cores
from annotator.settings import Value
from annotator.store import Store
from annotator.store.packing import pack
from annotator.store.suggestions import Stored
from annotator.suggest import Lesson, OwnPattern
from annotator.suggest.unlabelled import MOST_CHARS
from annotator.wants import Tried, Wants, try_pattern

K = TypeVar("K", str, LabelId)
Progress = Callable[[int, int | None], None]

_ENGINE, _SEEN = "engine", "seen"
_MOST = 3_000
"""More articles take longer to learn from than a person waits, and teach little."""

_FIRST, _SHARE = 12, 0.15
"""After so many decisions it learns for the first time, then whenever there are so many more."""

_CHUNK = 16
_UNLABELLED = 400
_SAMPLES, _AROUND = 5, 10
_Z = 1.96


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
        """Where the share lies with 95 per cent of certainty (Wilson, 1927).

        >>> [round(end, 2) for end in Count(8, 2).interval()]
        [0.49, 0.94]
        """
        count = max(1, self.taken + self.refused)
        middle = self.share + _Z * _Z / (2 * count)
        apart = _Z * sqrt(self.share * (1 - self.share) / count + _Z * _Z / (4 * count * count))
        whole = 1 + _Z * _Z / count
        return (middle - apart) / whole, (middle + apart) / whole


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
        self._working = threading.Lock()
        self._engine: Engine | None = None
        self._given = wants.given()
        self._at = ""
        self._decided = self._tried = 0
        self._seen = Seen()
        # What other threads leave here is taken up by the one that works.
        self._touched: deque[ArticleId] = deque()
        self._outdated = True
        self._observed = False
        self._turn = 0

    # what it knows

    def note(self, changes: Changes) -> None:
        """Take up what an action changed; the next suggestions know of it."""
        if changes.touches(Part.ENTITIES, Part.STATUS):
            self._touched.extend(changes.articles)
            self._turn += 1
        if changes.touches(Part.LABELS, Part.SETTINGS):
            self._outdated = True

    def due(self) -> bool:
        """Whether so much was decided since it last learned that it should learn again."""
        with self._working:
            self._loaded()
        # Where learning came to nothing, it is tried again only when there is more to learn from.
        known = max(self._decided, self._tried)
        new = abs(self._store.suggestions.decisions() - known)
        return new >= max(_FIRST, round(self._decided * _SHARE))

    def learn(self, progress: Progress | None = None) -> bool:
        """Learn anew from what people decided, in a process of its own; whether that was kept.

        What came out worse than what was known is not kept, and neither is anything where the
        process was killed. `progress` may raise Cancelled: then all stays as it was.
        """
        with self._working:
            before = self._loaded().dump()
            begun = self._store.suggestions.clock()
            decided = self._tried = self._store.suggestions.decisions()
        lessons, seen = self._lessons(progress)
        made = alone(
            partial(learned, self.wants.given(), before),
            (lessons, self._unlabelled()),
            fresh=True,
            waiting=lambda: progress(len(lessons), None) if progress else None,
        )
        if made is None:
            return False
        version = f"{begun} {decided}"
        with self._store.transaction():
            self._store.suggestions.keep(_ENGINE, version, made)
            self._store.suggestions.keep(_SEEN, version, seen.packed())
        self._outdated = True
        return True

    def close(self) -> None:
        """Keep what was decided since it learned, so that nobody has to wait for it next time."""
        with self._working:
            if self._engine is not None and self._observed and not self._outdated:
                version = f"{self._store.suggestions.clock()} {self._decided}"
                self._store.suggestions.keep(_ENGINE, version, self._engine.dump())
                self._observed = False

    def _unlabelled(self) -> list[str]:
        """Some of the texts that nobody labelled, from all over the project."""
        labelled = set(self._store.suggestions.decided(_MOST))
        ids = self._store.filtering.ids(EVERYTHING, IMPORTED)
        others = [number for number in ids if number not in labelled]
        texts: list[str] = []
        left = MOST_CHARS
        for document in self._read(others[:: max(1, len(others) // _UNLABELLED)]):
            texts.append(document.composition.clean[:left])
            left -= len(texts[-1])
            if left <= 0:
                break
        return texts

    def _lessons(self, progress: Progress | None) -> tuple[list[Lesson], Seen]:
        lessons: list[Lesson] = []
        seen = Seen()
        ids = sorted(self._store.suggestions.decided(_MOST))
        for document in self._read(ids):
            lessons.append(lesson_of(document))
            seen.add(document.composition.clean)
            if progress is not None:
                progress(len(lessons), len(ids))
        return lessons, seen

    def _read(self, ids: Sequence[int]) -> Iterator[Document]:
        for page in self._store.reader.pages(ids):
            with self._store.lock:
                loaded, labels = self._store.reader.load(page), self._documents.labels()
            for held in loaded:
                yield document_of(held, labels)

    def _there(self, number: int) -> Document | None:
        """An article, None where its import was taken back meanwhile."""
        with self._store.lock:
            there = self._store.articles.stamps_of([number])
            return next(self._read([number])) if there else None

    def _loaded(self) -> Engine:
        """What was learned last, with what was decided since; call it while nothing else works."""
        if self._engine is None or self._outdated:
            self._outdated = self._observed = False
            kept = self._store.suggestions.learned(_ENGINE)
            seen = self._store.suggestions.learned(_SEEN)
            self._at, decided = kept[0].split(" ") if kept else ("", "0")
            self._decided = int(decided)
            self._seen = Seen(seen[1] if seen else b"")
            self._given = self.wants.given()
            self._engine = Engine(self._given, kept[1] if kept else b"")
            self._touched.extend(self._store.suggestions.decided(_MOST, self._at))
        touched = set()
        while self._touched:
            touched.add(self._touched.popleft())
        for number in sorted(touched):
            document = self._there(number)
            self._observed = True
            if document is not None and not self._engine.observe(number, lesson_of(document)):
                # Something was taken back: next time it begins again with what it learned.
                self._outdated = True
        return self._engine

    def _version(self) -> str:
        """Another one whenever other things may be suggested."""
        decisions = self._store.suggestions.decisions()
        return f"{self._at} {decisions} {self._turn} {self._given.digest()}"

    # suggesting

    def refresh(self, articles: Iterable[int], progress: Progress | None = None) -> int:
        """Suggest in those of these articles that were not read as they are now; how many.

        `progress` may raise Cancelled between articles: what was stored by then stays.
        """
        wanted, made = list(dict.fromkeys(articles)), 0
        for done, number in enumerate(wanted):
            with self._working:
                engine = self._loaded()
                version = self._version()
                if number not in self._store.suggestions.current([number], version):
                    self._suggest(engine, version, ArticleId(number))
                    made += 1
            if progress is not None:
                progress(done + 1, len(wanted))
        return made

    def _suggest(self, engine: Engine, version: str, number: ArticleId) -> None:
        with self._store.lock:
            stamps = self._store.articles.stamps_of([number])
            if number not in stamps:
                return
            (document,) = self._read([number])
        found = engine.suggest(document.composition.clean)
        self._put([self._stored(document, found, version, stamps[number])])

    def suggest_all(
        self, least: float | None = None, progress: Progress | None = None
    ) -> dict[str, int]:
        """Suggest in every article, by all cores; returns how many stand of each label, by name.

        With `least` only what has such a score is kept. `progress` may raise Cancelled: what was
        stored by then stays.
        """
        with self._working:
            self._loaded()
        if self._store.suggestions.decisions() != self._decided:
            self.learn(progress)
        with self._working:
            known = self._loaded().dump()
            version = self._version()
        work = partial(suggested_in, self._given, known, least)
        ids = self._store.filtering.ids(EVERYTHING, IMPORTED)
        done = 0
        standing: Counter[str] = Counter()
        given: list[list[tuple[Document, int]]] = []

        def stored() -> None:
            nonlocal done
            chunk, results = given.pop(0), crew.take()
            rows = [
                self._stored(document, found, version, stamp)
                for (document, stamp), found in zip(chunk, results, strict=True)
                if found is not None
            ]
            self._put(rows)
            done += len(chunk)
            made = {row.article: row.suggested for row in rows}
            for document, _ in chunk:
                now = replace(document, suggested=made.get(document.article.id, ()))
                standing.update(document.labels[one.label].name for one in now.suggestions)
            if progress is not None:
                progress(done, len(ids))

        with Crew(work, cores(), partial(suggested_apart, work), fresh=True) as crew:
            for chunk in self._chunks(ids):
                given.append(chunk)
                crew.give([document.composition.clean for document, _ in chunk])
                if crew.waiting > 2 * cores():
                    stored()
            while crew.waiting:
                stored()
        return dict(standing.most_common())

    def _chunks(self, ids: Sequence[int]) -> Iterator[list[tuple[Document, int]]]:
        for first in range(0, len(ids), _CHUNK):
            part = ids[first : first + _CHUNK]
            stamps = self._store.articles.stamps_of(part)
            there = [number for number in part if number in stamps]
            yield [(document, stamps[document.article.id]) for document in self._read(there)]

    def _stored(
        self, document: Document, found: Iterable[Suggestion], version: str, stamp: int
    ) -> Stored:
        labels = {label.name: label.id for label in document.labels.values()}
        suggested = on_raw(document, found, labels)
        novelty = self._seen.novelty(document.composition.clean)
        numbers = expected(suggested), doubt(suggested), novelty
        return Stored(document.article.id, version, stamp, suggested, *numbers)

    def _put(self, rows: Sequence[Stored]) -> None:
        """Store suggestions, and show them; not those of articles that are gone by now."""
        with self._store.lock:
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
            document = self._there(number)
            if document is None:
                continue
            places = [
                (one.start, one.end, one.label)
                for one in document.suggestions
                if one.label == label and fold(document.reads(one.start, one.end)) == wanted
            ]
            if places:
                pages.append(pack([(number, places)]))
                count, found_in = count + len(places), found_in + 1
                if len(samples) < _SAMPLES:
                    samples.append(_line(document, places[0]))
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
        return try_pattern(own, self._read(ids), len(ids), progress)

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
    listeners.add(made.note)
    return made


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
