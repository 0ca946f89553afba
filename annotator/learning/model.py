"""A trained model as a text, and what it says of the lines of a page.

The text is a JSON object of plain numbers: `weights` says how much each feature speaks for each
label, `moves` how well one label follows another (a linear-chain conditional random field), and
`slope` and `shift` make its chances into confidences. crfsuite trains it and is not needed to use
it: its own reader crashes on a damaged file, and a project may come from anybody. Sources:
Lafferty and others, "Conditional random fields", 2001; Platt, "Probabilistic outputs for support
vector machines", 1999.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID
from annotator.learning.crf import sound
from annotator.learning.features import WORDS

SCHEMA = "duizhao-model/1"
KEEP = "keep"
"""What a line of the article is called; a line of boilerplate has its type."""

SHIPPED = Path(__file__).with_name("model.json")
_WORDS = f"{WORDS}:"
_SURE = 1e-6
_REMEMBERED = 20_000

Row = list[float]
Weights = Sequence[tuple[int, float]]
"""Numbers of labels, each with a weight."""


class Guess(NamedTuple):
    """How sure it is that a line is boilerplate, and of which type."""

    confidence: float
    type: str


@dataclass(frozen=True)
class Model:
    """A model ready to use. Of a label j `before` says how much better it follows labels i than any
    other does, and of a label i `behind` the same of labels j.

    Few labels follow each other often, so only what differs from 1 is kept. `words` are the
    weights of that group by name without it. `known` holds the scores of groups of features that
    were asked for before.
    """

    labels: tuple[str, ...]
    weights: Mapping[str, Weights]
    words: Mapping[str, Weights]
    before: Sequence[Weights]
    behind: Sequence[Weights]
    slope: float
    shift: float

    known: dict[tuple[tuple[str, ...], ...], Row] = field(default_factory=dict, compare=False)

    def guess(self, rows: Sequence[Row], asked: Iterable[int]) -> dict[int, Guess]:
        """What the lines with these numbers are, by number; `rows` are the scores of all lines."""
        numbers = sorted(asked)
        keep = self.labels.index(KEEP)
        others = [at for at in range(len(self.labels)) if at != keep]
        found = {}
        for number, row in zip(numbers, self.chances(rows, numbers), strict=True):
            best = max(others, key=row.__getitem__)
            confidence = calibrated(1 - row[keep], self.slope, self.shift)
            found[number] = Guess(confidence, self.labels[best])
        return found

    def chances(self, told: Sequence[Row], asked: Sequence[int]) -> list[Row]:
        """For lines with these numbers, in order, the chance of each label.

        `told` are the scores of all lines.
        """
        if not asked:
            return []
        scores = [_exponentials(row) for row in told]
        ahead = self._passed(scores[: asked[-1]], self.before)
        back = self._passed(scores[: asked[0] : -1], self.behind)
        return [
            _shared(
                list(
                    map(
                        mul, map(mul, scores[number], ahead[number]), back[len(scores) - 1 - number]
                    )
                )
            )
            for number in asked
        ]

    def _passed(self, scores: Iterable[Row], moves: Sequence[Weights]) -> list[Row]:
        """What lines in a row pass on: before the first of them, and behind each."""
        passed = [[1.0] * len(self.labels)]
        for score in scores:
            row = list(map(mul, score, passed[-1]))
            whole = sum(row)
            following = []
            for weights in moves:
                total = whole
                for label, more in weights:
                    total += row[label] * more
                following.append(total / whole)
            passed.append(following)
        return passed

    def scores(self, names: Iterable[str]) -> Row:
        """How much features speak for each label."""
        return _added([0.0] * len(self.labels), names, self.weights)

    def scores_of(self, words: Sequence[str], *groups: tuple[str, ...]) -> Row:
        """The same of features of the group of words, and of groups that come again and again.

        The row may be one that is remembered, so it is not to be changed.
        """
        row = self._remembered(groups)
        return _added([*row], words, self.words) if words else row

    def _remembered(self, groups: tuple[tuple[str, ...], ...]) -> Row:
        row = self.known.get(groups)
        if row is None:
            if len(groups) == 1:
                row = self.scores(groups[0])
            else:
                row = list(
                    map(sum, zip(*(self._remembered((one,)) for one in groups), strict=True))
                )
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[groups] = row
        return row

    def speaks(self, row: Row) -> bool:
        """Whether what is true of a line speaks for some type as much as for the article."""
        kept = row[self.labels.index(KEEP)]
        return row.count(kept) > 1 or max(row) > kept

    def told(self, name: str, label: str) -> float:
        """How much a feature speaks for a type against the article."""
        found = {self.labels[at]: weight for at, weight in self.weights.get(name, ())}
        return found.get(label, 0.0) - found.get(KEEP, 0.0)


def _added(total: Row, names: Iterable[str], weights: Mapping[str, Weights]) -> Row:
    """The row, to which the weights of some features are added."""
    for name in filter(weights.__contains__, names):
        for label, weight in weights[name]:
            total[label] += weight
    return total


def _exponentials(row: Row) -> Row:
    """How likely labels are by the scores of a line, the likeliest as 1."""
    most = max(row)
    return [exp(each - most) for each in row]


def _shared(row: Row) -> Row:
    """The row as parts of one."""
    whole = sum(row)
    return [each / whole for each in row]


def calibrated(chance: float, slope: float, shift: float) -> float:
    """The share of lines with this chance that are boilerplate, by a curve.

    >>> round(calibrated(0.5, 2.0, 0.0), 3), calibrated(0.9, 2.0, 0.0) > 0.98
    (0.5, True)
    """
    return 1 / (1 + exp(-slope * logit(chance) - shift))


def logit(chance: float) -> float:
    """The log odds of a chance, which may be 0 or 1.

    >>> logit(0.5)
    0.0
    """
    held = min(max(chance, _SURE), 1 - _SURE)
    return log(held / (1 - held))


@lru_cache(maxsize=4)
def loaded(text: str) -> Model:
    """The model that a text holds, or the shipped one for an empty text; raises ValueError."""
    fields = json.loads(text or SHIPPED.read_text(encoding="utf-8"))
    if not isinstance(fields, dict) or fields.get("schema") != SCHEMA:
        raise ValueError(f"no model of schema {SCHEMA}")
    try:
        return model_of(fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a broken model: {error!r}") from error


def model_of(fields: Mapping[str, Any]) -> Model:
    """The model of a JSON object; raises ValueError, KeyError or the like for one that is none."""
    weights: dict[str, dict[str, float]] = fields["weights"]
    labels = tuple(sorted({label for row in weights.values() for label in row} | {KEEP}))
    if len(labels) == 1 or not BOILERPLATE_TYPE_BY_ID.keys() >= set(labels) - {KEEP}:
        raise ValueError("a model without types, or of unknown ones")
    places = {label: at for at, label in enumerate(labels)}
    moves: dict[str, dict[str, float]] = fields["moves"]
    rows = {
        name: tuple((places[label], sound(weight)) for label, weight in row.items())
        for name, row in weights.items()
    }
    more = [
        (places[i], places[j], exp(sound(weight)) - 1)
        for i, row in moves.items()
        for j, weight in row.items()
    ]
    numbers = range(len(labels))
    return Model(
        labels,
        rows,
        {name.removeprefix(_WORDS): row for name, row in rows.items() if name.startswith(_WORDS)},
        [[(i, by) for i, j, by in more if j == at and by] for at in numbers],
        [[(j, by) for i, j, by in more if i == at and by] for at in numbers],
        sound(fields["slope"]),
        sound(fields["shift"]),
    )
