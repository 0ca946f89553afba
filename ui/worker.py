"""Long work beside the window: the only thread code."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from functools import cache, partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import delete

from annotator.errors import Cancelled, UserError
from annotator.progress import Progress

T = TypeVar("T")

# How long a thread may go on with Python's lock while the window waits for it. With Python's own
# 5 ms, and a busy machine, a mere loop in a thread held the window up for 100 ms; so it is 20.
_TURN_SECONDS = 0.001


class _Door(QObject):
    """Where calls come from the threads into the window's; it stays as long as the program.

    While a signal is on its way out of one thread, another must not delete who sent it.
    """

    crossing = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.crossing.connect(self._arrive)

    @Slot(object)
    def _arrive(self, call: Callable[[], object]) -> None:
        call()


@cache
def _door() -> _Door:
    return _Door()


class Background(QObject):
    """Work in a thread of the pool, whose signals are emitted in the window's thread.

    Only calls cross from one thread to the other, by one slot, and not before the event loop goes
    on: who connects to a signal after `start` misses nothing, and no signal is on its way while
    what it is connected to changes.
    """

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._door = _door()

    def start(self) -> None:
        """Begin in the background; what was begun is deleted after it `ended`."""
        sys.setswitchinterval(_TURN_SECONDS)
        if not gc.get_freeze_count():
            # All threads wait for a full collection, and what is there now stays as a rule.
            gc.freeze()
        QThreadPool.globalInstance().start(_Runner(self._begin))

    def work(self) -> None:
        """What is done in the thread; it tells of it by `tell`."""
        raise NotImplementedError

    def tell(self, signal: str, *values: object) -> None:
        """Have the signal of this name emitted in the window's thread."""
        self._door.crossing.emit(partial(self._emit, signal, values))

    def _emit(self, signal: str, values: tuple[object, ...]) -> None:
        getattr(self, signal).emit(*values)

    def _begin(self) -> None:
        try:
            self.work()
        finally:
            self._door.crossing.emit(self._end)

    def _end(self) -> None:
        self.ended.emit()
        # The thread may be the last one to let go of it, and must not be the one that deletes it.
        delete(self)


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
            self.tell("cancelled")
        except Exception as error:  # handed to the window, which tells mendable from bug
            self.tell("failed", error)
        else:
            self.tell("finished", result)

    def _report(self, done: int, total: int | None) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.tell("progressed", done, total)


class Latest(Generic[T]):
    """Work of which only what was begun last counts; what came of it goes to `show`.

    `refuse` is told what a person can mend; any other error is raised in the window's thread.
    """

    def __init__(self, show: Callable[[T], object], refuse: Callable[[UserError], object]) -> None:
        self._show, self._refuse = show, refuse
        self._job: Job | None = None

    def begin(self, work: Callable[[], T]) -> None:
        """Do this in the place of what was begun before."""
        self._job = job = Job(lambda _progress: work(), "")
        job.finished.connect(lambda made: self._show(made) if job is self._job else None)
        job.failed.connect(lambda error: self._fail(error) if job is self._job else None)
        job.start()

    def forget(self) -> None:
        """Let nothing come of what is under way; it is not waited for."""
        self._job = None

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._refuse(error)


class _Runner(QRunnable):
    """A call that a thread of the pool makes."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._call = work

    def run(self) -> None:
        self._call()
