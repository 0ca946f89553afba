"""Keys of one's own, and keys under an input method, driven in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodQueryEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPlainTextEdit,
    QTableWidget,
    QWidget,
)

from annotator.catalogue import DEFAULT_LABELS
from annotator.model import Label, LabelId, Status, Verdict
from tests.desk import Desk, button, named
from ui.actions import ACTIONS
from ui.dialogs.help import KeysDialog
from ui.dialogs.keys_page import KeysPage
from ui.dialogs.labels import LabelsDialog
from ui.dialogs.settings import SettingsDialog
from ui.keys.keymap import Keymap, native_key
from ui.keys.recorder import KeyRecorder
from ui.preferences import KEYS, LANGUAGE
from ui.window import MainWindow

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
KEYS_PAGE = 4


def deliver(key: int, text: str) -> None:
    """Hand a key event to what has the keyboard, as a platform does that sees only its text."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


# under an input method


@pytest.mark.parametrize(
    ("key", "text"), [(0, "Ｙ"), (int(Qt.Key.Key_unknown), "y"), (0xFF39, "Ｙ"), (0xFF59, "ｙ")]
)
def test_letters_that_arrive_as_text_do_what_their_keys_do(
    working: Desk, key: int, text: str
) -> None:
    working.press("Tab")
    proposal = working.desktop.window.editor.proposal
    deliver(key, text)
    verdicts = {(p.start, p.end): p.verdict for p in working.document.boilerplate}
    assert verdicts[proposal.start, proposal.end] is Verdict.ACCEPTED


@pytest.mark.parametrize("events", [[("y", ""), ("", "")], [("y", ""), ("", "y")], [("", "Ｙ")]])
def test_composed_and_committed_letters_do_it_once(
    working: Desk, events: list[tuple[str, str]]
) -> None:
    working.press("Tab")
    for preedit, commit in events:
        working.compose(preedit, commit)
    judged = [p for p in working.document.boilerplate if p.verdict is Verdict.ACCEPTED]
    assert len(judged) == 1


@pytest.mark.parametrize(("sign", "name"), [("６", "LOC"), ("－", "DOC"), ("【", "TECH")])
@pytest.mark.parametrize("composed", [False, True])
def test_label_keys_work_in_full_width_and_as_chinese_signs(
    working: Desk, sign: str, name: str, composed: bool
) -> None:
    working.select_in_clean("疫情")
    working.compose(commit=sign) if composed else deliver(0, sign)
    assert [working.document.labels[e.label].name for e in working.document.entities] == [name]


def test_text_that_is_no_key_does_nothing_in_the_text(working: Desk) -> None:
    before = working.document
    working.select_in_clean("疫情")
    working.compose("jin tian")
    working.compose(commit="今天")
    deliver(0, "人")
    assert working.document.entities == before.entities
    assert working.document.article.status is before.article.status


def test_nothing_in_the_text_enables_an_input_method(working: Desk) -> None:
    editor = working.desktop.window.editor
    enabled = Qt.WidgetAttribute.WA_InputMethodEnabled
    for widget in editor.findChildren(QWidget):
        assert not widget.testAttribute(enabled), widget
    for pane in (editor.pair.raw, editor.pair.clean):
        asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
        QApplication.sendEvent(pane, asked)
        assert not asked.value(Qt.InputMethodQuery.ImEnabled)


def test_fields_take_composed_text_and_no_action_runs(working: Desk) -> None:
    working.select_in_clean("疫情")
    working.press("F2")
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    before = working.document
    working.press("y", "n", "d", "1", "g", "Tab")
    field.setFocus()
    working.compose("yi qing")
    working.compose(commit="疫病")
    assert field.toPlainText() == "ynd1g疫病"
    assert working.document == before
    field.setPlainText("疫病")
    working.press("Enter")
    assert "疫病" in working.document.composition.clean


# keys of one's own


def editor_of_keys(desk: Desk, action: str) -> KeysPage:
    desk.desktop.window.show_settings(KEYS_PAGE)
    desk.settle()
    page = desk.desktop.window.findChild(KeysPage)
    page._table.selectRow(next(n for n, spec in enumerate(ACTIONS) if spec.id == action))
    return page


def back_in_the_text(desk: Desk) -> MainWindow:
    window = desk.desktop.window
    window.findChild(SettingsDialog).close()
    window.activateWindow()
    window.editor.focus_text()
    desk.settle()
    return window


