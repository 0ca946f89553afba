"""Scores of candidates: alone, beside others, after many lessons, and read back."""

from __future__ import annotations

import pytest

from annotator.model import Suggestion
from annotator.suggest import Lesson, Named
from annotator.suggest.merging import Candidate
from annotator.suggest.scoring import ALONE, Calibrator

SURE, DOUBTED = 2.0, -0.5
TEXT = "张三在上海市工作"


def candidate(start: int, end: int, label: str, odds: float) -> Candidate:
    """One that the model has these odds for, and nobody else anything to say of."""
    features = [0.0] * len(ALONE)
    features[0], features[1] = 1.0, odds
    return Candidate(Suggestion(start, end, label, 0.5, "sequence", ()), tuple(features))


def test_what_is_inside_a_likelier_range_scores_less_than_alone() -> None:
    inside, around = candidate(3, 5, "LOC", DOUBTED), candidate(3, 6, "LOC", SURE)
    apart = candidate(0, 2, "PER", SURE)
    calibrator = Calibrator()
    [alone] = calibrator.score([inside])
    assert calibrator.score([inside, around])[0] < alone
    assert calibrator.score([apart, inside])[1] == pytest.approx(alone)


def test_what_was_refused_again_and_again_scores_less_and_is_kept_so() -> None:
    calibrator = Calibrator()
    pair = [candidate(0, 2, "PER", SURE), candidate(3, 6, "LOC", DOUBTED)]
    right, wrong = calibrator.score(pair)
    for _ in range(60):
        calibrator.observe(pair, Lesson(TEXT, (Named(0, 2, "PER"),)))
    now = calibrator.score(pair)
    assert now[0] > right
    assert now[1] < wrong
    again = Calibrator()
    again.restore(calibrator.state())
    assert again.score(pair).tolist() == now.tolist()


def test_nothing_is_scored_and_learned_from_nothing() -> None:
    calibrator = Calibrator()
    calibrator.observe([], Lesson(TEXT, ()))
    assert calibrator.score([]).tolist() == []


@pytest.mark.parametrize("part", ["alone", "beside", "rows", "fates"])
def test_scores_that_cannot_be_are_refused(part: str) -> None:
    calibrator = Calibrator()
    pair = [candidate(0, 2, "PER", SURE)]
    calibrator.observe(pair, Lesson(TEXT, ()))
    before = calibrator.score(pair).tolist()
    state = calibrator.state()
    for broken in ([], [float("nan")], None, "x"):
        with pytest.raises((ValueError, TypeError, KeyError)):
            calibrator.restore({**state, part: broken})
        assert calibrator.score(pair).tolist() == before
