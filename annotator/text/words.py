"""Word boundaries of Chinese text, for selecting by words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import platformdirs

from annotator.text.lexicon import Lexicon, lexicon

_REACH = 60
"""How far around an offset is read: more than any word, and cheap however long the line is."""

_STRETCH = re.compile(r"\w+|\s+|.", re.DOTALL)
"""jieba is asked only within a run of letters, so no word spans punctuation."""


class _Tokenizer(Protocol):
    FREQ: Lexicon
    total: int
    initialized: bool

    def cut(self, sentence: str) -> list[str]: ...


@cache
def dictionary() -> Lexicon:
    """jieba's words with their counts and parts of speech.

    Where nothing can be kept between runs they are made for this one, which takes some seconds.
    """
    import jieba

    try:
        return lexicon(Path(platformdirs.user_cache_dir("duizhao")), jieba.__version__)
    except OSError:
        return lexicon(Path(_for_this_run().name), jieba.__version__)


@cache
def _for_this_run() -> TemporaryDirectory[str]:
    """A folder that is deleted when the program ends."""
    return TemporaryDirectory(prefix="duizhao-")


@cache
def _tokenizer() -> _Tokenizer:
    import jieba

    tokenizer: _Tokenizer = jieba.Tokenizer()
    words = dictionary()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = words, words.total, True
    return tokenizer


def load() -> None:
    """Read the dictionary now, so that the first word does not wait for it."""
    _tokenizer()


def word_at(text: str, offset: int) -> tuple[int, int]:
    """The range of the word at `offset`, in code points; at the end of text, the last word.

    Only a short stretch around the offset is read, so the cost does not grow with the text.
    Words are those of jieba; white space and each punctuation mark are words of their own.

    >>> text = "徐汇区高质量孵化器"
    >>> [text[slice(*word_at(text, i))] for i in (0, 4, 8)]
    ['徐汇区', '高质量', '孵化器']
    """
    if not text:
        return 0, 0
    offset = min(max(offset, 0), len(text) - 1)
    base = max(0, offset - _REACH)
    window = text[base : offset + _REACH]
    for stretch in _STRETCH.finditer(window):
        if stretch.end() > offset - base:
            start, end = _within(stretch.group(), offset - base - stretch.start())
            return base + stretch.start() + start, base + stretch.start() + end
    raise AssertionError("every character belongs to a stretch")


def _within(stretch: str, at: int) -> tuple[int, int]:
    if not stretch[at].isalnum() or stretch.isascii():
        return 0, len(stretch)
    start = 0
    for word in _tokenizer().cut(stretch):
        if at < start + len(word):
            return start, start + len(word)
        start += len(word)
    return 0, len(stretch)
