"""Notes: a line in the window for the one on what the caret is on, or on the article."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.commands import Command, SetArticleNote, SetEntityNote, SetNote
from annotator.model import ArticleId, Entity, Suggested, key_of
from annotator.review.places import Noted
from ui.i18n import tr
from ui.names import label_name, type_name
from ui.session import Session
from ui.views.editor import Editor
from ui.views.prompt import PromptLine


class Notes(QObject):
    """Asks for a note in the line; Enter stores it, an empty one takes it away."""

    def __init__(self, session: Session, editor: Editor, line: PromptLine) -> None:
        super().__init__(editor)
        self._session, self._editor, self._line = session, editor, line
        session.article_opened.connect(self._drop)
        self._open = False

    def ask(self) -> None:
        """Ask for the note on what is framed; where nothing is, for the one on the article."""
        document = self._editor.document
        if document is None:
            return
        chosen, article = self._editor.here.chosen, document.article
        thing = None if isinstance(chosen, Suggested) else chosen
        if thing is None:
            title, before = tr("Note on the article:"), article.note
        elif isinstance(thing, Entity):
            name = label_name(document.labels[thing.label])
            title, before = tr("Note on {name}:", name=name), thing.note
        else:
            title, before = tr("Note on {name}:", name=type_name(thing.type)), thing.note

        def store(note: str) -> None:
            self._open = False
            self._session.run(_command(article.id, thing, note.strip()))

        self._line.ask_text(title, before, tr("store"), store)
        self._open = True

    def _drop(self, *_: object) -> None:
        if self._open:
            self._open = False
            self._line.drop()


def _command(article: ArticleId, thing: Noted | None, note: str) -> Command:
    if thing is None:
        return SetArticleNote(article, note)
    if isinstance(thing, Entity):
        return SetEntityNote(article, thing.id, note)
    return SetNote(article, key_of(thing), note)
