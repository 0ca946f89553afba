"""Finds articles by what they say: by the index where it can tell, by looking where it cannot."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from annotator.changes import Changes
from annotator.filters import IMPORTED, Filter, Sort, Within
from annotator.find.folding import fold, terms_asked
from annotator.find.index import PAGE, Index, is_marked
from annotator.find.matching import GaveUp, Matcher, matcher_of
from annotator.find.texts import composition_of, loaded
from annotator.model import ArticleId
from annotator.progress import Progress
from annotator.store import Store
from annotator.store.text_index import IndexLost
from annotator.text.compose import Composition

_MANY = 20_000
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
        self._index = Index(store, path)

    def close(self) -> None:
        """Let the index go; closing twice is fine."""
        self._index.close()

    def note(self, changes: Changes) -> None:
        """Take up that articles may say something else now."""
        self._index.note(changes)

    def waiting(self) -> int:
        """How many articles the index has not seen as they are, as far as is known."""
        return self._index.waiting()

    def update(self, progress: Progress | None = None) -> int:
        """Take in what the index has not seen; returns how many articles that were.

        `progress` may raise Cancelled: what was taken in by then stays.
        """
        count = self._index.update(progress)
        # Its tables take a twentieth of a second to load, for which the first search would wait.
        fold("區")
        return count

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
        unseen = self._index.untold()
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
            with self._index.asked() as file:
                changed = file.changed()
        except IndexLost:
            return False
        return not (changed or 1 in self._index.untold()) and self._store.filtering.nothing_gone()

    def _told(self, asked: Sequence[str], matcher: Matcher) -> Iterator[Found]:
        """What the index tells, as it comes; should it be lost, the rest is looked at."""
        last, total = 0, self._store.articles.last()
        try:
            with self._index.asked() as file:
                for page in file.pages(asked, _FIRST_PAGE, _INDEX_PAGE):
                    last = page[-1]
                    yield Found(_up_to(total, page), last, total)
            yield Found(array("q"), total, total)
        except IndexLost:
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
            with self._index.asked() as file:
                for page in file.pages(asked, _INDEX_PAGE, _INDEX_PAGE):
                    found += page
                    yield between
                for page in file.changed_pages(asked, _INDEX_PAGE):
                    late += page
                    yield between
        except IndexLost:
            return None
        found = _merged(found, sorted(late))
        for marked in (unseen, self._index.untold()):
            found = _merged(found, list(compress(range(len(marked)), marked)))
        return _up_to(self._store.articles.last(), found)

    def _looked_at(
        self, ids: array[int], matcher: Matcher, unseen: bytearray | None
    ) -> Iterator[Found]:
        """Which of these hold what is looked for, by the index but for what was `unseen`.

        With None the index tells of no article.
        """
        if not ids or (unseen is not None and 1 not in unseen and not self._index.waiting()):
            yield Found(ids, len(ids), len(ids))
            return
        given_up = at = 0
        size = _FIRST_LOOK
        while at < len(ids):
            page = ids[at : at + size]
            at += len(page)
            doubtful = page.tolist()
            if unseen is not None:
                waits = self._index.is_waiting
                doubtful = [n for n in page if is_marked(unseen, n) or waits(n)]
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
        for first in range(0, len(ids), PAGE):
            for held, _ in loaded(self._store, ids[first : first + PAGE], self._store.lock):
                yield held.article.id, composition_of(held)


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


def _excerpt(text: str, start: int, end: int) -> Excerpt:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND * 3]
    return Excerpt(*(" ".join(part.split()) for part in (before, text[start:end], after)))
