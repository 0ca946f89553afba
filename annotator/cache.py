"""The documents in memory, kept in step with what actions did to their rows."""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.changes import Part
from annotator.document import Document
from annotator.history import Outcome
from annotator.model import Article, ArticleId, Entity, Label, LabelId, Status, Suggested
from annotator.store import Store
from annotator.store.log import Entry
from annotator.store.reading import Held
from annotator.store.spans import Own, in_order

# The one on screen, its neighbours, and a few to go back to.
_KEPT = 8
# Of texts of a megabyte, which take fifty times that, only the last two or so.
_KEPT_CHARACTERS = 2_000_000
_CLEAN = (Part.REPAIRS, Part.BOILERPLATE)
_OWN = (*_CLEAN, Part.FINDINGS)


@dataclass(frozen=True, slots=True)
class _Kept:
    held: Held
    document: Document


class Documents:
    """A few documents, loaded once; an action changes only the parts it touched.

    A label key must not compose an article of a megabyte anew, so a document whose repairs and
    boilerplate stayed keeps its composition.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[ArticleId, _Kept] = OrderedDict()
        self._labels: Mapping[LabelId, Label] | None = None

    def get(self, article: ArticleId) -> Document:
        """The document of an article; raises KeyError if there is none."""
        if article not in self._kept:
            (held,) = self._store.reader.load([article])
            self._kept[article] = _Kept(held, document_of(held, self.labels()))
            while len(self._kept) > 1 and self._too_many():
                self._kept.popitem(last=False)
        self._kept.move_to_end(article)
        return self._kept[article].document

    def _too_many(self) -> bool:
        characters = sum(len(kept.document.article.raw) for kept in self._kept.values())
        return len(self._kept) > _KEPT or characters > _KEPT_CHARACTERS

    def held(self, article: ArticleId) -> Held:
        """Everything stored on an article."""
        self.get(article)
        return self._kept[article].held

    def labels(self) -> Mapping[LabelId, Label]:
        """The labels by id, in order of position."""
        if self._labels is None:
            self._labels = {label.id: label for label in self._store.labels.all()}
        return self._labels

    def forget(self) -> None:
        """Load everything anew when it is asked for."""
        self._kept.clear()
        self._labels = None

    def refresh_labels(self) -> None:
        """Read the labels again and give them to every document."""
        self._labels = None
        for article, kept in self._kept.items():
            document = _with(kept.document, labels=self.labels())
            self._kept[article] = _Kept(kept.held, document)

    def change_article(self, article: ArticleId, **fields: Any) -> None:
        """Change fields of an article that no list of spans depends on."""
        kept = self._kept.get(article)
        if kept is not None:
            self._put(replace(kept.held, article=replace(kept.held.article, **fields)), kept, ())

    def change_suggested(self, article: ArticleId, suggested: tuple[Suggested, ...]) -> None:
        """Suggest this in a kept document."""
        kept = self._kept.get(article)
        if kept is not None:
            document = _with(kept.document, suggested=suggested)
            self._kept[article] = _Kept(replace(kept.held, suggested=suggested), document)

    def apply(self, outcome: Outcome, now: str) -> None:
        """Bring the kept documents in step with an action."""
        if outcome.changes.touches(Part.LABELS):
            self.refresh_labels()
        for article in outcome.changes.articles & self._kept.keys():
            if outcome.entries is None:
                del self._kept[article]
                continue
            kept = self._kept[article]
            entries = [entry for entry in outcome.entries if entry.article == article]
            self._put(self._changed(kept.held, entries, now), kept, _parts(entries))

    def _changed(self, held: Held, entries: Sequence[Entry], now: str) -> Held:
        parts, article = _parts(entries), held.article
        if Part.META in parts:
            (fresh,) = self._store.reader.load([article.id])
            article = replace(article, meta=fresh.article.meta, note=fresh.article.note)
        held = replace(held, article=replace(_with_status(article, entries), updated=now))
        if Part.ENTITIES in parts:
            held = replace(held, entities=self._patched(held.entities, entries))
        if parts.intersection(_OWN):
            spans = self._store.spans
            held = replace(
                held,
                judgements=spans.judgements([article.id]).get(article.id, {}),
                notes=spans.notes([article.id]).get(article.id, {}),
                own=spans.own([article.id]).get(article.id, Own()),
            )
        return held

    def _patched(self, entities: Sequence[Entity], entries: Iterable[Entry]) -> tuple[Entity, ...]:
        rows = [entry for entry in entries if entry.table == "entity"]
        gone = {entry.key[0] for entry in rows}
        patched = [entity for entity in entities if entity.id not in gone]
        for entry in rows:
            if entry.after is not None:
                insort(patched, self._store.entities.value(entry.after), key=in_order)
        return tuple(patched)

    def _put(self, held: Held, before: _Kept, parts: Iterable[Part]) -> None:
        document = _with(before.document, article=held.article, entities=held.entities)
        touched = set(parts)
        if Part.FINDINGS in touched:
            document = _with(document, findings=held.findings())
        if touched.intersection(_CLEAN):
            old = before.document
            document = Document(
                held.article,
                held.repairs() if Part.REPAIRS in touched else old.repairs,
                held.boilerplate() if Part.BOILERPLATE in touched else old.boilerplate,
                held.entities,
                old.labels,
                held.findings(),
                old.places,
                old.suggested,
            )
        self._kept[held.article.id] = _Kept(held, document)


def document_of(held: Held, labels: Mapping[LabelId, Label]) -> Document:
    """What views show of everything stored on an article."""
    return Document(
        held.article,
        held.repairs(),
        held.boilerplate(),
        held.entities,
        labels,
        held.findings(),
        held.proposals.places,
        held.suggested,
    )


def _with(document: Document, **fields: Any) -> Document:
    """The document with parts that the clean text does not depend on, its composition kept."""
    changed = replace(document, **fields)
    if "composition" in document.__dict__:
        changed.__dict__["composition"] = document.__dict__["composition"]
    return changed


def _with_status(article: Article, entries: Iterable[Entry]) -> Article:
    for entry in entries:
        if entry.table == "article" and entry.after is not None:
            article = replace(article, status=Status(entry.after[1]))
    return article


def _parts(entries: Iterable[Entry]) -> frozenset[Part]:
    return frozenset(entry.part for entry in entries)
