"""What is prepared for the open project though nobody asked: room for storing, and the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.changes import Changes, Part
from ui.i18n import tr
from ui.timers import single_shot
from ui.worker import Job

if TYPE_CHECKING:
    from ui.session import Session

# What a person sees of a project goes first.
_GROW_MS, _PREPARE_MS = 300, 2000

_WAIT_MS = 1000
"""Work that is done sooner is not shown."""

_TEXTS = (Part.REPAIRS, Part.BOILERPLATE)
_MOST_WAITING = 200
"""So many articles more are looked through one by one; then the index takes them in."""


class Groundwork(QObject):
    """Does it in the background, after a project was opened and while it changes."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._indexing: Job | None = None
        self._soon = (
            single_shot(self, self._grow_log, _GROW_MS),
            single_shot(self, self.prepare_find, _PREPARE_MS),
        )
        self._patience = single_shot(self, self._show, _WAIT_MS)

    def begin(self) -> None:
        """Take up the project that was just opened."""
        for timer in self._soon:
            timer.start()

    def stop(self) -> None:
        """Begin nothing more, and show nothing of what is under way."""
        for timer in (*self._soon, self._patience):
            timer.stop()

    def follow(self, changes: Changes) -> None:
        """Go on with the index where many texts changed."""
        workspace = self._session.workspace
        if workspace is None or not changes.touches(*_TEXTS):
            return
        if workspace.finder.waiting() > _MOST_WAITING:
            self.prepare_find()

    def prepare_find(self) -> None:
        """Take new texts into the index; finding works meanwhile, slower."""
        workspace = self._session.workspace
        if workspace is None or self._indexing is not None:
            return
        update, title = workspace.finder.update, tr("Preparing to find")
        self._indexing = self._session.start(update, title, lambda _count: None, told=False)
        self._indexing.ended.connect(self._indexed)
        self._patience.start()

    def _show(self) -> None:
        if self._indexing is not None:
            self._session.job_started.emit(self._indexing)

    def _indexed(self) -> None:
        self._indexing = None

    def _grow_log(self) -> None:
        workspace = self._session.workspace
        if workspace is not None:
            grow = workspace.grow_log
            self._session.start(lambda _progress: grow(), "", lambda _done: None, told=False)
