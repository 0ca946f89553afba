"""How far annotators agree on entities: shares of spans, and chance-corrected on characters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import NamedTuple, TypeVar, cast

from annotator.counts import Counts

Category = frozenset[str]
"""The labels that lie on a character; none for most."""


K = TypeVar("K", bound=tuple[Category | None, ...])


class Mark(NamedTuple):
    """An entity as one annotator sees it: a half-open range on raw, and the name of its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Compared:
    """An article that several annotators worked on: its length, and the marks of each by name."""

    key: str
    length: int
    marks: Mapping[str, frozenset[Mark]]


@dataclass
class PairFigures:
    """Two annotators: the second held against the first, so that only F1 reads both ways.

    `exact` counts entities with the same range and label, `overlapping` those of the same label
    that share a character, each at most once. `characters` counts characters by what the first
    and the second say of them.
    """

    exact: Counts = field(default_factory=Counts)
    overlapping: Counts = field(default_factory=Counts)
    characters: Counter[tuple[Category, Category]] = field(default_factory=Counter)
    labels: dict[str, Counts] = field(default_factory=dict)
    """Exact counts of each label."""
    articles: dict[str, Counts] = field(default_factory=dict)
    """Exact counts of each article that one of them labelled."""

    def kappa(self, label: str | None = None) -> float | None:
        """Cohen's kappa on characters, of one label (there or not) or all; None if undefined.

        After Cohen (1960), A coefficient of agreement for nominal scales.
        """
        return kappa(_of_label(self.characters, label))

    def worst(self) -> list[str]:
        """The articles they agree on least first, those with most differences among equals."""
        differing = [
            (counts.f1, -(counts.wrong + counts.missed), key)
            for key, counts in self.articles.items()
            if counts.wrong or counts.missed
        ]
        return [key for _, _, key in sorted(differing)]


@dataclass
class Agreement:
    """The figures of every two annotators, by their names in order, and of all of them."""

    pairs: dict[tuple[str, str], PairFigures] = field(default_factory=dict)
    units: Counter[tuple[Category | None, ...]] = field(default_factory=Counter)
    """Characters by what each annotator says of them, None for one who did not see the article."""
    labels: tuple[str, ...] = ()

    def alpha(self, label: str | None = None) -> float | None:
        """Krippendorff's alpha on characters, nominal, of one label or all; None if undefined."""
        return alpha(_of_label(self.units, label))


def agreement(articles: Iterable[Compared]) -> Agreement:
    """Compare all annotators over all articles.

    >>> ours, theirs = Mark(0, 2, "PER"), Mark(0, 3, "PER")
    >>> marks = {"甲": frozenset({ours}), "乙": frozenset({theirs})}
    >>> found = agreement([Compared("a", 10, marks)]).pairs["乙", "甲"]
    >>> found.exact.f1, found.overlapping.f1, round(found.kappa(), 3)
    (0.0, 1.0, 0.737)
    """
    compared = [article for article in articles if len(article.marks) > 1]
    names = sorted({name for article in compared for name in article.marks})
    made = Agreement()
    labels: set[str] = set()
    for article in compared:
        labels.update(mark.label for marks in article.marks.values() for mark in marks)
        _count_units(made.units, article, names)
        for pair in combinations(sorted(article.marks), 2):
            _count_pair(made.pairs.setdefault(pair, PairFigures()), article, pair)
    made.labels = tuple(sorted(labels))
    return made


def kappa(characters: Mapping[tuple[Category, Category], int]) -> float | None:
    """Cohen's kappa of a table of counts; None where both said the same one thing throughout."""
    total = sum(characters.values())
    first: Counter[Category] = Counter()
    second: Counter[Category] = Counter()
    same = 0
    for (one, other), count in characters.items():
        first[one] += count
        second[other] += count
        same += count if one == other else 0
    by_chance = sum(first[one] * second[one] for one in first)
    if not total or by_chance == total * total:
        return None
    return (same * total - by_chance) / (total * total - by_chance)


