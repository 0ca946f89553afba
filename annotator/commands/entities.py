"""Actions on entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from annotator.commands.base import Context, check_range, excerpt
from annotator.document import Document
from annotator.errors import NotAllowed
from annotator.model import ArticleId, Entity, Label, LabelId, Origin, SpanId, Verdict
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class AddEntity:
    """Label raw[start:end]; an equal entity that was refused or only suggested is accepted.

    Raises NotAllowed for an empty range, ValueError for one outside raw or an unknown label.
    """

    article: ArticleId
    start: int
    end: int
    label: LabelId
    note: str = ""
    title: ClassVar[str] = "add_entity"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the entity; the words are the label's name and the text."""
        document = context.document(self.article)
        raw = document.article.raw
        check_range(raw, self.start, self.end)
        label = label_of(store, self.label)
        entity = Entity(
            context.new_span(),
            self.start,
            self.end,
            self.label,
            annotator=context.annotator,
            note=self.note,
        )
        _add(store, context, document, entity, _twin(document, entity))
        return label.name, excerpt(raw[self.start : self.end])


@dataclass(frozen=True, slots=True)
class AddEntities:
    """Label several ranges of raw at once, each as `AddEntity` would.

    Raises NotAllowed for no range or an empty one, ValueError for one outside raw or an unknown
    label.
    """

    article: ArticleId
    ranges: tuple[tuple[int, int], ...]
    label: LabelId
    title: ClassVar[str] = "add_entities"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the entities; the words are the label's name, how many, and the first text."""
        document = context.document(self.article)
        raw = document.article.raw
        for place in self.ranges:
            check_range(raw, *place)
        if not self.ranges:
            raise NotAllowed("No text is selected.", "Select some text first.")
        label = label_of(store, self.label)
        twins = {(e.start, e.end): e for e in document.entities if e.label == self.label}
        places = tuple(dict.fromkeys(self.ranges))
        for place in places:
            entity = Entity(context.new_span(), *place, self.label, annotator=context.annotator)
            _add(store, context, document, entity, twins.get(place))
        return label.name, str(len(places)), excerpt(raw[slice(*places[0])])


@dataclass(frozen=True, slots=True)
class LabelPlaces:
    """Give places of several articles one label, instead of the labels on just these ranges.

    Raises NotAllowed for no place or an empty one, ValueError for one outside raw or an unknown
    label.
    """

    places: tuple[tuple[ArticleId, int, int], ...]
    label: LabelId
    article: ClassVar[None] = None
    title: ClassVar[str] = "label_places"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the entities; the words are the label's name, how many, and the first text."""
        if not self.places:
            raise NotAllowed("No text is selected.", "Select some text first.")
        label = label_of(store, self.label)
        for number, start, end in self.places:
            document = context.document(number)
            check_range(document.article.raw, start, end)
            there = [e for e in document.entities if (e.start, e.end) == (start, end)]
            standing = [e for e in there if e.verdict is Verdict.ACCEPTED]
            if not standing:
                entity = Entity(
                    context.new_span(), start, end, label.id, annotator=context.annotator
                )
                _add(store, context, document, entity, _twin(document, entity))
            for entity in standing:
                if entity.label != label.id:
                    _change(store, context, document, entity, entity._replace(label=label.id))
        first, start, end = self.places[0]
        text = excerpt(context.document(first).article.raw[start:end])
        return label.name, str(len(self.places)), text


@dataclass(frozen=True, slots=True)
class DeleteEntities:
    """Take the labels off these entities; raises ValueError for an id that is not there.

    One that was suggested is refused, or it would be suggested again.
    """

    article: ArticleId
    ids: tuple[SpanId, ...]
    title: ClassVar[str] = "delete_entities"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Delete the entities; the words are how many, and the text of the first."""
        document = context.document(self.article)
        found = _found(document, self.ids)
        for entity in found:
            if entity.origin is Origin.MODEL and entity.verdict is Verdict.ACCEPTED:
                refused = entity._replace(verdict=Verdict.REJECTED, annotator=context.annotator)
                put_entity(store, context, document, refused)
            else:
                store.log.delete("entity", (entity.id, self.article))
        return _told(document, found)


@dataclass(frozen=True, slots=True)
class Relabel:
    """Give these entities another label; one that would equal another entity goes."""

    article: ArticleId
    ids: tuple[SpanId, ...]
    label: LabelId
    title: ClassVar[str] = "relabel"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the label; the words are its name, how many, and the text of the first."""
        document = context.document(self.article)
        label = label_of(store, self.label)
        found = _found(document, self.ids)
        for entity in found:
            if entity.label != self.label:
                _change(store, context, document, entity, entity._replace(label=self.label))
        return (label.name, *_told(document, found))


