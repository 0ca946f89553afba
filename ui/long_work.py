"""Work on the open project that takes its time: in the background, with progress and a stop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.changes import Changes
from annotator.errors import UserError
from annotator.exporting import ExportOptions, ExportReport, export_file
from annotator.formats.base import ReadOptions
from annotator.model import ImportId
from annotator.restoring import restore
from ui.i18n import listed, tr, tr_all, tr_problem
from ui.session import Notice, Session
from ui.worker import Job, Progress

if TYPE_CHECKING:
    # It brings the rules with it, and a window should be there before they are.
    from annotator.importing import ImportReport


class LongWork(QObject):
    """Starts long work on the session's project and says in the window what came of it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        session.texts_given.connect(self.import_paths)

    def import_paths(
        self,
        paths: Sequence[Path],
        options: ReadOptions | None = None,
        format: str | None = None,
        clean: bool = True,
    ) -> None:
        """Read files and folders into the project."""
        workspace = self._session.workspace
        if workspace is None:
            return
        work = partial(
            workspace.import_files,
            list(paths),
            options or ReadOptions(),
            format=format,
            clean=clean,
        )
        self._session.start(
            lambda progress: work(progress=progress), tr("Importing"), self._imported
        )

    def _imported(self, report: ImportReport) -> None:
        self._session.prepare_find()
        parts = [tr("{count} articles imported.", count=report.added)] if report.added else []
        if report.cleaned_again:
            again = tr("{count} were cleaned again: lines recur.", count=report.cleaned_again)
            parts.append(again)
        if report.known:
            parts.append(tr("{count} were here already.", count=report.known))
        if report.problems:
            parts.append(tr("{count} problems.", count=len(report.problems)))
        lines = tuple(tr_problem(problem) for problem in report.problems)
        text = tr_all(parts) or tr("Nothing to import.")
        self._session.noticed.emit(Notice(text, bad=bool(lines), lines=lines))

    def take_back_import(self, import_id: ImportId) -> None:
        """Delete the articles of an import, if nobody worked on them."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def told(changes: Changes) -> None:
            text = tr("{count} articles taken back.", count=len(changes.articles))
            self._session.noticed.emit(Notice(text))

        self._session.start(
            lambda _progress: workspace.take_back_import(import_id), tr("Taking back"), told
        )

    def export(self, path: Path, options: ExportOptions | None = None) -> None:
        """Write the project's articles to a file."""
        workspace = self._session.workspace
        if workspace is None:
            return
        chosen = options or ExportOptions()

        def told(report: ExportReport) -> None:
            lines = tuple(tr_problem(problem) for problem in report.problems)
            text = tr("{count} articles exported to {path}", count=report.written, path=path)
            if len(report.parts) > 1:
                text += " (" + listed(f"{part} {count}" for part, count in report.parts) + ")"
            self._session.noticed.emit(Notice(text, bad=bool(lines), lines=lines))

        self._session.store_seconds()
        self._session.start(
            lambda progress: export_file(workspace, path, chosen, progress), tr("Exporting"), told
        )

    def back_up(self, path: Path) -> None:
        """Write a checked copy of the project."""
        workspace = self._session.workspace
        if workspace is None:
            return
        self._session.start(
            lambda _progress: workspace.backup(path),
            tr("Backing up"),
            lambda _none: self._session.noticed.emit(
                Notice(tr("{path} holds a checked copy of the project.", path=path))
            ),
        )

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the open project and open it."""
        workspace = self._session.workspace
        if workspace is None:
            return
        project = workspace.path
        self._session.close()
        try:
            kept = restore(project, backup)
        except UserError as error:
            self._session.open_project(project)
            self._session.tell_error(error)
            return
        self._session.open_project(project)
        text = tr("The project is as in {backup}.", backup=backup.name)
        where = tr("What it was before is kept as {path}.", path=kept.name) if kept else ""
        self._session.noticed.emit(Notice(text, where))

    def repropose(self) -> Job | None:
        """Count what recurs and clean every article anew, as the settings of the project say."""
        workspace = self._session.workspace
        if workspace is None:
            return None

        def work(progress: Progress) -> object:
            workspace.count_recurring(progress)
            return workspace.repropose(progress)

        def told(changed: int) -> None:
            text = tr("Other proposals than before in {count} articles.", count=changed)
            self._session.noticed.emit(
                Notice(text if changed else tr("The proposals are as before."))
            )

        return self._session.start(work, tr("Cleaning anew"), told)

    def train(self) -> None:
        """Train the project's model on the articles that are done."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def told(count: int) -> None:
            text = tr("The model has learned from {count} articles.", count=count)
            self._session.noticed.emit(Notice(text, tr("The next import or run uses it.")))

        self._session.start(workspace.train_model, tr("Training"), told)
