"""The caret and the selection of a pane: where they are, and how keys move them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QKeySequence

from ui.text.page import Page

WordAt = Callable[[int], tuple[int, int]]


class Motion(Enum):
    """Where a key takes the caret."""

    NEXT = auto()
    PREVIOUS = auto()
    NEXT_WORD = auto()
    PREVIOUS_WORD = auto()
    UP = auto()
    DOWN = auto()
    ROW_START = auto()
    ROW_END = auto()
    START = auto()
    END = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()


_LONGEST_SPOKEN = 200

_Key = QKeySequence.StandardKey

KEYS: tuple[tuple[QKeySequence.StandardKey, Motion, bool], ...] = (
    (_Key.MoveToNextChar, Motion.NEXT, False),
    (_Key.MoveToPreviousChar, Motion.PREVIOUS, False),
    (_Key.MoveToNextLine, Motion.DOWN, False),
    (_Key.MoveToPreviousLine, Motion.UP, False),
    (_Key.SelectNextChar, Motion.NEXT, True),
    (_Key.SelectPreviousChar, Motion.PREVIOUS, True),
    (_Key.SelectNextLine, Motion.DOWN, True),
    (_Key.SelectPreviousLine, Motion.UP, True),
    (_Key.MoveToNextWord, Motion.NEXT_WORD, False),
    (_Key.MoveToPreviousWord, Motion.PREVIOUS_WORD, False),
    (_Key.SelectNextWord, Motion.NEXT_WORD, True),
    (_Key.SelectPreviousWord, Motion.PREVIOUS_WORD, True),
    (_Key.MoveToStartOfLine, Motion.ROW_START, False),
    (_Key.MoveToEndOfLine, Motion.ROW_END, False),
    (_Key.SelectStartOfLine, Motion.ROW_START, True),
    (_Key.SelectEndOfLine, Motion.ROW_END, True),
    (_Key.MoveToStartOfDocument, Motion.START, False),
    (_Key.MoveToEndOfDocument, Motion.END, False),
    (_Key.SelectStartOfDocument, Motion.START, True),
    (_Key.SelectEndOfDocument, Motion.END, True),
    (_Key.MoveToPreviousPage, Motion.PAGE_UP, False),
    (_Key.MoveToNextPage, Motion.PAGE_DOWN, False),
    (_Key.SelectPreviousPage, Motion.PAGE_UP, True),
    (_Key.SelectNextPage, Motion.PAGE_DOWN, True),
)
"""The platform's own keys for moving, what each does, and whether it selects."""


@dataclass(slots=True)
class Caret:
    """A selection from `anchor` to `offset`, where the caret is. Offsets are code points.

    `at_row_end` shows the caret at the end of a row and not at the start of the next, where the
    same offset stands. `goal` is the x that moving up and down returns to.
    """

    anchor: int = 0
    offset: int = 0
    at_row_end: bool = False
    goal: float | None = None

    @property
    def selection(self) -> tuple[int, int]:
        """The selected range; empty where the caret is if nothing is selected."""
        return min(self.anchor, self.offset), max(self.anchor, self.offset)

    def put(self, offset: int, *, extend: bool = False, at_row_end: bool = False) -> None:
        """Move the caret; without `extend` nothing stays selected."""
        self.offset, self.at_row_end, self.goal = offset, at_row_end, None
        if not extend:
            self.anchor = offset

    def move(self, page: Page, word_at: WordAt, motion: Motion, *, extend: bool) -> None:
        """Move the caret as a key does. A selection that is left collapses to its edge."""
        low, high = self.selection
        if low < high and not extend and motion in (Motion.NEXT, Motion.PREVIOUS):
            self.put(high if motion is Motion.NEXT else low)
        elif motion in _ROWS:
            self._by_rows(page, _ROWS[motion](page), extend)
        elif motion in (Motion.ROW_START, Motion.ROW_END):
            self._in_row(page, motion, extend)
        else:
            self.put(_STEPS[motion](page, self.offset, word_at), extend=extend)

    def _by_rows(self, page: Page, rows: int, extend: bool) -> None:
        spot = page.spot(self.offset, at_row_end=self.at_row_end)
        goal = spot.x if self.goal is None else self.goal
        block, row = spot.block, spot.row + rows
        while row < 0 and block > 0:
            block -= 1
            row += page.laid(block).rows
        while row >= page.laid(block).rows and block + 1 < len(page.blocks):
            row -= page.laid(block).rows
            block += 1
        laid = page.laid(block)
        if 0 <= row < laid.rows:
            inside = laid.offset_at(goal, row)
            at_end = inside == laid.row_span(row)[1] and row + 1 < laid.rows
            self.put(page.blocks.starts[block] + inside, extend=extend, at_row_end=at_end)
            self.goal = goal
        else:
            self.put(0 if row < 0 else len(page.text), extend=extend)

    def _in_row(self, page: Page, motion: Motion, extend: bool) -> None:
        spot = page.spot(self.offset, at_row_end=self.at_row_end)
        laid = page.laid(spot.block)
        low, high = laid.row_span(spot.row)
        to_end = motion is Motion.ROW_END
        offset = page.blocks.starts[spot.block] + (high if to_end else low)
        self.put(offset, extend=extend, at_row_end=to_end and spot.row + 1 < laid.rows)


def spoken(page: Page, before: Caret, after: Caret) -> str:
    """What a screen reader says when the caret has moved: what is selected, else what is there.

    That is the character after a step within a row, and the row after any other move.
    """
    start, end = after.selection
    if start < end:
        return page.text[start : min(end, start + _LONGEST_SPOKEN)]
    if abs(after.offset - before.offset) <= 1 or after.offset == page.next(before.offset):
        return page.text[after.offset : page.next(after.offset)]
    spot = page.spot(after.offset, at_row_end=after.at_row_end)
    first = page.blocks.starts[spot.block]
    low, high = page.laid(spot.block).row_span(spot.row)
    return page.text[first + low : first + high]


def _page_rows(page: Page) -> int:
    return max(1, page.view_height // page.metrics.row - 1)


_ROWS: dict[Motion, Callable[[Page], int]] = {
    Motion.UP: lambda page: -1,
    Motion.DOWN: lambda page: 1,
    Motion.PAGE_UP: lambda page: -_page_rows(page),
    Motion.PAGE_DOWN: _page_rows,
}


def _next_word(page: Page, offset: int, word_at: WordAt) -> int:
    if offset >= len(page.text):
        return offset
    return max(page.snap(word_at(offset)[1]), page.next(offset))


def _previous_word(page: Page, offset: int, word_at: WordAt) -> int:
    if not offset:
        return 0
    before = page.previous(offset)
    return min(page.snap(word_at(before)[0]), before)


_STEPS: dict[Motion, Callable[[Page, int, WordAt], int]] = {
    Motion.NEXT: lambda page, offset, word_at: page.next(offset),
    Motion.PREVIOUS: lambda page, offset, word_at: page.previous(offset),
    Motion.NEXT_WORD: _next_word,
    Motion.PREVIOUS_WORD: _previous_word,
    Motion.START: lambda page, offset, word_at: 0,
    Motion.END: lambda page, offset, word_at: len(page.text),
}
