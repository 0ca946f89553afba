"""What opens at the text for a moment: the type menu and the field to correct text in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.catalogue import BOILERPLATE_TYPES
from ui.i18n import tr
from ui.keys.keymap import native_key
from ui.names import type_title
from ui.widgets import plain_label

_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TypeMenu(QMenu):
    """The types of boilerplate; the letter behind a name chooses it."""

    def __init__(self, parent: QWidget, choose: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Type of boilerplate"))
        for info in BOILERPLATE_TYPES:
            action = self.addAction(f"{type_title(info)} (&{info.key.upper()})")
            action.triggered.connect(lambda _checked=False, id_=info.id: choose(id_))

    def event(self, event: QEvent) -> bool:
        # The keys of the text rest while a type is chosen, as many letters mean both.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


class CorrectionField(QFrame):
    """A field over the text that holds what it reads; Enter puts what was typed in its place."""

    entered = Signal(str)

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._under = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._field = QPlainTextEdit(text)
        self._field.setAccessibleName(tr("Corrected text"))
        self._field.setTabChangesFocus(True)
        self._field.selectAll()
        self._field.installEventFilter(self)
        hint = plain_label(
            tr(
                "{enter}: put in place · {line}: new line · {leave}: leave as it is",
                enter=native_key("Return"),
                line=native_key("Shift+Return"),
                leave=native_key("Esc"),
            )
        )
        hint.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.addWidget(self._field)
        layout.addWidget(hint)
        self.resize(460, 130)

    def open_at(self, place: QRect) -> None:
        """Show the field under a range of the text, given in the parent's coordinates."""
        corner = self._under.mapToGlobal(place.bottomLeft() + QPoint(0, 4))
        screen = self._under.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        if corner.y() + self.height() > screen.bottom():
            corner.setY(self._under.mapToGlobal(place.topLeft()).y() - self.height() - 4)
        self.move(corner)
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            # The keys of the text rest while it is being corrected.
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if event.key() in _TABS:
                return True
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in _ENTER and not shifted:
                self.entered.emit(self._field.toPlainText())
                self.close()
                return True
        return super().eventFilter(watched, event)
