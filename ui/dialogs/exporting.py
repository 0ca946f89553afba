"""Which articles go out, in which format and whose, with a look at how the file will begin."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.exporting import ExportOptions, ExportReport, export_to
from annotator.formats import EXPORTERS, exporter
from annotator.model import Status
from annotator.workspace import Workspace
from ui.i18n import tr, tr_all, tr_problem
from ui.names import status_name
from ui.widgets import MARGINS, plain_label
from ui.worker import Job

_SHOWN_ARTICLES = 2
_SHOWN_CHARACTERS = 4_000


class ExportDialog(QDialog):
    """Format, articles, annotator and file; every change shows the beginning of the file anew."""

    export_wanted = Signal(object, object)
    """A path and ExportOptions."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export"))
        self.resize(760, 560)
        self._workspace = workspace
        self._job: Job | None = None
        self._build()
        self._look()

    def _build(self) -> None:
        self._format, self._only, self._annotator = QComboBox(), QComboBox(), QComboBox()
        self._fill_choices()
        self._path = QLineEdit(str(self._suggested()))
        self._path.setAccessibleName(tr("File"))
        self._shown = QPlainTextEdit()
        self._shown.setReadOnly(True)
        self._shown.setAccessibleName(tr("How the file begins"))
        self._shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._told = plain_label()
        self._told.setObjectName("quiet")
        buttons = QDialogButtonBox()
        self._export = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        self._path.textChanged.connect(lambda text: self._export.setEnabled(bool(text.strip())))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(12)
        layout.addLayout(self._build_form())
        layout.addWidget(plain_label(tr("How the file begins")))
        layout.addWidget(self._shown, 1)
        layout.addWidget(self._told)
        layout.addWidget(buttons)

    def _fill_choices(self) -> None:
        for each in EXPORTERS:
            self._format.addItem(tr(each.title), each.id)
        counts = self._workspace.counts()
        self._only.addItem(tr("All articles ({count})", count=f"{sum(counts.values()):,}"), None)
        for status in Status:
            name = tr("{status} ({count})", status=status_name(status), count=f"{counts[status]:,}")
            self._only.addItem(name, status.value)
        self._annotator.addItem(tr("Everyone"), None)
        for name in self._workspace.annotators():
            self._annotator.addItem(name, name)

    def _build_form(self) -> QFormLayout:
        form = QFormLayout()
        for title, choice in (
            (tr("Format"), self._format),
            (tr("Articles"), self._only),
            (tr("Work of"), self._annotator),
        ):
            form.addRow(title, choice)
            choice.setAccessibleName(title)
            choice.currentIndexChanged.connect(lambda _index: self._look())
        self._format.currentIndexChanged.connect(self._rename)
        browse = QPushButton(tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.addWidget(self._path, 1)
        place.addWidget(browse)
        form.addRow(tr("File"), place)
        return form

    def _suggested(self) -> Path:
        return self._workspace.path.with_suffix(exporter(self._format.currentData()).suffix)

    def _rename(self) -> None:
        path = Path(self._path.text())
        self._path.setText(str(path.with_suffix(exporter(self._format.currentData()).suffix)))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export"), self._path.text())
        if name:
            self._path.setText(name)

    def options(self) -> ExportOptions:
        """What is chosen."""
        # Qt hands an enumeration back as its text.
        only = self._only.currentData()
        return ExportOptions(
            self._format.currentData(),
            Status(only) if only else None,
            self._annotator.currentData(),
        )

    def _look(self) -> None:
        file, options, workspace = BytesIO(), self.options(), self._workspace
        self._job = job = Job(
            lambda _progress: export_to(workspace, file, options, limit=_SHOWN_ARTICLES), ""
        )
        job.finished.connect(
            lambda report: self._show(report, file.getvalue()) if job is self._job else None
        )
        job.start()

    def _show(self, report: ExportReport, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        self._shown.setPlainText(text[:_SHOWN_CHARACTERS])
        lines = [tr_problem(problem) for problem in report.problems]
        empty = tr("No article is chosen.") if not report.written else ""
        self._told.setText(tr_all([empty, *lines]))
        self._told.setVisible(bool(self._told.text()))

    def done(self, result: int) -> None:
        """Close; a look under way is not waited for."""
        self._job = None
        super().done(result)

    def _accept(self) -> None:
        self.export_wanted.emit(Path(self._path.text().strip()), self.options())
        self.accept()
