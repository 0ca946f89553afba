"""Which encoding a file is in: byte order marks, strict UTF-8, then what reads most like Chinese.

A decoder that fits is not enough, since GB18030, Big5 and UTF-16 take almost any bytes; the right
one gives a text full of common characters. What is in none of them, or in two, is never guessed.
"""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import IO

from annotator.formats.common_han import COMMON
from annotator.formats.encodings import UTF8, known_encoding

HEAD = 1 << 20
"""Bytes from the start of a file of many records by which its encoding is told."""

_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first of two that read equally well.
_DECODERS = ("gb18030", "big5", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
_UTF16 = ("utf-16-le", "utf-16-be")

_SAME = {"big": ("big", "cp9"), "cp9": ("big", "cp9")}

_ENOUGH = 0.3
_FAIR = 0.1
_CLEAR = 0.2
_WIDE = 0.3
_LATIN = bytes(range(0x20, 0x7F))
_SCORED = 20_000
_CUT_SHORT = 3
_MARKS_OF_TEXT = frozenset("，。、；：？！“”‘’《》（）【】—…·「」『』　％～")
# Hangul is no Chinese; private use, controls and U+FFFD are a sign of mojibake.
_ODD = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\uac00-\ud7a3\ud800-\uf8ff\ufff0-\uffff]")
_ODD_WEIGHT = 3.0
_HAN = re.compile("[\u4e00-\u9fff]")


def detect(data: bytes) -> str | None:
    """The encoding of `data`, all of a file or whole lines of it; None if it cannot be told.

    >>> detect("上海徐汇的高质量发展".encode("gbk")), detect(b"caf\\xe9")
    ('gb18030', None)
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    fault = utf8_fault(data)
    if fault is None and b"\0" not in data:
        return UTF8
    if fault is not None and _is_cut_short(data, fault):
        return None
    if fault is None:
        return _best(data, (UTF8, *_UTF16)) or UTF8
    found = _best(data, _DECODERS)
    return None if found and found not in _UTF16 and utf8_lines(data, found) else found


def utf8_fault(data: bytes) -> int | None:
    """The first byte that is no UTF-8, or None.

    >>> utf8_fault(b"ab\\xff")
    2
    """
    try:
        data.decode(UTF8)
    except UnicodeDecodeError as error:
        return error.start
    return None


def likeness(text: str) -> float:
    """How much of what is not ASCII in a text is common Chinese: 0.7 is usual, below 0 mojibake.

    >>> likeness("plain"), likeness("上海的网站") > 0.5 > likeness("涓婃捣寰愭眹")
    (1.0, True)
    """
    counts = Counter(text[:_SCORED])
    good = odd = total = 0.0
    for char, count in counts.items():
        if _ODD.match(char):
            odd += count
        elif char < "\x80":
            continue
        elif char in COMMON or char in _MARKS_OF_TEXT or "\uff10" <= char <= "\uff5e":
            good += count
        total += count
    return (good - _ODD_WEIGHT * odd) / total if total else 1.0


def utf8_lines(data: bytes, encoding: str) -> list[int]:
    """The numbers, from 1, of lines that are Chinese in UTF-8 and read worse in `encoding`.

    >>> utf8_lines("简单的\\n".encode("gbk") + "网站的".encode(), "gb18030")
    [2]
    """
    found = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii() or utf8_fault(line) is not None:
            continue
        text = line.decode(UTF8)
        if _HAN.search(text) and likeness(text) > likeness(line.decode(encoding, "replace")):
            found.append(number)
    return found


def foreign_lines(data: bytes) -> list[int]:
    """The numbers of lines that are not UTF-8, if others are Chinese in UTF-8; else none.

    >>> foreign_lines("网\\n".encode() + "简单".encode("gbk"))
    [2]
    """
    lines = data.split(b"\n")
    bad = {number for number, line in enumerate(lines, 1) if utf8_fault(line) is not None}
    good = (line.decode(UTF8) for number, line in enumerate(lines, 1) if number not in bad)
    return sorted(bad) if any(_HAN.search(line) for line in good) else []


def opened(file: IO[bytes], asked: str | None) -> tuple[IO[bytes], str]:
    """A file of many records and its encoding: as asked for, else by its first lines.

    UTF-8 if none is clear: lines that do not fit it are then named one by one. Raises InputError
    for an unknown encoding.
    """
    if asked:
        return file, known_encoding(asked)
    head = _some(file, HEAD)
    # Whole lines, or whole characters of two bytes.
    end = len(head) // 2 * 2 if b"\0" in head else head.rfind(b"\n") + 1 or len(head)
    whole = head[:end]
    return io.BufferedReader(_Rejoined(head, file), HEAD), detect(whole) or UTF8


def _best(data: bytes, encodings: Sequence[str]) -> str | None:
    """The encoding that reads best: well, or fairly and far better than any that is no relative."""
    scores = {encoding: _score(data, encoding) for encoding in encodings}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= _ENOUGH:
        return best
    if best in _UTF16 and len(data.translate(None, _LATIN)) < _WIDE * len(data):
        # Almost any two letters are a character of UTF-16.
        return None
    others = (
        score for name, score in scores.items() if name[:3] not in _SAME.get(best[:3], best[:3])
    )
    return best if scores[best] >= _FAIR and scores[best] - max(others) >= _CLEAR else None


def _score(data: bytes, encoding: str) -> float:
    try:
        return likeness(data.decode(encoding))
    except UnicodeDecodeError:
        return -_ODD_WEIGHT


def _is_cut_short(data: bytes, fault: int) -> bool:
    """Whether the data is UTF-8 but for a character that its end cuts in two."""
    if len(data) - fault > _CUT_SHORT or not _HAN.search(data[:fault].decode(UTF8)):
        return False
    try:
        codecs.getincrementaldecoder(UTF8)().decode(data[fault:])
    except UnicodeDecodeError:
        return False
    return likeness(data[:fault].decode(UTF8)) > _ENOUGH


def _some(file: IO[bytes], size: int) -> bytes:
    """What there is of a file, so that a pipe is read as it is written."""
    read = getattr(file, "read1", file.read)
    return bytes(read(size))


class _Rejoined(io.RawIOBase):
    """What was read of a file, and then the rest of it."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head = head
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or _some(self._file, len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
