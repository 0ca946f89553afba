"""The suggestions of the open project: who makes them, how sure they must be, how it went."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes, Part
from annotator.engine import SOURCES, KeptPattern, source_name
from annotator.errors import UserError
from annotator.model import Label, LabelId
from annotator.settings import setting_of
from annotator.suggesting import Count
from ui.choosing import Chooser, label_choices
from ui.dialogs.pattern import PatternDialog
from ui.i18n import language, mark, tr
from ui.names import label_name
from ui.notices import Notice
from ui.session import Session
from ui.tables import cell_of, head_of, read_rows, set_headers
from ui.widgets import PlainButton, number_box, plain_label

_SOURCES = (mark("Source"), mark("Taken"), mark("Refused"), mark("Share right"))
_LABELS = (mark("Label"), mark("Taken"), mark("Refused"), mark("Share right"))
_FIGURES = (1, 2, 3)
_PATTERNS = (mark("Name"), mark("Pattern"), mark("Label"))
_DICTIONARIES = (mark("Name"), mark("Terms"), mark("Label"))
_FIRST = 0.5
_TEXTS = (mark("Text files (*.txt)"), mark("All files (*)"))
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class SuggestionsPage(QWidget):
    """What is changed here is stored in the project, and holds from the next suggestion on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._automatic = QCheckBox(tr("Find out from what is taken and refused"))
        self._least = number_box(QDoubleSpinBox(), 0.0, 1.0, 0.05)
        self._sources = _table(tr("Sources of suggestions"), _SOURCES, numbers=_FIGURES)
        self._labels = _table(tr("Suggestions by label"), _LABELS, numbers=_FIGURES)
        self._patterns = _table(tr("Own patterns"), _PATTERNS, wide=1)
        self._dictionaries = _table(tr("Dictionaries"), _DICTIONARIES, numbers=(1,))
        self._build()
        self._fill()
        session.project_changed.connect(self._changed)
        session.project_opened.connect(self._fill)

    # building

    def _build(self) -> None:
        self._least.setAccessibleName(tr("Least score shown"))
        self._automatic.toggled.connect(self._put_least)
        self._least.valueChanged.connect(self._put_least)
        self._sources.itemChanged.connect(self._switched)
        self._patterns.cellActivated.connect(lambda _row, _column: self._edit_pattern())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(plain_label(tr("Least score shown")))
        row.addWidget(self._automatic)
        row.addWidget(self._least)
        row.addStretch(1)
        tabs = QTabWidget()
        tabs.tabBar().setAccessibleName(tr("Suggestions"))
        tabs.addTab(self._labels, tr("By label"))
        add, edit = (tr("Add…"), self._add_pattern), (tr("Edit…"), self._edit_pattern)
        remove = tr("Remove")
        tabs.addTab(
            _with_buttons(self._patterns, add, edit, (remove, self._drop_pattern)),
            tr("Own patterns"),
        )
        take = tr("Take over a file…"), self._ask_dictionary
        tabs.addTab(
            _with_buttons(self._dictionaries, take, (remove, self._drop_dictionary)),
            tr("Dictionaries"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._sources, 2)
        layout.addWidget(tabs, 3)

    # showing

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Part.SETTINGS, Part.ENTITIES, Part.LABELS):
            self._fill()

    def _fill(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        least = str(workspace.setting("least_score"))
        with QSignalBlocker(self._automatic), QSignalBlocker(self._least):
            self._automatic.setChecked(not least)
            self._least.setValue(float(least) if least else _FIRST)
        self._least.setEnabled(bool(least))
        suggesting, labels = workspace.suggesting, workspace.labels()
        off, by_source = workspace.setting("disabled_suggesters"), suggesting.by_source()
        spoken = language().value
        with QSignalBlocker(self._sources):
            self._sources.setRowCount(len(SOURCES))
            for row, id_ in enumerate(SOURCES):
                _show(self._sources, row, source_name(id_, spoken), *_figures(by_source.get(id_)))
                source = cell_of(self._sources, row, 0)
                source.setCheckState(_OFF if id_ in off else _ON)
                source.setData(Qt.ItemDataRole.UserRole, id_)
        by_label = suggesting.by_label()
        self._labels.setRowCount(len(labels))
        for row, label in enumerate(labels):
            _show(self._labels, row, label_name(label), *_figures(by_label.get(label.id)))
        names = {label.id: label_name(label) for label in labels}
        self._show_own(names)

    def _show_own(self, names: dict[LabelId, str]) -> None:
        workspace = self._session.workspace
        assert workspace is not None
        patterns = workspace.suggesting.wants.patterns()
        self._patterns.setRowCount(len(patterns))
        for row, own in enumerate(patterns):
            _show(self._patterns, row, own.name, own.pattern, names.get(own.label, "?"))
        dictionaries = workspace.suggesting.wants.dictionaries()
        self._dictionaries.setRowCount(len(dictionaries))
        for row, held in enumerate(dictionaries):
            name = names.get(held.label, "?")
            _show(self._dictionaries, row, held.name, f"{held.terms:,}", name)

    # sources and threshold

    def _put(self, key: str, value: object) -> None:
        if self._session.workspace is not None:
            self._session.workspace.set_setting(key, value)

    def _put_least(self, *_: object) -> None:
        automatic = self._automatic.isChecked()
        self._put("least_score", "" if automatic else f"{self._least.value():.2f}")

    def _switched(self, _item: QTableWidgetItem) -> None:
        rows = (cell_of(self._sources, row, 0) for row in range(self._sources.rowCount()))
        off = [row.data(Qt.ItemDataRole.UserRole) for row in rows if row.checkState() == _OFF]
        self._put("disabled_suggesters", off)

    def reset(self) -> None:
        """Choose the defaults; patterns and dictionaries stay."""
        for key in ("least_score", "disabled_suggesters"):
            self._put(key, setting_of(key).default)

    # own patterns

    def _own(self) -> list[KeptPattern]:
        workspace = self._session.workspace
        return list(workspace.suggesting.wants.patterns()) if workspace is not None else []

    def _put_own(self, patterns: list[KeptPattern]) -> None:
        self._put("own_patterns", [own.to_text() for own in patterns])

    def _add_pattern(self) -> None:
        self._ask_pattern(None, lambda own: self._put_own([*self._own(), own]))

    def _edit_pattern(self) -> None:
        row, patterns = self._patterns.currentRow(), self._own()
        if 0 <= row < len(patterns):
            before, after = patterns[:row], patterns[row + 1 :]
            self._ask_pattern(patterns[row], lambda own: self._put_own([*before, own, *after]))

    def _ask_pattern(self, own: KeptPattern | None, then: object) -> None:
        dialog = PatternDialog(self._session, own, self)
        dialog.entered.connect(then)
        dialog.open()

    def _drop_pattern(self) -> None:
        row, patterns = self._patterns.currentRow(), self._own()
        if 0 <= row < len(patterns):
            self._put_own(patterns[:row] + patterns[row + 1 :])

    # dictionaries

    def _ask_dictionary(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, tr("Dictionary"), "", ";;".join(map(tr, _TEXTS))
        )
        if path:
            self.ask_label(Path(path))

    def ask_label(self, path: Path) -> None:
        """Ask of which label the terms of a file are, and take them over."""
        workspace = self._session.workspace
        if workspace is not None:
            take = lambda label: self._take(path, label)  # noqa: E731
            title = tr("The terms of {name} are", name=path.stem)
            chooser = Chooser(self, title, label_choices(workspace.labels(), take))
            chooser.open_at(self._dictionaries.geometry())

    def _take(self, path: Path, label: Label) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        try:
            count = workspace.suggesting.take_dictionary(path, label.id)
        except UserError as error:
            self._session.tell_error(error)
            return
        text = tr("{count} terms of {name} taken over.", count=f"{count:,}", name=path.stem)
        self._session.noticed.emit(Notice(text))

    def _drop_dictionary(self) -> None:
        item = self._dictionaries.item(self._dictionaries.currentRow(), 0)
        if item is not None and self._session.workspace is not None:
            self._session.workspace.suggesting.drop_dictionary(item.text())


def _table(
    name: str, columns: tuple[str, ...], *, numbers: Sequence[int] = (), wide: int = 0
) -> QTableWidget:
    """A table whose columns `numbers` end at the right; the column `wide` takes what is left."""
    table = QTableWidget(0, len(columns))
    table.setAccessibleName(name)
    set_headers(table, [tr(column) for column in columns], numbers=numbers)
    read_rows(table)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    return table


def _with_buttons(table: QTableWidget, *buttons: tuple[str, object]) -> QWidget:
    page = QWidget()
    below = QHBoxLayout()
    for text, call in buttons:
        button = PlainButton(text)
        button.clicked.connect(call)
        below.addWidget(button)
    below.addStretch(1)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(table, 1)
    layout.addLayout(below)
    return page


def _show(table: QTableWidget, row: int, *texts: str) -> None:
    for column, text in enumerate(texts):
        cell = QTableWidgetItem(text)
        cell.setTextAlignment(Qt.AlignmentFlag(head_of(table, column).textAlignment()))
        table.setItem(row, column, cell)


def _figures(count: Count | None) -> tuple[str, str, str]:
    """Taken, refused, and the share taken with its interval."""
    if count is None:
        return "", "", ""
    low, high = count.interval()
    share = tr(
        "{share} % ({low}–{high})",
        share=round(100 * count.share),
        low=round(100 * low),
        high=round(100 * high),
    )
    return f"{count.taken:,}", f"{count.refused:,}", share
