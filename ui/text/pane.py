"""The text pane: a text that can be read and selected with mouse and keyboard."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)

from ui.keys.typed import Composing
from ui.text.caret import KEYS, Caret, WordAt, spoken
from ui.text.marks import NO_MARKS, Look, Mark, Marks
from ui.text.paint import Range
from ui.text.pointer import Clicks, Drag, EdgeDrag
from ui.text.view import TextView
from ui.theme import Theme

_SCROLL_EVERY_MS = 25
_DRAG_PIXELS = 6
_NOT_TYPING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_PLACE_REACH = 4
"""How near to a thin mark a click must be, in pixels."""
_EDGE_REACH = 3


class TextPane(TextView):
    """A read-only text with caret and selection. All offsets are code points.

    Ranges from the mouse and the keyboard never cut a grapheme. Copying gives the text itself, not
    what Qt shows for it. Keys that do nothing here go on to the window.
    """

    selection_changed = Signal(int, int)
    caret_moved = Signal(int)
    clicked = Signal(int)
    hovered = Signal(int)
    """The offset of the character under the mouse, or -1."""
    typed = Signal(str)
    """The text of a key that no shortcut took; input methods may hand keys over so."""
    mark_activated = Signal(object)
    """The `target` of the mark of a cut that was clicked."""
    mark_hovered = Signal(object)
    """The `target` of the mark of a cut that the mouse is on, or None."""

    edge_dragged = Signal(int, int)
    """The range that the mouse made of the one given by `set_edges`."""

    def __init__(self, theme: Theme, *, paper: str, margin: int) -> None:
        super().__init__(theme, paper=paper, margin=margin)
        self._caret = Caret()
        self._word_at: WordAt = self.grapheme_at
        self._drag: Drag | None = None
        self._edges: Range | None = None
        self._edge_drag: EdgeDrag | None = None
        self._clicks = Clicks()
        self._composing = Composing()
        self._mouse = QPoint()
        self._hover = -1
        self._hover_mark: Mark | None = None
        self._drag_timer = QTimer(self)
        self._drag_timer.setInterval(_SCROLL_EVERY_MS)
        self._drag_timer.timeout.connect(self._scroll_while_dragging)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)
        view = self.viewport()
        view.setAcceptDrops(False)
        view.setMouseTracking(True)
        view.setCursor(Qt.CursorShape.IBeamCursor)
        # Keys must reach the window's shortcuts, not an input method's composing line.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def set_text(self, text: str, marks: Marks = NO_MARKS) -> None:
        """Show another text from its top, nothing selected."""
        self._caret = Caret()
        self._drag = self._edges = self._edge_drag = None
        super().set_text(text, marks)
        self._over.caret = 0

    # Selection and caret

    def set_words(self, word_at: WordAt) -> None:
        """Let the mouse and Ctrl+arrows snap to the words that `word_at(offset)` gives."""
        self._word_at = word_at

    def grapheme_at(self, offset: int) -> Range:
        """The range of the grapheme that holds an offset."""
        start = self._page.snap(offset)
        return start, self._page.next(start)

    def selection(self) -> Range:
        """The selected range; empty where the caret is if nothing is selected."""
        return self._caret.selection

    def caret(self) -> int:
        """The offset of the caret."""
        return self._caret.offset

    def set_selection(self, start: int, end: int) -> None:
        """Select a range, the caret at its end."""
        caret = Caret(self._page.snap(start))
        caret.put(self._page.snap(end), extend=True, at_row_end=start < end)
        self._set_caret(caret)

    def copy(self) -> None:
        """Put the selected text, exactly as it is, on the clipboard."""
        start, end = self.selection()
        if start < end:
            QGuiApplication.clipboard().setText(self._page.text[start:end])

    def _set_caret(self, caret: Caret) -> None:
        before, self._caret = self._caret, caret
        over = self._over
        if over.has_focus or over.selection != caret.selection:
            self.viewport().update()
        over.selection, over.caret = caret.selection, caret.offset
        over.caret_at_row_end = caret.at_row_end
        if QAccessible.isActive() and self.hasFocus():
            said = spoken(self._page, before, caret)
            if said:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        if before.offset != caret.offset:
            self.caret_moved.emit(caret.offset)
        empty = before.anchor == before.offset and caret.anchor == caret.offset
        if before.selection != caret.selection and not empty:
            self.selection_changed.emit(*caret.selection)

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for key, motion, extend in KEYS:
            if event.matches(key):
                caret = replace(self._caret)
                caret.move(self._page, self._word_at, motion, extend=extend)
                self._set_caret(caret)
                self.ensure_visible(caret.offset, caret.offset, self._page.metrics.row)
                return
        start, end = self.selection()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.set_selection(0, len(self._page.text))
        elif event.key() == Qt.Key.Key_Escape and start < end:
            self._set_caret(Caret(self._caret.offset, self._caret.offset))
        else:
            event.ignore()
            typed = event.text()
            if typed and typed.isprintable() and not event.modifiers() & _NOT_TYPING:
                self.typed.emit(typed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        event.accept()
        preedit = event.preeditString()
        for key in self._composing.take(preedit, event.commitString()):
            self.typed.emit(key)
        if preedit:
            QGuiApplication.inputMethod().reset()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Where the caret is, for the menu at a key and for the windows of input methods."""
        offset = self._caret.offset
        if query == Qt.InputMethodQuery.ImCursorRectangle and (rects := self.rects(offset, offset)):
            return rects[0].translated(QPointF(self.viewport().pos()))
        return super().inputMethodQuery(query)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        if left and (self._activate(point) or self._take_edge(point)):
            return
        between, at_row_end = self._page.offset_at(point.x() - self._margin, point.y())
        start, end = self.selection()
        if not left and start <= between <= end:
            return
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        caret = replace(self._caret)
        caret.put(between, extend=extend, at_row_end=at_row_end)
        self._set_caret(caret)
        if left and self._clicks.is_third(point):
            self._select_unit(point, self._paragraph_at)
        elif left:
            first = self._unit_at(self._word_at, self.character_at(point))
            self._drag = Drag(point, caret.anchor, self._word_at, first)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            point = event.position().toPoint()
            self._clicks.doubled(point)
            self._select_unit(point, self._word_at)

    def _select_unit(self, point: QPoint, unit: WordAt) -> None:
        """Select the unit under the mouse; a drag goes on by such units."""
        first = self._unit_at(unit, self.character_at(point))
        self._drag = Drag(point, first[0], unit, first, moved=True)
        self._set_caret(Caret(*first, at_row_end=True))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._mouse = point
        if self._edge_drag is not None:
            self._edge_drag.reach(self._page, self.offset_at(point))
            self.set_current(self._edge_drag.span)
        elif self._drag is None:
            self._hover_at(point)
        else:
            self._drag_on(self._drag, event)

    def _drag_on(self, drag: Drag, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if (point - drag.point).manhattanLength() >= _DRAG_PIXELS:
            drag.moved = True
        if drag.moved:
            self._drag_to(point, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            outside = not 0 <= point.y() < self.viewport().height()
            self._drag_timer.start() if outside else self._drag_timer.stop()

    def _drag_to(self, point: QPoint, characters: bool) -> None:
        if self._drag is None:
            return
        self._drag.characters = characters
        between, at_row_end = self._page.offset_at(point.x() - self._margin, point.y())
        unit = self._unit_at(self._drag.unit, self.character_at(point))
        anchor, offset = self._drag.reach(between, unit)
        at_row_end = at_row_end if characters else offset > anchor
        self._set_caret(Caret(anchor, offset, at_row_end))

    def _scroll_while_dragging(self) -> None:
        if self._drag is None:
            self._drag_timer.stop()
            return
        below = self._mouse.y() - self.viewport().height()
        self.scroll_pixels((self._mouse.y() if self._mouse.y() < 0 else max(below, 0)) // 2)
        self._drag_to(self._mouse, self._drag.characters)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        edge, self._edge_drag = self._edge_drag, None
        if edge is not None:
            self.edge_dragged.emit(*edge.span)
        if event.button() != Qt.MouseButton.LeftButton or self._drag is None:
            return
        self._drag_timer.stop()
        moved, self._drag = self._drag.moved, None
        if not moved:
            self.clicked.emit(self.character_at(event.position().toPoint()))

    # Edges

    def set_edges(self, span: Range | None) -> None:
        """Let the mouse take the edges of a range; a drag that has begun goes on."""
        self._edges = span

    def _edge_at(self, point: QPoint) -> EdgeDrag | None:
        """The edge under the mouse, if it is one that can be taken."""
        if self._edges is None:
            return None
        for end, offset in enumerate(self._edges):
            spot = self._page.spot(offset, at_row_end=bool(end))
            y = self._page.y_of(spot) + self._page.metrics.text_top
            aside = abs(spot.x + self._margin - point.x()) <= _EDGE_REACH
            if aside and y <= point.y() <= y + self._page.metrics.em:
                return EdgeDrag(self._edges, bool(end))
        return None

    def _take_edge(self, point: QPoint) -> bool:
        self._edge_drag = self._edge_at(point)
        return self._edge_drag is not None

    def _unit_at(self, unit: WordAt, offset: int) -> Range:
        """The unit around an offset, widened where it would cut a grapheme."""
        start, end = unit(offset)
        low, high = self._page.snap(start), self._page.snap(end)
        return low, high if high == end else self._page.next(high)

    def _paragraph_at(self, offset: int) -> Range:
        return self._page.blocks.paragraph(offset)

    def _hover_at(self, point: QPoint) -> None:
        mark = self._mark_to_open(point)
        over_text = mark is None and self._over_text(point)
        self._hover_on(self.character_at(point) if over_text else -1, mark)
        on_text = (
            Qt.CursorShape.SizeHorCursor if self._edge_at(point) else Qt.CursorShape.IBeamCursor
        )
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if mark else on_text)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_on(-1, None)

    def _hover_on(self, offset: int, mark: Mark | None) -> None:
        """Tell what the mouse came to, after what it left."""
        left_mark = self._hover_mark is not None and mark != self._hover_mark
        new_offset, new_mark = offset != self._hover, mark is not None and mark != self._hover_mark
        self._hover, self._hover_mark = offset, mark
        if left_mark:
            self.mark_hovered.emit(None)
        if new_offset:
            self.hovered.emit(offset)
        if new_mark and mark is not None:
            self.mark_hovered.emit(mark.target)

    def _over_text(self, point: QPoint) -> bool:
        page = self._page
        return page.view_height > 0 and any(
            rect.contains(point) for rect in self.rects(*self.grapheme_at(self.character_at(point)))
        )

    def _activate(self, point: QPoint) -> bool:
        """Answer a click on the mark of a cut; whether there was one."""
        mark = self._mark_to_open(point)
        if mark is not None:
            self.mark_activated.emit(mark.target)
        return mark is not None

    def _mark_to_open(self, point: QPoint) -> Mark | None:
        """The mark of a cut at a point: in the margin, or a thin one in the text."""
        aside = self._margin - point.x()
        if self._theme.space // 2 < aside <= self._names_room:
            return self._painter.margin_mark(point.y())
        return self._place_mark(point)

    def _place_mark(self, point: QPoint) -> Mark | None:
        offset = self.offset_at(point)
        for mark in self._marks.cuts.within(offset, offset):
            near = self.rects(mark.start, mark.start)
            if mark.look is Look.CUT_PLACE and any(
                abs(rect.center().x() - point.x()) <= _PLACE_REACH
                and rect.top() - 2 <= point.y() <= rect.bottom() + 2
                for rect in near
            ):
                return mark
        return None
