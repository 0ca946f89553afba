"""What was done, by whom and when: to the article shown, or to all."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model import ArticleId, HistoryStep
from annotator.workspace import Workspace
from ui.history_titles import step_text
from ui.i18n import tr
from ui.widgets import column_list, show_all_rows

_SHOWN = 30
_STEP = Qt.ItemDataRole.UserRole
_SMALL = 0.86


def when(at: str, now: datetime | None = None) -> str:
    """A stored time as people here say it: the time of day today, else the day as well.

    >>> from datetime import timezone
    >>> noon = datetime(2026, 11, 22, 12, 0).astimezone()
    >>> when(noon.astimezone(timezone.utc).isoformat(), noon), when("2025-01-02T03:04:05+00:00")[:4]
    ('12:00', '2025')
    """
    time = datetime.fromisoformat(at).astimezone()
    today = (now or datetime.now().astimezone()).date()
    return f"{time:%H:%M}" if time.date() == today else f"{time:%Y-%m-%d %H:%M}"


class _StepDelegate(QStyledItemDelegate):
    """An action, and under it in small who did it and when; one taken back is in italics."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, 2 * QFontMetrics(option.font).height() + 6)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        step: HistoryStep = index.data(_STEP)
        area: QRect = option.rect.adjusted(2, 2, -2, -2)
        font, small = QFont(option.font), QFont(option.font)
        font.setItalic(step.undone)
        small.setPixelSize(max(9, round(option.font.pixelSize() * _SMALL)))
        told = " · ".join(filter(None, (when(step.at), step.annotator)))
        quiet = QPalette.ColorRole.PlaceholderText
        elide = Qt.TextElideMode.ElideRight
        painter.save()
        painter.setFont(font)
        painter.setPen(option.palette.color(quiet if step.undone else QPalette.ColorRole.Text))
        metrics = QFontMetrics(font)
        text = metrics.elidedText(str(index.data()), elide, area.width())
        painter.drawText(area.left(), area.top() + metrics.ascent(), text)
        painter.setFont(small)
        painter.setPen(option.palette.color(quiet))
        baseline = area.bottom() - QFontMetrics(small).descent()
        painter.drawText(area.left(), baseline, told)
        painter.restore()


class HistoryList(QWidget):
    """The last actions, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._article: ArticleId | None = None
        self._all = QCheckBox(tr("of all articles"))
        self._all.toggled.connect(lambda _on: self._fill())
        self._view = column_list(tr("History"))
        self._view.setItemDelegate(_StepDelegate(self._view))
        self._view.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._all)
        column.addWidget(self._view)

    def show_history(self, workspace: Workspace | None, article: ArticleId | None) -> None:
        """List what was done to this article, or to all where that is asked for."""
        self._workspace, self._article = workspace, article
        self._fill()

    def _fill(self) -> None:
        article = None if self._all.isChecked() else self._article
        workspace = self._workspace
        steps = workspace.history(article, limit=_SHOWN) if workspace is not None else []
        self._view.clear()
        for step in steps:
            item = QListWidgetItem(step_text(step))
            item.setData(_STEP, step)
            told = " · ".join(filter(None, (when(step.at), step.annotator)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {told}")
            self._view.addItem(item)
        show_all_rows(self._view)
