"""jieba's dictionary in a hundredth of its memory.

jieba keeps its half a million words and beginnings of words in a Python dictionary of 60 MB that
takes most of a second to fill. Here they are in a trie (marisa-trie) of 3 MB that is made once and
read back in a millisecond.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from pathlib import Path

import marisa_trie

_TYPE = "I"


class Lexicon:
    """How often each word of the dictionary was counted; 0 for a mere beginning of words.

    It answers as the dictionary in `jieba.Tokenizer.FREQ` does.
    """

    def __init__(self, words: marisa_trie.Trie, counts: array[int], total: int) -> None:
        self._words = words
        self._counts = counts
        self.total = total

    def __len__(self) -> int:
        return len(self._counts)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def __getitem__(self, word: str) -> int:
        number: int = self._words[word]
        return self._counts[number]

    def get(self, word: str, default: int | None = None) -> int | None:
        """The count of a word, or `default` for what begins no word."""
        number = self._words.get(word)
        return default if number is None else self._counts[number]


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
    except (OSError, RuntimeError, ValueError):
        return None
    whole = len(counts) == len(words) + 1
    return Lexicon(words, counts, counts.pop()) if whole else None


def _written(kept: Path) -> Lexicon:
    import jieba

    counted, total = jieba.Tokenizer.gen_pfdict(jieba.get_dict_file())
    words = marisa_trie.Trie(counted)
    counts = array(_TYPE, bytes(array(_TYPE).itemsize * len(counted)))
    for word, count in counted.items():
        counts[words[word]] = count
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as made:
        trie, numbers = Path(made, "trie"), Path(made, "counts")
        words.save(str(trie))
        numbers.write_bytes(counts.tobytes() + array(_TYPE, [total]).tobytes())
        # The counts last: without them the pair is not whole.
        os.replace(trie, kept.with_suffix(".trie"))
        os.replace(numbers, kept.with_suffix(".counts"))
    return Lexicon(words, counts, total)
