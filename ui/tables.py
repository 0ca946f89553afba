"""What all tables of the window have in common."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem


def set_headers(table: QTableWidget, names: Sequence[str], *, numbers: Sequence[int] = ()) -> None:
    """Name the columns above where their cells begin; those of `numbers` end at the right."""
    table.setHorizontalHeaderLabels(list(names))
    middle = Qt.AlignmentFlag.AlignVCenter
    for column in range(len(names)):
        side = Qt.AlignmentFlag.AlignRight if column in numbers else Qt.AlignmentFlag.AlignLeft
        head_of(table, column).setTextAlignment(side | middle)
    table.horizontalHeader().setHighlightSections(False)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)


def read_rows(table: QTableWidget) -> None:
    """Let whole rows be chosen, one at a time, and no cell be changed."""
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)


def head_of(table: QTableWidget, column: int) -> QTableWidgetItem:
    """What stands above a column, counted from 0; made where nothing does."""
    item = table.horizontalHeaderItem(column)
    if item is None:
        item = QTableWidgetItem()
        table.setHorizontalHeaderItem(column, item)
    return item


def cell_of(table: QTableWidget, row: int, column: int) -> QTableWidgetItem:
    """What stands in a cell, rows and columns counted from 0; made where nothing does."""
    item = table.item(row, column)
    if item is None:
        item = QTableWidgetItem()
        table.setItem(row, column, item)
    return item
