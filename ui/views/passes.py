"""What the two passes do beside the panes: each part made once, and named for the action table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from annotator.model import Label
from ui.preferences import Preferences
from ui.session import Session
from ui.views.above import Above
from ui.views.alike import Alike
from ui.views.bulk import Bulk
from ui.views.checking import Checking
from ui.views.editor import Editor
from ui.views.jump import Jump
from ui.views.labelling import Labelling
from ui.views.marking import Marking
from ui.views.notes import Notes
from ui.views.nudge import Nudge
from ui.views.prompt import PromptLine
from ui.views.second_pass import SecondPass
from ui.views.tag_all import TagAll
from ui.views.tagging import Tagging


class Passes:
    """The parts, the line they ask in, and the keys of labels with Shift.

    `listed` gives the ids of the articles in the list as it is filtered.
    """

    def __init__(
        self,
        session: Session,
        editor: Editor,
        listed: Callable[[], Sequence[int]],
        preferences: Preferences,
    ) -> None:
        self._editor = editor
        self.line = PromptLine(editor)
        self.tag_all = TagAll(session, editor, self.line)
        self.bulk = Bulk(session, editor, self.line, listed)
        self.checking = Checking(session, editor)
        self.tagging = Tagging(session, editor, self.checking, preferences)
        self.above = Above(session, editor, self.line, self.tagging)
        self.alike = Alike(session, editor, self.line, self.tagging, listed)
        self.labelling = Labelling(session, editor)
        self.nudge = Nudge(session, editor)
        self.jump = Jump(session, editor)
        self.notes = Notes(session, editor, self.line)
        self.marking = Marking(session, editor)
        self.second_pass = SecondPass(session, editor, self.line, listed)
        self._shortcuts: list[QShortcut] = []

    def targets(self) -> dict[str, object]:
        """The parts under the names that the table of actions has for them."""
        return {
            "tag_all": self.tag_all,
            "bulk": self.bulk,
            "checking": self.checking,
            "tagging": self.tagging,
            "above": self.above,
            "alike": self.alike,
            "labelling": self.labelling,
            "nudge": self.nudge,
            "jump": self.jump,
            "notes": self.notes,
            "marking": self.marking,
            "second_pass": self.second_pass,
        }

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Let Shift and the key of a label tag all."""
        for shortcut in self._shortcuts:
            shortcut.deleteLater()
        self._shortcuts = [self._shortcut(label) for label in labels if label.key]

    def _shortcut(self, label: Label) -> QShortcut:
        shortcut = QShortcut(QKeySequence(f"Shift+{label.key.upper()}"), self._editor)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.tag_all.begin(label.id))
        return shortcut
