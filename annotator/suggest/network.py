"""The recurrent network for Chinese words and names that jieba ships, in a few sums of arrays.

Two layers read a sentence both ways, and a chain of tags settles what they say. Source: LAC, Jiao
and others, "Chinese lexical analysis with deep Bi-GRU-CRF network", 2018. Its small model, of the
Apache licence, is a part of jieba since 0.42; only its numbers are read, nothing of it is run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.together import each
from annotator.text.packaged import package_file

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

_FOLDER = "lac_small"
_SIZE = 128
"""Numbers of a character, and of the state of a layer in each direction."""

STATES = 2 * _SIZE
"""Numbers of a character as the last layer leaves it, of both directions."""

_UNKNOWN = "OOV"
_HALF = np.float32(0.5)
_GATES = 2
_STEEPEST = 40.0


_SHARED = 2_000
"""So many characters at least are read by two processors."""

Three = tuple[Floats, Floats, Floats]
"""One for the gate that takes the new state, for that which forgets the last, for the state."""


class _Side(NamedTuple):
    """What a direction of a layer makes of what comes in, and of the last state.

    Each has a table of its own, so that what is summed lies in a row. Gates are halved, for half a
    hyperbolic tangent is a logistic curve, and so is the state, which takes what the gate that
    forgets gives doubled.
    """

    into: Three
    bias: Three
    last: Three

    def tables(self, said: Floats) -> list[Floats]:
        """What comes in from each of these rows."""
        return [said @ into + bias for into, bias in zip(self.into, self.bias, strict=True)]

    def put(self, said: Floats, here: slice, rooms: Sequence[Floats]) -> None:
        """Put what comes in from some of the rows into these tables."""
        for into, bias, room in zip(self.into, self.bias, rooms, strict=True):
            np.matmul(said[here], into, out=room)
            np.add(room, bias, out=room)


_Layer = tuple[_Side, _Side]
"""A layer reads forwards, and backwards."""

Given = Callable[[slice, Sequence[Floats]], None]
"""Puts what comes in for the characters of a step into three tables."""


class Read(NamedTuple):
    """The characters of a sentence: the likeliest tag, how likely it is, and where in `whole`,
    which has those of other sentences too, their states are."""

    tags: Ints
    sure: Floats
    whole: Floats
    places: Ints

    @property
    def states(self) -> Floats:
        """A row for each character."""
        return self.whole[self.places]


@dataclass(frozen=True)
class Network:
    """The numbers of the network; `tags` are named as jieba does."""

    tags: tuple[str, ...]
    characters: dict[str, int]
    vectors: Floats
    layers: tuple[_Layer, ...]
    out: Floats
    out_bias: Floats
    opens: Floats
    closes: Floats
    moves: Floats

    def read(self, sentences: Sequence[str]) -> list[Read]:
        """What it makes of each sentence; none of them is empty."""
        order = sorted(range(len(sentences)), key=lambda number: -len(sentences[number]))
        rows = _Rows([sentences[number] for number in order])
        states = self._passed(rows, self._numbers(rows))
        tags, sure = self._chained(rows, states @ self.out + self.out_bias)
        found = {}
        for place, number in enumerate(order):
            mine = rows.firsts[: len(sentences[number])] + place
            found[number] = Read(tags[mine], sure[mine], states, mine)
        return [found[number] for number in range(len(sentences))]

    def _numbers(self, rows: _Rows) -> Ints:
        unknown = self.characters[_UNKNOWN]
        return np.array([self.characters.get(char, unknown) for char in rows.characters], np.int64)

    def _passed(self, rows: _Rows, numbers: Ints) -> Floats:
        """The states of each character after both layers."""
        known, back = np.unique(numbers, return_inverse=True)
        first, second = self.layers

        def alike(side: _Side) -> Given:
            """A character says the same wherever it stands, in the first layer alone."""
            tables = side.tables(self.vectors[known])

            def put(here: slice, rooms: Sequence[Floats]) -> None:
                for table, room in zip(tables, rooms, strict=True):
                    np.take(table, back[here], axis=0, out=room, mode="clip")

            return put

        states = _both(rows, first, alike)
        return _both(rows, second, lambda side: partial(side.put, states))

    def _chained(self, rows: _Rows, given: Floats) -> tuple[Ints, Floats]:
        """The likeliest tag at each character in the light of its neighbours, and how likely."""
        weights = np.exp(np.maximum(given - given.max(1, keepdims=True), -_STEEPEST))
        told = self._before(rows, weights) * self._behind(rows, weights)
        tags = told.argmax(1)
        return tags, told[np.arange(len(tags)), tags] / told.sum(1)

    def _before(self, rows: _Rows, weights: Floats) -> Floats:
        """How likely what stands up to each character makes each tag there."""
        moves, found = np.exp(self.moves), np.empty_like(weights)
        row = np.tile(np.exp(self.opens), (rows.live[0], 1))
        for step, live in enumerate(rows.live):
            here = rows.at(step)
            row = (row if step == 0 else row[:live] @ moves) * weights[here]
            row /= row.sum(1, keepdims=True)
            found[here] = row
        return found

    def _behind(self, rows: _Rows, weights: Floats) -> Floats:
        """How likely what stands behind each character makes each tag there."""
        moves, found = np.exp(self.moves).T, np.empty_like(weights)
        row = np.tile(np.exp(self.closes), (rows.live[0], 1))
        for step in range(len(rows.live) - 1, -1, -1):
            live = rows.live[step]
            ahead = rows.live[step + 1] if step + 1 < len(rows.live) else 0
            if ahead:
                there = rows.at(step + 1)
                said = (weights[there] * row[:ahead]) @ moves
                row[:ahead] = said / said.sum(1, keepdims=True)
            found[rows.at(step)] = row[:live]
        return found


class _Rows:
    """Sentences, the longest first, as rows: first the first characters of all, then the second.

    `live` says how many sentences reach so far, and `firsts` where the rows of a step begin.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        lengths = np.array([len(sentence) for sentence in sentences])
        steps = np.arange(lengths[0])
        self.live: list[int] = np.searchsorted(-lengths, -steps, "left").tolist()
        self.firsts: Ints = np.concatenate(([0], np.cumsum(self.live)[:-1])).astype(np.int64)
        self.characters = [
            sentence[step] for step, live in enumerate(self.live) for sentence in sentences[:live]
        ]

    def at(self, step: int) -> slice:
        """The rows of the characters that stand so far behind the start."""
        first = int(self.firsts[step])
        return slice(first, first + self.live[step])


