"""The index of a project's texts, and what it has not seen of them yet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.changes import Changes, Part
from annotator.find.folding import VERSION, terms
from annotator.find.texts import composition_of, loaded
from annotator.progress import Progress
from annotator.store import Store
from annotator.store.reading import Held
from annotator.store.text_index import IndexLost, TextIndex

_COMPARED = 20_000
# A label key pressed meanwhile has to wait until one page of articles is read; larger ones are no
# faster.
PAGE = 8
# Characters in one transaction of the index; small ones cost it three times as much.
_AT_ONCE = 300_000


class Index:
    """Tells which articles have terms as far as it has seen them; any thread may use it.

    It may lag behind: what it has not seen as it is now has to be looked at.
    """

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._file = TextIndex(path, VERSION)
        # A byte for each article id: 1 where the file has not seen what the article says now.
        self._unseen = bytearray()
        # What is on its way into the file, and can be found in neither.
        self._taken: list[int] = []
        self._compared = False
        self._comparing = threading.Lock()

    def close(self) -> None:
        """Let the file go; closing twice is fine."""
        self._file.close()

    @contextmanager
    def asked(self) -> Iterator[TextIndex]:
        """The file, once it is known what it has not seen; raises IndexLost, also in the block.

        It was begun anew then, and `update` fills it.
        """
        try:
            self._compare()
            yield self._file
        except IndexLost:
            self._compared = False
            raise

    def note(self, changes: Changes) -> None:
        """Take up that articles may say something else now."""
        if changes.touches(Part.REPAIRS, Part.BOILERPLATE, Part.ARTICLES):
            for article in changes.articles:
                self._mark(article)

    def waiting(self) -> int:
        """How many articles it has not seen as they are, as far as is known."""
        return self._unseen.count(1)

    def is_waiting(self, article: int) -> bool:
        """Whether this is one of them."""
        return is_marked(self._unseen, article)

    def untold(self) -> bytearray:
        """A byte for each article id: 1 for what it cannot tell of now."""
        marked = bytearray(self._unseen)
        for number in tuple(self._taken):
            # What came after the copy was made came after the search began.
            if number < len(marked):
                marked[number] = 1
        return marked

    def update(self, progress: Progress | None = None) -> int:
        """Take in what it has not seen; returns how many articles that were.

        `progress` may raise Cancelled: what was taken in by then stays.
        """
        done = 0
        # If it is lost, articles are looked at until the next time.
        with suppress(IndexLost), self.asked() as file:
            total = self.waiting()
            while count := self._take_in(file):
                done += count
                if progress is not None:
                    progress(done, max(done, total))
        return done

    def _compare(self) -> None:
        """Find out, once, which articles the file has not seen as they are now."""
        with self._comparing:
            if self._compared:
                return
            last = self._store.articles.last()
            for first in range(1, last + 1, _COMPARED):
                span = first, first + _COMPARED - 1
                if self._store.articles.digest(*span) == self._file.digest(*span):
                    continue
                there = self._store.articles.stamps(*span)
                for number, _ in set(there).difference(self._file.stamps(*span)):
                    self._mark(number)
            self._compared = True

    def _take_in(self, file: TextIndex) -> int:
        """Take in as many articles as go well into one transaction; returns how many."""
        taken = self._taken
        made: list[tuple[int, int, str]] = []
        size = 0
        try:
            while size < _AT_ONCE and (page := self._next_unseen()):
                # Taken off before they are read: what changes after that is marked anew.
                taken += page
                for number in page:
                    self._unseen[number] = 0
                for held, stamp in loaded(self._store, page, self._store.settled()):
                    made.append((held.article.id, stamp, " ".join(_terms(held))))
                    size += len(held.article.raw)
            file.add(made)
        except BaseException:
            for number in taken:
                self._unseen[number] = 1
            raise
        finally:
            self._taken = []
        return len(taken)

    def _next_unseen(self) -> list[int]:
        """Some articles that the file has not seen."""
        page: list[int] = []
        at = self._unseen.find(1)
        while at >= 0 and len(page) < PAGE:
            page.append(at)
            at = self._unseen.find(1, at + 1)
        return page

    def _mark(self, article: int) -> None:
        if article >= len(self._unseen):
            self._unseen.extend(bytes(article + 1 - len(self._unseen)))
        self._unseen[article] = 1


def is_marked(marked: bytearray, article: int) -> bool:
    """Whether the byte of an article is 1; those beyond the last have none."""
    return article < len(marked) and bool(marked[article])


def _terms(held: Held) -> set[str]:
    """The terms of both texts of an article."""
    made = composition_of(held)
    found = terms(made.raw)
    return found if made.clean == made.raw else found | terms(made.clean)
