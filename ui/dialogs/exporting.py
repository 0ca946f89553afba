"""Which articles go out, in which format and whose, with a look at how the files will begin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.exporting import ExportOptions, ExportReport, export_start, needs_folder
from annotator.formats import EXPORTERS, exporter
from annotator.formats.base import Coordinates
from annotator.model import Status
from annotator.workspace import Workspace
from ui.dialogs.export_parts import LabelNames, SplitChoice
from ui.i18n import mark, tr, tr_all, tr_error, tr_problem
from ui.names import status_name
from ui.timers import single_shot
from ui.widgets import MARGINS, PlainButton, plain_label
from ui.worker import Latest

_SHOWN_ARTICLES = 2
_SHOWN_CHARACTERS = 4_000
_SETTLE_MS = 200
_ABOUT_LINES = 2
_GOLD = ()
"""Stands for what was settled, among the names of annotators."""
_COORDINATES = {
    Coordinates.CLEAN: mark("Clean text, with offsets on it"),
    Coordinates.RAW: mark("Raw text, with offsets on it"),
}


class ExportDialog(QDialog):
    """Everything an export can be asked for; every change shows anew how its files begin."""

    export_wanted = Signal(object, object)
    """A path and ExportOptions."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export"))
        self.resize(900, 700)
        self._workspace = workspace
        self._latest = Latest(self._show, self._refuse)
        self._suggested = Path()
        self._empty = False
        self._settle = single_shot(self, self._look, _SETTLE_MS)
        self._build()
        self._follow()
        self._look()

    def _build(self) -> None:
        self._format, self._only, self._annotator = QComboBox(), QComboBox(), QComboBox()
        self._coordinates = QComboBox()
        self._confirmed = QCheckBox(tr("Only labels that a person accepted"))
        self._mask = QCheckBox(tr("Make phone numbers and e-mail addresses unreadable"))
        self._split = SplitChoice()
        self._labels = LabelNames(self._workspace.labels())
        # As high as what is chosen beside it; what is higher scrolls.
        self._labels.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._fill_choices()
        self._path = QLineEdit()
        self._path.setAccessibleName(tr("File"))
        self._about = plain_label()
        self._about.setObjectName("quiet")
        # What stands below keeps its place whichever format is chosen.
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about.setMinimumHeight(_ABOUT_LINES * self._about.fontMetrics().lineSpacing())
        self._shown = QPlainTextEdit()
        self._shown.setReadOnly(True)
        self._shown.setTabChangesFocus(True)
        self._shown.setAccessibleName(tr("How the file begins"))
        self._shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._told = plain_label()
        self._told.setObjectName("quiet")
        above = QHBoxLayout()
        above.setSpacing(24)
        above.addLayout(self._build_form(), 3)
        above.addWidget(self._labels, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(12)
        layout.addLayout(above)
        layout.addWidget(plain_label(tr("How the file begins")))
        layout.addWidget(self._shown, 1)
        layout.addWidget(self._told)
        layout.addWidget(self._build_buttons())

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self._export = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        self._path.textChanged.connect(lambda _text: self._enable())
        return buttons

    def _fill_choices(self) -> None:
        for each in EXPORTERS:
            self._format.addItem(tr(each.title), each.id)
        for value, name in _COORDINATES.items():
            self._coordinates.addItem(tr(name), value.value)
        counts = self._workspace.counts()
        self._only.addItem(tr("All articles ({count})", count=f"{sum(counts.values()):,}"), None)
        for status in Status:
            name = tr("{status} ({count})", status=status_name(status), count=f"{counts[status]:,}")
            self._only.addItem(name, status.value)
        self._annotator.addItem(tr("Everyone"), None)
        if self._workspace.layers.settled():
            self._annotator.addItem(tr("What was settled (gold)"), _GOLD)
        for name in self._workspace.annotators():
            self._annotator.addItem(name, (name,))

    def _build_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for title, choice in (
            (tr("Format"), self._format),
            (tr("Articles"), self._only),
            (tr("Work of"), self._annotator),
            (tr("Text"), self._coordinates),
        ):
            form.addRow(title, choice)
            choice.setAccessibleName(title)
            if choice is self._format:
                form.addRow("", self._about)
        form.addRow("", self._confirmed)
        form.addRow("", self._mask)
        form.addRow(tr("Parts"), self._split)
        browse = PlainButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._path, 1)
        place.addWidget(browse)
        form.addRow(tr("File"), place)
        return form

    def _follow(self) -> None:
        """Look anew whenever something is chosen, and show what the format asks for."""
        for choice in (self._format, self._only, self._annotator, self._coordinates):
            choice.currentIndexChanged.connect(lambda _index: self._settle.start())
        for box in (self._confirmed, self._mask):
            box.toggled.connect(lambda _on: self._settle.start())
        self._labels.changed.connect(self._settle.start)
        self._split.changed.connect(self._rename)
        self._split.changed.connect(self._settle.start)
        self._format.currentIndexChanged.connect(self._rename)
        self._rename()

    def _rename(self) -> None:
        made = exporter(self._format.currentData())
        self._coordinates.setEnabled(made.traits.choice)
        holds = tr("Holds: {what}.", what=tr(made.traits.holds))
        offsets = tr("Offsets: {unit}.", unit=tr(made.traits.offsets))
        self._about.setText(tr_all([holds, offsets]))
        self._path.setText(str(self._place()))
        self._enable()

    def _place(self) -> Path:
        """Where to write: beside the project, or where a person said, with the right ending."""
        made, folder = exporter(self._format.currentData()), self._is_folder()
        path, project = Path(self._path.text()), self._workspace.path
        if path != self._suggested:
            return path.with_suffix("" if folder else made.suffix)
        name = f"{project.stem}-{made.id}" if folder else f"{project.stem}{made.suffix}"
        self._suggested = project.with_name(name)
        return self._suggested

    def _is_folder(self) -> bool:
        whole = ExportOptions(self._format.currentData())
        return needs_folder(whole) or self._split.isChecked()

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export"), self._path.text())
        if name:
            self._path.setText(name)

    def _enable(self) -> None:
        named = bool(self._path.text().strip())
        self._export.setEnabled(named and self._split.is_valid() and not self._empty)

    def options(self) -> ExportOptions:
        """What is chosen; the shares must be valid."""
        # Qt hands an enumeration back as its text.
        only, whose = self._only.currentData(), self._annotator.currentData()
        return ExportOptions(
            self._format.currentData(),
            Status(only) if only else None,
            whose[0] if whose else None,
            Coordinates(self._coordinates.currentData()),
            self._confirmed.isChecked(),
            self._labels.names(),
            self._mask.isChecked(),
            self._split.split(),
            gold=whose is not None and not whose,
        )

    def _look(self) -> None:
        try:
            options, workspace = self.options(), self._workspace
        except UserError as error:
            self._latest.forget()
            self._refuse(error)
            return
        self._latest.begin(lambda: export_start(workspace, options, _SHOWN_ARTICLES))

    def _show(self, seen: tuple[ExportReport, Mapping[str, bytes]]) -> None:
        report, files = seen
        self._empty = not report.written
        self._enable()
        self._shown.setPlainText(beginning(files)[:_SHOWN_CHARACTERS])
        lines = [tr_problem(problem) for problem in report.problems]
        empty = tr("No article is chosen.") if self._empty else ""
        self._tell("\n".join(filter(None, (empty, *lines))))

    def _refuse(self, error: UserError) -> None:
        self._shown.clear()
        self._tell(tr_all(tr_error(error)))

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def done(self, result: int) -> None:
        """Close; a look under way is not waited for."""
        self._settle.stop()
        self._latest.forget()
        super().done(result)

    def _accept(self) -> None:
        self.export_wanted.emit(Path(self._path.text().strip()), self.options())
        self.accept()


def beginning(files: Mapping[str, bytes]) -> str:
    """How files begin, one after the other; what is no text is only named with its size."""
    parts = []
    for name, data in files.items():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = tr("{count} bytes that are no text", count=f"{len(data):,}")
        parts.append(f"── {name} ──\n{text}" if len(files) > 1 else text)
    return "\n".join(parts)
