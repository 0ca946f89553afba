"""Actions on suggestions: taking and refusing them, one by one or all that read the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from annotator.commands.base import Context, excerpt
from annotator.commands.entities import put_entity
from annotator.document import Document
from annotator.model import ArticleId, Entity, LabelId, Origin, SpanId, Suggested, Verdict
from annotator.progress import Progress
from annotator.store import Store
from annotator.store.packing import unpack

Place = tuple[int, int, LabelId]

_EVERYWHERE = {
    Verdict.ACCEPTED: "take_everywhere",
    Verdict.REJECTED: "refuse_everywhere",
}


@dataclass(frozen=True, slots=True)
class TakeSuggestions:
    """Let suggestions be labels; those that no longer stand are left out.

    Each keeps its score and source, and is the person's who took it.
    """

    article: ArticleId
    suggested: tuple[Suggested, ...]
    title: ClassVar[str] = "take_suggestions"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the entities; the words are how many, and the label and text of the first."""
        return _decide(store, context, self.article, self.suggested, Verdict.ACCEPTED)


@dataclass(frozen=True, slots=True)
class RefuseSuggestions:
    """Remember that these are not to be labelled so; they are not suggested again."""

    article: ArticleId
    suggested: tuple[Suggested, ...]
    title: ClassVar[str] = "refuse_suggestions"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the refusals; the words are as those of `TakeSuggestions`."""
        return _decide(store, context, self.article, self.suggested, Verdict.REJECTED)


@dataclass(frozen=True, slots=True)
class Alike:
    """Suggestions that read the same in many articles, packed so that a million of them fit.

    A page holds articles, each with places: start, end and label. `samples` are a few of them as
    they stand in their lines.
    """

    text: str
    label: LabelId
    pages: tuple[bytes, ...] = ()
    count: int = 0
    articles: int = 0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecideAlike:
    """Take or refuse suggestions found beforehand; those that no longer stand are left out.

    `progress` is called with the pages done, and may raise Cancelled: then nothing was done.
    """

    alike: Alike
    verdict: Verdict
    progress: Progress | None = field(default=None, compare=False)
    article: ClassVar[None] = None

    @property
    def title(self) -> str:
        """The permanent id of the action."""
        return _EVERYWHERE[self.verdict]

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the entities; the words are how many, the label and the text."""
        count, pages = 0, self.alike.pages
        for done, page in enumerate(pages, 1):
            for number, places in unpack(page):
                document = context.document(ArticleId(number))
                standing = _standing(document, (tuple(place) for place in places))
                _store(store, context, document, standing, self.verdict)
                count += len(standing)
            if self.progress is not None:
                self.progress(done, len(pages))
        label = store.labels.get(self.alike.label)
        return str(count), label.name if label else "", excerpt(self.alike.text)


def _decide(
    store: Store,
    context: Context,
    article: ArticleId,
    wanted: Iterable[Suggested],
    verdict: Verdict,
) -> tuple[str, ...]:
    document = context.document(article)
    standing = _standing(document, ((one.start, one.end, one.label) for one in wanted))
    _store(store, context, document, standing, verdict)
    if not standing:
        return ()
    first = standing[0]
    name = document.labels[first.label].name
    return str(len(standing)), name, excerpt(document.article.raw[first.start : first.end])


def _standing(document: Document, places: Iterable[Place]) -> list[Suggested]:
    there = {(one.start, one.end, one.label): one for one in document.suggestions}
    return [there[place] for place in dict.fromkeys(places) if place in there]


def _store(
    store: Store,
    context: Context,
    document: Document,
    standing: Iterable[Suggested],
    verdict: Verdict,
) -> None:
    rows = {entity.id: entity for entity in document.entities}
    for one in standing:
        entity = rows[one.id] if one.id is not None else _made(one, context.new_span())
        decided = entity._replace(verdict=verdict, annotator=context.annotator)
        put_entity(store, context, document, decided)


def _made(one: Suggested, number: SpanId) -> Entity:
    place = one.start, one.end, one.label
    return Entity(number, *place, Origin.MODEL, score=one.score, source=one.source)
