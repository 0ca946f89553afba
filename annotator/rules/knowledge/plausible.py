"""How likely a string is as Chinese text: by the words of jieba's dictionary, and of its page.

Loaded on first use, and only a run of damage on a page leads here: the tables take a sixth of a
second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import exp, inf, log
from operator import add

from annotator.rules.knowledge import followers
from annotator.rules.knowledge.chances import is_han, mark
from annotator.rules.knowledge.followers import Followers
from annotator.text.packaged import packaged
from annotator.text.script import converter

# How much of all numbers one is.
_ONE_NUMBER = 0.1

_RARE = -18.0
_NO_WORD = -1000.0
_LONGEST_WORD = 8

# White space is not counted in the tables.
_BLANKS = frozenset(" \n\u3000")

# What the page says once may be the end of one word and the start of the next.
_ON_PAGE = {2: -4.0, 3: -3.0}
_LONGER_ON_PAGE = -2.0
# A short page says no more about a word than one of this length.
_PAGE = 1000

# What is remembered of one page; a site with its readings takes a thousand.
_REMEMBERED = 50_000

_COUNT = re.compile(r" (\d+) ")
# Lines that begin with the same character stand together, nearly always.
_BLOCK = re.compile(r"^(.).*\n?(?:\1.*\n?)*", re.M)
_BLOCKS = 1024

_Front = dict[str, float]
"""The words that may end at an offset, with the best chance up to their end."""


class PageWords:
    """How likely a run of Han characters is because its own page has it elsewhere.

    `weighed` keeps what `Plausibility.of` made of each word on this page, `steps` of each two,
    and `fronts` of each beginning of a string.
    """

    def __init__(self, text: str) -> None:
        self._plain = text.translate(converter("t2s").characters)
        self._pairs = Counter(map(add, self._plain, self._plain[1:]))
        self._said = log(len(text) + _PAGE)
        self.weighed: dict[str, float] = {}
        self.steps: dict[tuple[str, str], float] = {}
        self.fronts: dict[str, _Front] = {}

    def forget(self) -> None:
        """Forget what was worked out, where it is much."""
        for kept in (self.weighed, self.steps, self.fronts):
            if len(kept) > _REMEMBERED:
                kept.clear()

    def may_say(self, word: str) -> bool:
        """Whether the first two characters of a word stand on the page: hardly any word's do."""
        return word[:2] in self._pairs

    def chance(self, word: str) -> float:
        """The log chance of a simplified word of two characters or more."""
        if not (all(pair in self._pairs for pair in map(add, word, word[1:])) and _all_han(word)):
            return _NO_WORD
        count = self._pairs[word] if len(word) == 2 else self._plain.count(word)
        if not count:
            return _NO_WORD
        return log(count) - self._said + _ON_PAGE.get(len(word), _LONGER_ON_PAGE)


class Counts:
    """How often each word of a dictionary was counted: lines of a word, its count and a sort.

    The lines that begin with one character are read when it is asked for, and the last ones are
    kept: all at once would take 45 MB, and twice as long to load.
    """

    def __init__(self, lines: str) -> None:
        self.total = sum(map(int, _COUNT.findall(lines)))
        self._by_first: dict[str, str] = {}
        for block in _BLOCK.finditer(lines):
            first = block[1]
            self._by_first[first] = self._by_first.get(first, "") + block[0]
        self.beginning: Callable[[str], Mapping[str, int]] = lru_cache(maxsize=_BLOCKS)(self._read)
        """The words that begin with a character, with their counts."""

    def of(self, word: str) -> int:
        """The count of a word; 0 for what is none.

        >>> Counts("大会 12 n\\n大 30 a\\n").of("大会")
        12
        """
        return self.beginning(word[0]).get(word, 0)

    def _read(self, first: str) -> dict[str, int]:
        fields = self._by_first.get(first, "").split()
        return dict(zip(fields[0::3], map(int, fields[1::3]), strict=True))


class Plausibility:
    """Log chances of strings, by the words of a dictionary and what follows them."""

    def __init__(self, words: Counts, pairs: Followers) -> None:
        self._words = words
        self._said = log(words.total)
        self._pairs = pairs

    def of(self, text: str, page: PageWords) -> float:
        """The log chance of a string as words in a row, cut where that is likeliest.

        What also stands on the page counts as a word of it.
        """
        plain = text.translate(converter("t2s").characters)
        page.forget()
        fronts: list[_Front] = [{}]
        begun = [self._words.beginning(char) for char in plain]
        for end in range(1, len(plain) + 1):
            front = page.fronts.get(plain[:end])
            if front is None:
                front = page.fronts[plain[:end]] = self._front(plain[:end], fronts, begun, page)
            fronts.append(front)
        return max(fronts[-1].values(), default=0.0)

    def _front(
        self,
        plain: str,
        fronts: Sequence[_Front],
        begun: Sequence[Mapping[str, int]],
        page: PageWords,
    ) -> _Front:
        """That of the end of a string; `fronts` has those of the offsets before.

        `begun` has the words that begin with each of its characters.
        """
        known, steps = page.weighed, page.steps
        front: _Front = {}
        for start in range(max(0, len(plain) - _LONGEST_WORD), len(plain)):
            word = plain[start:]
            chance = known.get(word)
            if chance is None:
                # Most are words neither of the dictionary nor of the page.
                if start + 1 < len(plain) and word not in begun[start] and not page.may_say(word):
                    continue
                chance = known[word] = self._word(word, page)
            if chance <= _NO_WORD:
                continue
            most = -inf if start else chance
            for last, score in fronts[start].items():
                step = steps.get((last, word))
                if step is None:
                    step = steps[last, word] = self._step(last, word, chance)
                most = max(most, score + step)
            front[word] = most
        return front

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

    def _word(self, word: str, page: PageWords) -> float:
        count = self._words.of(word)
        chance = log(count) - self._said if count else _NO_WORD
        if len(word) > 1:
            return max(chance, page.chance(word)) if page.may_say(word) else chance
        if count:
            return chance
        return _RARE if is_han(word) else mark(word)


def _all_han(word: str) -> bool:
    return min(word) >= "\u3400" and max(word) <= "\u9fff"


@lru_cache(maxsize=1)
def plausibility() -> Plausibility:
    """The table of the whole dictionary.

    >>> plausible, page = plausibility(), PageWords("")
    >>> plausible.of("科技金融", page) > plausible.of("萍冀鹑谂", page)
    True
    """
    return Plausibility(Counts(packaged("jieba", "dict.txt")), followers.words())
