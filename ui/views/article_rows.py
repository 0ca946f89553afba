"""One row of the article list, painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator.find.finder import Excerpt
from annotator.model import ArticleRow, Status
from ui.i18n import tr, tr_count
from ui.look import look_now
from ui.models.articles import EXCERPT_ROLE, ROW_ROLE

PAD = 10
QUIET = 0.82
"""How much of the ink the second line has, on a chosen row too."""
_GLYPH = 12


class ArticleDelegate(QStyledItemDelegate):
    """Draws a status glyph, the title, and what is done of the article, or where it has a text."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: ArticleRow = index.data(ROW_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        palette = option.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ink = palette.color(role)
        area = option.rect.adjusted(PAD + _GLYPH + 8, PAD // 2, -PAD, -PAD // 2)
        _paint_glyph(painter, option.rect, row.status, ink)
        metrics = QFontMetrics(option.font)
        painter.setPen(ink)
        painter.setFont(option.font)
        title = metrics.elidedText(row.title or row.key, _ELIDE, area.width())
        painter.drawText(area.left(), area.top() + metrics.ascent(), title)
        excerpt: Excerpt | None = index.data(EXCERPT_ROLE)
        small = QFont(option.font)
        small.setPixelSize(max(9, round(option.font.pixelSize() * 0.86)))
        painter.setFont(small)
        if excerpt is not None:
            _paint_excerpt(painter, area, excerpt, ink, palette)
        else:
            painter.setPen(_quiet(ink))
            line = QFontMetrics(small).elidedText(progress_text(row), _ELIDE, area.width())
            painter.drawText(area.left(), _base(area, QFontMetrics(small)), line)
        if option.state & QStyle.StateFlag.State_HasFocus and selected:
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()


class ArticleView(QTableView):
    """One column of rows of equal height: what it costs does not grow with the list.

    Qt's list view lays out every row, which takes seconds for a million.
    """

    def __init__(self) -> None:
        super().__init__()
        self._delegate = ArticleDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(QFontMetrics(self.font())))

    def moveCursor(
        self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if action == QTableView.CursorAction.MoveHome:
            return self.model().index(0, 0)
        if action == QTableView.CursorAction.MoveEnd:
            return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)


_ELIDE = Qt.TextElideMode.ElideRight


def _paint_glyph(painter: QPainter, rect: QRect, status: Status, ink: QColor) -> None:
    """A ring to do, half a disc in work, a disc with a tick done, a flag flagged."""
    look = look_now()
    ink = QColor({Status.DONE: look.positive, Status.FLAGGED: look.warning}.get(status, ink))
    top = rect.top() + PAD // 2 + 4
    box = QRect(rect.left() + PAD, top, _GLYPH, _GLYPH)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if status is Status.FLAGGED:
        painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.setBrush(ink)
        painter.drawPolygon(
            [
                box.topLeft(),
                QPoint(box.right(), box.top() + 3),
                QPoint(box.left(), box.top() + 6),
            ]
        )
        return
    if status is Status.DONE:
        painter.setBrush(ink)
    painter.drawEllipse(box)
    if status is Status.DOING:
        painter.setBrush(ink)
        painter.drawPie(box, -90 * 16, 180 * 16)
    elif status is Status.DONE:
        painter.setPen(QPen(QColor(look.surface), 1.8))
        left, middle = box.left(), box.top() + _GLYPH / 2
        painter.drawPolyline(
            [
                QPointF(left + 3, middle + 0.5),
                QPointF(left + 5, middle + 2.5),
                QPointF(left + 9, middle - 2.5),
            ]
        )


def _paint_excerpt(
    painter: QPainter, area: QRect, excerpt: Excerpt, ink: QColor, palette: QPalette
) -> None:
    """The place in one line: the match underlined and in full ink, what is before it cut short."""
    metrics = QFontMetrics(painter.font())
    base, left = _base(area, metrics), area.left()
    match = metrics.elidedText(excerpt.match, _ELIDE, area.width() * 2 // 3)
    room = min(area.width() // 3, area.width() - metrics.horizontalAdvance(match))
    before = metrics.elidedText(excerpt.before, Qt.TextElideMode.ElideLeft, max(0, room))
    after_at = metrics.horizontalAdvance(before) + metrics.horizontalAdvance(match)
    after = metrics.elidedText(excerpt.after, _ELIDE, max(0, area.width() - after_at))
    painter.setPen(_quiet(ink))
    painter.drawText(left, base, before)
    painter.drawText(left + after_at, base, after)
    start = left + metrics.horizontalAdvance(before)
    painter.setPen(ink)
    painter.drawText(start, base, match)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
    line = base + metrics.descent() - 1
    painter.drawLine(start, line, left + after_at - 1, line)


def row_height(metrics: QFontMetrics) -> int:
    """The height of a row with two lines."""
    return metrics.height() * 2 + PAD + 4


def _base(area: QRect, metrics: QFontMetrics) -> int:
    return area.bottom() - metrics.descent() + 1


def _quiet(ink: QColor) -> QColor:
    quiet = QColor(ink)
    quiet.setAlphaF(QUIET)
    return quiet


def progress_text(row: ArticleRow) -> str:
    """How far an article is, in a few words."""
    parts = []
    if row.proposals:
        parts.append(tr("{judged}/{count} checked", judged=row.judged, count=row.proposals))
    if row.entities:
        parts.append(tr_count("{count} label", "{count} labels", row.entities))
    # What says least of the work goes last, where a narrow list cuts it off.
    parts.append(tr_count("{count} char", "{count} chars", row.length))
    return " · ".join(parts)
