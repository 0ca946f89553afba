"""The marks of a document on raw and on clean.

Raw marks come from the document's spans; clean marks are the same, carried over the map when they
are asked for, so that a change of entities costs nothing beyond reading their starts and ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from annotator.document import Document
from annotator.model import Boilerplate, Entity, Finding, Repair, Suggested, Verdict
from annotator.text.compose import Composition, Flow, Piece
from ui.names import label_name, turns, type_name
from ui.text.marks import Layer, Look, Mark, Marks, SpanLayer

_MANY = frozenset({"script_variant", "punct_width", "spacing", "invisible"})
"""Types of repair that come by the hundred and seldom need a look."""

_ONE_TO_ONE = (Flow.KEPT, Flow.MAPPED)
_RAW_START = attrgetter("raw_start")
_VERDICT = attrgetter("verdict")
_START = attrgetter("start")
_STANDING = frozenset({Verdict.ACCEPTED})


@dataclass(frozen=True)
class PairMarks:
    """The marks of one document, and what they were made from."""

    document: Document
    composition: Composition
    raw: Marks
    clean: Marks

    def differs_beside_entities(self, other: PairMarks) -> bool:
        """Whether cuts, repairs or the clean text are not those of the other."""
        return self.raw.cuts is not other.raw.cuts


def clean_range(composition: Composition, start: int, end: int) -> tuple[int, int]:
    """The clean range of a raw one; where it shows nothing, the place where it would be."""
    place = composition.clean_at(start)
    return composition.to_clean(start, end) or (place, place)


def marks_of(
    document: Document, before: PairMarks | None = None, *, suggestions: bool = False
) -> PairMarks:
    """The marks of a document on both texts; what is as it was `before` is used again.

    What is only suggested is marked if that is wanted.
    """
    if before is None or not _same_text_spans(before.document, document):
        composition = document.composition
        cuts: Layer = SpanLayer(document.boilerplate, _cut_mark)
        repairs: Layer = SpanLayer(document.repairs, _repair_mark)
        findings: Layer = SpanLayer(document.findings, _finding_mark)
        clean_cuts: Layer = CleanLayer(cuts, composition, _cut_place)
        clean_repairs: Layer = CleanLayer(repairs, composition, _repaired)
        clean_findings: Layer = CleanLayer(findings, composition, _shown)
    else:
        composition = before.composition
        cuts, repairs, findings = before.raw.base
        clean_cuts, clean_repairs, clean_findings = before.clean.base
    named: Sequence[Entity | Suggested] = _standing(document.entities)
    if suggestions and document.suggestions:
        named = sorted((*named, *document.suggestions), key=_START)
    entities = SpanLayer(named, _entity_maker(document), levelled=True)
    return PairMarks(
        document,
        composition,
        Marks(cuts, repairs, findings, entities),
        Marks(clean_cuts, clean_repairs, clean_findings, CleanLayer(entities, composition, _shown)),
    )


def _same_text_spans(one: Document, other: Document) -> bool:
    """Whether both give the same clean text, told by identity: spans are never changed in place."""
    same_spans = one.repairs is other.repairs and one.boilerplate is other.boilerplate
    same_spans = same_spans and one.findings is other.findings
    return same_spans and one.article.raw is other.article.raw


def _standing(entities: Sequence[Entity]) -> Sequence[Entity]:
    """The entities that somebody stands by; looked for others first, for mostly there are none."""
    if set(map(_VERDICT, entities)) <= _STANDING:
        return tuple(entities)
    return [entity for entity in entities if entity.verdict is Verdict.ACCEPTED]


def _cut_mark(span: Boilerplate, _level: int) -> Mark:
    look = Look.REJECTED if span.verdict is Verdict.REJECTED else Look.CUT
    return Mark(span.start, span.end, look, type_name(span.type), target=span)


def _repair_mark(span: Repair, _level: int) -> Mark:
    look = Look.QUIET_REPAIR if span.type in _MANY else Look.REPAIR
    if span.verdict is Verdict.REJECTED:
        look = Look.REJECTED
    return Mark(span.start, span.end, look, type_name(span.type), target=span)


def _finding_mark(span: Finding, _level: int) -> Mark:
    return Mark(span.start, span.end, Look.FINDING, type_name(span.type), target=span)


def _entity_maker(document: Document) -> Callable[[Entity | Suggested, int], Mark]:
    names = {id_: label_name(label) for id_, label in document.labels.items()}
    turn = turns(document.labels.values())

    def make(span: Entity | Suggested, level: int) -> Mark:
        name, ink = names[span.label], document.labels[span.label].color
        if isinstance(span, Suggested):
            return Mark(span.start, span.end, Look.SUGGESTION, f"{name}?", ink, level, span)
        return Mark(span.start, span.end, Look.ENTITY, name, ink, level, span, turn[span.label])

    return make


class CleanLayer:
    """A layer of raw, seen through the map."""

    def __init__(
        self,
        raw: Layer,
        composition: Composition,
        carry: Callable[[Mark, Composition], Mark | None],
    ) -> None:
        self._raw = raw
        self._composition = composition
        self._carry = carry

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that meet clean[start:end] or lie empty at its edges."""
        low, high = self._raw_reach(start, end)
        carried = (self._carry(mark, self._composition) for mark in self._raw.within(low, high))
        return [mark for mark in carried if mark and mark.start <= end and mark.end >= start]

    def samples(self, bounds: Sequence[int]) -> Sequence[Mark | None]:
        """For each stretch between two bounds, one mark that starts there in raw."""
        raw_at = self._composition.raw_at
        found = self._raw.samples([raw_at(bound) for bound in bounds])
        return [mark and self._carry(mark, self._composition) for mark in found]

    def _raw_reach(self, start: int, end: int) -> tuple[int, int]:
        """The raw range of clean[start:end], with what was left out at its edges."""
        pieces = self._composition.pieces_in_clean(start, end)
        first, last = pieces[0], pieces[-1]
        low, high = first.raw_start, last.raw_end
        if first.flow in _ONE_TO_ONE and first.start < start:
            low += start - first.start
        if last.flow in _ONE_TO_ONE and last.end > end:
            high -= last.end - end
        return low, high


