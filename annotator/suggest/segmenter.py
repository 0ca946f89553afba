"""jieba's words with their parts of speech, and the names that its network reads.

Which of them name what, is learned from lessons. Strings that were labelled are its user
dictionary: where one stands, it is one word of the kind that it was labelled as.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np

from annotator.find.folding import fold
from annotator.model import Suggestion
from annotator.suggest import tagging
from annotator.suggest.base import Lesson
from annotator.suggest.lexer import NAMES, Words, lexed
from annotator.suggest.sheet import Sheet, read
from annotator.suggest.strings import Strings
from annotator.suggest.tagging import kinds, tagged
from annotator.suggest.tally import Tally

ID = "segmenter"
LEAST = 0.08
USUAL = {
    "PER": ("PER", 0.7),
    "LOC": ("LOC", 0.6),
    "ORG": ("INS", 0.4),
    "TIME": ("DATE", 0.7),
}
"""What the names that the network reads are in the default label set, before a lesson told.

What jieba's parts of speech are is left to lessons: where the network reads no name, they seldom
name anything.
"""

_NAMING = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz", "t", "j", "n", "l", "eng", "i", "vn"})
_OWN, _READ = "=", "~"
_MOST_READ = 100_000
"""So many characters of the newest lessons tell what kinds of words are; more say the same."""

Cue = tuple[int, int, str]
Wanted = Callable[[str], bool]


def _any(_: str) -> bool:
    return True


class Segmenter:
    """A source of suggestions. `dictionary` gives the strings that were labelled, `label` the label
    of one, and `labels` are those of the project."""

    id = ID

    def __init__(
        self,
        dictionary: Callable[[], Strings] = lambda: Strings(()),
        label: Callable[[str], str | None] = lambda _: None,
        labels: Collection[str] | None = None,
    ) -> None:
        self._dictionary = dictionary
        self._label = label
        self.tally = Tally(USUAL, labels)

    def fit(self, lessons: Sequence[Lesson]) -> None:
        """Learn from the newest of these and forget what was learned before."""
        self.tally.forget()
        left = _MOST_READ
        for lesson in reversed(lessons):
            folded = fold(lesson.text)
            names = lexed(lesson.text, folded)
            self._count(lesson, self._cues(folded, tagged(folded), names))
            left -= len(folded)
            if left <= 0:
                break

    def observe(self, lesson: Lesson, sheet: Sheet | None = None) -> None:
        """Learn from one more lesson; `sheet` is its text, if it was read before."""
        self._count(lesson, self._cues_of(sheet or read(lesson.text)))

    def _count(self, lesson: Lesson, cues: Iterator[Cue]) -> None:
        """Of a text that nobody is done with only names tell: that one noun was labelled says
        nothing of the others, which nobody may have come to yet."""
        told = (each for each in cues if lesson.whole or each[2][0] == _OWN or each[2] in USUAL)
        self.tally.observe(lesson, told)

    def _cues_of(self, sheet: Sheet, wanted: Wanted = _any) -> Iterator[Cue]:
        return self._cues(sheet.folded, sheet.tagged, sheet.lexed, wanted)

    def _cues(
        self, folded: str, words: tagging.Words, names: Words, wanted: Wanted = _any
    ) -> Iterator[Cue]:
        """The wanted words of those that may name something, but where one of the user dictionary
        stands."""
        taken = bytearray(len(folded))
        for start, end in self._dictionary().matches(folded, self._label):
            taken[start:end] = b"1" * (end - start)
            cue = f"{_OWN}{self._label(folded[start:end])}"
            if wanted(cue):
                yield start, end, cue
        read = names.names({kind for kind in NAMES if wanted(_of_network(kind))})
        told = ((start, end, _of_network(kind)) for start, end, kind in read)
        for start, end, cue in chain(_naming(words, wanted), told):
            if not (taken[start] or taken[end - 1]):
                yield start, end, cue

    def suggest(self, text: str, sheet: Sheet | None = None) -> list[Suggestion]:
        """Words of such kinds as were labelled before."""
        label = cache(self.tally.label)

        def wanted(cue: str) -> bool:
            told = label(cue)
            return told is not None and told[1] >= LEAST

        found = []
        for start, end, cue in self._cues_of(sheet or read(text), wanted):
            told = label(cue)
            if told is not None:
                name, chance, hits, seen = told
                kind = cue.lstrip(_OWN + _READ)
                details = (text[start:end], kind, name, str(hits), str(seen))
                found.append(Suggestion(start, end, name, chance, ID, details))
        return found


def _of_network(kind: str) -> str:
    """The cue of a kind of word of the network, whose parts of speech are not jieba's."""
    return kind if kind.isupper() else f"{_READ}{kind}"


def _naming(words: tagging.Words, wanted: Wanted) -> Iterator[Cue]:
    """The wanted words of those of more than one character that may name something."""
    starts, ends, numbers = words
    names = kinds()
    mine = np.array([kind in _NAMING and wanted(kind) for kind in names])[numbers] & (
        ends - starts > 1
    )
    rows = (row[mine].tolist() for row in (starts, ends, numbers))
    for start, end, number in zip(*rows, strict=True):
        yield start, end, names[number]
