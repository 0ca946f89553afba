"""Suggestions beside the work, for the article shown and the next ones, learned as labels come.

Nothing here holds the window up: what is quick runs in a thread of the pool, and learning in a
process of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool

from annotator.changes import Changes, Part
from annotator.document import Document
from annotator.model import ArticleId
from annotator.progress import Progress
from annotator.workspace import Workspace
from ui.i18n import tr
from ui.notices import Notice
from ui.session import Session
from ui.timers import single_shot
from ui.views.tagging import Tagging
from ui.worker import Job

_OPENED_MS, _LABELLED_MS = 40, 300
"""How long it waits: until the article is painted, and for more labels in a row."""

_AHEAD = 2
_THREADS = 3
_TOLD = (
    Part.ENTITIES,
    Part.STATUS,
    Part.LABELS,
    Part.SETTINGS,
    Part.REPAIRS,
    Part.BOILERPLATE,
)


class Suggesting(QObject):
    """One round at a time; what comes up meanwhile waits for the next one.

    `beside` gives the article after one in the list. There are no rounds in the first pass, which
    shows no suggestions.
    """

    def __init__(
        self,
        session: Session,
        tagging: Tagging,
        beside: Callable[[ArticleId], ArticleId | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._tagging, self._beside = session, tagging, beside
        # One thread waits for the process that learns; the others must not wait for that.
        pool = QThreadPool.globalInstance()
        pool.setMaxThreadCount(max(pool.maxThreadCount(), _THREADS))
        self._round: Job | None = None
        self._learning: Job | None = None
        self._again = False
        self._wait = single_shot(self, self._go_round)
        session.article_opened.connect(self._opened)
        session.project_changed.connect(self._changed)
        session.closing.connect(self._wait.stop)
        tagging.changed.connect(lambda: self._soon(_OPENED_MS))

    def _opened(self, _document: Document) -> None:
        self._tagging.busy = True
        self._soon(_OPENED_MS)

    def _changed(self, changes: Changes) -> None:
        if changes.touches(*_TOLD):
            self._soon(_LABELLED_MS)

    def _soon(self, wait: int) -> None:
        if self._tagging.on:
            self._wait.start(wait)

    # a round

    def _go_round(self) -> None:
        workspace, articles = self._session.workspace, self._articles()
        if workspace is None or not articles or not self._tagging.on:
            return
        if self._round is not None:
            self._again = True
            return
        self._again = False

        def work(progress: Progress) -> bool:
            workspace.suggesting.refresh(articles, progress)
            return workspace.suggesting.knowledge.due()

        job = self._session.start(work, tr("Suggesting"), self._went_round, told=False)
        job.ended.connect(self._ended)
        self._round = job

    def _articles(self) -> list[ArticleId]:
        """The article shown and the next ones of the list."""
        document = self._session.document
        articles = [document.article.id] if document is not None else []
        while articles and len(articles) <= _AHEAD:
            following = self._beside(articles[-1])
            if following is None or following in articles:
                break
            articles.append(following)
        return articles

    def _went_round(self, due: bool) -> None:
        self._tagging.busy = self._again
        if due and self._learning is None and self._session.workspace is not None:
            self._learn(self._session.workspace)

    def _ended(self) -> None:
        self._round = None
        if self._again:
            self._wait.start(_OPENED_MS)

    # learning

    def _learn(self, workspace: Workspace) -> None:
        def work(progress: Progress) -> bool:
            # Asked for by the window, it would bring what suggests, and numpy, into its thread.
            return workspace.suggesting.knowledge.learn(progress)

        self._learning = self._session.start(work, tr("Learning"), self._learned, told=False)
        self._learning.ended.connect(self._stopped)

    def _learned(self, better: bool) -> None:
        if better:
            self._soon(_OPENED_MS)

    def _stopped(self) -> None:
        self._learning = None

    # all articles

    def suggest_all(self) -> None:
        """Suggest in every article, with progress and a stop."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def told(standing: dict[str, int]) -> None:
            count = f"{sum(standing.values()):,}"
            text = tr("{count} suggestions in all articles.", count=count)
            way = tr("The list can be sorted by them.")
            self._session.noticed.emit(Notice(text, way))

        self._session.start(
            lambda progress: workspace.suggesting.suggest_all(progress=progress),
            tr("Suggesting"),
            told,
        )
