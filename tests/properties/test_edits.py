"""The laws of edits, against a slow oracle that follows every character."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.edits import Edit, apply, check, span_after, span_before
from tests.strategies import HOSTILE, hostile_texts, spans_of


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> tuple[Edit, ...]:
    """Edits in order and apart; touching, empty and equal-length ones often come up."""
    ends = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    made: list[Edit] = []
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        size = end - start
        kept = st.text(st.sampled_from(HOSTILE), min_size=size, max_size=size)
        text = draw(st.one_of(st.just(""), st.text(st.sampled_from(HOSTILE), max_size=3), kept))
        made.append(Edit(start, end, text, draw(st.sampled_from((0.5, 1.0)))))
    return tuple(made)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    text = draw(hostile_texts(16))
    return text, draw(edits_of(len(text)))


def slow_spans(before: str, edits: tuple[Edit, ...]) -> list[tuple[int, int]]:
    """For every character of the text after, the range it came from."""
    spans: list[tuple[int, int]] = []
    at = 0
    for edit in edits:
        spans += [(i, i + 1) for i in range(at, edit.start)]
        spans += [(edit.start, edit.end)] * len(edit.text)
        at = edit.end
    return spans + [(i, i + 1) for i in range(at, len(before))]


def inverse_of(before: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that turn the text after `edits` back into `before`."""
    inverse: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        inverse.append(Edit(start, start + len(edit.text), before[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return tuple(inverse)


@given(cases())
def test_edits_apply_leaves_what_each_says(case: tuple[str, tuple[Edit, ...]]) -> None:
    before, edits = case
    check(before, edits)
    after = before
    for edit in reversed(edits):
        after = after[: edit.start] + edit.text + after[edit.end :]
    assert apply(before, edits) == after


@given(cases())
def test_what_edits_did_can_be_turned_round(case: tuple[str, tuple[Edit, ...]]) -> None:
    before, edits = case
    after = apply(before, edits)
    inverse = inverse_of(before, edits)
    assert apply(after, inverse) == before
    again = inverse_of(after, inverse)
    assert [edit[:3] for edit in again] == [edit[:3] for edit in edits]


@given(cases(), st.data())
def test_edits_span_before_covers_each_character_it_shows(
    case: tuple[str, tuple[Edit, ...]], data: st.DataObject
) -> None:
    before, edits = case
    spans = slow_spans(before, edits)
    start, end = data.draw(spans_of(len(spans)))
    low, high = span_before(edits, start, end)
    if start < end:
        assert (low, high) == (spans[start][0], spans[end - 1][1])
    else:
        assert 0 <= low == high <= len(before)


@given(cases(), st.data())
def test_edits_span_after_is_span_before_on_the_inverse(
    case: tuple[str, tuple[Edit, ...]], data: st.DataObject
) -> None:
    before, edits = case
    start, end = data.draw(spans_of(len(before)))
    assert span_after(edits, start, end) == span_before(inverse_of(before, edits), start, end)


@given(cases())
def test_edits_follow_places_in_order(case: tuple[str, tuple[Edit, ...]]) -> None:
    before, edits = case
    after = apply(before, edits)
    places = [span_before(edits, at, at)[0] for at in range(len(after) + 1)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "edits", [[Edit(2, 1, "")], [Edit(0, 9, "")], [Edit(0, 2, ""), Edit(1, 2, "")]]
)
def test_edits_check_refuses_what_does_not_fit(edits: list[Edit]) -> None:
    with pytest.raises(ValueError):
        check("甲乙丙", edits)
