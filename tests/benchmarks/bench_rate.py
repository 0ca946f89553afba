"""Prints how much text a second is cleaned by one core, each text for the first time.

Run: python -m tests.benchmarks.bench_rate [--texts FILE.jsonl] [--articles N] [--command MB]
FILE has an undamaged simplified sentence a line, under "text"; without it, the lines of the
project's own undamaged texts are taken. Articles are made of them, and written in traditional
characters, with glosses, and with the byte shifts that glosses and a narrow comma make, as
tests/shifted.py says. Seconds are of the processor, MB of UTF-8; what the first tenth of a kind
takes, while tables are loaded, is told apart.

With --command the command `clean` is measured instead, from its start to its end, on so many MB of
JSON lines: simplified articles, each in a frame of made-up boilerplate no line of which comes
again. It runs with one process and with as many as there are cores; MB are of the file.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.learning.synthetic import Maker, tables
from annotator.parallel import cores
from annotator.pipeline import propose
from annotator.rules.knowledge.readings import readings
from annotator.text.script import convert, converter
from tests.shifted import NARROW, reposted

_ROOT = Path(__file__).parents[2]
_OWN = _ROOT / "tests" / "cases" / "clean.txt"
_LINE, _ARTICLE = 220, 1500
# How many of the characters that differ in both scripts have a gloss, and of those with a shift.
_GLOSSED, _SHIFTED = 0.8, 0.4
# How many of the kinds of boilerplate a frame has, in front and behind.
_IN_FRONT, _BEHIND = 0.45, 0.25
_PARAGRAPHS = (5, 14)

Lines = list[str]


def main() -> None:
    """Measure, and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="sentences, JSONL")
    parser.add_argument("--articles", type=int, default=300, help="of each kind (300)")
    parser.add_argument("--command", type=int, metavar="MB", help="measure the whole command")
    asked = parser.parse_args()
    said = _said(asked.texts)
    if asked.command:
        measure_command(said, asked.command)
        return
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


def measure_command(said: Sequence[str], size: int) -> None:
    """Clean a file of so many MB with one process, and with as many as there are cores."""
    with TemporaryDirectory() as folder:
        source, output = Path(folder) / "pages.jsonl", Path(folder) / "out.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for record in _framed(said):
                file.write(record)
                if file.tell() > size * 1_000_000:
                    break
        for jobs in sorted({1, cores()}):
            before, started = _used(), time.perf_counter()
            command = ["clean", str(source), "-o", str(output), "--jobs", str(jobs)]
            subprocess.run([sys.executable, "main.py", *command], cwd=_ROOT, check=True)
            clock, used = time.perf_counter() - started, _used() - before
            size_mb = source.stat().st_size / 1e6
            print(
                f"clean, {jobs} jobs: {size_mb / clock:.2f} MB a second by the clock, "
                f"{size_mb / used:.2f} MB a second of the processors",
                flush=True,
            )
            output.unlink()


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _framed(said: Sequence[str]) -> Iterator[str]:
    """Records without end, each an article in a frame."""
    han = sorted({char for sentence in said for char in sentence if "\u4e00" <= char <= "\u9fff"})
    order, number = tables()["order"], 0
    while True:
        chance = random.Random(number)
        maker = Maker(chance, chance.randrange(2))
        maker.blocks(order["head"], _IN_FRONT)
        maker.say([chance.choice(said)[:30].strip("。")])
        maker.blocks(order["under"], _IN_FRONT)
        for _ in range(chance.randint(*_PARAGRAPHS)):
            maker.say(["".join(chance.choices(said, k=6))])
        maker.blocks(chance.sample(order["far"], len(order["far"])), _BEHIND)
        maker.lines = [(_unlike(text, kind, han, chance), kind) for text, kind in maker.lines]
        record = {"id": str(number), "text": maker.page().raw}
        yield json.dumps(record, ensure_ascii=False) + "\n"
        number += 1


def _unlike(text: str, kind: str, han: Sequence[str], chance: random.Random) -> str:
    """A line of a frame with two characters more somewhere, so that it comes once."""
    at = chance.randint(1, len(text)) if kind else len(text)
    return text[:at] + "".join(chance.choices(han, k=2 if kind else 0)) + text[at:]


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
