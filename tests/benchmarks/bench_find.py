"""Prints what filtering, sorting and finding cost in large projects.

Run: python tests/benchmarks/bench_find.py [--folder DIR] [--articles 1000000] [--keep PROJECT]
Texts are words of jieba's list, as often as it says they are used: 10,000 articles of 2,000
characters, and many of 300, without cleaning; proposals, sources and days are made up. Each project
is measured in a process of its own. `--keep` leaves the large one there, or measures it again.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sized
from itertools import accumulate
from pathlib import Path

import jieba

from annotator.filters import Filter, Order, Period, Sort, Within
from annotator.formats.base import NamedEntity, Record
from annotator.model import ArticleId, Boilerplate, Meta, Origin, Repair, Status
from annotator.places import index_for
from annotator.workspace import Workspace

_POOL = 3_000_000
_TYPES = ("pinyin_gloss", "script_variant", "spacing", "lost_char", "invisible")
_CUTS = ("credit", "contact_ad", "related_list", "nav_menu", "site_footer", "share_qr")
_SURE = (0.8, 0.9, 0.95, 0.99)
_CAME = Origin.IMPORT
_FILTERS: tuple[tuple[str, Filter], ...] = (
    ("status", Filter(statuses=frozenset({Status.DONE}))),
    ("type", Filter(types=frozenset({"credit"}))),
    ("rule and confidence", Filter(rules=frozenset({"r.spacing"}), most=85)),
    ("to be checked", Filter(unchecked=True)),
    ("source", Filter(sources=frozenset({"source 7"}))),
    ("published", Filter(published=Period("2010-03", "2010-05"))),
    ("with notes", Filter(noted=True)),
)
_TEXTS: tuple[tuple[str, Filter], ...] = (
    ("2 characters, rare", Filter(text="马云")),
    ("2 characters, common", Filter(text="中国")),
    ("1 character", Filter(text="鑫")),
    ("4 characters", Filter(text="人工智能")),
    ("4 characters, common", Filter(text="人民政府")),
    ("nowhere", Filter(text="查無此人甲乙")),
    ("clean text only", Filter(text="马云", within=Within.CLEAN)),
    ("text and type", Filter(text="中国", types=frozenset({"credit"}))),
)
_SORTED: tuple[tuple[str, Filter, Order], ...] = (
    ("all by length", Filter(), Order.LENGTH),
    ("to be checked, by length", Filter(unchecked=True), Order.LENGTH),
    ("ten years, by length", Filter(published=Period("2010", "2019")), Order.LENGTH),
    ("ten years, by title", Filter(published=Period("2010", "2019")), Order.TITLE),
    ("a common word, by title", Filter(text="中国"), Order.TITLE),
)


def main() -> None:
    """Make the projects, measure each, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--measure", type=Path)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure)
        return
    folder = Path(tempfile.mkdtemp(dir=asked.folder))
    try:
        for name, articles, length in (("medium", 10_000, 2_000), ("large", asked.articles, 300)):
            kept = asked.keep if name == "large" else None
            project = kept or folder / f"{name}.duizhao"
            if not project.exists():
                make(project, articles, length)
            subprocess.run([sys.executable, __file__, "--measure", str(project)], check=True)
            if kept is None:
                index_for(project).unlink(missing_ok=True)
    finally:
        shutil.rmtree(folder)


def make(project: Path, articles: int, length: int) -> None:
    """A project of many articles."""
    print(f"\n{articles:,} articles of {length:,} characters")
    with Workspace.create(project) as workspace:
        started = time.process_time()
        workspace.import_records(records(articles, length), clean=False)
        show("import, articles a second of CPU", articles / (time.process_time() - started), "")
    show("project, MB", project.stat().st_size / 1e6, "")


