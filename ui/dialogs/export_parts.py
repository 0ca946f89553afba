"""Parts of the export dialog: how articles are split, and what labels are called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.errors import UserError
from annotator.model import Label
from annotator.splitting import Split, SplitBy, shares_of
from ui.i18n import mark, tr
from ui.tables import cell_of, set_headers
from ui.widgets import number_box

_USUAL = "80/10/10"
_MOST = 1_000_000
_BY = {SplitBy.ARTICLE: mark("by article"), SplitBy.SITE: mark("by site")}
_COLUMNS = (mark("Label"), mark("In the export"))


class SplitChoice(QWidget):
    """Whether articles are split, in which shares, by what, and with which seed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._on = QCheckBox(tr("train, dev, test"))
        self._shares = QLineEdit(_USUAL)
        self._by = QComboBox()
        for value, name in _BY.items():
            self._by.addItem(tr(name), value.value)
        self._seed = number_box(QSpinBox(), 0, _MOST)
        self._seed.setPrefix(tr("Seed: "))
        self._shares.setMinimumWidth(self._shares.fontMetrics().horizontalAdvance("888/888/888"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for field, name in (
            (self._on, tr("Split into train, dev and test")),
            (self._shares, tr("Shares")),
            (self._by, tr("What stays together")),
            (self._seed, tr("Seed")),
        ):
            field.setAccessibleName(name)
            row.addWidget(field)
        self._on.toggled.connect(self._tell)
        self._shares.textChanged.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        for field in (self._shares, self._by, self._seed):
            field.setEnabled(self._on.isChecked())
        self.changed.emit()

    def isChecked(self) -> bool:
        """Whether articles are split."""
        return self._on.isChecked()

    def is_valid(self) -> bool:
        """Whether the shares can be read, if there are to be any."""
        try:
            self.split()
        except UserError:
            return False
        return True

    def split(self) -> Split | None:
        """The split; raises InputError for shares that are none."""
        if not self._on.isChecked():
            return None
        by = SplitBy(self._by.currentData())
        return Split(shares_of(self._shares.text().strip()), by, self._seed.value())


class LabelNames(QTableWidget):
    """Every label with the name it has in the export; one that is not checked is left out."""

    changed = Signal()

    def __init__(self, labels: Sequence[Label]) -> None:
        super().__init__(len(labels), len(_COLUMNS))
        self.setAccessibleName(tr("What labels are called in the export"))
        set_headers(self, [tr(name) for name in _COLUMNS])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, label in enumerate(labels):
            shown = QTableWidgetItem(f"{label.name} {label.title}".strip())
            shown.setData(Qt.ItemDataRole.UserRole, label.name)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            shown.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
            shown.setCheckState(Qt.CheckState.Checked)
            self.setItem(row, 0, shown)
            self.setItem(row, 1, QTableWidgetItem(label.name))
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def names(self) -> tuple[tuple[str, str], ...]:
        """The labels that have another name or none, each with that."""
        found = []
        for row in range(self.rowCount()):
            shown, called = cell_of(self, row, 0), cell_of(self, row, 1)
            old = str(shown.data(Qt.ItemDataRole.UserRole))
            kept = shown.checkState() == Qt.CheckState.Checked
            new = called.text().strip() if kept else ""
            if new != old:
                found.append((old, new))
        return tuple(found)
