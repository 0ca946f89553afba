"""Damage as a re-posting tool makes it, on any text, with what was there before.

The tool put a gloss behind each of some characters, by replacing pairs of bytes in GBK text
wherever they stood, also across two characters. Then, on the text read anew, it wrote some
full-width marks in half width in the same way. What stood behind such a place reads one byte late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MARKS = "，；：？！。”“、"
NARROW = {wide: wide - 0xFEE0 for wide in range(ord("！"), ord("～") + 1)}
_SWALLOWED = b"(<?"

_Byte = tuple[int, int]
"""A byte and its place in the text before; -1 if the tool put it there."""

_Char = tuple[str, tuple[int, ...]]
"""A character and the places of its bytes."""


@dataclass(frozen=True)
class Line:
    """A line before and after the tool; `chars` are those of `text`."""

    before: str
    chars: tuple[_Char, ...]

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars).translate(NARROW)

    def was(self, start: int, end: int) -> str | None:
        """What text[start:end] was, marks in half width; None if it cuts a character in two."""
        code = _code(self.before)
        low = max((place for _, places in self.chars[:start] for place in places), default=-1) + 1
        behind = (place for _, places in self.chars[end:] for place in places if place >= 0)
        try:
            return code[low : min(behind, default=len(code))].decode("gbk").translate(NARROW)
        except UnicodeDecodeError:
            return None


def reposted(line: str, glosses: Mapping[str, str], marks: Sequence[str] = MARKS) -> Line | None:
    """The line after the tool; None if GBK lacks a character of it.

    >>> line = reposted("當地庫在尋找下一個買家", {"數": "shù"})
    >>> line.text, line.was(1, 14)
    ('當?shù)貛煸趯ふ蚁乱粋€買家', '地庫在尋找下一個')
    """
    try:
        code = [(byte, place) for place, byte in enumerate(_code(line))]
    except UnicodeEncodeError:
        return None
    for char, pinyin in glosses.items():
        code = _glossed(code, _code(char), _code(f"({pinyin})"))
    stretches = [_encoded(_read(code))]
    for mark in marks:
        stretches = [part for one in stretches for part in _apart(one, _code(mark))]
    return Line(line, tuple(char for stretch in stretches for char in _read(stretch)))


def _code(text: str) -> bytes:
    return text.replace("€", "\x80").encode("latin-1" if text == "€" else "gbk")


def _glossed(code: list[_Byte], pair: bytes, gloss: bytes) -> list[_Byte]:
    made: list[_Byte] = []
    for part in _apart(code, pair):
        made += part
        if _says(part, pair):
            made += [(byte, -1) for byte in gloss]
    return made


def _apart(code: list[_Byte], pair: bytes) -> list[list[_Byte]]:
    """The stretches between the places of two bytes, and those places."""
    if _says(code, pair):
        return [code]
    plain = bytes(byte for byte, _ in code)
    parts: list[list[_Byte]] = []
    at = 0
    while (found := plain.find(pair, at)) >= 0:
        parts += code[at:found], code[found : found + 2]
        at = found + 2
    return [part for part in (*parts, code[at:]) if part]


def _says(code: list[_Byte], pair: bytes) -> bool:
    return bytes(byte for byte, _ in code) == pair


def _read(code: list[_Byte]) -> list[_Char]:
    """GBK as the tool reads it: codes without a character are dropped, half ones are `?`."""
    chars: list[_Char] = []
    at = 0
    while at < len(code):
        byte, place = code[at]
        second = code[at + 1] if at + 1 < len(code) else (0, -1)
        if byte <= 0x80:
            chars.append(("€" if byte == 0x80 else chr(byte), (place,)))
            at += 1
        elif second[0] < 0x40:
            chars.append(("?", (place,)))
            at += 1 + (second[0] in _SWALLOWED)
        else:
            said = bytes((byte, second[0])).decode("gbk", "ignore")
            chars += [(said, (place, second[1]))] if len(said) == 1 else []
            at += 2
    return chars


def _encoded(chars: list[_Char]) -> list[_Byte]:
    return [pair for char, places in chars for pair in zip(_code(char), places, strict=True)]
