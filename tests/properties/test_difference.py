"""A pair becomes spans that make the given clean text of the raw one, whatever the texts are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model import Origin
from annotator.pairs.difference import Difference, difference
from annotator.text.align import blocks
from annotator.text.compose import compose
from tests.strategies import HOSTILE, hostile_texts

PIECES = (
    "甲乙丙",
    "區(qū)高質(zhì)",
    "着著，,（",
    "\n",
    " \n\u3000",
    "正文一段。",
    "&nbsp;",
    "a b",
    "\u200b",
)
words = st.lists(st.sampled_from([*PIECES, *HOSTILE]), max_size=20)


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[str, str]:
    """A text and what a cleaner might make of it: pieces left out, put in and changed."""
    raw = draw(words)
    clean: list[str] = []
    for piece in raw:
        choice = draw(st.integers(0, 5))
        clean += {0: [], 1: [draw(st.sampled_from(PIECES)), piece], 2: [piece[1:]]}.get(
            choice, [piece]
        )
    return "".join(raw), "".join(clean)


pairs = st.one_of(
    rewritten(),
    st.tuples(hostile_texts(), hostile_texts()),
    st.tuples(words.map("".join), words.map("".join)),
    st.tuples(st.text("ab\n ", max_size=60), st.text("ab\n ", max_size=60)),
)


def laid_out(text: str) -> str:
    return compose(text, (), ()).clean


def made_of(raw: str, found: Difference) -> str:
    return compose(raw, found.repairs, found.boilerplate).clean


@given(pairs)
@example(("甲\n乙\n丙", "甲丙"))
@example(("甲  \n  乙", "甲乙"))
@example(("首页\n甲", "乙\n甲"))
@example(("甲\n广告一二三四五六七八九十\n丙", "甲。丙"))
def test_difference_makes_the_clean_text_of_the_raw_one(pair: tuple[str, str]) -> None:
    raw, clean = pair
    found = difference(raw, clean)
    if not found.moved:
        assert made_of(raw, found) == laid_out(clean)
    spans = (*found.repairs, *found.boilerplate)
    assert all(span.origin is Origin.IMPORT and not span.rules for span in spans)
    assert all(cut.start < cut.end for cut in found.boilerplate)
    assert all(one.end <= two.start for one, two in pairwise(found.repairs))
    assert all(one.end <= two.start for one, two in pairwise(found.boilerplate))


@given(hostile_texts())
def test_difference_of_a_text_from_itself_is_nothing(raw: str) -> None:
    found = difference(raw, raw)
    assert (found.repairs, found.boilerplate, found.moved, found.shared) == ((), (), (), 1.0)


LINES = ["".join(chr(0x4E00 + 40 * n + at) for at in range(30)) for n in range(8)]


@given(st.permutations(LINES))
def test_difference_tells_moved_lines_and_invents_nothing(order: list[str]) -> None:
    raw = "\n".join(LINES)
    found = difference(raw, "\n".join(order))
    assert bool(found.moved) == (order != LINES)
    assert made_of(raw, found) == raw
    assert {line for low, high in found.moved for line in raw[low:high].split("\n")} <= set(LINES)
    assert found.shared > 0.9


@given(pairs)
def test_blocks_are_in_order_and_equal(pair: tuple[str, str]) -> None:
    before, after = pair
    low = start = 0
    for block in blocks(before, after):
        assert block.size > 0
        assert (block.before >= low) and (block.after >= start)
        low, start = block.before + block.size, block.after + block.size
        assert before[block.before : low] == after[block.after : start] != ""
    assert low <= len(before)
    assert start <= len(after)


@pytest.mark.parametrize("unit", ["a", "abc", "甲乙丙丁\n"])
def test_blocks_of_long_texts_without_anchors_are_found(unit: str) -> None:
    before, after = unit * 9000, "x" + unit * 4000 + "y" + unit * 4000 + "z"
    assert sum(block.size for block in blocks(before, after)) > 0.9 * len(after)
