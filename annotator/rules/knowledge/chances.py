"""How likely one character follows another in Chinese running text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from annotator.rules.knowledge import followers
from annotator.rules.knowledge.followers import Followers
from annotator.text.script import converter

# How often a character must be seen before it is trusted over what is common anywhere.
_TRUSTED = 60.0
_UNSEEN = 0.1

_MARK = -4.0
_ODD = -16.0
_COMMON_MARKS = frozenset("，。、；：？！“”‘’（）《》—…·　,.:;?!()[]- \n%")


class Known(NamedTuple):
    """What follows one character, how often, and what nothing is likelier than behind it.

    The chance of a Han character is (counts[char] + its worth) / size.
    """

    counts: Mapping[str, int]
    size: float
    at_best: float


class Chances:
    """Log chances of simplified characters, alone and after each other.

    Only characters are kept for the next time, so nothing grows with the number of texts.
    """

    def __init__(self, characters: Followers) -> None:
        single = characters.totals()
        everything = sum(single.values())
        self._characters = characters
        self._known: dict[str, Known | None] = {}
        self._unseen = log(_UNSEEN / everything)
        self._alone = {
            char: log((count + _UNSEEN) / everything)
            for char, count in single.items()
            if is_han(char)
        }
        self._worth = {char: _TRUSTED * exp(chance) for char, chance in self._alone.items()}
        self._worth_unseen = _TRUSTED * exp(self._unseen)
        self._most_worth = max(self._worth.values())
        # No character is likelier than this anywhere.
        self.at_best = max(_MARK, *self._alone.values())

    def known(self, last: str) -> Known | None:
        """What follows a character; None where nothing is known."""
        if last not in self._known:
            self._known[last] = self._found(last)
        return self._known[last]

    def _found(self, last: str) -> Known | None:
        row = self._characters.row(last)
        if row is None:
            return None
        size = row.total + _TRUSTED
        most = max(row.counts.values(), default=0) + self._most_worth
        return Known(row.counts, size, max(_MARK, log(most / size)))

    def worth(self, char: str) -> float:
        """What a Han character counts for behind any other, beside how often it was seen there."""
        return self._worth.get(char, self._worth_unseen)

    def after(self, last: str, char: str) -> float:
        """The log chance of a simplified character after another; marks have a fixed one."""
        # Asked some hundred times for a run of damage, so it asks nothing itself.
        if not "\u3400" <= char <= "\u9fff":
            return mark(char)
        known = self._known[last] if last in self._known else self.known(last)
        if known is None:
            return self._alone.get(char, self._unseen)
        counts, size, _ = known
        return log((counts.get(char, 0) + self._worth.get(char, self._worth_unseen)) / size)

    def each_after(self, last: str, chars: Sequence[str]) -> list[float]:
        """The log chance of each of several characters after another one."""
        known = self.known(last)
        if known is None:
            return [self.after(last, char) for char in chars]
        counts, worth, unseen, size = known.counts, self._worth, self._worth_unseen, known.size
        return [
            log((counts.get(char, 0) + worth.get(char, unseen)) / size)
            if "\u3400" <= char <= "\u9fff"
            else mark(char)
            for char in chars
        ]

    def alone(self, char: str) -> float:
        """The log chance of a simplified character anywhere; marks have a fixed one."""
        if is_han(char):
            return self._alone.get(char, self._unseen)
        return mark(char)

    def chain(self, text: str) -> float:
        """The log chance of all characters but the first, each after the one before it."""
        plain = text.translate(converter("t2s").characters)
        return sum(self.after(last, char) for last, char in pairwise(plain))


def mark(char: str) -> float:
    """The log chance of a character that is not Han.

    >>> mark("，") > mark("я")
    True
    """
    return _MARK if char in _COMMON_MARKS or char.isascii() else _ODD


def is_han(char: str) -> bool:
    """Whether a character is Han, of the common blocks."""
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=1)
def simplest() -> dict[str, str]:
    """The simplified form of each traditional character, as `chain` reads it."""
    return {chr(code): plain for code, plain in converter("t2s").characters.items()}


@lru_cache(maxsize=1)
def chances() -> Chances:
    """Those of the table; reading it takes a fiftieth of a second.

    >>> chances().chain("科技金融") > chances().chain("萍冀鹑谂")
    True
    """
    return Chances(followers.characters())
