"""A scrolling view of a text with marks; `TextPane` adds the caret and the selection."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from ui.text.frames import Outlined
from ui.text.layout import metrics_of
from ui.text.marks import NO_MARKS, Marks
from ui.text.page import Page
from ui.text.paint import Highlights, PagePainter, Range
from ui.theme import Theme

_RIGHT_SPACE = 20
_MARGIN_PART = 4
"""The margin takes a fourth of a narrow pane at the most."""
_LEAST_MARGIN = 24
_WHEEL_ROWS = 3


class TextView(QAbstractScrollArea):
    """Shows a text, wrapped and never changed. All offsets are code points of that text.

    What is painted costs what is in view, however long the text is.
    """

    scrolled = Signal()
    """The view moved over the text, for whatever reason but `put_reading`."""
    laid_out = Signal()
    """Text, width or font changed."""
    marks_changed = Signal()
    focus_gained = Signal()

    def __init__(self, theme: Theme, *, paper: str, margin: int) -> None:
        super().__init__()
        self._theme, self._paper, self._margin = theme, paper, margin
        self._widest_margin = self._names_room = margin
        self._lean = 0.0
        self._spaces = False
        self._page = Page(metrics_of(theme, 400))
        self._painter = PagePainter(self._page, theme, paper, margin)
        self._marks = NO_MARKS
        self._over = Highlights()
        self._adjusting = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setStyleSheet(_bar_style(theme, paper))

    # What is shown

    @property
    def page(self) -> Page:
        """The geometry of the text; for reading only."""
        return self._page

    @property
    def marks(self) -> Marks:
        """The marks that are drawn."""
        return self._marks

    def text(self) -> str:
        """The text, as given."""
        return self._page.text

    def set_text(self, text: str, marks: Marks = NO_MARKS) -> None:
        """Show another text from its top, nothing selected."""
        self._page.set_text(text)
        self._marks = marks
        self._painter.begin(marks)
        self._over = Highlights(has_focus=self.hasFocus())
        self._after_layout()

    def set_marks(self, marks: Marks) -> None:
        """Draw other marks. The text stays where it is."""
        if marks is not self._marks:
            self._marks = marks
            for band in self._painter.set_marks(marks):
                self.viewport().update(0, band.y, self.viewport().width(), band.height)
            self.marks_changed.emit()

    def set_theme(self, theme: Theme, *, paper: str, margin: int) -> None:
        """Paint with other colours and sizes; the character at the top stays there."""
        self._theme, self._paper, self._widest_margin = theme, paper, margin
        self.verticalScrollBar().setStyleSheet(_bar_style(theme, paper))
        self._lay_out()

    def show_spaces(self, shown: bool) -> None:
        """Show stand-ins for white space and zero-width characters, or not."""
        self._spaces = shown
        self._lay_out()

    def set_current(self, span: Range | None) -> None:
        """Frame the range that is being looked at."""
        if span != self._over.current:
            self._over.current = span
            self.viewport().update()

    def set_outlined(self, outlined: Outlined) -> None:
        """Outline ranges that are to be taken or left."""
        self._over.outlined = outlined
        self.viewport().update()

    def set_lit(self, span: Range | None) -> None:
        """Light the counterpart of what the mouse is on elsewhere."""
        if span != self._over.lit:
            self._over.lit = span
            self.viewport().update()

    @property
    def margin(self) -> int:
        """How far from the left the text begins; less in a narrow pane, so that text has room."""
        return self._margin

    def set_lean(self, lean: float) -> None:
        """Where text stands in a pane wider than its lines may be: 0 is left, 1 is right."""
        if lean != self._lean:
            self._lean = lean
            self._lay_out()

    def _lay_out(self) -> None:
        part = self.viewport().width() // _MARGIN_PART
        self._names_room = min(self._widest_margin, max(part, _LEAST_MARGIN))
        room = self.viewport().width() - self._names_room - _RIGHT_SPACE
        width = min(room, self._theme.measure * self._theme.text_size)
        self._margin = self._names_room + round((room - width) * self._lean)
        self._painter.set_style(self._theme, self._paper, self._margin)
        self._page.set_metrics(metrics_of(self._theme, width, spaces=self._spaces))
        self._page.set_view_height(self.viewport().height())
        self._painter.forget()
        self._after_layout()

    def _after_layout(self) -> None:
        self._adjust_bar()
        self.viewport().update()
        self.laid_out.emit()

    # Scrolling

    def ensure_visible(self, start: int, end: int, margin: int = 48) -> None:
        """Scroll as little as it takes to show a range with `margin` pixels around it."""
        page = self._page
        top = page.y_of(page.spot(start))
        bottom = page.y_of(page.spot(end, at_row_end=start < end)) + page.metrics.row
        if top < -page.view_height or bottom > 2 * page.view_height:
            self.bring(start, page.view_height // 3)
        elif bottom - top > page.view_height - 2 * margin or top < margin:
            self.scroll_pixels(top - margin)
        elif bottom > page.view_height - margin:
            self.scroll_pixels(bottom - page.view_height + margin)

    def shows(self, start: int, end: int, margin: int = 24) -> bool:
        """Whether a range, or its first rows if it is long, is in view with room around it."""
        page = self._page
        top = page.y_of(page.spot(start))
        bottom = page.y_of(page.spot(end, at_row_end=start < end)) + page.metrics.row
        return (
            top >= margin and min(bottom, top + page.view_height // 2) <= page.view_height - margin
        )

    def bring(self, offset: int, y: int) -> None:
        """Scroll so that an offset stands at a height, as far as the text reaches."""
        self._page.put(offset, y)
        self._after_scroll()

    def scroll_pixels(self, pixels: int) -> None:
        """Scroll down by pixels, as far as the text reaches."""
        if pixels:
            self._page.scroll_by(pixels)
            self._after_scroll()

    def put_reading(self, reading: float, y: int) -> None:
        """Bring a reading place (see `Page`) to a height, without saying so."""
        self._page.put(reading, y)
        self._adjust_bar()
        self.viewport().update()

    def _after_scroll(self) -> None:
        self._adjust_bar()
        self.viewport().update()
        self.scrolled.emit()

    def _adjust_bar(self) -> None:
        page, bar = self._page, self.verticalScrollBar()
        page.seen()
        self._adjusting = True
        bar.setRange(0, page.scroll_range)
        bar.setPageStep(max(1, page.view_height))
        bar.setSingleStep(page.metrics.row)
        bar.setValue(page.scrolled)
        self._adjusting = False

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._adjusting:
            self._page.scroll_to(self.verticalScrollBar().value())
            self._after_scroll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y()
        if not pixels:
            pixels = round(event.angleDelta().y() / 120 * _WHEEL_ROWS * self._page.metrics.row)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self.scroll_pixels(-pixels)
        event.accept()

    # Places

    def offset_at(self, point: QPoint) -> int:
        """The grapheme boundary nearest to a point of the viewport."""
        return self._page.offset_at(point.x() - self._margin, point.y())[0]

    def character_at(self, point: QPoint) -> int:
        """The start of the grapheme under a point of the viewport, or the nearest one."""
        return self._page.offset_at(point.x() - self._margin, point.y(), on_character=True)[0]

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a range stands in the viewport, a rectangle a row, as far as it is in view."""
        return [rect.translated(self._margin, 0) for rect in self._painter.rects(start, end)]

    def row_y(self, offset: int) -> int:
        """The y of the top of the row of an offset; guessed if far from the view."""
        return self._page.y_of(self._page.spot(offset))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._painter.paint(painter, QRectF(event.rect()), self._over)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._over.has_focus = True
        self.viewport().update()
        self.focus_gained.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._over.has_focus = False
        self.viewport().update()


def _bar_style(theme: Theme, paper: str) -> str:
    """A quiet scroll bar: a handle on the paper, no arrows."""
    return f"""
        QScrollBar {{ background: {paper}; width: 12px; margin: 0; border: none; }}
        QScrollBar::handle {{
            background: {theme.scroll_handle};
            border-radius: 3px; min-height: 32px; margin: 2px 3px;
        }}
        QScrollBar::handle:hover {{ background: {theme.text_muted}; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: {paper}; }}
    """
