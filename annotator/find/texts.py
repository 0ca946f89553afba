"""The texts of articles as they are looked through and indexed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from annotator.model import ArticleId
from annotator.store import Store
from annotator.store.reading import Held
from annotator.text.compose import Composition, compose


def loaded(
    store: Store, ids: Sequence[int], turn: AbstractContextManager[object]
) -> list[tuple[Held, int]]:
    """Those of these articles that are there, each with its stamp of the same moment, in `turn`."""
    if not ids:
        return []
    with turn:
        stamps = store.articles.stamps_of(ids)
        there = [ArticleId(number) for number in ids if number in stamps]
        found = store.reader.load(there)
    return [(held, stamps[held.article.id]) for held in found]


def composition_of(held: Held) -> Composition:
    """Raw and clean of an article."""
    return compose(held.article.raw, held.repairs(), held.boilerplate())
