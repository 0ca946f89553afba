"""The actions of the table as Qt has them: in menus, in the tool bar, behind keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QWidget

from annotator.model import HistoryStep, Label
from ui.actions import ACTION_BY_ID, ACTIONS, ActionSpec, Menu, Need, Scope
from ui.history_titles import step_text
from ui.i18n import tr
from ui.icons import icon
from ui.keys.keymap import Keymap, label_sequence, native_key
from ui.preferences import Preference, Preferences
from ui.widgets import menu_text, plain_tip

_TOOLS = (
    ("undo", "redo"),
    ("accept", "reject", "restore", "boilerplate", "correct"),
    ("labels", "done"),
    ("import", "export"),
)
_ICON_SIZE = 18
_NATIVE = QKeySequence.SequenceFormat.NativeText


class ActionSet:
    """Every action of the table, made once; `targets` are the objects whose methods they call."""

    def __init__(
        self, window: QMainWindow, text: QWidget, keymap: Keymap, targets: Mapping[str, object]
    ) -> None:
        self._window = window
        self._text = text
        self._keymap = keymap
        self._targets = targets
        self._names = {spec.id: tr(spec.text) for spec in ACTIONS}
        self._taken: list[QKeySequence] = []
        self.by_id = {spec.id: self._make(spec) for spec in ACTIONS}
        self.set_keys()

    def _make(self, spec: ActionSpec) -> QAction:
        in_text = spec.scope is Scope.TEXT
        action = QAction(self._text if in_text else self._window)
        action.setCheckable(spec.checkable)
        if in_text:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._text.addAction(action)
        action.setIcon(icon(spec.icon, self._window.palette().windowText().color()))
        target, method = spec.target.split(".")
        call = getattr(self._targets[target], method)
        action.triggered.connect(lambda _checked=False: call())
        return action

    def set_keys(self) -> None:
        """Give every action the keys that the keymap has for it now, but for those of labels."""
        for id_, action in self.by_id.items():
            keys = map(QKeySequence, self._keymap.keys(id_))
            action.setShortcuts([key for key in keys if key not in self._taken])
            self._show_name(id_)

    def yield_to(self, labels: Sequence[Label]) -> None:
        """Let the keys of labels work, whatever the table says: two of one key are both dead.

        The table may have been other when a label got its key.
        """
        taken = [label_sequence(label.key) for label in labels if label.key]
        if taken != self._taken:
            self._taken = taken
            self.set_keys()

    def _show_name(self, id_: str) -> None:
        """Name an action in its menu, and with its key in its tip; both show the name as it is."""
        action, name = self.by_id[id_], self._names[id_]
        action.setText(menu_text(name) + _written_otherwise(action.shortcut()))
        action.setToolTip(plain_tip(f"{name}  {self._keymap.first(id_)}".strip()))

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

    def allow_steps(self, *, undo: bool, redo: bool) -> None:
        """Let undo and redo be done where there is a step for them."""
        self.by_id["undo"].setEnabled(undo)
        self.by_id["redo"].setEnabled(redo)

    def name_steps(self, undo: HistoryStep | None, redo: HistoryStep | None) -> None:
        """Say in the menu what undo would take back and redo would do again."""
        for id_, step in (("undo", undo), ("redo", redo)):
            name = tr(ACTION_BY_ID[id_].text)
            if step is not None:
                name = tr("{action}: {step}", action=name, step=step_text(step))
            self._names[id_] = name
            self._show_name(id_)


def _written_otherwise(shortcut: QKeySequence) -> str:
    """What a menu is to show for a key that the system would not write as we do elsewhere."""
    written = native_key(shortcut.toString())
    return "" if written == shortcut.toString(_NATIVE) else f"\t{written}"


def add_choices(menu: QMenu, preferences: Preferences, preference: Preference) -> None:
    """Put a menu into `menu` that chooses the value of a preference, and follows it."""
    group = QActionGroup(menu)
    below = menu.addMenu(tr(preference.text))
    actions: dict[str, QAction] = {}
    for value, text, own in preference.choices:
        action = below.addAction(text if own else tr(text))
        action.setCheckable(True)
        action.setActionGroup(group)
        action.triggered.connect(lambda _checked=False, v=value: preferences.put(preference, v))
        actions[value] = action
    below.aboutToShow.connect(lambda: actions[str(preferences.get(preference))].setChecked(True))
