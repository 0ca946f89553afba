"""A popup to choose from by typing some of a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Label
from ui.icons import plain_icon, swatch
from ui.matching import rank
from ui.names import full_name, turns

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ROW = 28
_ROWS = 14
_WIDTH = 320


class Choice(NamedTuple):
    """Something to choose: `names` are those it is found by, the one to show first."""

    names: tuple[str, ...]
    choose: Callable[[], None]
    picture: QPixmap | None = None


def label_choices(labels: Sequence[Label], choose: Callable[[Label], None]) -> list[Choice]:
    """Labels to choose from, each with its colour and key."""
    turn = turns(labels)
    return [
        Choice(
            (full_name(label), label.title, label.name),
            partial(choose, label),
            swatch(label.color, label.key.upper(), turn[label.id]),
        )
        for label in labels
    ]


class Chooser(QFrame):
    """A field and the choices that fit what is typed in it; Enter chooses, Esc closes."""

    def __init__(self, parent: QWidget, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._under = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setAccessibleName(title)
        self._choices = choices
        self._field = QLineEdit()
        self._field.setPlaceholderText(title)
        self._field.setAccessibleName(title)
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._show)
        self._list = QListWidget()
        self._list.setAccessibleName(title)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda _item: self._choose())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.setFixedWidth(_WIDTH)
        self._show("")

    def open_at(self, place: QRect) -> None:
        """Show under a place of the parent, above it where there is no room."""
        screen = self._under.screen().availableGeometry()
        corner = self._under.mapToGlobal(place.bottomLeft() + QPoint(0, 4))
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        if corner.y() + self.height() > screen.bottom():
            corner.setY(self._under.mapToGlobal(place.topLeft()).y() - self.height() - 4)
        corner.setY(max(corner.y(), screen.top()))
        self.move(corner)
        self.show()
        self._field.setFocus()

    def _show(self, typed: str) -> None:
        ranked = [(rank(typed, choice.names), choice) for choice in self._choices]
        fitting = [(place, choice) for place, choice in ranked if place is not None]
        fitting.sort(key=lambda pair: pair[0])
        self._list.clear()
        for _, choice in fitting:
            row = QListWidgetItem(choice.names[0])
            if choice.picture is not None:
                row.setIcon(plain_icon(choice.picture))
            row.setData(Qt.ItemDataRole.UserRole, choice)
            row.setSizeHint(QSize(_WIDTH // 2, _ROW))
            self._list.addItem(row)
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(max(1, min(len(fitting), _ROWS)) * _ROW + 4)
        self.adjustSize()

    def _choose(self) -> None:
        row = self._list.currentItem()
        if row is not None:
            choice: Choice = row.data(Qt.ItemDataRole.UserRole)
            self.close()
            choice.choose()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # The keys of the text rest while something is chosen.
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                self._choose()
                return True
            if event.key() in _MOVES:
                QApplication.sendEvent(self._list, event)
                return True
        return super().eventFilter(watched, event)
