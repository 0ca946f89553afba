"""A regular expression of the project, tried on its articles while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.engine import KeptPattern
from annotator.errors import UserError
from annotator.model import LabelId
from annotator.suggest import OwnPattern, compiled
from annotator.wants import Tried
from ui.i18n import listed, tr, tr_all, tr_error
from ui.names import label_name
from ui.session import Session
from ui.timers import single_shot
from ui.widgets import MARGINS, plain_label
from ui.worker import Job

_PAUSE_MS = 250


class PatternDialog(QDialog):
    """`entered` has the pattern once it is one, and none that would take too long."""

    entered = Signal(object)

    def __init__(self, session: Session, own: KeptPattern | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._number = 0
        self.setWindowTitle(tr("Own pattern"))
        self.resize(560, 260)
        self._name = QLineEdit(own.name if own else "")
        self._pattern = QLineEdit(own.pattern if own else "")
        self._label = QComboBox()
        workspace = session.workspace
        for label in workspace.labels() if workspace is not None else ():
            self._label.addItem(label_name(label), label.id)
        if own is not None:
            self._label.setCurrentIndex(max(0, self._label.findData(own.label)))
        self._says = plain_label()
        self._pause = single_shot(self, self._try)
        self._pattern.textChanged.connect(self._type)
        self.finished.connect(self._give_up)
        self._build()
        self._type()

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for name, field in (
            (tr("Name"), self._name),
            (tr("Pattern"), self._pattern),
            (tr("Label"), self._label),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self._buttons = QDialogButtonBox(ok | cancel)
        self._buttons.button(ok).setText(tr("Keep"))
        self._buttons.button(cancel).setText(tr("Cancel"))
        self._buttons.accepted.connect(self._keep)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self._says, 1)
        layout.addWidget(self._buttons)

    # trying

    def _type(self) -> None:
        self._give_up()
        self._allow(False)
        self._pause.start(_PAUSE_MS)

    def _allow(self, allowed: bool) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(allowed)

    def _give_up(self) -> None:
        self._number += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _try(self) -> None:
        workspace, pattern = self._session.workspace, self._pattern.text()
        if workspace is None or not pattern:
            self._says.setText(tr("Finds are shown here while you type."))
            return
        own = OwnPattern(self._name.text() or pattern, "", pattern)
        try:
            compiled(own)
        except UserError as error:
            self._says.setText(tr_all(tr_error(error)))
            return
        self._says.setText(tr("Looking…"))
        number = self._number
        self._job = self._session.start(
            lambda progress: workspace.suggesting.try_pattern(own, progress),
            tr("Looking…"),
            lambda tried: self._tried(number, tried),
            told=False,
        )

    def _tried(self, number: int, tried: Tried) -> None:
        if number != self._number:
            return
        self._job = None
        self._allow(not tried.slow)
        if tried.slow:
            self._says.setText(
                tr(
                    "“{name}” takes too long on an article: it would hold everything up. Write it "
                    "with fewer repetitions inside each other.",
                    name=self._name.text() or self._pattern.text(),
                )
            )
            return
        found = tr(
            "Finds: {count}, in {articles} of {total} articles.",
            count=f"{tried.count:,}",
            articles=f"{tried.articles:,}",
            total=f"{tried.of:,}",
        )
        self._says.setText(tr_all((found, listed(tried.samples))))

    def _keep(self) -> None:
        pattern = self._pattern.text()
        name = self._name.text().strip() or pattern
        self.entered.emit(KeptPattern(name, pattern, LabelId(self._label.currentData())))
        self.accept()
