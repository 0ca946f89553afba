"""A record of when things happened, for benchmarks: one JSON object a line."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class Trace(QObject):
    """Writes events with a monotonic clock in seconds; without a path it writes nothing.

    Events: `usable` (the window is painted and takes keys), `action received`, `committed`, and
    with the next painting after these `article painted` and `painted`.
    """

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._file: TextIO | None = path.open("w", encoding="utf-8") if path else None
        self._unpainted: list[tuple[str, dict[str, object]]] = []

    def event_now(self, name: str, **values: object) -> None:
        """Note that something happened now."""
        if self._file is not None:
            record = {"t": time.monotonic(), "event": name, **values}
            print(json.dumps(record, ensure_ascii=False), file=self._file, flush=True)

    def when_painted(self, name: str, **values: object) -> None:
        """Note an event as soon as the window has been painted anew."""
        if self._file is not None:
            self._unpainted.append((name, values))

    def watch(self, window: QWidget) -> None:
        """Note the paintings of this window; costs nothing where nothing is written."""
        if self._file is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest or not self._unpainted:
            return False
        # Answered here, since whatever is posted may come after other work that is due.
        watched.event(event)
        done, self._unpainted = self._unpainted, []
        for name, values in done:
            self.event_now(name, **values)
        return True
