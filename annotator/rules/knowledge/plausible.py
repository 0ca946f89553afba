"""How likely a string is as Chinese text: by the words of jieba's dictionary, and of its page.

Loaded on first use, and only a damage mark on a page leads here: the table takes a third of a
second.
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
# Words rarer than this tell nothing of which characters follow each other.
_COMMON = 20

_MARK = -4.0
_ODD = -16.0
_RARE = -18.0
_NO_WORD = -1000.0
_LONGEST_WORD = 8
_COMMON_MARKS = frozenset("，。、：；？！“”‘’（）《》—…·　,.:;?!()[]- \n%")

# What the page says once may be the end of one word and the start of the next.
_ON_PAGE = {2: -4.0, 3: -3.0}
_LONGER_ON_PAGE = -2.0
# A short page says no more about a word than one of this length.
_PAGE = 1000


class Plausibility:
    """Log chances of characters and of whole strings, by how often words hold them."""

    def __init__(self, words: dict[str, int]) -> None:
        self._single: Counter[str] = Counter()
        self._pair: Counter[str] = Counter()
        for word, count in words.items():
            if count < _COMMON:
                continue
            for char in word:
                self._single[char] += count
            for at in range(len(word) - 1):
                self._pair[word[at : at + 2]] += count
        self._characters = sum(self._single.values())
        self._words = words
        self._said = log(sum(words.values()))
        self._after: dict[str, float] = {}

    def after(self, last: str, char: str) -> float:
        """The log chance of a simplified character after another; marks have a fixed one."""
        known = self._after.get(last + char)
        if known is None:
            known = self._after[last + char] = self._chance_after(last, char)
        return known

    def _chance_after(self, last: str, char: str) -> float:
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

    def of(self, text: str, page: PageWords | None = None) -> float:
        """The log chance of a string as words in a row, cut where that is likeliest.

        What also stands on the page counts as a word of it.
        """
        plain = text.translate(converter("t2s").characters)
        best = [0.0]
        for end in range(1, len(plain) + 1):
            starts = range(max(0, end - _LONGEST_WORD), end)
            best.append(max(best[start] + self._word(plain[start:end], page) for start in starts))
        return best[-1]

    def _word(self, word: str, page: PageWords | None) -> float:
        count = self._words.get(word, 0)
        chance = log(count) - self._said if count else _NO_WORD
        if len(word) > 1:
            return max(chance, page.chance(word)) if page else chance
        if count:
            return chance
        if _is_han(word):
            return _RARE
        return _MARK if word in _COMMON_MARKS or word.isascii() else _ODD


class PageWords:
    """How likely a run of Han characters is because its own page has it elsewhere."""

    def __init__(self, text: str) -> None:
        self._plain = text.translate(converter("t2s").characters)
        self._said = log(len(text) + _PAGE)
        self._known: dict[str, float] = {}

    def chance(self, word: str) -> float:
        """The log chance of a simplified word of two characters or more."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._counted(word)
        return known

    def _counted(self, word: str) -> float:
        if len(word) > 2 and self.chance(word[:-1]) == _NO_WORD:
            return _NO_WORD
        count = self._plain.count(word) if all(map(_is_han, word)) else 0
        if not count:
            return _NO_WORD
        return log(count) - self._said + _ON_PAGE.get(len(word), _LONGER_ON_PAGE)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=1)
def plausibility() -> Plausibility:
    """The table of the whole dictionary.

    >>> plausibility().of("科技金融") > plausibility().of("萍冀鹑谂")
    True
    """
    fields = packaged("jieba", "dict.txt").split()
    return Plausibility(dict(zip(fields[0::3], map(int, fields[1::3]), strict=True)))
