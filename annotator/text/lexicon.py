"""jieba's dictionary in a hundredth of its memory.

jieba keeps its half a million words and beginnings of words in a Python dictionary of 60 MB that
takes most of a second to fill. Here they are in a trie (marisa-trie) of 3 MB that is made once and
read back in a millisecond. Beside it is a number for each word, by which all words of a text are
looked up at once.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import marisa_trie

from annotator.text.packaged import packaged

_TYPE = "I"
_SUFFIXES = (".trie", ".kinds", ".numbers", ".counts")

LONGEST = 16
"""No word of the dictionary has more characters."""

SPREAD = 0x9E3779B97F4A7C15
"""The number of a word is that of its beginning times this and its last code point, in 64 bits."""

_BITS = (1 << 64) - 1
_NUMBER_BYTES, _PLACE_BYTES = array("Q").itemsize, array(_TYPE).itemsize
_WIDTH = _NUMBER_BYTES + _PLACE_BYTES

_Kinds = tuple[Sequence[str], Sequence[int]]
"""The parts of speech, and for each word the number of its own among them."""


class Lexicon:
    """How often each word of the dictionary was counted; 0 for a mere beginning of words.

    It answers as the dictionary in `jieba.Tokenizer.FREQ` does. `counts` has them by place, and so
    have `kinds` the parts of speech, as places among `names`.
    """

    def __init__(
        self, words: marisa_trie.Trie, counts: array[int], total: int, kinds: _Kinds, kept: Path
    ) -> None:
        self._words = words
        self.counts = counts
        self.total = total
        self.names, self.kinds = kinds
        self._kept = kept

    def numbered(self) -> tuple[bytes, bytes]:
        """The numbers of all words in order, of 64 bits, and the place of each, of 32 bits."""
        data = self._kept.read_bytes()
        end = _NUMBER_BYTES * len(self)
        return data[:end], data[end:]

    def __len__(self) -> int:
        return len(self.counts)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def __getitem__(self, word: str) -> int:
        number: int = self._words[word]
        return self.counts[number]

    def get(self, word: str, default: int | None = None) -> int | None:
        """The count of a word, or `default` for what begins no word."""
        number = self._words.get(word)
        return default if number is None else self.counts[number]

    def kind(self, word: str) -> str:
        """The part of speech of a word; empty for what is none."""
        number = self._words.get(word)
        return "" if number is None else self.names[self.kinds[number]]


def lexicon(folder: Path, version: str) -> Lexicon:
    """The dictionary of this version of jieba, kept in `folder` between runs.

    What is kept there is only made anew from the package if it is missing or damaged.
    """
    kept = folder / f"words-{version}"
    return _read(kept) or _written(kept)


def _read(kept: Path) -> Lexicon | None:
    words = marisa_trie.Trie()
    counts = array(_TYPE)
    try:
        words.load(str(kept.with_suffix(".trie")))
        counts.frombytes(kept.with_suffix(".counts").read_bytes())
        size = kept.with_suffix(".numbers").stat().st_size
        listed, _, numbers = kept.with_suffix(".kinds").read_bytes().partition(b"\n")
        names = listed.decode("ascii").split(",")
    except (OSError, RuntimeError, ValueError):
        return None
    whole = len(counts) == len(words) + 1 == len(numbers) + 1
    if not whole or size != _WIDTH * len(words) or max(numbers, default=0) >= len(names):
        return None
    return Lexicon(words, counts, counts.pop(), (names, numbers), kept.with_suffix(".numbers"))


def _written(kept: Path) -> Lexicon:
    import jieba

    listed = packaged("jieba", "dict.txt")
    counted, total = jieba.Tokenizer.gen_pfdict(BytesIO(listed.encode()))
    words = marisa_trie.Trie(counted)
    counts = array(_TYPE, bytes(array(_TYPE).itemsize * len(counted)))
    for word, count in counted.items():
        counts[words[word]] = count
    names, numbers = _kinds(words, listed)
    kept.parent.mkdir(parents=True, exist_ok=True)
    parts = (
        words.tobytes(),
        ",".join(names).encode("ascii") + b"\n" + numbers,
        _numbered(words),
        counts.tobytes() + array(_TYPE, [total]).tobytes(),
    )
    with tempfile.TemporaryDirectory(dir=kept.parent) as made:
        # The counts last: without them the others are not whole.
        for suffix, part in zip(_SUFFIXES, parts, strict=True):
            Path(made, "part").write_bytes(part)
            os.replace(Path(made, "part"), kept.with_suffix(suffix))
    return Lexicon(words, counts, total, (names, numbers), kept.with_suffix(".numbers"))


def _numbered(words: marisa_trie.Trie) -> bytes:
    """The numbers of all words in order, and behind them the places of these."""
    rows = sorted((_number(words.restore_key(place)), place) for place in range(len(words)))
    numbers, places = zip(*rows, strict=True)
    return array("Q", numbers).tobytes() + array(_TYPE, places).tobytes()


def _number(word: str) -> int:
    number = 0
    for char in word:
        number = (number * SPREAD + ord(char)) & _BITS
    return number


def _kinds(words: marisa_trie.Trie, listed: str) -> tuple[list[str], bytes]:
    """The parts of speech as the lines of the dictionary say; the first one is empty."""
    numbers = bytearray(len(words))
    names = {"": 0}
    for line in listed.splitlines():
        word, _, *kind = line.split()
        numbers[words[word]] = names.setdefault("".join(kind[:1]), len(names))
    return list(names), bytes(numbers)
