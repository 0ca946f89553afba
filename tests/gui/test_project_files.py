"""Importing, exporting, guidelines, backups: the dialogs of the File menu, driven by a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog

from annotator.commands import SetStatus
from annotator.model import Status
from annotator.workspace import Workspace
from tests.desk import Desk, button
from ui.dialogs.exporting import ExportDialog
from ui.dialogs.guidelines import GuidelinesDialog
from ui.dialogs.importing import ImportDialog
from ui.dialogs.imports import ImportsDialog
from ui.dialogs.labels import LabelsDialog
from ui.preferences import LANGUAGE

D = TypeVar("D", bound=QDialog)


def dropped(desk: Desk, *paths: Path) -> None:
    """Let files fall onto the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    desk.desktop.window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    desk.settle()


def dialog(desk: Desk, kind: type[D]) -> D:
    """The dialog of this kind that is open."""
    desk.settle()
    found = desk.desktop.window.findChild(kind)
    assert found is not None
    return found


def press(desk: Desk, shown: QDialog, text: str) -> None:
    """Click the button with this text."""
    QTest.mouseClick(button(shown, text), Qt.MouseButton.LeftButton)
    desk.settle()


def saves_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Answer the next questions of the system for a file with this one."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: (str(path), ""))


def test_dropped_files_are_looked_at_and_then_imported(working: Desk, tmp_path: Path) -> None:
    new = tmp_path / "新.txt"
    new.write_text("新文章。", encoding="utf-8")
    dropped(working, new)
    shown = dialog(working, ImportDialog)
    assert shown._table.item(0, 1).text() == "新文章。"
    assert working.workspace.article_by_key("新") is None
    press(working, shown, "Import")
    assert working.workspace.article_by_key("新") is not None
    assert working.desktop.window.articles.model.rowCount() == 6


def test_an_import_is_made_by_enter_alone(
    working: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "新.txt"
    new.write_text("新文章。", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(new)], ""))
    working.press("Ctrl+I")
    dialog(working, ImportDialog).activateWindow()
    working.settle()
    working.press("Enter")
    working.settle()
    working.press("Enter")
    working.settle()
    assert working.workspace.article_by_key("新") is not None


def test_the_field_with_the_text_is_chosen_in_the_preview(working: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"words": f"第{n}篇。", "n": n} for n in range(3)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    working.press("Ctrl+I")
    shown = dialog(working, ImportDialog)
    shown.add([path])
    working.settle()
    field = shown._fields["text_field"]
    assert [field.itemText(n) for n in range(field.count())] == ["words", "n"]
    assert shown._table.rowCount() == 0
    assert "a.jsonl:1" in shown._problems.toPlainText()
    field.setEditText("words")
    QTest.qWait(300)
    working.settle()
    assert shown._table.rowCount() == 3
    press(working, shown, "Import")
    assert len(working.workspace.article_ids()) == 8


def test_a_field_that_is_called_as_texts_often_are_is_found(working: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"content": "甲。"}\n', encoding="utf-8")
    working.desktop.window.files.ask_import([path])
    shown = dialog(working, ImportDialog)
    QTest.qWait(300)
    working.settle()
    assert shown._fields["text_field"].currentText() == "content"
    assert shown._table.item(0, 1).text() == "甲。"


