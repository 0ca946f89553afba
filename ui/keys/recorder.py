"""A field that shows the key pressed in it, instead of doing what the key does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from ui.i18n import tr
from ui.keys.keymap import native_key
from ui.keys.typed import plain_key
from ui.timers import single_shot

_CHORD_MS = 900
"""How long after a key with Ctrl or Alt a second one makes a chord of both."""

_HOLDING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_HELD = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_unknown,
)
_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeyRecorder(QLineEdit):
    """Takes single letters, function keys, Tab, combinations and chords of two; Esc gives up."""

    recorded = Signal(str)
    """A key in Qt's portable spelling."""
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setPlaceholderText(tr("Press a key"))
        self.setAccessibleName(tr("New key"))
        self._first = ""
        self._timer = single_shot(self, self._finish, _CHORD_MS)

    def begin(self) -> None:
        """Wait for a key."""
        self._timer.stop()
        self._first = ""
        self.clear()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._press(event)
                return True
        return super().event(event)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.begin()
            self.given_up.emit()
        elif event.key() not in _HELD:
            key = pressed_key(event)
            self._first = f"{self._first}, {key}" if self._timer.isActive() else key
            self.setText(native_key(self._first))
            chord_may_follow = not self._timer.isActive() and event.modifiers() & _HOLDING
            self._timer.stop()
            self._timer.start() if chord_may_follow else self._finish()

    def _finish(self) -> None:
        self.recorded.emit(self._first)


def pressed_key(event: QKeyEvent) -> str:
    """The key of an event in Qt's portable spelling, Shift left out where it is part of a sign."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    typed = plain_key(event.text())
    if len(typed) == 1 and typed.isprintable() and not modifiers & _HOLDING and typed != " ":
        shift = modifiers & Qt.KeyboardModifier.ShiftModifier and typed.isalpha()
        return f"Shift+{typed.upper()}" if shift else typed.upper()
    if event.key() == Qt.Key.Key_Backtab:
        return "Shift+Tab"
    return QKeySequence(event.key() | modifiers.value).toString(_PORTABLE)
