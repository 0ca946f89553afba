"""A person at the program, without a screen: the real window driven by keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QThreadPool
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.document import Document
from annotator.workspace import Workspace
from ui import rule_texts
from ui.app import Desktop
from ui.preferences import LANGUAGE, Preferences
from ui.trace import Trace


class Desk:
    """A person at the program: types keys into whatever has the keyboard, and looks."""

    def __init__(self, qtbot: QtBot, settings: Path) -> None:
        self._qtbot = qtbot
        self.preferences = Preferences(QSettings(str(settings), QSettings.Format.IniFormat))
        self.preferences.put(LANGUAGE, "en")
        self.desktop: Desktop | None = None

    def start(self, *paths: Path) -> None:
        """Start the program with these paths and wait until it is done opening them."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.desktop = Desktop(app, self.preferences, Trace())
        self.desktop.window.resize(1280, 800)
        self.desktop.start(list(paths))
        self._qtbot.waitUntil(rule_texts.are_loaded, timeout=30_000)
        self.settle()

    def settle(self) -> None:
        """Wait until no work is left in the background and everything is painted."""
        for _ in range(4):
            # What was done in the background may begin something else there.
            assert QThreadPool.globalInstance().waitForDone(30_000)
            QApplication.processEvents()

    def quit(self) -> None:
        """Close the window and the project."""
        if self.desktop is not None:
            self.settle()
            self.desktop.window.close()
            self.desktop.session.close()
            self.desktop.window.deleteLater()
            self.desktop.deleteLater()
            self.desktop = None
            # Outside of `exec` nothing else deletes what is to be deleted later.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def workspace(self) -> Workspace:
        """The open project."""
        assert self.desktop is not None and self.desktop.session.workspace is not None
        return self.desktop.session.workspace

    @property
    def document(self) -> Document:
        """The article shown."""
        assert self.desktop is not None and self.desktop.session.document is not None
        return self.desktop.session.document

    @property
    def told(self) -> str:
        """What the last notice says."""
        assert self.desktop is not None
        return self.desktop.window.notices.findChild(QLabel).text()

    @property
    def asked(self) -> str:
        """What the line below the texts asks."""
        assert self.desktop is not None
        return self.desktop.window.passes.line.findChild(QLabel).text()

    def open(self, key: str) -> None:
        """Show the article whose key begins so."""
        assert self.desktop is not None
        rows = self.workspace.rows(self.workspace.article_ids())
        self.desktop.session.open_article(next(r.id for r in rows if r.key.startswith(key)))
        self.settle()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, written as in `Ctrl+Z` or `Shift+Right`."""
        for key in keys:
            *held, name = key.split("+") if key != "+" else [key]
            modifiers = Qt.KeyboardModifier.NoModifier
            for word in held:
                modifiers |= _HELD[word]
            popup = QApplication.activePopupWidget()
            target = (popup.focusWidget() or popup) if popup else QApplication.focusWidget()
            assert target is not None, f"nothing has the keyboard for {key}"
            if isinstance(code := _KEYS.get(name), Qt.Key):
                QTest.keyClick(target, code, modifiers)
            else:
                QTest.keyClick(target, name.lower(), modifiers)
            for _ in range(3):
                QApplication.processEvents()

    def type(self, text: str) -> None:
        """Commit text into the field that has the keyboard, as an input method does."""
        target = QApplication.focusWidget()
        assert target is not None
        assert target.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.compose(commit=text)

    def compose(self, preedit: str = "", commit: str = "") -> None:
        """Send what an input method composes and commits to whatever has the keyboard."""
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(QApplication.focusWidget(), event)
        QApplication.processEvents()

    def select_in_clean(self, text: str) -> None:
        """Put the caret before `text` in the clean pane by keys, and select it by keys."""
        assert self.desktop is not None
        pane = self.desktop.window.editor.pair.clean
        pane.setFocus()
        start = pane.text().index(text)
        self.press("Ctrl+Home", *["Right"] * start, *["Shift+Right"] * len(text))
        assert pane.selection() == (start, start + len(text))


def named(widget: QWidget, name: str) -> QWidget:
    """What a screen reader calls so, under a widget."""
    [found] = [w for w in widget.findChildren(QWidget) if w.accessibleName() == name]
    return found


def button(widget: QWidget, text: str) -> QAbstractButton:
    """The button in sight with this text, under a widget."""
    return next(
        b for b in widget.findChildren(QAbstractButton) if b.text() == text and b.isVisible()
    )


_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
_KEYS = {
    "Tab": Qt.Key.Key_Tab,
    "Backtab": Qt.Key.Key_Backtab,
    "Right": Qt.Key.Key_Right,
    "Left": Qt.Key.Key_Left,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
    "Space": Qt.Key.Key_Space,
    "F1": Qt.Key.Key_F1,
    "F2": Qt.Key.Key_F2,
    "F3": Qt.Key.Key_F3,
    "F6": Qt.Key.Key_F6,
    "F8": Qt.Key.Key_F8,
    "F9": Qt.Key.Key_F9,
    "F11": Qt.Key.Key_F11,
}
