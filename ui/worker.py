"""Long work beside the window: the only thread code."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from annotator.errors import Cancelled

Progress = Callable[[int, int | None], None]

# How long a thread may go on with Python's lock while the window waits for it. With Python's own
# 5 ms, and a busy machine, a mere loop in a thread held the window up for 100 ms; so it is 20.
_TURN_SECONDS = 0.001


class Background(QObject):
    """Work in a thread of the pool, whose signals are emitted in the window's thread.

    Only calls cross from one thread to the other, by one slot, and not before the event loop goes
    on: who connects to a signal after `start` misses nothing, and no signal is on its way while
    what it is connected to changes.
    """

    ended = Signal()

    _crossing = Signal(object)

    _running: set[Background] = set()  # noqa: RUF012
    """What the threads are at; it is taken apart in the window's thread, like all of its objects"""

    def __init__(self) -> None:
        super().__init__()
        self._crossing.connect(self._arrive)

    def start(self) -> None:
        """Begin in the background; what was begun deletes itself after it `ended`."""
        sys.setswitchinterval(_TURN_SECONDS)
        if not gc.get_freeze_count():
            # All threads wait for a full collection, and what is there now stays as a rule.
            gc.freeze()
        self._running.add(self)
        QThreadPool.globalInstance().start(_Runner(self._begin))

    def work(self) -> None:
        """What is done in the thread; it tells of it by `tell`."""
        raise NotImplementedError

    def tell(self, call: Callable[[], object]) -> None:
        """Have a call made in the window's thread."""
        self._crossing.emit(call)

    @Slot(object)
    def _arrive(self, call: Callable[[], object]) -> None:
        call()

    def _begin(self) -> None:
        try:
            self.work()
        finally:
            self.tell(self._end)

    def _end(self) -> None:
        self.ended.emit()
        self._running.discard(self)
        self.deleteLater()


class Job(Background):
    """One piece of work with a result."""

    progressed = Signal(int, object)
    finished = Signal(object)
    failed = Signal(Exception)
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], object], title: str) -> None:
        super().__init__()
        self.title = title
        self._work = work
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._stop.set()

    def work(self) -> None:
        """Do it, and tell how it went."""
        try:
            result = self._work(self._report)
        except Cancelled:
            self.tell(self.cancelled.emit)
        except Exception as error:  # handed to the window, which tells mendable from bug
            self.tell(partial(self.failed.emit, error))
        else:
            self.tell(partial(self.finished.emit, result))

    def _report(self, done: int, total: int | None) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.tell(partial(self.progressed.emit, done, total))


class _Runner(QRunnable):
    """A call that a thread of the pool makes."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._call = work

    def run(self) -> None:
        self._call()
