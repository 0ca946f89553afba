"""A table of figures: rows that sort by what they mean, not by how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from ui.tables import head_of, read_rows

_INSIDE = (16, 8, -16, -8)
_AROUND_BOX = 8


class Cell(NamedTuple):
    """What a cell shows, and the number it sorts by; words sort by themselves.

    `colour` goes before that of the text, where there is one. Numbers stand to the right, and so
    do words that lead up to the next cell. One that is `ticked` or not has a box.
    """

    text: str
    value: float | None = None
    colour: str = ""
    leads: bool = False
    ticked: bool | None = None


class _Item(QTableWidgetItem):
    def __init__(self, cell: Cell, row: int) -> None:
        super().__init__(cell.text)
        self.cell, self.row_given = cell, row
        self.setTextAlignment(_alignment(cell))
        if cell.colour:
            self.setForeground(QColor(cell.colour))
        if cell.ticked is not None:
            self.setCheckState(Qt.CheckState.Checked if cell.ticked else Qt.CheckState.Unchecked)

    def __lt__(self, other: QTableWidgetItem) -> bool:
        assert isinstance(other, _Item)
        if self.cell.value is None or other.cell.value is None:
            return self.cell.text < other.cell.text
        return self.cell.value < other.cell.value


def _alignment(cell: Cell) -> Qt.AlignmentFlag:
    """Numbers stand to the right, under their head as well."""
    right = cell.leads or cell.value is not None
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class FiguresTable(QTableWidget):
    """Rows of cells; Enter or a double click on one says which row was given there.

    `nothing` stands in a table that was filled with no rows.
    """

    row_wanted = Signal(int)
    row_chosen = Signal(int)

    def __init__(self, name: str, columns: Sequence[str], nothing: str = "") -> None:
        super().__init__(0, len(columns))
        self._nothing = nothing
        self._filled = False
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(columns))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        read_rows(self)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.itemDoubleClicked.connect(lambda _item: self._want())
        # What is chosen stays in sight when the rows are sorted otherwise.
        self.model().layoutChanged.connect(lambda: self.scrollTo(self.currentIndex()))
        self.itemSelectionChanged.connect(lambda: self.row_chosen.emit(self.row_given()))

    def sizeHintForColumn(self, column: int) -> int:
        """Qt leaves out what a style sheet puts around a box."""
        item = self.item(0, column)
        boxed = isinstance(item, _Item) and item.cell.ticked is not None
        return super().sizeHintForColumn(column) + (_AROUND_BOX if boxed else 0)

    def fill(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows in the order given; a click on a head sorts them otherwise."""
        self._filled = True
        self.setAccessibleDescription("" if rows else self._nothing)
        self.setSortingEnabled(False)
        # Rows that are new are measured once; each cell put over an old one measures all again.
        self.setRowCount(0)
        self.setRowCount(len(rows))
        for column, cell in enumerate(rows[0] if rows else ()):
            head_of(self, column).setTextAlignment(_alignment(cell))
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                self.setItem(number, column, _Item(cell, number))
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        if rows:
            self.setCurrentCell(0, 0)
        self.row_chosen.emit(self.row_given())

    def ticked(self) -> list[int]:
        """The places that the ticked rows had when they were given, in order."""
        checked = Qt.CheckState.Checked
        return sorted(i.row_given for i in self._firsts() if i.checkState() is checked)

    def _firsts(self) -> Iterator[_Item]:
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            assert isinstance(item, _Item)
            yield item

    def row_given(self) -> int:
        """The place that the current row had when it was given; -1 where there is none."""
        item = self.item(self.currentRow(), 0)
        return item.row_given if isinstance(item, _Item) else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._filled and not self.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(*_INSIDE), flags, self._nothing)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want()
        else:
            super().keyPressEvent(event)

    def _want(self) -> None:
        if self.row_given() >= 0:
            self.row_wanted.emit(self.row_given())
