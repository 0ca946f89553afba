"""Labelling with a label that is chosen by its name."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.choosing import Chooser, label_choices
from ui.i18n import tr
from ui.session import Session
from ui.views.editor import Editor


class Labelling(QObject):
    """Asks which label the selection, or the entity at the caret, is to have."""

    def __init__(self, session: Session, editor: Editor) -> None:
        super().__init__(editor)
        self._session, self._editor = session, editor

    def ask(self) -> None:
        """Ask for a label by typing some of its name."""
        workspace = self._session.workspace
        if workspace is not None and self._editor.document is not None:
            apply = self._editor.apply_label
            choices = label_choices(workspace.labels(), lambda label: apply(label.id))
            Chooser(self._editor, tr("Label as"), choices).open_at(self._editor.place())
