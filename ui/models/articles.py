"""The article list as Qt asks for it: rows are fetched when they are shown."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.changes import Changes, Part
from annotator.filters import Filter
from annotator.model import ArticleId, ArticleRow, Status
from annotator.workspace import Workspace
from ui.i18n import tr
from ui.names import STATUS_NAMES

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The whole `ArticleRow`, for the delegate."""

_PAGE = 128
_PAGES_KEPT = 32


class ArticlesModel(QAbstractListModel):
    """Keeps the ids of all articles listed, and the rows of the pages seen last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._status: Status | None = None
        self._ids: array[int] = array("q")
        self._places: dict[int, int] = {}
        self._pages: OrderedDict[int, list[ArticleRow]] = OrderedDict()

    def show(self, workspace: Workspace | None, status: Status | None = None) -> None:
        """List a project's articles, all or those of one status."""
        self.beginResetModel()
        self._workspace, self._status = workspace, status
        wanted = Filter(statuses=frozenset({status} if status else ()))
        self._ids = workspace.article_ids(wanted) if workspace else array("q")
        self._places = {}
        self._pages.clear()
        self.endResetModel()

    def refresh(self, changes: Changes) -> None:
        """Take up what changed: new articles list anew, others repaint their row."""
        if changes.touches(Part.ARTICLES):
            self.show(self._workspace, self._status)
            return
        if len(changes.articles) > _PAGE:
            self._pages.clear()
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
            return
        for article in changes.articles:
            row = self.row_of(article)
            if row is not None:
                self._pages.pop(row // _PAGE, None)
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def row_of(self, article: ArticleId) -> int | None:
        """Where an article stands in the list, or None."""
        if not self._places:
            self._places = {id_: row for row, id_ in enumerate(self._ids)}
        return self._places.get(article)

    def listed(self) -> Sequence[int]:
        """The ids of all articles listed, in order; not to be changed."""
        return self._ids

    def article_at(self, row: int) -> ArticleId:
        """The article of a row."""
        return ArticleId(self._ids[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._row(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title or row.key
        if role == Qt.ItemDataRole.AccessibleTextRole:
            status = tr(STATUS_NAMES[row.status])
            return tr("{title}, {status}", title=row.title or row.key, status=status)
        return None

    def _row(self, row: int) -> ArticleRow:
        page = row // _PAGE
        if page not in self._pages:
            assert self._workspace is not None
            ids = [ArticleId(i) for i in self._ids[page * _PAGE : (page + 1) * _PAGE]]
            self._pages[page] = self._workspace.rows(ids)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page][row % _PAGE]
