"""What a project knows for suggestions: learned from its labels, and told of every new one."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from annotator.changes import Changes, Part
from annotator.document import Document
from annotator.engine import Engine, learned
from annotator.errors import ProjectError
from annotator.filters import EVERYTHING, IMPORTED
from annotator.lessons import Seen, lesson_of
from annotator.model import ArticleId
from annotator.parallel import alone
from annotator.progress import Progress
from annotator.store import Store
from annotator.suggest import Lesson
from annotator.suggest.unlabelled import MOST_CHARS
from annotator.wants import Wants

_ENGINE, _SEEN = "engine", "seen"
_MOST = 3_000
"""More articles take longer to learn from than a person waits, and teach little."""

_FIRST, _SHARE = 12, 0.15
"""After so many decisions it learns for the first time, then whenever there are so many more."""

_UNLABELLED = 400


def enough(new: int, decided: int) -> bool:
    """Whether to learn again, with so many decisions more than the `decided` it learned from.

    >>> enough(11, 0), enough(12, 0), enough(12, 100)
    (False, True, False)
    """
    return new >= max(_FIRST, round(decided * _SHARE))


class Knowledge:
    """Keeps the engine in step with the project; hold `working` while it is used.

    What was learned is kept in the project, with the last action that it knows of; articles worked
    on since then are told to the engine when it is loaded.
    """

    def __init__(
        self, store: Store, wants: Wants, read: Callable[[Sequence[int]], Iterator[Document]]
    ) -> None:
        """`read` gives those of some articles that are there."""
        self._store, self._wants, self._read = store, wants, read
        self.working = threading.Lock()
        self.given = wants.given()
        self.seen = Seen()
        self._engine: Engine | None = None
        self._learned = ""
        self._decided = self._tried = 0
        # What other threads leave here is taken up by the one that works.
        self._touched: deque[ArticleId] = deque()
        self._outdated = True
        self._told = False
        self._turn = 0

    def note(self, changes: Changes) -> None:
        """Take up what an action changed; what is suggested next follows it."""
        if changes.touches(Part.ENTITIES, Part.STATUS):
            self._touched.extend(changes.articles)
            self._turn += 1
        if changes.touches(Part.LABELS, Part.SETTINGS):
            self._outdated = True

    def engine(self) -> tuple[Engine, str]:
        """What was learned last, told of all that was decided since, and which version that is.

        The version is another one whenever other things may be suggested.
        """
        # The version first: what is decided meanwhile makes another one, and is told next time.
        engine, version = self._loaded()
        if not self._catch_up(engine):
            # Something was taken back, which what was learned does not hold yet.
            self._outdated = True
            engine, version = self._loaded()
            self._catch_up(engine)
        return engine, version

    def _loaded(self) -> tuple[Engine, str]:
        if self._engine is None or self._outdated:
            self._engine = self._load()
        decisions = self._store.suggestions.decisions()
        version = f"{self._learned} {decisions} {self._turn} {self.given.digest()}"
        return self._engine, version

    def _catch_up(self, engine: Engine) -> bool:
        """Tell of what was decided since; whether all of it could be taken in."""
        touched = set()
        while self._touched:
            touched.add(self._touched.popleft())
        taken_in = True
        for document in self._read(sorted(touched)):
            self._told = True
            taken_in &= engine.observe(document.article.id, lesson_of(document))
        return taken_in

    def _load(self) -> Engine:
        self._outdated = self._told = False
        kept = self._store.suggestions.learned(_ENGINE)
        seen = self._store.suggestions.learned(_SEEN)
        known, self._learned, decided = kept[0].split() if kept else ("", "-", "0")
        self._decided = int(decided)
        self.seen = Seen(seen[1] if seen else b"")
        self.given = self._wants.given()
        self._touched.extend(self._store.suggestions.decided(_MOST, int(known) if known else None))
        return Engine(self.given, kept[1] if kept else b"")

    # learning

    def new(self) -> int:
        """How many more or fewer decisions there are than when it learned."""
        with self.working:
            self.engine()
        return abs(self._store.suggestions.decisions() - self._decided)

    def due(self) -> bool:
        """Whether so much was decided since it last learned that it should learn again.

        Where learning came to nothing, it is due again only when there is more to learn from.
        """
        new = self.new()
        if self._tried > self._decided:
            new = abs(self._store.suggestions.decisions() - self._tried)
        return enough(new, self._decided)

    def learn(self, progress: Progress | None = None) -> bool:
        """Learn anew from what people decided, in a process of its own; False if it was killed.

        A model that came out worse than the one before is not taken. `progress` may raise
        Cancelled: then all stays as it was.
        """
        with self.working:
            before = self.engine()[0].dump()
            known = self._store.suggestions.last_action()
            decided = self._tried = self._store.suggestions.decisions()
        lessons, seen = self._lessons(progress)
        made = alone(
            partial(learned, self._wants.given(), before),
            (lessons, self._unlabelled()),
            fresh=True,
            waiting=lambda: progress(len(lessons), None) if progress else None,
        )
        if made is None:
            return False
        version = f"{known} {known}.{decided} {decided}"
        with self._store.transaction():
            self._store.suggestions.keep(_ENGINE, version, made)
            self._store.suggestions.keep(_SEEN, version, seen.packed())
        self._outdated = True
        return True

    def close(self) -> None:
        """Keep what it was told since it learned, so that nobody waits for it next time."""
        with self.working:
            if self._engine is None or self._outdated or not self._told:
                return
            self._told = False
            known = self._store.suggestions.last_action()
            version = f"{known} {self._learned} {self._decided}"
            # On a full disk it is worked out again from the labels next time.
            with suppress(ProjectError):
                self._store.suggestions.keep(_ENGINE, version, self._engine.dump())

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
