"""Prints what the store costs: a label to durable, and a project of a million articles.

Run: python tests/benchmarks/bench_store.py [--articles 1000000] [--folder DIR]
Texts are made by sampling characters, 300 each; every tenth article has an entity. The figures
depend on the disk: put the folder where projects would be.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.commands import AddEntity, Judge, SetStatus
from annotator.filters import Filter
from annotator.formats.base import NamedEntity, Record
from annotator.model import ArticleId, Origin, Repair, Status, Verdict, key_of
from annotator.workspace import Workspace

_CHARACTERS = 300


def main() -> None:
    """Make the projects, measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=asked.folder))
    try:
        for length, spans in ((2_000, 40), (20_000, 500), (100_000, 2_000), (1_000_000, 10_000)):
            measure_actions(folder, length, spans)
        project = make_large(folder, asked.articles)
        # A process of its own, so that its memory is that of the open project alone.
        subprocess.run([sys.executable, __file__, "--measure", str(project)], check=True)
    finally:
        shutil.rmtree(folder)


def measure_actions(folder: Path, length: int, spans: int) -> None:
    """One article of this length with as many entities and as many proposals."""
    raw = "".join(text(random.Random(1), length))
    step = length // spans
    record = Record(
        "a",
        raw,
        repairs=tuple(
            Repair(at, at + 1, "字", "script_variant", ("r",), 0.9, (), Origin.IMPORT)
            for at in range(0, length, step)
        ),
        entities=tuple(NamedEntity(at, at + 2, "LOC") for at in range(0, length - 2, step)),
    )
    project = folder / f"{length}.duizhao"
    with Workspace.create(project) as workspace:
        workspace.import_records([record], clean=False)
    with Workspace.open(project) as workspace:
        article = ArticleId(1)
        show(f"{length:,} / {spans:,}: document", *timed(lambda: workspace.document(article)))
        show("  composed", *timed(lambda: workspace.document(article).composition))
        label = workspace.labels()[0].id
        keys = [key_of(repair) for repair in workspace.document(article).repairs]
        places = iter(range(1, length, max(1, step // 2)))

        def add(start: int) -> AddEntity:
            return AddEntity(article, start, start + 3, label)

        show(
            "  a label, stored",
            *timed(lambda: workspace.run(add(next(places))), 60),
        )
        given = iter(keys)
        show(
            "  a verdict, stored",
            *timed(lambda: workspace.run(Judge(article, (next(given),), Verdict.REJECTED)), 30),
        )
        everything = Judge(article, tuple(keys), Verdict.ACCEPTED)
        show("  verdicts on all proposals", *timed(lambda: workspace.run(everything)))
        show("  undo of that", *timed(workspace.undo))
        show("  undo of a label", *timed(workspace.undo, 60))


def make_large(folder: Path, articles: int) -> Path:
    """A project of many short articles."""
    path = folder / "large.duizhao"
    workspace = Workspace.create(path)
    started = time.perf_counter()
    workspace.import_records(records(articles), clean=False)
    seconds = time.perf_counter() - started
    show(f"import of {articles:,} articles, a second", articles / seconds, unit="")
    workspace.close()
    show("size of the file, MB", path.stat().st_size / 1e6, unit="")
    return path


def records(articles: int) -> Iterator[Record]:
    """Short texts that differ from each other."""
    source = random.Random(2)
    body = text(source, _CHARACTERS * 50)
    entities = (NamedEntity(0, 2, "LOC"),)
    for number in range(articles):
        at = source.randrange(len(body) - _CHARACTERS)
        raw = f"{number}号{body[at : at + _CHARACTERS]}"
        yield Record(f"site/{number:08}", raw, entities=() if number % 10 else entities)


def text(source: random.Random, length: int) -> str:
    """Han characters with punctuation and line feeds."""
    made = [chr(source.randrange(0x4E00, 0x9FA5)) for _ in range(length)]
    made[20::21] = "，" * len(made[20::21])
    made[83::84] = "\n" * len(made[83::84])
    return "".join(made)


def measure_large(path: Path) -> None:
    """What a window does with a large project."""
    show("memory before, MB", memory(), unit="")
    opened: list[Workspace] = []
    show("open", *timed(lambda: opened.append(Workspace.open(path))))
    workspace = opened[0]
    ids = workspace.article_ids()
    show(f"ids of {len(ids):,}", *timed(workspace.article_ids, 3))
    middle = [ArticleId(number) for number in ids[len(ids) // 2 :][:100]]
    show("rows of a page of 100", *timed(lambda: workspace.rows(middle), 20))
    show("counts by status", *timed(workspace.counts, 20))
    for number in ids[:: len(ids) // 500 or 1]:
        workspace.run(SetStatus(ArticleId(number), Status.DONE))
    show("ids of 500 that are done", *timed(lambda: workspace.article_ids(of(Status.DONE)), 5))
    show("ids of those to do", *timed(lambda: workspace.article_ids(of(Status.TODO)), 3))
    near = iter(ids[len(ids) // 3 :])
    show("next article", *timed(lambda: workspace.document(ArticleId(next(near))), 50))
    show("article by its key", *timed(lambda: workspace.article_by_key("site/00000077"), 20))
    label = workspace.labels()[0].id
    at = iter(range(200))
    target = ArticleId(ids[-1])
    show(
        "a label, stored",
        *timed(lambda: workspace.run(AddEntity(target, next(at), 250, label)), 100),
    )
    show("memory after, MB", memory(), unit="")
    started = time.perf_counter()
    read = sum(1 for _, _ in zip(workspace.documents(), range(20_000), strict=False))
    show("documents read, a second", read / (time.perf_counter() - started), unit="")
    show("memory after reading them, MB", memory(), unit="")
    show("backup, verified", *timed(lambda: workspace.backup(path.with_name("copy.duizhao"))))
    show("close", *timed(workspace.close))


def of(status: Status) -> Filter:
    """The articles of a status."""
    return Filter(statuses=frozenset({status}))


def timed(action: Callable[[], object], times: int = 1) -> tuple[float, float]:
    """The median and the 95th percentile of an action, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def memory() -> float:
    """The resident memory of this process in megabytes; Linux only."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def show(name: str, value: float, high: float | None = None, unit: str = " ms") -> None:
    """Print one figure."""
    more = f"   p95 {high:,.1f}" if high is not None and high != value else ""
    print(f"{name:<42}{value:>12,.1f}{unit}{more}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure_large(Path(sys.argv[2]))
    else:
        main()
