"""The shortcut editor: every action with its keys, changed by pressing others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.commands import SaveLabel
from annotator.model import Label
from ui.actions import ACTIONS
from ui.i18n import listed, mark, tr, tr_both
from ui.keys.keymap import Clash, Keymap, native_key
from ui.keys.recorder import KeyRecorder
from ui.matching import rank
from ui.session import Session
from ui.tables import read_rows, set_headers
from ui.widgets import PlainButton, mnemonic_free, plain_label

_COLUMNS = (mark("Action"), mark("Keys"), mark("Menu"))
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class KeysPage(QWidget):
    """A table of the actions; what is pressed for one holds at once, unless something has it."""

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__()
        self._session = session
        self._keymap = keymap
        self._adding = False
        self._pressed = ""
        self._clash: Clash | None = None
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Find an action"))
        self._search.setAccessibleName(tr("Find an action"))
        self._search.textChanged.connect(self._filter)
        self._table = QTableWidget(len(ACTIONS), len(_COLUMNS))
        self._build_table()
        self._recorder = KeyRecorder()
        self._recorder.recorded.connect(self._take)
        self._recorder.given_up.connect(self._end)
        self._says = plain_label()
        self._take_over = PlainButton(tr("Take it over"))
        self._take_over.clicked.connect(self._force)
        self._lay_out()
        keymap.changed.connect(self._fill)
        self._fill()
        self._table.selectRow(0)

    def _build_table(self) -> None:
        table = self._table
        table.setAccessibleName(tr("Actions and their keys"))
        set_headers(table, [tr(name) for name in _COLUMNS])
        read_rows(table)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.cellDoubleClicked.connect(lambda _row, _column: self._record(adding=False))
        table.currentCellChanged.connect(lambda *_cells: self._end_quietly())
        table.installEventFilter(self)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for text, slot in (
            (tr("Change…"), lambda: self._record(adding=False)),
            (tr("Add a key…"), lambda: self._record(adding=True)),
            (tr("No key"), lambda: self._keymap.put(self._id(), ())),
            (tr("Reset"), lambda: self._keymap.reset(self._id())),
        ):
            buttons.addWidget(_button(text, slot))
        buttons.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self._recorder)
        line.addWidget(self._says, 1)
        line.addWidget(self._take_over)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._search)
        layout.addWidget(self._table, 1)
        layout.addLayout(line)
        layout.addLayout(buttons)
        self._recorder.setFixedWidth(150)
        self._recorder.hide()
        self._take_over.hide()

    # the table

    def _fill(self) -> None:
        for row, spec in enumerate(ACTIONS):
            keys = listed(map(native_key, self._keymap.keys(spec.id)))
            menu = mnemonic_free(tr(spec.menu.value))
            for column, text in enumerate((tr(spec.text), keys, menu)):
                cell = QTableWidgetItem(text)
                font = cell.font()
                font.setBold(self._keymap.is_changed(spec.id))
                cell.setFont(font)
                self._table.setItem(row, column, cell)

    def _filter(self, typed: str) -> None:
        for row, spec in enumerate(ACTIONS):
            keys = " ".join(map(native_key, self._keymap.keys(spec.id)))
            found = rank(typed, tr_both(spec.text)) is not None or typed.lower() in keys.lower()
            self._table.setRowHidden(row, not found)
        shown = [row for row in range(len(ACTIONS)) if not self._table.isRowHidden(row)]
        if shown and self._table.currentRow() not in shown:
            self._table.selectRow(shown[0])

    def _id(self) -> str:
        return ACTIONS[max(self._table.currentRow(), 0)].id

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enter = isinstance(event, QKeyEvent) and event.key() in _ENTER
        if enter and event.type() == QEvent.Type.KeyPress:
            self._record(adding=False)
            return True
        return super().eventFilter(watched, event)

    # recording

    def _record(self, *, adding: bool) -> None:
        self._adding = adding
        self._clash = None
        self._take_over.hide()
        self._says.setText(tr("Press the key for “{action}”; Esc leaves it.", action=self._name()))
        self._recorder.show()
        self._recorder.begin()

    def _name(self) -> str:
        return tr(ACTIONS[max(self._table.currentRow(), 0)].text)

    def _take(self, key: str) -> None:
        """Give the action the key pressed, unless something else has it."""
        self._pressed = key
        self._clash = self._keymap.clash(key, self._id(), self._labels())
        if self._clash is not None:
            self._says.setText(self._clash.sentence())
            self._take_over.setVisible(self._clash.yields)
            return
        kept = self._keymap.keys(self._id()) if self._adding else ()
        self._keymap.put(self._id(), (*kept, key))
        self._end()

    def _force(self) -> None:
        """Take the key away from what has it; a chord may stand in the way of several."""
        clash = self._clash
        if clash is None:
            return
        if clash.label is not None:
            self._session.run(SaveLabel(replace(clash.label, key="")))
        else:
            self._keymap.take(self._pressed, clash)
        self._take(self._pressed)

    def _labels(self) -> tuple[Label, ...]:
        workspace = self._session.workspace
        return workspace.labels() if workspace is not None else ()

    def _end(self) -> None:
        self._end_quietly()
        self._table.setFocus()

    def _end_quietly(self) -> None:
        self._clash = None
        self._recorder.hide()
        self._take_over.hide()
        self._says.clear()


def _button(text: str, slot: Callable[[], object]) -> QPushButton:
    button = PlainButton(text)
    button.clicked.connect(lambda _checked=False: slot())
    return button
