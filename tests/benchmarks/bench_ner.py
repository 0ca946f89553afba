"""Prints how well the sequence model finds entities after few and after many labelled sentences.

Run: python tests/benchmarks/bench_ner.py NAME=FILE... [--sentences 200 1000] [--draws 2]
Each file has an object a line: {"text", "spans": [[start, end, label], ...]} in code points. Each
draw takes its sentences to learn from and others to be judged by; all texts of the file are there
without labels, as a project has its own. F1 counts a span as right if its range and label are.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

from annotator.suggest import Lesson, Named
from annotator.suggest.sequence import SequenceModel, best
from annotator.suggest.sheet import read

_JUDGED = 1_000


def main() -> None:
    """Print a line for each file and number of sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", metavar="NAME=FILE")
    parser.add_argument("--sentences", type=int, nargs="+", default=[200, 1_000])
    parser.add_argument("--draws", type=int, default=2)
    asked = parser.parse_args()
    for each in asked.files:
        name, _, file = each.partition("=")
        lessons = sentences(Path(file))
        for count in asked.sentences:
            rows = [drawn(lessons, count, seed) for seed in range(asked.draws)]
            scores = [score for score, _, _ in rows]
            fit, rest = (sum(column) / len(rows) for column in list(zip(*rows, strict=True))[1:])
            print(
                f"{name:<10}{count:>6} sentences  F1 {sum(scores) / len(scores):5.1f}"
                f"  ({' '.join(f'{score:.1f}' for score in scores)})"
                f"  CPU s: training {fit:.1f}, 10,000 characters {rest:.2f}",
                flush=True,
            )


def sentences(file: Path) -> list[Lesson]:
    """The lines of a file, each as a lesson."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [
        Lesson(row["text"], tuple(Named(*span) for span in row["spans"]))
        for row in rows
        if row["text"].strip()
    ]


def drawn(lessons: list[Lesson], count: int, seed: int) -> tuple[float, float, float]:
    """F1 in per cent, seconds to learn from a draw, and seconds to read 10,000 characters."""
    order = random.Random(seed).sample(lessons, len(lessons))
    judged = order[-min(_JUDGED, len(lessons) // 4) :]
    model = SequenceModel()
    started = time.process_time()
    model.fit(order[:count], [lesson.text for lesson in lessons])
    fit = time.process_time() - started
    started = time.process_time()
    # In one text, as in an article; no sentence of it knows of another.
    text = "\n".join(lesson.text for lesson in judged)
    found = {Named(*chance[:3]) for chance in best(model.chances(read(text)))}
    taken = time.process_time() - started
    true, base = set(), 0
    for lesson in judged:
        true |= {Named(start + base, end + base, label) for start, end, label in lesson.entities}
        base += len(lesson.text) + 1
    score = 200 * len(found & true) / max(1, len(found) + len(true))
    return score, fit, taken * 10_000 / len(text)


if __name__ == "__main__":
    main()
