"""The likeliest path through jieba's dictionary, for all runs of characters of a text at once.

Every word of the dictionary that stands in a text is looked up by its number, words of one length
together; then the paths of all runs are found together, from their last characters on. Source of
the method: jieba 0.42, which goes character by character.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.steps import Ints
from annotator.text.lexicon import LONGEST, SPREAD
from annotator.text.words import dictionary

Row = NDArray[np.float64]


class Listed(NamedTuple):
    """Words of the dictionary: where their first characters are, lengths, parts of speech.

    A part of speech is its place among the names that the dictionary has for them; `likely` is the
    logarithm of how often a word was counted.
    """

    starts: Ints
    lengths: Ints
    kinds: Ints
    likely: Row


class Path(NamedTuple):
    """For each character where the word that begins there ends on the likeliest path, and the part
    of speech of that word, 0 for what the dictionary does not have."""

    ends: Ints
    kinds: Ints


class _Index(NamedTuple):
    """All words in the order of their numbers; a mere beginning of words has the count 0."""

    numbers: NDArray[np.uint64]
    counts: NDArray[np.uint32]
    kinds: NDArray[np.uint8]


@cache
def _index() -> _Index:
    known = dictionary()
    numbers, places = known.numbered()
    order = np.frombuffer(places, np.uint32)
    return _Index(
        np.frombuffer(numbers, np.uint64),
        np.frombuffer(known.counts, np.uint32)[order],
        np.frombuffer(bytes(known.kinds), np.uint8)[order],
    )


def listed(codes: NDArray[np.uint32], left: Ints) -> Listed:
    """The words of the dictionary in a text of these code points, by length and then by place.

    `left` says for each character how many of its run begin with it; a word ends with its run.
    """
    index = _index()
    places = np.nonzero(left)[0]
    numbers = np.zeros(len(places), np.uint64)
    found = []
    for length in range(1, LONGEST + 1):
        reach = left[places] >= length
        places, numbers = places[reach], numbers[reach]
        if not len(places):
            break
        numbers = numbers * np.uint64(SPREAD) + codes[places + (length - 1)]
        there = _find(index.numbers, numbers)
        known = there >= 0
        places, numbers, there = places[known], numbers[known], there[known]
        word = index.counts[there] > 0
        found.append((places[word], np.full(word.sum(), length), there[word]))
    if not found:
        nothing = np.zeros(0, np.int64)
        return Listed(nothing, nothing, nothing, np.zeros(0))
    starts, lengths, there = (np.concatenate(part) for part in zip(*found, strict=True))
    kinds, likely = index.kinds[there].astype(np.int64), np.log(index.counts[there].astype(float))
    return Listed(starts, lengths, kinds, likely)


def _find(numbers: NDArray[np.uint64], asked: NDArray[np.uint64]) -> Ints:
    """The place of each among sorted numbers, or -1; in their order they are found sooner."""
    order = np.argsort(asked)
    ordered = asked[order]
    places = np.minimum(np.searchsorted(numbers, ordered), len(numbers) - 1)
    found = np.empty(len(asked), np.int64)
    found[order] = np.where(numbers[places] == ordered, places, -1)
    return found


def path(words: Listed, left: Ints) -> Path:
    """The likeliest path through these words; of paths that are as likely, that of longer words."""
    length = len(left)
    rare = -np.log(float(dictionary().total))
    # A character alone is always a way to go, the rarest one, and comes before the words there.
    alone = np.nonzero(left)[0]
    single = Listed(alone, np.ones_like(alone), np.zeros_like(alone), np.zeros(len(alone)))
    ways, lengths, kinds, likely = map(np.concatenate, zip(single, words, strict=True))
    order = np.argsort(left[ways] * length + ways, kind="stable")
    ways, lengths, kinds, likely = ways[order], lengths[order], kinds[order], likely[order] + rare
    best = np.zeros(length + 1)
    ends, chosen = np.arange(1, length + 1), np.zeros(length, np.int64)
    steps = left[ways]
    edges = np.searchsorted(steps, np.arange(1, steps[-1] + 2 if len(steps) else 1)).tolist()
    for step, (first, last) in enumerate(pairwise(edges), 1):
        here = ways[first:last]
        behind = here + lengths[first:last]
        # What is behind a run counts nothing.
        worth = likely[first:last] + best[behind] * (lengths[first:last] < step)
        groups = np.nonzero(np.diff(here, prepend=-1))[0]
        most = np.maximum.reduceat(worth, groups)
        is_best = worth == np.repeat(most, np.diff(groups, append=len(here)))
        taken = np.maximum.reduceat(np.where(is_best, np.arange(len(here)), -1), groups)
        places = here[groups]
        best[places], ends[places] = most, behind[taken]
        chosen[places] = kinds[first:last][taken]
    return Path(ends, chosen)
