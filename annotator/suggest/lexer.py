"""Words and names as the recurrent network of jieba reads them, sentence by sentence.

It was taught what people, places, bodies and times are from much news, so it knows names before
anybody labelled one. A sentence is read once and remembered, since texts are read again with every
new label.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.parallel import cores
from annotator.suggest.network import STATES, Floats, Ints, Read, network
from annotator.suggest.together import each

NAMED = frozenset({"PER", "LOC", "ORG", "TIME"})
"""The kinds of words that the network takes for names."""

NAMES = NAMED | {"nz", "nr", "ns", "nt", "nw", "n", "t", "s", "vn"}
"""The kinds of words that may name something: those, and parts of speech."""

OTHER = "w"
_INSIDE = "-I"
_SENTENCE = re.compile(
    r"[^。！？!?；;\n]{0,100}[。！？!?；;]+|[^。！？!?；;\n]{1,100}(?=\n|$)|"
    r"[^。！？!?；;\n]{0,100}[，、：,:]|[^。！？!?；;\n]{1,100}"
)
"""A very long sentence is read in parts, ended by a pause where there is one."""

_ROUND, _PART = 24_000, 4_000
"""So many characters are read at once, and so many at least by a processor."""

_REMEMBERED = 40_000
_CERTAIN = 255
# The network was taught texts in which these are written so.
_MARKS = str.maketrans("。、，；：？！（）“”‘’【】—…", ".,,;:?!()\"\"''[]-.")

_read: dict[str, bytes] = {}
"""Sentences with the tag of each character, and then how sure each is."""


@dataclass(frozen=True)
class Words:
    """The words of a text, one behind the other: where they are, and the numbers of their kinds.

    `sure` is how likely the least likely character of a word is of its kind, from 0 to 1.
    """

    starts: Ints
    ends: Ints
    kinds: Ints
    sure: Floats

    @cached_property
    def of(self) -> Ints:
        """For each character the number of its word."""
        return np.repeat(np.arange(len(self.starts)), self.ends - self.starts)

    def names(self) -> list[tuple[int, int, str]]:
        """The words that may name something.

        >>> lexed("张三在上海市。", "张三在上海市。").names()
        [(0, 2, 'PER'), (3, 6, 'LOC')]
        >>> lexed("花开 波士顿", "花开 波士顿").names()[-1]
        (3, 6, 'LOC')
        """
        kinds = _kinds()
        mine = _among(NAMES)[self.kinds] & (self.ends - self.starts > 1)
        rows = (row[mine].tolist() for row in (self.starts, self.ends, self.kinds))
        return [(start, end, kinds[kind]) for start, end, kind in zip(*rows, strict=True)]

    def sureness(self) -> dict[tuple[int, int], float]:
        """How sure the network is of what it takes for names of people, places, bodies, times.

        >>> lexed("张三在上海市。", "张三在上海市。").sureness().keys()
        dict_keys([(0, 2), (3, 6)])
        """
        mine = _among(NAMED)[self.kinds]
        rows = (row[mine].tolist() for row in (self.starts, self.ends, self.sure))
        return {(start, end): sure for start, end, sure in zip(*rows, strict=True)}


def _kinds() -> tuple[str, ...]:
    """What the numbers of kinds stand for; the last is what is in no sentence."""
    return (*(tag.split("-")[0] for tag in network().tags), OTHER)


def _among(wanted: Set[str]) -> NDArray[np.bool_]:
    """For each number of a kind whether it is one of these."""
    return np.array([kind in wanted for kind in _kinds()])


def lexed(text: str, folded: str) -> Words:
    """The words of a text, which is given folded too."""
    length = len(text)
    outside = len(network().tags)
    tags = np.full(length, outside, np.int64)
    sure = np.full(length, _CERTAIN, np.uint8)
    written, spans = _sentences(text, folded)
    told = _told({written[start:end] for start, end in spans})
    for start, end in spans:
        said = np.frombuffer(told[written[start:end]], np.uint8)
        tags[start:end], sure[start:end] = said[: end - start], said[end - start :]
    inside = np.array([*(tag.endswith(_INSIDE) for tag in network().tags), True])[tags]
    cuts = [edge for span in spans for edge in span if edge < length]
    inside[cuts] = False
    if length:
        inside[0] = False
    # The network was taught texts without spaces, and takes one into the word beside it.
    blank = np.array([char.isspace() for char in folded], bool)
    inside[blank] = False
    inside[1:][blank[:-1]] = False
    starts = np.nonzero(~inside)[0]
    ends = np.append(starts[1:], length) if length else starts
    least = np.minimum.reduceat(sure, starts) if length else sure
    return Words(starts, ends, tags[starts], least.astype(np.float32) / np.float32(_CERTAIN))


def states(text: str, folded: str) -> Floats:
    """What the network knows at each character, as numbers; a row of 0 for what is in no sentence.

    What `lexed` needs is remembered on the way, so it is asked after this where both are wanted.
    """
    found = np.zeros((len(text), STATES), np.float32)
    written, spans = _sentences(text, folded)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for start, end in spans:
        places[written[start:end]].append(start)
    for sentence, read in _asked(places):
        for start in places[sentence]:
            found[start : start + len(sentence)] = read.states
    return found


def _sentences(text: str, folded: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as the network was taught to read, and where its sentences are."""
    return folded.translate(_MARKS), [found.span() for found in _SENTENCE.finditer(text)]


def _told(sentences: Set[str]) -> dict[str, bytes]:
    """The tags of each sentence, asked for only where they are not remembered."""
    told = {sentence: _read[sentence] for sentence in sentences if sentence in _read}
    for sentence, read in _asked(sentences - told.keys()):
        told[sentence] = _noted(read)
    return told


def _asked(sentences: Iterable[str]) -> Iterator[tuple[str, Read]]:
    """What the network makes of each of these, and note it; they come in another order."""
    left = sorted(sentences, key=lambda sentence: (-len(sentence), sentence))
    at = 0
    while at < len(left):
        size, end = 0, at
        while end < len(left) and size < _ROUND:
            size, end = size + len(left[end]), end + 1
        if len(_read) > _REMEMBERED:
            _read.clear()
        # Dealt out by turns, so that all parts have long ones and short ones; two share each.
        count = min(max(1, cores() // 2), 1 + size // _PART)
        parts = [left[at + turn : end : count] for turn in range(count)]
        for part, reads in zip(parts, each(network().read, parts), strict=True):
            for sentence, read in zip(part, reads, strict=True):
                _read[sentence] = _noted(read)
                yield sentence, read
        at = end


def _noted(read: Read) -> bytes:
    return read.tags.astype(np.uint8).tobytes() + (read.sure * _CERTAIN).astype(np.uint8).tobytes()
