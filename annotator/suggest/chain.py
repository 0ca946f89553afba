"""A trained chain of tags over characters: how likely each range of a text is an entity.

Tags are a label with a place in it: B first, M inside, E last, S alone; O is outside. The chances
are those of a linear-chain conditional random field, for many sentences at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.learning.crf import Weights
from annotator.suggest.base import Named
from annotator.suggest.features import Keys, Table
from annotator.suggest.steps import Floats, Ints, Steps
from annotator.suggest.together import each

OUTSIDE = "O"
_ALONE, _FIRST, _INSIDE, _LAST = "S", "B", "M", "E"
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]+[”’」』）)]*|[^。！？!?\n]+$")
_PAUSES = "，；、,; "
_LONGEST = 200
_CELLS = 400_000
"""So many numbers for the tags of characters are worked on at once."""

_WIDEST = 60
_AT_ONCE = 13_000
_LIGHTEST = 0.02
_RAREST = 1e-9
LEAST = 0.04
"""Ranges less likely than this are not told."""

Range = tuple[int, int]
Rows = NDArray[np.float64]


class Chance(NamedTuple):
    """How likely text[start:end] is an entity of `label`, and that one of it stands about here."""

    start: int
    end: int
    label: str
    exact: float
    near: float


def sentences(text: str) -> Iterator[Range]:
    """Sentences, and parts of such as are very long; only white space may be left out.

    >>> list(sentences("一句。两句!\\n\\n三"))
    [(0, 3), (3, 8), (8, 9)]
    """
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        while end - start > _LONGEST:
            middle = start + _LONGEST // 2
            cut = max(text.rfind(mark, middle, start + _LONGEST) for mark in _PAUSES) + 1
            cut = cut or start + _LONGEST
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def tags(length: int, entities: Sequence[Named]) -> list[str]:
    """The tag of each character; entities are apart.

    >>> tags(5, [Named(0, 3, "LOC"), Named(4, 5, "PER")])
    ['B-LOC', 'M-LOC', 'E-LOC', 'O', 'S-PER']
    """
    row = [OUTSIDE] * length
    for start, end, label in entities:
        if end - start == 1:
            row[start] = f"{_ALONE}-{label}"
        else:
            row[start] = f"{_FIRST}-{label}"
            row[start + 1 : end - 1] = [f"{_INSIDE}-{label}"] * (end - start - 2)
            row[end - 1] = f"{_LAST}-{label}"
    return row


@dataclass(frozen=True)
class Chain:
    """Weights ready to use: `keys` are sorted, and those of one are at `firsts` and behind it."""

    tags: tuple[str, ...]
    moves: Floats
    keys: Keys
    firsts: Ints
    places: Ints
    weights: Floats

    @cached_property
    def _table(self) -> Table:
        return Table(self.keys)

    @cached_property
    def _rows(self) -> Floats:
        """What each key says of each tag; the last row, of no key, says nothing."""
        counts = np.diff(np.append(self.firsts, len(self.places)))
        rows = np.zeros((len(self.keys) + 1, len(self.tags)), np.float32)
        rows[np.repeat(np.arange(len(self.keys)), counts), self.places] = self.weights
        return rows

    @cached_property
    def allowed(self) -> Rows:
        """How well each tag follows another, as a factor; 0 for what cannot be."""
        return np.exp(self.moves.astype(np.float64)) * _allowed(self.tags)

    def scores(self, rows: Keys) -> Rows:
        """How much speaks for each tag at each character."""
        step = 1 + _AT_ONCE // len(self.tags)
        parts = [rows[at : at + step] for at in range(0, len(rows), step)]
        return np.concatenate([*each(self._summed, parts), np.zeros((0, len(self.tags)))])

    def _summed(self, rows: Keys) -> Floats:
        """The weights of a part of a text; more at once would not stay near the processor."""
        numbers = self._table.find(rows.T.ravel()).reshape(rows.shape[1], -1)
        # What is not known has a number beyond all, and so the last row.
        sums: Floats = np.take(self._rows, numbers, axis=0, mode="clip").sum(0)
        return sums

    def chances(self, text: str, scores: Rows | Floats) -> list[Chance]:
        """The likely entities, in order of start, overlapping ones among them."""
        spans = np.array(list(sentences(text)), np.int64).reshape(-1, 2)
        # So many sentences at once as do not fill memory.
        parts = np.cumsum(spans[:, 1] - spans[:, 0]) * len(self.tags) // _CELLS
        found: list[Chance] = []
        for part in range(parts[-1] + 1 if len(parts) else 0):
            starts, ends = spans[parts == part].T
            if len(starts):
                found += self._told(scores, Steps(starts, ends - starts))
        return sorted(found)

    def _told(self, scores: Rows | Floats, steps: Steps) -> Iterator[Chance]:
        """The likely entities of sentences."""
        rows = scores[steps.places].astype(np.float64)
        rows -= rows.max(1, keepdims=True)
        weights = np.exp(rows, out=rows)
        before, scales = self._forward(weights, steps)
        behind = self._backward(weights, steps, scales)
        return _Reader(self, _Passed(weights, before, behind, scales), steps).all()

    def _forward(self, weights: Rows, steps: Steps) -> tuple[Rows, Rows]:
        """How likely what stands up to each character makes each tag, and what that was divided
        by to keep it near 1."""
        before, scales = weights.copy(), np.empty(len(weights))
        said = np.array([float(tag[0] in "OBS") for tag in self.tags])
        for step, here in enumerate(steps.forwards()):
            row = before[here]
            row *= said[: len(row)] @ self.allowed if step else said
            scales[here] = scale = row.sum(1) + 1e-300
            row /= scale[:, None]
            said = row
        return before, scales

    def _backward(self, weights: Rows, steps: Steps, scales: Rows) -> Rows:
        """How likely what stands behind each character makes each tag, divided as the other."""
        closes = [float(tag[0] in "OES") for tag in self.tags]
        moves, behind = self.allowed.T, np.tile(closes, (len(weights), 1))
        there = slice(0, 0)
        for here in steps.backwards():
            row = behind[here][: there.stop - there.start]
            np.matmul(weights[there] * behind[there], moves, out=row)
            row /= scales[there, None]
            there = here
        return behind


class _Passed(NamedTuple):
    """Sentences that were passed both ways: their characters as rows of tags."""

    weights: Rows
    before: Rows
    behind: Rows
    scales: Rows


class _Reader:
    """Reads the chances of ranges off sentences that were passed both ways."""

    def __init__(self, chain: Chain, passed: _Passed, steps: Steps) -> None:
        self._moves = chain.allowed
        self._passed, self._steps = passed, steps
        self._tags = {tag: number for number, tag in enumerate(chain.tags)}
        chances = passed.before * passed.behind
        # The same all along a sentence: the share of the paths that end as a sentence can.
        self._shares = chances.sum(1) + 1e-300
        self._chances = chances / self._shares[:, None]
        self._labels = sorted({tag[2:] for tag in chain.tags if tag != OUTSIDE})

    def all(self) -> Iterator[Chance]:
        """Every range that is likely enough."""
        for label in self._labels:
            places = {mark: self._tags.get(f"{mark}-{label}") for mark in "SBME"}
            mine = [place for place in places.values() if place is not None]
            near = self._chances[:, mine].sum(1)
            if places["S"] is not None:
                yield from self._alone(label, places["S"], near)
            if places["B"] is not None and places["E"] is not None:
                yield from self._long(label, (places["B"], places["M"], places["E"]), near)

    def _alone(self, label: str, place: int, near: Rows) -> Iterator[Chance]:
        exact = self._chances[:, place]
        rows = np.nonzero(exact >= LEAST)[0]
        starts = self._steps.places[rows]
        yield from _chances(label, starts, starts + 1, exact[rows], near[rows])

    def _long(
        self, label: str, places: tuple[int, int | None, int], near: Rows
    ) -> Iterator[Chance]:
        """Ranges of several characters: from all likely first ones on, a character at a time."""
        first, inside, last = places
        moves, passed = self._moves, self._passed
        here = np.nonzero(self._chances[:, first] >= LEAST)[0]
        starts, most = self._steps.places[here], near[here]
        reached = passed.before[here, first] / self._shares[here]
        before = first
        for _ in range(1, _WIDEST):
            here = self._steps.following[here]
            goes_on = here >= 0
            here, starts, most, reached = _kept(goes_on, here, starts, most, reached)
            most = np.maximum(most, near[here])
            reached = reached / passed.scales[here]
            exact = reached * moves[before, last] * passed.weights[here, last]
            exact *= passed.behind[here, last]
            told = exact >= LEAST
            ends = self._steps.places[here] + 1
            yield from _chances(label, *_kept(told, starts, ends, exact, most))
            if inside is None:
                break
            reached = reached * moves[before, inside] * passed.weights[here, inside]
            goes_on = (reached >= _RAREST) & (near[here] >= LEAST)
            here, starts, most, reached = _kept(goes_on, here, starts, most, reached)
            before = inside
            if not len(here):
                break


def _kept(wanted: NDArray[np.bool_], *rows: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    return tuple(row[wanted] for row in rows)


def _chances(label: str, starts: Ints, ends: Ints, exact: Rows, near: Rows) -> Iterator[Chance]:
    """Rows as values; what is about here is at least as likely as what is exactly here."""
    exact = np.minimum(exact, 1)
    rows = (row.tolist() for row in (starts, ends, exact, np.maximum(exact, near)))
    for start, end, chance, about in zip(*rows, strict=True):
        yield Chance(start, end, label, chance, about)


def _allowed(names: Sequence[str]) -> NDArray[np.bool_]:
    """Which tag may follow which: an entity is entered at its first character and left at its last.

    >>> _allowed(["O", "B-X", "E-X"]).tolist()
    [[True, True, False], [False, False, True], [True, True, False]]
    """
    return np.array([[_may_follow(one, other) for other in names] for one in names])


def _may_follow(tag: str, behind: str) -> bool:
    if tag[0] in "BM":
        return behind[0] in "ME" and tag[2:] == behind[2:]
    return behind[0] in "OBS"


def chain_of(weights: Weights, keys: Keys, names: tuple[str, ...]) -> Chain:
    """A chain for tags, of weights whose features are named by their number among the keys."""
    number = {tag: place for place, tag in enumerate(names)}
    moves = np.zeros((len(names), len(names)), np.float32)
    for (tag, behind), weight in weights.moves.items():
        moves[number[tag], number[behind]] = weight
    sparse = sorted(
        (int(name), number[tag], weight)
        for (name, tag), weight in weights.features.items()
        if abs(weight) >= _LIGHTEST
    )
    owners = np.array([owner for owner, _, _ in sparse], np.int64)
    owned, firsts = np.unique(owners, return_index=True)
    return Chain(
        names,
        moves,
        keys[owned],
        firsts,
        np.array([place for _, place, _ in sparse], np.int64),
        np.array([weight for *_, weight in sparse], np.float32),
    )
