"""Line ends become one line feed at import, once, and the offsets a file gives move with them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_CARRIAGE_RETURN = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with line feeds only, and what is needed to move the offsets of the text before.

    `gone` holds the offsets, in the text before, of the line feeds that followed a carriage return.
    """

    text: str
    gone: tuple[int, ...] = ()

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """The range of `text` that covers what before[start:end] was; an empty one stays empty.

        >>> fold_line_ends("甲\\r\\n乙").moved(3, 4)
        (2, 3)
        >>> fold_line_ends("甲\\r\\n乙").moved(1, 2)
        (1, 2)
        """
        if not self.gone:
            return start, end
        low = start - bisect_right(self.gone, start)
        return low, (end - bisect_left(self.gone, end) if start < end else low)


def fold_line_ends(text: str) -> Folded:
    """Turn CR LF and lone CR into LF.

    >>> fold_line_ends("a\\r\\nb\\rc\\n").text
    'a\\nb\\nc\\n'
    """
    if "\r" not in text:
        return Folded(text)
    gone = tuple(m.end() - 1 for m in _CARRIAGE_RETURN.finditer(text) if len(m[0]) == 2)
    return Folded(_CARRIAGE_RETURN.sub("\n", text), gone)