def alpha(units: Mapping[tuple[Category | None, ...], int]) -> float | None:
    """Krippendorff's alpha for nominal data; None where all said the same one thing.

    Units that fewer than two judged do not count. After Krippendorff (2011), Computing
    Krippendorff's alpha-reliability.
    """
    values: Counter[Category] = Counter()
    observed = 0.0
    for unit, count in units.items():
        given = Counter(value for value in unit if value is not None)
        judged = given.total()
        if judged < 2:
            continue
        for value, times in given.items():
            values[value] += times * count
        unequal = judged * judged - sum(times * times for times in given.values())
        observed += count * unequal / (judged - 1)
    total = values.total()
    expected = total * total - sum(count * count for count in values.values())
    return 1 - (total - 1) * observed / expected if expected else None


def _count_pair(figures: PairFigures, article: Compared, pair: tuple[str, str]) -> None:
    one, other = (article.marks[name] for name in pair)
    counts = _exact(one, other)
    figures.exact += counts
    if one or other:
        figures.articles[article.key] = counts
    for label in {mark.label for mark in one | other}:
        ours, theirs = (frozenset(m for m in marks if m.label == label) for marks in (one, other))
        figures.labels.setdefault(label, Counts())
        figures.labels[label] += _exact(ours, theirs)
        met = _overlapping(sorted(ours), sorted(theirs))
        figures.overlapping += Counts(met, len(theirs) - met, len(ours) - met)
    for size, values in _stretches(article.length, (one, other)):
        figures.characters[values[0], values[1]] += size


def _exact(one: frozenset[Mark], other: frozenset[Mark]) -> Counts:
    return Counts(len(one & other), len(other - one), len(one - other))


def _overlapping(ours: Sequence[Mark], theirs: Sequence[Mark]) -> int:
    """How many can be paired so that the two of each pair share a character, none taken twice.

    Taking the pair that ends first is best for ranges in order, as in scheduling intervals.
    """
    waiting = sorted(theirs, key=lambda mark: (mark.end, mark.start))
    met = 0
    for mark in sorted(ours, key=lambda mark: (mark.end, mark.start)):
        for place, other in enumerate(waiting):
            if other.start < mark.end and mark.start < other.end:
                del waiting[place]
                met += 1
                break
    return met


def _count_units(
    units: Counter[tuple[Category | None, ...]], article: Compared, names: Sequence[str]
) -> None:
    seen = [name for name in names if name in article.marks]
    for size, values in _stretches(article.length, [article.marks[name] for name in seen]):
        said = dict(zip(seen, values, strict=True))
        units[tuple(said.get(name) for name in names)] += size


def _stretches(
    length: int, layers: Sequence[Iterable[Mark]]
) -> Iterator[tuple[int, tuple[Category, ...]]]:
    """Stretches of characters of which every layer says one thing: their length, and what."""
    turns: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for number, marks in enumerate(layers):
        for mark in marks:
            turns[mark.start].append((number, mark.label, 1))
            turns[mark.end].append((number, mark.label, -1))
    on: list[Counter[str]] = [Counter() for _ in layers]
    places = sorted({0, length, *turns})
    for here, following in pairwise(places):
        for number, label, step in turns.get(here, ()):
            on[number][label] += step
        yield following - here, tuple(frozenset(+held) for held in on)


def _of_label(characters: Mapping[K, int], label: str | None) -> Mapping[K, int]:
    """The counts as if there were no other label; as they are for None."""
    if label is None:
        return characters
    there, absent = frozenset((label,)), frozenset[str]()
    folded: Counter[tuple[Category | None, ...]] = Counter()
    for values, count in characters.items():
        said = (v if v is None else there if label in v else absent for v in values)
        folded[tuple(said)] += count
    return cast("Mapping[K, int]", folded)
