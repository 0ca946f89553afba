"""Reach by keyboard, visible focus and names for screen readers, in every part of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPropertyAnimation, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QMainWindow,
    QMenuBar,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStyle,
    QWidget,
)

from tests.desk import Desk
from ui.preferences import APPEARANCE, LANGUAGE

_MOVING = QMainWindow | QProgressBar | QScrollBar | QAbstractItemView | QComboBox
"""What the style of the program would move: docks, bars, opened rows."""
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_REACHED = Qt.FocusPolicy.TabFocus


def tops(desk: Desk) -> Iterator[QWidget]:
    """The window and every dialog of it, each with the keyboard."""
    window = desk.desktop.window
    yield window
    files = window.files
    opens = (
        *(files.show_labels, files.show_imports, files.show_guidelines, files.ask_export),
        files.ask_import,
        *(window.show_keys, window.show_about),
    )
    reviews = (lambda page=page: window.show_review(page) for page in range(5))
    pages = (lambda page=page: window.show_settings(page) for page in range(5))
    for show in (*opens, *pages, *reviews):
        before = [d for d in window.findChildren(QDialog) if d.isVisible()]
        show()
        desk.settle()
        [dialog] = [
            d
            for d in window.findChildren(QDialog, options=_DIRECT)
            if d.isVisible() and d not in before
        ]
        dialog.activateWindow()
        desk.settle()
        yield dialog
        dialog.close()
        desk.settle()


def reached(top: QWidget) -> list[QWidget]:
    """The widgets on show that Tab or a click gives the keyboard to."""
    inner = QScrollBar | QMenuBar
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.window() is top
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and bool(widget.focusPolicy() & _REACHED)
        and not isinstance(widget, inner)
        and not isinstance(widget.parentWidget(), QComboBox)
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (text() if callable(text) else "") or widget.toolTip()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_that_can_be_reached_has_a_name(working: Desk, language: str) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    nameless = [
        f"{type(top).__name__}: {type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for top in tops(working)
        for widget in reached(top)
        if not name_of(widget)
    ]
    assert nameless == []


def scroll_to(widget: QWidget) -> None:
    """Bring a widget into view, as Tab does where it lies in something that scrolls."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_what_has_the_keyboard_looks_different(working: Desk, look: str) -> None:
    working.preferences.put(APPEARANCE, look)
    working.settle()
    alike = []
    for top in tops(working):
        for widget in reached(top):
            scroll_to(widget)
            shown = []
            for focused in (False, True):
                widget.setFocus(Qt.FocusReason.TabFocusReason) if focused else widget.clearFocus()
                QApplication.processEvents()
                shown.append(top.grab().toImage())
            if shown[0] == shown[1]:
                where = type(widget.parentWidget()).__name__
                name = f"{type(widget).__name__} {name_of(widget)}"
                alike.append(f"{type(top).__name__}: {name} in {where}")
    assert alike == []


def test_nothing_moves_by_itself(working: Desk) -> None:
    window = working.desktop.window
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    assert all(moving.duration() == 0 for moving in window.findChildren(QPropertyAnimation))
    for top in tops(working):
        for widget in (top, *top.findChildren(QWidget)):
            if isinstance(widget, _MOVING):
                assert widget.style().styleHint(hint, None, widget) == 0, widget


def test_tab_goes_through_all_of_every_dialog(working: Desk) -> None:
    missed = []
    for top in tops(working):
        if not isinstance(top, QDialog):
            continue
        wanted = reached(top)
        seen = {QApplication.focusWidget()}
        for _ in range(2 * len(wanted) + 4):
            working.press("Tab")
            seen.add(QApplication.focusWidget())
        # Of buttons that belong together one has the keyboard; arrows go to the others.
        missed += [f"{type(top).__name__}: {name_of(w)}" for w in wanted if w not in seen]
    assert missed == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_opens_over_the_window_has_names(working: Desk, language: str) -> None:
    working.preferences.put(LANGUAGE, language)
    working.settle()
    window = working.desktop.window
    opens = (
        window.open_filters,
        window.articles.bar.ask_name,
        window.show_palette,
        window.passes.labelling.ask,
        window.passes.jump.ask,
        window.editor.ask_correction,
    )
    nameless = []
    for show in opens:
        window.editor.focus_text()
        working.press("W")
        show()
        working.settle()
        holder = QApplication.activePopupWidget() or window
        nameless += [type(w).__name__ for w in reached(holder) if not name_of(w)]
        field = QApplication.focusWidget()
        assert field is not None and name_of(field), show
        working.press("Esc")
        working.settle()
    assert nameless == []


def test_the_pages_without_an_article_are_reached_by_tab(desk: Desk, tmp_path: Path) -> None:
    desk.start()
    for _ in range(2):
        window = desk.desktop.window
        wanted = [w for w in reached(window) if isinstance(w, QPushButton)]
        seen = {QApplication.focusWidget()}
        for _ in range(3 * len(reached(window)) + 4):
            desk.press("Tab")
            seen.add(QApplication.focusWidget())
        assert wanted and not [name_of(w) for w in wanted if w not in seen]
        desk.desktop.session.open_project(tmp_path / "new.duizhao", create=True)
        desk.settle()
