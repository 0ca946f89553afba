"""Edges moved by keys and by the mouse, and selecting by words and characters, in both panes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest

from annotator.commands import AddBoilerplate, AddEntity
from annotator.model import Entity, Origin
from tests.desk import Desk
from ui.text.pane import TextPane

_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(working: Desk) -> Desk:
    working.open("002")
    return working


def raw_text(desk: Desk) -> str:
    [entity] = desk.document.entities
    return desk.document.article.raw[entity.start : entity.end]


def clean_text(desk: Desk) -> str:
    [entity] = desk.document.entities
    composition = desk.document.composition
    return composition.clean[slice(*composition.to_clean(entity.start, entity.end))]


def test_alt_arrows_move_both_ends_as_they_read_in_clean(page: Desk) -> None:
    page.select_in_clean("徐汇")
    page.press("6", "Alt+Right")
    assert (clean_text(page), raw_text(page)) == ("徐汇区", "徐匯區")
    page.press("Alt+Right", "Alt+Right", "Alt+Left")
    assert (clean_text(page), raw_text(page)) == ("徐汇区高", "徐匯區(qū)高")
    page.press("Alt+Shift+Right")
    assert clean_text(page) == "汇区高"
    page.press("Alt+Shift+Left", "Alt+Shift+Left")
    assert clean_text(page) == "年徐汇区高"
    page.press(*["Ctrl+Z"] * 6)
    assert clean_text(page) == "徐汇区"


def test_in_raw_the_edges_move_by_raw_characters(page: Desk) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "F6", "Alt+Right")
    assert raw_text(page) == "徐匯區("


def test_ctrl_moves_an_edge_by_a_word(page: Desk) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "Ctrl+Alt+Right")
    assert clean_text(page) == "徐汇区高质量"
    page.press("Ctrl+Alt+Shift+Right")
    assert clean_text(page) == "高质量"
    page.press("Ctrl+Alt+Left")
    assert clean_text(page) == "高质量", "it has no word to spare"
    page.press("Ctrl+Alt+Shift+Left", "Ctrl+Alt+Left")
    assert clean_text(page) == "徐汇区"


def test_a_range_never_gets_empty_and_stops_at_the_ends_of_the_text(page: Desk) -> None:
    page.select_in_clean("12月")
    page.press("8", "Alt+Shift+Left", *["Alt+Left"] * 5)
    assert clean_text(page) == "1"
    page.press("Alt+Shift+Right")
    assert clean_text(page) == "1"
    assert len(page.workspace.history()) == 3


def test_the_caret_stays_with_what_is_moved(page: Desk) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "Esc", "Left", "Alt+Left", "Alt+Left", "Alt+Shift+Left")
    assert clean_text(page) == "年徐"
    page.press("Del")
    assert page.document.entities == ()


def test_of_nested_entities_the_chosen_one_is_moved(page: Desk) -> None:
    page.select_in_clean("徐汇区高质量孵化器")
    page.press("=")
    page.select_in_clean("徐汇区")
    page.press("6", "Esc", "Left", "E", "Alt+Left", "Alt+Left")
    composition = page.document.composition
    shown = [composition.to_clean(e.start, e.end) for e in page.document.entities]
    assert [composition.clean[slice(*span)] for span in shown] == ["徐汇区", "徐汇区高质量孵"]


def test_the_selection_is_moved_where_nothing_is_labelled(page: Desk) -> None:
    page.select_in_clean("徐汇")
    page.press("Alt+Right", "Alt+Shift+Left")
    pane = page.desktop.window.editor.pair.clean
    assert pane.text()[slice(*pane.selection())] == "年徐汇区"
    assert page.workspace.history() == []


def test_a_persons_own_boilerplate_is_moved_and_a_proposal_is_not(page: Desk) -> None:
    editor = page.desktop.window.editor
    start = page.document.composition.to_raw(0, 3)[0]
    page.desktop.session.run(AddBoilerplate(page.document.article.id, start, start + 2, "other"))
    editor.pair.set_selection_on_raw(start, start)
    page.press("F6", "Alt+Right")
    own = [b for b in page.document.boilerplate if b.origin is Origin.PERSON]
    assert [(b.start, b.end) for b in own] == [(start, start + 3)]
    cut = max(page.document.boilerplate, key=lambda b: b.start)
    editor.pair.set_selection_on_raw(cut.start, cut.start)
    steps = len(page.workspace.history())
    page.press("Alt+Right")
    assert len(page.workspace.history()) == steps


def point_of(pane: TextPane, offset: int, dx: int = 0) -> QPoint:
    """A point on the left edge of a character, `dx` pixels to the right."""
    rect = pane.rects(offset, offset + 1)[0]
    return QPoint(round(rect.left()) + dx, round(rect.center().y()))


def drag(pane: TextPane, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = _NONE) -> None:
    view = pane.viewport()
    QTest.mousePress(view, _LEFT, held, start)
    for point in (start + (end - start) / 2, end):
        glob = QPointF(view.mapToGlobal(point))
        event = QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(point), glob, _LEFT, _LEFT, held)
        pane.mouseMoveEvent(event)
    QTest.mouseRelease(view, _LEFT, held, end)


@pytest.mark.parametrize("side", ["raw", "clean"])
def test_the_edges_of_what_is_framed_are_dragged(page: Desk, side: str) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "Esc", "Left")
    pair = page.desktop.window.editor.pair
    pane = getattr(pair, side)
    [entity] = page.document.entities
    text = pane.text()
    start = text.index("徐")
    drag(pane, point_of(pane, start, 1), point_of(pane, start - 2, 1))
    assert raw_text(page) == "4年徐匯區"
    end = start + 3
    drag(pane, point_of(pane, end - 1, -1), point_of(pane, start - 9, 1))
    assert raw_text(page) == "4年徐匯區", "a press inside selects text and moves no edge"
    page.press("Esc")
    pair.set_selection_on_raw(entity.start, entity.start)
    drag(pane, point_of(pane, end - 1, 16), point_of(pane, start - 9, 1))
    assert len(raw_text(page)) == 1, "an edge stops at the other one"
    page.press("Ctrl+Z", "Ctrl+Z")
    assert raw_text(page) == "徐匯區"


@pytest.mark.parametrize("side", ["raw", "clean"])
def test_the_mouse_selects_words_and_with_alt_characters(page: Desk, side: str) -> None:
    pane = getattr(page.desktop.window.editor.pair, side)
    at = pane.text().index("會議" if side == "raw" and "會議" in pane.text() else "上海")
    drag(pane, point_of(pane, at, 12), point_of(pane, at + 1, 10))
    assert pane.selection()[1] - pane.selection()[0] >= 2
    words = pane.selection()
    drag(pane, point_of(pane, at, 2), point_of(pane, at + 1, 2), _ALT)
    assert pane.selection() == (at, at + 1) != words


@pytest.mark.parametrize("side", ["raw", "clean"])
def test_keys_select_words_then_more_then_less(page: Desk, side: str) -> None:
    pane = getattr(page.desktop.window.editor.pair, side)
    pane.setFocus()
    page.press("Ctrl+Home")
    seen = []
    for key in ("W", "W", "W", "Shift+W", "Shift+W", "Shift+W"):
        page.press(key)
        seen.append(pane.selection())
    assert seen[0] < seen[1] < seen[2]
    assert seen[3:] == [seen[1], seen[0], (0, 0)]
    page.press("Shift+Right", "Shift+Right")
    assert pane.selection() == (0, 2)
    page.press("Shift+Left", "Ctrl+Shift+Right")
    assert pane.selection()[1] > 1


_WAYS = st.sampled_from(
    [f"{held}{way}" for held in ("Alt+", "Alt+Shift+", "Ctrl+Alt+") for way in ("Left", "Right")]
)


def test_any_run_of_nudges_is_taken_back_exactly(page: Desk) -> None:
    page.select_in_clean("高质量")
    page.press("6")
    [begun] = page.document.entities

    @settings(
        max_examples=12, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True
    )
    @given(st.lists(_WAYS, min_size=1, max_size=8), st.booleans())
    def check(ways: list[str], raw: bool) -> None:
        pair = page.desktop.window.editor.pair
        (pair.raw if raw else pair.clean).setFocus()
        pair.set_selection_on_raw(begun.start, begun.start)
        before = len([s for s in page.workspace.history() if not s.undone])
        page.press(*ways)
        [entity] = page.document.entities
        assert 0 <= entity.start < entity.end <= len(page.document.article.raw)
        steps = len([s for s in page.workspace.history() if not s.undone]) - before
        page.press(*["Ctrl+Z"] * steps)
        assert page.document.entities == (begun,)

    check()


def test_nudging_an_entity_far_away_keeps_it_in_view(page: Desk) -> None:
    raw = page.document.article.raw
    label = page.workspace.labels()[0].id
    page.desktop.session.run(AddEntity(page.document.article.id, len(raw) // 2, len(raw) // 2 + 2,
                                       label))  # fmt: skip
    [entity] = page.document.entities
    assert isinstance(entity, Entity)
    editor = page.desktop.window.editor
    editor.pair.set_selection_on_raw(entity.start, entity.start)
    page.press("Alt+Left")
    pane = editor.pair.active_pane
    assert pane.shows(pane.caret(), pane.caret())
