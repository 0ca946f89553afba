"""What the window shows while no project is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.i18n import tr
from ui.widgets import ElidedLabel, menu_text, plain_label, plain_tip

_RECENT_SHOWN = 6
_WIDEST, _NAME_WIDEST = 560, 240
_ELIDE = Qt.TextElideMode.ElideRight
_APART = 8
"""More between the groups than within them."""


class Welcome(QWidget):
    """Ways to begin: texts to open, projects, and those opened last."""

    folder_wanted = Signal()
    texts_wanted = Signal()
    open_wanted = Signal()
    new_wanted = Signal()
    path_wanted = Signal(object)

    def __init__(self, recent: Sequence[Path]) -> None:
        super().__init__()
        column = QVBoxLayout()
        column.setSpacing(10)
        title = plain_label(tr("duizhao"))
        title.setObjectName("title")
        column.addWidget(title)
        column.addWidget(
            plain_label(tr("Raw beside clean: check what the cleaning did, label, export."))
        )
        column.addSpacing(_APART)
        self._add_buttons(
            column,
            (tr("Open a folder of texts…"), self.folder_wanted),
            (tr("Open texts…"), self.texts_wanted),
        )
        hint = plain_label(
            tr(
                "Text files, web pages, JSONL or CSV; you can drop them here as well. A project "
                "file beside them keeps your work, and they stay as they are."
            )
        )
        hint.setObjectName("quiet")
        column.addWidget(hint)
        column.addSpacing(_APART)
        self._add_buttons(
            column,
            (tr("Open project…"), self.open_wanted),
            (tr("New project…"), self.new_wanted),
        )
        self._add_recent(column, recent)
        self._centre(column)

    def _centre(self, column: QVBoxLayout) -> None:
        """Put the column into the middle, no wider than reads well."""
        middle = QVBoxLayout(self)
        middle.addStretch(2)
        sheet = QWidget()
        sheet.setLayout(column)
        sheet.setMaximumWidth(_WIDEST)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(sheet, 8)
        across.addStretch(1)
        middle.addLayout(across)
        middle.addStretch(3)

    def _add_buttons(self, column: QVBoxLayout, *buttons: tuple[str, SignalInstance]) -> None:
        row = QHBoxLayout()
        for text, signal in buttons:
            button = QPushButton(text)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, s=signal: s.emit())
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _add_recent(self, column: QVBoxLayout, recent: Sequence[Path]) -> None:
        if not recent:
            return
        column.addSpacing(_APART)
        heading = plain_label(tr("Opened last"))
        heading.setObjectName("heading")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, path in enumerate(recent[:_RECENT_SHOWN]):
            there = path.exists()
            name = self.fontMetrics().elidedText(path.stem, _ELIDE, _NAME_WIDEST)
            button = QPushButton(menu_text(name))
            button.setObjectName("link")
            button.setAutoDefault(True)
            button.setAccessibleName(path.stem)
            button.setToolTip(plain_tip(str(path)))
            button.setEnabled(there)
            button.clicked.connect(lambda _checked=False, p=path: self.path_wanted.emit(p))
            folder = ElidedLabel(str(path.parent) if there else tr("not there any more"))
            folder.setObjectName("quiet")
            folder.setToolTip(plain_tip(str(path)))
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(folder, row, 1)
        column.addLayout(grid)
