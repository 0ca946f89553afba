"""The command palette, driven by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Status
from tests.desk import Desk
from ui.actions import ACTIONS
from ui.look import look_now
from ui.preferences import APPEARANCE, LANGUAGE
from ui.theme import theme
from ui.views.command_palette import CommandPalette, Entry


def opened(desk: Desk) -> CommandPalette:
    desk.press("Ctrl+Shift+P")
    palette = desk.desktop.window.command_palette
    assert palette.isVisible()
    return palette


def listed(palette: CommandPalette) -> list[Entry]:
    rows = range(palette._list.count())
    return [palette._list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]


def typed(palette: CommandPalette, text: str) -> list[Entry]:
    palette._line.clear()
    QTest.keyClicks(palette._line, text)
    return listed(palette)


def test_palette_lists_every_action_and_label_with_its_key(working: Desk) -> None:
    found = {entry.id: entry for entry in listed(opened(working))}
    assert {spec.id for spec in ACTIONS} - set(found) == {"palette"}
    assert found["export"].key == "Ctrl+E"
    assert {f"label {label.name}" for label in working.workspace.labels()} <= set(found)
    assert found["label PER"].key == "1"


@pytest.mark.parametrize("text", ["dc", "daochu", "export", "xprt"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_palette_finds_an_action_in_both_languages(working: Desk, language: str, text: str) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    found = typed(opened(working), text)
    assert found[0].id == "export"
    assert found[0].names[0] == {"en": "Export…", "zh": "导出…"}[language]


@pytest.mark.parametrize("text", ["深色", "shense", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_palette_changes_the_looks(working: Desk, language: str, text: str) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    palette = opened(working)
    working.compose(commit=text)
    name = {"en": "Appearance: Dark", "zh": "外观：深色"}[language]
    assert listed(palette)[0].names[0] == name
    QTest.keyClick(palette._line, Qt.Key.Key_Return)
    working.settle()
    assert working.preferences.get(APPEARANCE) == "dark"
    assert look_now() == theme(True)


@pytest.mark.parametrize(
    ("language", "text", "wanted"), [("en", "chinese", "zh"), ("zh", "英文", "en")]
)
def test_palette_finds_a_language_by_what_others_call_it(
    working: Desk, language: str, text: str, wanted: str
) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    opened(working)
    working.compose(commit=text)
    working.press("Enter")
    working.settle()
    assert working.preferences.get(LANGUAGE) == wanted


def test_palette_takes_what_an_input_method_commits(working: Desk) -> None:
    palette = opened(working)
    working.compose(preedit="dao chu")
    assert len(listed(palette)) > len(ACTIONS), "a composing line filters nothing yet"
    working.compose(commit="导出")
    assert [entry.id for entry in listed(palette)] == ["export"]


def test_palette_runs_an_action_and_puts_the_keyboard_back(working: Desk) -> None:
    pane = working.desktop.window.editor.pair.active_pane
    opened(working)
    working.type("完成")
    working.press("Enter")
    working.settle()
    assert working.workspace.counts()[Status.DONE] == 1
    assert not working.desktop.window.command_palette.isVisible()
    assert QApplication.focusWidget() is pane


def test_palette_labels_the_selection(working: Desk) -> None:
    working.select_in_clean("疫情")
    assert not next(e for e in listed(opened(working)) if e.id == "label LOC").missing
    working.type("label loc")
    working.press("Enter")
    [entity] = working.document.entities
    assert working.document.labels[entity.label].name == "LOC"


@pytest.mark.parametrize("key", ["Esc", "Ctrl+Shift+P"])
def test_palette_closes_where_the_keyboard_was(working: Desk, key: str) -> None:
    window = working.desktop.window
    for place in (window.editor.pair.raw, window.editor.pair.clean, window.articles.view):
        place.setFocus()
        opened(working)
        working.press(key)
        assert not window.command_palette.isVisible()
        assert QApplication.focusWidget() is place


def test_palette_says_what_is_missing_and_does_not_run_it(working: Desk) -> None:
    palette = opened(working)
    missing = {entry.id: entry.missing for entry in listed(palette)}
    assert missing["boilerplate"] == "Select some text first"
    assert missing["undo"] == "Nothing to undo"
    assert missing["next_article"] == ""
    working.type("Mark as boilerplate")
    working.press("Enter")
    assert palette.isVisible()
    assert (
        working.document.boilerplate
        == working.workspace.document(working.document.article.id).boilerplate
    )


def test_palette_needs_a_project_for_what_works_on_one(desk: Desk) -> None:
    desk.start()
    desk.desktop.window._centre.welcome.setFocus()
    missing = {entry.id: entry.missing for entry in listed(opened(desk))}
    assert missing["export"] == "Open a project first"
    assert missing["open"] == missing["settings"] == ""


def test_palette_lists_what_was_run_last_first(working: Desk) -> None:
    opened(working)
    working.type("Other pane")
    working.press("Enter")
    opened(working)
    working.type("next article")
    working.press("Enter")
    working.settle()
    assert [entry.id for entry in listed(opened(working))[:2]] == ["next_article", "switch_pane"]


def test_palette_lists_what_can_be_run_now_before_what_fits_as_well(working: Desk) -> None:
    working.preferences.put(LANGUAGE, "zh")
    working.settle()
    found = typed(opened(working), "bz")
    # 标注所有相同文字 stands before 备注 in the table, and nothing is selected.
    assert [entry.id for entry in found[:2]] == ["note", "tag_all"]
    assert found[1].missing


def test_palette_keeps_the_keys_of_the_window_while_something_is_typed(working: Desk) -> None:
    palette = opened(working)
    before = working.document
    working.press("y", "n", "d", "1", "Ctrl+D", "Tab", "F6", "Ctrl+E")
    assert palette._line.text() == "ynd1"
    assert working.document == before
    assert QApplication.focusWidget() is palette._line


def test_palette_moves_by_arrows(working: Desk) -> None:
    palette = opened(working)
    working.press("Down", "Down", "Up")
    assert palette._list.currentRow() == 1
    assert QApplication.focusWidget() is palette._line


def test_palette_stays_within_a_window_that_gets_smaller(working: Desk) -> None:
    palette = opened(working)
    working.desktop.window.resize(900, 600)
    working.settle()
    assert working.desktop.window.rect().contains(palette.geometry())


def test_palette_closes_when_something_else_takes_the_keyboard(working: Desk) -> None:
    palette = opened(working)
    view = working.desktop.window.articles.view
    view.setFocus()
    assert not palette.isVisible()
    assert QApplication.focusWidget() is view
