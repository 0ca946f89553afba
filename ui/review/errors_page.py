"""The extraction errors that people marked: by cause, and each to go to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QInputDialog

from annotator.catalogue import CAUSES
from annotator.progress import Progress
from annotator.review.errors import Errors, Marked, marked_errors
from annotator.workspace import Workspace
from ui.i18n import mark, tr
from ui.names import type_name
from ui.review.page import DOWN, Page, parted
from ui.review.tables import Cell, FiguresTable
from ui.session import Session
from ui.widgets import plain_label

_CAUSES = (mark("Cause"), mark("Errors"), mark("Articles"))
_PLACES = (mark("Text"), mark("Article"), mark("Marked by"))


class ErrorsPage(Page):
    """Causes above, the places of one below."""

    def __init__(self, session: Session) -> None:
        lost, kept, other = map(session.key_for, ("lost", "kept", "error"))
        hint = tr(
            "What people marked in the texts: {lost} lost, {kept} wrongly kept, {other} anything "
            "else.",
            lost=lost,
            kept=kept,
            other=other,
        )
        super().__init__(session, hint)
        self._errors = Errors()
        self._names: list[str] = []
        self._shown: list[Marked] = []
        self._table = FiguresTable(tr("Causes"), [tr(name) for name in _CAUSES])
        self._table.row_chosen.connect(self._show_places)
        self._places = FiguresTable(
            tr("Places"), [tr(name) for name in _PLACES], tr("Nothing is marked so.")
        )
        self._places.row_wanted.connect(self._go)
        self._none = plain_label(
            tr("No error is marked yet. Select a place in a text and press one of these keys.")
        )
        self._none.hide()
        self.top.addWidget(self._none, 1)
        self.top.addStretch()
        self.top.addWidget(self.button(tr("Causes…"), self._ask_causes))
        self.top.addWidget(self.again)
        self.column.addWidget(parted(DOWN, self._table, self._places, shares=(0, 1)), 1)

    def work(self, workspace: Workspace) -> Callable[[Progress], object]:
        """Go through every article once."""
        documents = workspace.layers.with_marks(workspace.documents())
        return lambda progress: marked_errors(documents, progress)

    def show_result(self, result: Errors) -> None:
        """Show the causes of the project, and others that were named."""
        self._errors = result
        self._none.setVisible(not result.places)
        workspace = self.session.workspace
        known = workspace.setting("causes") if workspace is not None else ()
        self._names = list(dict.fromkeys([*known, *result.causes]))
        self._table.fill(
            [
                [
                    Cell(type_name(name)),
                    Cell(f"{result.causes[name]:,}", result.causes[name]),
                    Cell(f"{result.articles[name]:,}", result.articles[name]),
                ]
                for name in self._names
            ]
        )

    def _show_places(self, row: int) -> None:
        name = self._names[row] if 0 <= row < len(self._names) else ""
        self._shown = [place for place in self._errors.places if place.cause == name]
        self._places.fill(
            [[Cell(one.text), Cell(one.key), Cell(one.annotator)] for one in self._shown]
        )

    def _go(self, row: int) -> None:
        one = self._shown[row]
        self.place_wanted.emit(one.article, one.start, one.end)

    def _ask_causes(self) -> None:
        workspace = self.session.workspace
        if workspace is None:
            return
        names = "\n".join(type_name(id_) for id_ in workspace.setting("causes"))
        text, chosen = QInputDialog.getMultiLineText(
            self, tr("Causes"), tr("What may go wrong, one cause a line"), names
        )
        if chosen:
            self.set_causes(text)

    def set_causes(self, text: str) -> None:
        """Let the project have these causes, one a line; what was marked stays as it is."""
        workspace = self.session.workspace
        if workspace is None:
            return
        ids = {name: info.id for info in CAUSES for name in (info.zh, info.en, info.id)}
        lines = [line.strip() for line in text.split("\n")]
        causes = dict.fromkeys(ids.get(line, line) for line in lines if line)
        workspace.set_setting("causes", tuple(causes))
        self.show_result(self._errors)
