"""What the sequence model learned as plain data, and read back with every number checked."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotator.learning.crf import HEAVIEST
from annotator.suggest import packing
from annotator.suggest.chain import Chain
from annotator.suggest.network import STATES
from annotator.suggest.perceptron import HIDDEN, SEEN, Perceptron
from annotator.suggest.steps import Ints
from annotator.suggest.training import Taught
from annotator.suggest.unlabelled import UNITS, Pieces, Surroundings

VERSION = "4"
"""Changes whenever what is learned means something else; what another one learned is not used."""

_MOST = 100_000_000
"""So many weights at most has a chain: what lessons teach has a tenth, and more fills memory."""

_PARTS = ("moves", "keys", "firsts", "places", "weights")
_KINDS = ["f", "u", "i", "i", "f"]
_WEIGHTS = ("into", "bias", "out", "out_bias")


def dumped(known: Taught) -> bytes:
    """All that was learned."""
    header = {
        "version": VERSION,
        "labels": known.labels,
        "examples": known.examples,
        "lessons": known.lessons,
        "known": [[string, sorted(row.items())] for string, row in sorted(known.strings.items())],
        "tags": known.chain.tags if known.chain else [],
        "units": [each.unit for each in known.around.units],
    }
    arrays: dict[str, Any] = {"seen": np.array(sorted(known.seen), np.int64)}
    for names, part in ((_PARTS, known.chain), (_WEIGHTS, known.perceptron)):
        arrays |= {name: getattr(part, name) for name in names if part is not None}
    for number, each in enumerate(known.around.units):
        arrays[f"pieces{number}"], arrays[f"numbers{number}"] = each.pieces, each.numbers
    arrays["vectors"] = known.around.vectors
    return packing.packed(header, arrays)


def loaded(data: bytes) -> Taught:
    """What `dumped` made the bytes of; raises ValueError for any other bytes."""
    header, arrays = packing.unpacked(data)
    try:
        if header["version"] != VERSION:
            raise ValueError(f"a model of version {header['version']}")
        around = _around(header, arrays)
        labels = tuple(map(str, header["labels"]))
        examples = tuple(map(int, header["examples"]))
        if len(examples) != len(labels) or any(count < 0 for count in examples):
            raise ValueError("examples that do not fit the labels")
        chain = _chain(header, arrays) if header["tags"] else None
        return Taught(
            chain,
            _perceptron(arrays, around.width, len(chain.tags)) if chain else None,
            labels,
            examples,
            {
                str(string): {int(label): int(count) for label, count in row}
                for string, row in header["known"]
            },
            around,
            int(header["lessons"]),
            frozenset(arrays["seen"].tolist()),
        )
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"a broken model: {error!r}") from error


def _chain(header: dict[str, Any], arrays: dict[str, Any]) -> Chain:
    names = tuple(map(str, header["tags"]))
    parts = [arrays[name] for name in _PARTS]
    moves, known, firsts, places, weights = parts
    fit = (
        moves.shape == (len(names), len(names))
        and known.shape == firsts.shape
        and places.shape == weights.shape
        and [known.ndim, places.ndim] == [1, 1]
        and [part.dtype.kind for part in parts] == _KINDS
        and all("-" in name or name == "O" for name in names)
    )
    if not fit:
        raise ValueError("a model whose parts do not fit")
    if len(known) * len(names) > _MOST:
        raise ValueError("a model larger than any that was learned")
    heavy = any(not (np.abs(part) <= HEAVIEST).all() for part in (moves, weights))
    ordered = (np.diff(firsts) >= 0).all() and (known[1:] > known[:-1]).all()
    within = _within(firsts, len(places)) and _within(places, len(names))
    if heavy or not ordered or not within or (len(firsts) and firsts[0] != 0):
        raise ValueError("a model with numbers that cannot be")
    return Chain(names, moves, known, firsts, places, weights)


def _perceptron(arrays: dict[str, Any], width: int, tags: int) -> Perceptron:
    parts = [arrays[name] for name in _WEIGHTS]
    shapes = [(SEEN * (STATES + width), HIDDEN), (HIDDEN,), (HIDDEN, tags), (tags,)]
    if [part.shape for part in parts] != shapes or any(part.dtype.kind != "f" for part in parts):
        raise ValueError("a perceptron whose parts do not fit")
    if any(not (np.abs(part) <= HEAVIEST).all() for part in parts):
        raise ValueError("a perceptron with numbers that cannot be")
    return Perceptron(*parts)


def _around(header: dict[str, Any], arrays: dict[str, Any]) -> Surroundings:
    units = []
    for number, unit in enumerate(header["units"]):
        pieces, numbers = arrays[f"pieces{number}"], arrays[f"numbers{number}"]
        fit = unit in UNITS and pieces.ndim == 1 and numbers.shape[1:] == pieces.shape
        if not fit or not pieces.size or [pieces.dtype.kind, numbers.dtype.kind] != ["i"] * 2:
            raise ValueError("clusters that do not fit")
        units.append(Pieces(unit, pieces, numbers))
    vectors = arrays["vectors"]
    around = Surroundings(tuple(units), vectors)
    if vectors.ndim != 2 or vectors.dtype.kind != "f" or len(vectors) != 1 + around.pairs:
        raise ValueError("vectors that do not fit")
    if not (np.abs(vectors) <= HEAVIEST).all():
        raise ValueError("vectors with numbers that cannot be")
    return around


def _within(numbers: Ints, end: int) -> bool:
    return len(numbers) == 0 or bool(numbers.min() >= 0 and numbers.max() < end)
