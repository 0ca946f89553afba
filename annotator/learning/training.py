"""Trains a model on pages whose boilerplate is known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from annotator.learning.crf import trained
from annotator.learning.features import sight
from annotator.learning.model import KEEP, SCHEMA, logit, model_of
from annotator.rules.arbiter import Settled
from annotator.rules.page import Page

HALVES = (0, 1)

# L1 and L2, so that the model is small and no single word decides; a feature counts that three
# lines have. Chosen on the made-up pages, each half's model judged by the other half, and by a
# look at real pages, where weaker regularisation cut more that is article.
_SETTINGS = {"c1": 0.5, "c2": 3.0, "max_iterations": 60, "feature.minfreq": 3}
_LIGHTEST = 0.005
_PRIOR = 0.08
"""On real pages about one short line in eight that no rule cuts is boilerplate (66 of 502 of 81
pages); on made-up pages, which are made to be noisy, many more. Without this every confidence
would be too high; it is set lower than counted, since text lost is worse than frame kept."""

_ROUNDS = 400
_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A page to learn from: its lines' features, what each is, and whether the rules found it.

    Pages of one half never judge a model trained on them; those without a half judge none.
    """

    lines: list[list[str]]
    labels: list[str]
    found: list[bool]
    half: int | None


def example(page: Page, cuts: Sequence[Settled], known: Sequence[str], half: int | None) -> Example:
    """A page with the rules' cuts, and for each line its known type, or an empty string."""
    seen = sight(page, cuts)
    return Example(
        [seen.line(line.number) for line in page.lines],
        [kind or KEEP for kind in known],
        [line.prose or bool(seen.found[line.number]) for line in page.lines],
        half,
    )


def train(examples: Iterable[Example]) -> str:
    """The text of a model; raises ValueError where nothing can be told apart.

    Its confidences are calibrated by lines that the rules missed, on pages of the one half as a
    model of the other half judges them.
    """
    held = [each for each in examples if each.lines]
    counts = Counter(label for each in held for label in each.labels)
    if KEEP not in counts or len(counts) == 1:
        raise ValueError("to learn, pages with boilerplate and without are needed")
    judged = [
        pair
        for half in HALVES
        for pair in _judged(
            _fit([each for each in held if each.half != half]),
            [each for each in held if each.half == half],
        )
    ]
    slope, shift = curve(judged)
    model = {
        "schema": SCHEMA,
        "pages": len(held),
        "lines": dict(sorted(counts.items())),
        "slope": round(slope, 4),
        "shift": round(shift, 4),
        **_fit(held),
    }
    return json.dumps(model, ensure_ascii=False) + "\n"


def _fit(examples: Iterable[Example]) -> dict[str, dict[str, dict[str, float]]]:
    """The weights of features for labels, and of labels behind labels."""
    found = trained(((each.lines, each.labels) for each in examples), _SETTINGS)
    return {"moves": _nested(found.moves), "weights": _nested(found.features)}


def _nested(weights: Mapping[tuple[str, str], float]) -> dict[str, dict[str, float]]:
    rows: dict[str, dict[str, float]] = {}
    for (one, other), weight in sorted(weights.items()):
        if abs(weight) >= _LIGHTEST:
            rows.setdefault(one, {})[other] = round(weight, 3)
    return rows


def _judged(
    fields: Mapping[str, object], examples: Iterable[Example]
) -> Iterator[tuple[float, bool]]:
    """What the model says of each line that the rules did not find, and whether it is so."""
    model = model_of({**fields, "slope": 1.0, "shift": 0.0})
    keep = model.labels.index(KEEP)
    for each in examples:
        scores = [model.scores(names) for names in each.lines]
        chances = model.chances(scores, range(len(scores)))
        rows = zip(chances, each.labels, each.found, strict=True)
        yield from ((1 - row[keep], label != KEEP) for row, label, found in rows if not found)


def curve(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and shift of the log odds under which chances fit what was true.

    Lines are weighed as if as few were boilerplate as on real pages. Unless there are judged lines
    of both kinds the chances stand as they are.

    >>> curve([])
    (1.0, 0.0)
    """
    slope, shift = 1.0, 0.0
    share = sum(true for _, true in judged) / max(1, len(judged))
    if share in (0, 1):
        return slope, shift
    weights = (1 - _PRIOR) / (1 - share), _PRIOR / share
    points = [(logit(chance), true) for chance, true in judged]
    scale = max(1.0, *(abs(odds) for odds, _ in points))
    slope *= scale
    for _ in range(_ROUNDS):
        down = across = 0.0
        for odds, true in points:
            miss = weights[true] * (true - 1 / (1 + exp(-slope * odds / scale - shift)))
            down += miss * odds / scale
            across += miss
        slope += _STEP * scale * down / len(points)
        shift += _STEP * across / len(points)
    return slope / scale, shift
