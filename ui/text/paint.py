"""Paints what is in view of a page: grounds, text, marks, margin, selection and caret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextOption

from ui.text.decor import Decor, Pen, decorate_base, decorate_entities, pen_for
from ui.text.frames import NOTHING_OUTLINED, Outlined, paint_current, paint_outlined
from ui.text.layout import Metrics
from ui.text.marks import NO_MARKS, Look, Mark, Marks
from ui.text.page import Page, Seen
from ui.theme import Theme, color

Range = tuple[int, int]

_FOCUS_LINE = 2
_DASHES = (4, 2)
_KEPT = 2000


@dataclass(slots=True)
class Highlights:
    """What moves over the text without being part of it. Ranges are code points."""

    selection: Range = (0, 0)
    current: Range | None = None
    outlined: Outlined = NOTHING_OUTLINED
    lit: Range | None = None
    caret: int | None = None
    caret_at_row_end: bool = False
    has_focus: bool = False


class Band(NamedTuple):
    """A stretch of the view over its whole width, `y` from its top."""

    y: int
    height: int


def _rows_of(seen: Seen, marks: Iterable[Mark]) -> range:
    """The rows of a block that marks stand on."""
    first = min(seen.laid.row_of(max(mark.start - seen.start, 0)) for mark in marks)
    last = max(seen.laid.row_of(min(mark.end - seen.start, seen.laid.length)) for mark in marks)
    return range(first, last + 1)


def _make_room(decor: dict[Any, Decor]) -> None:
    """Forget all where a long text was scrolled through; what is in view is soon made again."""
    if len(decor) > _KEPT:
        decor.clear()


def _has_note(mark: Mark) -> bool:
    return bool(getattr(mark.target, "note", ""))


def _apart(old: Sequence[Mark], new: Sequence[Mark]) -> list[Mark]:
    """The marks of both, between those that both begin and end with."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    old, new = old[same:], new[same:]
    ends = zip(reversed(old), reversed(new), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    return [*old[: len(old) - same], *new[: len(new) - same]]


_OUT_OF_ROW = 3
"""How far above its row the outline of a suggestion may stand."""

# Only a word that is wider than the margin goes on in the next row.
_NAME_OPTION = QTextOption(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
_NAME_OPTION.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class PagePainter:
    """Paints a page, keeping the decor of what is in view from one frame to the next."""

    def __init__(self, page: Page, theme: Theme, paper: str, margin: int) -> None:
        self._page = page
        self._marks = NO_MARKS
        self._base: dict[int, Decor] = {}
        self._named: dict[int, list[Mark]] = {}
        self._rows: dict[tuple[int, int], Decor] = {}
        self.set_style(theme, paper, margin)

    def set_style(self, theme: Theme, paper: str, margin: int) -> None:
        """Paint with these colours, text beginning `margin` pixels from the left."""
        self._theme, self._paper, self._margin = theme, paper, margin
        self._small = QFont()
        self._small.setFamilies(list(theme.families))
        self._small.setPixelSize(theme.small_size)
        self._small_widths = QFontMetricsF(self._small)
        self.forget()

    def forget(self) -> None:
        """Forget all decor, as when text, width or font changed."""
        self._pen: Pen | None = None
        self._base.clear()
        self._named.clear()
        self._rows.clear()

    def begin(self, marks: Marks) -> None:
        """Paint another text with these marks."""
        self._marks = marks
        self.forget()

    def set_marks(self, marks: Marks) -> list[Band]:
        """Paint these marks; the rows in view that look different with them."""
        before, self._marks = self._marks, marks
        if marks.base != before.base:
            self.forget()
            return [Band(0, self._page.view_height)]
        bands: list[Band] = []
        named, self._named = self._named, {}
        for seen in self._page.seen():
            old, new = named.get(seen.block), self._named_in(seen)
            if old is not None and old != new:
                rows = _rows_of(seen, _apart(old, new))
                for row in rows:
                    self._rows.pop((seen.block, row), None)
                height = self._page.metrics.row
                top = seen.y + rows.start * height
                bands.append(Band(top - _OUT_OF_ROW, len(rows) * height + _OUT_OF_ROW))
        self._rows = {key: row for key, row in self._rows.items() if key[0] in self._named}
        return bands

    def paint(self, painter: QPainter, clip: QRectF, over: Highlights) -> None:
        """Paint what of the page meets `clip`."""
        painter.fillRect(clip, color(self._paper))
        metrics = self._page.metrics
        for seen in self._page.seen():
            height = seen.laid.rows * metrics.row + metrics.paragraph_space
            if seen.y < clip.bottom() and seen.y + height > clip.top():
                painter.save()
                painter.translate(self._margin, seen.y)
                self._paint_block(painter, seen, over, clip.translated(-self._margin, -seen.y))
                painter.restore()
                self._paint_notes(painter, seen)
        self._paint_margin(painter)
        self._paint_frames(painter, over, self._pen_now())
        if over.has_focus:
            line = QRectF(clip.left(), 0, clip.width(), _FOCUS_LINE)
            painter.fillRect(line, color(self._theme.accent))

    # One block

    def _paint_block(self, painter: QPainter, seen: Seen, over: Highlights, clip: QRectF) -> None:
        """Paint the rows that meet `clip`, which is in the coordinates of the block."""
        pen = self._pen_now()
        base, rows = self._base_of(seen, pen), self._rows_in(seen, clip, pen)
        fills = chain.from_iterable(row.fills for row in rows)
        for rect, fill in (*base.under, *fills, *base.fills):
            painter.fillRect(rect, fill)
        if over.lit:
            self._fill_range(painter, seen, over.lit, color(self._theme.lit_ground), pen)
        ground = self._theme.selection if over.has_focus else self._theme.selection_idle
        self._fill_range(painter, seen, over.selection, color(ground), pen)
        painter.setPen(color(self._theme.text_cut if base.all_dimmed else self._theme.text))
        dimmed = [] if base.all_dimmed else base.dimmed
        seen.laid.qt.draw(painter, QPointF(0, 0), dimmed, clip)
        for rect, ink in (*base.lines, *chain.from_iterable(row.lines for row in rows)):
            painter.fillRect(rect, ink)
        self._paint_outlines(painter, base)
        for row in rows:
            self._paint_dashed(painter, row)
        painter.setFont(pen.names)
        for row in rows:
            for rect in row.grounds:
                painter.fillRect(rect, color(self._paper))
            for point, name, ink in row.names:
                painter.setPen(ink)
                painter.drawText(point, name)

    def _pen_now(self) -> Pen:
        if self._pen is None:
            self._pen = pen_for(self._theme, self._page.metrics, self._paper)
        return self._pen

    def _base_of(self, seen: Seen, pen: Pen) -> Decor:
        found = self._base.get(seen.block)
        if found is None:
            start, end = seen.start, seen.start + seen.laid.length
            marks = [mark for layer in self._marks.base for mark in layer.within(start, end)]
            _make_room(self._base)
            found = self._base[seen.block] = decorate_base(seen.laid, start, marks, pen)
        return found

    def _named_in(self, seen: Seen) -> list[Mark]:
        """The entities on a block."""
        found = self._named.get(seen.block)
        if found is None:
            end = self._page.blocks.next_start(seen.block)
            found = self._named[seen.block] = self._marks.entities.within(seen.start, end)
        return found

    def _rows_in(self, seen: Seen, clip: QRectF, pen: Pen) -> list[Decor]:
        """The entities of the rows that meet `clip`, and of those above and below.

        The outline of a suggestion stands a little out of its row.
        """
        first, last = seen.laid.row_at(clip.top()) - 1, seen.laid.row_at(clip.bottom()) + 1
        found: list[Decor] = []
        for row in range(max(first, 0), min(last + 1, seen.laid.rows)):
            decor = self._rows.get((seen.block, row))
            if decor is None:
                _make_room(self._rows)
                decor = self._rows[seen.block, row] = self._row(seen, row, pen)
            found.append(decor)
        return found

    def _row(self, seen: Seen, row: int, pen: Pen) -> Decor:
        low, high = seen.laid.row_span(row)
        low, high = low + seen.start, high + seen.start
        marks = [m for m in self._named_in(seen) if m.start < high and m.end > low]
        return decorate_entities(seen.laid, seen.start, row, marks, pen)

    @staticmethod
    def _paint_outlines(painter: QPainter, decor: Decor) -> None:
        for rect, ink in decor.outlines:
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect)

    @staticmethod
    def _paint_dashed(painter: QPainter, decor: Decor) -> None:
        if decor.dashed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect, ink in decor.dashed:
            pen = QPen(ink, 1)
            pen.setDashPattern(_DASHES)
            painter.setPen(pen)
            painter.drawRect(rect)

    def _fill_range(
        self, painter: QPainter, seen: Seen, span: Range, fill: QColor, pen: Pen
    ) -> None:
        start, end = span
        past_end = start <= seen.start + seen.laid.length < end
        for extent in seen.laid.extents(start - seen.start, end - seen.start):
            painter.fillRect(pen.text_rect(extent).adjusted(0, -1, 0, 1), fill)
        if past_end and self._page.blocks.ends_paragraph(seen.block):
            row = seen.laid.rows - 1
            x = seen.laid.x_of(seen.laid.length, row)
            feed = QRectF(
                x, row * pen.metrics.row + pen.metrics.text_top - 2, 5, pen.metrics.em + 4
            )
            painter.fillRect(feed, fill)

    # Over all blocks

    def _paint_frames(self, painter: QPainter, over: Highlights, pen: Pen) -> None:
        painter.translate(self._margin, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_outlined(painter, self._page, self._theme, over.outlined)
        if over.current is not None:
            paint_current(painter, self._page, self._theme, over.current)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if over.caret is not None and over.has_focus:
            rect = self._caret_rect(over.caret, over.caret_at_row_end, pen.metrics)
            painter.fillRect(rect, color(self._theme.text))
        painter.translate(-self._margin, 0)

    def rects(self, start: int, end: int) -> Iterator[QRectF]:
        """The rectangles of a range in view, a row each; a thin one for an empty range."""
        pen = self._pen_now()
        for seen in self._page.seen():
            inside = seen.start <= start <= seen.start + seen.laid.length
            if start == end and inside:
                yield pen.place(seen.laid, start - seen.start).translated(0, seen.y)
                return
            for extent in seen.laid.extents(start - seen.start, end - seen.start):
                yield pen.text_rect(extent).translated(0, seen.y)

    def _caret_rect(self, offset: int, at_row_end: bool, metrics: Metrics) -> QRectF:
        spot = self._page.spot(offset, at_row_end=at_row_end)
        top = self._page.y_of(spot) + metrics.text_top - 2
        return QRectF(max(spot.x - 1, 0), top, 2, metrics.em + 4)

    # The margin

    def _paint_margin(self, painter: QPainter) -> None:
        """A bar along each cut and its type beside the first row of it that is in view."""
        start, end = self._page.seen_span()
        free = 0.0
        for mark in self._marks.cuts.within(start, end):
            if mark.look is Look.CUT:
                free = self._paint_cut_margin(painter, mark, free)

    def _paint_notes(self, painter: QPainter, seen: Seen) -> None:
        """A small sheet in the margin beside the row where something with a note begins."""
        start, end = seen.start, self._page.blocks.next_start(seen.block)
        layers = (layer.within(start, end) for layer in (self._marks.cuts, self._marks.repairs))
        marks = (mark for mark in chain(*layers, self._named_in(seen)) if _has_note(mark))
        noted = [mark for mark in marks if self._page.blocks.at(mark.start) == seen.block]
        if not noted:
            return
        metrics, page = self._page.metrics, self._page
        side, x = self._theme.space * 0.75, self._margin - self._theme.space * 0.75 - 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(self._theme.accent))
        for mark in noted:
            top = page.y_of(page.spot(mark.start)) + metrics.text_top
            middle = top + (metrics.em - side) / 2
            corners = ((0, 0), (1, 0), (1, 0.6), (0.6, 1), (0, 1))
            painter.drawPolygon([QPointF(x + side * h, middle + side * v) for h, v in corners])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_cut_margin(self, painter: QPainter, mark: Mark, free: float) -> float:
        metrics, page = self._page.metrics, self._page
        top = page.y_of(page.spot(mark.start)) + metrics.text_top
        last = page.y_of(page.spot(max(mark.end - 1, mark.start)))
        bottom = last + metrics.text_top + metrics.em
        x = self._margin - self._theme.space
        painter.fillRect(QRectF(x, top, 2, bottom - top), color(self._theme.cut_ink))
        if bottom < 0 or top > page.view_height:
            return free
        painter.setFont(self._small)
        area = QRectF(0, 0, int(x - self._theme.space / 2), page.view_height)
        needed = painter.boundingRect(area, mark.name, _NAME_OPTION).height()
        y = max(min(max(top, self._theme.space), bottom - needed), free)
        if y > bottom + metrics.row - self._small_widths.height():
            return free
        painter.setPen(color(self._theme.text_muted))
        painter.drawText(area.translated(0, round(y)), mark.name, _NAME_OPTION)
        return y + needed

    def margin_mark(self, y: float) -> Mark | None:
        """The cut whose bar in the margin stands at a height."""
        page = self._page
        for mark in self._marks.cuts.within(*page.seen_span()):
            top = page.y_of(page.spot(mark.start))
            bottom = page.y_of(page.spot(max(mark.end - 1, mark.start))) + page.metrics.row
            if mark.look is Look.CUT and top <= y < bottom:
                return mark
        return None
