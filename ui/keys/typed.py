"""Keys that arrive as text, because an input method stands between the keyboard and the window.

A pane takes no text, so it enables no input method and its keys come as plain key events. Some
systems hand them over otherwise: in full width (`Ｙ`), as the punctuation of a Chinese keyboard
(`，`), committed as text (ibus on Wayland, ibus issue 2940), or in a composing line.
"""

from __future__ import annotations

_CHINESE_SIGNS = {
    "。": ".",
    "、": "\\",
    "【": "[",
    "】": "]",
    "「": "[",
    "」": "]",
    "『": "{",
    "』": "}",
    "《": "<",
    "》": ">",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "·": "`",
    "￥": "$",
    "¥": "$",
    "……": "^",
    "——": "_",
    "\u3000": " ",
}
"""What the keys of an English keyboard give under a Chinese input method."""

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_DISTANCE = 0xFEE0


def plain_key(text: str) -> str:
    """The key, as an English keyboard has it, that a typed text came from; any other as it is.

    >>> plain_key("Ｙ"), plain_key("，"), plain_key("【"), plain_key("y"), plain_key("人")
    ('Y', ',', '[', 'y', '人')
    """
    if text in _CHINESE_SIGNS:
        return _CHINESE_SIGNS[text]
    if len(text) == 1 and ord(text) in _FULL_WIDTH:
        return chr(ord(text) - _FULL_WIDTH_DISTANCE)
    return text


class Composing:
    """Reads the keys out of an input method's events, each once."""

    def __init__(self) -> None:
        self._line = ""

    def take(self, preedit: str, commit: str) -> list[str]:
        """The keys pressed since the last event, given the composing line and what was committed.

        What is committed from a line whose keys were taken already gives none, and so does a line
        that grows by more than a key, which no key made.

        >>> composing = Composing()
        >>> composing.take("y", ""), composing.take("", "y"), composing.take("", "Ｎ")
        (['y'], [], ['N'])
        """
        line = "".join(filter(_is_key, map(plain_key, preedit)))
        added = line[len(self._line) :] if line.startswith(self._line) else line
        pressed = [added] if _is_key(added) else []
        committed = plain_key(commit)
        said_already = committed == self._line or not _is_key(committed)
        self._line = line
        return pressed if said_already else [committed, *pressed]


def _is_key(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isprintable() and text != " "
