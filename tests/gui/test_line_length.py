"""Lines no longer than a person reads with ease, however wide the window is."""

from __future__ import annotations

import pytest

from tests.desk import Desk
from ui.preferences import FONT_SIZE, MEASURE
from ui.text.pane import TextPane


@pytest.fixture
def wide(working: Desk) -> Desk:
    """The window on a large screen."""
    assert working.desktop is not None
    working.desktop.window.resize(2560, 1440)
    working.settle()
    return working


def room(pane: TextPane) -> tuple[int, int]:
    """What stays free left and right of the lines of a pane."""
    right = pane.viewport().width() - pane.margin - pane.page.metrics.width
    return pane.margin, right


def panes(desk: Desk) -> tuple[TextPane, TextPane]:
    """Raw and clean."""
    assert desk.desktop is not None
    pair = desk.desktop.window.editor.pair
    return pair.raw, pair.clean


def test_lines_hold_forty_characters_and_stand_at_the_gutter(wide: Desk) -> None:
    raw, clean = panes(wide)
    for pane in (raw, clean):
        assert pane.page.metrics.width == 40 * 16
    assert room(raw)[0] > 200 > room(raw)[1], "raw ends at the gutter"
    assert room(clean)[0] < 100 < room(clean)[1], "clean begins at it"


def test_a_pane_alone_has_its_lines_in_the_middle(wide: Desk) -> None:
    wide.press("F11", "F11")
    wide.settle()
    left, right = room(panes(wide)[1])
    assert abs(left - right) <= 24


def test_keys_make_lines_longer_and_shorter(wide: Desk) -> None:
    wide.press("Alt+]")
    wide.settle()
    assert [pane.page.metrics.width for pane in panes(wide)] == [44 * 16] * 2
    wide.press("Alt+[", "Alt+[")
    wide.settle()
    assert [pane.page.metrics.width for pane in panes(wide)] == [36 * 16] * 2
    assert wide.preferences.get(MEASURE) == 36


def test_larger_text_keeps_its_characters_a_line(wide: Desk) -> None:
    wide.preferences.put(FONT_SIZE, 20)
    wide.settle()
    assert panes(wide)[1].page.metrics.width == 40 * 20


def test_a_narrow_window_uses_all_its_room(working: Desk) -> None:
    for pane in panes(working):
        assert pane.page.metrics.width < 40 * 16
        assert room(pane)[1] < 30
