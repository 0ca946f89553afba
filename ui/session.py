"""The open project as the window sees it: which article is shown, and what is done to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from annotator.changes import Changes, Part
from annotator.commands import Command, SetMeta, SetStatus
from annotator.document import Document, first_change
from annotator.errors import UserError
from annotator.model import ArticleId, Meta, Status
from annotator.places import PROJECT_SUFFIX, project_for
from annotator.progress import Progress
from annotator.workspace import Workspace
from ui.groundwork import Groundwork
from ui.i18n import tr
from ui.notices import Notice, notice_of
from ui.opening import Opener
from ui.trace import Trace
from ui.worker import Job

_IDLE_SECONDS = 60.0
"""A pause longer than this is not time spent on an article."""

_PATIENCE = 0.05
"""Seconds that a key waits for what else is being stored."""

_SUGGESTED = frozenset({Part.SUGGESTIONS})

_BEFORE_ALL = 0
"""Less than the id of any article."""


class WorkList(Protocol):
    """The articles that next and previous walk through."""

    def beside(self, article: ArticleId, *, forward: bool) -> ArticleId | None:
        """The article after or before one."""

    def next_open(self, article: ArticleId) -> ArticleId | None:
        """The next article that is not done, the ends joined."""


class Session(QObject):
    """Runs commands on the open project and tells the views what changed.

    Views read `workspace` and `document`; only this class writes.
    """

    project_opened = Signal()
    closing = Signal()
    article_opened = Signal(object)
    document_changed = Signal(object, object)
    suggestions_changed = Signal(object)
    """The article shown, where nothing but what is suggested in it changed."""
    project_changed = Signal(object)
    history_changed = Signal()
    texts_given = Signal(object)
    """Paths of texts that belong into the project just opened."""
    span_meant = Signal(object)
    """What of the article shown is to be looked at."""
    noticed = Signal(object)
    job_started = Signal(object)

    _told = Signal(object)

    def __init__(self, annotator: str, trace: Trace) -> None:
        super().__init__()
        self._annotator = annotator
        self.trace = trace
        self.workspace: Workspace | None = None
        self.document: Document | None = None
        self.work_list: WorkList | None = None
        self.key_for: Callable[[str], str] = lambda _action: ""
        """What to press for an action, by its id, as people are told it."""
        self._last_action = 0.0
        self._seconds = 0.0
        self._jobs: list[Job] = []
        self._opener = Opener(self.start, self.tell_error)
        self.groundwork = Groundwork(self)
        # Commands may run in a worker's thread; the signal brings their changes to the window's.
        self._told.connect(self._refresh)

    def set_annotator(self, name: str) -> None:
        """Work under another name from now on."""
        self._annotator = name
        if self.workspace is not None:
            self.workspace.annotator = name
            self.history_changed.emit()

    # opening and closing

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a project file, or text files and folders as the project that belongs to them."""
        if len(paths) == 1 and paths[0].suffix == PROJECT_SUFFIX:
            self.open_project(paths[0])
            return
        try:
            place = project_for(paths)
        except UserError as error:
            self.tell_error(error)
            return
        self.open_project(place, create=not place.exists(), texts=paths)

    def open_project(self, path: Path, *, create: bool = False, texts: Sequence[Path] = ()) -> None:
        """Open or create a project file; says so and keeps the one before if that fails.

        One that an older version made is brought to this one in the background. `texts` belong
        into the project.
        """
        if self.workspace is not None and self.workspace.path.resolve() == path.resolve():
            self._opener.forget()
            self._give(texts)
            return
        opening = self._opener.create if create else self._opener.open
        opening(path, self._annotator, lambda workspace: self._take_up(workspace, texts))

    def _give(self, texts: Sequence[Path]) -> None:
        if texts:
            self.texts_given.emit(texts)

    def _take_up(self, workspace: Workspace, texts: Sequence[Path]) -> None:
        """Show a project in place of the one before."""
        self.close()
        self.workspace = workspace
        workspace.subscribe(self._told.emit)
        self.project_opened.emit()
        self.history_changed.emit()
        self._open_first()
        self.groundwork.begin()
        self._give(texts)

    def close(self) -> None:
        """Leave the article and close the project; everything is stored already."""
        self.closing.emit()
        self.groundwork.stop()
        for job in self._jobs:
            job.cancel()
        QThreadPool.globalInstance().waitForDone()
        self.store_seconds()
        self.document = None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def _open_first(self) -> None:
        if self.workspace is None:
            return
        for status in (Status.DOING, Status.TODO, None):
            first = self.workspace.neighbour(_BEFORE_ALL, status=status)
            if first is not None:
                self.open_article(first)
                return

    # articles

    def open_article(self, article: ArticleId) -> None:
        """Show an article; the time spent on the one before is stored."""
        if self.workspace is None:
            return
        self.store_seconds()
        self.document = self.workspace.document(article)
        self._last_action = time.monotonic()
        self.article_opened.emit(self.document)
        self.trace.when_painted("article painted", key=self.document.article.key)

    def step_article(self, *, forward: bool) -> None:
        """Show the article after or before this one in the list."""
        if self.work_list is None or self.document is None:
            return
        beside = self.work_list.beside(self.document.article.id, forward=forward)
        if beside is not None:
            self.open_article(beside)

    def finish_article(self) -> None:
        """Mark the article done and show the next one that is not, the ends of the list joined."""
        if self.workspace is None or self.document is None:
            return
        here = self.document.article.id
        self.run(SetStatus(here, Status.DONE))
        following = self.work_list.next_open(here) if self.work_list is not None else None
        if following is not None:
            self.open_article(following)
        else:
            self._tell_all_done()

    def _tell_all_done(self) -> None:
        counts = self.workspace.counts() if self.workspace is not None else {}
        if counts.get(Status.TODO) or counts.get(Status.DOING):
            text = tr("Every article of this list is done.")
            self.noticed.emit(Notice(text, tr("Take a filter away to go on with others.")))
        else:
            self.noticed.emit(
                Notice(tr("Every article is done."), tr("Export them from the File menu."))
            )

    def set_meta(self, meta: Meta) -> None:
        """Keep what a person says about the article shown."""
        if self.document is not None and meta != self.document.article.meta:
            self.run(SetMeta(self.document.article.id, meta))

    def store_seconds(self) -> None:
        """Store the time spent on the article shown so far."""
        if self.workspace is not None and self.document is not None and self._seconds:
            self.workspace.add_seconds(self.document.article.id, self._seconds)
        self._seconds = 0.0

    def note_activity(self) -> None:
        """Count the time since the last action as spent on this article, pauses left out."""
        now = time.monotonic()
        if now - self._last_action < _IDLE_SECONDS:
            self._seconds += now - self._last_action
        self._last_action = now

    # actions

    def run(self, command: Command) -> bool:
        """Run one action; what goes wrong is told in the window, and nothing is half done."""
        if self.workspace is None:
            return False
        self.note_activity()
        self.trace.event_now("action received", command=command.title)
        try:
            done = bool(self.workspace.run(command, _PATIENCE))
        except UserError as error:
            self.tell_error(error)
            return False
        self._note_committed(command.title)
        self.history_changed.emit()
        return done

    def _note_committed(self, title: str) -> None:
        self.trace.event_now("committed", command=title)
        self.trace.when_painted("painted", command=title)

    def undo(self) -> None:
        """Take the last action back, whichever article it was in, and show that article."""
        self._travel(forward=False)

    def redo(self) -> None:
        """Do the action taken back last again, and show its article."""
        self._travel(forward=True)

    def _travel(self, *, forward: bool) -> None:
        if self.workspace is None:
            return
        step = self.workspace.redo_step() if forward else self.workspace.undo_step()
        if step is None:
            return
        if step.article is not None and not self._showing(step.article):
            self.open_article(step.article)
        workspace, title = self.workspace, "redo" if forward else "undo"
        before = self.document
        self.trace.event_now("action received", command=title)
        travel = workspace.redo if forward else workspace.undo
        if workspace.is_long(step):
            name = tr("Redoing") if forward else tr("Undoing")
            self.start(
                lambda progress: travel(_PATIENCE, progress), name, lambda _changes: self._ran("")
            )
            return
        try:
            travel(_PATIENCE)
        except UserError as error:
            self.tell_error(error)
        else:
            self._note_committed(title)
            self._show_change(before)
        self.history_changed.emit()

    def _show_change(self, before: Document | None) -> None:
        """Let what was undone or redone be seen, wherever the view is."""
        if before is None or not self._showing(before.article.id):
            return
        assert self.workspace is not None
        span = first_change(before, self.workspace.document(before.article.id))
        if span is not None:
            self.span_meant.emit(span)

    def _showing(self, article: ArticleId) -> bool:
        return self.document is not None and self.document.article.id == article

    @Slot(object)
    def _refresh(self, changes: Changes) -> None:
        """Bring the shown document in step with the store, and tell the views what to refresh."""
        if self.workspace is None:
            return
        shown = self.document.article.id if self.document is not None else None
        if changes.parts == _SUGGESTED:
            if shown is not None and shown in changes.articles:
                self.document = self.workspace.document(shown)
                self.suggestions_changed.emit(self.document)
            return
        whole = changes.touches(Part.LABELS, Part.ARTICLES)
        if shown is not None and (whole or shown in changes.articles):
            self.document = self.workspace.document(shown)
            self.document_changed.emit(self.document, changes)
        self.project_changed.emit(changes)
        self.groundwork.follow(changes)
        if self.document is None:
            self._open_first()

    # long work

    def start(
        self,
        work: Callable[[Progress], object],
        title: str,
        then: Callable[[Any], object],
        *,
        told: bool = True,
    ) -> Job:
        """Do `work` in the background; `then` gets its result, errors are told in the window.

        Its progress, and that it was stopped, are shown where it is `told`.
        """
        job = Job(work, title)
        self._jobs.append(job)
        job.finished.connect(then)
        job.failed.connect(self.tell_error)
        job.ended.connect(lambda: self._jobs.remove(job))
        if told:
            job.cancelled.connect(lambda: self.noticed.emit(Notice(tr("Stopped."))))
            self.job_started.emit(job)
        job.start()
        return job

    def run_long(self, make: Callable[[Progress], Command], title: str, done: str) -> None:
        """Run one action in the background, `done` told when it is; stopping it changes nothing."""
        workspace = self.workspace
        if workspace is not None:
            self.start(
                lambda progress: workspace.run(make(progress)),
                title,
                lambda changes: self._ran(done if changes else ""),
            )

    def _ran(self, text: str) -> None:
        self.history_changed.emit()
        if text:
            self.tell_step(text)

    def tell_step(self, text: str) -> None:
        """Say what the step just taken did, and how to take it back."""
        way_out = tr("{undo} takes it back.", undo=self.key_for("undo"))
        self.noticed.emit(Notice(text, way_out, passing=True))

    def tell_error(self, error: Exception) -> None:
        """Say what went wrong and the way out; a bug is logged and said once."""
        self.noticed.emit(notice_of(error))
