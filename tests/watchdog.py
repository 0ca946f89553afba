"""How long the window's event loop stood still, whatever else the machine had to do."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 5
_LOOK_SECONDS = 0.01
_DEEP = 8
_KEPT = 1000


class Stall(NamedTuple):
    """The loop took `seconds` over one turn; `stack` is what the thread was in meanwhile."""

    seconds: float
    stack: tuple[str, ...]


class Watchdog(QObject):
    """Watches the thread it is made in for as long as it is entered.

    Time in which a thread of this process could have run but another process had the core is not
    counted, where the system tells it (Linux), so that a busy machine is not taken for a slow
    program: while a thread waits for a core, others wait for Python's lock that it holds. It is
    read by a thread beside, since each read of a file gives Python's lock away, which a busy
    worker then keeps for a turn: told by the watched thread it would be a stall itself. What was
    alive before is kept from the garbage collector, which else stops all threads to look through
    what thousands of other tests have left.
    """

    def __init__(self, limit: float) -> None:
        super().__init__()
        self.stalls: list[Stall] = []
        self.worst = 0.0
        self._limit = limit
        self._watched = threading.get_ident()
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._turn)
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._stack: tuple[str, ...] = ()
        self._last = 0.0
        self._waits: deque[tuple[float, float]] = deque(maxlen=_KEPT)

    def __enter__(self) -> Self:
        gc.collect()
        gc.freeze()
        self._last = time.monotonic()
        self._waits.append((self._last, _waited()))
        self._beat.start()
        self._looking.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._turn()
        self._beat.stop()
        self._ended.set()
        self._looking.join()
        gc.unfreeze()

    def _turn(self) -> None:
        now = time.monotonic()
        took = now - self._last
        if took > self._limit:
            took -= self._waited_since(self._last)
        self.worst = max(self.worst, took)
        if took > self._limit:
            self.stalls.append(Stall(took, self._stack))
        self._last = time.monotonic()

    def _waited_since(self, moment: float) -> float:
        """Seconds waited for a core since the last look before a moment."""
        before = [waited for at, waited in tuple(self._waits) if at <= moment]
        return max(0.0, _waited() - before[-1]) if before else 0.0

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            self._waits.append((time.monotonic(), _waited()))
            if time.monotonic() - self._last > self._limit / 2:
                self._stack = _places(self._watched)


def _waited() -> float:
    """Seconds the threads that run now have waited for a core so far."""
    waited = 0
    for told in Path("/proc/self/task").glob("*/schedstat"):
        try:
            waited += int(told.read_text(encoding="ascii").split()[1])
        except OSError:
            # The thread has ended meanwhile.
            continue
    return waited / 1e9


def _places(thread: int) -> tuple[str, ...]:
    """Where a thread is, innermost last.

    Its frames are let go at once: one that is held keeps what is in it, a painter for instance.
    """
    frame = sys._current_frames().get(thread)
    places: list[str] = []
    while frame is not None and len(places) < _DEEP:
        places.append(f"{frame.f_code.co_filename}:{frame.f_lineno}")
        frame = frame.f_back
    return tuple(reversed(places))
