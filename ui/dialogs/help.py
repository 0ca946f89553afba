"""The list of keys, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__
from ui.actions import ACTIONS
from ui.i18n import mark, tr
from ui.keys.keymap import Keymap, native_key
from ui.widgets import plain_label

_TEXT_KEYS: tuple[tuple[str, str], ...] = (
    ("Shift+Left / Shift+Right", mark("Select by characters")),
    ("Ctrl+Shift+Left / Ctrl+Shift+Right", mark("Select by words")),
    ("1 … 0", mark("Label the selection, or change the label at the caret")),
)


class KeysDialog(QDialog):
    """Every action with its keys, as they are now."""

    def __init__(self, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        self.resize(560, 640)
        rows = [
            (tr(spec.text), ", ".join(map(native_key, keymap.keys(spec.id))))
            for spec in ACTIONS
            if keymap.keys(spec.id)
        ]
        rows += [(tr(text), keys) for keys, text in _TEXT_KEYS]
        table = QTableWidget(len(rows), 2)
        table.setAccessibleName(tr("Keys"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setHorizontalHeaderLabels([tr("Action"), tr("Keys")])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                table.setItem(number, column, QTableWidgetItem(text))
        layout = QVBoxLayout(self)
        layout.addWidget(table)


class AboutDialog(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About duizhao"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        title = plain_label(f"duizhao 对照 {__version__}")
        title.setObjectName("strong")
        layout.addWidget(title)
        for line in (
            tr("Raw beside clean: check what the cleaning did, label, export."),
            tr("MIT licence. Icons: Lucide, ISC licence."),
        ):
            layout.addWidget(plain_label(line))
