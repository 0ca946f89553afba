"""Prints how long it takes to learn from many articles, and to suggest in a long one that is new.

Run: python tests/benchmarks/bench_suggest.py FILE [--articles 1000] [--characters 2000]
The file has an object a line: {"text", "spans": [[start, end, label], ...]} in code points. Three
quarters of its lines make the articles to learn from, drawn as often as it takes; the rest, each
drawn once, the texts of 20,000 characters that are new. Seconds by the clock and, in brackets, of
the processor; again means the same text, as after each label.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.suggest import Lesson, Named, Suggester

_LONG, _HELD = 20_000, 4


def main() -> None:
    """Print a line for learning and one for suggesting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--characters", type=int, default=2_000)
    asked = parser.parse_args()
    rows = [json.loads(line) for line in asked.file.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(0)
    chance.shuffle(rows)
    held = len(rows) // _HELD
    endless = iter(lambda: chance.choice(rows[held:]), None)
    drawn = articles(endless, asked.characters)
    lessons = [next(drawn) for _ in range(asked.articles)]
    new = [article.text for article in articles(iter(rows[:held]), _LONG)]
    suggester = Suggester(labels={span[2] for row in rows for span in row["spans"]})
    learning = timed(lambda: suggester.fit(lessons, [lesson.text for lesson in lessons]))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"learning from {asked.articles} articles: {shown([learning])} s, at most {most} MB")
    suggester.suggest(lessons[0].text)
    first, again = [], []
    for text in new:
        first.append(timed(lambda text=text: suggester.suggest(text)))
        again.append(timed(lambda text=text: suggester.suggest(text)))
    print(f"{len(new)} new texts, least and median: {shown(first)} s; again: {shown(again)} s")


def articles(rows: Iterator[dict[str, Any]], size: int) -> Iterator[Lesson]:
    """Lines together as finished articles of so many characters; what is left over is left out."""
    text, entities = "", []
    for row in rows:
        entities += [
            Named(start + len(text), end + len(text), of) for start, end, of in row["spans"]
        ]
        text += f"{row['text']}\n"
        if len(text) >= size:
            yield Lesson(text, tuple(entities))
            text, entities = "", []


def timed(function: Callable[[], object]) -> tuple[float, float]:
    """Seconds that it takes, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    function()
    return time.perf_counter() - clock, time.process_time() - processor


def shown(times: Sequence[tuple[float, float]]) -> str:
    """The least and the median of times by the clock, those of the processor in brackets."""
    told = []
    for column in zip(*times, strict=True):
        row = sorted(column)
        told.append(
            ", ".join(f"{each:.3f}" for each in dict.fromkeys((row[0], row[len(row) // 2])))
        )
    return f"{told[0]} ({told[1]})"


if __name__ == "__main__":
    main()
