"""A second, blind pass: what was done is kept as versions, and the articles are as at first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from annotator.commands import SetAside
from annotator.model import ArticleId
from ui.i18n import tr, tr_count
from ui.session import Session
from ui.views.editor import Editor
from ui.views.prompt import Answer, PromptLine


class SecondPass(QObject):
    """Asks in the line for this article or the whole list, and sets their work aside in one step.

    `listed` gives the ids of the articles in the list as it is filtered.
    """

    def __init__(
        self,
        session: Session,
        editor: Editor,
        line: PromptLine,
        listed: Callable[[], Sequence[int]],
    ) -> None:
        super().__init__(editor)
        self._session, self._editor, self._line, self._listed = session, editor, line, listed
        self._whole_list = False

    def ask(self) -> None:
        """Ask which articles; nothing is lost, and undo brings everything back."""
        answers = [
            Answer(("S",), tr("this article or the list"), self._turn),
            Answer(("Return",), tr("begin"), self._begin, main=True),
        ]
        self._line.ask("", answers)
        self._whole_list = False
        self._show()

    def _turn(self) -> None:
        self._whole_list = not self._whole_list
        self._show()

    def _articles(self) -> tuple[ArticleId, ...]:
        document = self._editor.document
        if self._whole_list:
            return tuple(ArticleId(number) for number in self._listed())
        return (document.article.id,) if document is not None else ()

    def _show(self) -> None:
        self._line.say(
            tr_count(
                "What people did in {count} article is kept as their versions, and a blind pass "
                "begins.",
                "What people did in {count} articles is kept as their versions, and a blind pass "
                "begins.",
                len(self._articles()),
            )
        )

    def _begin(self) -> None:
        articles = self._articles()
        self._line.finish()
        done = tr("The second pass begins. Set your name in the settings.")
        self._session.run_long(lambda _progress: SetAside(articles), tr("Setting aside"), done)
