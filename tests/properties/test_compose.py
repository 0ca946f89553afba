"""The laws of clean text and its map, against a slow oracle, over hostile texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Boilerplate, Repair, Verdict
from annotator.text.compose import (
    Composition,
    Flow,
    compose,
    cut_ranges,
    standing_repairs,
)
from tests.strategies import boilerplate_of, hostile_texts, repairs_of, spans_of


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[Repair], list[Boilerplate]]:
    raw = draw(hostile_texts())
    repairs = draw(st.lists(repairs_of(len(raw)), max_size=6))
    return raw, repairs, draw(st.lists(boilerplate_of(len(raw)), max_size=4))


def slow_clean(raw: str, repairs: list[Repair], boilerplate: list[Boilerplate]) -> str:
    """What clean must be, one character of raw at a time."""
    standing = standing_repairs(raw, repairs)
    cuts = cut_ranges(raw, boilerplate)
    inserted = {r.start: r for r in standing if r.start == r.end}
    covering = {i: r for r in standing for i in range(r.start, r.end)}
    in_cut = {i for low, high in cuts for i in range(low, high)}
    shown: list[str] = []
    for i in range(len(raw) + 1):
        if i in inserted and not any(low < i < high for low, high in cuts):
            shown.append(inserted[i].text)
        if i == len(raw):
            break
        repair = covering.get(i)
        char = raw[i]
        if repair is not None and len(repair.text) != repair.end - repair.start:
            whole = set(range(repair.start, repair.end)) <= in_cut
            if i == repair.start and not whole:
                shown.append(repair.text)
            continue
        if repair is not None:
            char = repair.text[i - repair.start]
        if i not in in_cut or char == "\n":
            shown.append(char)
    text = "".join(shown)
    blank = "[\\s\u200b\u2060\ufeff]"
    lines = [re.sub(f"^{blank}+|{blank}+$", "", line) for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


@given(cases())
def test_compose_equals_the_slow_oracle(case: tuple[str, list[Repair], list[Boilerplate]]) -> None:
    raw, repairs, boilerplate = case
    assert compose(raw, repairs, boilerplate).clean == slow_clean(raw, repairs, boilerplate)


@given(cases())
def test_pieces_cover_both_texts_without_gap(
    case: tuple[str, list[Repair], list[Boilerplate]],
) -> None:
    made = compose(*case)
    ends = [(0, 0), *((p.raw_end, p.end) for p in made.pieces)]
    assert [(p.raw_start, p.start) for p in made.pieces] == ends[:-1]
    assert ends[-1] == (len(made.raw), len(made.clean))
    for piece in made.pieces:
        if piece.flow is Flow.KEPT:
            kept = made.raw[piece.raw_start : piece.raw_end]
            assert made.clean[piece.start : piece.end] == kept


@given(cases(), st.data())
def test_to_raw_covers_and_returns(
    case: tuple[str, list[Repair], list[Boilerplate]], data: st.DataObject
) -> None:
    made = compose(*case)
    start, end = data.draw(spans_of(len(made.clean)))
    low, high = made.to_raw(start, end)
    assert 0 <= low <= high <= len(made.raw)
    if start == end:
        assert low == high
    elif low < high:
        back = made.to_clean(low, high)
        assert back is not None
        assert back[0] <= start or _inserted(made, start)
        assert back[1] >= end or _inserted(made, end - 1)


def _inserted(made: Composition, offset: int) -> bool:
    """Whether the clean character stands for no raw character at all."""
    low, high = made.to_raw(offset, offset + 1)
    return low == high


@given(cases(), st.data())
def test_to_raw_is_tight(
    case: tuple[str, list[Repair], list[Boilerplate]], data: st.DataObject
) -> None:
    made = compose(*case)
    start, end = data.draw(spans_of(len(made.clean)))
    if start == end:
        return
    low, high = made.to_raw(start, end)
    assert low == made.to_raw(start, start + 1)[0]
    assert high == made.to_raw(end - 1, end)[1]


@given(cases(), st.data())
def test_to_clean_shows_what_the_range_shows(
    case: tuple[str, list[Repair], list[Boilerplate]], data: st.DataObject
) -> None:
    made = compose(*case)
    start, end = data.draw(spans_of(len(made.raw)))
    shown = made.to_clean(start, end)
    visible = [i for i in range(start, end) if made.to_clean(i, i + 1)]
    if shown is None:
        assert not visible
    else:
        edges = (
            made.to_clean(visible[0], visible[0] + 1),
            made.to_clean(visible[-1], visible[-1] + 1),
        )
        assert edges[0] is not None and edges[1] is not None
        assert shown == (edges[0][0], edges[1][1])


@given(cases())
def test_maps_are_monotone(case: tuple[str, list[Repair], list[Boilerplate]]) -> None:
    made = compose(*case)
    there = [made.clean_at(i) for i in range(len(made.raw) + 1)]
    back = [made.raw_at(i) for i in range(len(made.clean) + 1)]
    assert there == sorted(there) and back == sorted(back)


@given(cases())
def test_rejecting_everything_leaves_raw_but_for_layout(
    case: tuple[str, list[Repair], list[Boilerplate]],
) -> None:
    raw, repairs, boilerplate = case
    made = compose(
        raw,
        [replace(r, verdict=Verdict.REJECTED) for r in repairs],
        [replace(b, verdict=Verdict.REJECTED) for b in boilerplate],
    )
    assert made == compose(raw, [], [])
    assert {p.flow for p in made.pieces} <= {Flow.KEPT, Flow.LAYOUT}


@pytest.mark.parametrize("bad", [(-1, 1), (0, 4), (3, 2)])
def test_compose_refuses_ranges_outside_raw(bad: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not inside"):
        compose("甲乙丙", [Repair(*bad, "", "test")], [])
    with pytest.raises(ValueError, match="is not inside"):
        compose("甲乙丙", [], [Boilerplate(*bad, "other")])


def test_selection_across_glosses_has_no_trailing_gloss() -> None:
    raw = "在徐匯區(qū)高質(zhì)量"
    glosses = [Repair(4, 8, "", "pinyin_gloss"), Repair(10, 15, "", "pinyin_gloss")]
    made = compose(raw, glosses, [])
    assert made.clean == "在徐匯區高質量"
    assert raw[slice(*made.to_raw(1, 4))] == "徐匯區"
    assert raw[slice(*made.to_raw(1, 6))] == "徐匯區(qū)高質"


def test_paragraphs_around_a_cut_line_do_not_run_together() -> None:
    made = compose("前段。\n广告\n后段。", [], [Boilerplate(4, 6, "contact_ad")])
    assert made.clean == "前段。\n后段。"
    spanning = compose("前段。\n广告\n后段。", [], [Boilerplate(3, 7, "contact_ad")])
    assert spanning.clean == "前段。\n后段。"


def test_a_repair_half_in_a_cut_is_kept_whole() -> None:
    made = compose("甲乙丙丁", [Repair(1, 3, "字", "test")], [Boilerplate(2, 4, "other")])
    assert made.clean == "甲字"
