"""Everything stored on an article, put together as documents show it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from annotator.model import (
    Article,
    ArticleId,
    Boilerplate,
    Entity,
    Finding,
    Judgement,
    Meta,
    ProposalKey,
    Proposals,
    Repair,
    Suggested,
    key_of,
)
from annotator.store.articles import Articles, StoredText
from annotator.store.entities import Entities
from annotator.store.packing import fields_of, meta_of, unpack_proposals
from annotator.store.spans import Own, Spans, in_order
from annotator.store.suggestions import Suggestions

# More at once are no faster, and a full collection of garbage, for which all threads wait, goes
# through every object of them: with 200 traditional pages it took 400 ms.
_PAGE_ARTICLES = 25
_PAGE_CHARACTERS = 1_000_000

Notes = Mapping[ProposalKey, tuple[str, str | None]]
"""The notes on proposals without a verdict, and who wrote them."""

Span = TypeVar("Span", Repair, Boilerplate)


@dataclass(frozen=True, slots=True)
class Held:
    """Everything stored on one article.

    Its metadata is whole in `article`, before a person changed it in `base`, and as it came with
    the file in `imported`.
    """

    article: Article
    imported: Mapping[str, Any]
    proposals: Proposals
    judgements: Mapping[ProposalKey, Judgement]
    notes: Notes
    own: Own
    entities: Sequence[Entity]
    suggested: tuple[Suggested, ...] = ()

    @property
    def base(self) -> Meta:
        """The metadata before a person changed it."""
        return meta_of(fields_of(self.proposals.meta), self.imported)

    def repairs(self) -> tuple[Repair, ...]:
        """Proposed and own repairs with their verdicts, in order."""
        return _merged(self.proposals.repairs, self.own.repairs, self.judgements, self.notes)

    def boilerplate(self) -> tuple[Boilerplate, ...]:
        """Proposed and own boilerplate with their verdicts, in order."""
        cuts = self.proposals.boilerplate
        return _merged(cuts, self.own.boilerplate, self.judgements, self.notes)

    def findings(self) -> tuple[Finding, ...]:
        """What checks reported and what people marked, in order."""
        return tuple(sorted((*self.proposals.findings, *self.own.findings), key=in_order))

    def orphaned(self) -> tuple[Judgement, ...]:
        """Verdicts on what is no longer proposed, in order of place."""
        if not self.judgements:
            return ()
        proposed = {key_of(span) for span in self.proposals.repairs}
        proposed |= {key_of(span) for span in self.proposals.boilerplate}
        rest = [judged for key, judged in self.judgements.items() if key not in proposed]
        return tuple(sorted(rest, key=lambda j: (j.key.start, j.key.end, j.key.type, j.key.text)))


class Reader:
    """Loads articles with all their parts, a few statements for many of them."""

    def __init__(
        self, articles: Articles, spans: Spans, entities: Entities, suggestions: Suggestions
    ) -> None:
        self._articles = articles
        self._spans = spans
        self._entities = entities
        self._suggestions = suggestions

    def load(self, ids: Sequence[ArticleId]) -> Iterator[Held]:
        """These articles in the order asked; raises KeyError for one that is not there.

        All is read at once; what then takes long is done for each article as it is taken, so that
        whoever holds the project for the reading can let it go before.
        """
        texts = self._articles.texts(ids)
        proposals = self._spans.proposals(ids)
        pairs = self._spans.pairs(ids)
        judgements = self._spans.judgements(ids)
        notes = self._spans.notes(ids)
        own = self._spans.own(ids)
        entities = self._entities.of(ids)
        suggested = self._suggestions.of(ids)

        def made(number: ArticleId, stored: StoredText) -> Held:
            packed = proposals.get(number)
            proposed = unpack_proposals(packed) if packed is not None else Proposals()
            meta = meta_of(fields_of(proposed.meta), stored.imported, stored.override)
            return Held(
                stored.article(meta, number in pairs),
                stored.imported,
                proposed,
                judgements.get(number, {}),
                notes.get(number, {}),
                own.get(number, Own()),
                entities.get(number, ()),
                suggested.get(number, ()),
            )

        return map(made, ids, [texts[number] for number in ids])

    def pages(self, ids: Sequence[int], at_once: int = _PAGE_ARTICLES) -> Iterator[list[ArticleId]]:
        """Cut ids up so that the texts of each part fit into memory together; raises KeyError."""
        for first in range(0, len(ids), at_once):
            page: list[ArticleId] = []
            size = 0
            numbers = ids[first : first + at_once]
            lengths = self._articles.lengths(numbers)
            for number in numbers:
                if page and size + lengths[number] > _PAGE_CHARACTERS:
                    yield page
                    page, size = [], 0
                page.append(ArticleId(number))
                size += lengths[number]
            yield page


def _merged(
    proposed: Iterable[Span],
    own: Sequence[Span],
    judgements: Mapping[ProposalKey, Judgement],
    notes: Notes,
) -> tuple[Span, ...]:
    if not (own or judgements or notes):
        return tuple(proposed)
    # Making the key of every proposal would take longer than all the rest.
    places = {(key.start, key.end) for key in (*judgements, *notes)}
    spans: list[Span] = [
        _judged(span, judgements.get(key_of(span)), notes.get(key_of(span)))
        if (span.start, span.end) in places
        else span
        for span in proposed
    ]
    for span in own:
        insort(spans, span, key=in_order)
    return tuple(spans)


def _judged(span: Span, judgement: Judgement | None, note: tuple[str, str | None] | None) -> Span:
    if judgement is None:
        return span if note is None else replace(span, note=note[0], annotator=note[1])
    return replace(
        span, verdict=judgement.verdict, annotator=judgement.annotator, note=judgement.note
    )
