"""The recurrent network for Chinese words and names that jieba ships, in a few sums of arrays.

Two layers read a sentence both ways, and a chain of tags settles what they say. Source: LAC, Jiao
and others, "Chinese lexical analysis with deep Bi-GRU-CRF network", 2018. Its small model, of the
Apache licence, is a part of jieba since 0.42; only its numbers are read, nothing of it is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.steps import Floats, Ints, Steps
from annotator.suggest.together import each
from annotator.text.packaged import package_file

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

_AT_ONCE = 1_000
"""So many states stay near the processor."""

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

    def put(self, said: Floats, which: int, here: slice, room: Floats) -> None:
        """Put what comes in from some of the rows, for one of the three, into a table."""
        np.matmul(said[here], self.into[which], out=room)
        np.add(room, self.bias[which], out=room)


_Layer = tuple[_Side, _Side]
"""A layer reads forwards, and backwards."""

Given = Callable[[int, slice, Floats], None]
"""Puts what comes in for one of the three, for the characters of a step, into a table."""


class Read(NamedTuple):
    """The likeliest tag of each character, in the order of steps, and how likely it is."""

    tags: Ints
    sure: Floats


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

    def read(self, codes: NDArray[np.uint32], steps: Steps, states: Floats, places: Ints) -> Read:
        """What it makes of sentences whose characters these are, and, at these places of `states`,
        what it knows of each."""
        known, numbers = np.unique(codes, return_inverse=True)
        vectors = self._vectors(known)
        first, second = self.layers

        def alike(side: _Side) -> Given:
            """A character says the same wherever it stands, in the first layer alone."""
            tables = side.tables(vectors)

            def put(which: int, here: slice, room: Floats) -> None:
                np.take(tables[which], numbers[here], axis=0, out=room, mode="clip")

            return put

        inner = np.empty((len(steps), STATES), np.float32)
        _both(steps, first, alike, np.arange(len(steps)), inner)
        _both(steps, second, lambda side: partial(side.put, inner), places, states)
        parts = [places[at : at + _AT_ONCE] for at in range(0, len(places), _AT_ONCE)]
        given = each(lambda part: self._given(np.take(states, part, axis=0)), parts)
        return self._chained(steps, np.concatenate(given))

    def _vectors(self, codes: NDArray[np.uint32]) -> Floats:
        """What is known of each of these characters."""
        unknown = self.characters[_UNKNOWN]
        rows = [self.characters.get(chr(code), unknown) for code in codes.tolist()]
        found: Floats = self.vectors[rows]
        return found

    def _given(self, states: Floats) -> Floats:
        """What speaks for each tag by itself."""
        given: Floats = states @ self.out
        given += self.out_bias
        return given

    def _chained(self, steps: Steps, given: Floats) -> Read:
        """The likeliest tags in the light of their neighbours."""
        given -= given.max(1, keepdims=True)
        weights = np.exp(np.maximum(given, -_STEEPEST, out=given), out=given)
        told = self._behind(steps, weights)
        told *= self._before(steps, weights)
        tags = told.argmax(1)
        return Read(tags, told[np.arange(len(tags)), tags] / told.sum(1))

    def _before(self, steps: Steps, weights: Floats) -> Floats:
        """How likely what stands up to each character makes each tag there."""
        moves, found = np.exp(self.moves), weights.copy()
        said = np.exp(self.opens)
        for step, here in enumerate(steps.forwards()):
            row = found[here]
            row *= said[: len(row)] @ moves if step else said
            row /= row.sum(1, keepdims=True)
            said = row
        return found

    def _behind(self, steps: Steps, weights: Floats) -> Floats:
        """How likely what stands behind each character makes each tag there."""
        moves, found = np.exp(self.moves).T, np.tile(np.exp(self.closes), (len(weights), 1))
        there = slice(0, 0)
        for here in steps.backwards():
            # Of those of this step that end later what stands behind is known.
            row = found[here][: there.stop - there.start]
            np.matmul(weights[there] * found[there], moves, out=row)
            row /= row.sum(1, keepdims=True)
            there = here
        return found


def _both(
    steps: Steps, layer: _Layer, given: Callable[[_Side], Given], places: Ints, out: Floats
) -> None:
    """Put the states of a layer that reads the sentences both ways, each way by a processor, at
    these places of `out`."""

    def go(number: int) -> None:
        mine = out[:, number * _SIZE : (number + 1) * _SIZE]
        ways = steps.backwards() if number else steps.forwards()
        for here, last in _passed(steps.live[0], ways, given(layer[number]), layer[number].last):
            mine[places[here]] = last

    share = each if len(steps) >= _SHARED else map
    list(share(go, range(len(layer))))


def _passed(
    most: int, ways: Iterable[slice], given: Given, weights: Three
) -> Iterator[tuple[slice, Floats]]:
    """The states of a layer that reads the sentences in one direction, step by step.

    Each step writes over the numbers of the last one, and what comes in is worked out for one step
    at a time: making room for new ones, or for all, would take a third of the time.
    """
    rooms = [np.zeros((most, _SIZE), np.float32) for _ in range(4)]
    for here in ways:
        last, gate, new, come = (room[: here.stop - here.start] for room in rooms)
        np.matmul(last, weights[1], out=gate)
        given(1, here, come)
        _opened(gate, come)
        gate *= last
        np.matmul(gate, weights[2], out=new)
        given(2, here, come)
        new += come
        np.tanh(new, out=new)
        new -= last
        np.matmul(last, weights[0], out=gate)
        given(0, here, come)
        _opened(gate, come)
        new *= gate
        new *= _HALF
        last += new
        yield here, last


def _opened(gate: Floats, come: Floats) -> None:
    """Put into `gate` how far it is open, doubled."""
    gate += come
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
