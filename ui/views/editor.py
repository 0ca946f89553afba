"""The article being worked on: what its keys do to the selection, the proposal, the caret."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.commands import (
    AddBoilerplate,
    AddEntity,
    Command,
    Correct,
    DeleteEntities,
    Relabel,
    SetStatus,
    TakeSuggestions,
)
from annotator.document import Document
from annotator.model import (
    ArticleId,
    Entity,
    Finding,
    LabelId,
    Repair,
    Status,
    Suggested,
    Verdict,
)
from annotator.review.places import Thing
from annotator.review.queue import Proposal
from annotator.text.compose import cut_ranges
from annotator.text.words import word_at
from ui.actions import Need
from ui.i18n import tr
from ui.notices import Notice
from ui.popups import CorrectionField, TypeMenu
from ui.session import Session
from ui.theme import Theme
from ui.views.here import Here, here_at, movable, same
from ui.views.pair import PairView


class Editor(QWidget):
    """The two panes and the actions that need a selection, a caret or a current proposal.

    Offsets are code points on raw.
    """

    context_changed = Signal()
    suggestion_labelled = Signal(object)
    """A suggestion that was given a label by its key."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.pair = PairView(theme, self)
        self.pair.set_words(word_at)
        self.setFocusProxy(self.pair)
        self.proposal: Proposal | None = None
        self._chosen: Thing | None = None
        self._here: Here | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pair)
        session.article_opened.connect(self.open_document)
        session.document_changed.connect(self._refresh)
        session.suggestions_changed.connect(self._refresh)
        session.span_meant.connect(self.visit)
        self.pair.selection_changed.connect(self.look)
        self.pair.caret_moved_raw.connect(self._move_caret)
        self.pair.place_activated.connect(self._go_to_cut)
        self.context_changed.connect(session.note_activity)

    # what is there

    @property
    def caret(self) -> int:
        """The raw offset of the caret."""
        return self.pair.caret_on_raw()

    @property
    def document(self) -> Document | None:
        """The article shown."""
        return self._session.document

    def selection(self) -> tuple[int, int] | None:
        """The selected range, or None where nothing of raw is selected."""
        chosen = self.pair.selection_on_raw()
        return chosen if chosen is not None and chosen[0] < chosen[1] else None

    @property
    def here(self) -> Here:
        """What stands at the caret or in the selection, and which of it is meant."""
        if self._here is None:
            marks = self.pair.raw_marks
            self._here = here_at(marks, self.caret, self.selection(), self.proposal or self._chosen)
        return self._here

    def proposals_meant(self) -> list[Proposal]:
        """The proposals in the selection, else the one at the caret that is meant."""
        proposals = self.here.proposals
        return proposals if self.selection() is not None else proposals[:1]

    def findings_here(self) -> list[Finding]:
        """The findings in the selection, else at the caret."""
        if self.document is None:
            return []
        start, end = self.selection() or (self.caret, self.caret + 1)
        return [f for f in self.document.findings if f.start < end and start < f.end]

    def needs_met(self) -> set[Need]:
        """What is there for actions to work on."""
        met = {Need.NOTHING}
        if self._session.workspace is not None:
            met.add(Need.PROJECT)
        if self.document is None:
            return met
        met.add(Need.ARTICLE)
        if self.selection() is not None:
            met.add(Need.SELECTION)
        if self.here.proposals:
            met.add(Need.PROPOSAL)
        if self.here.entities:
            met |= {Need.ENTITY, Need.MARKED}
        if self.here.first(Suggested) is not None:
            met |= {Need.SUGGESTION, Need.MARKED}
        if self.pair.suggestions_shown and self.document.suggestions:
            met.add(Need.STANDING)
        if Need.MARKED in met or self.selection() is not None:
            met |= {Need.TEXT, Need.EDGE}
        if movable(self.here) is not None:
            met.add(Need.EDGE)
        if len(self.here.things) > 1:
            met.add(Need.SEVERAL)
        if self._in_cut():
            met.add(Need.CUT)
        return met

    def _in_cut(self) -> bool:
        chosen = self.selection()
        if chosen is None or self.document is None:
            return self.cut_here() is not None
        cuts = cut_ranges(self.document.article.raw, self.document.boilerplate)
        return any(start < chosen[1] and chosen[0] < end for start, end in cuts)

    def cut_here(self) -> tuple[int, int] | None:
        """The smallest cut that stands at the caret."""
        if self.document is None:
            return None
        cuts = [
            (cut.start, cut.end)
            for cut in self.document.boilerplate
            if cut.verdict is not Verdict.REJECTED and cut.start <= self.caret < cut.end
        ]
        return min(cuts, key=lambda cut: cut[1] - cut[0], default=None)

    # following the session and the panes

    def open_document(self, document: Document) -> None:
        """Show an article from its top."""
        self.proposal = self._chosen = None
        self.pair.set_document(document)
        self.pair.active_pane.setFocus()
        self.look()

    def _refresh(self, document: Document, _changes: Changes | None = None) -> None:
        self.pair.refresh(document)
        self.look()

    def _move_caret(self, offset: int) -> None:
        if self.proposal is not None and not self.proposal.start <= offset <= self.proposal.end:
            self.proposal = None
        self.look()

    def look(self) -> None:
        """See anew what is at the caret, and frame what of it is meant in both panes."""
        self._here = None
        thing = self.here.chosen
        place = (thing.start, thing.end) if thing is not None else None
        self.pair.frame(place if self.selection() in (None, place) else None)
        self.context_changed.emit()

    def choose_next(self) -> None:
        """Of several things at the caret, let keys act on the next one."""
        self.choose(self.here.following())

    def choose(self, thing: Thing | None) -> None:
        """Let keys act on one of the things at the caret."""
        self._chosen = thing
        if self.proposal is not None and not same(self.proposal, thing):
            self.proposal = None
        self.look()

    def show_place(self, start: int, end: int) -> None:
        """Select a range and bring it into view."""
        self.proposal = None
        self.pair.set_selection_on_raw(start, end)
        self.pair.show_range_on_raw(start, end)
        self.look()

    def _go_to_cut(self, offset: int) -> None:
        self.pair.set_selection_on_raw(offset, offset)
        self.pair.show_range_on_raw(offset, offset)

    def look_into(self, proposal: Proposal) -> None:
        """Go to a proposal that is to be judged; keys act on it until the caret leaves it."""
        self.proposal = proposal
        self.pair.set_selection_on_raw(proposal.start, proposal.start)
        self.pair.show_range_on_raw(proposal.start, proposal.end)
        self.look()

    def visit(self, thing: Thing) -> None:
        """Go to a thing and let keys act on it."""
        self.go_to(thing.start, thing.end, thing)

    def go_to(self, start: int, end: int, thing: Thing | None = None) -> None:
        """Put the caret before a range of raw, frame it, and let keys act on this thing there."""
        self.proposal, self._chosen = None, thing
        self.pair.set_selection_on_raw(start, start)
        self.pair.show_range_on_raw(start, end)
        self.look()

    # labelling

    def apply_label(self, label: LabelId) -> None:
        """Label the selection; without one, what is labelled or suggested at the caret."""
        if self.document is None:
            return
        article, chosen, meant = self.document.article.id, self.selection(), self.here.first(Entity)
        suggested = self.here.first(Suggested)
        if meant is not None:
            if meant.label != label:
                self._session.run(Relabel(article, (meant.id,), label))
        elif suggested is not None:
            self._session.run(_labelled(article, suggested, label))
            self.suggestion_labelled.emit(suggested)
        elif chosen is not None:
            self._session.run(AddEntity(article, *chosen, label))
        else:
            self.tell_nothing_selected()

    def tell_nothing_selected(self) -> None:
        """Say that there must be a selection first."""
        text = tr("Select some text first.")
        self._session.noticed.emit(Notice(text, tr("Shift+arrows select by keyboard.")))

    def remove_entity(self) -> None:
        """Remove the label at the caret that is meant."""
        meant = self.here.first(Entity)
        if self.document is not None and meant is not None:
            self._session.run(DeleteEntities(self.document.article.id, (meant.id,)))

    def ask_boilerplate(self) -> None:
        """Ask for a type and mark the selection as boilerplate of it."""
        chosen = self.selection()
        if self.document is None or chosen is None:
            return
        article = self.document.article.id

        def choose(type_: str) -> None:
            self._session.run(AddBoilerplate(article, *chosen, type_))

        TypeMenu(self, choose).popup(self.mapToGlobal(self.place().bottomLeft()))

    def ask_correction(self) -> None:
        """Open a field with what the selection reads, or the repair looked at, to be corrected."""
        if self.document is None:
            return
        start, end = self._to_correct()
        text = self.document.reads(start, end) or self.document.article.raw[start:end]
        article = self.document.article.id
        field = CorrectionField(self, text)
        field.entered.connect(lambda new: self._session.run(Correct(article, start, end, new)))
        field.open_at(self.place())

    def _to_correct(self) -> tuple[int, int]:
        chosen = self.selection()
        if chosen is None and isinstance(self.proposal, Repair):
            return self.proposal.start, self.proposal.end
        return chosen or (self.caret, self.caret)

    # selecting and moving

    def place(self) -> QRect:
        """Where the selection, or the caret, is in this widget."""
        pane = self.pair.active_pane
        start, end = pane.selection()
        if start == end:
            start, end = pane.grapheme_at(pane.caret())
        pane.ensure_visible(start, end)
        rects = pane.rects(start, end)
        box = rects[0].toAlignedRect() if rects else QRect(0, 0, 1, pane.height() // 3)
        return box.translated(pane.viewport().mapTo(self, QPoint(0, 0)))

    def widen(self) -> None:
        """Select the word at the caret; again: a word more."""
        pane = self.pair.active_pane
        start, end = pane.selection()
        if start == end:
            pane.set_selection(*word_at(pane.text(), pane.caret()))
        elif end < len(pane.text()):
            pane.set_selection(start, word_at(pane.text(), end)[1])
        pane.ensure_visible(pane.caret(), pane.caret())

    def narrow(self) -> None:
        """Leave the last word out of the selection; with one word, select nothing."""
        pane = self.pair.active_pane
        start, end = pane.selection()
        if start < end:
            pane.set_selection(start, max(start, word_at(pane.text(), end - 1)[0]))

    def copy(self) -> None:
        """Put the selected text on the clipboard, as it stands in the pane."""
        self.pair.active_pane.copy()

    def focus_text(self) -> None:
        """Put the keyboard into the text."""
        self.pair.active_pane.setFocus()

    def next_article(self) -> None:
        """Show the next article of the list."""
        self._session.step_article(forward=True)

    def previous_article(self) -> None:
        """Show the article before in the list."""
        self._session.step_article(forward=False)

    def flag(self) -> None:
        """Flag the article, or take the flag away."""
        if self.document is not None:
            flagged = self.document.article.status is Status.FLAGGED
            status = Status.DOING if flagged else Status.FLAGGED
            self._session.run(SetStatus(self.document.article.id, status))

    def reopen(self) -> None:
        """Take an article that was done back into work."""
        if self.document is not None:
            self._session.run(SetStatus(self.document.article.id, Status.DOING))


def _labelled(article: ArticleId, suggested: Suggested, label: LabelId) -> Command:
    """What the key of a label does to a suggestion: its own takes it, another one corrects it."""
    if label == suggested.label:
        return TakeSuggestions(article, (suggested,))
    return AddEntity(article, suggested.start, suggested.end, label)
