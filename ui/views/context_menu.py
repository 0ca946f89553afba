"""The menu at the right mouse button, or the menu key, in the panes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QActionGroup, QIcon
from PySide6.QtWidgets import QMenu

from annotator.model import Entity, Suggested
from annotator.review.places import Thing
from ui.actions import ACTION_BY_ID
from ui.i18n import language, tr
from ui.icons import swatch
from ui.menus import ActionSet
from ui.names import label_name, quoted, turns, type_name
from ui.session import Session
from ui.text.pane import TextPane
from ui.views.editor import Editor
from ui.views.here import is_proposal
from ui.widgets import menu_text

_GROUPS = (
    ("accept", "reject", "restore", "accept_all", "reject_all"),
    ("take", "take_alike", "label", "tag_all", "remove", "note"),
    ("boilerplate", "correct", "copy"),
)
_SHOWN = 18


class ContextMenu(QObject):
    """What can be done with what stands at the caret, and which of it is meant."""

    def __init__(self, session: Session, editor: Editor, actions: ActionSet) -> None:
        super().__init__(editor)
        self._session, self._editor, self._actions = session, editor, actions
        for pane in (editor.pair.raw, editor.pair.clean):
            pane.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            pane.customContextMenuRequested.connect(lambda at, p=pane: self._open(p, at))

    def _open(self, pane: TextPane, at: QPoint) -> None:
        if self._editor.document is None:
            return
        pane.setFocus()
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(pane.mapToGlobal(at))

    def menu(self) -> QMenu:
        """The menu for what is at the caret now."""
        # Compiling the patterns of all rules takes a tenth of a second of the start.
        from annotator.rules import reason

        menu = QMenu(self._editor)
        here, met = self._editor.here, self._editor.needs_met()
        if len(here.things) > 1:
            self._add_things(menu, here.things)
        chosen = here.chosen
        why = reason(chosen, language().value) if is_proposal(chosen) else ""
        if why:
            menu.addAction(menu_text(why)).setEnabled(False)
            menu.addSeparator()
        for group in _GROUPS:
            wanted = [id_ for id_ in group if ACTION_BY_ID[id_].need in met]
            for id_ in wanted:
                if id_ == "label":
                    self._add_labels(menu)
                else:
                    menu.addAction(self._actions.by_id[id_])
            if wanted:
                menu.addSeparator()
        return menu

    def _add_things(self, menu: QMenu, things: tuple[Thing, ...]) -> None:
        group = QActionGroup(menu)
        for thing in things:
            action = menu.addAction(menu_text(self._name(thing)))
            action.setCheckable(True)
            action.setChecked(thing is self._editor.here.chosen)
            action.setActionGroup(group)
            action.triggered.connect(lambda _checked=False, t=thing: self._editor.choose(t))
        menu.addSeparator()

    def _name(self, thing: Thing) -> str:
        document = self._editor.document
        assert document is not None
        text = quoted(document.article.raw[thing.start : thing.end], _SHOWN)
        if isinstance(thing, Entity):
            return f"{label_name(document.labels[thing.label])}  {text}"
        if isinstance(thing, Suggested):
            return f"{label_name(document.labels[thing.label])}?  {text}"
        return f"{type_name(thing.type)}  {text}"

    def _add_labels(self, menu: QMenu) -> None:
        """The whole label set to choose from with the mouse."""
        workspace = self._session.workspace
        here = self._editor.here
        relabels = here.first(Entity) is not None or here.first(Suggested) is not None
        below = menu.addMenu(tr("Change label to") if relabels else tr("Label as"))
        apply = self._editor.apply_label
        labels = workspace.labels() if workspace is not None else ()
        turn = turns(labels)
        for label in labels:
            picture = QIcon(swatch(label.color, label.key.upper(), turn[label.id]))
            action = below.addAction(picture, menu_text(label_name(label)))
            action.triggered.connect(lambda _checked=False, id_=label.id: apply(id_))