def test_a_table_among_texts_is_read_by_what_its_columns_are_called(
    working: Desk, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("甲。", encoding="utf-8")
    (tmp_path / "in" / "b.csv").write_text("编号,正文\n七,乙。\n", encoding="utf-8")
    working.desktop.window.files.ask_import([tmp_path / "in"])
    shown = dialog(working, ImportDialog)
    for _ in range(2):
        QTest.qWait(300)
        working.settle()
    cells = [[shown._table.item(row, column).text() for column in (0, 1)] for row in (0, 1)]
    assert cells == [["a", "甲。"], ["七", "乙。"]]


def test_a_file_that_is_gone_can_be_taken_out_again(working: Desk, tmp_path: Path) -> None:
    new, gone = tmp_path / "新.txt", tmp_path / "gone.txt"
    new.write_text("全新的一篇文章。", encoding="utf-8")
    dropped(working, new, gone)
    shown = dialog(working, ImportDialog)
    assert "gone.txt" in shown._told.text() and not shown._import.isEnabled()
    press(working, shown, "Start over")
    assert not shown._told.text()
    shown.add([new])
    working.settle()
    shown._format.setFocus()
    working.press("Enter")
    working.settle()
    assert working.workspace.article_by_key("新") is not None


def test_an_import_is_taken_back_from_the_list(working: Desk, tmp_path: Path) -> None:
    new = tmp_path / "新.txt"
    new.write_text("新文章。", encoding="utf-8")
    working.desktop.window.work.import_paths([new])
    working.settle()
    working.desktop.window.files.show_imports()
    shown = dialog(working, ImportsDialog)
    assert shown._table.rowCount() == 2
    press(working, shown, "Take back")
    assert working.workspace.article_by_key("新") is None
    assert shown._table.rowCount() == 1
    assert working.desktop.window.articles.model.rowCount() == 5


def test_export_shows_how_the_file_begins_and_writes_what_is_chosen(
    working: Desk, tmp_path: Path
) -> None:
    working.press("D")
    working.press("Ctrl+E")
    shown = dialog(working, ExportDialog)
    assert shown._shown.toPlainText().startswith('{"schema": "duizhao/1"')
    shown._only.setCurrentIndex(shown._only.findData(Status.DONE.value))
    out = tmp_path / "out.jsonl"
    shown._path.setText(str(out))
    press(working, shown, "Export")
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


def test_guidelines_are_written_shown_and_kept(working: Desk) -> None:
    working.press("Ctrl+Shift+G")
    shown = dialog(working, GuidelinesDialog)
    press(working, shown, "Edit")
    shown._source.setPlainText("# 人名\n只标**姓名**。<img src='file:///etc/hostname'>")
    press(working, shown, "Show")
    assert "只标姓名。" in shown._page.toPlainText()
    assert "人名" in str(working.workspace.setting("guidelines"))
    press(working, shown, "Edit")
    shown._source.setPlainText("改了")
    shown.close()
    assert working.workspace.setting("guidelines") == "改了"


class Asked(QObject):
    """Stands for the programs of the system that open links."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @Slot(QUrl)
    def open(self, link: QUrl) -> None:
        """Be asked to open a link."""
        self.links.append(link.toString())


def test_links_of_the_guidelines_open_outside_but_only_those_of_the_web(
    working: Desk, tmp_path: Path
) -> None:
    text = f"[规范](https://example.org/ner) [程序](file://{tmp_path})"
    working.workspace.set_setting("guidelines", text)
    asked = Asked()
    for scheme in ("https", "file"):
        QDesktopServices.setUrlHandler(scheme, asked, "open")
    try:
        working.press("Ctrl+Shift+G")
        shown = dialog(working, GuidelinesDialog)
        shown._page.setFocus()
        working.press("Tab", "Enter", "Tab", "Enter")
    finally:
        for scheme in ("https", "file"):
            QDesktopServices.unsetUrlHandler(scheme)
    assert asked.links == ["https://example.org/ner"]


@pytest.mark.parametrize("leaving", ["language", "project", "quit"])
def test_guidelines_half_written_are_kept_with_their_project(
    working: Desk, tmp_path: Path, leaving: str
) -> None:
    path = working.workspace.path
    working.desktop.window.files.show_guidelines()
    shown = dialog(working, GuidelinesDialog)
    press(working, shown, "Edit")
    shown._source.setPlainText("写到一半")
    if leaving == "language":
        working.preferences.put(LANGUAGE, "zh")
        working.settle()
    elif leaving == "project":
        working.desktop.session.open_project(tmp_path / "other.duizhao", create=True)
        working.settle()
        assert working.workspace.setting("guidelines") == ""
    working.quit()
    with Workspace.open(path) as workspace:
        assert workspace.setting("guidelines") == "写到一半"


def test_going_back_to_a_backup_brings_its_state(
    working: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saves_to(monkeypatch, tmp_path / "copy.duizhao")
    working.press("Ctrl+Shift+S")
    working.settle()
    working.press("D")
    assert working.workspace.counts()[Status.DONE] == 1
    path = working.workspace.path
    working.desktop.window.files.ask_restore()
    working.settle()
    assert working.workspace.path == path
    assert working.workspace.counts()[Status.DONE] == 0
    assert path.with_name("seeds.replaced.duizhao").exists()
    assert working.desktop.window.articles.model.rowCount() == 5


def test_a_backup_is_looked_for_beside_the_project(
    working: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *args: (asked.append(args[2]), ("", ""))[1]
    )
    working.desktop.window.files.ask_restore()
    assert asked == [str(working.workspace.path.parent)]


def test_a_merge_tells_only_what_came_in(working: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "other.duizhao"
    working.workspace.backup(copy)
    notices = working.desktop.window.notices
    working.desktop.window.work.merge([copy])
    working.settle()
    assert notices._text.text() == "There is nothing new in the other project."
    with Workspace.open(copy, annotator="乙") as theirs:
        theirs.run(SetStatus(theirs.article_ids()[0], Status.DONE))
        (tmp_path / "new.txt").write_text("新来的一篇文章。", encoding="utf-8")
        theirs.import_files([tmp_path / "new.txt"])
    working.desktop.window.work.merge([copy])
    working.settle()
    assert notices._text.text().startswith("1 article added.")
    assert " 0 " not in f" {notices._text.text()}"


def test_a_label_set_goes_to_a_file_and_comes_back(
    working: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saves_to(monkeypatch, tmp_path / "labels.json")
    working.desktop.window.files.show_labels()
    shown = dialog(working, LabelsDialog)
    press(working, shown, "Save to a file…")
    held = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    held["labels"] = [{"name": "NEW", "title": "新", "key": "y"}]
    (tmp_path / "labels.json").write_text(json.dumps(held), encoding="utf-8")
    before = len(working.workspace.labels())
    press(working, shown, "Take from a file…")
    *_, last = working.workspace.labels()
    assert (last.name, last.title, last.key) == ("NEW", "新", "")
    assert len(working.workspace.labels()) == before + 1


def test_closing_a_dialog_while_it_reads_does_no_harm(working: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    working.desktop.window.files.ask_import([path])
    working.desktop.window.findChild(ImportDialog).reject()
    working.desktop.window.files.ask_export()
    working.desktop.window.findChild(ExportDialog).reject()
    working.settle()
    assert working.desktop.window.findChildren(QDialogButtonBox) == []
