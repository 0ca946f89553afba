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
from ui.actions import ACTIONS, Menu
from ui.i18n import listed, mark, tr
from ui.keys.keymap import Keymap, native_key
from ui.tables import cell_of, set_headers
from ui.widgets import MARGINS, close_row, mnemonic_free, plain_label

_TEXT_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Shift+Left", "Shift+Right"), mark("Select by characters")),
    (("Ctrl+Shift+Left", "Ctrl+Shift+Right"), mark("Select by words")),
    (("1 … 0",), mark("Label the selection, or change the label at the caret")),
)


class KeysDialog(QDialog):
    """Every action with its keys, as they are now, menu by menu."""

    def __init__(self, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        self.resize(600, 680)
        self._table = QTableWidget(0, 2)
        self._table.setAccessibleName(tr("Keys"))
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        set_headers(self._table, [tr("Action"), tr("Keys")])
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._fill(keymap)
        hint = plain_label(tr("All keys can be changed in the settings."))
        hint.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.addWidget(self._table)
        layout.addLayout(close_row(self, hint))

    def _fill(self, keymap: Keymap) -> None:
        for menu in Menu:
            self._add_heading(mnemonic_free(tr(menu.value)))
            if menu is Menu.LABEL:
                for keys, text in _TEXT_KEYS:
                    self._add(tr(text), listed(native_key(key) or key for key in keys))
            for spec in ACTIONS:
                if spec.menu is menu and keymap.keys(spec.id):
                    self._add(tr(spec.text), listed(map(native_key, keymap.keys(spec.id))))

    def _add_heading(self, text: str) -> None:
        row = self._add(text, "")
        heading = cell_of(self._table, row, 0)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        cell_of(self._table, row, 1).setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _add(self, *texts: str) -> int:
        row = self._table.rowCount()
        self._table.insertRow(row)
        for column, text in enumerate(texts):
            self._table.setItem(row, column, QTableWidgetItem(text))
        return row


class AboutDialog(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About duizhao"))
        self.setMinimumWidth(440)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(8)
        title = plain_label(f"duizhao 对照 {__version__}")
        title.setObjectName("strong")
        layout.addWidget(title)
        for line in (
            tr("Raw beside clean: check what the cleaning did, label, export."),
            tr("MIT licence. Icons: Lucide, ISC licence."),
        ):
            layout.addWidget(plain_label(line))
        layout.addSpacing(8)
        layout.addLayout(close_row(self))
