"""The window around the panes: actions, labels, languages, looks, notices."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from annotator.catalogue import BOILERPLATE_TYPES, DEFAULT_LABELS
from annotator.commands import SaveLabel
from annotator.filters import Filter, Order, Sort
from annotator.model import Label, LabelId
from tests.desk import Desk, button
from ui.actions import ACTIONS, Scope
from ui.dialogs.labels import LabelsDialog
from ui.keys.keymap import Keymap
from ui.preferences import APPEARANCE, LANGUAGE
from ui.theme import LEAST_CONTRAST, contrast, theme


def test_no_two_actions_share_a_key() -> None:
    keys = Counter(key for spec in ACTIONS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_keys_of_the_default_labels_are_free(desk: Desk) -> None:
    keymap = Keymap(desk.preferences)
    keys = [label.key.upper() for label in DEFAULT_LABELS if label.key]
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if keymap.action_with(key)] == []


def test_keys_of_the_type_menu_are_letters_used_once() -> None:
    keys = [info.key for info in BOILERPLATE_TYPES]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 and key.islower() for key in keys)


def test_single_letters_work_only_in_the_text() -> None:
    single = [spec for spec in ACTIONS if any(len(key) == 1 for key in spec.keys)]
    assert single and all(spec.scope is Scope.TEXT for spec in single)


def test_keys_pressed_at_once_after_a_selection_are_not_lost(working: Desk) -> None:
    """The key comes before anything was repainted: it must still do what it says."""
    from PySide6.QtTest import QTest

    pane = working.desktop.window.editor.pair.clean
    pane.set_selection(0, 2)
    QTest.keyClick(pane, "6")
    assert len(working.document.entities) == 1


def labels_dialog(desk: Desk) -> LabelsDialog:
    desk.desktop.window.files.show_labels()
    desk.settle()
    return desk.desktop.window.findChild(LabelsDialog)


def test_label_set_is_edited_in_place_and_undone(working: Desk) -> None:
    dialog = labels_dialog(working)
    table = dialog.findChild(QTableWidget)
    table.item(0, 1).setText("PERSON")
    assert working.workspace.labels()[0].name == "PERSON"
    table.item(0, 3).setText("7")
    assert working.workspace.labels()[0].key == "1", "7 is the key of another label"
    table.item(0, 3).setText("y")
    assert working.workspace.labels()[0].key == "1", "Y judges a proposal"
    table.item(0, 3).setText("u")
    assert working.workspace.labels()[0].key == "u"
    working.desktop.session.undo()
    working.desktop.session.undo()
    assert (working.workspace.labels()[0].name, working.workspace.labels()[0].key) == ("PER", "1")
    assert table.item(0, 1).text() == "PER"


def test_a_label_is_added_named_and_labels_by_its_key(working: Desk) -> None:
    dialog = labels_dialog(working)
    button(dialog, "Add").click()
    working.settle()
    table, row = dialog.findChild(QTableWidget), len(working.workspace.labels()) - 1
    table.item(row, 1).setText("BRAND")
    assert table.item(row, 2).text() == "BRAND", "shown by its name"
    table.item(row, 3).setText("u")
    dialog.close()
    working.settle()
    working.desktop.window.activateWindow()
    working.settle()
    working.select_in_clean("疫情")
    working.press("u")
    [entity] = working.document.entities
    assert working.document.labels[entity.label].name == "BRAND"


def test_a_new_key_labels_at_once(working: Desk) -> None:
    first = working.workspace.labels()[0]
    working.desktop.session.run(SaveLabel(Label(first.id, "PER", "人名", first.color, "a")))
    working.select_in_clean("疫情")
    working.press("a")
    assert [e.label for e in working.document.entities] == [first.id]


def test_a_label_in_use_is_not_deleted_in_silence(working: Desk) -> None:
    working.select_in_clean("疫情")
    working.press("1")
    dialog = labels_dialog(working)
    dialog._table.setCurrentCell(0, 1)
    dialog._delete()
    assert working.workspace.labels()[0].name == "PER"
    assert dialog._notice.isVisible()
    dialog._replacement.setCurrentIndex(2)
    dialog._delete()
    assert working.workspace.labels()[0].name == "TITLE"
    [entity] = working.document.entities
    assert working.document.labels[entity.label].name == "TITLE"


def test_another_look_keeps_the_list_and_its_place(working: Desk) -> None:
    working.open("002")
    wanted, sort = Filter(text="上海"), Sort(Order.LENGTH)
    working.desktop.window.articles.look_for(wanted, sort)
    working.settle()
    working.preferences.put(APPEARANCE, "dark")
    working.settle()
    listed = working.desktop.window.articles
    assert (listed.wanted, listed.sort) == (wanted, sort)
    chosen = listed.view.currentIndex().row()
    assert chosen == listed.model.row_of(working.document.article.id)


@pytest.mark.parametrize(("language", "word"), [("zh", "文件(&F)"), ("en", "&File")])
def test_language_switches_the_whole_window(working: Desk, language: str, word: str) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    window = working.desktop.window
    assert window.menuBar().actions()[0].text() == word
    assert window.editor.pair.raw.text() == working.document.article.raw
    working.select_in_clean("疫情")
    working.press("6")
    assert len(working.document.entities) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_the_arrows_of_the_file_dialog_can_be_seen(working: Desk, dark: bool) -> None:
    working.preferences.put(APPEARANCE, "dark" if dark else "light")
    working.settle()
    for name in ("go-up", "go-previous", "go-next"):
        image = QIcon.fromTheme(name).pixmap(16, 16).toImage()
        spots = [(x, y) for x in range(image.width()) for y in range(image.height())]
        inks = {image.pixelColor(*spot).name() for spot in spots if image.pixelColor(*spot).alpha()}
        assert max(contrast(ink, theme(dark).raised) for ink in inks) >= LEAST_CONTRAST


def test_dark_and_light_change_the_ground(working: Desk) -> None:
    grounds = []
    for look in ("dark", "light"):
        working.preferences.put(APPEARANCE, look)
        working.settle()
        image = working.desktop.window.grab().toImage()
        grounds.append(image.pixelColor(image.width() // 2, 5).lightness())
    assert grounds[0] < 80 and grounds[1] > 180


def test_problems_of_an_import_are_listed_in_the_window(working: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "坏.jsonl"
    bad.write_text('{"text": "好。", "id": "g"}\n不是\n', encoding="utf-8")
    working.desktop.window.work.import_paths([bad])
    working.settle()
    notices = working.desktop.window.notices
    assert notices.isVisible()
    assert "坏.jsonl:2" in notices._lines.toPlainText()
    assert working.workspace.article_by_key("g") is not None


def test_opening_what_is_no_project_says_so_and_keeps_the_one_open(
    working: Desk, tmp_path: Path
) -> None:
    fake = tmp_path / "x.duizhao"
    fake.write_text("not a project", encoding="utf-8")
    before = working.workspace
    working.desktop.session.open_paths([fake])
    assert working.desktop.window.notices.isVisible()
    assert working.workspace is before
    assert fake.read_text(encoding="utf-8") == "not a project"


HOSTILE = "<h1>x</h1><img src='/etc/hostname'> R&D &lt;"


def shown_texts(widget: QWidget) -> list[tuple[QWidget, str]]:
    """Every label and button under a widget with what it was given."""
    found: list[tuple[QWidget, str]] = [(w, w.text()) for w in widget.findChildren(QLabel)]
    return found + [(w, w.text()) for w in widget.findChildren(QAbstractButton)]


def test_markup_is_shown_as_typed_in_every_label_and_tip(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "R&D <b>"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{HOSTILE}\n正文。", encoding="utf-8")
    desk.start(folder)
    label = LabelId(77)
    desk.desktop.session.run(SaveLabel(Label(label, "<i>R&D", HOSTILE, "#112233", "", HOSTILE, 99)))
    pair = desk.desktop.window.editor.pair
    pair.set_selection_on_raw(0, 6)
    desk.desktop.window.editor.apply_label(label)
    desk.settle()
    window = desk.desktop.window
    for show in (window.files.show_labels, window.show_keys, window.show_about):
        show()
    desk.settle()
    plain = Qt.TextFormat.PlainText
    labels = [w for w in window.findChildren(QLabel) if "<" in w.text()]
    assert labels and all(w.textFormat() == plain for w in labels)
    tips = [w.toolTip() for w in window.findChildren(QWidget) if w.toolTip()]
    assert all("<h1>" not in tip and "<img" not in tip for tip in tips)
    items = [
        window.inspector._labels.item(i).toolTip() for i in range(window.inspector._labels.count())
    ]
    assert any("&lt;h1&gt;" in tip for tip in items)


def test_closed_dialogs_are_gone(working: Desk, qtbot: QtBot) -> None:
    window = working.desktop.window
    for make in (window.files.show_labels, window.show_keys, window.show_about):
        make()
    working.settle()
    for dialog in window.findChildren(QDialog):
        dialog.close()
    qtbot.waitUntil(lambda: window.findChildren(QDialog) == [])
