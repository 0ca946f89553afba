"""The places of an article that a person may want to go to, by kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from annotator.document import Document
from annotator.model import Boilerplate, Entity, LabelId, Origin, Repair, Suggested, Verdict

Noted = Entity | Repair | Boilerplate
Thing = Noted | Suggested
"""What keys act on."""


class Goal(StrEnum):
    """A kind of place."""

    REPAIR = "repair"
    BOILERPLATE = "boilerplate"
    ENTITY = "entity"
    UNJUDGED = "unjudged"
    JUDGED = "judged"
    NOTE = "note"


def _proposals(document: Document) -> Iterable[Repair | Boilerplate]:
    return (span for span in document.cleaning if span.origin is not Origin.PERSON)


def _entities(document: Document) -> Iterable[Entity]:
    return (entity for entity in document.entities if entity.verdict is Verdict.ACCEPTED)


def _noted(document: Document) -> Iterable[Noted]:
    everything: tuple[Noted, ...] = (*_entities(document), *document.cleaning)
    return (thing for thing in everything if thing.note)


_GOALS: dict[Goal, Callable[[Document], Iterable[Thing]]] = {
    Goal.REPAIR: lambda document: document.repairs,
    Goal.BOILERPLATE: lambda document: document.boilerplate,
    Goal.ENTITY: _entities,
    Goal.UNJUDGED: lambda document: (s for s in _proposals(document) if s.verdict is None),
    Goal.JUDGED: lambda document: (s for s in _proposals(document) if s.verdict is not None),
    Goal.NOTE: _noted,
}


def things_of(document: Document, goal: Goal, label: LabelId | None = None) -> list[Thing]:
    """All of a kind in order of the text, entities of one label if one is given."""
    found: Iterable[Thing] = _GOALS[goal](document)
    if label is not None:
        found = (t for t in found if isinstance(t, Entity) and t.label == label)
    return sorted(found, key=place_of)


def beside(
    things: Sequence[Thing], place: tuple[int, int], *, forward: bool
) -> tuple[Thing, bool] | None:
    """The thing after (or before) a raw range in order of the text, and whether ends were joined.

    `things` are in that order; an empty range is a caret. None where there is none at all.

    >>> cuts = [Boilerplate(2, 3, "other"), Boilerplate(2, 9, "other")]
    >>> [beside(cuts, at, forward=True)[0].end for at in ((0, 0), (2, 3), (2, 9))]
    [3, 9, 3]
    >>> [beside(cuts, at, forward=False)[0].end for at in ((9, 9), (2, 9), (2, 3))]
    [9, 3, 9]
    """
    if not things:
        return None
    places = [place_of(thing) for thing in things]
    at = bisect_right(places, place) if forward else bisect_left(places, place) - 1
    joined = not 0 <= at < len(things)
    return things[at % len(things)], joined


def place_of(thing: Thing) -> tuple[int, int]:
    """Where a thing stands."""
    return thing.start, thing.end
