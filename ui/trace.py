"""A record of when things happened, for benchmarks: one JSON object a line."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TextIO


class Trace:
    """Writes events with a monotonic clock in seconds; without a path it writes nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._file: TextIO | None = path.open("w", encoding="utf-8") if path else None

    def event(self, name: str, **values: object) -> None:
        """Note that something happened now."""
        if self._file is not None:
            record = {"t": time.monotonic(), "event": name, **values}
            print(json.dumps(record, ensure_ascii=False), file=self._file, flush=True)
