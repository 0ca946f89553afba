"""Trains the sequence model: crfsuite learns weights from lessons, and a perceptron others.

Whatever the project, it is bounded: so many characters, so many labels, and fewer rounds the more
there is. Then the newest lessons teach.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.find.folding import fold
from annotator.learning.crf import Weights, trained
from annotator.suggest import perceptron
from annotator.suggest.base import Lesson, apart
from annotator.suggest.chain import OUTSIDE, Chain, Chance, Range, chain_of, sentences, tags
from annotator.suggest.features import Keys, keys, known_at, leave_one_out
from annotator.suggest.perceptron import Perceptron
from annotator.suggest.sheet import Sheet, read
from annotator.suggest.steps import Floats, Ints
from annotator.suggest.strings import Strings
from annotator.suggest.unlabelled import BESIDE, Around, Surroundings, learned

MOST_LABELS = 30
"""The work grows with the square of the labels; rarer ones are left to the other sources."""

_WORK = 1.15e9
"""So many steps take about 14 seconds of one processor; all else takes as long again."""

_MOST_SEEN = 60_000
"""So many of the newest characters teach the perceptron; the numbers of more would fill memory."""

Report = Callable[[], None]

_DOUBTED = 20
"""After so many examples of a label it is half trusted."""

_ROUNDS = (60, 25)
_SETTINGS = {"c1": 0.02, "c2": 0.05, "feature.possible_transitions": True}
_BASE = 450
_PARTIAL = frozenset("ME"), frozenset("BM")


@dataclass(frozen=True)
class Taught:
    """What was learned: weights, labels, of how many examples each, the strings that were labelled
    with the numbers of their labels and in how many lessons, what texts without labels told, and
    which lessons there were.

    A string in one lesson is an example, however often it is there. The perceptron knows the tags
    of the chain; neither is there without the other.
    """

    chain: Chain | None = None
    perceptron: Perceptron | None = None
    labels: tuple[str, ...] = ()
    examples: tuple[int, ...] = ()
    strings: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)
    lessons: int = 0
    seen: frozenset[int] = frozenset()

    @cached_property
    def _index(self) -> Strings:
        return Strings(self.strings)

    @cached_property
    def trust(self) -> dict[str, float]:
        """How much to trust it with each label, from 0 to 1: the more the more examples it had."""
        pairs = zip(self.labels, self.examples, strict=True)
        return {label: count / (count + _DOUBTED) for label, count in pairs}

    @cached_property
    def _tables(self) -> list[Floats]:
        """What the vectors of pairs give the perceptron."""
        if self.perceptron is None:
            return []
        return self.perceptron.known(self.around.vectors, BESIDE)

    def keys(self, sheet: Sheet, around: Around, label: Callable[[str], int] | None = None) -> Keys:
        """The features of a text; `label` says which label a string had."""
        had = label or leave_one_out(self.strings, {})
        folded = sheet.folded
        matches = [
            (start, end, had(folded[start:end])) for start, end in self._index.matches(folded, had)
        ]
        return keys(sheet, around.clusters, known_at(len(sheet), matches))

    def vectors(self, sheet: Sheet) -> Floats:
        """What is known of each character in numbers; asked before the keys, it is cheaper."""
        known = [self.around.vectors[rows] for rows in self.around.of(sheet).pairs]
        return np.concatenate([sheet.states(), *known], 1)

    def chances(self, sheet: Sheet) -> list[Chance]:
        """What it takes for entities of a text, with overlapping ones."""
        if self.chain is None or self.perceptron is None:
            return []
        around = self.around.of(sheet)
        known = list(zip(self._tables, around.pairs, strict=True))
        told = self.perceptron.scores(sheet.states(), known)
        told += self.chain.scores(self.keys(sheet, around))
        return self.chain.chances(sheet.text, told)


NOTHING = Taught()


def digest(text: str) -> int:
    """A number that tells texts apart, the same in every run."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


class _Chapter(NamedTuple):
    """A lesson, the sentences of it that are learned from, the tag of each character there, "" for
    the others, and the strings that it labels."""

    lesson: Lesson
    spans: Sequence[Range]
    tags: list[str]
    own: Mapping[str, frozenset[int]]


def taught(lessons: Sequence[Lesson], texts: Iterable[str], report: Report) -> Taught:
    """What these teach; without any entity, nothing. `report` is called on the way."""
    counts = Counter(named.label for lesson in lessons for named in lesson.entities)
    labels = tuple(sorted(label for label, _ in sorted(counts.items(), key=_rank)[:MOST_LABELS]))
    if not labels:
        return NOTHING
    number = {label: place for place, label in enumerate(labels, 1)}
    states = 4 * len(labels) + 1
    # A round passes the states of a character both ways, and its features.
    step = states * states / 8 + _BASE
    chapters = _chapters(lessons, number, _WORK / _ROUNDS[1] / step)
    if not chapters:
        return NOTHING
    around = learned((*(lesson.text for lesson in lessons), *texts), report)
    known = _known(lessons, labels, number, around)
    names = tuple(sorted({tag for each in chapters for tag in each.tags if tag} | {OUTSIDE}))
    reader = _perceptron(known, chapters, names, report)
    characters = sum(end - start for each in chapters for start, end in each.spans)
    most, fewest = _ROUNDS
    rounds = int(min(most, max(fewest, _WORK / max(1, characters) / step)))
    weights, found = _weights(known, chapters, {**_SETTINGS, "max_iterations": rounds}, report)
    return replace(known, chain=chain_of(weights, found, names), perceptron=reader)


