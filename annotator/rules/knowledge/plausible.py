"""How likely a string is as Chinese text: by the words of jieba's dictionary, and of its page.

Loaded on first use, and only a damage mark on a page leads here: the tables take a third of a
second.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import exp, inf, log
from operator import add

from annotator.rules.knowledge import followers
from annotator.rules.knowledge.followers import Followers
from annotator.text.packaged import packaged
from annotator.text.script import converter

# How often a character must be seen before it is trusted over what is common anywhere.
_TRUSTED = 60.0
_UNSEEN = 0.1
# How much of all numbers one is.
_ONE_NUMBER = 0.1

_MARK = -4.0
_ODD = -16.0
_RARE = -18.0
_NO_WORD = -1000.0
_LONGEST_WORD = 8
_COMMON_MARKS = frozenset("，。、：；？！“”‘’（）《》—…·　,.:;?!()[]- \n%")

# White space is not counted in the tables.
_BLANKS = frozenset(" \n\u3000")

# What the page says once may be the end of one word and the start of the next.
_ON_PAGE = {2: -4.0, 3: -3.0}
_LONGER_ON_PAGE = -2.0
# A short page says no more about a word than one of this length.
_PAGE = 1000


class _Follows(dict[str, float]):
    """The log chances of what follows one character, each worked out when it is first asked."""

    def __init__(self, chances: Plausibility, last: str) -> None:
        super().__init__()
        self._chances, self._last = chances, last

    def __missing__(self, char: str) -> float:
        chance = self[char] = self._chances.after(self._last, char)
        return chance


class _AllFollow(dict[str, _Follows]):
    def __init__(self, chances: Plausibility) -> None:
        super().__init__()
        self._chances = chances

    def __missing__(self, last: str) -> _Follows:
        row = self[last] = _Follows(self._chances, last)
        return row


class Plausibility:
    """Log chances of characters and of whole strings, by the words and what follows them.

    `follows[last][char]` is `after(last, char)`, kept for the next time.
    """

    def __init__(self, words: dict[str, int], pairs: Followers, characters: Followers) -> None:
        self._words = words
        self._said = log(sum(words.values()))
        self._pairs = pairs
        self._characters = characters
        self._single = characters.totals()
        self._all = sum(self._single.values())
        self._weighed: dict[str, float] = {}
        self._steps: dict[tuple[str, str], float] = {}
        self.follows = _AllFollow(self)

    def after(self, last: str, char: str) -> float:
        """The log chance of a simplified character after another; marks have a fixed one."""
        row = self._characters.row(last) if is_han(char) else None
        alone = self.alone(char)
        if row is None:
            return alone
        return log((row.counts.get(char, 0) + _TRUSTED * exp(alone)) / (row.total + _TRUSTED))

    def alone(self, char: str) -> float:
        """The log chance of a simplified character anywhere; marks have a fixed one."""
        if is_han(char):
            return log((self._single.get(char, 0) + _UNSEEN) / self._all)
        return _MARK if char in _COMMON_MARKS or char.isascii() else _ODD

    def chain(self, text: str) -> float:
        """The log chance of all characters but the first, each after the one before it."""
        plain = text.translate(converter("t2s").characters)
        return sum(self.follows[plain[at - 1]][plain[at]] for at in range(1, len(plain)))

    def of(self, text: str, page: PageWords | None = None) -> float:
        """The log chance of a string as words in a row, cut where that is likeliest.

        What also stands on the page counts as a word of it.
        """
        plain = text.translate(converter("t2s").characters)
        return max(self._fronts(plain, page)[-1].values(), default=0.0)

    def _fronts(self, plain: str, page: PageWords | None) -> list[dict[str, float]]:
        """For each offset, the words that may end there, with the best chance up to their end."""
        known = page.weighed if page else self._weighed
        steps = page.steps if page else self._steps
        fronts: list[dict[str, float]] = [{}]
        for end in range(1, len(plain) + 1):
            here: dict[str, float] = {}
            for start in range(max(0, end - _LONGEST_WORD), end):
                word = plain[start:end]
                chance = known.get(word)
                if chance is None:
                    chance = known[word] = self._word(word, page)
                if chance <= _NO_WORD:
                    continue
                most = -inf if start else chance
                for last, score in fronts[start].items():
                    step = steps.get((last, word))
                    if step is None:
                        step = steps[last, word] = self._step(last, word, chance)
                    most = max(most, score + step)
                here[word] = most
            fronts.append(here)
        return fronts

    def _step(self, last: str, word: str, alone: float) -> float:
        """The log chance of a word after another: more new words follow, the more did before."""
        row = self._pairs.row(last)
        if row is None or word in _BLANKS:
            return alone
        new = len(row.counts)
        written = followers.written(word)
        count: float = row.counts.get(written, 0)
        if written == followers.NUMBER:
            count *= _ONE_NUMBER
        return log((count + new * exp(alone)) / (row.total + new))

    def _word(self, word: str, page: PageWords | None) -> float:
        count = self._words.get(word, 0)
        chance = log(count) - self._said if count else _NO_WORD
        if len(word) > 1:
            return max(chance, page.chance(word)) if page else chance
        if count:
            return chance
        if is_han(word):
            return _RARE
        return _MARK if word in _COMMON_MARKS or word.isascii() else _ODD


class PageWords:
    """How likely a run of Han characters is because its own page has it elsewhere.

    `weighed` keeps what `Plausibility.of` made of each word on this page, `steps` of each two.
    """

    def __init__(self, text: str) -> None:
        self._plain = text.translate(converter("t2s").characters)
        self._pairs = Counter(map(add, self._plain, self._plain[1:]))
        self._said = log(len(text) + _PAGE)
        self.weighed: dict[str, float] = {}
        self.steps: dict[tuple[str, str], float] = {}

    def chance(self, word: str) -> float:
        """The log chance of a simplified word of two characters or more."""
        if not (all(pair in self._pairs for pair in map(add, word, word[1:])) and _all_han(word)):
            return _NO_WORD
        count = self._pairs[word] if len(word) == 2 else self._plain.count(word)
        if not count:
            return _NO_WORD
        return log(count) - self._said + _ON_PAGE.get(len(word), _LONGER_ON_PAGE)


def is_han(char: str) -> bool:
    """Whether a character is Han, of the common blocks."""
    return "\u3400" <= char <= "\u9fff"


def _all_han(word: str) -> bool:
    return min(word) >= "\u3400" and max(word) <= "\u9fff"


@lru_cache(maxsize=1)
def simplest() -> dict[str, str]:
    """The simplified form of each traditional character, as `chain` and `of` read it."""
    return {chr(code): plain for code, plain in converter("t2s").characters.items()}


@lru_cache(maxsize=1)
def plausibility() -> Plausibility:
    """The table of the whole dictionary.

    >>> plausibility().of("科技金融") > plausibility().of("萍冀鹑谂")
    True
    """
    fields = packaged("jieba", "dict.txt").split()
    words = dict(zip(fields[0::3], map(int, fields[1::3]), strict=True))
    return Plausibility(words, followers.words(), followers.characters())
