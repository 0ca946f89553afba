"""What every page of the review window is: work in the background, then figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from annotator.progress import Progress
from annotator.workspace import Workspace
from ui.i18n import tr
from ui.session import Session
from ui.widgets import PlainButton, plain_label
from ui.worker import Job

ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def parted(way: Qt.Orientation, *parts: QWidget, shares: Sequence[int]) -> QSplitter:
    """Parts whose borders can be moved; `shares` say who gets how much of what room is left."""
    made = QSplitter(way)
    for number, (part, share) in enumerate(zip(parts, shares, strict=True)):
        made.addWidget(part)
        made.setStretchFactor(number, share)
    made.setChildrenCollapsible(False)
    return made


class Page(QWidget):
    """A page that counts when it is first shown, and again when that is asked for."""

    place_wanted = Signal(object, int, int)
    """An article and a raw range to show."""

    def __init__(self, session: Session, hint: str) -> None:
        super().__init__()
        self.session = session
        self._job: Job | None = None
        self._counted = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.top = QHBoxLayout()
        self.top.setSpacing(8)
        self._told: QLabel = plain_label(hint)
        self._told.setObjectName("quiet")
        self.column.addWidget(self._told)
        self.column.addLayout(self.top)
        self.again = self.button(tr("Count anew"), self.count)

    def button(self, text: str, call: Callable[[], object]) -> QPushButton:
        """A button of the page; the caller puts it in its place."""
        made = PlainButton(text)
        made.clicked.connect(lambda _checked: call())
        return made

    def look(self) -> None:
        """Count, unless that was done."""
        if not self._counted:
            self.count()

    def count(self) -> None:
        """Count in the background, and show what comes of it."""
        workspace = self.session.workspace
        if workspace is None or self._job is not None:
            return
        self._counted = True
        self.again.setEnabled(False)
        work = self.work(workspace)
        self._job = self.session.start(work, self.title(), self._arrived)
        self._job.ended.connect(self._ended)

    def title(self) -> str:
        """What the work is called while it goes on."""
        return tr("Counting")

    def work(self, workspace: Workspace) -> Callable[[Progress], object]:
        """What is done in the background."""
        raise NotImplementedError

    def show_result(self, result: Any) -> None:
        """Show what came of the work."""
        raise NotImplementedError

    def _arrived(self, result: object) -> None:
        if self._job is not None:
            self.show_result(result)

    def _ended(self) -> None:
        self._job = None
        self.again.setEnabled(True)

    def leave(self) -> None:
        """The window closes: what is under way stops, and nothing is shown any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
