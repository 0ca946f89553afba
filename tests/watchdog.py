"""How long the window's event loop stood still, whatever else the machine had to do."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 2
_LOOK_SECONDS = 0.01


class Stall(NamedTuple):
    """The loop took `seconds` over one turn; `stack` is what the thread was in meanwhile."""

    seconds: float
    stack: str


class Watchdog(QObject):
    """Watches the thread it is made in for as long as it is entered.

    Time in which the thread could have run but another process had the core is not counted, where
    the system tells it (Linux), so that a busy machine is not taken for a slow program.
    """

    def __init__(self, limit: float) -> None:
        super().__init__()
        self.stalls: list[Stall] = []
        self.worst = 0.0
        self._limit = limit
        self._watched = threading.get_ident()
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._turn)
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._stack = ""
        self._last, self._waited = 0.0, 0.0

    def __enter__(self) -> Self:
        self._last, self._waited = time.monotonic(), self._waiting()
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

    def _waiting(self) -> float:
        """Seconds this thread has waited for a core so far."""
        if not self._schedule.exists():
            return 0.0
        return int(self._schedule.read_text(encoding="ascii").split()[1]) / 1e9

    def _turn(self) -> None:
        now, waited = time.monotonic(), self._waiting()
        took = now - self._last - (waited - self._waited)
        self.worst = max(self.worst, took)
        if took > self._limit:
            self.stalls.append(Stall(took, self._stack))
        self._last, self._waited = now, waited

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            if time.monotonic() - self._last > self._limit / 2:
                frame = sys._current_frames().get(self._watched)
                self._stack = "".join(traceback.format_stack(frame)[-8:])