@dataclass(frozen=True, slots=True)
class MoveEntity:
    """Let an entity cover raw[start:end]; if another one equals it there, it goes."""

    article: ArticleId
    id: SpanId
    start: int
    end: int
    title: ClassVar[str] = "move_entity"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the range; the words are the text before and after."""
        document = context.document(self.article)
        raw = document.article.raw
        check_range(raw, self.start, self.end)
        (entity,) = _found(document, (self.id,))
        if (entity.start, entity.end) != (self.start, self.end):
            moved = entity._replace(start=self.start, end=self.end)
            _change(store, context, document, entity, moved)
        return excerpt(raw[entity.start : entity.end]), excerpt(raw[self.start : self.end])


@dataclass(frozen=True, slots=True)
class SetEntityNote:
    """Write a note on an entity; an empty one takes it away."""

    article: ArticleId
    id: SpanId
    note: str
    title: ClassVar[str] = "set_entity_note"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the note; the words are the text of the entity."""
        document = context.document(self.article)
        (entity,) = _found(document, (self.id,))
        if entity.note != self.note:
            put_entity(store, context, document, entity._replace(note=self.note))
        return (excerpt(document.article.raw[entity.start : entity.end]),)


def label_of(store: Store, label: LabelId) -> Label:
    """The label with this id; raises ValueError if there is none."""
    found = store.labels.get(label)
    if found is None:
        raise ValueError(f"no label {label}")
    return found


def _found(document: Document, ids: tuple[SpanId, ...]) -> list[Entity]:
    if not ids:
        raise NotAllowed("No entity is selected.", "Select an entity first.")
    by_id = {entity.id: entity for entity in document.entities}
    missing = [number for number in ids if number not in by_id]
    if missing:
        raise ValueError(f"no entities {missing} in article {document.article.id}")
    return [by_id[number] for number in dict.fromkeys(ids)]


def _twin(document: Document, wanted: Entity) -> Entity | None:
    """Another entity with the same range and label."""
    place = (wanted.start, wanted.end, wanted.label)
    for entity in document.entities:
        if entity.id != wanted.id and (entity.start, entity.end, entity.label) == place:
            return entity
    return None


def _add(
    store: Store, context: Context, document: Document, entity: Entity, twin: Entity | None
) -> None:
    """Store a new entity, or accept the twin that was refused or only suggested."""
    if twin is None:
        put_entity(store, context, document, entity)
    elif twin.verdict is not Verdict.ACCEPTED:
        taken = twin._replace(verdict=entity.verdict, annotator=entity.annotator, note=entity.note)
        put_entity(store, context, document, taken)


def _change(
    store: Store, context: Context, document: Document, entity: Entity, changed: Entity
) -> None:
    """Store what a person made of an entity: it is theirs now."""
    twin = _twin(document, changed)
    if twin is not None:
        store.log.delete("entity", (entity.id, document.article.id))
    if twin is None or twin.verdict is not Verdict.ACCEPTED:
        suggested = changed.origin is Origin.MODEL
        theirs = (changed if twin is None else twin)._replace(
            verdict=Verdict.ACCEPTED,
            annotator=context.annotator,
            origin=Origin.PERSON if suggested else changed.origin,
            source="" if suggested else changed.source,
        )
        put_entity(store, context, document, theirs)


def put_entity(store: Store, context: Context, document: Document, entity: Entity) -> None:
    """Store an entity of an article."""
    text = document.article.raw[entity.start : entity.end]
    store.entities.put(document.article.id, entity, text, context.now)


def _told(document: Document, entities: list[Entity]) -> tuple[str, ...]:
    first = entities[0]
    return str(len(entities)), excerpt(document.article.raw[first.start : first.end])
