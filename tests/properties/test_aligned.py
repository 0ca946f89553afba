"""The laws of a text cleaned in steps, and of folding the steps, against a slow oracle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.text import edits
from annotator.text.aligned import AlignedText, Step
from annotator.text.edits import Edit
from tests.properties.test_edits import edits_of
from tests.strategies import hostile_texts, spans_of


@st.composite
def aligned_texts(draw: st.DrawFn) -> AlignedText:
    """A hostile text with up to four steps of edits."""
    text = AlignedText(draw(hostile_texts(20)))
    for number in range(draw(st.integers(0, 4))):
        text = text.then(Step(f"rule.{number}", draw(edits_of(len(text.text)))))
    return text


@given(aligned_texts())
def test_aligned_changes_fold_all_steps_onto_raw(aligned: AlignedText) -> None:
    changes = [Edit(change.start, change.end, change.text) for change in aligned.changes]
    edits.check(aligned.raw, changes)
    assert edits.apply(aligned.raw, changes) == aligned.text


@given(aligned_texts())
def test_aligned_changes_are_trimmed_and_name_known_rules(aligned: AlignedText) -> None:
    known = [step.rule for step in aligned.steps]
    for change in aligned.changes:
        before = aligned.raw[change.start : change.end]
        assert before != change.text
        if before and change.text:
            assert before[0] != change.text[0]
            assert before[-1] != change.text[-1]
        assert list(change.rules) == sorted(set(change.rules), key=known.index)


@given(aligned_texts(), st.data())
def test_aligned_ranges_contain_what_they_show(aligned: AlignedText, data: st.DataObject) -> None:
    start, end = data.draw(spans_of(len(aligned.text)))
    low, high = aligned.to_raw(start, end)
    assert 0 <= low <= high <= len(aligned.raw)
    inner = data.draw(spans_of(end - start))
    inner_low, inner_high = aligned.to_raw(start + inner[0], start + inner[1])
    if inner[0] < inner[1]:
        assert low <= inner_low
        assert inner_high <= high


@given(aligned_texts(), st.data())
def test_aligned_ranges_of_raw_show_inside_the_text_in_order(
    aligned: AlignedText, data: st.DataObject
) -> None:
    start, end = data.draw(spans_of(len(aligned.raw)))
    low, high = aligned.from_raw(start, end)
    assert 0 <= low <= high <= len(aligned.text)
    assert aligned.from_raw(end, end)[0] >= aligned.from_raw(start, start)[0]


def test_aligned_changes_that_touch_stay_apart_and_overlapping_ones_merge() -> None:
    text = AlignedText("徐匯區(qū)塊").then(Step("gloss", (Edit(3, 7, ""),)))
    text = text.then(Step("script", (Edit(1, 4, "汇区块"),)))
    assert [(c.start, c.end, c.text, c.rules) for c in text.changes] == [
        (1, 3, "汇区", ("script",)),
        (3, 7, "", ("gloss",)),
        (7, 8, "块", ("script",)),
    ]
    text = AlignedText("�;顒").then(Step("shift", (Edit(0, 3, "。活動"),)))
    text = text.then(Step("script", (Edit(2, 3, "动"),)))
    assert [(c.start, c.end, c.text, c.rules) for c in text.changes] == [
        (0, 3, "。活动", ("shift", "script"))
    ]


def test_aligned_change_undone_by_a_later_step_is_none() -> None:
    text = AlignedText("甲").then(Step("one", (Edit(0, 1, "乙"),)))
    assert text.then(Step("two", (Edit(0, 1, "甲"),))).changes == ()