def records(articles: int, length: int) -> Iterator[Record]:
    """Texts with what lists are filtered by."""
    source = random.Random(1)
    pool = words(source)
    for number in range(articles):
        at = source.randrange(len(pool) - length)
        raw = pool[at : at + length]
        kinds = source.sample(_TYPES, 2)
        repairs = tuple(
            Repair(
                9 * n, 9 * n + 1, raw[9 * n], kind, (f"r.{kind}",), source.choice(_SURE), (), _CAME
            )
            for n, kind in enumerate(kinds, 1)
        )
        cut = source.choice(_CUTS)
        cuts = (Boilerplate(100, 110, cut, (f"b.{cut}",), source.choice(_SURE), (), _CAME),)
        meta = Meta(
            source=f"source {number % 300}",
            published=f"20{number % 25:02}-{1 + number % 12:02}-{1 + number % 28:02}",
        )
        entities = (NamedEntity(0, 2, "LOC"),) if number % 10 == 0 else ()
        status = Status.DONE if number % 50 == 0 else Status.TODO
        yield Record(f"site/{number:08}", raw, meta, repairs, cuts, entities, status)


def words(source: random.Random) -> str:
    """A long text of words, the frequent ones often."""
    listed, counts = [], []
    for line in jieba.get_dict_file():
        word, count, *_ = line.decode().split()
        listed.append(word)
        counts.append(int(count))
    drawn = source.choices(listed, cum_weights=list(accumulate(counts)), k=_POOL)
    drawn[40::41] = ["，"] * len(drawn[40::41])
    return "".join(drawn)


def measure(project: Path) -> None:
    """What a person does with the list of a project."""
    # As the window has it.
    sys.setswitchinterval(0.001)
    opened: list[Workspace] = []
    timed("open", lambda: opened.append(Workspace.open(project)))
    workspace = opened[0]
    started = time.process_time()
    count = workspace.finder.update()
    if count:
        show("taken into the index, a second of CPU", count / (time.process_time() - started), "")
        show("index, MB", index_for(project).stat().st_size / 1e6, "")
    workspace.close()
    workspace = Workspace.open(project)
    timed("index compared with the project, once", workspace.finder.update)
    timed("ids of all", workspace.article_ids)
    for order in Order:
        timed(f"sorted by {order.value}", lambda o=order: workspace.article_ids(sort=Sort(o)))
    for name, wanted in _FILTERS:
        timed(f"filter: {name}", lambda w=wanted: workspace.article_ids(w))
    for name, wanted in _TEXTS:
        timed(f"find: {name}, first ones", lambda w=wanted: first(workspace, w))
        timed(f"find: {name}, all", lambda w=wanted: workspace.article_ids(w), 1)
    for name, wanted, order in _SORTED:
        show(f"held up meanwhile: {name}", held_up(workspace, wanted, Sort(order)), " ms")
    show("memory at most, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "")
    workspace.close()


def held_up(workspace: Workspace, wanted: Filter, sort: Sort) -> float:
    """The longest turn, in milliseconds, of a thread that reads rows while another one searches."""
    searching = threading.Thread(target=lambda: list(workspace.finder.search(wanted, sort)))
    shown = workspace.article_ids()[:20].tolist()
    searching.start()
    worst, last = 0.0, time.perf_counter()
    while searching.is_alive():
        time.sleep(0.002)
        workspace.rows([ArticleId(number) for number in shown])
        now = time.perf_counter()
        worst, last = max(worst, now - last), now
    return worst * 1000


def first(workspace: Workspace, wanted: Filter) -> Sized:
    """The first articles found, or the end."""
    for found in workspace.finder.search(wanted):
        if found.ids:
            return found.ids
    return ()


def timed(name: str, action: Callable[[], object], times: int = 3) -> None:
    """Print the median time of an action, its CPU time, and how much it found."""
    taken = []
    for _ in range(1 if name == "open" else times):
        wall, busy = time.perf_counter(), time.process_time()
        found = action()
        taken.append((time.perf_counter() - wall, time.process_time() - busy))
    wall, busy = sorted(taken)[len(taken) // 2]
    size = f"{len(found):>12,}" if isinstance(found, Sized) else ""
    print(f"{name:<42}{wall * 1000:>10,.1f} ms{busy * 1000:>10,.1f} ms CPU{size}", flush=True)


def show(name: str, value: float, unit: str) -> None:
    """Print one figure."""
    print(f"{name:<42}{value:>10,.1f}{unit}", flush=True)


if __name__ == "__main__":
    main()
