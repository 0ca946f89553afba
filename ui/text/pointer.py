"""What a drag of the mouse selects, and which click is the third."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QPoint
from PySide6.QtGui import QGuiApplication

from ui.text.caret import WordAt
from ui.text.page import Page

_NEAR_PIXELS = 5


@dataclass(slots=True)
class Drag:
    """A selection being made by units, such as words, or by characters.

    `anchor` is the boundary where it began, `first` the unit there; offsets are code points.
    """

    point: QPoint
    anchor: int
    unit: WordAt
    first: tuple[int, int]
    moved: bool = False
    characters: bool = False

    def reach(self, between: int, unit: tuple[int, int]) -> tuple[int, int]:
        """The anchor and the caret when the mouse is at a boundary inside a unit."""
        if self.characters:
            return self.anchor, between
        low, high = min(self.first[0], unit[0]), max(self.first[1], unit[1])
        return (high, low) if unit[0] < self.first[0] else (low, high)


@dataclass(slots=True)
class EdgeDrag:
    """The end (or the start) of a range being moved; the range never gets empty."""

    span: tuple[int, int]
    end: bool

    def reach(self, page: Page, offset: int) -> None:
        """Bring the edge to an offset, or as near as the other edge lets it."""
        start, end = self.span
        if self.end:
            self.span = start, max(offset, page.next(start))
        else:
            self.span = min(offset, page.previous(end)), end


class Clicks:
    """Tells the third click of three from a new one."""

    def __init__(self) -> None:
        self._point = QPoint()
        self._since = QElapsedTimer()

    def doubled(self, point: QPoint) -> None:
        """A double click happened."""
        self._point = point
        self._since.start()

    def is_third(self, point: QPoint) -> bool:
        """Whether a press here and now follows a double click."""
        interval = QGuiApplication.styleHints().mouseDoubleClickInterval()
        quick = self._since.isValid() and not self._since.hasExpired(interval)
        self._since.invalidate()
        return quick and (point - self._point).manhattanLength() <= _NEAR_PIXELS