def _rank(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _known(
    lessons: Sequence[Lesson],
    labels: tuple[str, ...],
    number: Mapping[str, int],
    around: Surroundings,
) -> Taught:
    """What lessons teach before any weight is learned. One character alone is no known string."""
    strings: defaultdict[str, Counter[int]] = defaultdict(Counter)
    examples: Counter[int] = Counter()
    for lesson in lessons:
        for string, label in _own(lesson, number):
            examples[label] += 1
            if len(string) > 1:
                strings[string][label] += 1
    return Taught(
        labels=labels,
        examples=tuple(examples[number[label]] for label in labels),
        strings=strings,
        around=around,
        lessons=len(lessons),
        seen=frozenset(digest(lesson.text) for lesson in lessons),
    )


def _own(lesson: Lesson, number: Mapping[str, int]) -> set[tuple[str, int]]:
    """The strings that a lesson labels, with their labels."""
    folded = fold(lesson.text)
    return {
        (folded[start:end], number[label])
        for start, end, label in lesson.entities
        if label in number
    }


def _chapters(lessons: Sequence[Lesson], number: Mapping[str, int], most: float) -> list[_Chapter]:
    """The newest lessons with their sentences, up to so many characters.

    Of a lesson that nobody is done with only sentences count that have something labelled.
    """
    chosen: list[_Chapter] = []
    left = most
    for lesson in reversed(lessons):
        spans = [span for span in sentences(lesson.text) if lesson.whole or _told(lesson, span)]
        if spans:
            chosen.append(_chapter(lesson, spans, number))
            left -= sum(end - start for start, end in spans)
        if left <= 0:
            break
    return chosen[::-1]


def _told(lesson: Lesson, span: Range) -> bool:
    return any(span[0] <= start and end <= span[1] for start, end, _ in lesson.entities)


def _chapter(lesson: Lesson, spans: Sequence[Range], number: Mapping[str, int]) -> _Chapter:
    entities = apart(
        [named for named in lesson.entities if named.label in number],
        lambda named: named.end - named.start,
    )
    whole = tags(len(lesson.text), entities)
    row = [""] * len(whole)
    for start, end in spans:
        row[start:end] = _uncut(whole[start:end])
    own: defaultdict[str, set[int]] = defaultdict(set)
    for string, label in _own(lesson, number):
        own[string].add(label)
    return _Chapter(lesson, spans, row, {string: frozenset(had) for string, had in own.items()})


def _uncut(row: list[str]) -> list[str]:
    """Tags of a sentence, without those of entities that its ends cut through.

    >>> _uncut(["M-X", "E-X", "O", "B-X", "E-X", "B-X"])
    ['O', 'O', 'O', 'B-X', 'E-X', 'O']
    """
    for at, step, partial in ((0, 1, _PARTIAL[0]), (len(row) - 1, -1, _PARTIAL[1])):
        place = at
        while 0 <= place < len(row) and row[place][0] in partial:
            row[place] = "O"
            place += step
    return row


def _perceptron(
    known: Taught, chapters: Sequence[_Chapter], names: Sequence[str], report: Report
) -> Perceptron:
    """The perceptron for these tags that the newest lessons teach."""
    number = {tag: place for place, tag in enumerate(names)}
    vectors: list[Floats] = []
    told: list[int] = []
    for each in reversed(chapters):
        report()
        vectors.append(known.vectors(read(each.lesson.text)))
        told += [number.get(tag, -1) for tag in each.tags]
        if len(told) >= _MOST_SEEN:
            break
    return perceptron.learned(np.concatenate(vectors), np.array(told), len(names), report)


def _weights(
    known: Taught, chapters: Sequence[_Chapter], settings: Mapping[str, object], report: Report
) -> tuple[Weights, Keys]:
    """The weights of a chain, whose features are named by their number among the keys."""
    tables = []
    for each in chapters:
        report()
        sheet = read(each.lesson.text)
        label = leave_one_out(known.strings, each.own)
        tables.append(known.keys(sheet, known.around.of(sheet), label))
    found, places, times = _numbered(np.concatenate(tables))
    # What is there once tells nothing of another place, and most is.
    told = (found != 0) & (times > 1)
    report()
    return trained(_sequences(chapters, places, told), settings), found


def _numbered(table: Keys) -> tuple[Keys, Ints, Ints]:
    """All keys in order, where each key of the table is among them, and how often each is there.

    Sorted column by column, which is sooner done: no key but 0 is in two of them.
    """
    found, times, columns, count = [], [], [], 0
    for column in table.T:
        keys_of, back, often = np.unique(column, return_inverse=True, return_counts=True)
        found.append(keys_of)
        times.append(often)
        columns.append((back + count).astype(np.int32))
        count += len(keys_of)
    whole = np.concatenate(found)
    order = np.argsort(whole)
    places = np.empty(count, np.int64)
    places[order] = np.arange(count)
    return whole[order], places[np.stack(columns, 1)], np.concatenate(times)[order]


def _sequences(
    chapters: Sequence[_Chapter], places: Ints, told: NDArray[np.bool_]
) -> Iterator[tuple[Any, list[str]]]:
    """The sentences as crfsuite takes them, with the features that are to be told, by number."""
    from pycrfsuite import ItemSequence

    names = np.array([str(place) for place in range(len(told))], object)
    base = 0
    for each in chapters:
        for start, end in each.spans:
            lines = places[base + start : base + end]
            kept = told[lines]
            # All names of a sentence at once: one by one they would take three times as long.
            features = names[lines[kept]].tolist()
            edges = [0, *np.cumsum(kept.sum(1)).tolist()]
            items = [features[first:last] for first, last in pairwise(edges)]
            yield ItemSequence(items), each.tags[start:end]
        base += len(each.lesson.text)
