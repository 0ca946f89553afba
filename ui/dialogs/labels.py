"""The label set: every change is stored at once and can be undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.catalogue import free_color
from annotator.changes import Changes, Part
from annotator.commands import DeleteLabel, ReorderLabels, SaveLabel, TakeLabels
from annotator.errors import UserError
from annotator.label_sets import read_label_set, write_label_set
from annotator.model import Label, LabelId
from ui.i18n import mark, tr
from ui.icons import plain_icon, swatch
from ui.keys.keymap import Keymap
from ui.keys.typed import plain_key
from ui.names import full_name, label_name, turns
from ui.notices import Notice
from ui.session import Session
from ui.tables import cell_of, set_headers
from ui.views.notice import NoticeBar
from ui.widgets import MARGINS, PlainButton, close_row, limit_width, plain_label

_COLUMNS = (mark("Colour"), mark("Name"), mark("Display name"), mark("Key"), mark("Description"))
_COLOR, _NAME, _TITLE, _KEY, _DESCRIPTION = range(5)
_KINDS = "JSON (*.json)"
_AROUND_FIELD, _WIDEST = 20, 220
"""What a field needs around its text, and how wide a column may be for one long name."""
_SHOWN_NAME = 16
_FIELDS = {_NAME: "name", _TITLE: "title", _KEY: "key", _DESCRIPTION: "description"}


class _LabelTable(QTableWidget):
    """Every column has room for the field that changes a cell."""

    def sizeHintForColumn(self, column: int) -> int:
        """One long name does not push the other columns out."""
        return min(super().sizeHintForColumn(column) + _AROUND_FIELD, _WIDEST)


class LabelsDialog(QDialog):
    """A table of the labels; double click or F2 edits a cell."""

    def __init__(self, session: Session, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Labels"))
        self.resize(760, 620)
        self._session = session
        self._keymap = keymap
        self._labels: tuple[Label, ...] = ()
        self._table = _LabelTable(0, len(_COLUMNS))
        self._notice = NoticeBar()
        self._build()
        self._fill()
        session.project_changed.connect(self._changed)
        session.noticed.connect(self._notice.tell)

    def _build(self) -> None:
        table = self._table
        table.setAccessibleName(tr("Labels"))
        set_headers(table, [tr(name) for name in _COLUMNS])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        table.itemChanged.connect(self._edited)
        table.cellDoubleClicked.connect(self._pick_color)
        buttons = QHBoxLayout()
        for text, slot in (
            (tr("Add"), self._add),
            (tr("Delete"), self._delete),
            (tr("Up"), lambda: self._move(-1)),
            (tr("Down"), lambda: self._move(1)),
            (tr("Colour…"), lambda: self._pick_color(self._table.currentRow(), _COLOR)),
            (tr("Take from a file…"), self._take),
            (tr("Save to a file…"), self._save),
        ):
            button = PlainButton(text)
            button.clicked.connect(slot)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(8)
        layout.addWidget(table, 1)
        hint = plain_label(
            tr("Double-click or F2 changes a cell. The key labels what is selected in the text.")
        )
        hint.setObjectName("quiet")
        layout.addWidget(hint)
        layout.addWidget(self._notice)
        layout.addLayout(buttons)
        layout.addLayout(self._build_replacement())

    def _build_replacement(self) -> QHBoxLayout:
        self._replacement = QComboBox()
        limit_width(self._replacement, _SHOWN_NAME)
        self._replacement.setAccessibleName(tr("Label that takes the place of a deleted one"))
        named = plain_label(tr("What a deleted label stood on becomes"))
        named.setWordWrap(False)
        row = close_row(self, named, self._replacement)
        # The box stands beside what it answers.
        row.setStretchFactor(named, 0)
        row.insertStretch(2, 1)
        return row

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Part.LABELS):
            self._fill()

    def _fill(self) -> None:
        workspace = self._session.workspace
        self._labels = workspace.labels() if workspace else ()
        table, row, column = self._table, self._table.currentRow(), self._table.currentColumn()
        table.blockSignals(True)
        table.setRowCount(len(self._labels))
        turn = turns(self._labels)
        for number, label in enumerate(self._labels):
            picture = plain_icon(swatch(label.color, turn=turn[label.id]))
            color = QTableWidgetItem(picture, label.color)
            color.setFlags(color.flags() & ~Qt.ItemFlag.ItemIsEditable)
            table.setItem(number, _COLOR, color)
            for place, field in _FIELDS.items():
                table.setItem(number, place, QTableWidgetItem(getattr(label, field)))
        table.blockSignals(False)
        table.setCurrentCell(min(max(row, 0), len(self._labels) - 1), max(column, _NAME))
        self._replacement.clear()
        self._replacement.addItem(tr("(only unused ones)"), None)
        for label in self._labels:
            self._replacement.addItem(full_name(label), label.id)

    def _current(self) -> Label | None:
        row = self._table.currentRow()
        return self._labels[row] if 0 <= row < len(self._labels) else None

    def _edited(self, item: QTableWidgetItem) -> None:
        label, field = self._labels[item.row()], _FIELDS[item.column()]
        text = item.text().strip()
        if field == "key":
            text = plain_key(text)
        problem = self._problem(label, field, text)
        if problem:
            self._notice.tell(Notice(problem, bad=True))
        elif text != getattr(label, field):
            # A new label's display name is its name until it is given one of its own.
            title = text if field == "name" and label.title == label.name else label.title
            # Every column of the table holds a text; which field that is, only `_FIELDS` says.
            changed: dict[str, Any] = {"title": title, field: text}
            self._session.run(SaveLabel(replace(label, **changed)))
        self._fill()

    def _problem(self, label: Label, field: str, text: str) -> str:
        others = [other for other in self._labels if other.id != label.id]
        if field == "name" and (not text or text in {other.name for other in others}):
            return tr("Every label needs a name of its own.")
        if field != "key" or not text:
            return ""
        if len(text) != 1 or text.isspace() or east_asian_width(text) in "WF":
            return tr("A key is one letter, digit or sign of the keyboard.")
        action = self._keymap.action_with(text)
        if action is not None:
            return tr("{key} means “{action}” already.", key=text, action=tr(action.text))
        clash = [other for other in others if other.key.upper() == text.upper()]
        return (
            tr("{key} is the key of {label} already.", key=text, label=label_name(clash[0]))
            if clash
            else ""
        )

    def _add(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        names = {label.name for label in self._labels}
        name = next(n for i in range(1, len(names) + 2) if (n := f"LABEL{i}") not in names)
        color = free_color(label.color for label in self._labels)
        id_ = LabelId(workspace.new_id())
        self._session.run(SaveLabel(Label(id_, name, name, color, "", "", len(self._labels))))
        self._table.setCurrentCell(len(self._labels) - 1, _NAME)
        self._table.editItem(cell_of(self._table, len(self._labels) - 1, _NAME))

    def _delete(self) -> None:
        label = self._current()
        if label is not None:
            self._session.run(DeleteLabel(label.id, self._replacement.currentData()))

    def _move(self, step: int) -> None:
        row = self._table.currentRow()
        to = row + step
        if not (0 <= row < len(self._labels) and 0 <= to < len(self._labels)):
            return
        ids = [label.id for label in self._labels]
        ids[row], ids[to] = ids[to], ids[row]
        self._session.run(ReorderLabels(tuple(ids)))
        self._table.setCurrentCell(to, _NAME)

    def _take(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Take labels from a file"), "", _KINDS)
        if not name:
            return
        try:
            labels = read_label_set(Path(name))
        except UserError as error:
            self._session.tell_error(error)
            return
        taken = {a.key for a in labels if a.key and self._keymap.action_with(a.key)}
        self._session.run(
            TakeLabels(tuple(replace(a, key="") if a.key in taken else a for a in labels))
        )

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the labels"), "labels.json", _KINDS)
        if not name:
            return
        try:
            write_label_set(Path(name), self._labels)
        except UserError as error:
            self._session.tell_error(error)

    def _pick_color(self, row: int, column: int) -> None:
        if column != _COLOR or not 0 <= row < len(self._labels):
            return
        label = self._labels[row]
        color = QColorDialog.getColor(
            QColor(label.color), self, tr("Colour of {label}", label=label_name(label))
        )
        if color.isValid():
            self._session.run(SaveLabel(replace(label, color=color.name())))
