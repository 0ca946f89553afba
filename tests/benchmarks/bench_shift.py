"""Prints how many byte shifts made up on undamaged text are put right, how many are made worse, and
the time it takes in a second pass.

Run: python -m tests.benchmarks.bench_shift [--texts FILE.jsonl] [--first N] [--pages N]
FILE has an undamaged text a line, under "text"; without it, the project's made-up pages are taken.
Either is written in traditional characters first, and damaged as tests/shifted.py says.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from annotator.rules.knowledge.readings import readings
from annotator.rules.shift import restore_shifts
from annotator.text.edits import Edit
from annotator.text.script import convert, converter
from tests.marked_pages import pages as made_up
from tests.shifted import MARKS, NARROW, Line, reposted

# Lines of one page, and sentences of one line, of a file of sentences.
_LINES, _SENTENCES = 3, 4
# How many of the traditional characters, and of the marks, the tool knew on a page.
_GLOSSED, _MARKED = 0.4, 0.75


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="undamaged texts, JSONL")
    parser.add_argument("--first", type=int, default=0, help="the number of the first page (0)")
    parser.add_argument("--pages", type=int, default=100, help="how many pages (100)")
    asked = parser.parse_args()
    found = list(_sentences(asked.texts) if asked.texts else _made_up())
    judged: Counter[tuple[float, bool]] = Counter()
    seconds, size = 0.0, 0
    for number, lines in enumerate(found[asked.first : asked.first + asked.pages]):
        damaged = _damaged(lines, random.Random(asked.first + number))
        text = "\n".join(line.text for line in damaged)
        edits = list(restore_shifts(text))
        before = time.process_time()
        list(restore_shifts(text))
        seconds += time.process_time() - before
        size += len(text.encode())
        for edit in edits:
            judged[edit.confidence, _is_right(damaged, edit)] += 1
    for sure in sorted({sure for sure, _ in judged}):
        print(f"confidence {sure}: {judged[sure, True]} right, {judged[sure, False]} wrong")
    print(f"{size / max(seconds, 1e-9) / 1e6:.2f} MB of UTF-8 a second")


def _sentences(path: Path) -> Iterator[list[str]]:
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    joined = ["".join(texts[at : at + _SENTENCES]) for at in range(0, len(texts), _SENTENCES)]
    for at in range(0, len(joined), _LINES):
        yield joined[at : at + _LINES]


def _made_up() -> Iterator[list[str]]:
    for page in made_up():
        yield page.raw.split("\n")


def _damaged(lines: list[str], chance: random.Random) -> list[Line]:
    """Each line after one and the same tool; a line that GBK cannot hold is left out."""
    traditional = [convert(line, "s2t") for line in lines]
    known = sorted(set("".join(traditional)).intersection(map(chr, converter("t2s").characters)))
    glosses = {
        char: min(readings(char)) for char in known if readings(char) and chance.random() < _GLOSSED
    }
    marks = [mark for mark in MARKS if chance.random() < _MARKED]
    made = (reposted(line, glosses, marks) for line in traditional)
    return [line for line in made if line is not None]


def _is_right(lines: list[Line], edit: Edit) -> bool:
    """Whether the edit says what stood there before."""
    start = 0
    for line in lines:
        if edit.start <= start + len(line.chars):
            return line.was(edit.start - start, edit.end - start) == edit.text.translate(NARROW)
        start += len(line.chars) + 1
    return False


if __name__ == "__main__":
    main()
