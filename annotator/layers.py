"""What there is of the articles beside what stands in them: people's versions, other cleaners'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotator.cache import Documents
from annotator.claims import LIVE, Version, works_of
from annotator.document import Document
from annotator.model import ArticleId, Finding, Kind, Verdict
from annotator.review.adjudication import Choice, Conflict
from annotator.review.agreement import Compared, Mark
from annotator.store import Store
from annotator.store.cleanings import Cleanings


class Layers:
    """Reads versions; `documents` has the articles as they stand."""

    def __init__(self, store: Store, documents: Documents) -> None:
        self._store = store
        self._documents = documents

    @property
    def cleanings(self) -> Cleanings:
        """What other cleaners made of the articles."""
        return self._store.cleanings

    def of(self, article: ArticleId) -> list[Version]:
        """Everybody's work on an article: the versions kept, and after them what stands in it."""
        with self._store.lock:
            document = self._documents.get(article)
            orphaned = self._documents.held(article).orphaned()
            kept = self._store.versions.of([article]).get(article, [])
        works = works_of(document, orphaned)
        at, status = document.article.updated or "", document.article.status
        alone = document.article.seconds if len(works) == 1 else 0.0
        return [
            *kept,
            *(Version(LIVE, article, work, alone, at, status) for work in works.values()),
        ]

    def kept(self, article: ArticleId, annotator: str) -> Version | None:
        """The newest version of an article that was kept of somebody."""
        theirs = self._store.versions.of([article]).get(article, [])
        return next((v for v in reversed(theirs) if v.work.annotator == annotator), None)

    def set_aside(self) -> frozenset[ArticleId]:
        """The articles that versions were kept of."""
        return frozenset(self._store.versions.articles())

    def settled(self) -> frozenset[ArticleId]:
        """The articles in which what stands was settled between versions."""
        return frozenset(self._store.versions.gold())

    def is_gold(self, article: ArticleId) -> bool:
        """Whether what stands in an article was settled between versions."""
        return article in self._store.versions.gold()

    def choices(self, article: ArticleId, places: Iterable[Conflict]) -> list[Choice | None]:
        """How each place of an article was settled, None where it is still open."""
        taken = self._store.versions.settled(article, [place.sides for place in places])
        return [Choice(*sides) if sides else None for sides in taken]

    def with_marks(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Each with the errors as well that people marked before their work was set aside.

        Where an article was settled, what stands in it is all there is. A mark that several made
        is there once.
        """
        aside, settled = self.set_aside(), self.settled()
        for document in documents:
            article = document.article.id
            if article not in aside or article in settled:
                yield document
                continue
            marks = {(one.start, one.end, one.type): one for one in document.findings}
            for version in reversed(self._store.versions.of([article])[article]):
                for claim in version.work.claims:
                    if claim.kind is Kind.FINDING:
                        place = claim.start, claim.end, claim.name
                        made = Finding(*place, annotator=version.work.annotator)
                        marks.setdefault(place, made)
            yield replace(document, findings=tuple(marks[place] for place in sorted(marks)))

    def known_by(self, ids: Sequence[int]) -> dict[ArticleId, tuple[str, str]]:
        """The key and the hash of those of these articles that are there."""
        return self._store.articles.known_by(ids)

    def with_text(self, sha256: str, key: str) -> ArticleId | None:
        """The article of this project that has a text, by its hash, that of the key first."""
        found = self._store.versions.with_text(sha256)
        same = self._store.articles.by_key([key]).get(key)
        if same is not None and same[0] in found:
            return same[0]
        return found[0] if found else None

    def compared(self) -> Iterator[Compared]:
        """The entities of every article that several people have a version of.

        The newest version of each counts, and what stands in the article unless it was settled.
        """
        gold = self._store.versions.gold()
        for article in self._store.versions.articles():
            with self._store.lock:
                document = self._documents.get(article)
            latest = {
                version.work.annotator: version
                for version in self.of(article)
                if version.id != LIVE or article not in gold
            }
            marks = {name: _marks(version) for name, version in latest.items()}
            yield Compared(document.article.key, len(document.article.raw), marks)


def _marks(version: Version) -> frozenset[Mark]:
    return frozenset(
        Mark(claim.start, claim.end, claim.name)
        for claim in version.work.claims
        if claim.kind is Kind.ENTITY and claim.verdict is Verdict.ACCEPTED
    )
