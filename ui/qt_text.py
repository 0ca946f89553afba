"""The border to Qt's text: the only file of the window that knows UTF-16.

Python counts code points, Qt counts UTF-16 units. A `position` is Qt's, an `offset` ours. Qt also
changes some characters it is given; `display` replaces those by visible stand-ins, one for one.
"""

from __future__ import annotations

from PySide6.QtCore import QTextBoundaryFinder

from annotator.text.utf16 import Utf16Map

# Each stand-in takes one UTF-16 unit, as what it stands for does, and Qt leaves all of them alone.
_ALWAYS = {
    **{code: 0x2400 + code for code in range(0x20) if code != 0x09},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0x2426),
    **dict.fromkeys((0x2028, 0x2029), 0x2424),
    **dict.fromkeys((0x200E, 0x202A, 0x202D, 0x2066, 0x2068), 0x25B8),
    **dict.fromkeys((0x061C, 0x200F, 0x202B, 0x202E, 0x2067), 0x25C2),
    **dict.fromkeys((0x202C, 0x2069), 0x25AA),
    0xFEFF: 0x2423,
    **dict.fromkeys(range(0xFDD0, 0xFDF0), 0xFFFD),
    **dict.fromkeys((0xFFF9, 0xFFFA, 0xFFFB, 0xFFFC, 0xFFFE, 0xFFFF), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
_SPACES = {
    0x09: 0x2192,
    0x20: 0x00B7,
    0xA0: 0x237D,
    0xAD: 0x00AC,
    0x3000: 0x25A1,
    **dict.fromkeys((*range(0x2000, 0x200B), 0x202F, 0x205F), 0x00B7),
    **dict.fromkeys((0x200B, 0x200C, 0x2060), 0x00A6),
}
_ALL = {**_ALWAYS, **_SPACES}


def display(text: str, *, spaces: bool = False) -> str:
    """What Qt is given for `text`: as many UTF-16 units, and nothing that Qt would change.

    Controls, direction marks and lone surrogates get visible stand-ins; with `spaces`, so do white
    space and zero-width characters.

    >>> display("甲\\r乙\\u2028"), display("甲 乙", spaces=True)
    ('甲␍乙␤', '甲·乙')
    """
    return text.translate(_ALL if spaces else _ALWAYS)


def last_grapheme_boundary(text: str, limit: int) -> int:
    """The last offset up to `limit` that does not cut a grapheme; 0 where the text is one grapheme.

    Source: Unicode Standard Annex 29, as Qt implements it.

    >>> last_grapheme_boundary("甲e\\u0301乙", 2), last_grapheme_boundary("甲乙", 1)
    (1, 1)
    """
    both = Utf16Map(text)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, display(text))
    position = both.to_utf16(limit)
    finder.setPosition(position)
    if not finder.isAtBoundary():
        position = max(0, finder.toPreviousBoundary())
    return both.from_utf16(position)
