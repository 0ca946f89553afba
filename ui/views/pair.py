"""Raw beside clean: two panes that scroll, select and answer together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.document import Document
from annotator.model import Boilerplate
from annotator.text.compose import Composition
from ui.i18n import tr
from ui.text.frames import Outlined
from ui.text.marks import NO_MARKS, Marks
from ui.text.paint import Range
from ui.text.pane import TextPane
from ui.theme import Theme
from ui.views.pair_gutter import PairSplitter
from ui.views.pair_light import PairLight
from ui.views.pair_marks import PairMarks, clean_range, marks_of
from ui.views.pair_scroll import ScrollLink
from ui.views.pair_strip import OverviewStrip, named_side
from ui.widgets import plain_label

_CLEAN_MARGIN = 24
_NAME_SPACE = 6
"""Above and below the name of a pane."""
_NOTHING = Composition("", "", ())
_TO_GUTTER = 1.0, 0.0
"""How raw and clean lean beside each other where they are narrower than their panes."""
_MIDDLE = 0.5, 0.5


class PairView(QWidget):
    """One document in two panes. Offsets are code points on raw unless a name says `clean`.

    The selection, the caret and what is being looked at are kept on raw, so that they outlive any
    change of the clean text; both panes show them.
    """

    selection_changed = Signal()
    caret_moved_raw = Signal(int)
    place_activated = Signal(int)
    """The start of a cut whose mark was clicked, in either pane."""
    active_pane_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: PairMarks | None = None
        self._selection: Range | None = None
        self._caret = 0
        self._current: Range | None = None
        self._suggestions = False
        self._kept: tuple[TextPane, int, int] | None = None
        """The place kept when panes were last shown or hidden, and where its pane was scrolled."""
        self.raw = TextPane(theme, paper=theme.raw_paper, margin=theme.type_margin)
        self.clean = TextPane(theme, paper=theme.clean_paper, margin=_CLEAN_MARGIN)
        self._strips = {
            self.raw: OverviewStrip(self.raw, theme, theme.raw_paper),
            self.clean: OverviewStrip(self.clean, theme, theme.clean_paper),
        }
        self._active = self._leader = self.clean
        self._link = ScrollLink(self.raw, self.clean)
        self._light = PairLight(self.raw, self.clean)
        self._splitter = PairSplitter(theme, self.raw, self.clean)
        self._set_up()
        for pane in (self.raw, self.clean):
            self._connect(pane)

    def _set_up(self) -> None:
        self._names = {pane: plain_label() for pane in self._strips}
        self._sides = {
            pane: named_side(self._names[pane], pane, strip) for pane, strip in self._strips.items()
        }
        for number, (pane, side) in enumerate(self._sides.items()):
            pane.set_lean(_TO_GUTTER[number])
            self._splitter.addWidget(side)
            self._splitter.setStretchFactor(number, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self.setFocusProxy(self.clean)
        self.retranslate()

    def _connect(self, pane: TextPane) -> None:
        pane.scrolled.connect(partial(self._follow, pane))
        pane.laid_out.connect(self._after_layout)
        pane.selection_changed.connect(partial(self._take_selection, pane))
        pane.caret_moved.connect(partial(self._take_caret, pane))
        pane.focus_gained.connect(partial(self._activate, pane))
        pane.mark_activated.connect(self._open_place)

    def retranslate(self) -> None:
        """Name the panes in the language of the window."""
        for pane, text in ((self.raw, tr("Raw text")), (self.clean, tr("Clean text"))):
            pane.setAccessibleName(text)
            self._names[pane].setText(text)

    # The document

    def set_document(self, document: Document) -> None:
        """Show a document from its top."""
        self._marks = marks = self._marks_of(document)
        self._selection, self._caret, self._current, self._kept = None, 0, None, None
        self.raw.set_text(document.article.raw, marks.raw)
        self.clean.set_text(marks.composition.clean, marks.clean)
        self._show_marks()
        self._follow(self._active)

    def clear(self) -> None:
        """Show no document."""
        self._marks, self._selection, self._current = None, None, None
        for pane in (self.raw, self.clean):
            pane.set_text("", NO_MARKS)
        self._show_marks()

    def refresh(self, document: Document) -> None:
        """Show the same article after a change; nothing jumps.

        Raw stays where it is; clean is placed anew beside it, and what was selected on raw stays
        selected.
        """
        before = self._marks
        if before is None:
            raise ValueError("there is no document to refresh")
        self._marks = marks = self._marks_of(document)
        self.raw.set_marks(marks.raw)
        if marks.composition.clean == before.composition.clean:
            self.clean.set_marks(marks.clean)
        else:
            self._replace_clean(before.composition, marks)
        self._show_marks()

    @property
    def suggestions_shown(self) -> bool:
        """Whether what is only suggested is marked."""
        return self._suggestions

    def show_suggestions(self, shown: bool) -> None:
        """Mark what is only suggested, or not."""
        if shown != self._suggestions:
            self._suggestions = shown
            if self._marks is not None:
                self.refresh(self._marks.document)

    def _marks_of(self, document: Document) -> PairMarks:
        return marks_of(document, self._marks, suggestions=self._suggestions)

    def _replace_clean(self, before: Composition, marks: PairMarks) -> None:
        line = self.clean.page.view_height // 3
        place = before.raw_at(min(int(self.clean.page.reading_at(line)), len(before.clean)))
        with QSignalBlocker(self.clean):
            self.clean.set_text(marks.composition.clean, marks.clean)
            self._mirror(self.clean)
            self.clean.put_reading(marks.composition.clean_at(place), line)
        self.clean.laid_out.emit()
        self._frame_current()
        if self._sides[self.raw].isVisible():
            self._follow(self.raw)

    @property
    def raw_marks(self) -> Marks:
        """The marks on raw; their targets are the spans of the document."""
        return self._marks.raw if self._marks else NO_MARKS

    @property
    def composition(self) -> Composition:
        """The map between the two texts on show."""
        return self._marks.composition if self._marks else _NOTHING

    def set_theme(self, theme: Theme) -> None:
        """Paint with other colours and sizes."""
        self._theme = theme
        papers = {self.raw: theme.raw_paper, self.clean: theme.clean_paper}
        margins = {self.raw: theme.type_margin, self.clean: _CLEAN_MARGIN}
        for pane, paper in papers.items():
            pane.set_theme(theme, paper=paper, margin=margins[pane])
            self._strips[pane].set_theme(theme, paper)
        self._splitter.setHandleWidth(theme.gutter)
        self._show_marks()
        self._follow(self._leader)

    def show_spaces(self, shown: bool) -> None:
        """Show stand-ins for white space and zero-width characters in both panes, or not."""
        for pane in (self.raw, self.clean):
            pane.show_spaces(shown)

    def set_words(self, word_at: Callable[[str, int], Range]) -> None:
        """Let selections snap to the words that `word_at(text, offset)` gives."""
        for pane in (self.raw, self.clean):
            pane.set_words(partial(_word_in, pane, word_at))

    def _show_marks(self) -> None:
        self._light.composition = self.composition
        self._splitter.show_marks(self._marks, self._theme)

    # Layout

    def set_visible_panes(self, *, raw: bool, clean: bool) -> None:
        """Show both panes or only one, at the same place; one that is shown gets the keyboard."""
        place = self._place()
        leans = _TO_GUTTER if raw and clean else _MIDDLE
        for pane, shown, lean in zip(self._sides, (raw, clean), leans, strict=True):
            self._sides[pane].setVisible(shown)
            pane.set_lean(lean)
        if not self._sides[self._active].isVisibleTo(self):
            other = self.raw if self._active is self.clean else self.clean
            other.setFocus()
            self._activate(other)
        # A pane that was hidden gets its size in this turn; only then can it be scrolled.
        QTimer.singleShot(0, self, lambda: self._go_back(place))

    def _place(self) -> int | None:
        """The raw offset to keep in sight: what is looked at, or the text a third of the way down.

        None where the pane that has the keyboard shows nothing.
        """
        pane = self._active
        if self._marks is None or not self._sides[pane].isVisible():
            return None
        if self._kept is not None and self._kept[:2] == (pane, pane.page.scrolled):
            # Nobody scrolled since: guessing it anew from rows of another width would drift.
            return self._kept[2]
        if not pane.page.scrolled:
            return 0
        if self._current is not None:
            here = self._current if pane is self.raw else self._clean_range(*self._current)
            if pane.shows(*here):
                return self._current[0]
        offset = int(pane.page.reading_at(pane.page.view_height // 3))
        if pane is self.raw:
            return offset
        return self.composition.raw_at(min(offset, len(self.composition.clean)))

    def _go_back(self, place: int | None) -> None:
        if place is not None:
            pane = self._active
            offset = place if pane is self.raw else self.composition.clean_at(place)
            pane.bring(offset, pane.page.view_height // 3)
            self._kept = pane, pane.page.scrolled, place

    def save_state(self) -> bytes:
        """Where the gutter is, to be remembered."""
        return bytes(self._splitter.saveState().data())

    def restore_state(self, state: bytes) -> bool:
        """Put the gutter back; False if `state` is not one."""
        return self._splitter.restoreState(state)

    def _after_layout(self) -> None:
        """Once all that changed in this turn has its new size, bring the panes side by side."""
        for pane, name in self._names.items():
            name.setContentsMargins(pane.margin, _NAME_SPACE, 0, _NAME_SPACE)
        QTimer.singleShot(0, self, lambda: self._follow(self._leader))

    # Scrolling together

    def _follow(self, leader: TextPane) -> None:
        both = all(side.isVisible() for side in self._sides.values())
        self._leader = leader
        if self._marks is not None and both:
            self._link.follow(leader, self._marks.composition)
            self._splitter.handle(1).update()

    # Selection and caret

    @property
    def active_pane(self) -> TextPane:
        """The pane that had the keyboard last."""
        return self._active

    def _activate(self, pane: TextPane) -> None:
        if pane is not self._active:
            self._active = pane
            self.setFocusProxy(pane)
            self.active_pane_changed.emit()

    def selection_on_raw(self) -> Range | None:
        """The raw range of what is selected, or None if nothing is."""
        return self._selection

    def caret_on_raw(self) -> int:
        """The raw offset of the caret."""
        return self._caret

    def set_selection_on_raw(self, start: int, end: int) -> None:
        """Select a raw range in both panes, or nothing where it is empty; clean shows its part."""
        before = self._selection
        self._selection = (start, end) if start < end else None
        self._caret = end
        for pane in (self.raw, self.clean):
            self._mirror(pane)
        if before != self._selection:
            self.selection_changed.emit()
        self.caret_moved_raw.emit(end)

    def _take_selection(self, pane: TextPane, start: int, end: int) -> None:
        span = (start, end) if pane is self.raw else self.composition.to_raw(start, end)
        self._selection = span if start < end else None
        self._mirror(self._other(pane))
        self.selection_changed.emit()

    def _take_caret(self, pane: TextPane, offset: int) -> None:
        self._caret = offset if pane is self.raw else self.composition.raw_at(offset)
        if self._selection is None:
            self._mirror(self._other(pane))
        self.caret_moved_raw.emit(self._caret)

    def _mirror(self, pane: TextPane) -> None:
        """Show the selection and the caret that are kept on raw in a pane, silently."""
        start, end = self._selection or (self._caret, self._caret)
        if pane is self.clean:
            start, end = self._clean_range(start, end)
        with QSignalBlocker(pane):
            pane.set_selection(start, end)

    def _other(self, pane: TextPane) -> TextPane:
        return self.raw if pane is self.clean else self.clean

    def _clean_range(self, start: int, end: int) -> Range:
        return clean_range(self.composition, start, end)

    # What is being looked at, and what the mouse is on

    def show_range_on_raw(self, start: int, end: int) -> None:
        """Frame a raw range in both panes and scroll only if it is not in view in both."""
        self._current = start, end
        self._frame_current()
        ranges = {self.raw: (start, end), self.clean: self._clean_range(start, end)}
        shown = [pane for pane in ranges if self._sides[pane].isVisible()]
        if not all(pane.shows(*ranges[pane]) for pane in shown):
            pane = self._leader_to(ranges, shown)
            pane.bring(ranges[pane][0], pane.page.view_height // 3)

    def _leader_to(self, ranges: dict[TextPane, Range], shown: list[TextPane]) -> TextPane:
        """Which pane to scroll so that both show their range.

        Where clean shows only the place of a cut, raw leads: the cut itself is to be read.
        """
        start, end = ranges[self.clean]
        wanted = self.raw if start == end else self._active
        return wanted if wanted in shown else shown[0]

    def frame(self, span: Range | None) -> None:
        """Frame a raw range in both panes, or nothing; no pane scrolls."""
        if span != self._current:
            self._current = span
            self._frame_current()

    def show_edges(self, span: Range | None) -> None:
        """Let the mouse take the edges of a raw range in both panes."""
        shown = self.composition.to_clean(*span) if span else None
        self.raw.set_edges(span)
        self.clean.set_edges(shown)

    def outline(self, outlined: Outlined) -> None:
        """Outline raw ranges in both panes; they must all show something in clean."""
        ranges = [self._clean_range(*span) for span in outlined.ranges]
        self.raw.set_outlined(outlined)
        self.clean.set_outlined(replace(outlined, ranges=ranges))

    def _frame_current(self) -> None:
        current = self._current
        self.raw.set_current(current)
        self.clean.set_current(self._clean_range(*current) if current else None)

    def _open_place(self, target: object) -> None:
        if isinstance(target, Boilerplate):
            self.place_activated.emit(target.start)


def _word_in(pane: TextPane, word_at: Callable[[str, int], Range], offset: int) -> Range:
    return word_at(pane.text(), offset)
