"""An article as one annotator left it: by what stands in it, or by a version that was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from annotator.claims import Claim, Version, entity_of, made_of
from annotator.document import Document
from annotator.model import (
    Boilerplate,
    Finding,
    Kind,
    Origin,
    ProposalKey,
    Repair,
    SpanId,
    key_of,
)

Span = TypeVar("Span", Repair, Boilerplate)
Made = TypeVar("Made", Repair, Boilerplate, Finding)


def by_annotator(document: Document, annotator: str | None) -> Document:
    """The article as if only this annotator had worked on it, or nobody.

    Proposals stay; verdicts of others are taken off, and what others made is left out.
    """
    ours = annotator, None
    return replace(
        document,
        repairs=tuple(_views(document.repairs, annotator)),
        boilerplate=tuple(_views(document.boilerplate, annotator)),
        entities=tuple(e for e in document.entities if e.annotator in ours),
        findings=tuple(one for one in document.findings if one.annotator in ours),
    )


def _views(spans: tuple[Span, ...], annotator: str | None) -> Iterator[Span]:
    for span in spans:
        if span.annotator in (annotator, None):
            yield span
        elif span.origin is not Origin.PERSON:
            yield replace(span, verdict=None, annotator=None, note="")


def by_version(document: Document, version: Version) -> Document:
    """The article as it was when a version of it was kept, its status included.

    Verdicts on what is no longer proposed say nothing any more.
    """
    work = version.work
    bare = by_annotator(document, None)
    verdicts = {claim.key: claim for claim in work.claims if claim.proposed}
    own = [(SpanId(n), claim) for n, claim in enumerate(work.claims, 1) if not claim.proposed]
    who = work.annotator
    made = [made_of(claim, n, who) for n, claim in own if claim.kind is not Kind.ENTITY]
    labels = {label.name: number for number, label in document.labels.items()}
    entities = [
        entity_of(claim, number, who, labels) for number, claim in own if claim.kind is Kind.ENTITY
    ]
    return replace(
        bare,
        article=replace(
            bare.article,
            status=version.status or bare.article.status,
            seconds=version.seconds,
            updated=version.at,
        ),
        repairs=_sorted(_judged(bare.repairs, verdicts, who), made, Repair),
        boilerplate=_sorted(_judged(bare.boilerplate, verdicts, who), made, Boilerplate),
        entities=tuple(sorted((*bare.entities, *entities), key=lambda e: (e.start, e.end, e.id))),
        findings=_sorted(bare.findings, made, Finding),
    )


def _judged(
    spans: tuple[Span, ...], verdicts: Mapping[ProposalKey, Claim], annotator: str
) -> Iterator[Span]:
    for span in spans:
        said = verdicts.get(key_of(span))
        if said is None:
            yield span
        else:
            yield replace(span, verdict=said.verdict, annotator=annotator, note=said.note)


def _sorted(spans: Iterable[Any], made: Iterable[object], kind: type[Made]) -> tuple[Made, ...]:
    """Spans and those of one kind among what somebody made, in order."""
    ours = (one for one in made if isinstance(one, kind))
    return tuple(sorted(chain(spans, ours), key=lambda span: (span.start, span.end, span.id or 0)))
