"""Trains the sequence model: crfsuite learns weights from lessons, which are kept as numbers.

Whatever the project, it is bounded: so many characters, so many labels, and fewer rounds the more
there is. Then the newest lessons teach.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from annotator.find.folding import fold
from annotator.learning.crf import trained
from annotator.suggest.base import Lesson, apart
from annotator.suggest.chain import Chain, Range, chain_of, sentences, tags
from annotator.suggest.features import Keys, keys, known_at, leave_one_out
from annotator.suggest.sheet import Floats, Ints, Sheet, read
from annotator.suggest.strings import Strings
from annotator.suggest.unlabelled import Surroundings, learned

MOST_LABELS = 30
"""The work grows with the square of the labels; rarer ones are left to the other sources."""

_WORK = 1.3e9
"""So many steps take about 15 seconds of one processor; reading much text takes as long again."""

_DENSE_UNTIL = 60_000
"""With so many labelled characters vectors cost more than they are worth beside clusters."""

_ROUNDS = (60, 25)
_SETTINGS = {"c1": 0.02, "c2": 0.05, "feature.possible_transitions": True}
_BASE = 450
_PARTIAL = frozenset("ME"), frozenset("BM")


@dataclass(frozen=True)
class Taught:
    """What was learned: weights, labels, the strings that were labelled with the numbers of their
    labels and in how many lessons, what texts without labels told, and which lessons there were."""

    chain: Chain | None = None
    labels: tuple[str, ...] = ()
    strings: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)
    lessons: int = 0
    seen: frozenset[int] = frozenset()

    @cached_property
    def _index(self) -> Strings:
        return Strings(self.strings)

    def rows(self, sheet: Sheet, label: Callable[[str], int] | None = None) -> tuple[Keys, Floats]:
        """The features of a text, by key and as numbers; `label` says which label a string had."""
        had = label or leave_one_out(self.strings, {})
        folded = sheet.folded
        matches = [
            (start, end, had(folded[start:end])) for start, end in self._index.matches(folded, had)
        ]
        rows = keys(sheet, self.around.clusters(sheet), known_at(len(sheet), matches))
        return rows, self.around.dense(sheet)


NOTHING = Taught()


def digest(text: str) -> int:
    """A number that tells texts apart, the same in every run."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def taught(lessons: Sequence[Lesson], texts: Iterable[str], report: Callable[[], None]) -> Taught:
    """What these teach; without any entity, nothing. `report` is called on the way."""
    counts = Counter(named.label for lesson in lessons for named in lesson.entities)
    labels = tuple(sorted(label for label, _ in sorted(counts.items(), key=_rank)[:MOST_LABELS]))
    if not labels:
        return NOTHING
    states = 4 * len(labels) + 1
    # A round passes the states of a character both ways, and its features.
    step = states * states / 8 + _BASE
    chosen = _chosen(lessons, _WORK / _ROUNDS[1] / step)
    characters = sum(end - start for _, spans in chosen for start, end in spans)
    around = learned((*(lesson.text for lesson in lessons), *texts), report)
    if characters > _DENSE_UNTIL:
        around = Surroundings(around.clusterings)
    number = {label: place for place, label in enumerate(labels, 1)}
    strings: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for lesson in lessons:
        for string, label in _own(lesson, number):
            strings[string][label] += 1
    seen = frozenset(digest(lesson.text) for lesson in lessons)
    known = Taught(None, labels, strings, around, len(lessons), seen)
    most, fewest = _ROUNDS
    rounds = int(min(most, max(fewest, _WORK / max(1, characters) / step)))
    settings = {**_SETTINGS, "max_iterations": rounds}
    chain = _trained(known, chosen, number, settings, report)
    return Taught(chain, labels, strings, around, len(lessons), seen)


def _rank(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _own(lesson: Lesson, number: Mapping[str, int]) -> set[tuple[str, int]]:
    """The strings that a lesson labels, with their labels."""
    folded = fold(lesson.text)
    return {
        (folded[start:end], number[label])
        for start, end, label in lesson.entities
        if end - start > 1 and label in number
    }


def _chosen(lessons: Sequence[Lesson], most: float) -> list[tuple[Lesson, list[Range]]]:
    """The newest lessons with their sentences, up to so many characters.

    Of a lesson that nobody is done with only sentences count that have something labelled.
    """
    chosen: list[tuple[Lesson, list[Range]]] = []
    left = most
    for lesson in reversed(lessons):
        spans = [span for span in sentences(lesson.text) if lesson.whole or _told(lesson, span)]
        if spans:
            chosen.append((lesson, spans))
            left -= sum(end - start for start, end in spans)
        if left <= 0:
            break
    return chosen[::-1]


def _told(lesson: Lesson, span: Range) -> bool:
    return any(span[0] <= start and end <= span[1] for start, end, _ in lesson.entities)


def _trained(
    known: Taught,
    chosen: Sequence[tuple[Lesson, list[Range]]],
    number: Mapping[str, int],
    settings: Mapping[str, object],
    report: Callable[[], None],
) -> Chain:
    """The chain of weights for lessons; every key that they show has a number."""
    tables, numbers = [], []
    for lesson, _ in chosen:
        report()
        own: defaultdict[str, set[int]] = defaultdict(set)
        for string, label in _own(lesson, number):
            own[string].add(label)
        others = {string: frozenset(row) for string, row in own.items()}
        rows, dense = known.rows(read(lesson.text), leave_one_out(known.strings, others))
        tables.append(rows)
        numbers.append(dense)
    whole = np.concatenate(tables)
    found, back = np.unique(whole, return_inverse=True)
    places = back.reshape(whole.shape)
    names = ["" if not value else str(place) for place, value in enumerate(found.tolist())]
    report()
    sequences = _sequences(chosen, places, np.concatenate(numbers), names, number)
    return chain_of(trained(sequences, settings), found, known.around.width)


def _sequences(
    chosen: Sequence[tuple[Lesson, list[Range]]],
    places: Ints,
    dense: Floats,
    names: Sequence[str],
    number: Mapping[str, int],
) -> Iterator[tuple[Any, list[str]]]:
    """The sentences as crfsuite takes them."""
    from pycrfsuite import ItemSequence

    base = 0
    for lesson, spans in chosen:
        entities = apart(
            [named for named in lesson.entities if named.label in number],
            lambda named: named.end - named.start,
        )
        row = tags(len(lesson.text), entities)
        for start, end in spans:
            here = slice(base + start, base + end)
            yield ItemSequence(_items(places[here], dense[here], names)), _uncut(row[start:end])
        base += len(lesson.text)


def _items(places: Ints, dense: Floats, names: Sequence[str]) -> list[Any]:
    items: list[Any] = [
        [names[place] for place in line if names[place]] for line in places.tolist()
    ]
    if not dense.shape[1]:
        return items
    columns = [f"d{number}" for number in range(dense.shape[1])]
    return [
        {**dict.fromkeys(item, 1.0), **dict(zip(columns, line, strict=True))}
        for item, line in zip(items, dense.tolist(), strict=True)
    ]


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
