"""Prints how much text a second is cleaned by one core, each text for the first time.

Run: python -m tests.benchmarks.bench_rate [--texts FILE.jsonl] [--articles N]
FILE has an undamaged simplified sentence a line, under "text"; without it, the lines of the
project's own undamaged texts are taken. Articles are made of them, and written in traditional
characters, with glosses, and with the byte shifts that glosses and a narrow comma make, as
tests/shifted.py says. Seconds are of the processor, MB of UTF-8; what the first tenth of a kind
takes, while tables are loaded, is told apart.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.pipeline import propose
from annotator.rules.knowledge.readings import readings
from annotator.text.script import convert, converter
from tests.shifted import NARROW, reposted

_OWN = Path(__file__).parents[1] / "cases" / "clean.txt"
_LINE, _ARTICLE = 220, 1500
# How many of the characters that differ in both scripts have a gloss, and of those with a shift.
_GLOSSED, _SHIFTED = 0.8, 0.4

Lines = list[str]


def main() -> None:
    """Measure, and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="sentences, JSONL")
    parser.add_argument("--articles", type=int, default=300, help="of each kind (300)")
    asked = parser.parse_args()
    said = _said(asked.texts)
    random.Random(1).shuffle(said)
    articles = _articles(said)[: asked.articles]
    for name, made in _KINDS.items():
        chance = random.Random(2)
        measure(name, ["\n".join(made(article, chance)) for article in articles])


def _said(texts: Path | None) -> list[str]:
    if texts is not None:
        return [json.loads(line)["text"] for line in texts.read_text("utf-8").splitlines()]
    return [line for line in _OWN.read_text("utf-8").splitlines() if "。" in line]


def measure(name: str, texts: Sequence[str]) -> None:
    """Clean each text once."""
    first = max(1, len(texts) // 10)
    loading, rate = _rate(texts[:first]), _rate(texts[first:])
    print(f"{name}: {rate:.2f} MB a second, the first {first} articles {loading:.2f}", flush=True)


def _rate(texts: Sequence[str]) -> float:
    before = time.process_time()
    for text in texts:
        propose(text)
    return sum(len(text.encode()) for text in texts) / 1e6 / (time.process_time() - before)


def _articles(said: Sequence[str]) -> list[Lines]:
    """Lines of sentences, and articles of lines."""
    articles: list[Lines] = [[""]]
    for sentence in said:
        article = articles[-1]
        if len(article[-1]) > _LINE and sum(map(len, article)) > _ARTICLE:
            articles.append([sentence])
        elif len(article[-1]) > _LINE:
            article.append(sentence)
        else:
            article[-1] += sentence
    return articles[:-1]


def _traditional(article: Lines, _: random.Random) -> Lines:
    return [convert(line, "s2t") for line in article]


def _glosses(lines: Lines, chance: random.Random, share: float) -> dict[str, str]:
    known = sorted(set("".join(lines)).intersection(map(chr, converter("t2s").characters)))
    return {c: min(readings(c)) for c in known if readings(c) and chance.random() < share}


def _glossed(article: Lines, chance: random.Random) -> Lines:
    lines = _traditional(article, chance)
    glosses = _glosses(lines, chance, _GLOSSED)
    told = {ord(char): f"{char}({pinyin})" for char, pinyin in glosses.items()}
    return [line.translate(told).translate(NARROW) for line in lines]


def _shifted(article: Lines, chance: random.Random) -> Lines:
    lines = _traditional(article, chance)
    glosses = _glosses(lines, chance, _SHIFTED)
    made = []
    for line in lines:
        try:
            found = reposted(line, glosses, "，")
        except ValueError:
            # GBK has no code for what a shifted pair became.
            continue
        made += [found.text] if found else []
    return made


_KINDS: dict[str, Callable[[Lines, random.Random], Lines]] = {
    "simplified": lambda article, _: article,
    "traditional": _traditional,
    "glossed": _glossed,
    "glossed, with byte shifts": _shifted,
}


if __name__ == "__main__":
    main()
