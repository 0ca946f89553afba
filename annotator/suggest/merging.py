"""What all sources say of a text as one list, with scores that mean what they say.

A score comes from a logistic curve over what the sources say, fitted to what became of earlier
suggestions: 1 for one that was right, a half for one that needed a correction, 0 for a wrong one.
It begins with weights that were fitted on four corpora of other labels and is drawn to them, since
they say nothing of any label. Source: Platt, "Probabilistic outputs for support vector machines",
1999.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, log1p
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model import Suggestion
from annotator.suggest import gazetteer, patterns, segmenter, sequence
from annotator.suggest.base import Lesson, Named
from annotator.suggest.chain import Chance
from annotator.suggest.sheet import Sheet
from annotator.suggest.worth import PARTLY

Row = NDArray[np.float64]

PRIOR: tuple[float, ...] = (
    *(0.05, 0.26, 0.16, -0.19),  # always; the model, as far as it is trusted: chance, none; nearly
    *(0.30, -1.00, 0.05),  # the gazetteer: chance, none, how often
    *(-0.06, -0.02, 0.84, -0.98),  # the segmenter and the patterns: chance, none
    *(-0.01, 0.30, 0.45, 1.46),  # alike in the article: best, how many; length, one character
    *(0.74, -0.39),  # a likelier range with this label over it; model and gazetteer agree
    *(0.24, 0.91, -0.42),  # at edges of words; a likelier range with another label over it
    *(0.31, 1.35),  # how much the model is trusted; how sure jieba's network is of a name there
    *(0.54, 0.75),  # the segmenter, as far as the model is not trusted: chance, none
)
"""The weights at the start: fitted on the first 60 articles of four streams."""

_DRAWN = 6.0
_KEPT = 4_000
_ENOUGH = 40
_STEPS = 6
_CUES = (gazetteer.ID, segmenter.ID, patterns.ID)


class Candidate(NamedTuple):
    """A range that may be an entity, as its likeliest source has it, and what is known of it."""

    suggestion: Suggestion
    features: tuple[float, ...]

    @property
    def named(self) -> Named:
        """What it would be if a person took it."""
        return Named(self.suggestion.start, self.suggestion.end, self.suggestion.label)


class _Place(NamedTuple):
    """What a whole text tells of each candidate: see `_rivals`, `_edges` and `merged`."""

    rivals: Sequence[tuple[float, str]]
    edges: set[int]
    counts: dict[Named, int]
    trust: Mapping[str, float]
    sure: Mapping[tuple[int, int], float]


def merged(
    sheet: Sheet,
    chances: Sequence[tuple[Chance, Suggestion]],
    cues: Iterable[Suggestion],
    counts: dict[Named, int],
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
    peers: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for named in said:
        chance_of = exact.get(named)
        string = sheet.folded[named.start : named.end]
        peers[string, named.label].append(chance_of.exact if chance_of else 0.0)
    place = _Place(
        _rivals(len(sheet), exact.values()), _edges(sheet), counts, trust, sheet.lexed.sureness()
    )
    found = []
    for named in sorted(said):
        sources = said[named]
        alike = peers[sheet.folded[named.start : named.end], named.label]
        features = _features(named, sources, exact.get(named), alike, place)
        best = max(sources.values(), key=lambda each: (each.score, each.source))
        found.append(Candidate(best, features))
    return found


def _rivals(length: int, chances: Iterable[Chance]) -> list[tuple[float, str]]:
    """For each character the likeliest range over it with its label."""
    rows: list[tuple[float, str]] = [(0.0, "")] * length
    for chance in sorted(chances, key=lambda each: each.exact):
        start, end, label, exact, _ = chance
        rows[start:end] = [(exact, label)] * (end - start)
    return rows


def _edges(sheet: Sheet) -> set[int]:
    return {0, len(sheet), *sheet.starts.tolist(), *sheet.ends.tolist()}


def _features(
    named: Named,
    sources: dict[str, Suggestion],
    chance: Chance | None,
    alike: Sequence[float],
    place: _Place,
) -> tuple[float, ...]:
    exact = chance.exact if chance else 0.0
    near = chance.near if chance else 0.0
    rival = max(place.rivals[named.start : named.end])
    over = rival[0] if rival[0] > exact else 0.0
    told = [sources[name].score if name in sources else 0.0 for name in _CUES]
    length = named.end - named.start
    segmented = (_odds(told[1]) if told[1] else 0.0, float(not told[1]))
    model = place.trust.get(named.label, 0.0)
    return (
        1.0,
        _odds(exact) * model,
        float(not exact) * model,
        near - exact,
        _odds(told[0]) if told[0] else 0.0,
        float(not told[0]),
        min(log1p(place.counts.get(named, 0)), 4.0),
        *segmented,
        _odds(told[2]) if told[2] else 0.0,
        float(not told[2]),
        _odds(max(alike)) * model if len(alike) > 1 else 0.0,
        min(len(alike), 6) / 6,
        min(length, 12) / 6,
        float(length == 1),
        over if rival[1] == named.label else 0.0,
        exact * bool(told[0]),
        float(named.start in place.edges),
        float(named.end in place.edges),
        over if rival[1] != named.label else 0.0,
        model,
        place.sure.get(named[:2], 0.0),
        *((1 - model) * each for each in segmented),
    )


def _odds(chance: float) -> float:
    held = min(max(chance, 0.003), 0.997)
    return log(held / (1 - held))


class Calibrator:
    """Scores candidates, and learns from what became of them."""

    def __init__(self) -> None:
        self.weights: Row = np.array(PRIOR)
        self._rows: list[tuple[float, ...]] = []
        self._fates: list[float] = []

    def score(self, candidates: Sequence[Candidate]) -> Row:
        """The chance of each that a person takes it, a correction counted half."""
        if not candidates:
            return np.zeros(0)
        rows = np.array([each.features for each in candidates])
        chances: Row = 1 / (1 + np.exp(-np.clip(rows @ self.weights, -30, 30)))
        return chances

    def observe(self, candidates: Sequence[Candidate], lesson: Lesson) -> None:
        """Learn from what became of candidates for the text of a lesson."""
        for candidate, fate in zip(candidates, fates(candidates, lesson), strict=True):
            if fate is not None:
                self._rows.append(candidate.features)
                self._fates.append(fate)
        del self._rows[:-_KEPT], self._fates[:-_KEPT]
        if len(self._fates) >= _ENOUGH:
            self._fit()

    def _fit(self) -> None:
        """Newton's steps on the likelihood of all fates, drawn towards the weights at the start."""
        rows, given = np.array(self._rows), np.array(self._fates)
        prior = np.array(PRIOR)
        weights = self.weights
        for _ in range(_STEPS):
            chances = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
            curve = (rows * (chances * (1 - chances))[:, None]).T @ rows
            curve += _DRAWN * np.eye(len(weights))
            slope = rows.T @ (given - chances) - _DRAWN * (weights - prior)
            weights = weights + np.linalg.solve(curve, slope)
        if np.isfinite(weights).all():
            self.weights = weights

    def state(self) -> dict[str, Any]:
        """What was learned, as plain values."""
        return {
            "weights": self.weights.tolist(),
            "rows": [[round(value, 4) for value in row] for row in self._rows],
            "fates": self._fates,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Know what `state` told; raises ValueError, KeyError or TypeError for anything else."""
        weights = np.array(state["weights"], float)
        rows = [tuple(map(float, row)) for row in state["rows"]]
        given = [float(fate) for fate in state["fates"]]
        fit = all(len(row) == len(PRIOR) for row in rows) and len(rows) == len(given)
        if weights.shape != (len(PRIOR),) or not np.isfinite(weights).all() or not fit:
            raise ValueError("scores that cannot be")
        self.weights, self._rows, self._fates = weights, rows, given


def fates(candidates: Sequence[Candidate], lesson: Lesson) -> list[float | None]:
    """What became of each: 1 right, a half corrected, 0 wrong; None where nothing was decided.

    In a text that nobody is done with only what was labelled or refused is decided.
    """
    true = set(lesson.entities)
    refused = {named[:2] for named in lesson.refused}
    at = sorted(lesson.entities)
    found: list[float | None] = []
    for candidate in candidates:
        one = candidate.suggestion
        if candidate.named in true:
            found.append(1.0)
        elif any(_nearly(one, named) for named in at):
            found.append(PARTLY)
        else:
            decided = lesson.whole or (one.start, one.end) in refused
            found.append(0.0 if decided else None)
    return found


def _nearly(one: Suggestion, named: Named) -> bool:
    over = one.start < named.end and named.start < one.end
    return over and (one.label == named.label or (one.start, one.end) == named[:2])