def record(page: KeysPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    page._table.setFocus()
    QTest.keyClick(page._table, Qt.Key.Key_Return)
    assert page._recorder.isVisible()
    QTest.keyClick(page._recorder, key, modifiers)


def test_a_key_pressed_for_an_action_holds_at_once_everywhere(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    record(page, Qt.Key.Key_F9)
    window = back_in_the_text(working)
    working.press("g")
    assert working.document.article.status is Status.TODO
    working.press("F9")
    assert working.document.article.status is Status.FLAGGED
    window.show_keys()
    table = window.findChild(KeysDialog).findChild(QTableWidget)
    rows = {table.item(n, 0).text(): table.item(n, 1).text() for n in range(table.rowCount())}
    assert rows["Flag for later"] == "F9"
    assert Keymap(working.preferences).keys("flag") == ("F9",), "and after a restart"


def test_a_key_is_written_alike_in_the_field_and_in_the_sentence(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    record(page, Qt.Key.Key_Return)
    assert page._recorder.text() == "Enter"


@pytest.mark.parametrize(("language", "enter"), [("en", "Enter"), ("zh", "回车")])
def test_keys_are_written_as_on_the_keyboard(working: Desk, language: str, enter: str) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    assert native_key("Return") == enter
    assert native_key("Shift+Return") == f"Shift+{enter}"
    assert [native_key(key) for key in ("Alt+Right", "Up", "Alt+Shift+Left")] == [
        "Alt+→",
        "↑",
        "Alt+Shift+←",
    ]


def test_the_key_strip_follows_a_changed_key(working: Desk) -> None:
    page = editor_of_keys(working, "done")
    record(page, Qt.Key.Key_V)
    working.settle()
    hints = dict(working.desktop.window.keys._hints)
    assert hints["V"] == "done, next"
    assert "D" not in hints


def test_chords_are_recorded_and_work(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    page._recorder._timer.setInterval(60_000)
    record(page, Qt.Key.Key_K, CTRL)
    QTest.keyClick(page._recorder, Qt.Key.Key_X)
    keymap = working.desktop.window.keymap
    assert keymap.keys("flag") == ("Ctrl+K, X",)
    back_in_the_text(working)
    working.press("Ctrl+K", "x")
    assert working.document.article.status is Status.FLAGGED
    clash = keymap.clash("Ctrl+K", "done", ())
    assert clash is not None and clash.action is not None and clash.action.id == "flag"


def test_a_key_of_another_action_is_refused_unless_taken_over(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    record(page, Qt.Key.Key_D)
    keymap = working.desktop.window.keymap
    assert keymap.keys("flag") == ("G",)
    assert "“Done and next”" in page._says.text()
    QTest.mouseClick(page._take_over, Qt.MouseButton.LeftButton)
    assert (keymap.keys("flag"), keymap.keys("done")) == (("D",), ())


def test_a_key_of_a_label_is_refused_unless_taken_over(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    record(page, Qt.Key.Key_6)
    assert "the label LOC" in page._says.text()
    assert working.desktop.window.keymap.keys("flag") == ("G",)
    QTest.mouseClick(page._take_over, Qt.MouseButton.LeftButton)
    assert working.desktop.window.keymap.keys("flag") == ("6",)
    assert {label.name: label.key for label in working.workspace.labels()}["LOC"] == ""
    working.desktop.session.undo()
    assert {label.name: label.key for label in working.workspace.labels()}["LOC"] == "6"


@pytest.mark.parametrize(
    ("action", "key", "modifiers", "words"),
    [
        ("flag", Qt.Key.Key_Left, SHIFT, "moves the caret"),
        ("flag", Qt.Key.Key_A, CTRL, "moves the caret"),
        ("export", Qt.Key.Key_X, NONE, "in the way of typing"),
        ("flag", Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier, "opens a menu"),
        ("flag", Qt.Key.Key_F10, SHIFT, "kept for the window"),
    ],
)
def test_keys_that_cannot_be_had_say_why(
    working: Desk, action: str, key: Qt.Key, modifiers: Qt.KeyboardModifier, words: str
) -> None:
    page = editor_of_keys(working, action)
    page._recorder._timer.setInterval(0)
    record(page, key, modifiers)
    working.settle()
    assert words in page._says.text()
    assert not page._take_over.isVisible()
    assert not working.desktop.window.keymap.is_changed(action)


def test_a_second_key_is_added_and_keys_are_reset(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    keymap = working.desktop.window.keymap
    dialog = page.window()
    button(dialog, "Add a key…").click()
    QTest.keyClick(page._recorder, Qt.Key.Key_F9)
    assert keymap.keys("flag") == ("G", "F9")
    button(dialog, "Reset").click()
    assert keymap.keys("flag") == ("G",)
    button(dialog, "No key").click()
    assert keymap.keys("flag") == ()
    button(dialog, "Reset this page").click()
    assert keymap.keys("flag") == ("G",)
    assert working.preferences.get(KEYS) == ""


def test_escape_leaves_the_key_as_it_is(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    record(page, Qt.Key.Key_Escape)
    assert not page._recorder.isVisible()
    assert page.isVisible()
    assert QApplication.focusWidget() is page._table


def test_the_search_of_the_editor_finds_by_name_and_by_key(working: Desk) -> None:
    page = editor_of_keys(working, "flag")
    for typed in ("flag", "bjdy", "Ctrl+Shift+G"):
        page._search.setText(typed)
        shown = [n for n in range(len(ACTIONS)) if not page._table.isRowHidden(n)]
        expected = "guidelines" if typed.startswith("Ctrl") else "flag"
        assert ACTIONS[shown[0]].id == expected, typed


def test_labels_are_refused_the_keys_that_actions_have_now(working: Desk) -> None:
    window = working.desktop.window
    window.keymap.put("flag", ["u"])
    window.files.show_labels()
    working.settle()
    table = named(window.findChild(LabelsDialog), "Labels")
    for key in ("u", "Ｕ", "人"):
        table.item(0, 3).setText(key)
        assert working.workspace.labels()[0].key == "1", key
    for key, stored in (("g", "g"), ("！", "!")):
        table.item(0, 3).setText(key)
        assert working.workspace.labels()[0].key == stored


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "spelled"),
    [
        (Qt.Key.Key_P, NONE, "p", "P"),
        (Qt.Key.Key_P, SHIFT, "P", "Shift+P"),
        (Qt.Key.Key_Question, SHIFT, "?", "?"),
        (0xFF30, NONE, "Ｐ", "P"),
        (Qt.Key.Key_Tab, NONE, "\t", "Tab"),
        (Qt.Key.Key_Backtab, SHIFT, "", "Shift+Tab"),
        (Qt.Key.Key_F5, NONE, "", "F5"),
        (Qt.Key.Key_Space, NONE, " ", "Space"),
        (Qt.Key.Key_Backspace, NONE, "\b", "Backspace"),
        (Qt.Key.Key_7, Qt.KeyboardModifier.KeypadModifier, "7", "7"),
    ],
)
def test_recorder_spells_keys_as_they_were_pressed(
    qapp: QApplication, key: int, modifiers: Qt.KeyboardModifier, text: str, spelled: str
) -> None:
    recorder = KeyRecorder()
    heard: list[str] = []
    recorder.recorded.connect(heard.append)
    QApplication.sendEvent(recorder, QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, text))
    assert heard == [spelled]


def test_the_keys_of_the_table_clash_with_nothing(desk: Desk) -> None:
    keymap = Keymap(desk.preferences)
    labels = [
        Label(LabelId(number), info.name, info.zh, info.color, info.key)
        for number, info in enumerate(DEFAULT_LABELS)
    ]
    clashes = {
        (spec.id, key): clash.sentence()
        for spec in ACTIONS
        for key in spec.keys
        if (clash := keymap.clash(key, spec.id, labels))
    }
    assert clashes == {}


def test_stored_keys_that_are_damaged_count_as_none(desk: Desk) -> None:
    for stored in ("{", "[]", '{"flag": "X"}', '{"gone": ["X"]}'):
        desk.preferences.put(KEYS, stored)
        assert Keymap(desk.preferences).keys("flag") == ("G",)


def test_menus_write_keys_as_everything_else_does(working: Desk) -> None:
    shown = {
        id_: action.text() for id_, action in working.desktop.window.actions_made.by_id.items()
    }
    assert shown["take"].endswith("\tEnter") and shown["take_alike"].endswith("\tShift+Enter")
    assert shown["end_right"].endswith("\tAlt+→")
    assert "\t" not in shown["undo"]
