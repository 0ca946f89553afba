"""The settings dialog, and how the text is read, driven in the real window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from annotator.rules import RULES
from tests.desk import Desk, button, named
from ui.app import Desktop
from ui.dialogs.cleaning_page import CleaningPage
from ui.dialogs.settings import SettingsDialog
from ui.preferences import (
    ANNOTATOR,
    FONT_FAMILY,
    FONT_SIZE,
    GENERAL,
    LANGUAGE,
    LINE_HEIGHT,
    PANES,
    SPACES,
    TEXT,
)

GENERAL_PAGE, TEXT_PAGE, CLEANING_PAGE = 0, 1, 2


def opened(desk: Desk, page: int = GENERAL_PAGE) -> SettingsDialog:
    desk.desktop.window.show_settings(page)
    desk.settle()
    return desk.desktop.window.findChild(SettingsDialog)


def choose(box: QWidget, value: str) -> None:
    """Choose a value with the keyboard, as a person who tabbed there would."""
    assert isinstance(box, QComboBox)
    box.setFocus()
    step = Qt.Key.Key_Down if box.findData(value) > box.currentIndex() else Qt.Key.Key_Up
    for _ in range(abs(box.findData(value) - box.currentIndex())):
        QTest.keyClick(box, step)
    QApplication.processEvents()


def restarted(desk: Desk) -> Desktop:
    """The window of a new start with the same preferences and project."""
    path = desk.workspace.path
    desk.quit()
    desk.start(path)
    return desk.desktop


def test_settings_open_by_key_beside_the_window_and_close_by_escape(working: Desk) -> None:
    working.press("Ctrl+,")
    dialog = working.desktop.window.findChild(SettingsDialog)
    assert dialog.isVisible() and not dialog.isModal()
    working.desktop.window.show_settings()
    assert len(working.desktop.window.findChildren(SettingsDialog)) == 1
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    working.settle()
    assert not working.desktop.window.findChildren(QDialog)


def test_every_preference_of_the_table_has_a_field_that_shows_it(working: Desk) -> None:
    working.preferences.put(FONT_SIZE, 20)
    working.preferences.put(SPACES, True)
    dialog = opened(working)
    names = {w.accessibleName() for w in dialog.findChildren(QWidget)}
    assert {preference.text for preference in (*GENERAL, *TEXT)} <= names
    size, spaces = named(dialog, FONT_SIZE.text), named(dialog, SPACES.text)
    assert isinstance(size, QSpinBox) and size.value() == 20
    assert isinstance(spaces, QCheckBox) and spaces.isChecked()


def test_another_language_holds_at_once_and_the_settings_stay_open(working: Desk) -> None:
    dialog = opened(working)
    choose(named(dialog, "Language"), "zh")
    working.settle()
    window = working.desktop.window
    assert window.menuBar().actions()[0].text() == "文件(&F)"
    again = window.findChild(SettingsDialog)
    assert again is not dialog and again.isVisible()
    assert again.windowTitle() == "设置"


def test_your_name_goes_with_what_you_do_from_now_on(working: Desk) -> None:
    line = named(opened(working), "Your name")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    working.type("小林")
    QTest.keyClick(line, Qt.Key.Key_Return)
    working.settle()
    assert working.preferences.get(ANNOTATOR) == "小林"
    assert working.workspace.annotator == "小林"


def test_text_size_and_line_height_follow_fields_and_keys(working: Desk) -> None:
    window = working.desktop.window
    dialog = opened(working, TEXT_PAGE)
    page = window.editor.pair.clean.page
    before = page.metrics.row
    size = named(dialog, "Text size")
    assert isinstance(size, QSpinBox)
    size.stepUp()
    assert page.metrics.row > before
    window.activateWindow()
    window.editor.focus_text()
    working.settle()
    working.press("Ctrl+=", "Ctrl+]")
    assert size.value() == working.preferences.get(FONT_SIZE) == 18
    assert working.preferences.get(LINE_HEIGHT) == 2.0
    working.press(*["Ctrl+["] * 9)
    assert working.preferences.get(LINE_HEIGHT) == 1.7, "there must be room for label names"
    QTest.mouseClick(button(dialog, "Reset this page"), Qt.MouseButton.LeftButton)
    assert size.value() == 16 and page.metrics.row == before


def test_a_chosen_font_is_used_before_the_programs_own(working: Desk) -> None:
    pane = working.desktop.window.editor.pair.raw
    families = pane.page.metrics.font.families()
    working.preferences.put(FONT_FAMILY, "DejaVu Serif")
    assert pane.page.metrics.font.families() == ["DejaVu Serif", *families]


def test_spaces_are_shown_by_key_and_the_menu_says_so(working: Desk) -> None:
    window = working.desktop.window
    action = window.actions_made.by_id["spaces"]
    plain = window.editor.pair.raw.grab().toImage()
    working.press("F8")
    assert action.isChecked() and working.preferences.get(SPACES)
    assert window.editor.pair.raw.grab().toImage() != plain
    assert restarted(working).window.actions_made.by_id["spaces"].isChecked()
    working.press("F8")
    assert not working.desktop.window.actions_made.by_id["spaces"].isChecked()


def test_one_pane_or_both_by_key_and_the_keyboard_stays_in_one_shown(working: Desk) -> None:
    shown = []
    for _ in range(4):
        pair = working.desktop.window.editor.pair
        shown.append((pair.raw.isVisible(), pair.clean.isVisible()))
        assert QApplication.focusWidget() is pair.active_pane
        assert pair.active_pane.isVisible()
        working.press("F11")
    assert shown == [(True, True), (True, False), (False, True), (True, True)]
    assert working.preferences.get(PANES) == "raw"
    pair = restarted(working).window.editor.pair
    assert (pair.raw.isVisible(), pair.clean.isVisible()) == (True, False)
    working.press("Tab", "y")
    assert any(p.verdict is not None for p in working.document.boilerplate)


def test_what_is_looked_at_stays_in_sight_however_the_text_is_shown(working: Desk) -> None:
    working.press("Tab", "y", "y")
    editor = working.desktop.window.editor
    proposal = editor.proposal
    for key in ("F8", "F8", "Ctrl+=", "Ctrl+]", "F11", "F11", "F11"):
        working.press(key)
        working.settle()
        pair, place = editor.pair, proposal.start
        pane = pair.raw if pair.raw.isVisible() else pair.clean
        offset = place if pane is pair.raw else pair.composition.clean_at(place)
        assert pane.rects(offset, offset + 1), key


def test_going_round_the_panes_comes_back_to_where_it_began(working: Desk) -> None:
    pair = working.desktop.window.editor.pair
    for lines in (0, 21):
        pair.clean.scroll_pixels(lines * 30)
        working.settle()
        QTest.qWait(10)
        before = pair.clean.page.reading_at(pair.clean.page.view_height // 3)
        for _ in range(3):
            working.press("F11")
            working.settle()
            QTest.qWait(10)
        after = pair.clean.page.reading_at(pair.clean.page.view_height // 3)
        row = pair.clean.viewport().width() // 16
        assert abs(after - before) <= row, lines


def test_the_other_pane_is_shown_where_only_one_is(working: Desk) -> None:
    working.preferences.put(PANES, "clean")
    pair = working.desktop.window.editor.pair
    for pane in (pair.raw, pair.clean):
        working.press("F6")
        assert pane.isVisible()
        assert QApplication.focusWidget() is pane


def test_docks_and_gutter_are_where_they_were_left(working: Desk) -> None:
    window = working.desktop.window
    articles, inspector = window._docks
    inspector.close()
    window.resizeDocks([articles], [330], Qt.Orientation.Horizontal)
    working.settle()
    width, gutter = articles.width(), window.editor.pair.save_state()
    window = restarted(working).window
    articles, inspector = window._docks
    assert not inspector.isVisible()
    assert articles.isVisible() and articles.width() == width
    assert window.editor.pair.save_state() == gutter


def test_docks_left_open_are_not_forgotten_by_a_start_without_a_project(
    working: Desk,
) -> None:
    path = working.workspace.path
    working.quit()
    working.start()
    assert not any(dock.isVisible() for dock in working.desktop.window._docks)
    working.quit()
    working.start(path)
    assert all(dock.isVisible() for dock in working.desktop.window._docks)


# the cleaning of the project


def test_rules_are_switched_and_articles_cleaned_anew_on_request(working: Desk) -> None:
    working.open("001")
    before = len(working.document.boilerplate)
    page = opened(working, CLEANING_PAGE).findChild(CleaningPage)
    leaf = page._leaves["path.breadcrumb"]
    leaf.setCheckState(0, Qt.CheckState.Unchecked)
    assert working.workspace.setting("disabled_rules") == ("path.breadcrumb",)
    assert len(working.document.boilerplate) == before
    QTest.mouseClick(page._again, Qt.MouseButton.LeftButton)
    assert not page._again.isEnabled()
    working.settle()
    assert page._again.isEnabled()
    assert len(working.document.boilerplate) == before - 1
    assert working.desktop.window.notices.isVisible()


def test_a_rule_that_runs_only_where_it_is_asked_for_is_switched_on(working: Desk) -> None:
    page = opened(working, CLEANING_PAGE).findChild(CleaningPage)
    leaf = page._leaves["widths.punctuation"]
    assert leaf.checkState(0) == Qt.CheckState.Unchecked
    leaf.setCheckState(0, Qt.CheckState.Checked)
    assert working.workspace.setting("enabled_rules") == ("widths.punctuation",)
    assert working.workspace.setting("disabled_rules") == ()
    QTest.mouseClick(page._again, Qt.MouseButton.LeftButton)
    working.settle()
    assert "，" in working.document.composition.clean


def test_a_script_is_chosen_for_the_project(working: Desk) -> None:
    page = opened(working, CLEANING_PAGE).findChild(CleaningPage)
    choose(page._script, "none")
    assert working.workspace.setting("script") == "none"
    QTest.mouseClick(page._again, Qt.MouseButton.LeftButton)
    working.settle()
    types = {repair.type for d in working.workspace.documents() for repair in d.repairs}
    assert types and "script_variant" not in types


def test_the_list_of_rules_is_whole_and_found_by_reason_family_and_id(working: Desk) -> None:
    page = opened(working, CLEANING_PAGE).findChild(CleaningPage)
    expected = {rule.id for rule in RULES if rule.type != "script_variant"} | {"model"}
    assert set(page._leaves) == expected
    for typed, id_ in (
        ("breadcrumb", "path.breadcrumb"),
        ("HTML tag", "markup.tags"),
        ("glosses.readings", "glosses.readings"),
    ):
        page._search.setText(typed)
        shown = {name for name, leaf in page._leaves.items() if not leaf.isHidden()}
        assert id_ in shown and len(shown) < len(expected), typed


def test_reset_of_the_cleaning_page_takes_the_defaults(working: Desk) -> None:
    working.workspace.set_setting("script", "s2t")
    working.workspace.set_setting("disabled_rules", ["markup.tags"])
    dialog = opened(working, CLEANING_PAGE)
    page = dialog.findChild(CleaningPage)
    assert page._leaves["markup.tags"].checkState(0) == Qt.CheckState.Unchecked
    QTest.mouseClick(button(dialog, "Reset this page"), Qt.MouseButton.LeftButton)
    assert working.workspace.setting("script") == "t2s"
    assert working.workspace.setting("disabled_rules") == ()
    assert page._leaves["markup.tags"].checkState(0) == Qt.CheckState.Checked


def test_without_a_project_the_cleaning_page_waits_for_one(desk: Desk, folder: object) -> None:
    desk.start()
    page = opened(desk, CLEANING_PAGE).findChild(CleaningPage)
    assert not page.isVisible()
    desk.desktop.session.open_paths([folder])
    desk.settle()
    assert page.isVisible()


def test_preferences_out_of_their_limits_or_choices_count_as_the_nearest_or_none(
    desk: Desk,
) -> None:
    desk.preferences.put(FONT_SIZE, 400)
    desk.preferences.put(LANGUAGE, "tlh")
    assert desk.preferences.get(FONT_SIZE) == 32
    assert desk.preferences.get(LANGUAGE) == ""
