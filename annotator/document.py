"""One article with everything said about it: what views show and exporters receive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from operator import attrgetter

from annotator.model import (
    Article,
    Boilerplate,
    Entity,
    Finding,
    Label,
    LabelId,
    MetaPlace,
    Repair,
    Suggested,
    Verdict,
)
from annotator.text.compose import Composition, compose
from annotator.text.ranges import joined, meets

Span = Repair | Boilerplate | Entity | Finding


@dataclass(frozen=True)
class Document:
    """An article, its spans in order of start, and the labels they refer to.

    `repairs` and `boilerplate` hold proposals and people's own together, rejected ones included;
    `suggested` is what was suggested last, whatever was decided since. Offsets are code points on
    `article.raw`.
    """

    article: Article
    repairs: tuple[Repair, ...]
    boilerplate: tuple[Boilerplate, ...]
    entities: Sequence[Entity]
    labels: Mapping[LabelId, Label]
    findings: tuple[Finding, ...] = ()
    places: tuple[MetaPlace, ...] = ()
    suggested: tuple[Suggested, ...] = ()

    @property
    def cleaning(self) -> tuple[Repair | Boilerplate, ...]:
        """All that the clean text depends on: the repairs, then the boilerplate."""
        return (*self.repairs, *self.boilerplate)

    @cached_property
    def composition(self) -> Composition:
        """The clean text and the map both ways, made once."""
        return compose(self.article.raw, self.repairs, self.boilerplate)

    def reads(self, start: int, end: int) -> str:
        """What raw[start:end] reads in the clean text; empty where nothing of it is there."""
        shown = self.composition.to_clean(start, end)
        return self.composition.clean[slice(*shown)] if shown else ""

    @cached_property
    def suggestions(self) -> tuple[Suggested, ...]:
        """What stands of the suggestions, in order: nothing that a label meets or that was refused.

        Entities without a verdict, which came with a file, go before what was suggested here.
        """
        entities = self.entities
        labelled = joined((e.start, e.end) for e in entities if e.verdict is Verdict.ACCEPTED)
        closed = joined((e.start, e.end) for e in entities if e.verdict is not Verdict.REJECTED)
        refused = {(e.start, e.end, e.label) for e in entities if e.verdict is Verdict.REJECTED}
        fresh = (
            one
            for one in self.suggested
            if one.label in self.labels
            and (one.start, one.end, one.label) not in refused
            and not meets(closed, one.start, one.end)
        )
        standing = (one for one in _came(entities) if not meets(labelled, one.start, one.end))
        return tuple(sorted((*standing, *fresh), key=lambda one: (one.start, one.end)))


def first_change(before: Document, after: Document) -> Span | None:
    """The first span of which something else is said after than before, as it is after.

    One that is gone is given as it was; None where nothing changed. Both are of the same article.
    """
    changed: list[Span] = []
    for name in ("repairs", "boilerplate", "entities", "findings"):
        old, new = getattr(before, name), getattr(after, name)
        if old is not new:
            pairs = ((after, before) for before, after in zip_longest(old, new) if before != after)
            changed += filter(None, next(pairs, ()))
    return min(changed, key=attrgetter("start"), default=None)


def _came(entities: Iterable[Entity]) -> Iterator[Suggested]:
    for entity in entities:
        if entity.verdict is None:
            score = 1.0 if entity.score is None else entity.score
            place = entity.start, entity.end, entity.label
            yield Suggested(*place, score, entity.source, id=entity.id)
