"""What texts without labels teach: which pieces stand among the same neighbours.

Pairs of characters and words are counted by their neighbours, the counts made into
positive pointwise mutual information, that into short vectors, and those into clusters. At 200
labelled sentences this is worth as much as twice the labels. Sources: Levy and Goldberg, "Neural
word embedding as implicit matrix factorization", 2014; Halko and others, "Finding structure with
randomness", 2011; Guo and others, "Revisiting embedding features", 2014.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.features import Clusters
from annotator.suggest.sheet import Sheet, read, shifted
from annotator.suggest.steps import Floats, Ints

MOST_CHARS = 400_000
"""More text than this takes time and changes little."""

LEAST_CHARS = 5_000
"""In less text nothing has neighbours enough to be compared."""

BESIDE = 2
"""A character has the vectors of two pairs: the one that it ends and the one that it begins."""

VECTOR = 48
_PAIR = 2
_NEIGHBOURS = 1_500
_PIECES = 8_000
_SCALE = 3.0
_ROUNDS = 12
_WORDS = 0
UNITS = (_PAIR, _WORDS)
_WIDTH = 1 << 21
_REACH = {
    2: (-2, -1, 0, 1),
    _WORDS: (-1, 0, 1),
}
_SIZES = {2: (100, 500), _WORDS: (200,)}
_LEAST = {2: 4, _WORDS: 3}


@dataclass(frozen=True)
class Pieces:
    """Sorted pieces of a unit, and a row of numbers for each clustering of them, from 1."""

    unit: int
    pieces: Ints
    numbers: Ints


class Around(NamedTuple):
    """What is known of a text: its clusters, and for each character the row of each of its pairs
    among the vectors."""

    clusters: Clusters
    pairs: tuple[Ints, Ints]


@dataclass(frozen=True)
class Surroundings:
    """What was learned: pieces with their clusters, and a vector for each pair of characters among
    them, the first for none.

    Without texts nothing is known, and nothing said of any.
    """

    units: tuple[Pieces, ...] = ()
    vectors: Floats = field(default_factory=lambda: np.zeros((1, 0), np.float32))

    def of(self, sheet: Sheet) -> Around:
        """What is known of what stands in a text."""
        row = np.zeros(len(sheet), np.int64)
        clusters = []
        for each in self.units:
            places = _at(each.pieces, _units(sheet, each.unit))
            if each.unit == _PAIR:
                row = places + 1
            clusters += [
                (np.where(places >= 0, numbers[places], 0), _REACH[each.unit], each.unit == _WORDS)
                for numbers in each.numbers
            ]
        return Around(clusters, (shifted(row, -1), row))

    @property
    def pairs(self) -> int:
        """How many pairs of characters are known."""
        return sum(len(each.pieces) for each in self.units if each.unit == _PAIR)

    @property
    def width(self) -> int:
        """How many numbers the vectors of a character have, of both pairs."""
        return BESIDE * int(self.vectors.shape[1])


def learned(texts: Iterable[str], report: Callable[[], None] = lambda: None) -> Surroundings:
    """What these texts teach; `report` is called between steps and may raise.

    >>> learned(["太短"]).width
    0
    """
    whole = _some(texts)
    if len(whole) < LEAST_CHARS:
        return Surroundings()
    sheet = read(whole)
    units, vectors = [], Surroundings().vectors
    for unit, sizes in _SIZES.items():
        report()
        pieces, points = _points(sheet, unit)
        if not len(pieces):
            continue
        order = np.argsort(pieces)
        pieces, points = pieces[order], points[order]
        if unit == _PAIR:
            vectors = np.vstack([np.zeros((1, VECTOR)), points * _SCALE]).astype(np.float32)
        numbers = np.zeros((0, len(pieces)), np.int64)
        for size in sizes:
            report()
            if 2 * size < len(pieces):
                numbers = np.vstack([numbers, _grouped(points, size) + 1])
        units.append(Pieces(unit, pieces, numbers))
    return Surroundings(tuple(units), vectors)


def _some(texts: Iterable[str]) -> str:
    parts, length = [], 0
    for text in texts:
        parts.append(text[: MOST_CHARS - length])
        length += len(parts[-1])
        if length >= MOST_CHARS:
            break
    return "\n".join(parts)


def _units(sheet: Sheet, unit: int) -> Ints:
    """A number for what begins at each character, or for each word."""
    if unit == _WORDS:
        return sheet.words
    pairs: Ints = sheet.chars * _WIDTH + shifted(sheet.chars, 1)
    return pairs


def _at(pieces: Ints, asked: Ints) -> Ints:
    """The place of each among the sorted pieces, or -1."""
    places = np.minimum(np.searchsorted(pieces, asked), len(pieces) - 1)
    found: Ints = np.where(pieces[places] == asked, places, -1)
    return found


def _points(sheet: Sheet, unit: int) -> tuple[Ints, Floats]:
    """The frequent pieces and a vector of length one for each."""
    numbers, pieces = _frequent(_units(sheet, unit), _PIECES, _LEAST[unit])
    if len(pieces) < 4 * VECTOR:
        return pieces[:0], np.zeros((0, VECTOR), np.float32)
    if unit == _WORDS:
        near, _ = _frequent(sheet.words, _NEIGHBOURS, 1)
        sides = [(near, -1, 1.0), (near, 1, 1.0), (near, -2, 0.5), (near, 2, 0.5)]
    else:
        near, _ = _frequent(sheet.chars, _NEIGHBOURS, 1)
        two, _ = _frequent(_units(sheet, _PAIR), _NEIGHBOURS, 2)
        sides = [(near, -1, 1.0), (near, unit, 1.0), (two, -2, 0.5), (two, unit, 0.5)]
    counts = np.zeros((len(pieces), _NEIGHBOURS * len(sides)), np.float32)
    for side, (row, by, weight) in enumerate(sides):
        moved = shifted(row, by, -1)
        both = (numbers >= 0) & (moved >= 0)
        places, times = np.unique(numbers[both] * _NEIGHBOURS + moved[both], return_counts=True)
        counts[places // _NEIGHBOURS, side * _NEIGHBOURS + places % _NEIGHBOURS] = times * weight
    return pieces, _short(counts)


def _frequent(row: Ints, most: int, least: int) -> tuple[Ints, Ints]:
    """A number for each of the most frequent values, -1 for the others, and these values."""
    values, back, times = np.unique(row, return_inverse=True, return_counts=True)
    order = np.argsort(-times, kind="stable")[:most]
    order = order[times[order] >= least]
    numbers = np.full(len(values), -1, np.int64)
    numbers[order] = np.arange(len(order))
    return numbers[back], values[order]


def _short(counts: Floats) -> Floats:
    """Vectors of length one that keep most of the mutual information of counts; it is used up."""
    rows, columns = counts.sum(1), counts.sum(0) ** 0.75
    whole = counts.sum()
    columns *= whole / columns.sum()
    at = np.nonzero(counts)
    told = np.log(counts[at] * whole / (rows[at[0]] * columns[at[1]]))
    counts[at] = np.maximum(told, 0)
    basis = counts @ _random((counts.shape[1], VECTOR + 16))
    for _ in range(3):
        basis, _ = np.linalg.qr(basis)
        back, _ = np.linalg.qr(counts.T @ basis)
        basis = counts @ back
    basis, _ = np.linalg.qr(basis)
    left, sizes, _ = np.linalg.svd(basis.T @ counts, full_matrices=False)
    points: Floats = (basis @ left)[:, :VECTOR] * np.sqrt(sizes[:VECTOR])
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-8
    return points.astype(np.float32)


def _random(shape: tuple[int, int]) -> Floats:
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def _grouped(points: Floats, size: int) -> Ints:
    """The cluster of each point, by k-means on directions."""
    chosen = np.random.default_rng(size).choice(len(points), size, replace=False)
    centres: NDArray[Any] = points[np.sort(chosen)]
    nearest = np.zeros(len(points), np.int64)
    for _ in range(_ROUNDS):
        nearest = (points @ centres.T).argmax(1)
        order = np.argsort(nearest, kind="stable")
        there, firsts = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(points[order], firsts)
        centres = centres.copy()
        centres[there] = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-8)
    return nearest
