"""Opening project files: at once, or in the background where that takes time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.errors import UserError
from annotator.progress import Progress
from annotator.workspace import Workspace
from ui.i18n import tr
from ui.worker import Job

TakeUp = Callable[[Workspace], None]

Start = Callable[[Callable[[Progress], Workspace], str, TakeUp], Job]
"""Does work in the background, as `Session.start` does."""


class Opener:
    """Opens one project after the other; of two under way the later one counts."""

    def __init__(self, start: Start, fail: Callable[[UserError], None]) -> None:
        self._start, self._fail = start, fail
        self._under_way: Path | None = None

    def open(self, path: Path, annotator: str, take_up: TakeUp) -> None:
        """Open a project file; `take_up` gets it then, and nothing where that fails."""
        if self._under_way == path:
            return
        if Workspace.opens_slowly(path):
            self._open_slowly(path, annotator, take_up)
        else:
            self._open(lambda: Workspace.open(path, annotator=annotator), take_up)

    def create(self, path: Path, annotator: str, take_up: TakeUp) -> None:
        """Create a project file, as `open` opens one."""
        self._open(lambda: Workspace.create(path, annotator=annotator), take_up)

    def forget(self) -> None:
        """Take up nothing that is under way."""
        self._under_way = None

    def _open(self, make: Callable[[], Workspace], take_up: TakeUp) -> None:
        self.forget()
        try:
            workspace = make()
        except UserError as error:
            self._fail(error)
        else:
            take_up(workspace)

    def _open_slowly(self, path: Path, annotator: str, take_up: TakeUp) -> None:
        self._under_way = path

        def work(progress: Progress) -> Workspace:
            return Workspace.open(path, annotator=annotator, progress=progress)

        def opened(workspace: Workspace) -> None:
            # Another one may have been asked for meanwhile.
            if self._under_way == path:
                take_up(workspace)
            else:
                workspace.close()

        def ended() -> None:
            if self._under_way == path:
                self.forget()

        self._start(work, tr("Opening {name}", name=path.name), opened).ended.connect(ended)
