"""A text in blocks: its lines, and long lines broken for the view only."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from ui.qt_text import last_grapheme_boundary

LONGEST = 1000
"""Characters in one block; shaping a block costs about 0.4 µs a character."""

_EARLIEST = LONGEST * 3 // 4
_SENTENCE_ENDS = "。！？!?；;"
_OTHER_ENDS = "，、,：: \u3000"


class Blocks:
    """Where the blocks of a text begin. Offsets are code points; a line feed is in no block.

    >>> blocks = Blocks("甲乙\\n\\n丙")
    >>> [blocks.span(i) for i in range(len(blocks))], blocks.at(3), blocks.ends_paragraph(0)
    ([(0, 2), (3, 3), (4, 5)], 1, True)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        lines = text.split("\n")
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        del starts[-1]
        if len(max(lines, key=len)) > LONGEST:
            starts = [at for start, line in zip(starts, lines, strict=True)
                      for at in _breaks(line, start)]  # fmt: skip
        self.starts = starts

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """The block that holds an offset; where two meet, the later one."""
        return bisect_right(self.starts, offset) - 1

    def span(self, block: int) -> tuple[int, int]:
        """The range of a block, without its line feed."""
        end = self.next_start(block)
        return self.starts[block], end - 1 if self.ends_paragraph(block) else end

    def next_start(self, block: int) -> int:
        """Where the next block begins, or the end of the text."""
        return self.starts[block + 1] if block + 1 < len(self.starts) else len(self.text)

    def ends_paragraph(self, block: int) -> bool:
        """Whether a line feed follows the block."""
        return block + 1 < len(self.starts) and self.text[self.starts[block + 1] - 1] == "\n"

    def widths(self) -> list[int]:
        """About how wide each block is, in quarters of an em.

        In UTF-8 a Han character takes three bytes and a Latin one a single byte, so characters
        plus bytes is four for the one and two for the other.
        """
        text, ends = self.text, [*self.starts[1:], len(self.text)]
        parts = [text[start:end] for start, end in zip(self.starts, ends, strict=True)]
        return [len(part) + len(part.encode("utf-8", "surrogatepass")) for part in parts]

    def paragraph(self, offset: int) -> tuple[int, int]:
        """The range of the whole line around an offset, without its line feed."""
        end = self.text.find("\n", offset)
        return self.text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(self.text)


def _breaks(line: str, start: int) -> list[int]:
    """Where the blocks of one line begin, if the line begins at `start`."""
    found, at = [start], 0
    while len(line) - at > LONGEST:
        at += _break(line[at : at + LONGEST + 16])
        found.append(start + at)
    return found


def _break(part: str) -> int:
    """A cheap sensible place to break, near the end of `part`, never inside a grapheme."""
    for ends in (_SENTENCE_ENDS, _OTHER_ENDS):
        after = max(part.rfind(end, _EARLIEST, LONGEST) for end in ends) + 1
        if after and last_grapheme_boundary(part[after - 1 : after + 16], 1) == 1:
            return after
    # A grapheme longer than a block has no good place: then it is cut.
    return last_grapheme_boundary(part, LONGEST) or LONGEST
