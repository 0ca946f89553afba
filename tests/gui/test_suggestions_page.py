"""The suggestions of a project in the settings: sources, threshold, patterns, dictionaries."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.commands import RefuseSuggestions, TakeSuggestions
from annotator.engine import SOURCES
from annotator.formats.base import NamedEntity, Record
from annotator.workspace import Workspace
from tests.desk import Desk, button, named
from ui.choosing import Chooser
from ui.dialogs.pattern import PatternDialog
from ui.dialogs.suggestions_page import SuggestionsPage

PAGE = 3
TEXTS = ("车牌沪A12345与沪B54321。" + "a" * 40, "徐汇区与徐汇区、徐汇区。")


@pytest.fixture
def page(desk: Desk, tmp_path: Path) -> SuggestionsPage:
    path = tmp_path / "own.duizhao"
    entity = (NamedEntity(0, 3, "LOC"),)
    with Workspace.create(path) as workspace:
        records = [Record("a0", TEXTS[0]), Record("a1", TEXTS[1], entities=entity)]
        workspace.import_records(records, clean=False)
    desk.start(path)
    desk.desktop.window.show_settings(PAGE)
    desk.settle()
    return desk.desktop.window.findChild(SuggestionsPage)


def press(widget: QWidget, text: str) -> None:
    QTest.mouseClick(button(widget, text), Qt.MouseButton.LeftButton)


def open_tab(page: SuggestionsPage, number: int) -> None:
    page._patterns.parent().parent().parent().setCurrentIndex(number)


def test_a_source_is_switched_off_and_the_threshold_fixed(
    page: SuggestionsPage, desk: Desk
) -> None:
    page._sources.item(1, 0).setCheckState(Qt.CheckState.Unchecked)
    assert desk.workspace.setting("disabled_suggesters") == (SOURCES[1],)
    page._automatic.click()
    page._least.setValue(0.65)
    assert desk.workspace.setting("least_score") == "0.65"
    desk.desktop.window.findChild(QWidget, "settings")._reset()
    assert desk.workspace.setting("least_score") == ""
    assert desk.workspace.setting("disabled_suggesters") == ()
    assert page._sources.item(1, 0).checkState() is Qt.CheckState.Checked


def test_figures_follow_what_is_taken_and_refused(page: SuggestionsPage, desk: Desk) -> None:
    article = desk.workspace.article_by_key("a1")
    desk.workspace.suggesting.refresh([article])
    one, two = desk.workspace.document(article).suggestions
    desk.workspace.run(TakeSuggestions(article, (one,)))
    desk.workspace.run(RefuseSuggestions(article, (two,)))
    desk.settle()
    names = [page._labels.item(row, 0).text() for row in range(page._labels.rowCount())]
    row = names.index("LOC")
    assert [page._labels.item(row, column).text() for column in (1, 2)] == ["1", "1"]
    assert page._labels.item(row, 3).text().startswith("50 %")
    taken = [page._sources.item(row, 1).text() for row in range(page._sources.rowCount())]
    assert taken.count("1") == 1


def test_a_pattern_is_tried_while_it_is_typed_and_a_slow_one_is_named(
    page: SuggestionsPage, desk: Desk, qtbot: QtBot
) -> None:
    open_tab(page, 1)
    press(page, "Add…")
    dialog = page.findChild(PatternDialog)
    name, pattern = named(dialog, "Name"), named(dialog, "Pattern")
    assert isinstance(name, QLineEdit) and isinstance(pattern, QLineEdit)
    keep = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)

    def says() -> str:
        return " ".join(label.text() for label in dialog.findChildren(QLabel))

    QTest.keyClicks(name, "plate")
    pattern.setText("沪[A-Z")
    qtbot.waitUntil(lambda: "cannot be read" in says())
    pattern.setText("(a|aa)+[b-z]")
    qtbot.waitUntil(lambda: "“plate” takes too long" in says(), timeout=20_000)
    assert not keep.isEnabled()
    pattern.setText("沪[A-Z][0-9]{5}")
    qtbot.waitUntil(lambda: "Finds: 2, in 1 of 2 articles" in says(), timeout=20_000)
    box = named(dialog, "Label")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("QTY"))
    QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
    [own] = desk.workspace.suggesting.wants.patterns()
    assert (own.name, own.pattern) == ("plate", "沪[A-Z][0-9]{5}")
    assert page._patterns.item(0, 2).text() == "QTY"
    article = desk.workspace.article_by_key("a0")
    desk.workspace.suggesting.refresh([article])
    document = desk.workspace.document(article)
    read = [document.reads(one.start, one.end) for one in document.suggestions]
    assert read[:2] == ["沪A12345", "沪B54321"]
    page._patterns.setCurrentCell(0, 0)
    press(page, "Remove")
    assert desk.workspace.suggesting.wants.patterns() == ()


def test_a_dictionary_is_taken_over_and_dropped(
    page: SuggestionsPage, desk: Desk, tmp_path: Path
) -> None:
    words = tmp_path / "rivers.txt"
    words.write_bytes("苏州河 100 ns\n黄浦江\n".encode("gb18030"))
    page.ask_label(words)
    [popup] = page.findChildren(Chooser)
    QTest.keyClicks(popup._field, "LOC")
    desk.press("Enter")
    [held] = desk.workspace.suggesting.wants.dictionaries()
    assert (held.name, held.terms) == ("rivers", 2)
    desk.workspace.import_records([Record("b", "船过黄浦江。")], clean=False)
    article = desk.workspace.article_by_key("b")
    desk.workspace.suggesting.refresh([article])
    document = desk.workspace.document(article)
    assert "黄浦江" in [document.reads(one.start, one.end) for one in document.suggestions]
    open_tab(page, 2)
    page._dictionaries.setCurrentCell(0, 0)
    press(page, "Remove")
    assert desk.workspace.suggesting.wants.dictionaries() == []
