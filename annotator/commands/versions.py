"""Actions on people's versions: setting work aside, merging it in, settling what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from annotator.claims import LIVE, Claim, Version, Work, works_of
from annotator.commands.base import Context, excerpt
from annotator.defaults import label_called
from annotator.errors import NotAllowed
from annotator.model import ArticleId, Kind, Status
from annotator.review.adjudication import Conflict, agreed
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class SetAside:
    """Keep what people did in these articles as their versions, and begin anew: a blind pass.

    Raises NotAllowed where nobody did anything in any of them.
    """

    articles: tuple[ArticleId, ...]
    article: ClassVar[None] = None
    title: ClassVar[str] = "set_aside"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Move the work; the word is in how many articles."""
        touched = [number for number in self.articles if _set_aside(store, context, number)]
        if not touched:
            raise NotAllowed(
                "Nobody has worked on these articles yet.", "There is nothing to set aside."
            )
        for number in touched:
            store.articles.put_status(number, Status.TODO)
        return (str(len(touched)),)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Versions of an article from another project: to be kept, or to be worked on here if `live`.

    `status` is how far the article is there.
    """

    article: ArticleId
    versions: tuple[Version, ...]
    live: bool
    status: Status


@dataclass(frozen=True, slots=True)
class TakeWork:
    """Take in what people did in another project; nothing that is here is changed.

    Labels that are not in the set are added.
    """

    items: tuple[Incoming, ...]
    article: ClassVar[None] = None
    title: ClassVar[str] = "take_work"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the work; the word is on how many articles."""
        _meet_labels(store, context, self.items)
        for item in self.items:
            for version in item.versions:
                work = version.work
                if item.live:
                    _put_live(store, context, item.article, work.annotator, work.claims)
                else:
                    _keep(store, context, replace(version, article=item.article))
            if item.live:
                store.articles.put_status(item.article, item.status)
        return (str(len(self.items)),)


@dataclass(frozen=True, slots=True)
class BeginGold:
    """Set everybody's work on an article aside and start from what two of them agree on.

    What is settled afterwards is the article's own layer; versions stay as they are. Raises
    NotAllowed where one of the two has no version.
    """

    article: ArticleId
    left: str
    right: str
    title: ClassVar[str] = "begin_gold"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Make the rows; the words are the two names."""
        _set_aside(store, context, self.article)
        latest = {v.work.annotator: v.work for v in store.versions.of([self.article])[self.article]}
        for name in (self.left, self.right):
            if name not in latest:
                raise NotAllowed(
                    "{name} has no version of this article.", "Choose another.", name=name
                )
        claims = agreed(latest[self.left], latest[self.right])
        _put_live(store, context, self.article, context.annotator, claims)
        store.versions.put_gold(self.article, context.annotator, context.now)
        store.articles.put_status(self.article, Status.DOING)
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Settle:
    """Let what one, the other or both say stand at a place where they differ.

    Neither side takes both away. Raises NotAllowed where the article is not being settled.
    """

    article: ArticleId
    conflict: Conflict
    left: bool
    right: bool
    title: ClassVar[str] = "settle"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the choice; the word is the text."""
        if self.article not in store.versions.gold():
            raise NotAllowed(
                "This article is not being settled.", "Begin with what both agree on first."
            )
        document = context.document(self.article)
        sides = ((self.conflict.left, self.left), (self.conflict.right, self.right))
        wanted = [claim for claims, taken in sides if taken for claim in claims]
        there = {claim.said: claim for claim in _all(works_of(document).values())}
        said = {claim.said for claim in wanted}
        both = {claim.said for claim in (*self.conflict.left, *self.conflict.right)}
        gone = [there[claim] for claim in both - said if claim in there]
        store.versions.clear_rows(self.article, gone)
        fresh = tuple(claim for claim in wanted if claim.said not in there)
        _put_live(store, context, self.article, context.annotator, fresh)
        taken = self.left, self.right
        store.versions.put_settled(
            self.article, self.conflict.sides, taken, context.annotator, context.now
        )
        return (excerpt(document.article.raw[self.conflict.start : self.conflict.end]),)


def _all(works: Iterable[Work]) -> Iterator[Claim]:
    for work in works:
        yield from work.claims


def _set_aside(store: Store, context: Context, article: ArticleId) -> bool:
    """Turn the rows of an article into versions; whether there were any."""
    document = context.document(article)
    (held,) = store.reader.load([article])
    works = works_of(document, held.orphaned())
    for work in works.values():
        seconds = document.article.seconds if len(works) == 1 else 0.0
        status = document.article.status
        _keep(store, context, Version(LIVE, article, work, seconds, context.now, status))
        store.versions.clear_rows(article, work.claims)
    return bool(works)


def _keep(store: Store, context: Context, version: Version) -> None:
    store.versions.put(replace(version, id=context.new_span()))


def _put_live(
    store: Store, context: Context, article: ArticleId, annotator: str, claims: Iterable[Claim]
) -> None:
    ((_, raw),) = store.articles.raws([article])
    numbered = [(context.new_span(), claim) for claim in claims]
    store.versions.put_rows(article, raw, annotator, numbered, context.now)


def _meet_labels(store: Store, context: Context, items: Iterable[Incoming]) -> None:
    """Add the labels that only the other project has, behind those that are here."""
    there = {label.name for label in store.labels.all()}
    for item in items:
        for claim in _all(version.work for version in item.versions):
            if claim.kind is Kind.ENTITY and claim.name not in there:
                store.labels.put(label_called(claim.name, store.labels.all(), context.new_id))
                there.add(claim.name)
