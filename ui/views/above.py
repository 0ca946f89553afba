"""Taking every suggestion of an article whose score is high enough, after a look at them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.commands import TakeSuggestions
from annotator.document import Document
from annotator.model import Suggested
from ui.i18n import tr
from ui.session import Session
from ui.text.frames import NOTHING_OUTLINED, Outlined
from ui.views.editor import Editor
from ui.views.prompt import Answer, PromptLine
from ui.views.tagging import Tagging

_FIRST, _STEP = 0.8, 0.05


class Above(QObject):
    """Outlines what would be taken in both panes; the score is raised and lowered by keys."""

    def __init__(
        self, session: Session, editor: Editor, line: PromptLine, tagging: Tagging
    ) -> None:
        super().__init__(editor)
        self._session, self._editor = session, editor
        self._line, self._tagging = line, tagging
        self._wanted = self._least = _FIRST
        self._asking = False
        for signal in (session.article_opened, session.document_changed):
            signal.connect(self._drop)
        session.suggestions_changed.connect(self._follow)

    def ask(self) -> None:
        """Ask from which score on they are taken."""
        standing = self._tagging.standing()
        if not standing:
            return
        # Where none has the score wanted, it begins with those that have the highest.
        self._least = min(self._wanted, _step_below(max(one.score for one in standing)))
        answers = (
            Answer(("Up", "Right"), tr("higher"), lambda: self._turn(_STEP)),
            Answer(("Down", "Left"), tr("lower"), lambda: self._turn(-_STEP)),
            Answer(("Return",), tr("take"), self._take, main=True),
        )
        self._line.ask("", answers, self._end)
        self._asking = True
        self._show()

    def _follow(self, _document: Document) -> None:
        if self._asking:
            self._show()

    def _turn(self, step: float) -> None:
        self._wanted = self._least = min(max(round(self._least + step, 2), 0.0), 1.0)
        self._show()

    def _chosen(self) -> list[Suggested]:
        return [one for one in self._tagging.standing() if one.score >= self._least]

    def _show(self) -> None:
        ranges = [(one.start, one.end) for one in self._tagging.standing()]
        out = {n for n, one in enumerate(self._tagging.standing()) if one.score < self._least}
        self._editor.pair.outline(Outlined(ranges, frozenset(out)))
        self._line.say(
            tr(
                "Score {score} and more: {count} of {total} suggestions.",
                score=f"{self._least:.2f}",
                count=len(ranges) - len(out),
                total=len(ranges),
            )
        )

    def _take(self) -> None:
        document, chosen = self._editor.document, self._chosen()
        if document is None or not chosen:
            return
        self._line.finish()
        self._end()
        self._session.run(TakeSuggestions(document.article.id, tuple(chosen)))

    def _drop(self, *_: object) -> None:
        if self._asking:
            self._line.drop()

    def _end(self) -> None:
        self._asking = False
        self._editor.pair.outline(NOTHING_OUTLINED)
        self._editor.look()


def _step_below(score: float) -> float:
    """The greatest score the keys can choose that is not above `score`.

    >>> _step_below(0.28), _step_below(0.8)
    (0.25, 0.8)
    """
    return round(int(round(score / _STEP, 6)) * _STEP, 2)
