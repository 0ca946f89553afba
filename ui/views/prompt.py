"""A line under the text that asks something and has the keyboard until it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.i18n import tr
from ui.keys.keymap import native_key
from ui.widgets import menu_text, plain_label

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_ALIKE = {Qt.Key.Key_Enter: Qt.Key.Key_Return, Qt.Key.Key_Backtab: Qt.Key.Key_Tab}


class Answer(NamedTuple):
    """Keys and what they do; `word` stands beside the first key in the key strip.

    A `main` one has a button as well; it closes the line with `finish` once it can act.
    """

    keys: tuple[str, ...]
    word: str
    do: Callable[[], None]
    main: bool = False


class PromptLine(QFrame):
    """Asks one thing at a time; Esc drops it, and the keyboard goes back to the text."""

    changed = Signal()
    """It was opened or closed."""

    def __init__(self, text: QWidget) -> None:
        super().__init__()
        self._text = text
        self._answers: tuple[Answer, ...] = ()
        self._dropped: Callable[[], None] | None = None
        self.setObjectName("prompt")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._label = plain_label()
        self._field = QLineEdit()
        self._field.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._label)
        self._row.addWidget(self._field, 1)
        self._buttons: list[QPushButton] = []
        self.hide()

    # asking

    def ask(
        self, text: str, answers: Sequence[Answer], dropped: Callable[[], None] = lambda: None
    ) -> None:
        """Ask with these answers; `dropped` is called when the line closes without `finish`."""
        self._open(text, answers, dropped)
        self._show_field(False)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_text(self, text: str, before: str, word: str, entered: Callable[[str], None]) -> None:
        """Ask for a line of text, `before` in it; Enter gives it to `entered`."""

        def enter() -> None:
            self.finish()
            entered(self._field.text())

        answers = [Answer(("Return",), word, enter, main=True)]
        self._open(text, answers, lambda: None)
        self._field.setText(before)
        self._field.setAccessibleName(text)
        self._show_field(True)
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_field(self, shown: bool) -> None:
        """Show the field beside the words, which then take no more room than they need."""
        self._field.setVisible(shown)
        self._label.setWordWrap(not shown)
        self._row.setStretchFactor(self._label, 0 if shown else 1)

    def _open(self, text: str, answers: Sequence[Answer], dropped: Callable[[], None]) -> None:
        self.drop()
        self._answers = (*answers, Answer(("Esc",), tr("cancel"), self.drop))
        self._dropped = dropped
        self._show_buttons()
        self.say(text)
        self.show()
        self.changed.emit()

    def _show_buttons(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        named = [answer for answer in self._answers if answer.main or answer.do == self.drop]
        self._buttons = [QPushButton(menu_text(_named(answer))) for answer in named]
        for button, answer in zip(self._buttons, named, strict=True):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, do=answer.do: do())
            self._row.addWidget(button)

    def say(self, text: str) -> None:
        """Say something else, the question staying open."""
        self._label.setText(text)
        self.setAccessibleName(text)

    @property
    def hints(self) -> list[tuple[str, str]]:
        """The keys of the open question with their words; empty while none is open."""
        named = (answer for answer in self._answers if answer.word)
        return [(native_key(answer.keys[0]), answer.word) for answer in named]

    # answering

    def drop(self) -> None:
        """Close without an answer, if a question is open."""
        dropped = self._dropped
        if dropped is not None:
            self.finish()
            dropped()

    def finish(self) -> None:
        """Close, and give the keyboard back to the text."""
        inside = self.hasFocus() or self._field.hasFocus()
        self._answers, self._dropped = (), None
        self.hide()
        if inside:
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _press(self, event: QKeyEvent) -> bool:
        pressed = Qt.Key(event.key())
        combination = QKeyCombination(event.modifiers(), _ALIKE.get(pressed, pressed))
        key = QKeySequence(combination).toString(_PORTABLE)
        for answer in self._answers:
            if key in answer.keys:
                answer.do()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False


def _named(answer: Answer) -> str:
    return f"{answer.word[:1].upper()}{answer.word[1:]}  {native_key(answer.keys[0])}"
