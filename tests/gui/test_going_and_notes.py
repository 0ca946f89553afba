"""Going to the next of anything, notes, and the menu at the right button."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator.model import Verdict
from tests.desk import Desk
from ui.choosing import Chooser


@pytest.fixture
def page(working: Desk) -> Desk:
    working.open("002")
    return working


def go_to(desk: Desk, typed: str) -> None:
    desk.press(";")
    popup = desk.desktop.window.findChildren(Chooser)[-1]
    QTest.keyClicks(popup._field, typed)
    desk.press("Enter")


def label_three(desk: Desk) -> list[int]:
    for word, key in (("徐汇区", "6"), ("上海市", "6"), ("骆大进", "1")):
        desk.select_in_clean(word)
        desk.press(key)
    desk.press("Esc", "Ctrl+Home")
    return [entity.start for entity in desk.document.entities]


def caret(desk: Desk) -> int:
    return desk.desktop.window.editor.caret


def test_keys_walk_the_labels_and_the_ends_are_joined_and_said(page: Desk) -> None:
    starts = label_three(page)
    go_to(page, "labels")
    seen = [caret(page)]
    for _ in range(3):
        page.press(".")
        seen.append(caret(page))
    assert seen == [*starts, starts[0]]
    assert "On from the start" in page.told
    page.press(",")
    assert caret(page) == starts[-1]
    assert "On from the end" in page.told


def test_one_label_can_be_walked(page: Desk) -> None:
    starts = label_three(page)
    go_to(page, "LOC")
    page.press(".")
    page.press(".")
    locs = [e.start for e in page.document.entities if page.document.labels[e.label].name == "LOC"]
    assert caret(page) == locs[0] and set(locs) < set(starts)


def test_what_is_gone_to_is_framed_and_keys_act_on_it(page: Desk) -> None:
    go_to(page, "boilerplate")
    [cut, *_] = page.document.boilerplate
    pair = page.desktop.window.editor.pair
    assert pair.raw._over.current == (cut.start, cut.end)
    page.press("N")
    assert page.document.boilerplate[0].verdict is Verdict.REJECTED
    go_to(page, "with a verdict")
    assert caret(page) == cut.start


def test_nothing_of_a_kind_is_said(page: Desk) -> None:
    go_to(page, "notes")
    assert "Nothing of this kind here: Notes" in page.told


def write(desk: Desk, text: str) -> None:
    desk.press("M")
    line = desk.desktop.window.passes.line
    assert line.isVisible() and line._field.hasFocus()
    line._field.setText(text)
    desk.press("Enter")


def test_notes_on_a_label_a_proposal_and_the_article_outlive_a_restart(
    page: Desk, folder: Path
) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "Esc", "Left")
    write(page, "全称")
    go_to(page, "boilerplate")
    write(page, "不确定")
    pair = page.desktop.window.editor.pair
    bare = next(
        at
        for at in range(len(page.document.article.raw))
        if not (pair.set_selection_on_raw(at, at) or page.desktop.window.editor.here.things)
    )
    pair.set_selection_on_raw(bare, bare)
    write(page, "再看一遍")
    page.quit()
    page.start(folder.with_suffix(".duizhao"))
    page.open("002")
    document = page.document
    assert [e.note for e in document.entities] == ["全称"]
    assert (document.boilerplate[0].note, document.boilerplate[0].verdict) == ("不确定", None)
    assert document.article.note == "再看一遍"
    go_to(page, "notes")
    assert caret(page) == document.entities[0].start
    page.press(".", "Y")
    judged = page.document.boilerplate[0]
    assert (judged.note, judged.verdict) == ("不确定", Verdict.ACCEPTED)
    page.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert page.document.article.note == ""
    assert page.document.boilerplate[0].note == ""
    assert [e.note for e in page.document.entities] == ["全称"]


def test_escape_drops_a_note_and_an_empty_one_takes_it_away(page: Desk) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "Esc", "Left", "M")
    page.desktop.window.passes.line._field.setText("草稿")
    page.press("Esc")
    assert page.document.entities[0].note == ""
    assert page.desktop.window.editor.pair.active_pane.hasFocus()
    write(page, "全称")
    page.press("M")
    assert page.desktop.window.passes.line._field.text() == "全称"
    page.press("Esc")
    write(page, "")
    assert page.document.entities[0].note == ""


def test_a_note_leaves_a_mark_in_the_margin(page: Desk) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "Esc", "Left")
    pane = page.desktop.window.editor.pair.raw
    before = pane.grab().toImage()
    write(page, "全称")
    page.settle()
    after = pane.grab().toImage()
    margin = range(pane._margin - 8, pane._margin)
    top = pane.row_y(page.document.entities[0].start)
    rows = range(top, top + pane.page.metrics.row)
    changed = [(x, y) for x in margin for y in rows if before.pixel(x, y) != after.pixel(x, y)]
    assert changed


def menu_of(desk: Desk) -> dict[str, bool]:
    menu = desk.desktop.window.context_menu.menu()
    texts = {a.text(): a.isChecked() for a in menu.actions() if a.text()}
    menu.deleteLater()
    return texts


def test_the_menu_key_opens_the_menu_at_the_caret(page: Desk) -> None:
    pane = page.desktop.window.editor.pair.clean
    page.select_in_clean("徐汇区")
    asked: list[QPoint] = []
    pane.customContextMenuRequested.connect(asked.append)
    # What systems send for that key.
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QCoreApplication.sendEvent(page.desktop.window.windowHandle(), key)
    page.settle()
    [caret] = pane.rects(pane.caret(), pane.caret())
    assert caret.adjusted(-2, -2, 2, 2).contains(QPointF(asked[0]))
    page.press("Esc")


def test_the_menu_offers_what_fits_here(page: Desk) -> None:
    page.select_in_clean("徐汇区高质量孵化器")
    page.press("=")
    page.select_in_clean("徐汇区")
    page.press("6", "Esc", "Left")
    texts = menu_of(page)
    assert [text for text, checked in texts.items() if checked] == ["LOC  徐匯區"]
    assert {
        "Change label to",
        "Refuse the suggestion, or remove the label",
        "Label every occurrence…",
        "Note…",
    } <= set(texts)
    go_to(page, "boilerplate")
    texts = menu_of(page)
    assert {"Right", "Wrong", "Restore what was cut", "All like this right…"} <= set(texts)
    assert "Refuse the suggestion, or remove the label" not in texts


def test_a_right_click_opens_the_menu_where_it_is_and_relabels(page: Desk) -> None:
    page.select_in_clean("徐汇区")
    page.press("6", "Ctrl+End")
    pane = page.desktop.window.editor.pair.clean
    pane.bring(0, 24)
    at = pane.text().index("汇")
    rect = pane.rects(at, at)[0]
    point = rect.center().toPoint() + QPoint(3, 0)
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.RightButton, pos=point)
    pane.customContextMenuRequested.emit(point)
    [menu] = [m for m in page.desktop.window.editor.findChildren(QMenu) if m.isVisible()]
    below = next(a.menu() for a in menu.actions() if a.text() == "Change label to")
    next(a for a in below.actions() if a.text() == "COM").trigger()
    menu.close()
    [entity] = page.document.entities
    assert page.document.labels[entity.label].name == "COM"


def test_a_label_is_chosen_by_name_for_the_selection(page: Desk) -> None:
    page.select_in_clean("徐汇区")
    page.press("L")
    popup = page.desktop.window.findChildren(Chooser)[-1]
    QTest.keyClicks(popup._field, "dm")
    page.press("Enter")
    [entity] = page.document.entities
    assert page.document.labels[entity.label].name == "LOC"
