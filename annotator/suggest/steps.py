"""Stretches of a text read side by side, a character of each at a time.

What depends on the character before is worked out for all stretches of a text in one go, with as
many steps as the longest has characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Steps:
    """A row for each character: the first ones of all stretches, then the second ones, and so on.

    The longest stretch comes first, so those that reach as far as a step are the first ones.
    `places` says where in the text each row is from, and `live` how many rows a step has.

    >>> steps = Steps(np.array([0, 2]), np.array([1, 3]))
    >>> steps.places.tolist(), steps.live
    ([2, 0, 3, 4], [2, 1, 1])
    """

    def __init__(self, starts: Ints, lengths: Ints) -> None:
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        numbers = np.arange(lengths[0])
        live = np.searchsorted(-lengths, -numbers, "left")
        self._firsts: list[int] = np.concatenate(([0], np.cumsum(live))).tolist()
        self.live: list[int] = live.tolist()
        self.step_of: Ints = np.repeat(numbers, live)
        self.stretch_of: Ints = np.arange(len(self)) - np.repeat(self._firsts[:-1], live)
        self.places: Ints = starts[self.stretch_of] + self.step_of

    def __len__(self) -> int:
        return self._firsts[-1]

    def at(self, step: int) -> slice:
        """The rows of the characters that stand so many places behind the start."""
        return slice(self._firsts[step], self._firsts[step + 1])

    @cached_property
    def following(self) -> Ints:
        """For each row that of the character behind it; -1 for the last one of a stretch."""
        numbers = self.step_of + 1
        live = np.array([*self.live, 0])[numbers]
        firsts = np.array([*self._firsts, 0])[numbers]
        found: Ints = np.where(self.stretch_of < live, firsts + self.stretch_of, -1)
        return found

    def forwards(self) -> Iterator[slice]:
        """The rows of each step, from the first one on."""
        return map(self.at, range(len(self.live)))

    def backwards(self) -> Iterator[slice]:
        """The rows of each step, from the last one on."""
        return map(self.at, reversed(range(len(self.live))))
