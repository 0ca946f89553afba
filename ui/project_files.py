"""The project as files: opened, filled, exported, copied; each asked for in a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.places import PROJECT_SUFFIX
from ui.dialogs.exporting import ExportDialog
from ui.dialogs.guidelines import GuidelinesDialog
from ui.dialogs.importing import ImportDialog
from ui.dialogs.imports import ImportsDialog
from ui.dialogs.labels import LabelsDialog
from ui.i18n import tr
from ui.keys.keymap import Keymap
from ui.long_work import LongWork
from ui.session import Session
from ui.widgets import open_once


class ProjectFiles(QObject):
    """What the File menu does. `window` is what its dialogs stand before."""

    def __init__(self, session: Session, work: LongWork, keymap: Keymap, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._keymap = keymap
        self._work = work
        self._window = window

    def take(self, paths: Sequence[Path]) -> None:
        """What was dropped: a project is opened, texts become one or are looked at first."""
        project = len(paths) == 1 and paths[0].suffix == PROJECT_SUFFIX
        if project or self._session.workspace is None:
            self._session.open_paths(paths)
        elif paths:
            self.ask_import(paths)

    def ask_open(self) -> None:
        """Ask for a project file and open it."""
        path = self._ask_file(tr("Open project"))
        if path is not None:
            self._session.open_paths([path])

    def ask_folder(self) -> None:
        """Ask for a folder of texts, and open the project that belongs to it."""
        name = QFileDialog.getExistingDirectory(self._window, tr("Open a folder of texts"))
        if name:
            self._session.open_paths([Path(name)])

    def ask_texts(self) -> None:
        """Ask for texts, and open the project that belongs to them."""
        names, _ = QFileDialog.getOpenFileNames(self._window, tr("Open texts"))
        if names:
            self._session.open_paths([Path(name) for name in names])

    def ask_new(self) -> None:
        """Ask where a new project is to be kept, and create it."""
        path = self._ask_new_file(tr("New project"), "")
        if path is not None:
            self._session.open_project(path, create=not path.exists())

    def ask_import(self, paths: Sequence[Path] = ()) -> None:
        """Look at files before they come into the project."""

        def make() -> ImportDialog:
            dialog = ImportDialog((), self._window)
            dialog.import_wanted.connect(self._work.import_paths)
            return dialog

        open_once(self._window, ImportDialog, make).add(paths)

    def show_imports(self) -> None:
        """List what was imported, to take it back."""

        def make() -> ImportsDialog:
            dialog = ImportsDialog(self._session, self._window)
            dialog.take_back_wanted.connect(self._work.take_back_import)
            return dialog

        open_once(self._window, ImportsDialog, make)

    def ask_merge(self) -> None:
        """Ask for other projects whose articles and work are to come into this one."""
        names, _ = QFileDialog.getOpenFileNames(self._window, tr("Merge projects"), "", _kinds())
        if names:
            self._work.merge([Path(name) for name in names])

    def ask_export(self) -> None:
        """Choose what is written to which file."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def make() -> ExportDialog:
            dialog = ExportDialog(workspace, self._window)
            dialog.export_wanted.connect(self._work.export)
            return dialog

        open_once(self._window, ExportDialog, make)

    def ask_back_up(self) -> None:
        """Ask where a checked copy of the project is to be kept."""
        workspace = self._session.workspace
        if workspace is None:
            return
        suggested = workspace.path.with_name(f"{workspace.path.stem}.backup{PROJECT_SUFFIX}")
        path = self._ask_new_file(tr("Back up the project"), str(suggested))
        if path is not None:
            self._work.back_up(path)

    def ask_restore(self) -> None:
        """Ask for a backup to put in the place of the project."""
        workspace = self._session.workspace
        if workspace is None:
            return
        path = self._ask_file(tr("Go back to a backup"), workspace.path.parent)
        if path is not None:
            self._work.restore(path)

    def show_labels(self) -> None:
        """Open the label set."""
        window = self._window
        open_once(window, LabelsDialog, lambda: LabelsDialog(self._session, self._keymap, window))

    def show_guidelines(self) -> None:
        """Open the guidelines of the project."""
        window = self._window
        open_once(window, GuidelinesDialog, lambda: GuidelinesDialog(self._session, window))

    def _ask_file(self, title: str, folder: Path | None = None) -> Path | None:
        """Ask for a project, first in a folder; without one, in that of the last time."""
        first = str(folder) if folder is not None else ""
        name, _ = QFileDialog.getOpenFileName(self._window, title, first, _kinds())
        return Path(name) if name else None

    def _ask_new_file(self, title: str, suggested: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggested, _kinds())
        if not name:
            return None
        path = Path(name)
        return path if path.suffix == PROJECT_SUFFIX else Path(f"{path}{PROJECT_SUFFIX}")


def _kinds() -> str:
    """What a dialog calls project files, and tells them by."""
    return tr("Projects (*{suffix})", suffix=PROJECT_SUFFIX)
