"""The line of notices: it speaks of what is so, names the keys there are, and leaves by a key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.desk import Desk
from ui.review.errors_page import ErrorsPage
from ui.session import Notice
from ui.views.notice import NoticeBar


def notices(desk: Desk) -> NoticeBar:
    return desk.desktop.window.notices


def told(desk: Desk) -> str:
    """What the line says; nothing where it is not to be seen."""
    return notices(desk)._text.text() if notices(desk).isVisible() else ""


def test_escape_closes_a_notice_once_nothing_is_selected(working: Desk) -> None:
    working.select_in_clean("疫情")
    working.desktop.session.noticed.emit(Notice("Something failed.", bad=True))
    working.press("Esc")
    assert told(working) == "Something failed."
    assert working.desktop.window.editor.selection() is None
    working.press("Esc")
    assert told(working) == ""


def test_a_click_on_a_notice_leaves_the_keyboard_in_the_text(working: Desk) -> None:
    pane = working.desktop.window.editor.pair.active_pane
    pane.setFocus()
    working.desktop.session.noticed.emit(Notice("Two problems.", bad=True, lines=("a", "b")))
    working.settle()
    QTest.mouseClick(notices(working)._details, Qt.MouseButton.LeftButton)
    assert notices(working)._lines.isVisible()
    assert QApplication.focusWidget() is pane


def test_the_keyboard_goes_back_to_the_text_from_a_notice_that_leaves(working: Desk) -> None:
    working.desktop.session.noticed.emit(Notice("Two problems.", bad=True, lines=("a", "b")))
    working.settle()
    notices(working)._details.setFocus()
    working.press("Esc")
    assert told(working) == ""
    assert QApplication.focusWidget() is working.desktop.window.editor.pair.active_pane


def test_what_is_true_of_one_step_leaves_with_the_next(working: Desk) -> None:
    working.open("000")
    working.press("Tab", "Y", "Y", "Y")
    assert "verdict" in told(working)
    working.press("Ctrl+Z")
    assert told(working) == ""
    working.press("Tab", "Y")
    assert "verdict" in told(working)
    working.press("J")
    assert told(working) == ""


def test_what_was_written_stays_told_while_the_work_goes_on(working: Desk) -> None:
    working.desktop.session.noticed.emit(Notice("5 articles exported."))
    working.press("W", "6", "J")
    assert told(working) == "5 articles exported."


def test_notices_and_hints_name_the_keys_that_were_chosen(working: Desk) -> None:
    keymap = working.desktop.window.keymap
    keymap.put("undo", ["Ctrl+U"])
    keymap.put("lost", ["Shift+Z"])
    keymap.put("kept", [])
    working.open("000")
    working.press("Tab", "Shift+Y", "Enter")
    working.settle()
    assert "Ctrl+U takes it back." in told(working)
    working.press("Ctrl+R")
    [page] = working.desktop.window.findChildren(ErrorsPage)
    said = [label.text() for label in page.findChildren(QLabel)]
    assert any("Shift+Z lost, “Mark as wrongly kept” wrongly kept" in text for text in said)


def test_what_went_wrong_is_past_once_another_project_is_open(
    working: Desk, tmp_path: Path
) -> None:
    other = tmp_path / "no.duizhao"
    other.write_text("no project")
    working.desktop.session.open_paths([other])
    working.settle()
    assert "not a duizhao project" in told(working)
    working.desktop.session.open_project(tmp_path / "new.duizhao", create=True)
    working.settle()
    assert told(working) == ""
