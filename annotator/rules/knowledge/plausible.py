"""How likely a string is as Chinese text, from the words of jieba's dictionary.

Loaded on first use, and only a damage mark on a page leads here: the table takes half a second.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log

from annotator.rules.knowledge.data import packaged
from annotator.rules.knowledge.script import converter

# How much of a character's chance comes from the one before it, and how much from its own.
_PAIRED = 0.7
_UNSEEN = 1e-9

_MARK = -4.0
_ODD = -16.0
_RARE = -18.0
_NO_WORD = -1000.0
_LONGEST_WORD = 8
_COMMON_MARKS = frozenset("，。、：；？！“”‘’（）《》—…·　,.:;?!()[]- \n%")


class Plausibility:
    """Log chances of characters and of whole strings, by how often words hold them."""

    def __init__(self, words: dict[str, int]) -> None:
        self._single: Counter[str] = Counter()
        self._pair: Counter[str] = Counter()
        for word, count in words.items():
            for char in word:
                self._single[char] += count
            for at in range(len(word) - 1):
                self._pair[word[at : at + 2]] += count
        self._characters = sum(self._single.values())
        self._words = words
        self._said = log(sum(words.values()))

    def after(self, last: str, char: str) -> float:
        """The log chance of a simplified character after another; marks have a fixed one."""
        if not _is_han(char):
            return _MARK if char in _COMMON_MARKS or char.isascii() else _ODD
        alone = self._single.get(char, 0) / self._characters
        before = self._single.get(last, 0)
        paired = self._pair.get(last + char, 0) / before if before else alone
        return log(_PAIRED * paired + (1 - _PAIRED) * alone + _UNSEEN)

    def chain(self, text: str) -> float:
        """The log chance of all characters but the first, each after the one before it."""
        plain = text.translate(converter("t2s").characters)
        return sum(self.after(plain[at - 1], plain[at]) for at in range(1, len(plain)))

    def of(self, text: str) -> float:
        """The log chance of a string as words in a row, cut where that is likeliest."""
        plain = text.translate(converter("t2s").characters)
        best = [0.0]
        for end in range(1, len(plain) + 1):
            starts = range(max(0, end - _LONGEST_WORD), end)
            best.append(max(best[start] + self._word(plain[start:end]) for start in starts))
        return best[-1]

    def _word(self, word: str) -> float:
        count = self._words.get(word, 0)
        if count:
            return log(count) - self._said
        if len(word) > 1:
            return _NO_WORD
        if _is_han(word):
            return _RARE
        return _MARK if word in _COMMON_MARKS or word.isascii() else _ODD


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=1)
def plausibility() -> Plausibility:
    """The table of the whole dictionary.

    >>> plausibility().of("科技金融") > plausibility().of("萍冀鹑谂")
    True
    """
    rows = (line.split(" ", 2) for line in packaged("jieba", "dict.txt").splitlines())
    return Plausibility({word: int(count) for word, count, _ in rows})
