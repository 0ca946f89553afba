"""The column at the right: metadata typed over, and what was done by whom."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel

from tests.desk import Desk
from ui.views.meta_form import MetaForm


def form(desk: Desk) -> MetaForm:
    return desk.desktop.window.inspector.meta


def typed(desk: Desk, field: str, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over a field and leave it."""
    edit = form(desk)._fields[field]
    edit.setFocus()
    edit.selectAll()
    edit.insert(text)
    QTest.keyClick(edit, end)
    desk.settle()


def test_metadata_is_typed_over_stored_and_undone(working: Desk) -> None:
    before = working.document.article.meta
    working.press("Ctrl+3")
    assert form(working)._fields["title"].hasFocus()
    typed(working, "title", "A new title")
    typed(working, "authors", "甲、乙, 丙")
    typed(working, "published", "2024/1/3 9:05")
    meta = working.document.article.meta
    assert (meta.title, meta.authors, meta.published) == (
        "A new title",
        ("甲", "乙", "丙"),
        "2024-01-03T09:05",
    )
    working.desktop.window.editor.focus_text()
    working.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert working.document.article.meta == before
    assert form(working)._fields["title"].text() == (before.title or "")


def test_what_is_no_date_is_refused_with_a_sentence(working: Desk) -> None:
    before = working.document.article.meta
    typed(working, "published", "yesterday")
    assert working.document.article.meta == before
    assert "yesterday" in working.told


def test_escape_gives_back_what_was_there(working: Desk) -> None:
    before = working.document.article.meta
    typed(working, "title", "not this", Qt.Key.Key_Escape)
    form(working)._fields["title"].clearFocus()
    working.settle()
    assert working.document.article.meta == before


def test_history_tells_who_did_what_and_only_of_this_article(working: Desk) -> None:
    history = working.desktop.window.inspector._history
    first = working.document.article.id
    working.press("W", "6")
    working.open("002")
    assert history._view.count() == 0
    history._all.setChecked(True)
    assert history._view.count() == 1
    history._all.setChecked(False)
    working.desktop.session.open_article(first)
    working.settle()
    told = history._view.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.endswith(f"· {working.workspace.annotator}")


def test_a_value_too_long_for_its_field_ends_in_an_ellipsis(working: Desk) -> None:
    long = "一个很长很长的标题" * 8
    typed(working, "title", long)
    working.desktop.window.editor.focus_text()
    working.settle()
    edit = form(working)._fields["title"]
    cut = edit.grab().toImage()
    working.press("Ctrl+3")
    assert edit.text() == long and edit.hasFocus()
    edit.setCursorPosition(0)
    edit.deselect()
    assert inked(edit.grab().toImage()) > inked(cut) > 0


def inked(image: QImage) -> int:
    """How many points of ink the last characters of a field have; three dots have few."""
    right = image.width() - 8
    points = product(range(right - 14, right), range(4, image.height() - 4))
    return sum(image.pixelColor(x, y).alpha() > 128 for x, y in points)


def test_what_the_caret_comes_to_is_told_in_one_sentence_for_screen_readers(working: Desk) -> None:
    working.desktop.window.editor.focus_text()
    working.press("Tab")
    working.settle()
    proposal = working.desktop.window.editor.proposal
    assert proposal is not None
    cards = working.desktop.window.inspector.findChildren(QFrame, "card")
    assert f"confidence {proposal.confidence:.2f}" in cards[0].accessibleName()
    assert proposal.rules[0] in cards[0].accessibleName()


def test_what_was_judged_and_is_proposed_no_longer_is_listed_and_found(working: Desk) -> None:
    window, workspace = working.desktop.window, working.workspace
    gone = window.inspector.gone
    working.press("Tab", "N")
    judged = next(cut for cut in working.document.boilerplate if cut.verdict is not None)
    assert gone.isHidden()
    workspace.set_setting("disabled_rules", judged.rules)
    workspace.upkeep.repropose()
    working.settle()
    assert gone.isVisible()
    (listed,) = (gone._view.item(row) for row in range(gone._view.count()))
    assert listed.text().startswith("wrong (")
    working.press("Ctrl+End")
    QTest.mouseClick(
        gone._view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=gone._view.visualItemRect(listed).center(),
    )
    assert window.editor.caret == judged.start
    workspace.set_setting("disabled_rules", ())
    workspace.upkeep.repropose()
    working.settle()
    assert gone.isHidden()
    assert judged in working.document.boilerplate


def test_nothing_is_said_of_an_article_where_there_is_none(working: Desk, tmp_path: Path) -> None:
    inspector = working.desktop.window.inspector
    headings = [
        label for label in inspector.findChildren(QLabel) if label.objectName() == "heading"
    ]
    assert form(working).isVisible() and all(heading.isVisible() for heading in headings[:3])
    working.desktop.session.open_project(tmp_path / "new.duizhao", create=True)
    working.settle()
    assert not form(working).isVisible()
    assert [h.text() for h in headings if h.isVisible()] == ["Labels", "History"]


def test_a_click_on_a_label_leaves_the_keyboard_in_the_text(working: Desk) -> None:
    working.select_in_clean("上海")
    pane = QApplication.focusWidget()
    labels = working.desktop.window.inspector._labels
    place = labels.visualItemRect(labels.item(5)).center()
    QTest.mouseClick(labels.viewport(), Qt.MouseButton.LeftButton, pos=place)
    working.settle()
    assert len(working.document.entities) == 1 and QApplication.focusWidget() is pane
    working.press("Backspace")
    assert len(working.document.entities) == 0
