"""Walking from match to match: inside the article, and on to the next one of the work list."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject

from annotator.document import Document
from ui.i18n import tr
from ui.notices import Notice
from ui.session import Session
from ui.views.article_list import ArticleList
from ui.views.editor import Editor


class FindWalk(QObject):
    """Selects what the article list looks for in the article that is shown.

    Places are ranges of code points on raw.
    """

    def __init__(self, session: Session, articles: ArticleList, editor: Editor) -> None:
        super().__init__(editor)
        self._session, self._articles, self._editor = session, articles, editor
        self._from_end = False
        session.article_opened.connect(self._arrive)

    def next_match(self) -> None:
        """Select the next match, in this article or the next that has one."""
        self._step(forward=True)

    def previous_match(self) -> None:
        """Select the match before, in this article or the one before that has one."""
        self._step(forward=False)

    def _step(self, *, forward: bool) -> None:
        document = self._session.document
        if document is None:
            return
        if self._articles.matcher is None:
            self._articles.bar.field.setFocus()
            return
        place = self._beyond(self._places(document), forward=forward)
        if place is not None:
            self._show(place)
            return
        beside = self._articles.beside(document.article.id, forward=forward)
        if beside is None:
            last = tr("This was the last match.") if forward else tr("This was the first match.")
            self._session.noticed.emit(Notice(last))
            return
        self._from_end = not forward
        self._session.open_article(beside)
        self._from_end = False

    def _arrive(self, document: Document) -> None:
        places = self._places(document)
        if places:
            self._show(places[-1 if self._from_end else 0])

    def _places(self, document: Document) -> list[tuple[int, int]]:
        matcher = self._articles.matcher
        return matcher.places(document) if matcher is not None else []

    def _beyond(self, places: list[tuple[int, int]], *, forward: bool) -> tuple[int, int] | None:
        start, end = self._editor.selection() or (self._editor.caret, self._editor.caret)
        if forward:
            at = bisect_left(places, (end,))
            return places[at] if at < len(places) else None
        at = bisect_left(places, (start,)) - 1
        return places[at] if at >= 0 else None

    def _show(self, place: tuple[int, int]) -> None:
        self._editor.show_place(*place)
