"""The space between the two panes, with ribbons from what was cut or repaired to where it went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from annotator.model import Boilerplate, Repair
from ui.text.marks import Look
from ui.text.pane import TextPane
from ui.theme import Theme, color
from ui.views.pair_marks import PairMarks


class Ribbon(NamedTuple):
    """A connection from raw, `top` to `bottom`, to `other_top` to `other_bottom` in clean."""

    top: int
    bottom: int
    other_top: int
    other_bottom: int


class PairSplitter(QSplitter):
    """Two panes side by side with a painted gutter as the handle."""

    def __init__(self, theme: Theme, raw: TextPane, clean: TextPane) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.panes = raw, clean
        self.theme = theme
        self.marks: PairMarks | None = None
        self.setHandleWidth(theme.gutter)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Gutter(self)

    def show_marks(self, marks: PairMarks | None, theme: Theme) -> None:
        """Draw the connections of these marks."""
        before, same_theme = self.marks, theme == self.theme
        self.marks, self.theme = marks, theme
        if (
            before is None
            or marks is None
            or not same_theme
            or marks.differs_beside_entities(before)
        ):
            self.handle(1).update()


class _Gutter(QSplitterHandle):
    def __init__(self, splitter: PairSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._pair = splitter
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._pair.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), color(theme.window))
        marks = self._pair.marks
        if marks is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        raw, clean = self._pair.panes
        # The panes begin below the line with their names, the gutter at its top.
        top = raw.mapTo(self._pair, QPoint()).y()
        painter.setClipRect(0, top, self.width(), self.height() - top)
        painter.translate(0, top)
        painter.setPen(QPen(color(theme.ribbon_line, 0.55), 1))
        for ribbon in paragraph_ribbons(raw, clean, marks):
            painter.drawPath(_edge(ribbon.top, ribbon.other_top, self.width()))
        painter.setPen(QPen(color(theme.repair_ink, 0.5), 1))
        for ribbon in repair_ribbons(raw, clean, marks):
            painter.drawPath(_edge(ribbon.top, ribbon.other_top, self.width()))
        painter.setPen(QPen(color(theme.ribbon_line), 1))
        painter.setBrush(color(theme.ribbon))
        for ribbon in cut_ribbons(raw, clean, marks):
            painter.drawPath(_band(ribbon, self.width()))


def cut_ribbons(raw: TextPane, clean: TextPane, marks: PairMarks) -> Iterator[Ribbon]:
    """The cuts in view on either side."""
    found = [m.target for m in marks.raw.cuts.within(*raw.page.seen_span()) if m.look is Look.CUT]
    found += [m.target for m in marks.clean.cuts.within(*clean.page.seen_span())]
    for cut in dict.fromkeys(found):
        if isinstance(cut, Boilerplate) and cut.start < cut.end:
            top, bottom = _y(raw, cut.start, 0.0), _y(raw, cut.end - 1, 1.0)
            middle = _y(clean, marks.composition.clean_at(cut.start), 0.5)
            yield Ribbon(top, bottom, middle - 1, middle + 1)


def repair_ribbons(raw: TextPane, clean: TextPane, marks: PairMarks) -> Iterator[Ribbon]:
    """The repairs in view that put other text in place, one for each pair of rows."""
    seen: set[tuple[int, int]] = set()
    for mark in marks.raw.repairs.within(*raw.page.seen_span()):
        repair = mark.target
        if mark.look is not Look.REPAIR or not (isinstance(repair, Repair) and repair.text):
            continue
        top = _y(raw, mark.start, 0.5)
        other = _y(clean, marks.composition.clean_at(mark.start), 0.5)
        if (top, other) not in seen:
            seen.add((top, other))
            yield Ribbon(top, top, other, other)


def paragraph_ribbons(raw: TextPane, clean: TextPane, marks: PairMarks) -> Iterator[Ribbon]:
    """The paragraphs of clean in view."""
    for seen in clean.page.seen():
        if seen.block and clean.page.blocks.ends_paragraph(seen.block - 1):
            other = _y(clean, seen.start, 0.0) - 2
            top = _y(raw, marks.composition.raw_at(seen.start), 0.0) - 2
            yield Ribbon(top, top, other, other)


def _y(pane: TextPane, offset: int, part: float) -> int:
    """The y of a row's text, at a part of its height; kept near the view."""
    metrics = pane.page.metrics
    y = pane.row_y(offset) + metrics.text_top + round(metrics.em * part)
    return max(-4000, min(y, pane.page.view_height + 4000))


def _edge(left: int, right: int, width: int) -> QPainterPath:
    path = QPainterPath(QPointF(0, left))
    path.cubicTo(width * 0.5, left, width * 0.5, right, width, right)
    return path


def _band(ribbon: Ribbon, width: int) -> QPainterPath:
    path = _edge(ribbon.top, ribbon.other_top, width)
    path.lineTo(width, ribbon.other_bottom)
    path.cubicTo(width * 0.5, ribbon.other_bottom, width * 0.5, ribbon.bottom, 0, ribbon.bottom)
    path.closeSubpath()
    return path
