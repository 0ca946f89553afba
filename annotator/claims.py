"""What one annotator says of an article, as values that can be compared, kept and put back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.document import Document
from annotator.model import (
    ArticleId,
    Boilerplate,
    Entity,
    Finding,
    Judgement,
    Kind,
    LabelId,
    Origin,
    ProposalKey,
    Repair,
    SpanId,
    Status,
    Verdict,
)

LIVE = SpanId(0)
"""The id of a version that is no kept one: what stands in the article."""


class Claim(NamedTuple):
    """One thing that somebody says of raw[start:end].

    `name` is the name of a label, a type, or the cause of an error. `proposed` says that it is a
    verdict on a proposal, and not a span that a person made; such a span has an `id` where it
    stands in an article.
    """

    kind: Kind
    start: int
    end: int
    name: str
    text: str = ""
    verdict: Verdict | None = Verdict.ACCEPTED
    proposed: bool = False
    note: str = ""
    origin: Origin = Origin.PERSON
    score: float | None = None
    source: str = ""
    id: SpanId | None = None

    @property
    def key(self) -> ProposalKey:
        """What it is a verdict on, if it is one."""
        return ProposalKey(self.kind, self.name, self.start, self.end, self.text)

    @property
    def said(self) -> Claim:
        """What is said, whatever the note and wherever it came from: two that say the same agree.

        >>> one = Claim(Kind.ENTITY, 0, 2, "PER", note="?", origin=Origin.MODEL, score=0.7)
        >>> one.said == Claim(Kind.ENTITY, 0, 2, "PER")
        True
        """
        return self._replace(note="", origin=Origin.PERSON, score=None, source="", id=None)


@dataclass(frozen=True, slots=True)
class Work:
    """All that one annotator says of an article, in order of the text."""

    annotator: str
    claims: tuple[Claim, ...] = ()

    @property
    def said(self) -> frozenset[Claim]:
        """The claims, bare."""
        return frozenset(claim.said for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Version:
    """Somebody's work on an article as it was kept; `seconds` is how long it took.

    `status` is how far the article was then, None where an older program kept it.
    """

    id: SpanId
    article: ArticleId
    work: Work
    seconds: float
    at: str
    status: Status | None


def works_of(document: Document, orphaned: Iterable[Judgement] = ()) -> dict[str, Work]:
    """What stands in an article by who made it; verdicts on what is no longer proposed count too.

    What has no annotator belongs to nobody and is left out.
    """
    claims: dict[str, list[Claim]] = defaultdict(list)
    for annotator, claim in _claims(document, orphaned):
        claims[annotator].append(claim)
    return {name: Work(name, tuple(sorted(held, key=_place))) for name, held in claims.items()}


def entity_of(
    claim: Claim, number: SpanId, annotator: str, labels: Mapping[str, LabelId]
) -> Entity:
    """What somebody labelled, as an entity with an id again; `labels` are by name."""
    return Entity(
        number,
        claim.start,
        claim.end,
        labels[claim.name],
        claim.origin,
        claim.verdict,
        claim.score,
        annotator,
        claim.note,
        claim.source,
    )


def made_of(claim: Claim, number: SpanId, annotator: str) -> Repair | Boilerplate | Finding:
    """What a person made, as a span with an id again; for any claim but entities and verdicts.

    >>> made_of(Claim(Kind.FINDING, 0, 2, "kept_boilerplate"), SpanId(1), "甲").annotator
    '甲'
    """
    place = claim.start, claim.end
    if claim.kind is Kind.FINDING:
        return Finding(*place, claim.name, annotator=annotator, id=number)
    given: Mapping[str, Any] = {
        "origin": Origin.PERSON,
        "verdict": claim.verdict,
        "annotator": annotator,
        "note": claim.note,
        "id": number,
    }
    if claim.kind is Kind.REPAIR:
        return Repair(*place, claim.text, claim.name, **given)
    return Boilerplate(*place, claim.name, **given)


def _claims(document: Document, orphaned: Iterable[Judgement]) -> Iterator[tuple[str, Claim]]:
    for entity in document.entities:
        if entity.annotator is not None:
            yield entity.annotator, _of_entity(entity, document.labels[entity.label].name)
    for span in document.cleaning:
        own = span.origin is Origin.PERSON
        if span.annotator is not None and (own or span.verdict is not None):
            yield span.annotator, _of_span(span, proposed=not own)
    for one in document.findings:
        if one.annotator is not None:
            place = one.start, one.end, one.type
            yield one.annotator, Claim(Kind.FINDING, *place, id=one.id)
    for judged in orphaned:
        if judged.annotator is not None:
            yield judged.annotator, _of_judgement(judged)


def _of_entity(entity: Entity, label: str) -> Claim:
    return Claim(
        Kind.ENTITY,
        entity.start,
        entity.end,
        label,
        verdict=entity.verdict,
        note=entity.note,
        origin=entity.origin,
        score=entity.score,
        source=entity.source,
        id=entity.id,
    )


def _of_span(span: Repair | Boilerplate, *, proposed: bool) -> Claim:
    kind, text = Kind.BOILERPLATE, ""
    if isinstance(span, Repair):
        kind, text = Kind.REPAIR, span.text
    place = span.start, span.end, span.type, text
    return Claim(kind, *place, span.verdict, proposed, span.note, id=span.id)


def _of_judgement(judged: Judgement) -> Claim:
    key = judged.key
    place = key.kind, key.start, key.end, key.type, key.text
    return Claim(*place, judged.verdict, proposed=True, note=judged.note)


def _place(claim: Claim) -> tuple[int, int, str, str, str]:
    return claim.start, claim.end, claim.kind.value, claim.name, claim.text
