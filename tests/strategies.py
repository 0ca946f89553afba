"""Hypothesis strategies shared by the tests: texts that break programs, and spans on them."""

from __future__ import annotations

from hypothesis import strategies as st

from annotator.model import Boilerplate, Origin, Repair, Verdict

HOSTILE = (
    "甲乙丙，。 \n\n\t\u3000\u00a0\ufeff\u200b"
    "\U00020bb7\U0001f468\u200d\U0001f469e\u0301\r\x00\u2028\u2029\ufdd0\u202e<b>&"
)


def hostile_texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Texts with astral Han, emoji with joiners, combining marks, odd line ends and controls."""
    piece = st.one_of(st.sampled_from([*HOSTILE, "\r\n", "👨‍👩‍👧"]), st.characters(codec="utf-8"))
    return st.lists(piece, max_size=max_size).map("".join)


@st.composite
def spans_of(draw: st.DrawFn, length: int) -> tuple[int, int]:
    """A half-open range inside a text of `length`, empty and touching ones often."""
    ends = st.integers(0, length)
    start, end = sorted((draw(ends), draw(ends)))
    return (start, start) if draw(st.integers(0, 5)) == 0 else (start, end)


@st.composite
def repairs_of(draw: st.DrawFn, length: int) -> Repair:
    """A repair anywhere; equal lengths, insertions and deletions all come up."""
    start, end = draw(spans_of(length))
    alphabet = st.sampled_from("丁戊 \n\U00020bb7")
    size = end - start
    text = draw(
        st.one_of(st.text(alphabet, max_size=3), st.text(alphabet, min_size=size, max_size=size))
    )
    origin = draw(st.sampled_from(list(Origin)))
    return Repair(start, end, text, "test", origin=origin, verdict=draw(_verdicts))


@st.composite
def boilerplate_of(draw: st.DrawFn, length: int) -> Boilerplate:
    """A boilerplate range anywhere; overlapping ones come up."""
    start, end = draw(spans_of(length))
    return Boilerplate(start, end, "other", verdict=draw(_verdicts))


_verdicts = st.sampled_from([None, None, Verdict.ACCEPTED, Verdict.REJECTED])
