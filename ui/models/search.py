"""A search running beside the window: its finds arrive bit by bit."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import Signal

from annotator.filters import Filter, Sort
from annotator.find.finder import Found
from annotator.workspace import Workspace
from ui.worker import Background

_APART = 0.08
"""Seconds between two reports: each repaints the list."""


class Search(Background):
    """One search; once it is stopped it finds nothing more."""

    found = Signal(object)
    failed = Signal(Exception)

    def __init__(self, workspace: Workspace, wanted: Filter, sort: Sort) -> None:
        super().__init__()
        self._workspace, self._wanted, self._sort = workspace, wanted, sort
        self._stop = threading.Event()

    def stop(self) -> None:
        """Look no further, and say nothing more but that it `ended`."""
        self._stop.set()

    def work(self) -> None:
        """Look, and tell what is found."""
        try:
            self._look()
        except Exception as error:  # handed to the window, which tells mendable from bug
            # Who was stopped may find the project closed under it.
            if not self._stop.is_set():
                self.tell("failed", error)

    def _look(self) -> None:
        held: Found | None = None
        told = 0.0
        for part in self._workspace.finder.search(self._wanted, self._sort):
            if self._stop.is_set():
                return
            held = part if held is None else _joined(held, part)
            if held.ids and time.monotonic() - told > _APART:
                self.tell("found", held)
                held, told = None, time.monotonic()
        if held is not None and not self._stop.is_set():
            self.tell("found", held)


def _joined(one: Found, more: Found) -> Found:
    return Found(one.ids + more.ids, more.looked, more.total, more.given_up)
