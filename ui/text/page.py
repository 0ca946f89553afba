"""Which part of a text a pane shows, and where on it everything stands.

Only what is seen is laid out; the rest has guessed heights. What holds still is the `anchor`: the
block at the top of the view and how far it is scrolled into. Guesses that turn real above it move
the scroll bar, never the text. All y are pixels from the top of the view.
"""

from __future__ import annotations

from typing import NamedTuple

from ui.text.blocks import Blocks
from ui.text.heights import Heights
from ui.text.layout import BlockLayout, LayoutCache, Metrics

TOP_SPACE = 14
BOTTOM_SPACE = 40


class Seen(NamedTuple):
    """A block in view: its number, its first offset, the y of its top, and its layout."""

    block: int
    start: int
    y: int
    laid: BlockLayout


class Spot(NamedTuple):
    """Where an offset stands: its block, row in it, x from the left of the text."""

    block: int
    row: int
    x: float


class Page:
    """A text, how it is cut into rows, and the part in view. Offsets are code points."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.blocks = Blocks("")
        self.view_height = 0
        self._cache = LayoutCache()
        self._widths: list[int] = []
        self._heights = Heights([])
        self._laid: dict[int, BlockLayout] = {}
        self._seen: list[Seen] | None = None
        self._block = 0
        self._into = -TOP_SPACE
        self.set_text("")

    @property
    def text(self) -> str:
        """The text, as given."""
        return self.blocks.text

    def set_text(self, text: str) -> None:
        """Show another text, from its top."""
        self.blocks = Blocks(text)
        self._widths = self.blocks.widths()
        self._block, self._into = 0, -TOP_SPACE
        self._guess()

    def set_metrics(self, metrics: Metrics) -> None:
        """Lay out anew; the character at the top of the view stays there."""
        if metrics == self.metrics:
            return
        offset, below = self._top()
        self.metrics = metrics
        self._guess()
        self._hold(offset, below)

    def set_view_height(self, height: int) -> None:
        """The view has another height; its top stays unless the text would end above the foot."""
        self.view_height = height
        self._seen = None

    def _guess(self) -> None:
        """Heights of all blocks from their widths alone."""
        row, width, em = self.metrics.row, self.metrics.width * 4, self.metrics.em
        space = self.metrics.paragraph_space
        rows = [-(-wide * em // width) or 1 for wide in self._widths]
        self._heights = Heights([count * row + space for count in rows])
        self._laid = {}
        self._seen = None

    def laid(self, block: int) -> BlockLayout:
        """The layout of a block; its real height takes the place of the guess."""
        found = self._laid.get(block)
        if found is None:
            start, end = self.blocks.span(block)
            found = self._cache.get(self.text[start:end], self.metrics)
            if len(self._laid) > 400:
                self._laid.clear()
            self._laid[block] = found
            height = self._real_height(block, found)
            if height != self._heights[block]:
                self._heights.change(block, height)
        return found

    def _real_height(self, block: int, laid: BlockLayout) -> int:
        space = self.metrics.paragraph_space if self.blocks.ends_paragraph(block) else 0
        return laid.rows * self.metrics.row + space

    def _height(self, block: int) -> int:
        return self._real_height(block, self.laid(block))

    # What is in view

    def seen(self) -> list[Seen]:
        """The blocks in view, from the top."""
        if self._seen is None:
            self._settle()
            self._seen = self._fill()
        return self._seen

    def _fill(self) -> list[Seen]:
        found: list[Seen] = []
        y, block = -self._into, self._block
        while y < self.view_height and block < len(self.blocks):
            laid = self.laid(block)
            found.append(Seen(block, self.blocks.starts[block], y, laid))
            y += self._height(block)
            block += 1
        return found

    def seen_span(self) -> tuple[int, int]:
        """The offsets in view, by whole blocks."""
        seen = self.seen()
        if not seen:
            return 0, 0
        return seen[0].start, self.blocks.next_start(seen[-1].block)

    def _settle(self) -> None:
        """Bring the anchor to a real place: a block at the top, no empty view past the ends."""
        self._walk()
        room = self.view_height + self._into
        block = self._block
        while room > 0 and block < len(self.blocks):
            room -= self._height(block)
            block += 1
        room -= BOTTOM_SPACE if block == len(self.blocks) else 0
        if room > 0:
            self._into -= room
            self._walk()

    def _walk(self) -> None:
        """Carry the anchor over to the block that the top of the view is really in."""
        while self._into < 0 and self._block > 0:
            self._block -= 1
            self._into += self._height(self._block)
        while self._block + 1 < len(self.blocks) and self._into >= self._height(self._block):
            self._into -= self._height(self._block)
            self._block += 1
        if self._block == 0:
            self._into = max(self._into, -TOP_SPACE)

    # Scrolling

    @property
    def scrolled(self) -> int:
        """How far down the view is, as good as the guesses above it."""
        self.seen()
        return TOP_SPACE + self._heights.top(self._block) + self._into

    @property
    def scroll_range(self) -> int:
        """The most that `scrolled` can be."""
        return max(0, self.height - self.view_height)

    def scroll_by(self, pixels: int) -> None:
        """Move the view down, exactly."""
        self.seen()
        self._into += pixels
        self._seen = None

    def scroll_to(self, scrolled: int) -> None:
        """Bring the view to where a scroll bar says; the foot is exact."""
        if scrolled >= self.scroll_range:
            self._block = len(self.blocks) - 1
            self._into = self._height(self._block)
        else:
            y = scrolled - TOP_SPACE
            self._block = self._heights.find(y)
            self._into = y - self._heights.top(self._block)
            self._into = min(self._into, self._height(self._block) - 1)
        self._seen = None

    @property
    def height(self) -> int:
        """The height of all there is to scroll over, as good as the guesses."""
        return TOP_SPACE + self._heights.total + BOTTOM_SPACE

    def near(self, y: int) -> int:
        """About the offset at y pixels from the top of all there is to scroll over."""
        block = self._heights.find(y - TOP_SPACE)
        start, end = self.blocks.span(block)
        part = (y - TOP_SPACE - self._heights.top(block)) / max(1, self._heights[block])
        return start + round((end - start) * max(0.0, min(part, 1.0)))

    # Places

    def spot(self, offset: int, *, at_row_end: bool = False) -> Spot:
        """Where an offset stands; between two rows, on the later unless `at_row_end`."""
        block = self.blocks.at(offset)
        start, end = self.blocks.span(block)
        laid = self.laid(block)
        inside = min(offset, end) - start
        row = laid.row_of(inside, at_row_end=at_row_end)
        return Spot(block, row, laid.x_of(inside, row))

    def y_of(self, spot: Spot) -> int:
        """The y of the top of a row; far from the view, as good as the guesses between."""
        self.seen()
        return self._block_y(spot.block) + spot.row * self.metrics.row

    def _block_y(self, block: int) -> int:
        return self._heights.top(block) - self._heights.top(self._block) - self._into

    def offset_at(self, x: float, y: float, *, on_character: bool = False) -> tuple[int, bool]:
        """The grapheme boundary nearest to a point (or the start of the grapheme under it).

        The second value says that the boundary stands at the end of a row, not at the start of the
        next one.
        """
        seen = self._seen_at(y)
        row = seen.laid.row_at(y - seen.y)
        inside = seen.laid.offset_at(x, row, on_character=on_character)
        _, row_end = seen.laid.row_span(row)
        return seen.start + inside, inside == row_end and row + 1 < seen.laid.rows

    def _seen_at(self, y: float) -> Seen:
        seen = self.seen()
        found = seen[0]
        for one in seen:
            if one.y > y:
                break
            found = one
        return found

    # Reading places: offsets with a fraction, so that a view can follow another one smoothly

    def reading_at(self, y: int) -> float:
        """The offset at a height, as if each row were read evenly while it passes.

        The space above the text counts as -1 to 0, that below it as the last offset and one more.
        """
        seen = self._seen_at(y)
        inside = y - seen.y
        if inside < 0:
            return max(-1.0, inside / TOP_SPACE)
        height = self._height(seen.block)
        if inside > height and seen.block + 1 == len(self.blocks):
            return len(self.text) + min((inside - height) / BOTTOM_SPACE, 1.0)
        row = seen.laid.row_at(inside)
        start, end = self._row_reach(seen.block, seen.laid, row)
        part = (inside - row * self.metrics.row) / self._row_height(seen.block, seen.laid, row)
        return start + (end - start) * min(part, 1.0)

    def put(self, reading: float, y: int) -> None:
        """Scroll so that a reading place stands at a height, as far as the text reaches."""
        place = max(0.0, min(reading, float(len(self.text))))
        block = self.blocks.at(int(place))
        laid = self.laid(block)
        row = laid.row_of(min(int(place) - self.blocks.starts[block], laid.length))
        start, end = self._row_reach(block, laid, row)
        part = (place - start) / (end - start) if end > start else float(place > 0)
        inside = row * self.metrics.row + part * self._row_height(block, laid, row)
        inside += min(reading, 0.0) * TOP_SPACE + max(reading - place, 0.0) * BOTTOM_SPACE
        self._block, self._into = block, round(inside) - y
        self._seen = None

    def _row_reach(self, block: int, laid: BlockLayout, row: int) -> tuple[int, int]:
        """The offsets from the start of a row to the start of the next."""
        start = self.blocks.starts[block]
        if row + 1 < laid.rows:
            return start + laid.row_starts[row], start + laid.row_starts[row + 1]
        return start + laid.row_starts[row], self.blocks.next_start(block)

    def _row_height(self, block: int, laid: BlockLayout, row: int) -> int:
        """The height of a row; the last one of a paragraph has the space below it."""
        last = row + 1 == laid.rows
        return self._real_height(block, laid) - row * self.metrics.row if last else self.metrics.row

    def _top(self) -> tuple[int, int]:
        """The first offset of the row at the top of the view, and the pixels below its top."""
        if self._block == 0 and self._into <= 0:
            return 0, self._into
        seen = self.seen()[0]
        row = seen.laid.row_at(-seen.y)
        return seen.start + seen.laid.row_starts[row], -seen.y - row * self.metrics.row

    def _hold(self, offset: int, below: int) -> None:
        spot = self.spot(offset)
        self._block, self._into = spot.block, spot.row * self.metrics.row + below

    # Moving through the text

    def next(self, offset: int) -> int:
        """The next grapheme boundary."""
        block = self.blocks.at(offset)
        start, end = self.blocks.span(block)
        if offset >= end:
            return min(offset + 1, len(self.text))
        return start + self.laid(block).next(offset - start)

    def previous(self, offset: int) -> int:
        """The grapheme boundary before."""
        block = self.blocks.at(offset)
        start = self.blocks.starts[block]
        if offset == start and block:
            start, end = self.blocks.span(block - 1)
            if end < offset:
                return end
            block -= 1
        return start + self.laid(block).previous(offset - start)

    def snap(self, offset: int) -> int:
        """The offset itself, inside the text, or the start of the grapheme it would cut."""
        offset = max(0, min(offset, len(self.text)))
        block = self.blocks.at(offset)
        start, end = self.blocks.span(block)
        return offset if offset >= end else start + self.laid(block).snap(offset - start)
