"""The actions of the table as Qt has them: in menus, in the tool bar, behind keys."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QWidget

from annotator.model import HistoryStep
from ui.actions import ACTIONS, ActionSpec, Menu, Need, Scope
from ui.history_titles import step_text
from ui.i18n import tr
from ui.widgets import icon, menu_text, plain_tip

_TOOLS = (
    ("undo", "redo"),
    ("accept", "reject", "restore", "boilerplate", "correct"),
    ("labels", "done"),
    ("import", "export"),
)
_ICON_SIZE = 18


class ActionSet:
    """Every action of the table, made once; `targets` are the objects whose methods they call."""

    def __init__(self, window: QMainWindow, text: QWidget, targets: Mapping[str, object]) -> None:
        self._window = window
        self._text = text
        self._targets = targets
        self.by_id = {spec.id: self._make(spec) for spec in ACTIONS}

    def _make(self, spec: ActionSpec) -> QAction:
        in_text = spec.scope is Scope.TEXT
        action = QAction(self._text if in_text else self._window)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        if in_text:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._text.addAction(action)
        _name(action, tr(spec.text))
        action.setIcon(icon(spec.icon, self._window.palette().windowText().color()))
        target, method = spec.target.split(".")
        call = getattr(self._targets[target], method)
        action.triggered.connect(lambda _checked=False: call())
        return action

    def add_menus(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        """Put every action into its menu, and return the menus."""
        menus = {menu: bar.addMenu(tr(menu.value)) for menu in Menu}
        for spec in ACTIONS:
            if spec.separated:
                menus[spec.menu].addSeparator()
            menus[spec.menu].addAction(self.by_id[spec.id])
        return menus

    def tool_bar(self) -> QToolBar:
        """The tool bar with the actions that have a place in it."""
        self._bar = QToolBar(tr("Tools"))
        self._bar.setObjectName("tools")
        self._bar.setMovable(False)
        self._bar.setIconSize(QSize(_ICON_SIZE, _ICON_SIZE))
        for number, group in enumerate(_TOOLS):
            if number:
                self._bar.addSeparator()
            for id_ in group:
                self._bar.addAction(self.by_id[id_])
        return self._bar

    def grey(self, met: set[Need]) -> None:
        """Grey the buttons of what cannot be done now.

        The actions stay enabled: a key that comes before this has run must not be lost.
        """
        for spec in ACTIONS:
            button = self._bar.widgetForAction(self.by_id[spec.id])
            if button is not None and spec.id not in ("undo", "redo"):
                button.setEnabled(spec.need in met)

    def name_steps(self, undo: HistoryStep | None, redo: HistoryStep | None) -> None:
        """Say in the menu what undo would take back and redo would do again."""
        for id_, step in (("undo", undo), ("redo", redo)):
            action = self.by_id[id_]
            name = tr(next(spec.text for spec in ACTIONS if spec.id == id_))
            action.setEnabled(step is not None)
            if step is not None:
                name = tr("{action}: {step}", action=name, step=step_text(step))
            _name(action, name)


def _name(action: QAction, text: str) -> None:
    """Name an action in its menu, and with its key in its tip; both show `text` as it is."""
    action.setText(menu_text(text))
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(plain_tip(f"{text}  {key}".strip()))
