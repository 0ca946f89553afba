"""What files hold and how they are read, before they come into the project."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.formats import IMPORTERS
from annotator.formats.base import ReadOptions
from annotator.formats.preview import Preview, preview
from ui.i18n import listed, mark, tr, tr_all, tr_count, tr_error, tr_problem
from ui.tables import set_headers
from ui.timers import single_shot
from ui.widgets import MARGINS, PlainButton, plain_label
from ui.worker import Latest

_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")
_COLUMNS = (mark("Article"), mark("Begins"), mark("Characters"))
_BEGINNING = 120
_SETTLE_MS = 200
_USUAL = {
    "text_field": ("text", "content", "raw", "body", "article", "正文", "内容", "文本"),
    "id_field": ("id", "uid", "key", "编号", "序号"),
}
"""What fields are often called, the likeliest first."""
_FIELDS: tuple[tuple[str, str], ...] = (
    ("text_field", mark("Field with the text")),
    ("id_field", mark("Field with the id")),
    ("clean_field", mark("Field with a cleaned text")),
)


class ImportDialog(QDialog):
    """Files and folders to import, how they are read, and how their first records then look."""

    import_wanted = Signal(object, object, object, bool, str)
    """Paths, ReadOptions, the id of a format or None, whether to clean, and whose texts these are.

    The last one is empty for articles, else the name of a cleaner of articles that are here.
    """

    def __init__(self, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Import"))
        self.setAcceptDrops(True)
        self.resize(820, 620)
        self._paths = list(paths)
        self._latest = Latest(self._show, self._refuse)
        self._settle = single_shot(self, self._look, _SETTLE_MS)
        self._build()
        self._show_paths()

    # building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(12)
        layout.addLayout(self._build_sources())
        layout.addLayout(self._build_options())
        self._table = self._build_table()
        layout.addWidget(self._table, 1)
        self._told = plain_label()
        self._told.setObjectName("quiet")
        layout.addWidget(self._told)
        self._problems = QPlainTextEdit()
        self._problems.setReadOnly(True)
        self._problems.setMaximumHeight(110)
        self._problems.setAccessibleName(tr("Problems"))
        self._problems.hide()
        layout.addWidget(self._problems)
        buttons = QDialogButtonBox()
        self._import = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _build_sources(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._sources = plain_label()
        row.addWidget(self._sources, 1)
        self._add, add_folder = PlainButton(tr("Add files…")), PlainButton(tr("Add a folder…"))
        self._start_over = PlainButton(tr("Start over"))
        for button, slot in (
            (self._add, self._add_files),
            (add_folder, self._add_folder),
            (self._start_over, self._forget),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _build_options(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(2, 12)
        for column in (1, 4):
            grid.setColumnStretch(column, 1)
        self._format = _choice(
            [(tr("As they begin"), None), *((tr(each.title), each.id) for each in IMPORTERS)]
        )
        self._encoding = _choice(
            [(tr("Automatic"), None), *((name.upper(), name) for name in _ENCODINGS)]
        )
        _add_row(grid, 0, 0, tr("Read as"), self._format)
        _add_row(grid, 1, 0, tr("Encoding"), self._encoding)
        self._clean = QCheckBox(tr("Clean the texts now"))
        self._clean.setChecked(True)
        grid.addWidget(self._clean, 2, 1)
        self._cleaner = QLineEdit()
        self._cleaner.setPlaceholderText(tr("only for another cleaner's texts of articles here"))
        self._cleaner.textChanged.connect(lambda text: self._clean.setEnabled(not text.strip()))
        _add_row(grid, 3, 0, tr("Name of the cleaner"), self._cleaner)
        self._fields = {}
        for row, (name, title) in enumerate(_FIELDS):
            field = QComboBox()
            field.setEditable(True)
            field.setMinimumWidth(160)
            field.setEditText(getattr(ReadOptions(), name) or "")
            field.currentTextChanged.connect(lambda _text: self._settle.start())
            _add_row(grid, row, 3, tr(title), field)
            self._fields[name] = field
        for choice in (self._format, self._encoding):
            choice.currentIndexChanged.connect(lambda _index: self._settle.start())
        return grid

    def _build_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_COLUMNS))
        table.setAccessibleName(tr("First articles"))
        set_headers(table, [tr(name) for name in _COLUMNS], numbers=[len(_COLUMNS) - 1])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 200)
        return table

    # what is to be imported

    def _add_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Import files"))
        self.add([Path(name) for name in names])

    def _add_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Import a folder"))
        self.add([Path(name)] if name else [])

    def add(self, paths: Sequence[Path]) -> None:
        """Add files and folders to those that are to be imported."""
        self._paths += [path for path in paths if path not in self._paths]
        self._show_paths()

    def _forget(self) -> None:
        """Take all files and folders out again, one that is gone or was dropped by mistake too."""
        self._paths.clear()
        self._show(Preview(0, (), (), (), False))
        self._show_paths()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.add([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _show_paths(self) -> None:
        names = listed(path.name for path in self._paths)
        empty = tr("Add files or a folder, or drop them here.")
        self._sources.setText(names or empty)
        self._start_over.setEnabled(bool(self._paths))
        # Enter does what comes next: with something to import it imports, wherever the keyboard is
        # but on a button.
        (self._format if self._paths else self._add).setFocus()
        self._look()

    # looking

    def _options(self) -> ReadOptions:
        names = {name: field.currentText().strip() for name, field in self._fields.items()}
        usual = ReadOptions()
        return ReadOptions(
            names["text_field"] or usual.text_field,
            names["id_field"] or usual.id_field,
            names["clean_field"] or None,
            self._encoding.currentData(),
        )

    def _look(self) -> None:
        self._import.setEnabled(False)
        self._latest.forget()
        if not self._paths:
            self._told.setText("")
            return
        self._told.setText(tr("Reading…"))
        paths, options = list(self._paths), self._options()
        self._latest.begin(partial(preview, paths, options, self._format.currentData()))

    def _show(self, seen: Preview) -> None:
        table = self._table
        table.setRowCount(len(seen.records))
        for row, record in enumerate(seen.records):
            begins = " ".join(record.raw[:_BEGINNING].split())
            for column, text in enumerate((record.key, begins, f"{len(record.raw):,}")):
                cell = QTableWidgetItem(text)
                if column == len(_COLUMNS) - 1:
                    cell.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(row, column, cell)
        self._offer(seen.fields)
        shown = len(seen.records)
        parts = [tr_count("{count} file.", "{count} files.", seen.files)]
        if seen.more and shown:
            first = tr_count("The first article is shown.", "The first {count} are shown.", shown)
            parts.append(first)
        elif not seen.more:
            parts.append(tr_count("{count} article.", "{count} articles.", shown))
        if seen.problems:
            parts.append(tr_count("{count} problem.", "{count} problems.", len(seen.problems)))
        self._told.setText(tr_all(parts))
        self._show_problems([tr_problem(problem) for problem in seen.problems])
        self._import.setEnabled(bool(seen.records) or seen.more)

    def _offer(self, fields: Sequence[str]) -> None:
        """Let the fields of the file be chosen; what was typed stays."""
        for field in self._fields.values():
            typed = field.currentText()
            if [field.itemText(n) for n in range(field.count())] == list(fields):
                continue
            field.blockSignals(True)
            field.clear()
            field.addItems(fields)
            field.setEditText(typed)
            field.blockSignals(False)
        for name, often in _USUAL.items():
            usual = next((called for called in often if called in fields), None)
            if usual and self._fields[name].currentText() == getattr(ReadOptions(), name) != usual:
                self._fields[name].setEditText(usual)

    def _refuse(self, error: UserError) -> None:
        self._table.setRowCount(0)
        self._told.setText(tr_all(tr_error(error)))
        self._show_problems([])

    def _show_problems(self, lines: Sequence[str]) -> None:
        self._problems.setPlainText("\n".join(lines))
        self._problems.setVisible(bool(lines))

    def done(self, result: int) -> None:
        """Close; a look under way is not waited for."""
        self._settle.stop()
        self._latest.forget()
        super().done(result)

    def _accept(self) -> None:
        format, cleaner = self._format.currentData(), self._cleaner.text().strip()
        clean = self._clean.isChecked()
        self.import_wanted.emit(self._paths, self._options(), format, clean, cleaner)
        self.accept()


def _add_row(grid: QGridLayout, row: int, column: int, title: str, field: QWidget) -> None:
    """Put a field with its title into a grid."""
    named = plain_label(title)
    named.setWordWrap(False)
    named.setBuddy(field)
    field.setAccessibleName(title)
    grid.addWidget(named, row, column)
    grid.addWidget(field, row, column + 1)


def _choice(items: Sequence[tuple[str, str | None]]) -> QComboBox:
    made = QComboBox()
    for text, value in items:
        made.addItem(text, value)
    return made