def _shown(mark: Mark, composition: Composition) -> Mark | None:
    span = composition.to_clean(mark.start, mark.end)
    return None if span is None else mark._replace(start=span[0], end=span[1])


def _cut_place(mark: Mark, composition: Composition) -> Mark | None:
    if mark.look is not Look.CUT:
        return None
    place = composition.clean_at(mark.start)
    return mark._replace(start=place, end=place, look=Look.CUT_PLACE)


_REPAIRED = {Look.REPAIR: Look.REPAIRED, Look.QUIET_REPAIR: Look.QUIET_REPAIRED}


def _repaired(mark: Mark, composition: Composition) -> Mark | None:
    look = _REPAIRED.get(mark.look)
    piece = _piece_of(composition, mark.start, mark.end)
    if look is None or piece.flow in (Flow.CUT, Flow.LAYOUT):
        return None
    inserted = (piece.start, piece.end) if piece.flow is Flow.REPLACED else None
    span = composition.to_clean(mark.start, mark.end) or inserted
    if span is None:
        place = composition.clean_at(mark.start)
        span = place, place
    return mark._replace(start=span[0], end=span[1], look=look)


def _piece_of(composition: Composition, start: int, end: int) -> Piece:
    """The piece that begins a raw range; for an empty range, the insertion there if it stands."""
    pieces = composition.pieces
    at = bisect_right(pieces, start, key=_RAW_START) - 1
    while start == end and at and pieces[at].raw_start == start and pieces[at].raw_end > start:
        at -= 1
    if start == end and pieces[at].raw_end != start:
        at = min(at + 1, len(pieces) - 1)
    return pieces[at]
