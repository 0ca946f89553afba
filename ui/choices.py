"""Choosing any number of things from a list that may be long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import listed, tr
from ui.look import look_now
from ui.resources import MARKS
from ui.widgets import menu_text, plain_tip

_SHORT = 12
_WIDTH, _HEIGHT, _ROW = 240, 320, 26
_ARROW, _ARROW_AT = 14, 4

Entry = tuple[object, str]


class ChoiceButton(QPushButton):
    """A button that names what is chosen, and opens the list to choose from."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._entries: Sequence[Entry] = ()
        self.chosen: frozenset[object] = frozenset()
        self.setObjectName("choice")
        self.clicked.connect(self._open)
        self._say()

    def offer(self, entries: Iterable[Entry], chosen: Iterable[object]) -> None:
        """Offer values with their names; what is chosen and not there is offered as well."""
        self.chosen = frozenset(chosen)
        known = list(entries)
        there = {value for value, _ in known}
        self._entries = [*known, *((value, str(value)) for value in self.chosen - there)]
        self.setEnabled(bool(self._entries))
        self._say()

    def _say(self) -> None:
        names = [name for value, name in self._entries if value in self.chosen]
        text = listed(names) if names else tr("Any")
        self.setAccessibleName(tr("{what}: {chosen}", what=self._name, chosen=text))
        room = _WIDTH - 2 * self.fontMetrics().height()
        elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setText(menu_text(elided))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Where and as large as on the boxes beside it.
        shade = "dark" if look_now().dark else "light"
        place = QRect(self.width() - _ARROW - _ARROW_AT, 0, _ARROW, self.height())
        painter = QPainter(self)
        QIcon(str(MARKS / f"open-{shade}.svg")).paint(painter, place)
        painter.end()

    def _open(self) -> None:
        popup = _ChoicePopup(self, self._entries, self.chosen)
        popup.setAccessibleName(self._name)
        popup.changed.connect(self._take)
        popup.open_below(self)

    def _take(self, chosen: frozenset[object]) -> None:
        self.chosen = chosen
        self._say()
        self.changed.emit()


class _Ticks(QListWidget):
    """Rows with boxes; a click on a name ticks as one on its box does."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.itemAt(event.position().toPoint())
        before = row.checkState() if row is not None else None
        super().mouseReleaseEvent(event)
        if row is not None and row is self.currentItem() and row.checkState() == before:
            self.turn(row)

    @staticmethod
    def turn(row: QListWidgetItem) -> None:
        """Tick a row, or take its tick away."""
        on = row.checkState() == Qt.CheckState.Checked
        row.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


class _ChoicePopup(QFrame):
    """The list; a long one can be narrowed down."""

    changed = Signal(object)

    def __init__(
        self, parent: QWidget, entries: Sequence[Entry], chosen: frozenset[object]
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._list = _Ticks()
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        # A long name is cut short, and whole under the mouse.
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for value, name in entries:
            row = QListWidgetItem(name)
            row.setData(Qt.ItemDataRole.UserRole, value)
            row.setSizeHint(QSize(0, _ROW))
            row.setToolTip(plain_tip(name))
            on = Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked
            row.setCheckState(on)
            self._list.addItem(row)
        self._list.itemChanged.connect(self._tell)
        self._list.itemActivated.connect(self._list.turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        # Without a parent it would be a window for a moment, and that closes the panel below.
        self._narrow = QLineEdit(self)
        self._narrow.setPlaceholderText(tr("Narrow down"))
        self._narrow.setVisible(len(entries) > _SHORT)
        self._narrow.textChanged.connect(self._hide_others)
        layout.addWidget(self._narrow)
        layout.addWidget(self._list)

    def open_below(self, button: QWidget) -> None:
        """Show the list under a button, as high as it needs to be."""
        rows = min(self._list.count(), _SHORT)
        height = min(_HEIGHT, rows * _ROW + 16)
        self.resize(max(_WIDTH, button.width()), height + (36 if self._long else 0))
        self.move(button.mapToGlobal(QPoint(0, button.height() + 2)))
        self.show()
        (self._narrow if self._long else self._list).setFocus()
        self._list.setCurrentRow(0)

    @property
    def _long(self) -> bool:
        return self._list.count() > _SHORT

    def _hide_others(self, text: str) -> None:
        for number in range(self._list.count()):
            row = self._list.item(number)
            row.setHidden(text.casefold() not in row.text().casefold())

    def _tell(self) -> None:
        rows = (self._list.item(number) for number in range(self._list.count()))
        checked = (row for row in rows if row.checkState() == Qt.CheckState.Checked)
        self.changed.emit(frozenset(row.data(Qt.ItemDataRole.UserRole) for row in checked))


class FlowLayout(QLayout):
    """Puts widgets beside each other and goes on below where the line is full."""

    def __init__(self, space: int) -> None:
        super().__init__()
        self._space = space
        self._held: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._held.append(item)

    def count(self) -> int:
        return len(self._held)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._held[index] if 0 <= index < len(self._held) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._held.pop(index) if 0 <= index < len(self._held) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._held:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def _place(self, area: QRect, *, move: bool) -> int:
        left, top, height = area.left(), area.top(), 0
        for item in self._held:
            size = item.sizeHint().boundedTo(QSize(area.width(), item.sizeHint().height()))
            if left > area.left() and left + size.width() > area.right() + 1:
                left, top, height = area.left(), top + height + self._space, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._space
            height = max(height, size.height())
        return top + height - area.top()
