"""The list of articles: what is looked for, filtered and sorted, and the work list it makes."""

from __future__ import annotations

from array import array
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes, Part
from annotator.errors import UserError
from annotator.filters import EVERYTHING, IMPORTED, Filter, Sort
from annotator.find.finder import Found
from annotator.find.matching import Matcher, matcher_of
from annotator.model import ArticleId, Status
from annotator.workspace import Workspace
from ui.i18n import tr, tr_all, tr_error
from ui.models.articles import ArticlesModel
from ui.models.search import Search
from ui.timers import single_shot
from ui.views.article_rows import PAD, ArticleView
from ui.views.find_bar import FindBar
from ui.widgets import empty_page, plain_label

_MANY, _PAUSE_MS, _AGAIN_MS = 20_000, 60, 1_000
"""In a list of so many articles the search begins a little after the last key, and those just read
in may come a second later."""

_OPEN = frozenset({Status.TODO, Status.DOING})
_PAGES = 10
# A pattern must not hold the window up; what it finds beyond this is not marked.
_SECONDS = 0.05


class ArticleList(QWidget):
    """The articles that a filter lets through, in order; `left` when the keyboard goes to the text.

    It is the work list that next and previous walk through. What is listed stays when an article
    is done and no more what was looked for: it is listed anew when another thing is looked for.
    """

    chosen = Signal(object)
    left = Signal()
    listed = Signal()
    failed = Signal(Exception)

    def __init__(self) -> None:
        super().__init__()
        self.wanted, self.sort = EVERYTHING, IMPORTED
        self.matcher: Matcher | None = None
        self._workspace: Workspace | None = None
        self._current: ArticleId | None = None
        self._search: Search | None = None
        self._last: Found | None = None
        self._fresh = False
        self._same = False
        self._again = single_shot(self, lambda: self._list(same=True))
        self.bar = FindBar()
        self.bar.field.changed.connect(self._look_soon)
        self.bar.field.left.connect(self._leave)
        self.bar.field.taken.connect(self._open_first)
        self.bar.field.down.connect(self._go_down)
        self.bar.changed.connect(self.look_for)
        self._pause = single_shot(self, self._look_for_field)
        self._build()

    def _build(self) -> None:
        self.model = ArticlesModel(self)
        self.view = ArticleView()
        self.view.setAccessibleName(tr("Articles"))
        self.view.setModel(self.model)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.view.installEventFilter(self)
        self._nothing_fits = empty_page(
            tr("No article fits."),
            tr("Look for something else, or take a filter away."),
            tr("Show all articles"),
            self.show_all,
        )
        self._no_articles = empty_page(
            tr("No articles yet."), tr("Drop files here, or import them from the File menu.")
        )
        self._stack = QStackedWidget()
        for page in (self.view, self._nothing_fits, self._no_articles):
            self._stack.addWidget(page)
        self._summary = plain_label()
        self._summary.setObjectName("quiet")
        self._summary.setContentsMargins(PAD, 6, PAD, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._summary)

    # what is listed

    def show_project(self, workspace: Workspace | None) -> None:
        """List the articles of a project from its beginning."""
        self.stop()
        self._workspace = workspace
        self._current = None
        self.matcher = None
        self.model.show(None, array("q"))
        self.bar.show_project(workspace)
        self.look_for(EVERYTHING, IMPORTED)

    def look_for(self, wanted: Filter, sort: Sort) -> None:
        """List what a filter lets through."""
        self._pause.stop()
        self.wanted, self.sort = wanted, sort
        self.bar.show_filter(wanted, sort)
        self._list()

    def show_all(self) -> None:
        """List every article again."""
        self.look_for(EVERYTHING, self.sort)
        self.bar.field.setFocus()

    def stop(self) -> None:
        """Look no further."""
        self._pause.stop()
        self._stop_search()

    def _stop_search(self) -> None:
        self._again.stop()
        if self._search is not None:
            self._search.stop()
            self._search = None

    def refresh(self, changes: Changes) -> None:
        """Take up what an action changed."""
        if changes.touches(Part.ARTICLES):
            self._list_anew(changes)
        else:
            self.model.refresh(changes)
            self._count()
        if changes.touches(Part.LABELS):
            self.bar.show_filter(self.wanted, self.sort)

    def _list_anew(self, changes: Changes) -> None:
        """List what there is now; a large project not with every batch that is read in."""
        self.model.refresh(changes)
        if self._again.isActive():
            return
        self._again.start(_AGAIN_MS if self.model.rowCount() > _MANY else 0)

    def select(self, article: ArticleId) -> None:
        """Mark the article that is shown, and bring it into view."""
        self._current = article
        row = self.model.row_of(article)
        if row is None:
            self.view.clearSelection()
            return
        self.view.setCurrentIndex(self.model.index(row))

    def _list(self, *, same: bool = False) -> None:
        """Begin to look; `same` where what is looked for has not changed."""
        self._stop_search()
        self._same = same
        if self._workspace is None:
            self._count()
            return
        self._fresh, self._last = True, None
        self.bar.say("")
        search = Search(self._workspace, self.wanted, self.sort)
        search.found.connect(lambda found, s=search: self._take(s, found))
        search.failed.connect(lambda error, s=search: self._fail(s, error))
        search.ended.connect(lambda s=search: self._end(s))
        self._search = search
        search.start()
        self._count()

    def _take(self, search: Search, found: Found) -> None:
        if search is not self._search:
            return
        if self._fresh:
            self._begin(found.ids)
        else:
            self.model.add(found.ids)
        self._last = found
        self._count()

    def _begin(self, ids: array[int]) -> None:
        """Put the first finds in the place of what was listed before."""
        self._fresh = False
        if self._same and self.model.grow(ids):
            return
        self.matcher = matcher_of(self.wanted, _SECONDS)
        self.model.show(self._workspace, ids, self.matcher)
        if self._current is not None:
            self.select(self._current)
        self.listed.emit()

    def _end(self, search: Search) -> None:
        if search is not self._search:
            return
        self._search = None
        if self._fresh:
            self._begin(array("q"))
        self._count()

    def _fail(self, search: Search, error: Exception) -> None:
        if search is not self._search:
            return
        # What is listed stays: a pattern is wrong until it is typed to its end.
        self._search = None
        self._count()
        if isinstance(error, UserError):
            self.bar.say(tr_all(tr_error(error)))
        else:
            self.failed.emit(error)

    def _count(self) -> None:
        total, shown = self._total(), self.model.rowCount()
        running = self._search is not None
        empty = self._workspace is not None and not shown and not running
        self._stack.setCurrentIndex((1 if total else 2) if empty else 0)
        if self._workspace is None or not total:
            self._summary.setText("")
        elif not self.wanted:
            done = f"{self._workspace.counts()[Status.DONE]:,}"
            self._summary.setText(tr("{done} of {total} done", done=done, total=f"{total:,}"))
        else:
            self._summary.setText(self._found_text(shown, total, running=running))

    def _total(self) -> int:
        return sum(self._workspace.counts().values()) if self._workspace is not None else 0

    def _found_text(self, shown: int, total: int, *, running: bool) -> str:
        parts = [tr("{count} of {total}", count=f"{shown:,}", total=f"{total:,}")]
        if running and self._last is not None:
            share = 100 * self._last.looked // max(1, self._last.total)
            parts.append(tr("looking, {share} %", share=share))
        elif running:
            parts.append(tr("looking"))
        if self._last is not None and self._last.given_up:
            parts.append(tr("given up in {count}: the pattern is slow", count=self._last.given_up))
        return " · ".join(parts)

    # the work list

    def beside(self, article: ArticleId, *, forward: bool) -> ArticleId | None:
        """The article after or before one in the list; the first where it is not in the list."""
        if self._workspace is not None and self._nothing_yet():
            return self._workspace.neighbour(article, forward=forward)
        if not self.model.rowCount():
            return None
        row = self.model.row_of(article)
        if row is None:
            return self.model.article_at(0)
        row += 1 if forward else -1
        return self.model.article_at(row) if 0 <= row < self.model.rowCount() else None

    def next_open(self, article: ArticleId) -> ArticleId | None:
        """The next article of the list that is not done, its ends joined."""
        count = self.model.rowCount()
        if self._workspace is None or not count:
            return None
        row = self.model.row_of(article)
        at = row = 0 if row is None else row + 1
        for _ in range(_PAGES):
            page = self.model.articles_from(at % count)
            for held in self._workspace.rows(page):
                if held.status in _OPEN and held.id != article:
                    return held.id
            at += len(page)
            if at - row >= count:
                return None
        still = set(self._workspace.article_ids(Filter(statuses=_OPEN))) - {article}
        rows = (n % count for n in range(at, at + count))
        return next((id_ for n in rows if (id_ := self.model.article_at(n)) in still), None)

    def _nothing_yet(self) -> bool:
        """Whether the first articles of the list are still to come."""
        return self._search is not None and not self.model.rowCount()

    # keys

    def _look_soon(self) -> None:
        self._pause.start(_PAUSE_MS if self._total() > _MANY else 0)

    def _look_for_field(self) -> None:
        field = self.bar.field
        wanted = replace(self.wanted, text=field.text(), pattern=field.pattern.isChecked())
        if not wanted.text:
            wanted = replace(wanted, pattern=False)
        if wanted != self.wanted:
            self.look_for(wanted, self.sort)

    def _leave(self) -> None:
        """Look for no text any more, and go back to the article."""
        self.bar.field.clear()
        self._look_for_field()
        self._pause.stop()
        self.left.emit()

    def _open_first(self) -> None:
        """Open the first article found."""
        if self._pause.isActive():
            self._pause.stop()
            self._look_for_field()
        if self._search is not None and self._fresh:
            # The finds are still to come: open the first of them when they do.
            self.listed.connect(self._open_first, Qt.ConnectionType.SingleShotConnection)
        elif self.model.rowCount():
            self.chosen.emit(self.model.article_at(0))

    def _go_down(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Up and self.view.currentIndex().row() <= 0:
                self.bar.field.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.article_at(index.row()))
