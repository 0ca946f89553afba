"""The list of articles with their status and progress."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes
from annotator.model import ArticleId, ArticleRow, Status
from annotator.workspace import Workspace
from ui.i18n import mark, tr
from ui.models.articles import ROW_ROLE, ArticlesModel
from ui.widgets import plain_label

_FILTERS: tuple[tuple[str, Status | None], ...] = (
    (mark("All"), None),
    (mark("To do"), Status.TODO),
    (mark("In work"), Status.DOING),
    (mark("Done"), Status.DONE),
    (mark("Flagged"), Status.FLAGGED),
)

_PAD = 10
_GLYPH = 12


class ArticleDelegate(QStyledItemDelegate):
    """Draws a status glyph, the title, and what is done of the article."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = QFontMetrics(option.font).height()
        return QSize(120, height * 2 + _PAD + 4)

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
        area = option.rect.adjusted(_PAD + _GLYPH + 8, _PAD // 2, -_PAD, -_PAD // 2)
        self._paint_glyph(painter, option.rect, row.status, ink)
        self._paint_words(painter, area, row, option.font, ink)
        if option.state & QStyle.StateFlag.State_HasFocus and selected:
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    @staticmethod
    def _paint_glyph(painter: QPainter, rect: QRect, status: Status, ink: QColor) -> None:
        """A ring to do, half a disc in work, a disc with a tick done, a flag flagged."""
        top = rect.top() + _PAD // 2 + 4
        box = QRect(rect.left() + _PAD, top, _GLYPH, _GLYPH)
        painter.setPen(QPen(ink, 1.4))
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
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        painter.setBrush(ink)
        if status is Status.DOING:
            painter.drawPie(box, -90 * 16, 180 * 16)
        elif status is Status.DONE:
            painter.drawEllipse(box.adjusted(3, 3, -3, -3))

    @staticmethod
    def _paint_words(
        painter: QPainter, area: QRect, row: ArticleRow, font: QFont, ink: QColor
    ) -> None:
        metrics = QFontMetrics(font)
        painter.setPen(ink)
        painter.setFont(font)
        elide = Qt.TextElideMode.ElideRight
        title = metrics.elidedText(row.title or row.key, elide, area.width())
        painter.drawText(area.left(), area.top() + metrics.ascent(), title)
        small = QFont(font)
        small.setPixelSize(max(9, round(font.pixelSize() * 0.86)))
        quiet = QColor(ink)
        quiet.setAlphaF(0.72)
        painter.setFont(small)
        painter.setPen(quiet)
        line = QFontMetrics(small).elidedText(progress_text(row), elide, area.width())
        painter.drawText(area.left(), area.bottom() - QFontMetrics(small).descent() + 1, line)


def progress_text(row: ArticleRow) -> str:
    """How far an article is, in a few words."""
    parts = [tr("{count} chars", count=f"{row.length:,}")]
    if row.proposals:
        parts.append(tr("{judged}/{count} checked", judged=row.judged, count=row.proposals))
    if row.entities:
        parts.append(tr("{count} labels", count=row.entities))
    return " · ".join(parts)


class ArticleList(QWidget):
    """The articles, a filter by status, and how many there are of each."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ArticlesModel(self)
        self.view = QListView()
        self.view.setAccessibleName(tr("Articles"))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setModel(self.model)
        self._delegate = ArticleDelegate(self)
        self.view.setItemDelegate(self._delegate)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self._workspace: Workspace | None = None
        self._filter = QComboBox()
        self._filter.setAccessibleName(tr("Show articles"))
        for text, _ in _FILTERS:
            self._filter.addItem(tr(text))
        self._filter.currentIndexChanged.connect(self._show)
        self._summary = plain_label()
        self._summary.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(8, 6, 8, 6)
        above.addWidget(self._filter)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._summary)
        self._summary.setContentsMargins(_PAD, 6, _PAD, 6)

    def show_project(self, workspace: Workspace | None) -> None:
        """List the articles of a project from its beginning."""
        self._workspace = workspace
        self._show()

    def refresh(self, changes: Changes) -> None:
        """Take up what an action changed."""
        self.model.refresh(changes)
        self._count()

    def select(self, article: ArticleId) -> None:
        """Mark the article that is shown, and bring it into view."""
        row = self.model.row_of(article)
        if row is None:
            self.view.clearSelection()
            return
        self.view.setCurrentIndex(self.model.index(row))

    def _show(self) -> None:
        self.model.show(self._workspace, _FILTERS[self._filter.currentIndex()][1])
        self._count()

    def _count(self) -> None:
        if self._workspace is None:
            self._summary.setText("")
            return
        counts = self._workspace.counts()
        total, done = sum(counts.values()), counts.get(Status.DONE, 0)
        for number, (text, status) in enumerate(_FILTERS):
            count = total if status is None else counts.get(status, 0)
            self._filter.setItemText(number, f"{tr(text)}  {count:,}")
        self._summary.setText(tr("{done} of {total} done", done=f"{done:,}", total=f"{total:,}"))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.article_at(index.row()))
