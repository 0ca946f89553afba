"""Taking or refusing every suggestion that reads the same, in the article or in the whole list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from annotator.commands import Alike as Found
from annotator.commands import Command, DecideAlike, RefuseSuggestions, TakeSuggestions
from annotator.filters import Filter, Within
from annotator.find.folding import fold
from annotator.model import ArticleId, Suggested, Verdict
from annotator.progress import Progress
from ui.i18n import listed, mark, tr, tr_all, tr_count
from ui.names import label_name
from ui.session import Session
from ui.text.frames import NOTHING_OUTLINED, Outlined
from ui.views.counting import Counting
from ui.views.editor import Editor
from ui.views.prompt import Answer, PromptLine
from ui.views.tagging import Tagging

_SAMPLES = 2
_COUNTS = {
    Verdict.ACCEPTED: mark("{count} in this article will be labelled."),
    Verdict.REJECTED: mark("{count} in this article will be refused."),
}
_LISTED = {
    Verdict.ACCEPTED: (
        mark("{meant} in {count} article of the list will be labelled."),
        mark("{meant} in {count} articles of the list will be labelled."),
    ),
    Verdict.REJECTED: (
        mark("{meant} in {count} article of the list will be refused."),
        mark("{meant} in {count} articles of the list will be refused."),
    ),
}
"""Where the whole list is meant, for one article and for more."""

_DONE = {
    Verdict.ACCEPTED: (mark("{count} suggestion taken."), mark("{count} suggestions taken.")),
    Verdict.REJECTED: (mark("{count} suggestion refused."), mark("{count} suggestions refused.")),
}
_COMMANDS: dict[Verdict, Callable[[ArticleId, tuple[Suggested, ...]], Command]] = {
    Verdict.ACCEPTED: TakeSuggestions,
    Verdict.REJECTED: RefuseSuggestions,
}


class Alike(QObject):
    """Outlines those of the article, counts those of the list in the background, and asks."""

    def __init__(
        self,
        session: Session,
        editor: Editor,
        line: PromptLine,
        tagging: Tagging,
        listed: Callable[[], Sequence[int]],
    ) -> None:
        super().__init__(editor)
        self._session, self._editor, self._line = session, editor, line
        self._tagging, self._listed = tagging, listed
        self._meant: Suggested | None = None
        self._here: tuple[Suggested, ...] = ()
        self._whole_list = False
        self._verdict = Verdict.ACCEPTED
        self._counting = Counting[Found](session, line.say, self._show)
        for signal in (session.article_opened, session.document_changed):
            signal.connect(self._drop)

    # asking

    def ask(self) -> None:
        """Ask about all that reads like the suggestion at the caret, in this article at first."""
        document, meant = self._editor.document, self._editor.here.first(Suggested)
        if document is None or meant is None:
            return
        text = fold(document.reads(meant.start, meant.end))
        answers = (
            Answer(("S",), tr("this article or the list"), self._turn_scope),
            Answer(("Y",), tr("take"), lambda: self._turn(Verdict.ACCEPTED)),
            Answer(("N",), tr("refuse"), lambda: self._turn(Verdict.REJECTED)),
            Answer(("Return",), tr("do it"), self._decide, main=True),
        )
        self._line.ask("", answers, self._end)
        self._meant, self._verdict, self._whole_list = meant, Verdict.ACCEPTED, False
        self._here = tuple(
            one
            for one in self._tagging.standing()
            if one.label == meant.label and fold(document.reads(one.start, one.end)) == text
        )
        ranges = [(one.start, one.end) for one in self._here]
        self._editor.pair.outline(Outlined(ranges))
        self._show()

    def _turn_scope(self) -> None:
        self._whole_list = not self._whole_list
        if self._whole_list:
            self._count()
        else:
            self._counting.give_up()
        self._show()

    def _turn(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self._show()

    # counting

    def _count(self) -> None:
        workspace, document, meant = self._session.workspace, self._editor.document, self._meant
        if workspace is None or document is None or meant is None:
            return
        text, articles = document.reads(meant.start, meant.end), list(self._listed())

        def count(progress: Progress) -> Found:
            having = set(workspace.article_ids(Filter(text=text, within=Within.CLEAN)))
            likely = [number for number in articles if number in having]
            return workspace.suggesting.alike(text, meant.label, likely, progress)

        self._counting.begin(count)

    def _show(self) -> None:
        document, meant = self._editor.document, self._meant
        if document is None or meant is None:
            return
        name = label_name(document.labels[meant.label])
        text = document.reads(meant.start, meant.end)
        parts = [tr("{label}: “{text}”.", label=name, text=text)]
        found = self._counting.found
        count, articles = len(self._here), 1
        if self._whole_list and found is None:
            parts.append(tr("Counting…"))
        else:
            if found is not None:
                count, articles = found.count, found.articles
            if self._whole_list:
                words = _LISTED[self._verdict]
                parts.append(tr_count(*words, articles, meant=f"{count:,}"))
            else:
                parts.append(tr(_COUNTS[self._verdict], count=f"{count:,}"))
        if found is not None and found.samples:
            samples = listed(f"“{sample}”" for sample in found.samples[:_SAMPLES])
            parts.append(tr("Such as {samples}.", samples=samples))
        self._line.say(tr_all(parts))

    # deciding

    def _decide(self) -> None:
        """Do it; while the count goes on, the line stays open."""
        document, found, verdict = self._editor.document, self._counting.found, self._verdict
        here, whole = self._here, self._whole_list
        if document is None or (whole and (found is None or not found.count)):
            return
        self._line.finish()
        self._end()
        if found is None:
            self._session.run(_COMMANDS[verdict](document.article.id, here))
            return
        done = tr_count(*_DONE[verdict], found.count)
        decide = partial(DecideAlike, found, verdict)
        self._session.run_long(decide, tr("Labelling"), done)

    def _drop(self, *_: object) -> None:
        if self._meant is not None:
            self._line.drop()

    def _end(self) -> None:
        self._counting.give_up()
        self._meant = None
        self._editor.pair.outline(NOTHING_OUTLINED)
        self._editor.look()
