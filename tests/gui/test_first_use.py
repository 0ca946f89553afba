"""What somebody meets who never saw the window: where things are, what they say, how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QListWidget, QPushButton

from annotator.model import ArticleRow, Status
from tests.desk import Desk
from ui.choosing import Chooser
from ui.notices import Notice
from ui.preferences import APPEARANCE, LANGUAGE
from ui.views.article_rows import progress_text


def shown_texts(desk: Desk) -> list[str]:
    """What the labels and buttons in sight say."""
    widgets = [w for kind in (QLabel, QPushButton) for w in desk.desktop.window.findChildren(kind)]
    return [widget.text() for widget in widgets if widget.isVisible()]


def open_dialogs(desk: Desk) -> list[QDialog]:
    """The dialogs on show."""
    return [d for d in desk.desktop.window.findChildren(QDialog) if d.isVisible()]


@pytest.mark.parametrize("key", ["F1", "Ctrl+L", "Ctrl+E", "Ctrl+I", "Ctrl+Shift+G", "Ctrl+,"])
def test_a_dialog_opens_once_and_escape_closes_it(working: Desk, key: str) -> None:
    for _ in range(2):
        working.desktop.window.activateWindow()
        working.desktop.window.editor.focus_text()
        working.press(key)
        working.settle()
        assert len(open_dialogs(working)) == 1
    open_dialogs(working)[0].activateWindow()
    working.settle()
    working.press("Esc")
    working.settle()
    assert open_dialogs(working) == []


def test_a_project_without_articles_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    desk.start()
    desk.desktop.session.open_project(tmp_path / "new.duizhao", create=True)
    desk.settle()
    assert "Import…" in shown_texts(desk)
    file = tmp_path / "a.txt"
    file.write_text("第一篇文章。\n它有两行。", encoding="utf-8")
    desk.desktop.window.work.import_paths([file])
    desk.settle()
    assert "Import…" not in shown_texts(desk)
    pane = desk.desktop.window.editor.pair.clean
    assert pane.text().startswith("第一篇文章")
    assert pane.hasFocus()


def test_both_texts_say_which_they_are(working: Desk) -> None:
    assert {"Raw text", "Clean text"} <= set(shown_texts(working))


def test_a_notice_leaves_the_text_where_it_is(working: Desk) -> None:
    window = working.desktop.window
    window.notices.hide()
    working.settle()
    pane = window.editor.pair.clean
    before = pane.mapTo(window, pane.rect().topLeft())
    working.desktop.session.noticed.emit(Notice("Something happened."))
    working.settle()
    assert window.notices.isVisible()
    assert pane.mapTo(window, pane.rect().topLeft()) == before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_title_names_the_program_once(working: Desk, language: str) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    title, name = working.desktop.window.windowTitle(), QGuiApplication.applicationDisplayName()
    assert title.startswith("seeds")
    # Qt puts the name behind a title that does not end with it.
    assert title.endswith(name)
    assert title.count(name) == 1


def test_one_of_a_kind_is_not_called_several(working: Desk) -> None:
    row = ArticleRow(1, "k", "t", Status.TODO, 1200, 1, 3, 1, 0.0)
    assert "1 label ·" in progress_text(row)
    file = working.workspace.path.with_name("one.txt")
    file.write_text("只有这一篇新的文章。", encoding="utf-8")
    working.desktop.window.work.import_paths([file])
    working.settle()
    assert "1 article imported." in shown_texts(working)


def test_text_has_room_in_a_narrow_pane(working: Desk) -> None:
    window = working.desktop.window
    raw = window.editor.pair.raw
    window.resize(1900, 800)
    working.settle()
    wide = raw.margin
    window.resize(900, 800)
    working.settle()
    assert raw.margin < wide
    assert raw.margin <= raw.viewport().width() // 4


@pytest.mark.parametrize(("language", "name"), [("en", "LOC"), ("zh", "地名")])
def test_a_label_is_called_the_same_under_the_text_and_in_the_list(
    working: Desk, language: str, name: str
) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    window = working.desktop.window
    window.editor.pair.clean.setFocus()
    window.editor.pair.clean.set_selection(0, 2)
    working.press("6")
    [entity] = window.editor.pair.raw_marks.entities.within(0, 9)
    listed = window.inspector.findChild(QListWidget)
    assert entity.name == name
    assert name in [listed.item(row).text() for row in range(listed.count())]


def test_every_occurrence_begins_with_the_label_that_is_there(working: Desk) -> None:
    working.open("001")
    window = working.desktop.window
    pane = window.editor.pair.clean
    pane.setFocus()
    pane.set_selection(0, 4)
    working.press("6")
    working.press("Shift+L")
    [chooser] = [c for c in window.editor.findChildren(Chooser) if c.isVisible()]
    first = chooser.findChild(QListWidget).item(0)
    assert "LOC" in first.text()
    chooser.close()


def test_what_is_taken_out_can_be_seen_even_if_it_has_no_ink(working: Desk) -> None:
    file = working.workspace.path.with_name("hidden.txt")
    file.write_text("这一篇文章里有一个零宽\u200b字符，谁也看不见它。", encoding="utf-8")
    working.desktop.window.work.import_paths([file])
    working.settle()
    working.open("hidden")
    [repair] = working.document.repairs
    working.desktop.window.editor.visit(repair)
    working.settle()
    assert "¦ is taken out" in shown_texts(working)


def test_the_welcome_page_opens_a_folder_of_texts(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.start()
    asked = lambda *_: str(folder)  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", asked)
    [button] = [
        button
        for button in desk.desktop.window.findChildren(QPushButton)
        if button.isVisible() and button.text() == "Open a folder of texts…"
    ]
    assert button.hasFocus(), "Enter alone begins"
    desk.press("Enter")
    desk.settle()
    assert desk.workspace.path == folder.with_suffix(".duizhao")
    assert len(desk.workspace.article_ids()) == 5


def test_where_the_work_is_kept_is_told_if_not_beside_the_texts(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not bind the account that tests may run as, so the answer is given here."""
    folder, documents = tmp_path / "texts", tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("一篇文章。", encoding="utf-8")
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != tmp_path)
    monkeypatch.setattr("platformdirs.user_documents_dir", lambda: str(documents))
    desk.start(folder)
    notices = desk.desktop.window.notices
    assert str(documents / "texts.duizhao") in notices._text.text()
    assert notices.property("bad"), "it stays until it was read"
    assert "texts.duizhao" in desk.desktop.window._saved.toolTip()


