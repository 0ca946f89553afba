"""The same text labelled differently, or here labelled and there not: one person's slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import marisa_trie

from annotator.document import Document
from annotator.find.folding import fold
from annotator.model import ArticleId, Entity, Verdict
from annotator.progress import Progress
from annotator.review.occurrences import in_word

_PLACES = 500
"""So many places of a text are kept; all of them are counted."""

_AROUND = 14

_SHORTEST = 2
"""A single character stands in too many words to be missed anywhere."""


class Place(NamedTuple):
    """Where a text stands: a raw range, and the name of the label on it or "".

    `text` is how it reads there, between what is `before` and `after` it.
    """

    article: ArticleId
    start: int
    end: int
    label: str
    key: str
    before: str
    text: str
    after: str


@dataclass(slots=True)
class Inconsistency:
    """A text, how often it has which label, and how often none; `places` are in order."""

    text: str
    labels: Counter[str] = field(default_factory=Counter)
    places: list[Place] = field(default_factory=list)

    @property
    def slips(self) -> int:
        """How many places do not have the label that is most common.

        >>> Inconsistency("徐汇", Counter({"LOC": 5, "FAC": 1, "": 7})).slips
        8
        """
        most = max((count for label, count in self.labels.items() if label), default=0)
        return self.labels.total() - most


def inconsistencies(
    documents: Callable[[], Iterable[Document]],
    annotator: str | None = None,
    progress: Progress | None = None,
) -> list[Inconsistency]:
    """Texts that are entities somewhere and not, or others, elsewhere; the most slips first.

    Texts are compared as in finding: script, width and case do not matter. A text inside a longer
    entity is no slip, nor is a word of Latin letters inside a longer one. With `annotator` only
    that person's entities count. `documents` is called twice; `progress` may raise Cancelled.
    """
    known = _labelled(documents(), annotator)
    longest = max(map(len, known), default=0)
    trie = marisa_trie.Trie(list(known))
    found = {text: Inconsistency(text) for text in known}
    for done, document in enumerate(documents(), 1):
        for text, place in _places(document, trie, longest, annotator):
            one = found[text]
            one.labels[place.label] += 1
            if len(one.places) < _PLACES:
                one.places.append(place)
        if progress is not None:
            progress(done, None)
    slips = [one for one in found.values() if len(one.labels) > 1]
    return sorted(slips, key=lambda one: (-one.slips, one.text))


def _labelled(documents: Iterable[Document], annotator: str | None) -> set[str]:
    """The folded texts of all entities."""
    return {
        fold(shown)
        for document in documents
        for entity in _entities(document, annotator)
        if (shown := _shown(document, entity)) and len(shown) >= _SHORTEST
    }


def _entities(document: Document, annotator: str | None) -> Iterator[Entity]:
    for entity in document.entities:
        if entity.verdict is Verdict.ACCEPTED and annotator in (None, entity.annotator):
            yield entity


def _shown(document: Document, entity: Entity) -> str:
    clean = document.composition.to_clean(entity.start, entity.end)
    return document.composition.clean[slice(*clean)] if clean else ""


def _places(
    document: Document, trie: marisa_trie.Trie, longest: int, annotator: str | None
) -> Iterator[tuple[str, Place]]:
    """Every place of a known text that no longer entity covers, from left to right."""
    composition = document.composition
    text = fold(composition.clean)
    covered = bytearray(len(text))
    for entity in _entities(document, annotator):
        clean = composition.to_clean(entity.start, entity.end)
        if clean is None:
            continue
        covered[slice(*clean)] = b"\1" * (clean[1] - clean[0])
        shown = text[slice(*clean)]
        if shown in trie:
            label = document.labels[entity.label].name
            yield shown, _place(document, clean, label)
    at = 0
    while at < len(text):
        end = at + _length(trie, text, at, longest)
        if end > at and not any(covered[at:end]):
            yield text[at:end], _place(document, (at, end), "")
        at = max(end, at + 1)


def _place(document: Document, clean: tuple[int, int], label: str) -> Place:
    composition, article = document.composition, document.article
    start, end = clean
    parts = (max(0, start - _AROUND), start), (start, end), (end, end + _AROUND)
    said = [" ".join(composition.clean[slice(*part)].split()) for part in parts]
    return Place(article.id, *composition.to_raw(start, end), label, article.key, *said)


def _length(trie: marisa_trie.Trie, text: str, at: int, longest: int) -> int:
    """How long the longest known text is that stands at a place; 0 for none."""
    if in_word(text, at):
        return 0
    found = trie.prefixes(text[at : at + longest])
    return max((len(one) for one in found if not in_word(text, at + len(one))), default=0)
