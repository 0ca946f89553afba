"""What stands at the caret or in the selection, and which of it keys act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard, TypeVar

from annotator.model import Boilerplate, Entity, Origin, Repair, Suggested, key_of
from annotator.review.places import Thing
from annotator.review.queue import Proposal
from ui.text.marks import Layer, Marks

T = TypeVar("T", Entity, Repair, Boilerplate, Suggested)


@dataclass(frozen=True, slots=True)
class Here:
    """The things at one place, and which of them is chosen.

    Entities and suggestions go first, and of these the innermost.
    """

    things: tuple[Thing, ...] = ()
    place: int = 0

    @property
    def chosen(self) -> Thing | None:
        """What is framed, and what keys act on where they fit it."""
        return self.things[self.place] if self.things else None

    def following(self) -> Thing | None:
        """The thing after the chosen one, the ends joined."""
        return self.things[(self.place + 1) % len(self.things)] if self.things else None

    def first(self, *kinds: type[T]) -> T | None:
        """The chosen thing or, if it is of another kind, the innermost one of these kinds."""
        ordered = self.things[self.place : self.place + 1] + self.things
        return next((thing for thing in ordered if isinstance(thing, kinds)), None)

    @property
    def entities(self) -> list[Entity]:
        """The entities, the one that is meant first."""
        meant = self.first(Entity)
        rest = [t for t in self.things if isinstance(t, Entity) and t is not meant]
        return rest if meant is None else [meant, *rest]

    @property
    def proposals(self) -> list[Proposal]:
        """What was proposed, not made by a person; the one that is meant first."""
        proposed = [t for t in self.things if is_proposal(t)]
        chosen = self.chosen
        return sorted(proposed, key=lambda thing: thing is not chosen)


def is_proposal(thing: Thing | None) -> TypeGuard[Proposal]:
    """Whether a rule, a model or an import says this of the text."""
    return isinstance(thing, Repair | Boilerplate) and thing.origin is not Origin.PERSON


def same(one: Thing | None, other: Thing | None) -> bool:
    """Whether two values stand for the same thing, perhaps before and after an action."""
    if isinstance(one, Suggested) or isinstance(other, Suggested):
        if not (isinstance(one, Suggested) and isinstance(other, Suggested)):
            return False
        return _place(one) == _place(other)
    if isinstance(one, Entity) or isinstance(other, Entity) or one is None or other is None:
        return isinstance(one, Entity) and isinstance(other, Entity) and one.id == other.id
    return key_of(one) == key_of(other) or (one.id is not None and one.id == other.id)


def _place(one: Suggested) -> tuple[int, int, int]:
    return one.start, one.end, one.label


def here_at(
    marks: Marks, caret: int, selection: tuple[int, int] | None, chosen: Thing | None
) -> Here:
    """What of these marks stands at the caret; with a selection, what is exactly it or in it.

    Offsets are code points on raw. An entity that ends at the caret counts where no other holds it.
    """
    found = _selected(marks, *selection) if selection else _at(marks, caret)
    things = tuple(sorted(found, key=_order))
    places = [place for place, thing in enumerate(things) if same(thing, chosen)]
    return Here(things, places[0] if places else 0)


def _selected(marks: Marks, start: int, end: int) -> list[Thing]:
    entities = [t for t in _targets(marks.entities, start, end) if (t.start, t.end) == (start, end)]
    spans = (*_targets(marks.repairs, start, end), *_targets(marks.cuts, start, end))
    return [*entities, *(span for span in spans if start <= span.start and span.end <= end)]


def _at(marks: Marks, caret: int) -> list[Thing]:
    near = _targets(marks.entities, caret, caret)
    entities = [t for t in near if caret < t.end] or [t for t in near if t.end == caret]
    spans = (*_targets(marks.repairs, caret, caret), *_targets(marks.cuts, caret, caret))
    return [*entities, *(span for span in spans if caret <= max(span.start, span.end - 1))]


def _targets(layer: Layer, start: int, end: int) -> list[Thing]:
    targets = (mark.target for mark in layer.within(start, end))
    return [target for target in targets if isinstance(target, Thing)]


def _order(thing: Thing) -> tuple[bool, int, int]:
    return not isinstance(thing, Entity | Suggested), thing.end - thing.start, thing.start


def movable(here: Here) -> Entity | Suggested | Boilerplate | None:
    """What keys move the edges of, the chosen one first: a label, a suggestion, own boilerplate."""
    ordered = (*here.things[here.place : here.place + 1], *here.things)
    for thing in ordered:
        if isinstance(thing, Entity | Suggested):
            return thing
        if isinstance(thing, Boilerplate) and thing.origin is Origin.PERSON:
            return thing
    return None
