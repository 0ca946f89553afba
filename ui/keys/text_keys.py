"""The keys of labels, and the keys of the text that arrive as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from annotator.model import Label, LabelId
from ui.keys.keymap import label_sequence
from ui.keys.typed import plain_key


class TextKeys:
    """Finds what a key does in the text: an action of the text widget, or a label."""

    def __init__(self, text: QWidget, apply_label: Callable[[LabelId], None]) -> None:
        self._text = text
        self._apply = apply_label
        self._labels: list[tuple[Label, QShortcut]] = []

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Let the keys of these labels apply them, and those of the ones before no longer."""
        for _label, shortcut in self._labels:
            shortcut.deleteLater()
        self._labels = [(label, self._shortcut(label)) for label in labels if label.key]

    def _shortcut(self, label: Label) -> QShortcut:
        shortcut = QShortcut(label_sequence(label.key), self._text)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._apply(label.id))
        return shortcut

    def shown(self) -> str:
        """The keys of the labels in short, as the key strip shows them."""
        keys = [label.key for label, _shortcut in self._labels]
        return f"{keys[0]} … {keys[-1]}" if keys else ""

    def press(self, text: str) -> None:
        """Do what the key of a typed text does, if it does anything."""
        wanted = label_sequence(plain_key(text))
        for action in self._text.actions():
            if wanted in action.shortcuts():
                action.trigger()
                return
        for label, shortcut in self._labels:
            if shortcut.key() == wanted:
                self._apply(label.id)
                return
