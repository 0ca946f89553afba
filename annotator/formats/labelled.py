"""An article as trainers take it: one text and the labelled ranges on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.document import Document
from annotator.formats.base import Coordinates, NamedEntity, WriteOptions
from annotator.formats.losses import Loss, Losses
from annotator.formats.meta import meta_record
from annotator.formats.record import checked, exact_slice
from annotator.model import Entity, Meta, Verdict
from annotator.text.utf16 import Utf16Map

_KNOWN = meta_record(Meta())


@dataclass(frozen=True, slots=True)
class Labelled:
    """The text of an article, what is labelled in it, and what a person refused.

    Offsets are code points on `text`, which is clean or raw; both lists are in order.
    """

    document: Document
    text: str
    entities: tuple[NamedEntity, ...]
    refused: tuple[NamedEntity, ...]

    @property
    def key(self) -> str:
        """The id of the article."""
        return self.document.article.key

    @property
    def meta(self) -> dict[str, object]:
        """The metadata there is, as a record has it."""
        return meta_fields(self.document.article.meta)

    def surface(self, entity: NamedEntity) -> str:
        """What stands there; raises BrokenRecord for a range outside the text."""
        return exact_slice(self.text, entity.start, entity.end)

    def once(self) -> list[NamedEntity]:
        """The entities without those that stand there already, as another annotator's."""
        seen: dict[tuple[int, int, str], NamedEntity] = {}
        for entity in self.entities:
            seen.setdefault((entity.start, entity.end, entity.label), entity)
        return list(seen.values())


def labelled(
    documents: Iterable[Document], options: WriteOptions, losses: Losses
) -> Iterator[Labelled]:
    """Each document with its labels on the text that was asked for, every slice checked.

    Suggestions nobody took are nowhere in it. What lies in a cut, and articles of which nothing
    but white space is left, are losses.
    """
    for document in documents:
        found = _labelled(document, options, losses)
        if found.text.strip():
            yield found
        else:
            losses.add(Loss(document.article.key, "empty"))


def _labelled(document: Document, options: WriteOptions, losses: Losses) -> Labelled:
    composition = document.composition
    on_clean = options.coordinates is Coordinates.CLEAN
    text = composition.clean if on_clean else document.article.raw
    kept: list[NamedEntity] = []
    refused: list[NamedEntity] = []
    for entity in document.entities:
        place = (entity.start, entity.end)
        if not (entity.verdict is Verdict.REJECTED or stands(entity, options.confirmed)):
            continue
        shown = composition.to_clean(*place) if on_clean else place
        if shown is None:
            if entity.verdict is not Verdict.REJECTED:
                gone = _named(entity, place, document)
                raw = exact_slice(document.article.raw, *place)
                losses.entity(document.article.key, "cut", gone, raw)
            continue
        exact_slice(text, *shown)
        into = refused if entity.verdict is Verdict.REJECTED else kept
        into.append(_named(entity, shown, document))
    return Labelled(document, text, _each_once(kept), tuple(refused))


def _each_once(entities: list[NamedEntity]) -> tuple[NamedEntity, ...]:
    """The entities in order; what an annotator labelled twice with one label stands there once."""
    once: dict[tuple[int, int, str, str | None], NamedEntity] = {}
    for entity in sorted(entities, key=lambda e: (e.start, e.end, e.label)):
        once.setdefault((entity.start, entity.end, entity.label, entity.annotator), entity)
    return tuple(once.values())


def stands(entity: Entity, confirmed: bool = False) -> bool:
    """Whether an entity is a label: what nobody accepted is a suggestion, wherever it came from.

    With `confirmed`, only if it is known who accepted it.
    """
    accepted = entity.verdict is Verdict.ACCEPTED
    return accepted and not (confirmed and entity.annotator is None)


def _named(entity: Entity, place: tuple[int, int], document: Document) -> NamedEntity:
    return NamedEntity(
        *place,
        document.labels[entity.label].name,
        entity.note,
        entity.annotator,
        entity.score,
        entity.origin,
        entity.verdict,
    )


def lose_notes(article: Labelled, losses: Losses) -> None:
    """Note each note as lost, in a format that has no place for them."""
    for entity in article.entities:
        if entity.note:
            losses.entity(article.key, "note", entity, entity.note)


def lose_refused(article: Labelled, losses: Losses) -> None:
    """Note each refused label as lost, in a format that has no place for them."""
    for entity in article.refused:
        losses.entity(article.key, "rejected", entity, article.surface(entity))


def meta_fields(meta: Meta) -> dict[str, object]:
    """The `meta` object of a record without the fields that say nothing.

    >>> meta_fields(Meta(title="题", extra={"views": 7}))
    {'title': '题', 'views': 7}
    """
    record = meta_record(meta)
    return {name: value for name, value in record.items() if _KNOWN.get(name, record) != value}


class Utf16Ranges:
    """Ranges of one text in UTF-16 units, each checked against that text's own bytes."""

    def __init__(self, text: str) -> None:
        self._map = Utf16Map(text)
        self._data = text.encode("utf-16-le")

    def of(self, entity: NamedEntity, surface: str) -> tuple[int, int]:
        """The range of an entity; raises BrokenRecord where `surface` is not what it covers."""
        start, end = self._map.to_utf16(entity.start), self._map.to_utf16(entity.end)
        checked(self._data[2 * start : 2 * end].decode("utf-16-le"), surface)
        return start, end
