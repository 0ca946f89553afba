"""Laws of the border to Qt's text, against slow oracles and against Qt itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication, QTextLayout

from annotator.text.utf16 import Utf16Map
from tests.strategies import hostile_texts
from ui.qt_text import display, last_grapheme_boundary

# With lone surrogates, which Python strings may hold though files may not.
TEXTS = st.one_of(
    hostile_texts(),
    st.text(st.sampled_from("甲\ud842\udfb7\U00020bb7\u2029\ufdd1\x85"), max_size=9),
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(TEXTS, st.booleans())
def test_display_keeps_every_position(text: str, spaces: bool) -> None:
    shown = display(text, spaces=spaces)
    assert [units(char) for char in shown] == [units(char) for char in text]


@given(TEXTS)
def test_display_is_what_qt_keeps(qapp: QGuiApplication, text: str) -> None:
    shown = display(text)
    assert QTextLayout(shown).text() == shown


@given(TEXTS)
def test_display_leaves_nothing_that_turns_or_breaks_a_line(text: str) -> None:
    for char in display(text):
        assert char == "\t" or unicodedata.category(char) not in ("Cc", "Zl", "Zp", "Cs")
        assert unicodedata.bidirectional(char) not in (
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B"),
        )


def test_display_shows_white_space_on_demand() -> None:
    assert display("甲 乙\u3000丙\u200b丁") == "甲 乙\u3000丙\u200b丁"
    assert display("甲 乙\u3000丙\u200b丁\t", spaces=True) == "甲·乙□丙¦丁→"


@given(TEXTS)
def test_map_agrees_with_counting_units(text: str) -> None:
    both = Utf16Map(text)
    for offset in range(len(text) + 1):
        position = units(text[:offset])
        assert both.to_utf16(offset) == position
        assert both.from_utf16(position) == offset


@given(TEXTS)
def test_map_takes_the_middle_of_a_pair_for_its_start(text: str) -> None:
    both = Utf16Map(text)
    for offset, char in enumerate(text):
        if char > "\uffff":
            assert both.from_utf16(both.to_utf16(offset) + 1) == offset


@given(hostile_texts(), st.data())
def test_boundary_is_the_last_one_of_qts_cursor(
    qapp: QGuiApplication, text: str, data: st.DataObject
) -> None:
    limit = data.draw(st.integers(0, len(text)))
    layout, both = QTextLayout(display(text)), Utf16Map(text)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    valid = [n for n in range(limit + 1) if layout.isValidCursorPosition(both.to_utf16(n))]
    assert last_grapheme_boundary(text, limit) == max(valid, default=0)


@pytest.mark.parametrize("whole", ["👨‍👩‍👧", "e\u0301", "🇨🇳", "葛\U000e0100"])
def test_boundary_never_cuts_a_grapheme(whole: str) -> None:
    for limit in range(1, len(whole)):
        assert last_grapheme_boundary("甲" + whole + "乙", 1 + limit) == 1
