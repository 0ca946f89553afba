"""A text as the sequence model reads it: for every character, numbers that tell of it.

All are arrays as long as the text, so that a whole article is read in a few operations.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.find.folding import fold
from annotator.suggest import tagging
from annotator.suggest.lexer import Words, lexed, states
from annotator.suggest.tagging import SURNAMES, Tagged, kinds, tagged, traits

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

LONGEST_LISTED = 4
TRAITS = 5
_NAMING = frozenset("nisjlzt")
"""First letters of the parts of speech of dictionary words that may be, or be in, a name."""

_ZERO, _NINE, _LINE = ord("0"), ord("9"), ord("\n")
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

    `chars` and `types` are of characters, and so are the `traits`, a row for each. `word_of` is the
    number of the word a character is in, `places` where in it: 0 alone, 1 first, 2 inside, 3 last.
    `words`, `kinds`, `starts` and `ends` are of the words. `listed` holds, for a length and a
    place, what dictionary word of that length has the character there.
    """

    text: str
    folded: str
    tagged: Tagged
    chars: Ints
    types: Ints
    word_of: Ints
    traits: Ints
    places: Ints
    words: Ints
    kinds: Ints
    starts: Ints
    ends: Ints
    listed: dict[tuple[int, int], Ints]

    def __len__(self) -> int:
        return len(self.text)

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
    words = tagged(folded)
    chars = _chars(text, folded)
    known, back = np.unique(chars, return_inverse=True)
    types = np.array([_type(code) for code in known.tolist()], np.int64)
    names = np.array([_traits(code) for code in known.tolist()], np.int64).reshape(-1, TRAITS)
    starts, ends = words.words.starts, words.words.ends
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    word_of = np.repeat(np.arange(len(starts)), ends - starts)
    inside = np.arange(len(text)) - starts[word_of]
    left = ends[word_of] - np.arange(len(text)) - 1
    places = np.where(inside == 0, np.where(left == 0, 0, 1), np.where(left == 0, 3, 2))
    return Sheet(
        text,
        folded,
        words,
        chars,
        types[back] if len(text) else chars,
        word_of,
        names[back].T,
        places,
        np.array([_word(folded[at:end]) for at, end in spans], np.int64),
        _codes()[words.words.kinds],
        starts,
        ends,
        _listed(words.listed, len(text)),
    )


def _chars(text: str, folded: str) -> Ints:
    """Code points of the folded text, every digit as 0; line ends stay."""
    chars = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    chars[(chars >= _ZERO) & (chars <= _NINE)] = _ZERO
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    chars[raw == _LINE] = _LINE
    return chars


@lru_cache(maxsize=20_000)
def _type(number: int) -> int:
    char = chr(number)
    for kind, (_, chars) in enumerate(_KINDS, 1):
        if char in chars:
            return kind
    if char.isascii() and char.isalpha():
        return len(_KINDS) + 1
    return len(_KINDS) + (2 if "\u3400" <= char <= "\u9fff" else 3)


@lru_cache(maxsize=20_000)
def _traits(number: int) -> tuple[int, ...]:
    return traits(chr(number))


@lru_cache(maxsize=100_000)
def _word(word: str) -> int:
    return code("0" * min(len(word), LONGEST_LISTED) if word.isdigit() else word)


@cache
def _codes() -> Ints:
    """The number of each part of speech."""
    return np.array([code(kind) for kind in kinds()], np.int64)


@cache
def _naming() -> Ints:
    """The number of each part of speech that may be, or be in, a name; 0 for the others."""
    return np.where([kind[:1] in _NAMING for kind in kinds()], _codes(), 0)


def code(word: str) -> int:
    """A number for a word, never 0.

    >>> code("上海") == code("上海") != code("北京")
    True
    """
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) + 1


def _listed(words: tagging.Words, length: int) -> dict[tuple[int, int], Ints]:
    """Dictionary words at each character, by length (4 and more are one) and place in them."""
    numbers = _naming()[words.kinds]
    # Of several at a place the last one stays, which is the longest.
    order = np.lexsort((words.ends, -words.starts))
    order = order[numbers[order] != 0]
    starts, ends, numbers = words.starts[order], words.ends[order], numbers[order]
    sizes = ends - starts
    rows = {}
    for size in range(2, LONGEST_LISTED + 1):
        mine = sizes >= size if size == LONGEST_LISTED else sizes == size
        first, last, number = starts[mine], ends[mine] - 1, numbers[mine]
        for place in (1, 2, 3):
            rows[size, place] = np.zeros(length, np.int64)
        rows[size, 1][first], rows[size, 3][last] = number, number
        if size == LONGEST_LISTED:
            for at, end, told in zip(first.tolist(), last.tolist(), number.tolist(), strict=True):
                rows[size, 2][at + 1 : end] = told
        elif size > 2:
            rows[size, 2][first + 1] = number
    return rows
