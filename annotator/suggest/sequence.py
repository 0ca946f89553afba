"""The sequence model: a conditional random field over characters, trained on lessons.

crfsuite trains it; what it learned is kept and used as plain numbers. Whatever the project, its
training is bounded: so many characters, so many labels, and fewer rounds the more there is.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from annotator.find.folding import fold
from annotator.learning.crf import HEAVIEST, trained
from annotator.model import Suggestion
from annotator.suggest import packing
from annotator.suggest.base import Lesson, Named, apart
from annotator.suggest.chain import Chain, Chance, Range, chain_of, sentences, tags
from annotator.suggest.features import Keys, keys, known_at, leave_one_out
from annotator.suggest.sheet import Ints, Sheet, read
from annotator.suggest.strings import Strings
from annotator.suggest.unlabelled import Clustering, Surroundings, learned

ID = "sequence"
VERSION = "1"
"""Changes whenever what is learned means something else; what another one learned is not used."""

MOST_LABELS = 30
"""The work grows with the square of the labels; rarer ones are left to the other sources."""

_WORK = 9e9
"""Training stays under this many steps, about 25 seconds of one processor."""

_DENSE_UNTIL = 60_000
"""With so many labelled characters vectors cost more than they are worth beside clusters."""

_ROUNDS = (60, 25)
_SETTINGS = {"c1": 0.08, "c2": 0.05, "feature.possible_transitions": True}
_HELD = 20
_MOST_HELD = 30
_AROUND = 6


class Outcome(NamedTuple):
    """How a training ended: whether its model is used, and right, wrong and missed entities of the
    held-back lessons by the last model and by the new one; none where nothing was held back."""

    taken: bool
    last: tuple[int, int, int] | None
    new: tuple[int, int, int] | None


@dataclass
class SequenceModel:
    """A source of suggestions; without lessons it suggests nothing."""

    id: str = ID
    chain: Chain | None = None
    labels: tuple[str, ...] = ()
    known: dict[str, dict[int, int]] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)
    lessons: int = 0
    seen: frozenset[int] = frozenset()
    _strings: Strings = field(default_factory=lambda: Strings(()))

    def fit(
        self,
        lessons: Sequence[Lesson],
        texts: Iterable[str] = (),
        report: Callable[[], None] = lambda: None,
    ) -> Outcome:
        """Learn from lessons and from texts without labels; `report` may raise to stop it.

        Stopped, or worse than before on lessons that neither has seen, it stays as it was.
        """
        useful = [lesson for lesson in lessons if lesson.text.strip()]
        held = self._held(useful)
        kept = useful[: len(useful) - len(held)]
        taught = _taught(kept, texts, report)
        if not held or self.chain is None:
            self._become(taught)
            return Outcome(True, None, None)
        last, new = self._judged(held), taught._judged(held)
        if not _worse(new, last):
            self._become(taught)
            return Outcome(True, _sum(last), _sum(new))
        return Outcome(False, _sum(last), _sum(new))

    def copy(self) -> SequenceModel:
        """A model of its own that knows the same."""
        return replace(self)

    def _become(self, other: SequenceModel) -> None:
        self.__dict__.update(other.__dict__)

    def _held(self, lessons: Sequence[Lesson]) -> Sequence[Lesson]:
        """The newest lessons, if they are few enough and the model in use has not seen them."""
        count = min(_MOST_HELD, len(lessons) // _HELD)
        newest = lessons[len(lessons) - count :] if self.chain is not None else ()
        fresh = all(lesson.whole and digest(lesson.text) not in self.seen for lesson in newest)
        return newest if fresh else ()

    def _judged(self, lessons: Sequence[Lesson]) -> list[tuple[int, int, int]]:
        """For each lesson how many entities it finds, finds wrongly and misses."""
        rows = []
        for lesson in lessons:
            found = {Named(*each[:3]) for each in best(self.chances(read(lesson.text)))}
            true = set(lesson.entities)
            rows.append((len(found & true), len(found - true), len(true - found)))
        return rows

    def chances(self, sheet: Sheet) -> list[Chance]:
        """What it takes for entities of a text, with overlapping ones."""
        if self.chain is None:
            return []
        rows, dense = self._rows(
            sheet, lambda string: max(self.known[string].items(), key=_most)[0]
        )
        return self.chain.chances(sheet.text, self.chain.scores(rows, dense))

    def suggest(self, text: str) -> list[Suggestion]:
        """What may be an entity of the text, with overlapping ones."""
        sheet = read(text)
        return [self.suggestion(sheet.text, chance) for chance in self.chances(sheet)]

    def suggestion(self, text: str, chance: Chance) -> Suggestion:
        """A chance as a suggestion, with what stands around it as the words of its reason."""
        start, end, label, exact, _ = chance
        before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
        behind = text[end : end + _AROUND].partition("\n")[0]
        details = (f"{before}[{text[start:end]}]{behind}", str(self.lessons), label)
        return Suggestion(start, end, label, exact, self.id, details)

    def _rows(self, sheet: Sheet, label: Callable[[str], int]) -> tuple[Keys, Any]:
        folded = sheet.folded
        matches = [
            (start, end, label(folded[start:end]))
            for start, end in self._strings.matches(folded, label)
        ]
        rows = keys(sheet, self.around.clusters(sheet), known_at(len(sheet), matches))
        return rows, self.around.dense(sheet)

    def dump(self) -> bytes:
        """All that was learned."""
        header = {
            "version": VERSION,
            "labels": self.labels,
            "lessons": self.lessons,
            "known": [[string, sorted(row.items())] for string, row in sorted(self.known.items())],
            "tags": self.chain.tags if self.chain else [],
            "units": [each.unit for each in self.around.clusterings],
        }
        arrays: dict[str, Any] = {"seen": np.array(sorted(self.seen), np.int64)}
        for name in _PARTS if self.chain else ():
            arrays[name] = getattr(self.chain, name)
        for number, each in enumerate(self.around.clusterings):
            arrays[f"pieces{number}"], arrays[f"numbers{number}"] = each.pieces, each.numbers
        if self.around.pairs is not None and self.around.vectors is not None:
            arrays["pairs"], arrays["vectors"] = self.around.pairs, self.around.vectors
        return packing.packed(header, arrays)


_PARTS = ("moves", "keys", "firsts", "places", "weights", "dense")


def loaded(data: bytes) -> SequenceModel:
    """The model that `dump` made the bytes of; raises ValueError for any other bytes."""
    header, arrays = packing.unpacked(data)
    try:
        if header["version"] != VERSION:
            raise ValueError(f"a model of version {header['version']}")
        around = _around(header, arrays)
        chain = _chain(header, arrays, around.width) if header["tags"] else None
        known = {
            str(string): {int(label): int(count) for label, count in row}
            for string, row in header["known"]
        }
        seen = frozenset(arrays["seen"].tolist())
        labels = tuple(map(str, header["labels"]))
        count = int(header["lessons"])
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"a broken model: {error!r}") from error
    return SequenceModel(ID, chain, labels, known, around, count, seen, Strings(known))


def _chain(header: dict[str, Any], arrays: dict[str, Any], width: int) -> Chain:
    names = tuple(map(str, header["tags"]))
    parts = [arrays[name] for name in _PARTS]
    moves, known, firsts, places, weights, dense = parts
    shapes = (
        moves.shape == (len(names), len(names)),
        known.shape == firsts.shape,
        places.shape == weights.shape,
        dense.shape in ((width, len(names)), (0, len(names))),
        [known.ndim, places.ndim] == [1, 1],
        [part.dtype.kind for part in parts] == ["f", "u", "i", "i", "f", "f"],
    )
    if not all(shapes):
        raise ValueError("a model whose parts do not fit")
    heavy = any(not (np.abs(part) <= HEAVIEST).all() for part in (moves, weights, dense))
    ordered = (np.diff(firsts) >= 0).all() and (np.diff(known.astype(object)) > 0).all()
    if (
        heavy
        or not ordered
        or not _within(firsts, len(places) + 1)
        or not _within(places, len(names))
    ):
        raise ValueError("a model with numbers that are none")
    return Chain(names, moves, known, firsts, places, weights, dense)


def _around(header: dict[str, Any], arrays: dict[str, Any]) -> Surroundings:
    found = []
    for number, unit in enumerate(header["units"]):
        pieces, numbers = arrays[f"pieces{number}"], arrays[f"numbers{number}"]
        if unit not in (0, 2) or pieces.shape != numbers.shape or pieces.size == 0:
            raise ValueError("clusters that do not fit")
        found.append(Clustering(unit, pieces, numbers))
    if "pairs" not in arrays:
        return Surroundings(tuple(found))
    pairs, vectors = arrays["pairs"], arrays["vectors"]
    if vectors.ndim != 2 or len(vectors) != len(pairs) + 1 or not np.isfinite(vectors).all():
        raise ValueError("vectors that do not fit")
    return Surroundings(tuple(found), pairs, vectors)


def _within(numbers: Ints, end: int) -> bool:
    return bool(len(numbers) == 0 or (numbers.min() >= 0 and numbers.max() < end))


def digest(text: str) -> int:
    """A number that tells texts apart, the same in every run."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _most(entry: tuple[int, int]) -> tuple[int, int]:
    return entry[1], entry[0]


