"""The figures of agreement are those of scikit-learn and krippendorff, on any marks."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from annotator.review.agreement import Agreement, Compared, Mark, agreement

LENGTH = 20
marks = st.frozensets(
    st.builds(
        lambda start, size, label: Mark(start, min(start + size, LENGTH), label),
        st.integers(0, LENGTH - 1),
        st.integers(1, 6),
        st.sampled_from(["PER", "LOC"]),
    ),
    max_size=6,
)
articles = st.lists(
    st.dictionaries(st.sampled_from(["甲", "乙", "丙"]), marks, min_size=2), min_size=1, max_size=4
)


def compare(layers: Iterable[dict[str, frozenset[Mark]]]) -> Agreement:
    return agreement(Compared(f"a{n}", LENGTH, held) for n, held in enumerate(layers))


def characters(held: frozenset[Mark]) -> list[frozenset[str]]:
    """What lies on each character, character by character."""
    return [frozenset(m.label for m in held if m.start <= place < m.end) for place in range(LENGTH)]


def codes(said: Iterable[frozenset[str]], label: str | None) -> list[int]:
    names = [frozenset({label in s}) if label else s for s in said]
    known = [frozenset(), *map(frozenset, ({"PER"}, {"LOC"}, {"PER", "LOC"}))]
    known = [frozenset({False}), frozenset({True})] if label else known
    return [known.index(name) for name in names]


@settings(max_examples=150, deadline=None)
@given(articles, st.sampled_from([None, "PER", "LOC"]))
def test_kappa_is_that_of_scikit_learn(
    layers: list[dict[str, frozenset[Mark]]], label: str | None
) -> None:
    found = compare(layers)
    for (left, right), figures in found.pairs.items():
        both = [held for held in layers if left in held and right in held]
        ours = codes((c for held in both for c in characters(held[left])), label)
        theirs = codes((c for held in both for c in characters(held[right])), label)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = cohen_kappa_score(ours, theirs)
        kappa = figures.kappa(label)
        assert (kappa is None and math.isnan(expected)) or kappa == pytest.approx(expected)


@settings(max_examples=150, deadline=None)
@given(articles, st.sampled_from([None, "PER", "LOC"]))
def test_alpha_is_that_of_krippendorff(
    layers: list[dict[str, frozenset[Mark]]], label: str | None
) -> None:
    names = sorted({name for held in layers for name in held})
    table = [
        [
            value
            for held in layers
            for value in (
                codes(characters(held[name]), label) if name in held else [np.nan] * LENGTH
            )
        ]
        for name in names
    ]
    alpha = compare(layers).alpha(label)
    if len({value for row in table for value in row if not math.isnan(value)}) < 2:
        assert alpha is None
    else:
        expected = krippendorff.alpha(np.array(table), level_of_measurement="nominal")
        assert alpha == pytest.approx(expected)


@settings(max_examples=200, deadline=None)
@given(marks, marks)
def test_overlapping_pairs_as_many_as_can_be(
    ours: frozenset[Mark], theirs: frozenset[Mark]
) -> None:
    found = compare([{"甲": theirs, "乙": ours}])
    counts = found.pairs["乙", "甲"].overlapping
    assert counts.right == sum(
        most([m for m in ours if m.label == label], [m for m in theirs if m.label == label])
        for label in ("PER", "LOC")
    )
    assert (counts.right + counts.missed, counts.right + counts.wrong) == (len(ours), len(theirs))


def most(ours: list[Mark], theirs: list[Mark]) -> int:
    """The size of a maximum matching of marks that overlap, by augmenting paths."""
    matched: dict[int, int] = {}

    def augment(one: int, seen: set[int]) -> bool:
        for other, mark in enumerate(theirs):
            meets = mark.start < ours[one].end and ours[one].start < mark.end
            if meets and other not in seen:
                seen.add(other)
                if other not in matched or augment(matched[other], seen):
                    matched[other] = one
                    return True
        return False

    return sum(augment(one, set()) for one in range(len(ours)))


def test_the_articles_that_pull_agreement_down_come_first() -> None:
    same = frozenset({Mark(0, 2, "PER"), Mark(4, 6, "LOC")})
    found = compare(
        [
            {"甲": same, "乙": same},
            {"甲": same, "乙": frozenset({Mark(0, 2, "PER")})},
            {"甲": same, "乙": frozenset({Mark(0, 3, "PER")})},
            {"甲": frozenset(), "乙": frozenset()},
        ]
    )
    figures = found.pairs["乙", "甲"]
    assert figures.worst() == ["a2", "a1"]
    assert (figures.exact.right, figures.exact.wrong, figures.exact.missed) == (3, 3, 1)
