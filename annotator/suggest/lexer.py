"""Words and names as the recurrent network of jieba reads them, sentence by sentence.

It was taught what people, places, bodies and times are from much news, so it knows names before
anybody labelled one. A sentence is read once and remembered, since texts are read again with every
new label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.parallel import cores
from annotator.suggest.network import STATES, network
from annotator.suggest.steps import Floats, Ints, Steps
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

Span = tuple[int, int]

_read: dict[str, bytes] = {}
"""Sentences with two bytes for each character: its tag, and how sure that is."""


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

    def names(self, wanted: Set[str] = NAMES) -> list[tuple[int, int, str]]:
        """The words of more than one character that are of these kinds.

        >>> lexed("张三在上海市。", "张三在上海市。").names()
        [(0, 2, 'PER'), (3, 6, 'LOC')]
        >>> lexed("花开 波士顿", "花开 波士顿").names()[-1]
        (3, 6, 'LOC')
        """
        kinds = _kinds()
        mine = _among(wanted)[self.kinds] & (self.ends - self.starts > 1)
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
    tags = np.full(length, len(network().tags), np.uint8)
    sure = np.full(length, _CERTAIN, np.uint8)
    written, spans = _sentences(text, folded)
    places = np.concatenate([np.zeros(0, np.int64), *(np.arange(*span) for span in spans)])
    tags[places], sure[places] = _told(written, spans).reshape(-1, 2).T
    inside = np.array([*(tag.endswith(_INSIDE) for tag in network().tags), True])[tags]
    cuts = [edge for span in spans for edge in span if edge < length]
    inside[cuts] = False
    if length:
        inside[0] = False
    # The network was taught texts without spaces, and takes one into the word beside it.
    blank = np.array(list(map(str.isspace, folded)), bool)
    inside[blank] = False
    inside[1:][blank[:-1]] = False
    starts = np.nonzero(~inside)[0]
    ends = np.append(starts[1:], length) if length else starts
    least = np.minimum.reduceat(sure, starts) if length else sure
    kinds = tags[starts].astype(np.int64)
    return Words(starts, ends, kinds, least.astype(np.float32) / np.float32(_CERTAIN))


def states(text: str, folded: str) -> Floats:
    """What the network knows at each character, as numbers; a row of 0 for what is in no sentence.

    What `lexed` needs is remembered on the way, so it is asked after this where both are wanted.
    """
    found = np.zeros((len(text), STATES), np.float32)
    written, spans = _sentences(text, folded)
    _ask(written, spans, found)
    return found


def _sentences(text: str, folded: str) -> tuple[str, list[Span]]:
    """The text as the network was taught to read, and where its sentences are."""
    return folded.translate(_MARKS), [found.span() for found in _SENTENCE.finditer(text)]


def _told(written: str, spans: Sequence[Span]) -> NDArray[np.uint8]:
    """What is remembered of each sentence, after those that are not were asked for."""
    sentences = [written[start:end] for start, end in spans]
    unknown = {
        sentence: span
        for sentence, span in zip(sentences, spans, strict=True)
        if sentence not in _read
    }
    told = {sentence: _read[sentence] for sentence in sentences if sentence not in unknown}
    told |= _ask(written, list(unknown.values()))
    return np.frombuffer(b"".join(map(told.__getitem__, sentences)), np.uint8)


def _ask(written: str, spans: Sequence[Span], states: Floats | None = None) -> dict[str, bytes]:
    """Let the network read these sentences, and remember what `lexed` needs of them.

    `states`, a row for each character of the text, are filled in if they are given.
    """
    codes = np.frombuffer(written.encode("utf-32-le", "surrogatepass"), np.uint32)
    told = np.zeros((len(written), 2), np.uint8)

    def read(part: Sequence[Span]) -> None:
        starts, ends = np.array(part, np.int64).T
        steps = Steps(starts, ends - starts)
        rows = steps.places
        if states is None:
            room, places = np.empty((len(rows), STATES), np.float32), np.arange(len(rows))
        else:
            room, places = states, rows
        said = network().read(codes[rows], steps, room, places)
        told[rows, 0], told[rows, 1] = said.tags, said.sure * _CERTAIN

    for parts in _rounds(spans):
        each(read, parts)
    whole = told.tobytes()
    found = {written[start:end]: whole[2 * start : 2 * end] for start, end in spans}
    if len(_read) + len(found) > _REMEMBERED:
        _read.clear()
    _read.update(found)
    return found


def _rounds(spans: Sequence[Span]) -> Iterator[Sequence[Sequence[Span]]]:
    """Sentences that are read at once, those of like length together, in a part for every two
    processors."""
    left = sorted(spans, key=lambda span: span[0] - span[1])
    at = 0
    while at < len(left):
        size, end = 0, at
        while end < len(left) and size < _ROUND:
            start, stop = left[end]
            size, end = size + stop - start, end + 1
        # Dealt out by turns, so that all parts have long ones and short ones.
        count = min(max(1, cores() // 2), 1 + size // _PART, end - at)
        yield [left[at + turn : end : count] for turn in range(count)]
        at = end
