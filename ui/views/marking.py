"""Marking extraction errors: one key for what is missing, one for what should not be there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from annotator.commands import MarkError, RemoveErrors
from annotator.model import Finding
from ui.choosing import Choice, Chooser
from ui.i18n import tr
from ui.names import type_name
from ui.session import Session
from ui.views.editor import Editor

_LOST, _KEPT = "lost_content", "kept_boilerplate"


class Marking(QObject):
    """Marks what is selected, else the proposal or the mark at the caret, in either pane."""

    def __init__(self, session: Session, editor: Editor) -> None:
        super().__init__(editor)
        self._session, self._editor = session, editor

    def lost(self) -> None:
        """Say that this belongs to the article and is missing in the clean text."""
        self._mark(_LOST)

    def kept(self) -> None:
        """Say that this is in the clean text and does not belong there."""
        self._mark(_KEPT)

    def ask(self) -> None:
        """Ask what went wrong; a mark that is here can be taken away too."""
        workspace, document = self._session.workspace, self._editor.document
        if workspace is None or document is None or self._place() is None:
            self._mark("")
            return
        causes = workspace.setting("causes")
        choices = [Choice((type_name(id_), id_), partial(self._mark, id_)) for id_ in causes]
        marked = self._marked()
        if marked:
            choices.append(Choice((tr("Take the mark away"),), self._remove))
        Chooser(self._editor, tr("What went wrong?"), choices).open_at(self._editor.place())

    def _marked(self) -> list[Finding]:
        return [one for one in self._editor.findings_here() if one.id is not None]

    def _place(self) -> tuple[int, int] | None:
        chosen = self._editor.selection()
        if chosen is not None:
            return chosen
        things = (*self._marked(), *self._editor.here.proposals)
        return next(((thing.start, thing.end) for thing in things), None)

    def _mark(self, cause: str) -> None:
        document, place = self._editor.document, self._place()
        if document is None:
            return
        if place is None:
            self._editor.tell_nothing_selected()
            return
        self._session.run(MarkError(document.article.id, *place, cause))

    def _remove(self) -> None:
        document = self._editor.document
        if document is not None:
            ids = tuple(one.id for one in self._marked() if one.id is not None)
            self._session.run(RemoveErrors(document.article.id, ids))
