"""Excerpts cut between the two bytes of a character, whose start then reads one byte late.

A program that cuts GBK text at a number of bytes hits the middle of every other character. Lists
of excerpts, as found by a search in a forum, overlap, so a line nearby tells what the bytes were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from annotator.rules.base import RepairRule
from annotator.rules.knowledge import gbk
from annotator.text.edits import Edit

# Excerpts of one text follow each other.
_NEAR = 3
# Two characters that agree by chance, half a character apart, with what follows them too.
_AGREED = 4
_CODEC = "gb18030"


def restore_excerpts(text: str) -> Iterator[Edit]:
    """What starts a line and is in a line nearby, one byte earlier, becomes what stands there.

    It needs no mark in the text, and so it holds where `shift.bytes` has nothing to start from;
    it is narrow because only an exact copy of the bytes can prove what was never marked.
    """
    codes = gbk.lines(text)
    whole = b"\n".join(codes)
    places = [0, *accumulate(len(code) + 1 for code in codes)]
    at = 0
    for number, line in enumerate(text.split("\n")):
        # A line without two wide characters in front cannot be one.
        if len(line) > 1 and line[0] > "\x7f" < line[1]:
            first = max(0, number - _NEAR)
            # Hardly any line begins with what stands near it, and one look tells.
            seen = whole.find(codes[number][:_AGREED], places[first], places[number]) >= 0
            found = _restored_from(codes[number], codes[first:number]) if seen else None
            if found:
                length, said = found
                shown = line[:length]
                yield Edit(at, at + length, said, 0.95, (shown, said))
        at += len(line) + 1


def _restored_from(code: bytes, near: Sequence[bytes]) -> tuple[int, str] | None:
    start = code[:_AGREED]
    for other in near:
        found = _restored(code, other) if start in other else None
        if found:
            return found
    return None


def _restored(code: bytes, other: bytes) -> tuple[int, str] | None:
    """How many characters of a line are read one byte late, and what another line says there.

    >>> line, other = "琢撕芏痘痘也没了", "喝下去了,白了很多,痘痘也没了"
    >>> _restored(line.encode("gbk"), other.encode("gbk"))
    (3, '白了很多,')
    """
    at = other.find(code[:_AGREED])
    if at < 1 or len(code) < _AGREED or _is_whole(other[:at]):
        return None
    length, size = _agreeing(code, other[at:])
    rest, end = code[size : size + _AGREED], at + size + 1
    if other[end:] and not (rest and other.startswith(rest, end)):
        # A byte that could not be a second one went with the first.
        end += 1
        if other[end - 1] > 0x7F or not (rest and other.startswith(rest, end)):
            return None
    said = other[at - 1 : end]
    return (length, said.decode(_CODEC)) if length > 1 and _is_whole(said) else None


def _agreeing(code: bytes, other: bytes) -> tuple[int, int]:
    """How many whole characters two codes have in common from the start, and in how many bytes."""
    sizes = accumulate(len(char.encode(_CODEC)) for char in code.decode(_CODEC))
    length = size = 0
    for length_now, size_now in enumerate(sizes, 1):
        if code[:size_now] != other[:size_now]:
            break
        length, size = length_now, size_now
    return length, size


def _is_whole(code: bytes) -> bool:
    """Whether a code ends with a character, and not within one."""
    try:
        code.decode(_CODEC)
    except UnicodeDecodeError:
        return False
    return True


RULES = (
    RepairRule(
        "excerpts.bytes",
        "gbk_shift",
        restore_excerpts,
        "“{0}”是附近一行里的“{1}”错位一个字节读出的",
        "“{0}” is “{1}” of a line nearby, read one byte late",
        (
            (
                "喝下去了,白了很多,痘痘也没了\n琢撕芏痘痘也没了",
                "喝下去了,白了很多,痘痘也没了\n白了很多,痘痘也没了",
            ),
            ("但是没坚持……\n帧\ue11a喝了快大半年", "但是没坚持……\n持……喝了快大半年"),
            ("白了很多,痘痘也没了\n了很多,痘痘", "白了很多,痘痘也没了\n了很多,痘痘"),
            ("琢撕芏\n琢撕芏", "琢撕芏\n琢撕芏"),
        ),
    ),
)
