"""How right the proposals of each rule, type and origin are, as far as people have judged them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from heapq import heappush, heappushpop
from typing import NamedTuple

from annotator.catalogue import KEPT_BOILERPLATE
from annotator.document import Document
from annotator.model import (
    ArticleId,
    Boilerplate,
    Origin,
    ProposalKey,
    Repair,
    Verdict,
    key_of,
)
from annotator.review.trend import Days
from annotator.shares import wilson
from annotator.text.ranges import joined, meets

_WORST = 20
_QUOTE = 80


class By(StrEnum):
    """What proposals are put together by."""

    RULE = "rule"
    TYPE = "type"
    ORIGIN = "origin"


class Example(NamedTuple):
    """A proposal as a list quotes it: how sure it was, where it stands, and what stands there."""

    confidence: float
    article: ArticleId
    start: int
    end: int
    type: str
    key: str
    text: str


def example_of(document: Document, span: Repair | Boilerplate) -> Example:
    """A proposal of an article, with the beginning of its text on one line."""
    article = document.article
    text = " ".join(article.raw[span.start : span.end][:_QUOTE].split())
    more = "…" if span.end - span.start > _QUOTE else ""
    place = article.id, span.start, span.end, span.type
    return Example(span.confidence, *place, article.key, text + more)


@dataclass
class Figures:
    """The proposals of one rule, type or origin; characters are counted beside places.

    `missed` counts what a person cut or mended and nothing had proposed: of this type, or in an
    article that this origin had to do with; what people only marked as kept boilerplate has no
    type, and counts for origins. Nobody can say which rule missed it, so of rules it is not
    `missable`.
    """

    missable: bool = False

    proposed: int = 0
    accepted: int = 0
    rejected: int = 0
    characters_accepted: int = 0
    missed: int = 0
    characters_missed: int = 0
    worst: list[Example] = field(default_factory=list)
    """Refused proposals, the surest first."""
    days: Days = field(default_factory=Counter)
    """When the verdicts were given, as far as that is known."""

    @property
    def judged(self) -> int:
        """How many people decided on."""
        return self.accepted + self.rejected

    @property
    def precision(self) -> float | None:
        """The share of the judged that is right; None where none was judged."""
        return self.accepted / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the precision lies with 95 per cent certainty, after Wilson (1927)."""
        return wilson(self.accepted, self.judged)

    @property
    def recall(self) -> float | None:
        """The share of characters that was proposed, of those people say belong to this type.

        None where there are none, and of rules. What nobody has judged counts neither way.
        """
        if not self.missable:
            return None
        there = self.characters_accepted + self.characters_missed
        return self.characters_accepted / there if there else None


class Tally:
    """Counts article by article.

    A proposal of several rules counts for each of them.
    """

    def __init__(self, by: By) -> None:
        self._by = by
        self._found: dict[str, Figures] = {}

    def add(self, document: Document, given: Mapping[ProposalKey, date]) -> None:
        """Count what is proposed and said in an article; `given` is when verdicts were."""
        proposed = (span for span in document.cleaning if span.origin is not Origin.PERSON)
        origins = {span.origin.value for span in proposed}
        # Whoever proposed nothing at all missed everything.
        origins.add(Origin.IMPORT if document.article.pair else Origin.RULE)
        for span in document.cleaning:
            for name in _names(span, self._by, origins):
                missable = self._by is not By.RULE
                figures = self._found.setdefault(name, Figures(missable=missable))
                _count(figures, span, document, given)
        if self._by is By.ORIGIN:
            for start, end in _marked(document):
                for name in origins:
                    figures = self._found.setdefault(name, Figures(missable=True))
                    figures.missed += 1
                    figures.characters_missed += end - start

    def figures(self) -> dict[str, Figures]:
        """The figures of every rule, type or origin, those with the most refused first."""
        for figures in self._found.values():
            figures.worst.sort(reverse=True)
        return dict(sorted(self._found.items(), key=lambda item: (-item[1].rejected, item[0])))


def _marked(document: Document) -> list[tuple[int, int]]:
    """What people marked as kept boilerplate, each place once, where nothing is cut now."""
    places = [
        (one.start, one.end)
        for one in document.findings
        if one.annotator is not None and one.type == KEPT_BOILERPLATE
    ]
    cuts = joined(
        (cut.start, cut.end) for cut in document.boilerplate if cut.verdict is not Verdict.REJECTED
    )
    return [place for place in joined(places) if not meets(cuts, *place)]


def _names(span: Repair | Boilerplate, by: By, origins: set[str]) -> Iterable[str]:
    """What a span counts for; `origins` are those of what is proposed in its article."""
    if by is By.TYPE:
        return (span.type,)
    if by is By.RULE:
        return span.rules
    return origins if span.origin is Origin.PERSON else (span.origin.value,)


def _count(
    figures: Figures,
    span: Repair | Boilerplate,
    document: Document,
    given: Mapping[ProposalKey, date],
) -> None:
    size = max(1, span.end - span.start)
    if span.origin is Origin.PERSON:
        if span.verdict is not Verdict.REJECTED:
            figures.missed += 1
            figures.characters_missed += size
        return
    figures.proposed += 1
    if span.verdict is Verdict.ACCEPTED:
        figures.accepted += 1
        figures.characters_accepted += size
    elif span.verdict is Verdict.REJECTED:
        figures.rejected += 1
        push = heappush if len(figures.worst) < _WORST else heappushpop
        push(figures.worst, example_of(document, span))
    day = given.get(key_of(span)) if span.verdict is not None else None
    if day is not None:
        figures.days[day, span.verdict is Verdict.ACCEPTED] += 1
