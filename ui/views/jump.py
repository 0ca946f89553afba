"""Going to the next or the previous of anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from annotator.model import Label, LabelId
from annotator.review.places import Goal, Thing, beside, place_of, things_of
from ui.choosing import Choice, Chooser, label_choices
from ui.i18n import mark, tr
from ui.names import label_name
from ui.notices import Notice
from ui.session import Session
from ui.views.editor import Editor
from ui.views.here import same

_NAMES = {
    Goal.ENTITY: mark("Labels"),
    Goal.REPAIR: mark("Repairs"),
    Goal.BOILERPLATE: mark("Boilerplate"),
    Goal.UNJUDGED: mark("Proposals without a verdict"),
    Goal.JUDGED: mark("Proposals with a verdict"),
    Goal.NOTE: mark("Notes"),
}


class Jump(QObject):
    """Keeps what is gone to, asks for it, and goes; the ends of the text are joined, and said."""

    def __init__(self, session: Session, editor: Editor) -> None:
        super().__init__(editor)
        self._session, self._editor = session, editor
        self._goal = Goal.UNJUDGED
        self._label: LabelId | None = None

    def next(self) -> None:
        """Go to the next of what was chosen."""
        self._go(forward=True)

    def previous(self) -> None:
        """Go to the one before of what was chosen."""
        self._go(forward=False)

    def ask(self) -> None:
        """Ask what to go to, with how many there are, and go to the next one."""
        document, workspace = self._editor.document, self._session.workspace
        if document is None or workspace is None:
            return
        choices = []
        for goal, name in _NAMES.items():
            text = f"{tr(name)}  {len(things_of(document, goal)):,}"
            choices.append(Choice((text, tr(name)), partial(self._choose, goal)))
        used = {entity.label for entity in document.entities}
        labels = [label for label in workspace.labels() if label.id in used]
        choices += label_choices(labels, lambda label: self._choose(Goal.ENTITY, label))
        Chooser(self._editor, tr("Go to"), choices).open_at(self._editor.place())

    def _choose(self, goal: Goal, label: Label | None = None) -> None:
        self._goal, self._label = goal, label.id if label is not None else None
        self._go(forward=True)

    def _name(self) -> str:
        document = self._editor.document
        if self._label is not None and document is not None and self._label in document.labels:
            return label_name(document.labels[self._label])
        return tr(_NAMES[self._goal])

    def _go(self, *, forward: bool) -> None:
        editor, document = self._editor, self._editor.document
        if document is None:
            return
        things = things_of(document, self._goal, self._label)
        found = beside(things, self._from(things), forward=forward)
        if found is None:
            text = tr("Nothing of this kind here: {name}.", name=self._name())
            self._session.noticed.emit(Notice(text, passing=True))
            return
        thing, joined = found
        editor.visit(thing)
        if joined:
            name, count = self._name(), f"{len(things):,}"
            text = mark("On from the start of the article: {name}, {count} in all.")
            if not forward:
                text = mark("On from the end of the article: {name}, {count} in all.")
            self._session.noticed.emit(Notice(tr(text, name=name, count=count), passing=True))

    def _from(self, things: Sequence[Thing]) -> tuple[int, int]:
        """What is framed if it is one of the things, else the caret."""
        chosen, caret = self._editor.here.chosen, self._editor.caret
        there = chosen is not None and any(same(chosen, thing) for thing in things)
        return place_of(chosen) if chosen is not None and there else (caret, caret)
