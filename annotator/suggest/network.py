"""The recurrent network for Chinese words and names that jieba ships, in a few sums of arrays.

Two layers read a sentence both ways, and a chain of tags settles what they say. Source: LAC, Jiao
and others, "Chinese lexical analysis with deep Bi-GRU-CRF network", 2018. Its small model, of the
Apache licence, is a part of jieba since 0.42; only its numbers are read, nothing of it is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
_STEEPEST = 40.0


@dataclass(frozen=True)
class _Layer:
    """A layer: what comes in, and what the last state gives to the gates and to the state.

    What comes in is for both directions side by side; `gates` and `states` have a table for each.
    Gates come first, the one that takes the new state before the one that forgets the last. They
    are halved, for half a hyperbolic tangent is a logistic curve, and so is the state, which takes
    what the gate that forgets gives doubled.
    """

    into: Floats
    bias: Floats
    gates: tuple[Floats, Floats]
    states: tuple[Floats, Floats]


class Read(NamedTuple):
    """The characters of a sentence: the likeliest tag, how likely it is, and the state."""

    tags: Ints
    sure: Floats
    states: Floats


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
        told = self._chained(rows, states @ self.out + self.out_bias)
        whole = Read(told.argmax(1), told.max(1), states)
        found = [whole] * len(sentences)
        for place, number in enumerate(order):
            mine = rows.firsts[: len(sentences[number])] + place
            found[number] = Read(whole.tags[mine], whole.sure[mine], states[mine])
        return found

    def _numbers(self, rows: _Rows) -> Ints:
        unknown = self.characters[_UNKNOWN]
        return np.array([self.characters.get(char, unknown) for char in rows.characters], np.int64)

    def _passed(self, rows: _Rows, numbers: Ints) -> Floats:
        """The states of each character after both layers."""
        known, back = np.unique(numbers, return_inverse=True)
        said = self.vectors[known]
        for depth, layer in enumerate(self.layers):
            given = said @ layer.into
            given += layer.bias
            said = np.empty((len(numbers), STATES), np.float32)
            for side, columns in enumerate((slice(_SIZE), slice(_SIZE, None))):
                mine = given[:, side * 3 * _SIZE : (side + 1) * 3 * _SIZE]
                # A character says the same wherever it stands, in the first layer alone.
                come = mine[back] if depth == 0 else mine
                _pass(rows, come, (layer.gates[side], layer.states[side]), side, said[:, columns])
        return said

    def _chained(self, rows: _Rows, given: Floats) -> Floats:
        """How likely each tag is at each character, in the light of its neighbours."""
        weights = np.exp(np.maximum(given - given.max(1, keepdims=True), -_STEEPEST))
        moves = np.exp(self.moves)
        opens, closes = np.exp(self.opens), np.exp(self.closes)
        before, behind = np.empty_like(weights), np.empty_like(weights)
        row = np.tile(opens, (rows.live[0], 1))
        for step, live in enumerate(rows.live):
            here = rows.at(step)
            row = (row if step == 0 else row[:live] @ moves) * weights[here]
            row /= row.sum(1, keepdims=True)
            before[here] = row
        row = np.tile(closes, (rows.live[0], 1))
        for step in range(len(rows.live) - 1, -1, -1):
            live = rows.live[step]
            ahead = rows.live[step + 1] if step + 1 < len(rows.live) else 0
            if ahead:
                there = rows.at(step + 1)
                said = (weights[there] * row[:ahead]) @ moves.T
                row[:ahead] = said / said.sum(1, keepdims=True)
            behind[rows.at(step)] = row[:live]
        told = before * behind
        return np.asarray(told / told.sum(1, keepdims=True), np.float32)


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


def _pass(
    rows: _Rows, given: Floats, weights: tuple[Floats, Floats], backwards: int, out: Floats
) -> None:
    """Put the states of a layer that reads the sentences in one direction into `out`.

    Each step writes over the numbers of the last one: making room for new ones would take a
    quarter of the time.
    """
    most = rows.live[0]
    state, forgot, fresh = (np.zeros((most, _SIZE), np.float32) for _ in range(3))
    doors = np.empty((most, 2 * _SIZE), np.float32)
    steps = range(len(rows.live))
    for step in reversed(steps) if backwards else steps:
        live, here = rows.live[step], rows.at(step)
        last, gates, kept, new = state[:live], doors[:live], forgot[:live], fresh[:live]
        come = given[here]
        np.matmul(last, weights[0], out=gates)
        gates += come[:, : 2 * _SIZE]
        np.tanh(gates, out=gates)
        gates += 1
        np.multiply(gates[:, _SIZE:], last, out=kept)
        np.matmul(kept, weights[1], out=new)
        new += come[:, 2 * _SIZE :]
        np.tanh(new, out=new)
        new -= last
        new *= gates[:, :_SIZE]
        new *= _HALF
        last += new
        out[here] = last


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
    sides = [_side(2 * depth + side, inputs) for side in (0, 1)]
    into, bias, gates, states = zip(*sides, strict=True)
    return _Layer(np.concatenate(into, 1), np.concatenate(bias), gates, states)


def _side(number: int, inputs: int) -> tuple[Floats, Floats, Floats, Floats]:
    """What a direction of a layer has of each part of one."""
    into = _numbers(f"fc_{number}.w_0", inputs, 3 * _SIZE).copy()
    bias = _numbers(f"fc_{number}.b_0", 1, 3 * _SIZE) + _numbers(f"gru_{number}.b_0", 1, 3 * _SIZE)
    # The weights of the gates stand before those of the state, each as a table of its own.
    flat = _numbers(f"gru_{number}.w_0", 3 * _SIZE, _SIZE).ravel()
    gates = flat[: 2 * _SIZE * _SIZE].reshape(_SIZE, 2 * _SIZE) * _HALF
    state = flat[2 * _SIZE * _SIZE :].reshape(_SIZE, _SIZE) * _HALF
    into[:, : 2 * _SIZE] *= _HALF
    bias[:, : 2 * _SIZE] *= _HALF
    return into, bias[0], gates, state


def _numbers(name: str, rows: int, columns: int) -> Floats:
    """A table of the network; the file has it behind a header that says no more than its size."""
    data = package_file("jieba", _FOLDER, "model_baseline", name).read_bytes()
    return np.frombuffer(data[-4 * rows * columns :], "<f4").reshape(rows, columns)


def _table(name: str) -> dict[int, str]:
    lines = package_file("jieba", _FOLDER, name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {int(pair[0]): pair[1] for pair in pairs if len(pair) == 2}
