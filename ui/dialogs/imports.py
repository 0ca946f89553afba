"""What was imported when, from where and by whom, and taking it back."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes, Part
from annotator.model import Import
from ui.i18n import listed, mark, tr
from ui.session import Session
from ui.tables import read_rows, set_headers
from ui.views.notice import NoticeBar
from ui.widgets import MARGINS, PlainButton, close_row, plain_label

_COLUMNS = (mark("Imported"), mark("From"), mark("By"), mark("Articles"))
_COUNT = 3


class ImportsDialog(QDialog):
    """Every import, newest first; one nobody worked on can be taken back."""

    take_back_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Past imports"))
        self.resize(680, 420)
        self._session = session
        self._imports: list[Import] = []
        self._table = QTableWidget(0, len(_COLUMNS))
        self._take_back = PlainButton(tr("Take back"))
        self._hint = plain_label()
        self._notice = NoticeBar()
        self._build()
        self._fill()
        session.project_changed.connect(self._changed)
        session.noticed.connect(self._notice.tell)

    def _build(self) -> None:
        table = self._table
        table.setAccessibleName(tr("Past imports"))
        set_headers(table, [tr(name) for name in _COLUMNS], numbers=[_COUNT])
        read_rows(table)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._take_back.clicked.connect(self._ask)
        self._hint.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.addWidget(table, 1)
        layout.addWidget(self._notice)
        layout.addLayout(close_row(self, self._hint, self._take_back))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Part.ARTICLES):
            self._fill()

    def _fill(self) -> None:
        workspace = self._session.workspace
        self._imports = workspace.imports() if workspace is not None else []
        self._table.setRowCount(len(self._imports))
        for row, done in enumerate(self._imports):
            sources = listed(source.rsplit("/", 1)[-1] for source in done.sources)
            when = f"{datetime.fromisoformat(done.at).astimezone():%Y-%m-%d %H:%M}"
            for column, text in enumerate((when, sources, done.annotator or "", f"{done.added:,}")):
                cell = QTableWidgetItem(text)
                side = (
                    Qt.AlignmentFlag.AlignRight if column == _COUNT else Qt.AlignmentFlag.AlignLeft
                )
                cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._table.setItem(row, column, cell)
        self._table.setCurrentCell(0, 0)
        self._take_back.setEnabled(bool(self._imports))
        taken_back = tr("Taking back deletes its articles, unless somebody worked on them.")
        self._hint.setText(taken_back if self._imports else tr("Nothing was imported yet."))

    def _ask(self) -> None:
        row = self._table.currentRow()
        if 0 <= row < len(self._imports):
            self.take_back_wanted.emit(self._imports[row].id)
