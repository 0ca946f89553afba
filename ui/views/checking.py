"""The first pass: going through what the rules and models propose, and judging it."""

from __future__ import annotations

from annotator.commands import Judge, Restore
from annotator.model import Verdict, key_of
from annotator.review.queue import next_proposal
from ui.i18n import tr
from ui.notices import Notice
from ui.session import Session
from ui.views.editor import Editor


class Checking:
    """Goes to proposals, doubtful ones first, and gives them verdicts."""

    def __init__(self, session: Session, editor: Editor) -> None:
        self._session, self._editor = session, editor

    def next(self) -> None:
        """Go to the next proposal worth a look."""
        self._step(1)

    def previous(self) -> None:
        """Go back to the proposal before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        document = self._editor.document
        if document is None:
            return
        found = next_proposal(document, self._editor.proposal, step)
        if found is None:
            key_for = self._session.key_for
            way_out = tr(
                "{tag} goes on to the labels, {done} is done and next.",
                tag=key_for("switch_pass"),
                done=key_for("done"),
            )
            text = tr("Every proposal has a verdict.")
            self._session.noticed.emit(Notice(text, way_out, passing=True))
        else:
            self._editor.look_into(found)

    def accept(self) -> None:
        """Judge what is looked at as right."""
        self._judge(Verdict.ACCEPTED)

    def reject(self) -> None:
        """Judge what is looked at as wrong: its change is taken out of the clean text."""
        self._judge(Verdict.REJECTED)

    def _judge(self, verdict: Verdict) -> None:
        document, proposals = self._editor.document, self._editor.proposals_meant()
        if document is None or not proposals:
            return
        keys = tuple(key_of(proposal) for proposal in proposals)
        walking = self._editor.proposal is not None
        self._session.run(Judge(document.article.id, keys, verdict))
        if walking:
            self._step(1)

    def restore(self) -> None:
        """Take what was cut in the selection, or the innermost cut at the caret, back in."""
        document = self._editor.document
        chosen = self._editor.selection() or self._editor.cut_here()
        if document is not None and chosen is not None:
            self._session.run(Restore(document.article.id, *chosen))