def _worse(new: Sequence[tuple[int, int, int]], last: Sequence[tuple[int, int, int]]) -> bool:
    """Whether the new model does worse on the lessons taken together, beyond what chance does."""
    gains = [
        (2 * a[0] - a[1] - a[2]) - (2 * b[0] - b[1] - b[2]) for a, b in zip(new, last, strict=True)
    ]
    return sum(gains) + sum(gain * gain for gain in gains) ** 0.5 < 0


def _sum(rows: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    right, wrong, missed = (sum(column) for column in zip(*rows, strict=True))
    return right, wrong, missed


def best(chances: Sequence[Chance]) -> list[Chance]:
    """The entities among chances: those apart that together promise the best F1.

    A range belongs there if it is likelier than half of the F1 that is reached. Source: Lipton and
    others, "Optimal thresholding of classifiers to maximize F1 measure", 2014.
    """
    least = 0.25
    chosen: list[Chance] = []
    for _ in range(3):
        chosen = apart(chances, lambda chance: chance.exact - least)
        right = sum(chance.exact for chance in chosen)
        expected = sum(chance.exact for chance in chances)
        reached = 2 * right / (len(chosen) + expected) if chosen else 0.5
        least = min(0.5, max(0.15, reached / 2))
    return chosen


def _taught(
    lessons: Sequence[Lesson], texts: Iterable[str], report: Callable[[], None]
) -> SequenceModel:
    """A model that learned from these; without any entity it says nothing."""
    counts = Counter(named.label for lesson in lessons for named in lesson.entities)
    labels = tuple(sorted(label for label, _ in sorted(counts.items(), key=_rank)[:MOST_LABELS]))
    made = SequenceModel(
        labels=labels,
        lessons=len(lessons),
        seen=frozenset(digest(lesson.text) for lesson in lessons),
    )
    if not labels:
        return made
    made.around = learned((*(lesson.text for lesson in lessons), *texts), report)
    number = {label: place for place, label in enumerate(labels, 1)}
    known: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for lesson in lessons:
        for string, label in _own(lesson, number):
            known[string][label] += 1
    made.known = {string: dict(row) for string, row in known.items()}
    made._strings = Strings(made.known)
    states = 4 * len(labels) + 1
    chosen = _chosen(lessons, _WORK / _ROUNDS[1] / (states * states / 8 + 400))
    characters = sum(len(lesson.text) for lesson, _ in chosen)
    if characters > _DENSE_UNTIL:
        made.around = Surroundings(made.around.clusterings)
    rounds = _WORK / (characters + 1) / (states * states / 8 + 400)
    settings = {**_SETTINGS, "max_iterations": int(min(_ROUNDS[0], max(_ROUNDS[1], rounds)))}
    made.chain = _trained(made, chosen, number, settings, report)
    return made


def _rank(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _own(lesson: Lesson, number: dict[str, int]) -> set[tuple[str, int]]:
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
    made: SequenceModel,
    chosen: Sequence[tuple[Lesson, list[Range]]],
    number: dict[str, int],
    settings: dict[str, object],
    report: Callable[[], None],
) -> Chain:
    """The chain of weights for lessons; every key that they show has a number."""
    tables = []
    dense = []
    for lesson, _ in chosen:
        report()
        own: defaultdict[str, set[int]] = defaultdict(set)
        for string, label in _own(lesson, number):
            own[string].add(label)
        less = {string: frozenset(row) for string, row in own.items()}
        rows, numbers = made._rows(read(lesson.text), leave_one_out(made.known, less))
        tables.append(rows)
        dense.append(numbers)
    whole = np.concatenate(tables)
    found, back = np.unique(whole, return_inverse=True)
    back = back.reshape(whole.shape)
    names = ["" if not value else str(place) for place, value in enumerate(found.tolist())]
    width = dense[0].shape[1]
    report()
    sequences = _sequences(chosen, back, np.concatenate(dense), names, number)
    return chain_of(trained(sequences, settings), found, width)


def _sequences(
    chosen: Sequence[tuple[Lesson, list[Range]]],
    back: Ints,
    dense: Any,
    names: Sequence[str],
    number: dict[str, int],
) -> Iterator[tuple[Any, list[str]]]:
    """The sentences as crfsuite takes them."""
    from pycrfsuite import ItemSequence

    columns = [f"d{place}" for place in range(dense.shape[1])]
    base = 0
    for lesson, spans in chosen:
        entities = apart(
            [named for named in lesson.entities if named.label in number],
            lambda named: named.end - named.start,
        )
        row = tags(len(lesson.text), entities)
        for start, end in spans:
            items: list[Any] = [
                [name for place in line if (name := names[place])]
                for line in back[base + start : base + end].tolist()
            ]
            if columns:
                values = dense[base + start : base + end].tolist()
                items = [
                    {**dict.fromkeys(item, 1.0), **dict(zip(columns, line, strict=True))}
                    for item, line in zip(items, values, strict=True)
                ]
            yield ItemSequence(items), _whole(row[start:end])
        base += len(lesson.text)


def _whole(row: list[str]) -> list[str]:
    """Tags of a sentence, without those of entities that its ends cut through."""
    for at, step in ((0, 1), (len(row) - 1, -1)):
        inside = "ME" if step > 0 else "BM"
        while 0 <= at < len(row) and row[at][0] in inside:
            row[at] = "O"
            at += step
    return row
