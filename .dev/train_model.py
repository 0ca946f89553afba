"""Trains the model that the program brings along: `python .dev/train_model.py`.

It learns from what may be shipped: the seeds with their gold, and the made-up pages.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotator.learning.model import SHIPPED  # noqa: E402
from annotator.teaching import lesson, teach  # noqa: E402

_SEED_WEIGHT = 8


def model() -> str:
    """The text of the model, the same each time."""
    known = []
    for line in (ROOT / "tests/gold/seeds.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        raw = (ROOT / "seeds" / f"{gold['id']}.txt").read_text(encoding="utf-8")
        known += [lesson(raw, gold["boilerplate"], None)] * _SEED_WEIGHT
    return teach(known)


def main() -> None:
    """Train, and write the model to where the program looks for it."""
    SHIPPED.write_text(model(), encoding="utf-8")


if __name__ == "__main__":
    main()
