"""What follows what in Chinese running text: words after words, characters after characters.

Counted in the news text of ICTCLAS, as Apache Lucene's smartcn brings it along (Apache-2.0, see
LICENSE-pairs beside this file); pairs of characters within the words of jieba's dictionary are
added. `.dev/word_pairs.py` makes both tables. Characters are simplified, marks full-width.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable
from functools import lru_cache, reduce
from pathlib import Path
from sys import intern
from typing import NamedTuple

START = ""
"""What stands in the tables for the start of a sentence."""

NUMBER = "0"
"""What stands in the tables for any number."""

_NUMERALS = frozenset("0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿几")
_FOLDER = Path(__file__).parent
_WIDE = {narrow: chr(ord(narrow) + 0xFEE0) for narrow in ",:()!?;"}
_AS = {**_WIDE, **dict.fromkeys("\n\u3000 ", START)}
# A few thousand words are nearly all of a text; all rows at once would take 40 MB.
_KEPT = 4096
# Behind these a quotation may close, or a sentence starts.
_ENDS = "。！？；"


class Row(NamedTuple):
    """What follows one word, how often; `total` is how often anything does."""

    counts: dict[str, int]
    total: int


class Followers:
    """The rows of a table, each read when it is asked for; the last ones are kept."""

    def __init__(self, lines: list[str], glue: str) -> None:
        self._lines = dict(line.split("\t", 1) for line in lines)
        self._glue = glue
        self.row: Callable[[str], Row | None] = lru_cache(maxsize=_KEPT)(self._row)
        """What follows a word or a mark; None where nothing is known."""

    def _row(self, last: str) -> Row | None:
        key = _AS.get(last, written(last))
        lines = [
            self._lines[one]
            for one in ((key, START) if key and key in _ENDS else (key,))
            if one in self._lines
        ]
        return reduce(_together, map(self._read, lines)) if lines else None

    def totals(self) -> dict[str, int]:
        """How often something follows each."""
        return {key: int(line[: line.index("\t")]) for key, line in self._lines.items()}

    def _read(self, line: str) -> Row:
        total, followers, counts = line.split("\t")
        split = followers.split(self._glue) if self._glue else followers
        # The same words follow many.
        named = zip(map(intern, split), map(int, counts.split()), strict=True)
        return Row(dict(named), int(total))


def _together(one: Row, other: Row) -> Row:
    return Row(dict(Counter(one.counts) + Counter(other.counts)), one.total + other.total)


def written(word: str) -> str:
    """A mark or a number as the tables write it.

    >>> written(","), written("十二"), written("我们")
    ('，', '0', '我们')
    """
    return NUMBER if _NUMERALS.issuperset(word) else _WIDE.get(word, word)


@lru_cache(maxsize=1)
def words() -> Followers:
    """The words that follow a word.

    >>> row = words().row("我们")
    >>> row is not None and row.counts["的"] > row.counts["是"]
    True
    """
    return Followers(_lines("words.txt.gz"), " ")


@lru_cache(maxsize=1)
def characters() -> Followers:
    """The characters that follow a character."""
    return Followers(_lines("characters.txt.gz"), "")


def _lines(name: str) -> list[str]:
    return gzip.decompress((_FOLDER / name).read_bytes()).decode().split("\n")