def test_texts_come_in_once_after_the_window_was_made_anew(desk: Desk, folder: Path) -> None:
    desk.start()
    told: list[Notice] = []
    desk.desktop.session.noticed.connect(told.append)
    for look in ("dark", "light"):
        desk.preferences.put(APPEARANCE, look)
        desk.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.desktop.session.open_paths([folder])
    desk.settle()
    assert [notice.text for notice in told] == ["5 articles imported."]
    assert len(desk.workspace.imports()) == 1


def test_undo_goes_to_what_it_took_back(working: Desk) -> None:
    working.open("002")
    working.press("Tab", "N")
    proposals = (*working.document.boilerplate, *working.document.repairs)
    judged = next(proposal for proposal in proposals if proposal.verdict)
    working.press("Ctrl+Home")
    working.press("Ctrl+Z")
    working.settle()
    editor = working.desktop.window.editor
    assert editor.caret == judged.start
    assert editor.pair.raw._over.current == (judged.start, judged.end)
    working.press("Ctrl+Home", "Ctrl+Shift+Z")
    working.settle()
    assert editor.caret == judged.start


def test_articles_keep_wide_quotation_marks_in_an_english_window(working: Desk) -> None:
    pane = working.desktop.window.editor.pair.clean
    assert QGuiApplication.font().featureTags() and not pane.page.metrics.font.featureTags()