def _both(rows: _Rows, layer: _Layer, given: Callable[[_Side], Given]) -> Floats:
    """The states of a layer that reads the sentences both ways, each way by a processor."""
    out = np.empty((len(rows.characters), STATES), np.float32)

    def go(number: int) -> None:
        mine = out[:, number * _SIZE : (number + 1) * _SIZE]
        _pass(rows, given(layer[number]), layer[number].last, number, mine)

    share = each if len(out) >= _SHARED else map
    list(share(go, range(len(layer))))
    return out


def _pass(rows: _Rows, given: Given, weights: Three, backwards: int, out: Floats) -> None:
    """Put the states of a layer that reads the sentences in one direction into `out`.

    Each step writes over the numbers of the last one, and what comes in is worked out for one step
    at a time: making room for new ones, or for all, would take a third of the time.
    """
    most = rows.live[0]
    rooms = [np.zeros((most, _SIZE), np.float32) for _ in range(6)]
    steps = range(len(rows.live))
    for step in reversed(steps) if backwards else steps:
        here = rows.at(step)
        last, gate, new, *come = (room[: rows.live[step]] for room in rooms)
        given(here, come)
        takes, forgets, state = come
        _opened(last, weights[1], forgets, gate)
        gate *= last
        np.matmul(gate, weights[2], out=new)
        new += state
        np.tanh(new, out=new)
        new -= last
        _opened(last, weights[0], takes, gate)
        new *= gate
        new *= _HALF
        last += new
        out[here] = last


def _opened(last: Floats, weights: Floats, given: Floats, gate: Floats) -> None:
    """Put into `gate` how far it is open, doubled."""
    np.matmul(last, weights, out=gate)
    gate += given
    np.tanh(gate, out=gate)
    gate += 1


@cache
def network() -> Network:
    """The network of the jieba that is installed; raises FileNotFoundError where it has none."""
    tags = tuple(name for _, name in sorted(_table("tag.dic").items()))
    width = len(tags)
    chain = _numbers("crfw", width + 2, width)
    characters = {char: number for number, char in _table("word.dic").items()}
    return Network(
        tags,
        characters,
        _numbers("word_emb", max(characters.values()) + 1, _SIZE),
        tuple(_layer(depth, inputs) for depth, inputs in enumerate((_SIZE, STATES))),
        _numbers("fc_4.w_0", 2 * _SIZE, width),
        _numbers("fc_4.b_0", 1, width)[0],
        chain[0],
        chain[1],
        chain[2:],
    )


def _layer(depth: int, inputs: int) -> _Layer:
    return _side(2 * depth, inputs), _side(2 * depth + 1, inputs)


def _side(number: int, inputs: int) -> _Side:
    into = _numbers(f"fc_{number}.w_0", inputs, 3 * _SIZE)
    bias = _numbers(f"fc_{number}.b_0", 1, 3 * _SIZE) + _numbers(f"gru_{number}.b_0", 1, 3 * _SIZE)
    # The weights of the gates stand before those of the state, each as a table of its own.
    flat = _numbers(f"gru_{number}.w_0", 3 * _SIZE, _SIZE).ravel()
    gates = flat[: 2 * _SIZE * _SIZE].reshape(_SIZE, 2 * _SIZE)
    state = flat[2 * _SIZE * _SIZE :].reshape(_SIZE, _SIZE)
    last = np.concatenate((gates, state), 1)
    return _Side(_thirds(into, _GATES), _thirds(bias[0], _GATES), _thirds(last, _GATES + 1))


def _thirds(table: Floats, halved: int) -> Three:
    """The columns of the gates and of the state, the first so many of these three halved."""
    one, two, three = (
        np.ascontiguousarray(part * (_HALF if number < halved else 1), np.float32)
        for number, part in enumerate(np.split(table, 3, -1))
    )
    return one, two, three


def _numbers(name: str, rows: int, columns: int) -> Floats:
    """A table of the network; the file has it behind a header that says no more than its size."""
    data = package_file("jieba", _FOLDER, "model_baseline", name).read_bytes()
    return np.frombuffer(data[-4 * rows * columns :], "<f4").reshape(rows, columns)


def _table(name: str) -> dict[int, str]:
    lines = package_file("jieba", _FOLDER, name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {int(pair[0]): pair[1] for pair in pairs if len(pair) == 2}
