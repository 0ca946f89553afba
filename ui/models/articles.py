"""The article list as Qt asks for it: ids that a search brought, rows fetched when shown."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.changes import Changes
from annotator.find.finder import Excerpt
from annotator.find.matching import Matcher
from annotator.model import ArticleId, ArticleRow, Status
from annotator.workspace import Workspace
from ui.i18n import tr
from ui.names import STATUS_NAMES

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The whole `ArticleRow`, for the delegate."""
EXCERPT_ROLE = ROW_ROLE + 1
"""The `Excerpt` of what is looked for, or None."""

_PAGE = 128
_PAGES_KEPT = 32
_EXCERPTS_KEPT = 500
# Looking for the row of an article takes milliseconds in a list of a million.
_FEW = 50


class ArticlesModel(QAbstractListModel):
    """Keeps the ids of all articles listed, and the rows of the pages seen last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._matcher: Matcher | None = None
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[ArticleRow]] = OrderedDict()
        self._excerpts: OrderedDict[int, Excerpt | None] = OrderedDict()

    def show(
        self, workspace: Workspace | None, ids: array[int], matcher: Matcher | None = None
    ) -> None:
        """List these articles; rows show where they have what `matcher` looks for."""
        self.beginResetModel()
        self._workspace, self._matcher, self._ids = workspace, matcher, ids
        self._pages.clear()
        self._excerpts.clear()
        self.endResetModel()

    def grow(self, ids: array[int]) -> bool:
        """List these articles by adding to those listed, if they begin with them; else do nothing.

        So the list stays where it is while files are read in.
        """
        count = len(self._ids)
        if not count or ids[:count] != self._ids:
            return False
        self.add(ids[count:])
        return True

    def add(self, ids: array[int]) -> None:
        """List more articles, behind the others."""
        if ids:
            count = len(self._ids)
            self.beginInsertRows(QModelIndex(), count, count + len(ids) - 1)
            self._pages.pop(count // _PAGE, None)
            self._ids = self._ids + ids
            self.endInsertRows()

    def refresh(self, changes: Changes) -> None:
        """Paint the rows of changed articles anew; which are listed stays as it is."""
        if not self._ids:
            return
        if len(changes.articles) > _FEW:
            self._pages.clear()
            self._excerpts.clear()
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
            return
        for article in changes.articles:
            row = self.row_of(article)
            self._excerpts.pop(article, None)
            if row is not None:
                self._pages.pop(row // _PAGE, None)
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, article: ArticleId) -> int | None:
        """Where an article stands in the list, or None."""
        try:
            return self._ids.index(article)
        except ValueError:
            return None

    def listed(self) -> Sequence[int]:
        """The ids of all articles listed, in order; not to be changed."""
        return self._ids

    def article_at(self, row: int) -> ArticleId:
        """The article of a row."""
        return ArticleId(self._ids[row])

    def articles_from(self, row: int) -> list[ArticleId]:
        """A page of articles from a row on."""
        return [ArticleId(number) for number in self._ids[row : row + _PAGE]]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == EXCERPT_ROLE:
            return self._excerpt(self.article_at(index.row()))
        if role not in (ROW_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._row(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title or row.key
        status = tr(STATUS_NAMES[row.status])
        return tr("{title}, {status}", title=row.title or row.key, status=status)

    def _row(self, row: int) -> ArticleRow:
        page = row // _PAGE
        if page not in self._pages:
            assert self._workspace is not None
            ids = [ArticleId(i) for i in self._ids[page * _PAGE : (page + 1) * _PAGE]]
            self._pages[page] = _rows(self._workspace, ids)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page][row % _PAGE]

    def _excerpt(self, article: ArticleId) -> Excerpt | None:
        if self._matcher is None or self._workspace is None:
            return None
        if article not in self._excerpts:
            self._excerpts[article] = self._workspace.finder.excerpt(article, self._matcher)
            if len(self._excerpts) > _EXCERPTS_KEPT:
                self._excerpts.popitem(last=False)
        return self._excerpts[article]


def _rows(workspace: Workspace, ids: list[ArticleId]) -> list[ArticleRow]:
    """The rows of these articles; an import that was taken back leaves empty ones for a moment."""
    try:
        return workspace.rows(ids)
    except KeyError:
        if len(ids) > 1:
            return [row for number in ids for row in _rows(workspace, [number])]
        return [ArticleRow(ids[0], "", "", Status.TODO, 0, 0, 0, 0, 0.0)]
