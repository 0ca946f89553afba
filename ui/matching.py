"""Finding a name by typing some of it: letters, words, Han characters, pinyin or its initials."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from unicodedata import combining, normalize

_LONGEST_SYLLABLE = 6


def rank(query: str, names: Iterable[str]) -> int | None:
    """How well what was typed fits the best of some names, 0 best; None if it fits none.

    >>> [rank(typed, ["导出…", "Export…"]) for typed in ("导", "dc", "daochu", "port", "xpt", "zz")]
    [0, 2, 2, 3, 5, None]
    """
    typed = _folded(query.strip())
    ranks = (_rank_of(typed, _folded(name)) for name in names)
    return min((found for found in ranks if found is not None), default=None)


def _rank_of(typed: str, name: str) -> int | None:
    if name.startswith(typed):
        return 0
    starts = [0, *(at + 1 for at, (one, two) in enumerate(pairwise(name)) if _begins(one, two))]
    if any(name.startswith(typed, at) for at in starts):
        return 1
    sounds = typed.replace(" ", "")
    if _sounds(sounds, name, 0):
        return 2
    if typed in name:
        return 3
    if any(_sounds(sounds, name, at) for at in range(1, len(name))):
        return 4
    return 5 if _in_order(sounds, name) or _words(typed, name) else None


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _begins(before: str, char: str) -> bool:
    return char.isalnum() and not before.isalnum()


def _sounds(typed: str, name: str, at: int) -> bool:
    """Whether the typed letters are beginnings of the syllables of the characters from `at` on."""
    if not typed:
        return True
    if at >= len(name):
        return False
    if not name[at].isalnum():
        return _sounds(typed, name, at + 1)
    heads = [typed[:length] for length in range(1, len(typed) + 1)]
    return any(
        any(syllable.startswith(head) for syllable in _syllables(name[at]))
        and _sounds(typed[len(head) :], name, at + 1)
        for head in heads[:_LONGEST_SYLLABLE]
    )


@lru_cache(maxsize=2048)
def _syllables(char: str) -> frozenset[str]:
    """What a character may be typed as: its readings without tones, or itself.

    >>> sorted(_syllables("重")), _syllables("x")
    (['chong', 'tong', 'zhong', '重'], frozenset({'x'}))
    """
    # Not at the top: it brings all rules with it, which the start need not wait for.
    from annotator.rules.knowledge.readings import readings

    if char.isascii():
        return frozenset({char})
    return frozenset(
        "".join(part for part in normalize("NFD", reading) if not combining(part))
        for reading in readings(char)
    ) | {char}


def _in_order(typed: str, name: str) -> bool:
    """Whether the typed letters stand in a name in their order, each as such or as an initial."""
    left = iter(name)
    return all(any(_may_be(char, letter) for char in left) for letter in typed)


def _may_be(char: str, letter: str) -> bool:
    return char == letter or (
        not char.isascii() and any(syllable[:1] == letter for syllable in _syllables(char))
    )


def _words(typed: str, name: str) -> bool:
    """Whether every word typed stands in the name, in whatever order."""
    return all(word in name for word in typed.split())
