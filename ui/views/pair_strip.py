"""The overview beside a scroll bar: where in the whole text cuts, repairs and entities are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ui.text.marks import Look, Mark
from ui.text.view import TextView
from ui.theme import Theme, color, label_ink
from ui.timers import single_shot

_STEP = 2
"""Pixels in one tick. The cost is that of the ticks, whatever the text carries."""

_LATER_MS = 40
"""The texts are painted first; the overview follows when nothing else is waiting."""


class OverviewStrip(QWidget):
    """Ticks for what the text of a view carries; a click goes there."""

    def __init__(self, view: TextView, theme: Theme, paper: str) -> None:
        super().__init__()
        self._view = view
        self._bounds: list[int] = []
        self._measured = 0
        self._ticks: list[tuple[QRectF, QColor]] = []
        self._later = single_shot(self, self._make_ticks, _LATER_MS)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.set_theme(theme, paper)
        view.laid_out.connect(self._measure_anew)
        view.marks_changed.connect(self._later.start)

    def set_theme(self, theme: Theme, paper: str) -> None:
        """Paint with other colours."""
        self._theme, self._paper = theme, paper
        self.setFixedWidth(theme.strip)
        self._later.start()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.strip, 100)

    def _measure_anew(self) -> None:
        self._bounds = []
        self._later.start()

    def _make_ticks(self) -> None:
        self._ticks = list(self.ticks())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure_anew()

    def bounds(self) -> Sequence[int]:
        """The offsets at the edges of the ticks; made anew when guessed heights proved wrong."""
        page = self._view.page
        if not self._bounds or abs(page.height - self._measured) * 50 > self._measured:
            self._measured = page.height
            # A text that does not fill the view is not stretched over the strip.
            scale = max(page.height, self.height()) / max(1, self.height())
            rows = range(0, self.height() + _STEP, _STEP)
            self._bounds = [page.near(round(y * scale)) for y in rows]
        return self._bounds

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._paper))
        for rect, ink in self._ticks:
            painter.fillRect(rect, ink)

    def ticks(self) -> Iterator[tuple[QRectF, QColor]]:
        """What there is to paint: cuts and findings all over, repairs left, entities right."""
        theme, marks, bounds = self._theme, self._view.marks, self.bounds()
        width = self.width()
        for row, mark in _present(marks.cuts.samples(bounds)):
            if mark.look is not Look.REJECTED:
                last = row + 1 if mark.look is Look.CUT_PLACE else bisect_left(bounds, mark.end)
                height = max(1, last - row) * _STEP
                yield QRectF(0, row * _STEP, width, height), color(theme.cut_ink, 0.55)
        for row, mark in _present(marks.repairs.samples(bounds)):
            if mark.look in (Look.REPAIR, Look.REPAIRED):
                yield QRectF(1, row * _STEP, width * 0.3, _STEP), color(theme.repair_ink)
        for row, _ in _present(marks.findings.samples(bounds)):
            yield QRectF(0, row * _STEP, width, _STEP), color(theme.finding_ink)
        for row, mark in _present(marks.entities.samples(bounds)):
            left = width * (0.75 if mark.look is Look.SUGGESTION else 0.45)
            yield (
                QRectF(left, row * _STEP, width - left - 1, _STEP),
                color(label_ink(mark.ink, self._paper)),
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position().y())

    def _go_to(self, y: float) -> None:
        page = self._view.page
        scale = max(page.height, self.height()) / max(1, self.height())
        self._view.verticalScrollBar().setValue(round(y * scale) - page.view_height // 2)


def _present(samples: Sequence[Mark | None]) -> Iterator[tuple[int, Mark]]:
    return ((row, mark) for row, mark in enumerate(samples) if mark is not None)


def named_side(name: QLabel, pane: TextView, strip: OverviewStrip) -> QWidget:
    """A pane with its overview, under the line that says which text it is."""
    side = QWidget()
    name.setObjectName("pane")
    name.setWordWrap(False)
    name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    grid = QGridLayout(side)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    grid.addWidget(name, 0, 0, 1, 2)
    grid.addWidget(pane, 1, 0)
    grid.addWidget(strip, 1, 1)
    return side
