"""Outlines around ranges of a page: one calm shape each, however many rows a range has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from ui.text.page import Page
from ui.theme import Theme, color

_PAD = 1.5
_BEYOND = 60
"""How far out of view a shape may reach: enough that its edge is not seen."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """Ranges to be taken or left, in order and apart; `out` are the places of those left out.

    Ranges are code points of the text they are drawn on.
    """

    ranges: Sequence[tuple[int, int]] = ()
    out: frozenset[int] = frozenset()

    def within(self, start: int, end: int) -> Iterable[int]:
        """The places of the ranges that meet text[start:end]."""
        first = bisect_left(self.ranges, start, key=lambda span: span[1])
        return range(first, bisect_right(self.ranges, end, key=lambda span: span[0]))


NOTHING_OUTLINED = Outlined()


def paint_current(painter: QPainter, page: Page, theme: Theme, span: tuple[int, int]) -> None:
    """Frame what is being looked at; the painter's origin is the top left of the text."""
    painter.setPen(QPen(color(theme.accent), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape(page, *span, theme.radius * 0.75))


def paint_outlined(painter: QPainter, page: Page, theme: Theme, outlined: Outlined) -> None:
    """Outline ranges to be taken, and those left out in faint dots."""
    if not outlined.ranges:
        return
    taken = QPen(color(theme.positive), 1.4)
    left = QPen(color(theme.rejected_ink), 1, Qt.PenStyle.DotLine)
    for place in outlined.within(*page.seen_span()):
        out = place in outlined.out
        painter.setPen(left if out else taken)
        painter.setBrush(Qt.BrushStyle.NoBrush if out else color(theme.positive, 0.14))
        painter.drawPath(shape(page, *outlined.ranges[place], theme.radius * 0.75))


def shape(page: Page, start: int, end: int, radius: float) -> QPainterPath:
    """The outline of a range: a box, two boxes, or the box of its rows without both ends' rest."""
    height = page.metrics.em + 2 + 2 * _PAD
    while start < end and page.text[end - 1] == "\n":
        end -= 1
    left, top = _place(page, start)
    right, last = _place(page, end, at_row_end=start < end)
    path = QPainterPath()
    if top == last:
        path.addRoundedRect(_box(left, top, max(right - left, 1), height), radius, radius)
    elif last - top == page.metrics.row and right <= left:
        path.addRoundedRect(_box(left, top, page.metrics.width - left, height), radius, radius)
        path.addRoundedRect(_box(0, last, right, height), radius, radius)
    else:
        path = _rounded(_stairs((left, top), (right, last), page.metrics.width, height), radius)
    return path


def _place(page: Page, offset: int, *, at_row_end: bool = False) -> tuple[float, float]:
    """The x of an offset and the y of its frame, cut off not far out of view."""
    low, high = page.seen_span()
    if offset < low:
        return 0.0, -_BEYOND
    if offset > high:
        return 0.0, page.view_height + _BEYOND
    spot = page.spot(offset, at_row_end=at_row_end)
    return spot.x, page.y_of(spot) + page.metrics.text_top - 1 - _PAD


def _box(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x - _PAD, y, width + 2 * _PAD, height)


def _stairs(
    start: tuple[float, float], end: tuple[float, float], width: float, height: float
) -> list[QPointF]:
    """The corners around the rows from one place to another, clockwise."""
    (left, top), (right, last) = start, end
    west, east = -_PAD, max(width, right) + _PAD
    corners = [
        (left - _PAD, top), (east, top), (east, last), (right + _PAD, last),
        (right + _PAD, last + height), (west, last + height), (west, top + height),
        (left - _PAD, top + height),
    ]  # fmt: skip
    if left < 1:
        corners = [(west, top), *corners[1:6]]
    return [QPointF(*corner) for corner in corners]


def _rounded(corners: Sequence[QPointF], radius: float) -> QPainterPath:
    """A closed path along corners, each of them rounded."""
    path = QPainterPath()
    around = [corners[-1], *corners, corners[0]]
    for (before, corner), (_, after) in pairwise(pairwise(around)):
        into, out = _toward(corner, before, radius), _toward(corner, after, radius)
        path.moveTo(into) if path.isEmpty() else path.lineTo(into)
        path.quadTo(corner, out)
    path.closeSubpath()
    return path


def _toward(corner: QPointF, other: QPointF, radius: float) -> QPointF:
    """The point on the way from a corner to another, at most half of it away."""
    way = other - corner
    length = abs(way.x()) + abs(way.y())
    return corner + way * (min(radius, length / 2) / length) if length else corner
