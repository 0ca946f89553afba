"""Scores of candidates that mean what they say.

A score comes from a logistic curve over what is known of a candidate, fitted to what became of
earlier ones: 1 for one that was right, a half for one that needed a correction, 0 for a wrong one.
Each is scored by itself, and then again beside those that it overlaps, since of these one at most
is right. The curves begin with weights that were fitted on four corpora of other labels and are
drawn to them, since they say nothing of any label. Source: Platt, "Probabilistic outputs for
support vector machines", 1999.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model import Suggestion
from annotator.suggest.base import Lesson, Named
from annotator.suggest.merging import Candidate
from annotator.suggest.worth import PARTLY

Row = NDArray[np.float64]

ALONE: tuple[float, ...] = (
    *(0.05, 0.26, 0.16, -0.19),  # always; the model, as far as it is trusted: chance, none; nearly
    *(0.30, -1.00, 0.05),  # the gazetteer: chance, none, how often
    *(-0.06, -0.02, 0.84, -0.98),  # the segmenter and the patterns: chance, none
    *(-0.01, 0.30, 0.45, 1.46),  # alike in the article: best, how many; length, one character
    *(0.74, -0.39),  # a likelier range with this label over it; model and gazetteer agree
    *(0.24, 0.91, -0.42),  # at edges of words; a likelier range with another label over it
    *(0.31, 1.35),  # how much the model is trusted; how sure jieba's network is of a name there
    *(0.54, 0.75),  # the segmenter, as far as the model is not trusted: chance, none
)
"""The weights at the start, of what is known of a candidate by itself: fitted on the first 60
articles of four streams, as those below."""

BESIDE: tuple[float, ...] = (
    *(-0.06, 0.25, 0.53, -0.38, 0.25, -1.01, 0.10, -0.05, 0.19, 0.98, -0.91, -0.01),
    *(0.34, 0.38, 1.22, 0.59, -0.25, 0.38, 0.60, 0.36, 0.31, 1.61, 0.68, 0.98),  # as above
    *(0.97, -0.88, 0.62),  # the likeliest that it overlaps: of its label, of another, in its place
    *(-0.97, 0.33, -0.26),  # the likeliest that it is in, that is in it; how likely all together
)
"""The weights at the start of what is known of a candidate and of those that it overlaps."""

_DRAWN = 6.0
_KEPT = 4_000
_ENOUGH = 40
_STEPS = 6
_MOST_BESIDE = 3.0


class Calibrator:
    """Scores candidates, and learns from what became of them."""

    def __init__(self) -> None:
        self._alone, self._beside = _Curve(ALONE), _Curve(BESIDE)
        self._rows: list[list[float]] = []
        self._fates: list[float] = []

    def score(self, candidates: Sequence[Candidate]) -> Row:
        """The chance of each that a person takes it, a correction counted half."""
        return self._beside.chances(self._known(candidates)) if candidates else np.zeros(0)

    def _known(self, candidates: Sequence[Candidate]) -> Row:
        """A row for each of some candidates: what is known of it and of those that it overlaps."""
        rows = np.array([each.features for each in candidates])
        named = [each.named for each in candidates]
        return np.concatenate([rows, beside(named, self._alone.chances(rows))], 1)

    def observe(self, candidates: Sequence[Candidate], lesson: Lesson) -> None:
        """Learn from what became of candidates for the text of a lesson."""
        if not candidates:
            return
        told = zip(self._known(candidates).tolist(), fates(candidates, lesson), strict=True)
        for row, fate in told:
            if fate is not None:
                self._rows.append(row)
                self._fates.append(fate)
        del self._rows[:-_KEPT], self._fates[:-_KEPT]
        if len(self._fates) >= _ENOUGH:
            rows, given = np.array(self._rows), np.array(self._fates)
            self._alone.fit(rows[:, : len(ALONE)], given)
            self._beside.fit(rows, given)

    def state(self) -> dict[str, Any]:
        """What was learned, as plain values."""
        return {
            "alone": self._alone.weights.tolist(),
            "beside": self._beside.weights.tolist(),
            "rows": [[round(value, 4) for value in row] for row in self._rows],
            "fates": self._fates,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Know what `state` told; raises ValueError, KeyError or TypeError for anything else."""
        parts = {name: np.array(state[name], float) for name in ("alone", "beside", "fates")}
        parts["rows"] = np.array(state["rows"], float).reshape(parts["fates"].size, len(BESIDE))
        shapes = [parts[name].shape for name in ("alone", "beside")]
        sound = all(np.isfinite(part).all() for part in parts.values())
        if shapes != [(len(ALONE),), (len(BESIDE),)] or not sound:
            raise ValueError("scores that cannot be")
        self._alone.weights, self._beside.weights = parts["alone"], parts["beside"]
        self._rows, self._fates = parts["rows"].tolist(), parts["fates"].ravel().tolist()


class _Curve:
    """A logistic curve whose weights are drawn to those at the start."""

    def __init__(self, prior: Sequence[float]) -> None:
        self._prior = np.array(prior)
        self.weights: Row = self._prior

    def chances(self, rows: Row) -> Row:
        """What it says of each row."""
        return _logistic(rows @ self.weights)

    def fit(self, rows: Row, given: Row) -> None:
        """Newton's steps on the likelihood of all fates, from the weights of the last time."""
        weights = self.weights
        for _ in range(_STEPS):
            chances = _logistic(rows @ weights)
            curve = (rows * (chances * (1 - chances))[:, None]).T @ rows
            curve += _DRAWN * np.eye(len(weights))
            slope = rows.T @ (given - chances) - _DRAWN * (weights - self._prior)
            weights = weights + np.linalg.solve(curve, slope)
        if np.isfinite(weights).all():
            self.weights = weights


def _logistic(sums: Row) -> Row:
    chances: Row = 1 / (1 + np.exp(-np.clip(sums, -30, 30)))
    return chances


def beside(named: Sequence[Named], chances: Row) -> Row:
    """For each range, given in order, what is known of those that it overlaps: see `BESIDE`.

    >>> ranges = [Named(0, 2, "a"), Named(0, 3, "b"), Named(3, 4, "a")]
    >>> beside(ranges, np.array([0.5, 0.25, 1])).tolist()[:2]
    [[0.0, 0.25, 0.0, 0.25, 0.0, 0.25], [0.0, 0.5, 0.0, 0.0, 0.5, 0.5]]
    """
    starts, ends = (np.array([each[side] for each in named]) for side in (0, 1))
    number = {label: place for place, label in enumerate({each.label for each in named})}
    labels = np.array([number[each.label] for each in named])
    rows = np.zeros((len(named), len(BESIDE) - len(ALONE)))
    for step in range(1, len(named)):
        # In order of start: where none reaches the one so many places behind, none reaches further.
        first = np.nonzero(ends[:-step] > starts[step:])[0]
        if not len(first):
            break
        for mine, its in ((first, first + step), (first + step, first)):
            same, there = labels[mine] == labels[its], starts[mine] == starts[its]
            there &= ends[mine] == ends[its]
            inside = ~there & (starts[its] <= starts[mine]) & (ends[mine] <= ends[its])
            around = ~there & (starts[mine] <= starts[its]) & (ends[its] <= ends[mine])
            told = np.stack((same, ~same, there, inside, around), 1) * chances[its, None]
            rows[mine, :-1] = np.maximum(rows[mine, :-1], told)
            rows[mine, -1] += chances[its]
    rows[:, -1] = np.minimum(rows[:, -1], _MOST_BESIDE)
    return rows


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
