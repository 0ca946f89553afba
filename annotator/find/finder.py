"""Finds articles by what they say: by the index where it can tell, by looking where it cannot."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from annotator.changes import Changes, Part
from annotator.filters import IMPORTED, Filter, Sort, Within
from annotator.find.folding import VERSION, terms, terms_asked
from annotator.find.matching import GaveUp, Matcher, matcher_of
from annotator.model import ArticleId
from annotator.progress import Progress
from annotator.store import Store
from annotator.store.reading import Held
from annotator.store.text_index import IndexLost, TextIndex
from annotator.text.compose import Composition, compose

_COMPARED = 20_000
_MANY = 20_000
# A label key pressed meanwhile has to wait until one page of articles is read; larger ones are no
# faster.
_PAGE = 8
# Characters in one transaction of the index; small ones cost it three times as much.
_AT_ONCE = 300_000
_FIRST_LOOK, _MOST = 32, 256
_AROUND = 24
# From the index a screenful comes first.
_FIRST_PAGE, _INDEX_PAGE = 200, 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """More articles that a search found, in order, and how many of how many were looked at.

    `given_up` counts those, so far, where the pattern took too long.
    """

    ids: array[int]
    looked: int
    total: int
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place in an article as one line: what was looked for, and a little of what is around it."""

    before: str
    match: str
    after: str


