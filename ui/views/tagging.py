"""The second pass: from suggestion to suggestion, each taken, refused or corrected by a key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.commands import RefuseSuggestions, TakeSuggestions
from annotator.document import Document
from annotator.model import Suggested
from annotator.review.places import Thing, beside
from annotator.review.queue import Proposal
from ui.i18n import language, tr, tr_count
from ui.names import label_name, type_name
from ui.notices import Notice
from ui.preferences import PASS, Preferences
from ui.session import Session
from ui.views.checking import Checking
from ui.views.editor import Editor
from ui.views.here import same

_CHECK, _TAG = "check", "tag"


class Tagging(QObject):
    """Keeps which pass the window is in, and does what the keys of the second one do.

    What is only suggested is shown in the second pass alone, so that Tab and Enter mean one thing
    in each.
    """

    changed = Signal()
    """The other pass began."""

    def __init__(
        self, session: Session, editor: Editor, checking: Checking, preferences: Preferences
    ) -> None:
        super().__init__(editor)
        self._session, self._editor, self._preferences = session, editor, preferences
        self._checking = checking
        self.busy = False
        """Whether suggestions for the article shown are still being made."""
        self._visited: Thing | None = None
        editor.pair.show_suggestions(self.on)
        session.article_opened.connect(self._forget)
        editor.suggestion_labelled.connect(self._go_on)

    @property
    def on(self) -> bool:
        """Whether this is the pass."""
        return self._preferences.get(PASS) == _TAG

    def switch(self) -> None:
        """Go over to the other pass."""
        self._preferences.put(PASS, _CHECK if self.on else _TAG)
        self._editor.pair.show_suggestions(self.on)
        self._editor.look()
        self.changed.emit()

    def _forget(self, _document: Document) -> None:
        self._visited = None

    # going

    def next(self) -> None:
        """Go to the next suggestion, or in the first pass to the next proposal worth a look."""
        self._step(forward=True)

    def previous(self) -> None:
        """Go to the one before."""
        self._step(forward=False)

    def _step(self, *, forward: bool) -> None:
        if self.on:
            meant, caret = self._meant(), self._editor.caret
            # One that the caret happens to stand before was not gone to yet.
            gone_to = meant is not None and same(meant, self._visited)
            place = (meant.start, meant.end) if meant and gone_to else (caret, caret)
            self._go(place, forward=forward)
        elif forward:
            self._checking.next()
        else:
            self._checking.previous()

    def _go(self, place: tuple[int, int], *, forward: bool = True) -> None:
        found = beside(self.standing(), place, forward=forward)
        self._visited = found[0] if found is not None else None
        if self._visited is not None:
            self._editor.visit(self._visited)
        elif self.busy:
            self._session.noticed.emit(Notice(tr("Suggestions are being made.")))
        else:
            text = tr("No suggestion is left in this article.")
            way_out = tr("{done} is done and next.", done=self._session.key_for("done"))
            self._session.noticed.emit(Notice(text, way_out, passing=True))

    def _go_on(self, decided: Suggested) -> None:
        """Go to what comes after a suggestion that was just decided."""
        if self.standing():
            self._go((decided.start, decided.end))
        else:
            self._editor.look()

    def standing(self) -> list[Suggested]:
        """The suggestions of the article that can be read in its clean text, in order."""
        document = self._editor.document
        if document is None or not self.on:
            return []
        shown = document.composition.to_clean
        return [one for one in document.suggestions if shown(one.start, one.end) is not None]

    def _meant(self) -> Suggested | None:
        return self._editor.here.first(Suggested)

    # deciding

    def take(self) -> None:
        """Let the suggestion at the caret be a label, and go on."""
        document, meant = self._editor.document, self._meant()
        if document is not None and meant is not None:
            self._session.run(TakeSuggestions(document.article.id, (meant,)))
            self._go_on(meant)

    def remove(self) -> None:
        """Refuse the suggestion at the caret and go on; where a label is, remove that."""
        document, meant = self._editor.document, self._meant()
        if document is None or meant is None:
            self._editor.remove_entity()
            return
        self._session.run(RefuseSuggestions(document.article.id, (meant,)))
        self._go_on(meant)

    def take_all(self) -> None:
        """Let every suggestion that stands in the article be a label: one step of undo."""
        document, standing = self._editor.document, self.standing()
        if document is None or not standing:
            return
        if self._session.run(TakeSuggestions(document.article.id, tuple(standing))):
            self._session.tell_step(
                tr_count("{count} suggestion taken.", "{count} suggestions taken.", len(standing))
            )

    # why

    def why(self) -> None:
        """Say why what is at the caret is suggested or proposed."""
        chosen = self._editor.here.chosen
        meant = self._meant() if isinstance(chosen, Suggested) else None
        text = self._reason_of(meant) if meant else self._rule_of(self._editor.here.proposals)
        if not text:
            text = tr("Nothing is suggested or proposed here.")
        self._session.noticed.emit(Notice(text, passing=True))

    def _reason_of(self, one: Suggested) -> str:
        # What suggests is heavy, and a window should be there before it.
        from annotator.engine import reason, source_name

        document = self._editor.document
        assert document is not None
        return tr(
            "{label}? {reason} · {source} · score {score}",
            label=label_name(document.labels[one.label]),
            reason=reason(one.source, one.details, language().value) or tr("It came with a file."),
            source=source_name(one.source, language().value) or tr("file"),
            score=f"{one.score:.2f}",
        )

    @staticmethod
    def _rule_of(proposals: list[Proposal]) -> str:
        # Compiling the patterns of all rules takes a tenth of a second of the start.
        from annotator.rules import reason as rule_reason

        if not proposals:
            return ""
        first = proposals[0]
        told = [type_name(first.type), rule_reason(first, language().value), *first.rules[:1]]
        return " · ".join(part for part in told if part)
