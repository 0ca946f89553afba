"""A text as the sequence model reads it: for every character, numbers that tell of it.

All are arrays as long as the text, so that a whole article is read in a few operations.
"""

from __future__ import annotations

import string
import zlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.find.folding import fold
from annotator.suggest import tagging
from annotator.suggest.lexer import Words, lexed, states
from annotator.suggest.steps import Floats, Ints
from annotator.suggest.tagging import SURNAMES, kinds, tagged
from annotator.text.lexicon import SPREAD

LONGEST_NUMBER = 4
_ZERO, _NINE, _LINE = ord("0"), ord("9"), ord("\n")
_HAN = ord("\u3400"), ord("\u9fff")
_BEYOND = 0xFFFF
_KINDS = (
    ("digit", "0123456789"),
    ("numeral", "零〇一二三四五六七八九十百千万亿两"),
    ("date", "年月日时分秒号"),
    ("mark", "，。、；：？！“”‘’（）《》〈〉「」『』【】—…·,.;:?!\"'()[]<>-/~"),
    ("space", " \n"),
    ("surname", "".join(sorted(SURNAMES))),
)


@dataclass(frozen=True)
class Sheet:
    """A text, its folded form, and its characters and words in numbers.

    `chars` and `types` are of characters. `word_of` is the number of the word a character is in,
    `places` where in it: 0 alone, 1 first, 2 inside, 3 last. `words` and `kinds` are of the words.
    """

    text: str
    folded: str
    tagged: tagging.Words
    chars: Ints
    types: Ints
    word_of: Ints
    places: Ints
    words: Ints
    kinds: Ints

    def __len__(self) -> int:
        return len(self.text)

    @property
    def starts(self) -> Ints:
        """Where the words begin."""
        return self.tagged.starts

    @property
    def ends(self) -> Ints:
        """Where the words end."""
        return self.tagged.ends

    @cached_property
    def lexed(self) -> Words:
        """The words and names that the recurrent network reads, which are cut otherwise."""
        return lexed(self.text, self.folded)

    def states(self) -> Floats:
        """What the recurrent network knows at each character, as numbers."""
        return states(self.text, self.folded)


def shifted(row: NDArray[Any], by: int, fill: int = 0) -> NDArray[Any]:
    """What stands `by` places behind each place; `fill` beyond the ends.

    >>> shifted(np.array([1, 2, 3]), 1).tolist(), shifted(np.array([1, 2, 3]), -1).tolist()
    ([2, 3, 0], [0, 1, 2])
    """
    moved = np.full_like(row, fill)
    if abs(by) < len(row):
        if by > 0:
            moved[:-by] = row[by:]
        else:
            moved[-by or 0 :] = row[: by or None]
    return moved


def read(text: str) -> Sheet:
    """The text in numbers; the same text gives the same ones in every run of the program.

    >>> read("上海在2026年").places.tolist()
    [1, 3, 0, 1, 2, 2, 3, 0]
    """
    folded = fold(text)
    cut = tagged(folded)
    chars = _chars(text, folded)
    starts, ends, numbers = cut
    word_of = np.repeat(np.arange(len(starts)), ends - starts)
    inside = np.arange(len(text)) - starts[word_of]
    left = ends[word_of] - np.arange(len(text)) - 1
    places = np.where(inside == 0, np.where(left == 0, 0, 1), np.where(left == 0, 3, 2))
    return Sheet(
        text,
        folded,
        cut,
        chars,
        _types()[np.minimum(chars, _BEYOND)],
        word_of,
        places,
        _words(chars, starts, inside),
        _codes()[numbers],
    )


def _chars(text: str, folded: str) -> Ints:
    """Code points of the folded text, every digit as 0; line ends stay."""
    chars = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    chars[(chars >= _ZERO) & (chars <= _NINE)] = _ZERO
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    chars[raw == _LINE] = _LINE
    return chars


@cache
def _types() -> Ints:
    """What kind of character each code point is, up to `_BEYOND`, which stands for all others."""
    letter, han, other = range(len(_KINDS) + 1, len(_KINDS) + 4)
    types = np.full(_BEYOND + 1, other, np.int64)
    types[_HAN[0] : _HAN[1] + 1] = han
    types[list(map(ord, string.ascii_letters))] = letter
    for kind, (_, chars) in reversed(list(enumerate(_KINDS, 1))):
        types[list(map(ord, chars))] = kind
    return types


def _words(chars: Ints, starts: Ints, inside: Ints) -> Ints:
    """A number for each word, never 0; numbers with as many digits are one, and so are long ones.

    It is a polynomial in the code points, modulo 2**64.
    """
    if not len(starts):
        return starts
    powers = np.cumprod(np.full(inside.max() + 1, SPREAD, np.uint64))
    sums = np.add.reduceat(chars.view(np.uint64) * powers[inside], starts)
    digits = np.minimum.reduceat(chars == _ZERO, starts)
    sizes = np.diff(starts, append=len(chars))[digits]
    # Twice, since the lowest bit is left out.
    sums[digits] = 2 * np.minimum(sizes, LONGEST_NUMBER)
    found: Ints = (sums >> np.uint64(1)).view(np.int64) + 1
    return found


@cache
def _codes() -> Ints:
    """The number of each part of speech."""
    return np.array([code(kind) for kind in kinds()], np.int64)


def code(word: str) -> int:
    """A number for a word, never 0.

    >>> code("上海") == code("上海") != code("北京")
    True
    """
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) + 1
