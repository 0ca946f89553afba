"""How marks look: from the marks on one block to rectangles, lines and names to paint.

Decor is made once and painted often: that of entities by rows, since a label key changes one row,
the rest by blocks. Coordinates are pixels from the top left of the block's text. In the room below
the text, each row carries the lines of its entities, the innermost nearest to the text, and their
names, which begin where the entity begins or right of the name before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from ui.text.layout import LINE_ROOM, BlockLayout, Extent, Metrics
from ui.text.marks import Look, Mark
from ui.theme import Theme, color, label_ink, mixed

ENTITY_GROUND = 0.14
"""How much of its ink the ground of an entity has."""

_LEVEL_STEP, _LINE = 3, 1.6
"""How far the lines of entities in each other are apart where there is room, and how thick."""
_NAME_GAP = 3
_TOOTH = 2
"""How long and deep a tooth of a zigzag is."""

_SHAPES = ((1, 0), (9, 3), (3, 2), (14, 5))
"""Of the lines below entities, dash and gap: for labels that have the colour of one before."""

_OVERHANG = 16
"""How far a name may stand out to the right of the text."""


@dataclass(slots=True)
class Decor:
    """What is painted for one block, or one row of it, besides its text."""

    under: list[tuple[QRectF, QColor]] = field(default_factory=list)
    """Grounds that entities cover; the others lie on those of entities."""
    fills: list[tuple[QRectF, QColor]] = field(default_factory=list)
    lines: list[tuple[QRectF, QColor]] = field(default_factory=list)
    outlines: list[tuple[QRectF, QColor]] = field(default_factory=list)
    dashed: list[tuple[QRectF, QColor]] = field(default_factory=list)
    grounds: list[QRectF] = field(default_factory=list)
    names: list[tuple[QPointF, str, QColor]] = field(default_factory=list)
    dimmed: list[QTextLayout.FormatRange] = field(default_factory=list)
    all_dimmed: bool = False


@dataclass(frozen=True)
class Pen:
    """What drawing a mark needs to know. `paper` is the ground all this stands on."""

    theme: Theme
    metrics: Metrics
    paper: str
    names: QFont
    name_widths: QFontMetricsF

    def text_rect(self, extent: Extent) -> QRectF:
        """The em boxes of a stretch of a row."""
        top = extent.row * self.metrics.row + self.metrics.text_top
        return QRectF(extent.left, top - 1, extent.right - extent.left, self.metrics.em + 2)

    def below(self, extent: Extent, offset: float, thick: float) -> QRectF:
        """A line below a stretch of a row, `offset` pixels under the em boxes."""
        top = extent.row * self.metrics.row + self.metrics.text_top + self.metrics.em + offset
        return QRectF(extent.left, top, extent.right - extent.left, thick)

    def place(self, laid: BlockLayout, offset: int) -> QRectF:
        """A bar one pixel wide at a place between two characters."""
        row = laid.row_of(offset)
        x = laid.x_of(offset, row)
        top = row * self.metrics.row + self.metrics.text_top
        return QRectF(x - 0.5, top - 1, 1, self.metrics.em + 4)


def pen_for(theme: Theme, metrics: Metrics, paper: str) -> Pen:
    """The pen for a theme: names are small, but never too small to read."""
    names = QFont(metrics.font)
    names.setPixelSize(metrics.names)
    names.setWeight(QFont.Weight.Medium)
    names.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
    return Pen(theme, metrics, paper, names, QFontMetricsF(names))


def decorate_base(laid: BlockLayout, start: int, marks: Iterable[Mark], pen: Pen) -> Decor:
    """The decor of cuts, repairs and findings on the block that begins at offset `start`."""
    decor = Decor()
    for mark in marks:
        _BASE[mark.look](decor, laid, mark._replace(start=mark.start - start, end=mark.end - start),
                         pen)  # fmt: skip
    return decor


def _cut(decor: Decor, laid: BlockLayout, mark: Mark, pen: Pen) -> None:
    if mark.start <= 0 and mark.end >= laid.length:
        decor.all_dimmed = True
    start, end = laid.position(max(mark.start, 0)), laid.position(min(mark.end, laid.length))
    dim = QTextLayout.FormatRange()
    dim.start, dim.length = start, end - start
    style = QTextCharFormat()
    style.setForeground(QBrush(color(pen.theme.text_cut)))
    dim.format = style
    decor.dimmed.append(dim)
    ground = color(pen.theme.cut_ground)
    for extent in laid.extents(mark.start, mark.end):
        decor.under.append((pen.text_rect(extent).adjusted(-1, -2, 1, 2), ground))


def _cut_place(decor: Decor, laid: BlockLayout, mark: Mark, pen: Pen) -> None:
    bar = pen.place(laid, max(0, min(mark.start, laid.length)))
    ink = color(pen.theme.cut_ink)
    decor.lines.append((bar, ink))
    decor.lines.append((QRectF(bar.left() - 2, bar.top() - 1, 5, 2), ink))


def _repair(decor: Decor, laid: BlockLayout, mark: Mark, pen: Pen) -> None:
    quiet = mark.look is Look.QUIET_REPAIR
    ground = pen.theme.repair_quiet_ground if quiet else pen.theme.repair_ground
    for extent in laid.extents(mark.start, mark.end):
        decor.fills.append((pen.text_rect(extent), color(ground)))
    if mark.start == mark.end:
        decor.lines.append((pen.place(laid, mark.start), color(pen.theme.repair_ink)))


def _repaired(decor: Decor, laid: BlockLayout, mark: Mark, pen: Pen) -> None:
    quiet = mark.look is Look.QUIET_REPAIRED
    ink = color(pen.theme.repair_quiet_ink if quiet else pen.theme.repair_ink)
    for extent in laid.extents(mark.start, mark.end):
        decor.lines.append((pen.below(extent, 0, 1), ink))
    if mark.start == mark.end:
        bar = pen.place(laid, max(0, min(mark.start, laid.length)))
        bar.setTop(bar.bottom() - 3)
        decor.lines.append((bar, ink))


def _rejected(decor: Decor, laid: BlockLayout, mark: Mark, pen: Pen) -> None:
    ink = color(pen.theme.rejected_ink)
    for extent in laid.extents(mark.start, mark.end):
        decor.outlines.append((pen.text_rect(extent).adjusted(0.5, 0.5, -0.5, -0.5), ink))
    if mark.start == mark.end:
        decor.outlines.append((pen.place(laid, mark.start).adjusted(-1, 0, 1, 0), ink))


def _finding(decor: Decor, laid: BlockLayout, mark: Mark, pen: Pen) -> None:
    """A zigzag of small squares, which no other line is."""
    ink = color(pen.theme.finding_ink)
    for extent in laid.extents(mark.start, mark.end):
        line = pen.below(extent, 1, _TOOTH)
        steps = max(2, round(line.width() / _TOOTH))
        for step in range(steps):
            left, down = line.left() + step * _TOOTH, _TOOTH * (step % 2)
            decor.lines.append((QRectF(left, line.top() + down, _TOOTH, _TOOTH), ink))


_BASE = {
    Look.CUT: _cut,
    Look.CUT_PLACE: _cut_place,
    Look.REPAIR: _repair,
    Look.QUIET_REPAIR: _repair,
    Look.REPAIRED: _repaired,
    Look.QUIET_REPAIRED: _repaired,
    Look.REJECTED: _rejected,
    Look.FINDING: _finding,
}


def decorate_entities(
    laid: BlockLayout, start: int, row: int, marks: Iterable[Mark], pen: Pen
) -> Decor:
    """The decor of entities on one row of the block that begins at offset `start`.

    The lines of those in each other stand closer where they are many: none is in the next row.
    """
    marks = list(marks)
    deepest = max((mark.level for mark in marks), default=0)
    room = pen.metrics.row - pen.metrics.em - _LINE - 2
    step = min(_LEVEL_STEP, room / max(1, deepest))
    decor, deep = Decor(), False
    named: list[tuple[Extent, Mark]] = []
    low, high = laid.row_span(row)
    for mark in sorted(marks, key=lambda m: -m.level):
        first = max(mark.start - start, low)
        for extent in laid.extents(first, min(mark.end - start, high)):
            _entity_row(decor, extent, mark, pen, step)
            deep = deep or mark.level > 0
            if first == mark.start - start:
                named.append((extent, mark))
    if named:
        _names(decor, row, _wanted(named, pen), pen, clear=deep)
    return decor


def _entity_row(decor: Decor, extent: Extent, mark: Mark, pen: Pen, step: float) -> None:
    ink = label_ink(mark.ink, pen.paper)
    if mark.look is Look.SUGGESTION:
        decor.dashed.append((pen.text_rect(extent).adjusted(0.5, -0.5, -0.5, 0.5), color(ink)))
        return
    inner = extent._replace(left=extent.left + 0.5, right=extent.right - 0.5)
    # Opaque, so that the ground of an inner entity is its own colour and not a mixture.
    decor.fills.append((pen.text_rect(inner), color(mixed(pen.paper, ink, ENTITY_GROUND))))
    line = pen.below(inner, 1 + mark.level * step, _LINE)
    decor.lines.extend((part, color(ink)) for part in dashed(line, mark.turn))


def dashed(line: QRectF, turn: int) -> list[QRectF]:
    """A line in one of its shapes: whole, then in dashes of different lengths, and over again.

    >>> [round(part.width()) for part in dashed(QRectF(0, 0, 20, 2), 1)]
    [9, 8]
    """
    on, off = _SHAPES[turn % len(_SHAPES)]
    if not off:
        return [line]
    count = max(1, math.ceil(line.width() / (on + off)))
    starts = (line.left() + (on + off) * number for number in range(count))
    return [
        QRectF(start, line.top(), min(on, line.right() - start), line.height()) for start in starts
    ]


class _Name(NamedTuple):
    """A name to be placed: where it wants to begin, and how far right it still may."""

    left: float
    latest: float
    width: float
    mark: Mark


def _wanted(placed: Sequence[tuple[Extent, Mark]], pen: Pen) -> list[_Name]:
    """A name begins where its entity does; if an inner one does too, it ends where its own does."""
    names: list[_Name] = []
    inner_right: dict[float, float] = {}
    for extent, mark in sorted(placed, key=lambda one: one[1].level):
        width = pen.name_widths.horizontalAdvance(mark.name)
        latest = extent.right - width
        taken = inner_right.get(extent.left)
        inner_right[extent.left] = extent.right
        aside = taken is not None and latest >= taken + _NAME_GAP
        left = latest if aside else extent.left + 1
        names.append(_Name(left, max(left, latest), width, mark))
    return sorted(names, key=lambda name: name.left)


def _names(decor: Decor, row: int, names: Sequence[_Name], pen: Pen, *, clear: bool) -> None:
    """Names from left to right.

    A name may push the next one as far as that has text to stand under; past that it is cut short.
    """
    metrics, at = pen.metrics, 0.0
    top = row * metrics.row + metrics.text_top + metrics.em + LINE_ROOM - 1
    baseline = (row + 1) * metrics.row - max(1, round((metrics.row - metrics.em) * 0.1))
    for number, (wanted, _, whole_width, mark) in enumerate(names):
        name, width = mark.name, whole_width
        last = number + 1 == len(names)
        end = metrics.width + _OVERHANG if last else names[number + 1].latest - _NAME_GAP
        left = max(min(wanted, end - width), wanted - width, at, 0.0)
        while len(name) > 1 and left + width > end:
            name = name[:-1]
            width = pen.name_widths.horizontalAdvance(name)
        if clear:
            decor.grounds.append(QRectF(left - 1, top, width + 2, baseline + 1 - top))
        decor.names.append((QPointF(left, baseline), name, color(label_ink(mark.ink, pen.paper))))
        at = left + width + _NAME_GAP
