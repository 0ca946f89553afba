"""Weights of linear-chain conditional random fields: trained by crfsuite, read without it.

crfsuite's own reader crashes on a damaged file, and a project may come from anybody; so what it
trained is taken over as plain numbers. Source: Lafferty and others, "Conditional random fields",
2001.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

HEAVIEST = 50.0
"""No sum of so many weights as a text has features overflows below this."""


class Weights(NamedTuple):
    """How well a label follows another, by (before, behind); how much a feature speaks for one."""

    moves: Mapping[tuple[str, str], float]
    features: Mapping[tuple[str, str], float]


def trained(sequences: Iterable[tuple[Any, list[str]]], settings: Mapping[str, object]) -> Weights:
    """The weights for sequences of features with their labels, as crfsuite's trainer takes them."""
    from pycrfsuite import Tagger, Trainer

    trainer = Trainer(verbose=False)
    trainer.set_params(settings)
    for features, labels in sequences:
        trainer.append(features, labels)
    tagger = Tagger()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "model"))
        trainer.train(path)
        with tagger.open(path):
            found = tagger.info()
    return Weights(found.transitions, found.state_features)


def sound(weight: object) -> float:
    """A weight as a number that no sum of it can overflow; raises ValueError.

    >>> sound(1)
    1.0
    """
    if not isinstance(weight, int | float) or not isfinite(weight) or abs(weight) > HEAVIEST:
        raise ValueError(f"{weight!r} is no weight")
    return float(weight)
