"""Small widgets that show texts of articles and people as typed, never as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import tr

D = TypeVar("D", bound=QDialog)
B = TypeVar("B", QSpinBox, QDoubleSpinBox)

MARGINS = (16, 16, 16, 16)
"""Of every dialog."""
_TEXT_IN, _NUMBER_WIDTH = 6, 96
_TIP_LINE = 60
_PAGE_ROW = 34


def plain_label(text: str = "") -> QLabel:
    """A label that wraps and shows `text` as it is; Qt would read `<b>` as bold."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    # One that the style sheet gives a space would else get another of its own.
    label.setIndent(0)
    label.setText(text)
    return label


def column_list(name: str) -> QListWidget:
    """A list without a frame or bars, for a column that scrolls as a whole; readers call it so."""
    view = QListWidget()
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


def show_all_rows(view: QListWidget) -> None:
    """Make a list as high as its rows, which are alike."""
    view.setFixedHeight(view.count() * max(0, view.sizeHintForRow(0)) + 4)


class ElidedLabel(QLabel):
    """One line of text as it is, cut short in the middle where there is no room."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        elide = Qt.TextElideMode.ElideMiddle
        shown = self.fontMetrics().elidedText(self.text(), elide, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def number_box(box: B, least: float, most: float, step: float = 1) -> B:
    """A box for a number between two ends; its text begins where that of other fields does."""
    if isinstance(box, QSpinBox):
        box.setRange(int(least), int(most))
        box.setSingleStep(int(step))
    else:
        box.setRange(least, most)
        box.setSingleStep(step)
    # The style sheet's padding does not reach the text of these.
    box.lineEdit().setTextMargins(_TEXT_IN, 0, 0, 0)
    box.setMinimumWidth(_NUMBER_WIDTH)
    return box


def limit_width(box: QComboBox, characters: int) -> None:
    """Let a box ask for room for so many characters, however long what can be chosen is."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(characters)


def plain_tip(text: str) -> str:
    """A tool tip that shows `text` as it is; a long one wraps.

    Screen readers read it with its marks, so there are some only where it takes them.
    """
    needed = len(text) > _TIP_LINE or "<" in text or "&" in text
    return f"<qt>{escape(text)}</qt>" if needed else text


def menu_text(text: str) -> str:
    """Text for a button or menu entry: Qt would take `&` for a key."""
    return text.replace("&", "&&")


def mnemonic_free(text: str) -> str:
    """What a menu is called, without the sign of its key.

    >>> mnemonic_free("&File"), mnemonic_free("文件(&F)")
    ('File', '文件')
    """
    return re.sub(r"\(&.\)|&", "", text)


def open_once(window: QWidget, kind: type[D], make: Callable[[], D]) -> D:
    """The dialog of this kind that is open already, brought to the front; else a new one."""
    shown = (found for found in window.findChildren(kind) if found.isVisible())
    dialog = next(shown, None) or make()
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


class PlainButton(QPushButton):
    """A button that Enter presses while it has the keyboard, and from nowhere else in a dialog."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        # A dialog presses the first of those that have it, wherever Enter comes from.
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def close_row(dialog: QDialog, *before: QWidget) -> QHBoxLayout:
    """The last line of a dialog: what stands before, and at the right the button that closes."""
    row = QHBoxLayout()
    for widget in before:
        row.addWidget(widget, 1 if isinstance(widget, QLabel) else 0)
    if not any(isinstance(widget, QLabel) for widget in before):
        row.addStretch(1)
    button = PlainButton(tr("Close"))
    button.clicked.connect(dialog.close)
    row.addWidget(button)
    return row


def page_names(names: Sequence[str], width: int) -> QListWidget:
    """The names of pages, to stand beside them."""
    held = QListWidget()
    held.setObjectName("pages")
    held.setAccessibleName(tr("Pages"))
    held.setFixedWidth(width)
    for name in names:
        QListWidgetItem(name, held).setSizeHint(QSize(0, _PAGE_ROW))
    return held


def clear_layout(layout: QLayout) -> None:
    """Take every widget out of a layout, and away."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def empty_page(
    text: str, way_out: str, button: str = "", call: Callable[[], None] | None = None
) -> QWidget:
    """What stands in the place of an empty list: what is the matter, and what to do."""
    page = QWidget()
    page.setObjectName("empty")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(16, 24, 16, 24)
    layout.setSpacing(8)
    layout.addStretch(1)
    for words, name in ((text, "strong"), (way_out, "quiet")):
        label = plain_label(words)
        label.setObjectName(name)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        # It must not keep what stands beside it from its room.
        label.setMinimumWidth(1)
        layout.addWidget(label)
    if call is not None:
        clicked = QPushButton(button)
        # Outside of dialogs Enter presses only such buttons.
        clicked.setAutoDefault(True)
        clicked.clicked.connect(call)
        layout.addWidget(clicked, 0, Qt.AlignmentFlag.AlignHCenter)
    # A little above the middle, where the eye rests.
    layout.addStretch(2)
    return page
