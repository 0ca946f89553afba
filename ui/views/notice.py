"""A line in the window instead of a box in the way: what happened, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from ui.i18n import tr, tr_all
from ui.notices import Notice
from ui.timers import single_shot
from ui.widgets import plain_label
from ui.worker import Job

_SHOWN_MS = 6000


class NoticeBar(QFrame):
    """Shows the last notice; a bad one stays until it is closed."""

    left = Signal()
    """It was closed while it had the keyboard, which belongs elsewhere now."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._text = plain_label()
        self._details = QPushButton(tr("Show"))
        self._details.setAutoDefault(True)
        self._details.setCheckable(True)
        # A click leaves the keyboard where the work is.
        self._details.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._passing = False
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(tr("Close this line"))
        close.setToolTip(tr("Close this line"))
        close.clicked.connect(self.close_line)
        self._lines = QPlainTextEdit()
        self._lines.setReadOnly(True)
        self._lines.setMaximumHeight(160)
        self._lines.setAccessibleName(tr("Problems"))
        self._lines.setTabChangesFocus(True)
        self._details.toggled.connect(self._lines.setVisible)
        row = QHBoxLayout()
        row.addWidget(self._text, 1)
        row.addWidget(self._details)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.addLayout(row)
        column.addWidget(self._lines)
        self._timer = single_shot(self, self.close_line)
        self.hide()

    def close_line(self) -> None:
        """Take the notice away."""
        held = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if held:
            self.left.emit()

    def pass_by(self) -> None:
        """Take a notice away that is not true any more once something else is done or shown."""
        if self._passing:
            self.close_line()

    def pass_over(self) -> None:
        """Take away what went wrong before, as it does not matter to what is open now."""
        if self.property("bad"):
            self.close_line()

    def tell(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self._text.setText(tr_all((notice.text, notice.way_out)))
        self._passing = notice.passing
        self.setProperty("bad", notice.bad)
        self.style().unpolish(self)
        self.style().polish(self)
        self._lines.setPlainText("\n".join(notice.lines))
        self._details.setVisible(bool(notice.lines))
        self._details.setChecked(False)
        self._lines.hide()
        self.show()
        if notice.bad:
            self._timer.stop()
        else:
            self._timer.start(_SHOWN_MS)


class JobBar(QFrame):
    """Progress of long work, with a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self._text = plain_label()
        self._text.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(160, 6)
        self._stop = QPushButton(tr("Stop"))
        self._stop.setAutoDefault(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        self._job: Job | None = None
        self._stop.clicked.connect(self._cancel)
        self.hide()

    def follow(self, job: Job) -> None:
        """Show the progress of a job until it ends."""
        self._job = job
        self._bar.setRange(0, 0)
        self._text.setText(job.title)
        self._stop.setEnabled(True)
        job.progressed.connect(self._progress)
        job.ended.connect(self.hide)
        self.show()

    def _progress(self, done: int, total: int | None) -> None:
        if self._job is None:
            return
        self._bar.setRange(0, total or 0)
        self._bar.setValue(done)
        count = f" {done:,} / {total:,}" if total else f" {done:,}" if done else ""
        self._text.setText(self._job.title + count)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._stop.setEnabled(False)
