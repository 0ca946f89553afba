"""What all sources say of a text as one list, with what is known of each candidate in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model import Suggestion
from annotator.suggest import gazetteer, patterns, segmenter, sequence
from annotator.suggest.base import Named
from annotator.suggest.chain import Chance
from annotator.suggest.sheet import Sheet

Row = NDArray[np.float64]

_CUES = (gazetteer.ID, segmenter.ID, patterns.ID)


class Candidate(NamedTuple):
    """A range that may be an entity, as its likeliest source has it, and what is known of it."""

    suggestion: Suggestion
    features: tuple[float, ...]

    @property
    def named(self) -> Named:
        """What it would be if a person took it."""
        return Named(self.suggestion.start, self.suggestion.end, self.suggestion.label)


def merged(
    sheet: Sheet,
    chances: Sequence[tuple[Chance, Suggestion]],
    cues: Iterable[Suggestion],
    counts: Mapping[Named, int],
    trust: Mapping[str, float],
) -> list[Candidate]:
    """One candidate for each range and label that any source suggests, in order.

    `counts` says how often what stands there had the label, `trust` how much the sequence model is
    to be trusted with a label, from 0 to 1.
    """
    said: defaultdict[Named, dict[str, Suggestion]] = defaultdict(dict)
    exact: dict[Named, Chance] = {}
    for chance, suggestion in chances:
        named = Named(*chance[:3])
        exact[named] = chance
        said[named][sequence.ID] = suggestion
    for suggestion in cues:
        named = Named(suggestion.start, suggestion.end, suggestion.label)
        there = said[named].get(suggestion.source)
        if there is None or there.score < suggestion.score:
            said[named][suggestion.source] = suggestion
    rows = _features(sheet, said, exact, counts, trust)
    best = (max(said[named].values(), key=lambda one: (one.score, one.source)) for named in rows)
    return [Candidate(*pair) for pair in zip(best, rows.values(), strict=True)]


def _features(
    sheet: Sheet,
    said: Mapping[Named, Mapping[str, Suggestion]],
    exact: Mapping[Named, Chance],
    counts: Mapping[Named, int],
    trust: Mapping[str, float],
) -> dict[Named, tuple[float, ...]]:
    """What is known of each candidate, in order."""
    order = sorted(said)
    if not order:
        return {}
    starts, ends = (np.array([named[side] for named in order]) for side in (0, 1))
    likely, near = _likely(order, exact)
    alike, peers = _alike(sheet, order, likely)
    over, same = _rivals(len(sheet), order, exact.values())
    over = np.where(over > likely, over, 0.0)
    model = np.array([trust.get(named.label, 0.0) for named in order])
    sure = sheet.lexed.sureness()
    edges = _edges(sheet)
    in_gazetteer, in_words, in_patterns = (
        np.array([_score(said[named], name) for named in order]) for name in _CUES
    )
    segmented = (_odds_of_cue(in_words), in_words == 0)
    length = ends - starts
    columns = (
        np.ones(len(order)),
        _odds(likely) * model,
        (likely == 0) * model,
        near - likely,
        _odds_of_cue(in_gazetteer),
        in_gazetteer == 0,
        np.minimum(np.log1p([counts.get(named, 0) for named in order]), 4.0),
        *segmented,
        _odds_of_cue(in_patterns),
        in_patterns == 0,
        np.where(peers > 1, _odds(alike) * model, 0.0),
        np.minimum(peers, 6) / 6,
        np.minimum(length, 12) / 6,
        length == 1,
        np.where(same, over, 0.0),
        likely * (in_gazetteer > 0),
        edges[starts],
        edges[ends],
        np.where(same, 0.0, over),
        model,
        np.array([sure.get(named[:2], 0.0) for named in order]),
        *((1 - model) * each for each in segmented),
    )
    rows = np.stack([np.asarray(column, float) for column in columns], 1)
    return dict(zip(order, map(tuple, rows.tolist()), strict=True))


def _edges(sheet: Sheet) -> NDArray[np.bool_]:
    """For each offset whether a word begins or ends there."""
    edges = np.zeros(len(sheet) + 1, bool)
    edges[[0, len(sheet), *sheet.starts.tolist()]] = True
    return edges


def _likely(order: Sequence[Named], exact: Mapping[Named, Chance]) -> tuple[Row, Row]:
    """How likely the sequence model takes each to be, exactly and nearly."""
    told = [exact.get(named) for named in order]
    rows = [(chance.exact, chance.near) if chance else (0.0, 0.0) for chance in told]
    likely, near = np.array(rows).T
    return likely, near


def _score(sources: Mapping[str, Suggestion], name: str) -> float:
    return sources[name].score if name in sources else 0.0


def _alike(sheet: Sheet, order: Sequence[Named], likely: Row) -> tuple[Row, Row]:
    """The likeliest of what is written alike with the same label, and how many these are."""
    numbers: dict[tuple[str, str], int] = {}
    of = np.array(
        [
            numbers.setdefault((sheet.folded[start:end], label), len(numbers))
            for start, end, label in order
        ]
    )
    most = np.zeros(len(numbers))
    np.maximum.at(most, of, likely)
    return most[of], np.bincount(of)[of]


def _rivals(
    length: int, order: Sequence[Named], chances: Iterable[Chance]
) -> tuple[Row, NDArray[np.bool_]]:
    """How likely the likeliest range over a part of each is, and whether it has its label."""
    ranked = sorted(chances, key=lambda each: (each.exact, each.label))
    ranks = np.zeros(length + 1, np.int64)
    for rank, chance in enumerate(ranked, 1):
        ranks[chance.start : chance.end] = rank
    spans = np.array([named[:2] for named in order]).ravel()
    best = np.maximum.reduceat(ranks, spans)[::2]
    exact = np.array([0.0, *(chance.exact for chance in ranked)])[best]
    labels = ["", *(chance.label for chance in ranked)]
    pairs = zip(order, best.tolist(), strict=True)
    return exact, np.array([labels[rank] == named.label for named, rank in pairs])


def _odds_of_cue(scores: Row) -> Row:
    """The odds of a score; 0 where no cue is."""
    found: Row = np.where(scores > 0, _odds(scores), 0.0)
    return found


def _odds(chances: Row) -> Row:
    held = np.clip(chances, 0.003, 0.997)
    odds: Row = np.log(held / (1 - held))
    return odds
