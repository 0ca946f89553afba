"""One block of text laid out in rows of one height."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, cast

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QTextLayout, QTextLine, QTextOption

from annotator.text.utf16 import Utf16Map
from ui.qt_text import display
from ui.theme import Theme

_KEPT_CHARACTERS = 100_000
_HAN_ASCENT = 0.88
"""The part of the em box above the baseline in Han fonts (OpenType, `ideo` baseline at -0.12)."""

_SMALLEST_NAME = 9
_CAP_HEIGHT = 0.73
LINE_ROOM = 4
"""Between the text and the names below it, where the lines of entities are."""


@dataclass(frozen=True)
class Metrics:
    """The measures all rows share, in pixels. A row is its text, then room for label names."""

    font: QFont
    em: int
    row: int
    baseline: int
    paragraph_space: int
    width: int
    names: int
    """The size of label names."""
    spaces: bool = False

    @property
    def text_top(self) -> int:
        """The top of the em box, from the top of the row."""
        return self.baseline - round(self.em * _HAN_ASCENT)


def metrics_of(theme: Theme, width: int, *, spaces: bool = False) -> Metrics:
    """The measures for a theme and a text width in pixels."""
    font = QFont()
    # The window may ask for narrow quotation marks; a Chinese text has them as wide as characters.
    font.clearFeatures()
    font.setFamilies(list(theme.families))
    font.setPixelSize(theme.text_size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    em = theme.text_size
    names = max(_SMALLEST_NAME, round(em * 0.6))
    room = math.ceil(LINE_ROOM + names * _CAP_HEIGHT + 1)
    row = max(round(em * theme.line_height), 1 + em + room)
    top = max(1, (row - em - room) // 2)
    return Metrics(
        font=font,
        em=em,
        row=row,
        baseline=top + round(em * _HAN_ASCENT),
        paragraph_space=round(em * theme.paragraph_space),
        width=max(width, em * 4),
        names=names,
        spaces=spaces,
    )


class Extent(NamedTuple):
    """A stretch of one row: from `left` to `right`, in pixels from the left of the text."""

    row: int
    left: float
    right: float


class BlockLayout:
    """A laid-out block. Offsets are code points from its start, y is from its top.

    Rows are placed by us, all equally high, so that a line in a taller fallback font moves nothing.
    """

    def __init__(self, text: str, metrics: Metrics) -> None:
        self.length = len(text)
        self.metrics = metrics
        shown = display(text, spaces=metrics.spaces)
        self._map = Utf16Map(text)
        self.qt = QTextLayout(shown, metrics.font)
        self.qt.setCacheEnabled(True)
        self._lines = _wrap(self.qt, metrics)
        self.row_starts = [self._map.from_utf16(line.textStart()) for line in self._lines]

    @property
    def rows(self) -> int:
        """How many rows the block takes."""
        return len(self._lines)

    def position(self, offset: int) -> int:
        """Qt's position for an offset."""
        return self._map.to_utf16(offset)

    def row_at(self, y: float) -> int:
        """The row that covers y; the first or last one where y is outside."""
        return max(0, min(int(y // self.metrics.row), self.rows - 1))

    def row_of(self, offset: int, *, at_row_end: bool = False) -> int:
        """The row that shows an offset; where two meet, the later one unless `at_row_end`."""
        row = bisect_right(self.row_starts, offset) - 1
        return row - 1 if at_row_end and row and self.row_starts[row] == offset else row

    def row_span(self, row: int) -> tuple[int, int]:
        """The offsets of a row."""
        last = row + 1 >= self.rows
        return self.row_starts[row], self.length if last else self.row_starts[row + 1]

    def x_of(self, offset: int, row: int) -> float:
        """Where an offset stands in a row, in pixels from the left of the text."""
        # The stubs say "object"; it is a pair of the x and the position it was found for.
        found = cast("tuple[float, int]", self._lines[row].cursorToX(self._map.to_utf16(offset)))
        return min(found[0], float(self.metrics.width))

    def extents(self, start: int, end: int) -> Iterator[Extent]:
        """The stretches that show start:end, one a row; nothing for an empty range."""
        start, end = max(start, 0), min(end, self.length)
        if start >= end:
            return
        for row in range(self.row_of(start), self.row_of(end, at_row_end=True) + 1):
            low, high = self.row_span(row)
            one, other = self.x_of(max(start, low), row), self.x_of(min(end, high), row)
            yield Extent(row, min(one, other), max(one, other))

    def offset_at(self, x: float, row: int, *, on_character: bool = False) -> int:
        """The grapheme boundary nearest to x in a row, or the start of the grapheme under x."""
        mode = (
            QTextLine.CursorPosition.CursorOnCharacter
            if on_character
            else QTextLine.CursorPosition.CursorBetweenCharacters
        )
        position = self._lines[row].xToCursor(x, mode)
        if not self.qt.isValidCursorPosition(position):
            position = self.qt.previousCursorPosition(position)
        low, high = self.row_span(row)
        return max(low, min(self._map.from_utf16(position), high))

    def next(self, offset: int) -> int:
        """The next grapheme boundary, or the end of the block."""
        position = self.qt.nextCursorPosition(self._map.to_utf16(offset))
        return max(offset, self._map.from_utf16(position))

    def previous(self, offset: int) -> int:
        """The grapheme boundary before, or the start of the block."""
        return self._map.from_utf16(self.qt.previousCursorPosition(self._map.to_utf16(offset)))

    def snap(self, offset: int) -> int:
        """The offset itself, or the start of the grapheme it would cut."""
        position = self._map.to_utf16(offset)
        return offset if self.qt.isValidCursorPosition(position) else self.previous(offset)


def _wrap(layout: QTextLayout, metrics: Metrics) -> list[QTextLine]:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTabStopDistance(metrics.em * 4)
    layout.setTextOption(option)
    lines: list[QTextLine] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(metrics.width)
        baseline = len(lines) * metrics.row + metrics.baseline
        line.setPosition(QPointF(0, baseline - line.ascent()))
        lines.append(line)
    layout.endLayout()
    return lines


class LayoutCache:
    """The blocks laid out last, found by their text, so that they survive a change of offsets."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, BlockLayout] = OrderedDict()
        self._characters = 0

    def get(self, text: str, metrics: Metrics) -> BlockLayout:
        """The layout of a block of this text."""
        found = self._kept.get(text)
        if found is not None and found.metrics is metrics:
            self._kept.move_to_end(text)
            return found
        if found is not None:
            self._drop(text)
        made = BlockLayout(text, metrics)
        self._kept[text] = made
        self._characters += len(text) + 50
        while self._characters > _KEPT_CHARACTERS and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return made

    def _drop(self, text: str) -> None:
        del self._kept[text]
        self._characters -= len(text) + 50
