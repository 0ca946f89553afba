"""Judging every proposal of a rule or type at once, after a count of what that would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from annotator.commands import Gathered, JudgeAll, Which
from annotator.model import Verdict
from annotator.review.queue import Proposal
from ui.i18n import mark, tr, tr_all, tr_count
from ui.names import type_name
from ui.session import Session
from ui.views.counting import Counting
from ui.views.editor import Editor
from ui.views.prompt import Answer, PromptLine

_WHICH = {
    (True, False): mark("All by the rule {name}, in this article."),
    (True, True): mark("All by the rule {name}, in every article of the list."),
    (False, False): mark("All of the type {name}, in this article."),
    (False, True): mark("All of the type {name}, in every article of the list."),
}
"""By whether a rule is meant, and whether the whole list is."""

_COUNTS = {
    Verdict.ACCEPTED: (
        mark("{count} proposal will be judged right."),
        mark("{count} proposals will be judged right."),
    ),
    Verdict.REJECTED: (
        mark("{count} proposal will be judged wrong."),
        mark("{count} proposals will be judged wrong."),
    ),
}
_DONE = {
    Verdict.ACCEPTED: (
        mark("{count} proposal judged right."),
        mark("{count} proposals judged right."),
    ),
    Verdict.REJECTED: (
        mark("{count} proposal judged wrong."),
        mark("{count} proposals judged wrong."),
    ),
}
"""For one and for more."""


class Bulk(QObject):
    """Counts in the background, asks in the line, and judges all in one step."""

    def __init__(
        self,
        session: Session,
        editor: Editor,
        line: PromptLine,
        listed: Callable[[], Sequence[int]],
    ) -> None:
        super().__init__(editor)
        self._session, self._editor, self._line, self._listed = session, editor, line, listed
        self._proposal: Proposal | None = None
        self._by_rule = self._whole_list = False
        self._verdict = Verdict.ACCEPTED
        self._counting = Counting[Gathered](session, line.say, self._show)
        session.article_opened.connect(self._drop)
        session.document_changed.connect(self._drop)

    # asking

    def accept(self) -> None:
        """Ask whether all that is like the proposal at the caret is right."""
        for proposal in self._editor.proposals_meant()[:1]:
            self.ask(proposal, Verdict.ACCEPTED)

    def reject(self) -> None:
        """Ask whether all that is like the proposal at the caret is wrong."""
        for proposal in self._editor.proposals_meant()[:1]:
            self.ask(proposal, Verdict.REJECTED)

    def ask(self, proposal: Proposal, verdict: Verdict = Verdict.ACCEPTED) -> None:
        """Ask about all that is like a proposal, by its rule and in this article at first."""
        answers = [
            Answer(("S",), tr("this article or the list"), self._turn_scope),
            Answer(("Y",), tr("right"), lambda: self._turn_verdict(Verdict.ACCEPTED)),
            Answer(("N",), tr("wrong"), lambda: self._turn_verdict(Verdict.REJECTED)),
            Answer(("Return",), tr("judge all"), self._judge, main=True),
        ]
        if proposal.rules:
            answers.insert(1, Answer(("T",), tr("rule or type"), self._turn_rule))
        self._line.ask("", answers, self._end)
        self._proposal, self._verdict = proposal, verdict
        self._by_rule, self._whole_list = bool(proposal.rules), False
        self._count()

    def _turn_scope(self) -> None:
        self._whole_list = not self._whole_list
        self._count()

    def _turn_rule(self) -> None:
        self._by_rule = not self._by_rule
        self._count()

    def _turn_verdict(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self._show()

    # counting

    def _which(self) -> Which:
        assert self._proposal is not None
        if self._by_rule:
            return Which(rule=self._proposal.rules[0])
        return Which(type=self._proposal.type)

    def _count(self) -> None:
        """Count what is meant now; a count that is still going on is given up."""
        workspace, document = self._session.workspace, self._editor.document
        if workspace is None or document is None:
            return
        which = self._which()
        articles = self._listed() if self._whole_list else (document.article.id,)
        self._counting.begin(lambda progress: workspace.gather(which, articles, progress))
        self._show()

    def _show(self) -> None:
        which = self._which()
        name = which.rule or type_name(which.type)
        parts = [tr(_WHICH[self._by_rule, self._whole_list], name=name)]
        found = self._counting.found
        if found is None:
            parts.append(tr("Counting…"))
        else:
            parts.append(tr_count(*_COUNTS[self._verdict], found.count))
            if self._whole_list:
                one, many = (
                    mark("They are in {count} article."),
                    mark("They are in {count} articles."),
                )
                parts.append(tr_count(one, many, found.articles))
            if found.judged:
                judged = f"{found.judged:,}"
                parts.append(tr("{judged} already judged stay as they are.", judged=judged))
        self._line.say(tr_all(parts))

    # judging

    def _judge(self) -> None:
        """Judge what was counted; while the count goes on, the line stays open."""
        found, verdict = self._counting.found, self._verdict
        if found is None or not found.count:
            return
        self._line.finish()
        self._end()
        done = tr_count(*_DONE[verdict], found.count)
        judge = partial(JudgeAll, found, verdict)
        self._session.run_long(judge, tr("Judging"), done)

    def _drop(self, *_: object) -> None:
        if self._proposal is not None:
            self._line.drop()

    def _end(self) -> None:
        self._counting.give_up()
        self._proposal = None
        self._editor.look()
