"""Moving the edges of an entity, a suggestion, a person's boilerplate, or the selection."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject

from annotator.commands import AddEntity, Command, MoveBoilerplate, MoveEntity
from annotator.model import ArticleId, Boilerplate, Entity, Suggested
from annotator.text.words import word_at
from ui.session import Session
from ui.text.pane import TextPane
from ui.views.editor import Editor
from ui.views.here import movable

_Range = tuple[int, int]
_Thing = Entity | Suggested | Boilerplate


class _Way(NamedTuple):
    """Which edge goes which way, and how far at a time."""

    end: bool
    right: bool
    word: bool = False


class Nudge(QObject):
    """Moves an edge as it reads in the pane that has the keyboard; a range never gets empty."""

    def __init__(self, session: Session, editor: Editor) -> None:
        super().__init__(editor)
        self._session, self._editor = session, editor
        for pane in (editor.pair.raw, editor.pair.clean):
            pane.edge_dragged.connect(lambda start, end, p=pane: self._drag(p, start, end))
        editor.context_changed.connect(self._show_edges)

    def end_right(self) -> None:
        """Let it end a character later."""
        self._move(_Way(end=True, right=True))

    def end_left(self) -> None:
        """Let it end a character earlier."""
        self._move(_Way(end=True, right=False))

    def start_left(self) -> None:
        """Let it begin a character earlier."""
        self._move(_Way(end=False, right=False))

    def start_right(self) -> None:
        """Let it begin a character later."""
        self._move(_Way(end=False, right=True))

    def end_word_right(self) -> None:
        """Let it end a word later."""
        self._move(_Way(end=True, right=True, word=True))

    def end_word_left(self) -> None:
        """Let it end a word earlier."""
        self._move(_Way(end=True, right=False, word=True))

    def start_word_left(self) -> None:
        """Let it begin a word earlier."""
        self._move(_Way(end=False, right=False, word=True))

    def start_word_right(self) -> None:
        """Let it begin a word later."""
        self._move(_Way(end=False, right=True, word=True))

    # moving

    def _move(self, way: _Way) -> None:
        before = self._range()
        if before is not None:
            self._put(self._moved(before, way))

    def _thing(self) -> _Thing | None:
        thing, chosen = movable(self._editor.here), self._editor.selection()
        exact = thing is not None and chosen in (None, (thing.start, thing.end))
        return thing if exact else None

    def _range(self) -> _Range | None:
        thing = self._thing()
        return (thing.start, thing.end) if thing is not None else self._editor.selection()

    def _moved(self, span: _Range, way: _Way) -> _Range:
        """The raw range after one step; the same where there is no room for one."""
        pair = self._editor.pair
        pane: TextPane = pair.active_pane
        shown = pair.composition.to_clean(*span) if pane is pair.clean else span
        if shown is None:
            pane, shown = pair.raw, span
        start, end = shown
        while True:
            edge = _step(pane, end if way.end else start, way)
            if edge == (end if way.end else start):
                return span
            start, end = (start, edge) if way.end else (edge, end)
            if start >= end:
                return span
            moved = self._on_raw(pane, (start, end), span, way)
            if moved != span:
                return moved

    def _on_raw(self, pane: TextPane, shown: _Range, before: _Range, way: _Way) -> _Range:
        """The raw range of one in a pane; the edge that stays, stays where it was on raw."""
        pair = self._editor.pair
        low, high = pair.composition.to_raw(*shown) if pane is pair.clean else shown
        return (before[0], high) if way.end else (low, before[1])

    def _drag(self, pane: TextPane, start: int, end: int) -> None:
        before = self._range()
        if before is None:
            return
        pair = self._editor.pair
        shown = pair.composition.to_clean(*before) if pane is pair.clean else before
        if shown is not None and shown != (start, end):
            way = _Way(end=shown[0] == start, right=False)
            self._put(self._on_raw(pane, (start, end), before, way))

    def _put(self, moved: _Range) -> None:
        editor, article = self._editor, self._editor.document
        thing, chosen = self._thing(), editor.selection()
        if article is None or moved == self._range():
            return
        if thing is None:
            editor.pair.set_selection_on_raw(*moved)
            return
        caret = editor.caret
        editor.choose(thing)
        command = _command(article.article.id, thing, moved)
        if command is not None and self._session.run(command):
            if chosen is not None:
                editor.pair.set_selection_on_raw(*moved)
            elif not moved[0] <= caret < moved[1]:
                inside = moved[0] if caret < moved[0] else editor.pair.raw.page.previous(moved[1])
                editor.pair.set_selection_on_raw(inside, inside)
            shown = editor.pair.active_pane.caret()
            editor.pair.active_pane.ensure_visible(shown, shown)

    def _show_edges(self) -> None:
        """Let the mouse take the edges of what is framed, where it can be moved."""
        thing = self._thing()
        framed = thing is not None and thing is self._editor.here.chosen
        self._editor.pair.show_edges((thing.start, thing.end) if thing and framed else None)


def _command(article: ArticleId, thing: _Thing, moved: _Range) -> Command | None:
    """What moves a thing there; a suggestion is a label from then on.

    None for boilerplate that is not stored: it has no id yet.
    """
    if isinstance(thing, Suggested):
        return AddEntity(article, *moved, thing.label)
    if isinstance(thing, Entity):
        return MoveEntity(article, thing.id, *moved)
    return MoveBoilerplate(article, thing.id, *moved) if thing.id is not None else None


def _step(pane: TextPane, edge: int, way: _Way) -> int:
    """The next place for an edge in a pane; the same at the end of the text."""
    page, text = pane.page, pane.text()
    if way.right:
        if edge >= len(text):
            return edge
        word = page.snap(word_at(text, edge)[1])
        return max(word, page.next(edge)) if way.word else page.next(edge)
    if edge <= 0:
        return edge
    before = page.previous(edge)
    return min(page.snap(word_at(text, before)[0]), before) if way.word else before
