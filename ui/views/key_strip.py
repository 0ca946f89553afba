"""The keys that make sense now, in a line under the text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from ui.actions import ACTIONS, ActionSpec, Need
from ui.i18n import tr
from ui.keys.keymap import Keymap

_GAP = 16
_PAD = 5


_RANKS = {
    Need.SUGGESTION: 0,
    Need.PROPOSAL: 0,
    Need.CUT: 0,
    Need.MARKED: 0,
    Need.SELECTION: 1,
    Need.ENTITY: 1,
    Need.ARTICLE: 4,
}
_ALWAYS = ("next_proposal", "take_all", "done")
_SELDOM = ("take_alike",)


def _rank(spec: ActionSpec) -> int:
    """What only this place allows goes first, and the way on before what is possible anywhere."""
    if spec.id in _ALWAYS:
        return 2
    return 3 if spec.id in _SELDOM else _RANKS.get(spec.need, 3)


class KeyStrip(QWidget):
    """A key and a word for each action that can be done now, as many as have room."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._hints: list[tuple[str, str]] = []
        self._pass = ""
        self.setAccessibleName(tr("Keys that work now"))

    def show_needs(self, met: set[Need], label_keys: str, *, tagging: bool) -> None:
        """Show the actions whose needs are met; label keys come first where text is selected.

        Before all stands which pass this is, with the key that goes over to the other one.
        """
        hints = [
            (key, tr(spec.hint))
            for spec in sorted(ACTIONS, key=_rank)
            if spec.hint and spec.need in met and (key := self._keymap.first(spec.id))
        ]
        if label_keys and met & {Need.SELECTION, Need.MARKED}:
            hints.insert(0, (label_keys, tr("label")))
        chip = tr("Tagging") if tagging else tr("Checking")
        if Need.ARTICLE in met:
            hints.insert(0, (self._keymap.first("switch_pass"), chip))
        self.show_hints(hints, chip)

    def show_hints(self, hints: list[tuple[str, str]], marked: str = "") -> None:
        """Show keys with a word for each; the word that is `marked` stands out."""
        if (hints, marked) != (self._hints, self._pass):
            self._hints, self._pass = hints, marked
            self.setAccessibleDescription(", ".join(f"{key} {word}" for key, word in hints))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 4 * _PAD)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self.font())
        palette = self.palette()
        x, middle = 12, self.height() // 2
        half = metrics.height() // 2 + _PAD // 2
        for key, word in self._hints:
            font = self.font()
            font.setBold(word == self._pass)
            painter.setFont(font)
            key_width = metrics.horizontalAdvance(key) + 2 * _PAD + 2
            word_width = QFontMetrics(font).horizontalAdvance(word)
            if x + key_width + word_width + _PAD > self.width():
                break
            box = QRect(x, middle - half, key_width, 2 * half)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
            x += key_width + _PAD
            text = QRect(x, middle - half, word_width + 1, 2 * half)
            if word == self._pass:
                painter.setPen(palette.color(QPalette.ColorRole.Link))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, word)
            x += word_width + _GAP