class Finder:
    """Looks through one project; any thread may use it.

    The index may lag behind: articles it has not seen as they are now are looked at one by one, so
    that what is found is always right, and `update` only makes it fast.
    """

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._index = TextIndex(path, VERSION)
        # A byte for each article id: 1 where the index has not seen what the article says now.
        self._unseen = bytearray()
        # What is on its way into the index, and can be found in neither.
        self._taken: list[int] = []
        self._compared = False
        self._comparing = threading.Lock()

    def close(self) -> None:
        """Let the index go; closing twice is fine."""
        self._index.close()

    def note(self, changes: Changes) -> None:
        """Take up that articles may say something else now."""
        if changes.touches(Part.REPAIRS, Part.BOILERPLATE, Part.ARTICLES):
            for article in changes.articles:
                self._mark(article)

    def waiting(self) -> int:
        """How many articles the index has not seen as they are, as far as is known."""
        return self._unseen.count(1)

    def update(self, progress: Progress | None = None) -> int:
        """Take in what the index has not seen; returns how many articles that were.

        `progress` may raise Cancelled: what was taken in by then stays.
        """
        done = 0
        try:
            self._compare()
            total = self.waiting()
            while count := self._take_in():
                done += count
                if progress is not None:
                    progress(done, max(done, total))
        except IndexLost:
            # Begun anew, and next time it is filled anew; until then articles are looked at.
            self._compared = False
        return done

    def search(self, wanted: Filter, sort: Sort = IMPORTED) -> Iterator[Found]:
        """Find what a filter lets through, in order, the first ones at once.

        Raises NotAllowed for a text that is no pattern and should be one.
        """
        matcher = matcher_of(wanted)
        if matcher is None:
            yield from self._filtered(wanted, sort)
            return
        asked, enough = ([], False) if wanted.pattern else terms_asked(wanted.text)
        sure = enough and wanted.within is Within.BOTH
        if sure and sort == IMPORTED and not wanted.facets and self._tells_all():
            yield from self._told(asked, matcher)
            return
        # Before the index is asked: what comes into it then is not in its answer.
        unseen = self._not_told()
        likely = (yield from self._likely(asked, unseen)) if asked else None
        ids = self._store.filtering.ids(wanted, sort, likely)
        yield from self._looked_at(ids, matcher, unseen if sure and likely is not None else None)

    def _filtered(self, wanted: Filter, sort: Sort) -> Iterator[Found]:
        """What the facets let through; of a large project the first ones before all."""
        first = array("q")
        if self._store.articles.last() > _MANY:
            first = self._store.filtering.first(wanted, sort)
            yield Found(first, len(first), self._store.articles.last())
        ids = self._store.filtering.ids(wanted, sort)
        if ids[: len(first)] == first:
            del ids[: len(first)]
        else:
            shown = set(first)
            ids = array("q", (number for number in ids if number not in shown))
        count = len(first) + len(ids)
        yield Found(ids, count, count)

    def excerpt(self, article: ArticleId, matcher: Matcher) -> Excerpt | None:
        """The first place of what is looked for, None where it is in the article no more."""
        for text in self._texts(article, matcher.within):
            try:
                span = next(matcher.spans(text), None)
            except GaveUp:
                return None
            if span is not None:
                return _excerpt(text, *span)
        return None

    def _texts(self, article: ArticleId, within: Within) -> Iterator[str]:
        """What is looked through of an article; the clean text is made only where it is wanted."""
        if within is not Within.CLEAN:
            yield from (raw for _, raw in self._store.articles.raws([article]))
        if within is not Within.RAW:
            yield from (made.clean for _, made in self._composed([article]))

    # looking

    def _tells_all(self) -> bool:
        """Whether the index alone can tell, in order, what all articles say."""
        try:
            self._compare()
            changed = self._index.changed()
        except IndexLost:
            self._compared = False
            return False
        return not (changed or 1 in self._not_told()) and self._store.filtering.nothing_gone()

    def _told(self, asked: Sequence[str], matcher: Matcher) -> Iterator[Found]:
        """What the index tells, as it comes; should it be lost, the rest is looked at."""
        last, total = 0, self._store.articles.last()
        try:
            for page in self._index.pages(asked, _FIRST_PAGE, _INDEX_PAGE):
                last = page[-1]
                yield Found(_up_to(total, page), last, total)
            yield Found(array("q"), total, total)
        except IndexLost:
            self._compared = False
            rest = array("q", range(last + 1, total + 1))
            yield from self._looked_at(rest, matcher, None)

    def _likely(
        self, asked: Sequence[str], unseen: bytearray
    ) -> Generator[Found, None, array[int] | None]:
        """The articles that may have the text; None where all have to be looked at.

        Those are among them that the index had not seen before, or has not now. Empty finds come
        in between, so that a search can be stopped.
        """
        found, late, between = array("q"), array("q"), Found(array("q"), 0, 0)
        try:
            self._compare()
            for page in self._index.pages(asked, _INDEX_PAGE, _INDEX_PAGE):
                found += page
                yield between
            for page in self._index.changed_pages(asked, _INDEX_PAGE):
                late += page
                yield between
        except IndexLost:
            self._compared = False
            return None
        found = _merged(found, sorted(late))
        for marked in (unseen, self._not_told()):
            found = _merged(found, list(compress(range(len(marked)), marked)))
        return _up_to(self._store.articles.last(), found)

    def _looked_at(
        self, ids: array[int], matcher: Matcher, unseen: bytearray | None
    ) -> Iterator[Found]:
        """Which of these hold what is looked for, by the index but for what was `unseen`.

        With None the index tells of no article.
        """
        if not ids or (unseen is not None and 1 not in unseen and 1 not in self._unseen):
            yield Found(ids, len(ids), len(ids))
            return
        given_up = at = 0
        size = _FIRST_LOOK
        while at < len(ids):
            page = ids[at : at + size]
            at += len(page)
            doubtful = page.tolist()
            if unseen is not None:
                doubtful = [n for n in page if _is_in(unseen, n) or _is_in(self._unseen, n)]
            having, gave_up = self._having(doubtful, matcher)
            given_up += gave_up
            kept = {*having, *(set(page) - set(doubtful))}
            yield Found(array("q", (n for n in page if n in kept)), at, len(ids), given_up)
            size = min(2 * size, _MOST)

    def _having(self, ids: Sequence[int], matcher: Matcher) -> tuple[set[int], int]:
        """Those that hold what is looked for, and how many the pattern took too long on."""
        having: set[int] = set()
        slow: set[int] = set()

        def look(number: int, text: str) -> None:
            try:
                if matcher.found(text):
                    having.add(number)
            except GaveUp:
                slow.add(number)

        if matcher.within is not Within.CLEAN:
            for number, raw in self._store.articles.raws(ids):
                look(number, raw)
        if matcher.within is not Within.RAW:
            for number, made in self._composed([n for n in ids if n not in having]):
                look(number, made.clean)
        return having, len(slow - having)

    def _composed(self, ids: Sequence[int]) -> Iterator[tuple[int, Composition]]:
        """The clean texts of those of these articles that are there."""
        for first in range(0, len(ids), _PAGE):
            for held, _ in self._loaded(ids[first : first + _PAGE], self._store.lock):
                yield held.article.id, _composition(held)

    def _loaded(
        self, ids: Sequence[int], turn: AbstractContextManager[object]
    ) -> list[tuple[Held, int]]:
        """Those of these articles that are there, each with its stamp of the same moment."""
        if not ids:
            return []
        with turn:
            stamps = self._store.articles.stamps_of(ids)
            there = [ArticleId(number) for number in ids if number in stamps]
            loaded = self._store.reader.load(there)
        return [(held, stamps[held.article.id]) for held in loaded]

    # the index

    def _compare(self) -> None:
        """Find out, once, which articles the index has not seen as they are now."""
        with self._comparing:
            if self._compared:
                return
            last = self._store.articles.last()
            for first in range(1, last + 1, _COMPARED):
                span = first, first + _COMPARED - 1
                if self._store.articles.digest(*span) == self._index.digest(*span):
                    continue
                there = self._store.articles.stamps(*span)
                for number, _ in set(there).difference(self._index.stamps(*span)):
                    self._mark(number)
            self._compared = True

    def _next_unseen(self) -> list[int]:
        """Some articles that the index has not seen."""
        page: list[int] = []
        at = self._unseen.find(1)
        while at >= 0 and len(page) < _PAGE:
            page.append(at)
            at = self._unseen.find(1, at + 1)
        return page

    def _take_in(self) -> int:
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
                for held, stamp in self._loaded(page, self._store.settled()):
                    made.append((held.article.id, stamp, " ".join(_terms(held))))
                    size += len(held.article.raw)
            self._index.add(made)
        except BaseException:
            for number in taken:
                self._unseen[number] = 1
            raise
        finally:
            self._taken = []
        return len(taken)

    def _mark(self, article: int) -> None:
        if article >= len(self._unseen):
            self._unseen.extend(bytes(article + 1 - len(self._unseen)))
        self._unseen[article] = 1

    def _not_told(self) -> bytearray:
        """A byte for each article id: 1 for what the index cannot tell of now."""
        marked = bytearray(self._unseen)
        for number in tuple(self._taken):
            # What came after the copy was made came after the search began.
            if number < len(marked):
                marked[number] = 1
        return marked


def _is_in(marked: bytearray, article: int) -> bool:
    return article < len(marked) and bool(marked[article])


def _up_to(last: int, ids: array[int]) -> array[int]:
    """The index may still hold articles of an import that was taken back."""
    return ids[: bisect_right(ids, last)]


def _merged(ids: array[int], more: Sequence[int]) -> array[int]:
    """Both in order, each once; a set of a million would hold every other thread up."""
    merged, at = array("q"), 0
    for number in more:
        place = bisect_left(ids, number, at)
        merged += ids[at:place]
        merged.append(number)
        at = place + (place < len(ids) and ids[place] == number)
    return merged + ids[at:]


def _composition(held: Held) -> Composition:
    return compose(held.article.raw, held.repairs(), held.boilerplate())


def _terms(held: Held) -> set[str]:
    """The terms of both texts of an article."""
    made = _composition(held)
    found = terms(made.raw)
    return found if made.clean == made.raw else found | terms(made.clean)


def _excerpt(text: str, start: int, end: int) -> Excerpt:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND * 3]
    return Excerpt(*(" ".join(part.split()) for part in (before, text[start:end], after)))
