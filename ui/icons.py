"""Icons in the colours of what is around them, and the swatches of labels."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.resources import APP_ICON, ICONS
from ui.text.decor import dashed
from ui.theme import contrast, label_ink

_FOOT = 5
_RESTED = 0.35
"""How much is left of the icon of an action that does not fit."""


def icon(name: str, color: QColor, size: int = 18) -> QIcon:
    """A line icon in the colour of the text around it; an empty name gives an empty icon."""
    made = QIcon()
    if not name:
        return made
    drawing = (ICONS / f"{name}.svg").read_bytes().replace(b"currentColor", color.name().encode())
    renderer = QSvgRenderer(drawing)
    for scale in (1, 2, 3):
        pixmap = _drawn(renderer, size * scale)
        # Qt's own way to grey one hardly shows on dark ground.
        rested = QPixmap(pixmap.size())
        rested.fill(Qt.GlobalColor.transparent)
        painter = QPainter(rested)
        painter.setOpacity(_RESTED)
        painter.drawPixmap(0, 0, pixmap)
        painter.end()
        for mode, drawn in ((QIcon.Mode.Normal, pixmap), (QIcon.Mode.Disabled, rested)):
            drawn.setDevicePixelRatio(scale)
            made.addPixmap(drawn, mode)
    return made


def app_icon() -> QIcon:
    """The sign of the program: two sheets side by side."""
    made = QIcon()
    drawing = QSvgRenderer(APP_ICON.read_bytes())
    for side in (16, 32, 64, 128):
        made.addPixmap(_drawn(drawing, side))
    return made


def _drawn(drawing: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter)
    painter.end()
    return pixmap


def label_color(color: str) -> str:
    """A label's colour as it is shown on lists and cards."""
    return label_ink(color, QGuiApplication.palette().color(QPalette.ColorRole.Base).name())


def plain_icon(picture: QPixmap) -> QIcon:
    """A picture that keeps its colours in a chosen row, where Qt would tint it."""
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made


def swatch(color: str, key: str = "", turn: int = 0) -> QPixmap:
    """A small square of a label's colour, as the text has it, with its key in it.

    Along its foot it has the shape of the line below the text.
    """
    side, scale = 18, 3
    pixmap = QPixmap(side * scale, side * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    fill = label_color(color)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(0, 0, side, side, 4, 4)
    foot = QRectF(0, side - _FOOT, side, _FOOT)
    if turn:
        painter.fillRect(foot, QGuiApplication.palette().color(QPalette.ColorRole.Base))
        for part in dashed(foot.adjusted(0, 1, 0, 0), turn):
            painter.fillRect(part, QColor(fill))
    painter.setPen(QColor(readable_on(fill)))
    font = painter.font()
    font.setPixelSize(12)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(QRect(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, key)
    painter.end()
    return pixmap


def readable_on(ground: str) -> str:
    """Black or white, whichever reads better on a colour."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, ground))
