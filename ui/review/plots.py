"""Bars, drawn once for the screen, for a picture and for a drawing that scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageWriter, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

_PICTURE = QSize(1000, 420)
_SCALE = 2
_STEPS = (4, 5, 2)


@dataclass(frozen=True, slots=True)
class Bar:
    """A name below, and a height; `colour` is the theme's accent where there is none.

    `note` stands above the bar.
    """

    name: str
    value: float
    colour: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A title and its bars; `unit` stands behind the numbers.

    `top` is the end of the axis; 0 leaves it to the bars.
    """

    title: str
    bars: tuple[Bar, ...]
    unit: str = ""
    top: float = 0.0


def top_of(values: Sequence[float]) -> float:
    """A round number at or above all values: the end of the axis.

    >>> [top_of([value]) for value in (0, 3, 12, 870)]
    [1.0, 4.0, 20.0, 1000.0]
    """
    most = max(values, default=0.0)
    if most <= 0:
        return 1.0
    size = 1.0
    while size * 10 < most:
        size *= 10
    while size > most:
        size /= 10
    return next(size * step for step in (1, 2, 4, 5, 10) if size * step >= most)


def lines_to(top: float) -> int:
    """How many equal steps lead to the end of an axis, so that whole numbers stand at them.

    >>> [lines_to(top) for top in (1, 2, 4, 5, 10, 20, 100)]
    [1, 2, 4, 5, 5, 4, 4]
    """
    return next((steps for steps in _STEPS if top >= steps and top % steps == 0), 1)


def draw(painter: QPainter, area: QRectF, plot: Plot, theme: Theme) -> None:
    """Draw a plot into an area."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(area, QColor(theme.surface))
    font = QFont(list(theme.families))
    font.setPixelSize(theme.ui_size)
    painter.setFont(font)
    height = QFontMetricsF(font).height()
    painter.setPen(QColor(theme.text))
    space = float(theme.space)
    over = height if any(bar.note for bar in plot.bars) else space
    inner = area.adjusted(7 * space, height + over + 2 * space, -2 * space, -height - 2 * space)
    title = QRectF(area.left() + 2 * space, area.top() + space, area.width() - 4 * space, height)
    if not plot.bars:
        painter.setPen(QColor(theme.text_muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, plot.title)
        return
    painter.drawText(title, Qt.AlignmentFlag.AlignLeft, plot.title)
    top = plot.top or top_of([bar.value for bar in plot.bars])
    _draw_lines(painter, inner, top, plot.unit, theme)
    _draw_bars(painter, inner, plot, top, theme)


def _draw_lines(painter: QPainter, inner: QRectF, top: float, unit: str, theme: Theme) -> None:
    lines = lines_to(top)
    for step in range(lines + 1):
        y = inner.bottom() - inner.height() * step / lines
        painter.setPen(QColor(theme.border))
        painter.drawLine(round(inner.left()), round(y), round(inner.right()), round(y))
        painter.setPen(QColor(theme.text_muted))
        label = QRectF(inner.left() - 60, y - 10, 54, 20)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(label, right, f"{top * step / lines:g}{unit}")


def _draw_bars(painter: QPainter, inner: QRectF, plot: Plot, top: float, theme: Theme) -> None:
    step = inner.width() / len(plot.bars)
    metrics = QFontMetricsF(painter.font())
    every = max(1, int(-(-max(metrics.horizontalAdvance(b.name) for b in plot.bars) // step)))
    for number, bar in enumerate(plot.bars):
        height = inner.height() * bar.value / top
        left = inner.left() + step * number
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(bar.colour or theme.accent))
        wide = min(step * 0.7, 48.0)
        painter.drawRect(QRectF(left + (step - wide) / 2, inner.bottom() - height, wide, height))
        painter.setPen(QColor(theme.text_muted))
        if number % every == 0 or metrics.horizontalAdvance(bar.note) <= step:
            above = QRectF(left - step, inner.bottom() - height - 20, step * 3, 20)
            middle = Qt.AlignmentFlag.AlignHCenter
            # A line of the grid would else go through it.
            ground = painter.boundingRect(above, middle, bar.note)
            painter.fillRect(ground, QColor(theme.surface))
            painter.drawText(above, middle, bar.note)
        if number % every == 0:
            place = QRectF(left - step * every, inner.bottom() + 4, step * (2 * every + 1), 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, bar.name)


class PlotView(QWidget):
    """A plot on the screen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._plot = Plot("", ())
        self.setMinimumHeight(180)

    def show_plot(self, plot: Plot) -> None:
        """Show another plot."""
        self._plot = plot
        told = ", ".join(f"{bar.name}: {bar.value:g} {bar.note}".strip() for bar in plot.bars)
        self.setAccessibleName(f"{plot.title}. {told}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw(painter, QRectF(self.rect()), self._plot, self._theme)
        painter.setPen(QColor(self._theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def save(self, path: Path) -> bool:
        """Write the plot as SVG, or as PNG of twice the size; whether that worked."""
        if path.suffix.lower() == ".svg":
            made = QSvgGenerator()
            made.setFileName(str(path))
            made.setSize(_PICTURE)
            made.setViewBox(QRect(0, 0, _PICTURE.width(), _PICTURE.height()))
            made.setTitle(self._plot.title)
            painter = QPainter()
            if not painter.begin(made):
                return False
            draw(
                painter, QRectF(0, 0, _PICTURE.width(), _PICTURE.height()), self._plot, self._theme
            )
            return painter.end()
        image = QImage(_PICTURE * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        painter = QPainter(image)
        draw(painter, QRectF(0, 0, _PICTURE.width(), _PICTURE.height()), self._plot, self._theme)
        painter.end()
        return QImageWriter(str(path), b"PNG").write(image)
