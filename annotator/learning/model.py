"""A trained model as a text, and what it says of the lines of a page.

The text is a JSON object: `crf` is a conditional random field as crfsuite stores it, packed;
`slope` and `shift` make its chances into confidences; `evidence` weighs the words that speak most
against a line. Source of the calibration: Platt, "Probabilistic outputs for
support vector machines", 1999.
"""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from zlib import decompressobj
from zlib import error as NotPacked

from pycrfsuite import Tagger

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID

SCHEMA = "duizhao-model/1"
KEEP = "keep"
"""What a line of the article is called; a line of boilerplate has its type."""

SHIPPED = Path(__file__).with_name("model.json")
_SURE = 1e-6
_LARGEST = 64_000_000


class Guess(NamedTuple):
    """How sure it is that a line is boilerplate, and of which type."""

    confidence: float
    type: str


@dataclass(frozen=True)
class Model:
    """A model ready to use; any thread may ask it.

    The tagger reads `crf` as long as it lives and keeps no reference of its own.
    """

    crf: bytes
    tagger: Tagger
    slope: float
    shift: float
    evidence: Mapping[str, float]
    _lock: Lock = field(default_factory=Lock)

    def guess(self, lines: Sequence[Sequence[str]], asked: Sequence[int]) -> dict[int, Guess]:
        """What the lines with these numbers are, by number; `lines` holds the whole page."""
        types = [label for label in self.tagger.labels() if label in BOILERPLATE_TYPE_BY_ID]
        found = {}
        with self._lock:
            self.tagger.set(lines)
            for number in asked:
                chance = 1 - self.tagger.marginal(KEEP, number)
                best = max(types, key=lambda kind: self.tagger.marginal(kind, number))
                found[number] = Guess(calibrated(chance, self.slope, self.shift), best)
        return found

    def strongest(self, lines: Sequence[Sequence[str]], number: int, groups: Sequence[str]) -> str:
        """The group of features without which line `number` would be least suspect."""
        kept = {}
        with self._lock:
            for group in groups:
                less = list(lines)
                less[number] = [n for n in lines[number] if not n.startswith(f"{group}:")]
                self.tagger.set(less)
                kept[group] = self.tagger.marginal(KEEP, number)
        return max(groups, key=lambda group: kept[group])


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
    tagger = Tagger()
    try:
        packed = b64decode(fields["crf"], validate=True)
        crf = decompressobj().decompress(packed, _LARGEST)
        tagger.open_inmemory(crf)
        known = tagger.labels()
        numbers = float(fields["slope"]), float(fields["shift"])
        evidence = {str(name): float(weight) for name, weight in fields["evidence"].items()}
    except (KeyError, TypeError, AttributeError, NotBase64, NotPacked) as error:
        raise ValueError(f"a broken model: {error!r}") from error
    if KEEP not in known or len(known) == 1:
        raise ValueError("a model that tells nothing apart")
    return Model(crf, tagger, *numbers, evidence)
