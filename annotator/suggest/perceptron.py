"""A perceptron of one hidden layer that says what speaks for each tag at each character.

It sees numbers where the chain sees what is so or not: the states of the network of jieba, which
were taught by much news, and the vectors of the project's own texts, at a character and beside it.
What both say is added up, as the chances of two readers who know different things are multiplied.
Sources: Hinton, "Training products of experts by minimizing contrastive divergence", 2002;
Srivastava and others, "Dropout: a simple way to prevent neural networks from overfitting", 2014;
Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.suggest.steps import Floats, Ints
from annotator.suggest.together import each

HIDDEN = 64
SEEN = 3
"""A character is seen with the one before it and the one behind it."""

_VISITS = 600_000
_MOST_PASSES, _FEWEST_PASSES = 60, 5
_BATCH = 128
_DROPPED, _SIDES = 102, 256
"""So many of so many numbers are dropped: dice of a byte are thrown in a fifth of the time."""

_RATE, _DECAY = 2e-3, 1e-3
_FADES = (0.9, 0.999)
_TINY = 1e-8
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Perceptron:
    """The weights: `into` has a row for each number that is seen, `out` a column for each tag."""

    into: Floats
    bias: Floats
    out: Floats
    out_bias: Floats

    def known(self, vectors: Floats, kinds: int) -> list[Floats]:
        """What vectors give that stand beside the states of a character, one of each kind: a table
        for each kind, whose rows are looked up instead of multiplied for every character."""
        parts = np.split(self._sides[len(self._sides) - kinds * vectors.shape[1] :], kinds)
        return [vectors @ part for part in parts]

    @cached_property
    def _sides(self) -> Floats:
        """What a character gives to itself and to those beside it, as one table."""
        sides: Floats = np.concatenate(np.split(self.into, SEEN), 1)
        return sides

    def scores(self, states: Floats, known: Sequence[tuple[Floats, Ints]]) -> Floats:
        """What speaks for each tag, for the characters of a text in a row.

        They come with their states, and for each table of `known` with their rows in it.
        """
        places = range(0, len(states), _AT_ONCE)
        parts = each(lambda at: self._told(states, known, at), places)
        return np.concatenate([*parts, np.zeros((0, len(self.out_bias)), np.float32)])

    def _told(self, states: Floats, known: Sequence[tuple[Floats, Ints]], start: int) -> Floats:
        """The scores of a part of a text."""
        # With those beside it; nothing is before the first character and behind the last.
        part = slice(max(0, start - 1), start + _AT_ONCE + 1)
        end = min(start + _AT_ONCE, len(states))
        given = np.zeros((end - start + 2, SEEN * HIDDEN), np.float32)
        mine = given[part.start - start + 1 :][: len(states[part])]
        np.matmul(states[part], self._sides[: states.shape[1]], out=mine)
        for table, rows in known:
            mine += np.take(table, rows[part], axis=0)
        hidden = given[: end - start, :HIDDEN] + self.bias
        for by in range(1, SEEN):
            hidden += given[by : by + len(hidden), by * HIDDEN : (by + 1) * HIDDEN]
        told: Floats = np.maximum(hidden, 0, out=hidden) @ self.out
        told += self.out_bias
        return told


def learned(
    vectors: Floats, tags: Ints, count: int, report: Callable[[], None] = lambda: None
) -> Perceptron:
    """A perceptron for `count` tags, from characters in a row; those of tag -1 are only neighbours.

    Chance is drawn from a fixed seed. `report` is called now and then, and may raise to stop.

    >>> vectors = np.eye(3, dtype=np.float32)[[0, 1, 2] * 60]
    >>> known = learned(vectors, np.array([0, 1, 1] * 60), 2)
    >>> known.scores(vectors[:3], []).argmax(1).tolist()
    [0, 1, 1]
    """
    chance = np.random.default_rng(0)
    whole = _padded(vectors)
    told = np.nonzero(tags >= 0)[0]
    width = SEEN * vectors.shape[1]
    into = chance.standard_normal((width, HIDDEN), np.float32) / np.float32(np.sqrt(width))
    weights = [into, *(np.zeros(size, np.float32) for size in (HIDDEN, (HIDDEN, count), count))]
    passes = int(min(_MOST_PASSES, max(_FEWEST_PASSES, _VISITS / max(1, len(told)))))
    steps = passes * -(-len(told) // _BATCH)
    rule = _Adam(weights)
    for step, places in enumerate(_batches(told, passes, chance)):
        if step % 100 == 0:
            report()
        kept = chance.integers(0, _SIDES, (len(places), width), np.uint8) >= _DROPPED
        seen = _seen(whole, places) * kept * np.float32(_SIDES / (_SIDES - _DROPPED))
        rule.move(_slopes(weights, seen, tags[places]), _RATE * (1 - step / steps))
    return Perceptron(*weights)


def _batches(told: Ints, passes: int, chance: np.random.Generator) -> Iterator[Ints]:
    for _ in range(passes):
        order = chance.permutation(told)
        for at in range(0, len(order), _BATCH):
            yield order[at : at + _BATCH]


def _padded(vectors: Floats) -> Floats:
    """With nothing before the first and behind the last."""
    return np.pad(vectors, ((1, 1), (0, 0)))


def _seen(whole: Floats, places: Ints) -> Floats:
    """What is seen at these places of what was padded."""
    return np.concatenate([whole[places + by] for by in range(SEEN)], 1)


def _slopes(weights: list[Floats], seen: Floats, tags: Ints) -> list[Floats]:
    """How the loss of a batch, by cross entropy, grows with each weight."""
    into, bias, out, out_bias = weights
    hidden = np.maximum(seen @ into + bias, 0)
    said = hidden @ out + out_bias
    said = np.exp(said - said.max(1, keepdims=True))
    said /= said.sum(1, keepdims=True)
    said[np.arange(len(tags)), tags] -= 1
    said /= len(tags)
    back = (said @ out.T) * (hidden > 0)
    return [seen.T @ back, back.sum(0), hidden.T @ said, said.sum(0)]


class _Adam:
    """Moves weights down their slopes, and those of tables a little towards nothing."""

    def __init__(self, weights: list[Floats]) -> None:
        self._weights = weights
        self._means = [np.zeros_like(each) for each in weights]
        self._squares = [np.zeros_like(each) for each in weights]
        self._moves = 0

    def move(self, slopes: list[Floats], rate: float) -> None:
        self._moves += 1
        short, long = _FADES
        fair = np.float32(np.sqrt(1 - long**self._moves) / (1 - short**self._moves))
        for number, slope in enumerate(slopes):
            weight, mean, square = (
                rows[number] for rows in (self._weights, self._means, self._squares)
            )
            np.add(mean, (slope - mean) * np.float32(1 - short), out=mean)
            np.add(square, (slope * slope - square) * np.float32(1 - long), out=square)
            step = fair * mean / (np.sqrt(square) + np.float32(_TINY))
            if weight.ndim == 2:
                step += np.float32(_DECAY) * weight
            np.subtract(weight, np.float32(rate) * step, out=weight)
