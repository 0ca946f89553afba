"""A trained chain of tags over characters: how likely each range of a text is an entity.

Tags are a label with a place in it: B first, M inside, E last, S alone; O is outside. The chances
are those of a linear-chain conditional random field, for many sentences at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.learning.crf import Weights
from annotator.suggest.base import Named
from annotator.suggest.features import Keys, Table
from annotator.suggest.sheet import Floats, Ints
from annotator.suggest.together import each

OUTSIDE = "O"
_ALONE, _FIRST, _INSIDE, _LAST = "S", "B", "M", "E"
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]+[”’」』）)]*|[^。！？!?\n]+$")
_PAUSES = "，；、,; "
_LONGEST = 200
_TOGETHER = 64
_WIDEST = 60
_AT_ONCE = 13_000
_LIGHTEST = 0.02
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
        # What is not known has the number -1, the last row.
        sums: Floats = np.take(self._rows, numbers, axis=0, mode="wrap").sum(0)
        return sums

    def chances(self, text: str, scores: Rows) -> list[Chance]:
        """The likely entities, in order of start, overlapping ones among them."""
        spans = sorted(sentences(text), key=lambda span: span[0] - span[1])
        found: list[Chance] = []
        for at in range(0, len(spans), _TOGETHER):
            found += self._told(scores, spans[at : at + _TOGETHER])
        return sorted(found)

    def _told(self, scores: Rows, spans: Sequence[Range]) -> Iterator[Chance]:
        """The likely entities of sentences, the longest first."""
        starts = np.array([start for start, _ in spans])
        lengths = np.array([end - start for start, end in spans])
        rows = np.zeros((len(spans), lengths[0], len(self.tags)))
        for number, (start, end) in enumerate(spans):
            rows[number, : end - start] = scores[start:end]
        rows -= rows.max(2, keepdims=True)
        weights = np.exp(rows)
        live = np.searchsorted(-lengths, -np.arange(lengths[0])).tolist()
        before, scales = self._forward(weights, live)
        behind = self._backward(weights, live, scales)
        yield from _Reader(self, _Passed(weights, before, behind, scales, starts, lengths)).all()

    def _forward(self, weights: Rows, live: Sequence[int]) -> tuple[Rows, Rows]:
        moves = self.allowed
        opens = np.array([tag[0] in "OBS" for tag in self.tags])
        before = np.zeros_like(weights)
        scales = np.ones(weights.shape[:2])
        row = weights[:, 0] * opens
        for at, count in enumerate(live):
            if at:
                row = (row[:count] @ moves) * weights[:count, at]
            scale = row.sum(1) + 1e-300
            row = row / scale[:, None]
            before[:count, at], scales[:count, at] = row, scale
        return before, scales

    def _backward(self, weights: Rows, live: Sequence[int], scales: Rows) -> Rows:
        moves = self.allowed.T
        behind = np.zeros_like(weights)
        further = 0
        for at, count in reversed(list(enumerate(live))):
            if further:
                ahead = weights[:further, at + 1] * behind[:further, at + 1]
                behind[:further, at] = ahead @ moves / scales[:further, at + 1, None]
            # Sentences that end here.
            behind[further:count, at] = [tag[0] in "OES" for tag in self.tags]
            further = count
        return behind


class _Passed(NamedTuple):
    """Sentences that were passed both ways: a row for each, its characters, and their tags."""

    weights: Rows
    before: Rows
    behind: Rows
    scales: Rows
    starts: Ints
    lengths: Ints


class _Reader:
    """Reads the chances of ranges off sentences that were passed both ways."""

    def __init__(self, chain: Chain, passed: _Passed) -> None:
        self._moves = chain.allowed
        self._passed = passed
        self._tags = {tag: number for number, tag in enumerate(chain.tags)}
        chances = passed.before * passed.behind
        # The same all along a sentence: the share of the paths that end as a sentence can.
        self._shares = chances.sum(2) + 1e-300
        self._chances = chances / self._shares[:, :, None]
        self._labels = sorted({tag[2:] for tag in chain.tags if tag != OUTSIDE})

    def all(self) -> Iterator[Chance]:
        """Every range that is likely enough."""
        for label in self._labels:
            places = {mark: self._tags.get(f"{mark}-{label}") for mark in "SBME"}
            mine = [place for place in places.values() if place is not None]
            near = self._chances[:, :, mine].sum(2)
            if places["S"] is not None:
                yield from self._alone(label, places["S"], near)
            if places["B"] is not None and places["E"] is not None:
                yield from self._long(label, places, near)

    def _alone(self, label: str, place: int, near: Rows) -> Iterator[Chance]:
        chances = self._chances[:, :, place]
        for row, at in zip(*(x.tolist() for x in np.nonzero(chances >= LEAST)), strict=True):
            start = int(self._passed.starts[row]) + at
            exact = float(chances[row, at])
            yield Chance(start, start + 1, label, exact, max(exact, float(near[row, at])))

    def _long(self, label: str, places: dict[str, int | None], near: Rows) -> Iterator[Chance]:
        first, inside, last = places["B"], places["M"], places["E"]
        firsts = np.nonzero(self._chances[:, :, first] >= LEAST)
        moves = self._moves
        to_last = float(moves[first, last])
        to_inside = float(moves[first, inside]) if inside is not None else 0.0
        goes_on = float(moves[inside, inside]) if inside is not None else 0.0
        closes = float(moves[inside, last]) if inside is not None else 0.0
        for row, at in zip(*(x.tolist() for x in firsts), strict=True):
            stop = min(int(self._passed.lengths[row]), at + _WIDEST)
            span = slice(at + 1, stop)
            scale = self._passed.scales[row, span]
            ends = (self._passed.weights[row, span, last] / scale).tolist()
            leave = self._passed.behind[row, span, last].tolist()
            mids = (
                (self._passed.weights[row, span, inside] / scale).tolist()
                if inside is not None
                else []
            )
            peak = near[row, at:stop].tolist()
            reached = float(self._passed.before[row, at, first] / self._shares[row, at])
            most, move_in, move_out = peak[0], to_inside, to_last
            start = int(self._passed.starts[row]) + at
            for step, end in enumerate(ends):
                most = max(most, peak[step + 1])
                exact = reached * move_out * end * leave[step]
                if exact >= LEAST:
                    yield Chance(start, start + step + 2, label, min(exact, 1.0), most)
                if not mids:
                    break
                reached *= move_in * mids[step]
                if reached < 1e-9 or peak[step + 1] < LEAST:
                    break
                move_in, move_out = goes_on, closes


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
