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
from annotator.places import is_beside
from annotator.progress import Progress
from annotator.restoring import restore
from ui.i18n import listed, mark, tr, tr_all, tr_count, tr_problem
from ui.notices import Notice, with_problems
from ui.session import Session
from ui.worker import Job

if TYPE_CHECKING:
    # It brings the rules with it, and a window should be there before they are.
    from annotator.importing import ImportReport
    from annotator.workspace import Workspace


_DIFFER = mark("{key}: {left} and {right} differ at {places} places.")
_MERGED = (
    (mark("{count} article added."), mark("{count} articles added.")),
    (mark("Work on {count} article taken over."), mark("Work on {count} articles taken over.")),
    (
        mark("{count} version kept beside what was here."),
        mark("{count} versions kept beside what was here."),
    ),
    (
        mark("{count} result of another cleaner kept."),
        mark("{count} results of other cleaners kept."),
    ),
)
"""What a merge brings, each as one and as many."""


class LongWork(QObject):
    """Starts long work on the session's project and says in the window what came of it.

    It goes with its `parent`, so that a window made anew does not start the same work twice.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        session.texts_given.connect(self._take_texts)

    def _take_texts(self, paths: Sequence[Path]) -> None:
        """Read the texts that the project was opened for; say where it is if that is elsewhere."""
        workspace, where = self._session.workspace, ""
        if workspace is not None and not is_beside(workspace.path, paths):
            where = tr(
                "Nothing can be written beside the texts: your work is kept in {path}.",
                path=workspace.path,
            )
        self.import_paths(paths, where=where)

    def import_paths(
        self,
        paths: Sequence[Path],
        options: ReadOptions | None = None,
        format: str | None = None,
        clean: bool = True,
        cleaner: str = "",
        *,
        where: str = "",
    ) -> None:
        """Read files and folders into the project, or what a cleaner made of articles there.

        `where` is told beside what came in.
        """
        workspace = self._session.workspace
        if workspace is None:
            return
        if cleaner:
            self._add_cleaner(workspace, cleaner, paths, options, format)
            return
        work = partial(
            workspace.import_files,
            list(paths),
            options or ReadOptions(),
            format=format,
            clean=clean,
        )
        self._session.start(
            lambda progress: work(progress=progress),
            tr("Importing"),
            lambda report: self._imported(report, where),
        )

    def _add_cleaner(
        self,
        workspace: Workspace,
        name: str,
        paths: Sequence[Path],
        options: ReadOptions | None,
        format: str | None,
    ) -> None:
        # It brings the rules with it, and a window should be there before they are.
        from annotator.comparing import CleanerReport, add_cleaner

        def told(report: CleanerReport) -> None:
            one = mark("What {name} made of {count} article is kept: the review compares it.")
            many = mark("What {name} made of {count} articles is kept: the review compares it.")
            text = tr_count(one, many, report.kept, name=name)
            self._session.noticed.emit(with_problems(text, report.problems))

        work = partial(add_cleaner, workspace, name, list(paths), options, format=format)
        self._session.start(lambda progress: work(progress=progress), tr("Comparing"), told)

    def _imported(self, report: ImportReport, where: str) -> None:
        self._session.groundwork.prepare_find()
        parts = []
        if report.added:
            one, many = mark("{count} article imported."), mark("{count} articles imported.")
            parts.append(tr_count(one, many, report.added))
        if report.cleaned_again:
            again = tr("Cleaned again, as lines recur: {count}.", count=f"{report.cleaned_again:,}")
            parts.append(again)
        if report.known:
            parts.append(tr("Here already: {count}.", count=f"{report.known:,}"))
        if report.problems:
            parts.append(tr_count("{count} problem.", "{count} problems.", len(report.problems)))
        text = tr_all(parts) or tr("Nothing to import.")
        told = with_problems(text, report.problems)
        self._session.noticed.emit(told._replace(way_out=where, bad=told.bad or bool(where)))

    def take_back_import(self, import_id: ImportId) -> None:
        """Delete the articles of an import, if nobody worked on them."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def told(changes: Changes) -> None:
            one, many = mark("{count} article taken back."), mark("{count} articles taken back.")
            text = tr_count(one, many, len(changes.articles))
            self._session.noticed.emit(Notice(text))

        self._session.start(
            lambda _progress: workspace.take_back_import(import_id), tr("Taking back"), told
        )

    def merge(self, others: Sequence[Path]) -> None:
        """Take in the articles of other projects, and everybody's work on them."""
        # It brings the formats with it, and a window should be there before they are.
        from annotator.merging import MergeReport, merge

        workspace = self._session.workspace
        if workspace is None:
            return

        def told(report: MergeReport) -> None:
            self._session.history_changed.emit()
            counts = (report.added, report.taken, report.kept, report.cleaned)
            parts = [
                tr_count(*words, count)
                for words, count in zip(_MERGED, counts, strict=True)
                if count
            ]
            text = tr_all(parts) or tr("There is nothing new in the other project.")
            lines = [tr_problem(problem) for problem in report.problems]
            lines += [tr(_DIFFER, **one._asdict()) for one in report.disagreements]
            bad = bool(report.problems)
            self._session.noticed.emit(Notice(text, bad=bad, lines=tuple(lines)))

        self._session.start(
            lambda progress: merge(workspace, others, progress), tr("Merging"), told
        )

    def export(self, path: Path, options: ExportOptions | None = None) -> None:
        """Write the project's articles to a file."""
        workspace = self._session.workspace
        if workspace is None:
            return
        chosen = options or ExportOptions()

        def told(report: ExportReport) -> None:
            one = mark("{count} article exported to {path}")
            many = mark("{count} articles exported to {path}")
            text = tr_count(one, many, report.written, path=path)
            if len(report.parts) > 1:
                text += " (" + listed(f"{part} {count}" for part, count in report.parts) + ")"
            self._session.noticed.emit(with_problems(text, report.problems))

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
            workspace.upkeep.count_recurring(progress)
            return workspace.upkeep.repropose(progress)

        def told(changed: int) -> None:
            one = mark("Other proposals than before in {count} article.")
            many = mark("Other proposals than before in {count} articles.")
            text = tr_count(one, many, changed)
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
            one = mark("The model has learned from {count} article.")
            text = tr_count(one, mark("The model has learned from {count} articles."), count)
            self._session.noticed.emit(Notice(text, tr("The next import or run uses it.")))

        self._session.start(workspace.train_model, tr("Training"), told)
