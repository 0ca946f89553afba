"""Long work beside the window: the only thread code."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from annotator.errors import Cancelled

Progress = Callable[[int, int | None], None]

# How long a thread may go on with Python's lock while the window waits for it. With Python's own
# 5 ms, and a busy machine, a mere loop in a thread held the window up for 100 ms; so it is 20.
_TURN_SECONDS = 0.001


class Job(QObject):
    """One piece of work in a thread of the pool; its signals arrive in the window's thread."""

    progressed = Signal(int, object)
    finished = Signal(object)
    failed = Signal(Exception)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Callable[[Progress], object], title: str) -> None:
        super().__init__()
        self.title = title
        self._work = work
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin in the background."""
        sys.setswitchinterval(_TURN_SECONDS)
        if not gc.get_freeze_count():
            # All threads wait for a full collection, and what is there now stays as a rule.
            gc.freeze()
        QThreadPool.globalInstance().start(Runner(self._run))

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._stop.set()

    def _report(self, done: int, total: int | None) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(done, total)

    def _run(self) -> None:
        try:
            result = self._work(self._report)
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # handed to the window, which tells mendable from bug
            self.failed.emit(error)
        else:
            self.finished.emit(result)
        self.ended.emit()


class Runner(QRunnable):
    """A call that a thread of the pool makes."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._call = work

    def run(self) -> None:
        self._call()
