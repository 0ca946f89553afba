"""Words that are in no dictionary, cut by jieba's hidden Markov model for all runs at once.

A character begins a word, is inside it, ends it or is one alone; the likeliest sequence of these
is found for all runs together, step by step. Source of the method: jieba 0.42, which goes run by
run and character by character.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.steps import Ints, Steps

Row = NDArray[np.float64]

_STATES = "BEMS"
_BEFORE = np.array([[1, 3], [0, 2], [0, 2], [1, 3]])
"""From which two states each is reached; of two that are as likely the second is taken."""

_ENDS = np.array([1, 3])
_NEVER = -3.14e100
_BEYOND = 0xFFFF


class _Model(NamedTuple):
    """Logarithms: of states at the start, of the two ways into each state, and of each code point
    up to `_BEYOND`, which stands for what the model does not know."""

    opens: Row
    moves: Row
    emits: Row


@cache
def _model() -> _Model:
    from jieba.finalseg import prob_emit, prob_start, prob_trans

    emits = np.full((_BEYOND + 1, len(_STATES)), _NEVER)
    for number, state in enumerate(_STATES):
        known = prob_emit.P[state]
        emits[[ord(char) for char in known], number] = list(known.values())
    moves = [
        [prob_trans.P[_STATES[before]].get(state, _NEVER) for before in row]
        for state, row in zip(_STATES, _BEFORE.tolist(), strict=True)
    ]
    return _Model(np.array([prob_start.P[state] for state in _STATES]), np.array(moves), emits)


def word_ends(codes: NDArray[np.uint32], starts: Ints, lengths: Ints) -> NDArray[np.bool_]:
    """For each code point of a text whether it is the last one of a word of these runs.

    >>> codes = np.array([ord(char) for char in "在喆梓豪家"], np.uint32)
    >>> word_ends(codes, np.array([2]), np.array([3])).tolist()
    [False, False, False, False, True]
    """
    ends = np.zeros(len(codes), bool)
    if len(starts):
        steps = Steps(starts, lengths)
        ends[steps.places] = np.isin(_states(codes, steps), _ENDS)
    return ends


def _states(codes: NDArray[np.uint32], steps: Steps) -> Ints:
    """The likeliest state of each row."""
    model = _model()
    emits = model.emits[np.minimum(codes[steps.places], _BEYOND)]
    scores, came = np.empty_like(emits), np.zeros(emits.shape, np.int64)
    row = model.opens + emits[steps.at(0)]
    for step, here in enumerate(steps.forwards()):
        if step:
            ways = row[: steps.live[step], _BEFORE] + model.moves + emits[here, :, None]
            second = ways[..., 1] >= ways[..., 0]
            came[here] = np.where(second, _BEFORE[:, 1], _BEFORE[:, 0])
            row = np.where(second, ways[..., 1], ways[..., 0])
        scores[here] = row
    # At its end a run is at the end of a word.
    states: Ints = np.where(scores[:, 3] >= scores[:, 1], 3, 1)
    for here in steps.backwards():
        following = steps.following[here]
        behind = following[following >= 0]
        states[here][following >= 0] = came[behind, states[behind]]
    return states
