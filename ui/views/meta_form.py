"""What is known about an article, each field to be typed over."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QStyle,
    QStyleOptionFrame,
    QStylePainter,
    QWidget,
)

from annotator.model import Meta
from ui.i18n import listed, tr
from ui.names import META_NAMES
from ui.widgets import plain_label, plain_tip

_TEXT_IN = 2
"""How far in from its frame Qt draws the text of a field."""
_LISTS = ("authors", "tags")
_APART = re.compile(r"\s*[、,，;；]\s*")
# As precise as it is known: a year, a month, a day, a minute, a second, a zone.
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?")


def read_date(text: str) -> str | None:
    """A date as people type it in the form that is stored; None for what is none.

    >>> [read_date(text) for text in ("2024年1月3日 22:13", "2024/1/3", "2024-01", "neulich")]
    ['2024-01-03T22:13', '2024-01-03', '2024-01', None]
    """
    numbers = re.sub(r"[年月/.]", "-", text.strip()).replace("日", " ").strip(" -")
    day, _, time = numbers.replace("T", " ").partition(" ")
    parts = [part.zfill(2) for part in day.split("-")]
    stored = "-".join(parts) + (f"T{time.strip().zfill(5)}" if time.strip() else "")
    return stored if _DATE.fullmatch(stored) else None


class _Field(QLineEdit):
    """One field; Escape gives back what was there, leaving it or Enter takes what was typed."""

    taken = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._held = ""
        self.setObjectName("inplace")
        self.setAccessibleName(name)
        self.editingFinished.connect(self._finish)

    def hold(self, text: str) -> None:
        """Show a value; what is being typed stays."""
        self._held = text
        if not self.hasFocus() or not self.isModified():
            self.setText(text)
            self.setCursorPosition(0)
            self.setToolTip(plain_tip(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is too long ends in an ellipsis, until somebody types here."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inner = (
            self.style()
            .subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
            .adjusted(_TEXT_IN, 0, -_TEXT_IN, 0)
        )
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), elide, inner.width())
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(self.palette().text().color())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _finish(self) -> None:
        if self.text() != self._held:
            self.taken.emit(self.text())

    def put_back(self) -> None:
        """Forget what was typed."""
        self.setText(self._held)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._held:
            self.put_back()
        else:
            super().keyPressEvent(event)


class MetaForm(QWidget):
    """A field for each kind of metadata; `changed` brings the metadata as a person wants it."""

    changed = Signal(object)
    refused = Signal(str)
    """A sentence that says why what was typed cannot be stored."""

    def __init__(self) -> None:
        super().__init__()
        self._meta: Meta | None = None
        self._fields = {name: _Field(tr(title)) for name, title in META_NAMES.items()}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(2)
        for name, title in META_NAMES.items():
            named = plain_label(tr(title))
            named.setObjectName("quiet")
            form.addRow(named, self._fields[name])
            self._fields[name].taken.connect(self._taker(name))
        self.setFocusProxy(self._fields["title"])
        self.show_meta(None)

    def show_meta(self, meta: Meta | None) -> None:
        """Show what is known about the article shown, or nothing."""
        self._meta = meta
        self.setEnabled(meta is not None)
        for name, field in self._fields.items():
            value = getattr(meta, name) if meta is not None else None
            text = listed(value) if isinstance(value, tuple) else value or ""
            field.hold(text.replace("T", " ") if name == "published" else text)

    def _taker(self, name: str) -> Callable[[str], None]:
        return lambda text: self._take(name, text.strip())

    def _take(self, name: str, text: str) -> None:
        if self._meta is None:
            return
        # The name tells which of the types of the fields the value is of.
        value: Any = text or None
        if name in _LISTS:
            value = tuple(part for part in _APART.split(text) if part)
        elif name == "published" and text:
            value = read_date(text)
            if value is None:
                self._fields[name].put_back()
                self.refused.emit(tr("{text} is no date; write it as 2024-01-03 22:13.", text=text))
                return
        self.changed.emit(replace(self._meta, **{name: value}))
