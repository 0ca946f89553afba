"""Texts as they are compared when something is looked for.

Simplified and traditional, half and full width, small and capital letters are one. A folded text
is as long as the text, character for character, so that a place in one is the place in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from operator import add

from annotator.text.script import converter

VERSION = "1"
"""Changes whenever folded texts may, so that an index of them is made anew."""

# The last letters with a case are those of Adlam.
_LETTERS = 0x1E944
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_HALF = 0xFEE0
# OpenCC has no entry for 著 as the verb ending 着, which the cleaning turns it into.
_ALSO = (("著", "着"), ("İ", "i"))
_BMP = 0x10000
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_APART = re.compile(r"\W+")


def fold(text: str) -> str:
    """The text as it is compared, of the same length.

    >>> fold("標誌著 ＡＢｃ\\n"), fold("标志着 abc ")
    ('标志着 abc ', '标志着 abc ')
    """
    # A list is twice as fast as a table with most characters missing.
    return text.translate(_table() if _BEYOND.search(text) else _listed())


def terms(text: str) -> set[str]:
    """What an index keeps of a text: every two neighbours that are letters, numbers or Han.

    The last one of a run stands alone, so that every character begins a term.

    >>> sorted(terms("馬雲, A"))
    ['a', '云', '马云']
    """
    spaced = _APART.sub(" ", fold(text)) + " "
    found = set(map(str.strip, map(add, spaced, spaced[1:])))
    found.discard("")
    return found


def terms_asked(text: str) -> tuple[list[str], bool]:
    """The terms that every text with this one in it has, and whether that is sure to be enough.

    A text of one character is the beginning of a term, which is then given with a `*`. Nothing is
    given where an index cannot help.

    >>> terms_asked("馬雲說"), terms_asked("雲"), terms_asked("马云")
    ((['马云', '云说'], False), (['云*'], True), (['马云'], True))
    """
    folded = fold(text)
    runs = [run for run in _APART.split(folded) if run]
    if len(folded) == 1 and runs:
        return [f"{folded}*"], True
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    if pairs:
        return list(dict.fromkeys(pairs)), len(folded) == 2
    return [f"{run}*" for run in runs], False


@cache
def _listed() -> list[int]:
    table = _table()
    return [ord(table[code]) if code in table else code for code in range(_BMP)]


@cache
def _table() -> dict[int, str]:
    table = {code: folded for code in range(_LETTERS) if (folded := _caseless(chr(code)))}
    classes = dict(_classes())
    for source, target in classes.items():
        end = target
        while end in classes:
            end = classes[end]
        table[ord(source)] = end
    return table


def _caseless(char: str) -> str:
    """A character in half width and small; empty where that is the character itself."""
    if char.isspace():
        return " " if char != " " else ""
    half = chr(ord(char) - _TO_HALF) if ord(char) in _FULL_WIDTH else char
    small = half.casefold()
    folded = small if len(small) == 1 else half
    return folded if folded != char else ""


def _classes() -> Iterator[tuple[str, str]]:
    """Characters that are read as others: by themselves, or in a phrase."""
    known = converter("t2s")
    parents = {chr(code): target for code, target in known.characters.items()}
    pairs = {
        (parents.get(before, before), after)
        for phrase, simple in known.phrases.items()
        for before, after in zip(phrase, simple, strict=True)
    }
    for before, after in (*sorted(pairs), *_ALSO):
        one, other = _end(parents, before), _end(parents, after)
        if one != other:
            parents[one] = other
    yield from parents.items()


def _end(parents: dict[str, str], char: str) -> str:
    while char in parents:
        char = parents[char]
    return char
