"""Prints how fast articles come in, and the memory of all processes at its highest.

Run: python tests/benchmarks/bench_import.py [--articles 10000] [--folder DIR]
Each article has about 2,000 characters and 40 entities; its text is sentences of the seeds in
another order, between a headline and a byline.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from annotator.workspace import Workspace

_ROOT = Path(__file__).parents[2]
_CHARACTERS = 2_000
_ENTITIES = 40
_LOOK_SECONDS = 0.1


def main() -> None:
    """Make a file, import it without and with cleaning, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=asked.folder))
    try:
        source = folder / "articles.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(lines(asked.articles))
        for clean in (False, True):
            measure(folder / f"{clean}.duizhao", source, clean)
    finally:
        shutil.rmtree(folder)


def measure(project: Path, source: Path, clean: bool) -> None:
    """One import."""
    with Workspace.create(project) as workspace, Memory() as memory:
        started = time.perf_counter()
        report = workspace.import_files([source], clean=clean)
        seconds = time.perf_counter() - started
    name = "cleaned" if clean else "as they are"
    print(
        f"{report.added} articles {name}: {report.added / seconds:,.0f} a second, "
        f"memory {memory.start:,.0f} MB, at most {memory.most:,.0f} MB",
        flush=True,
    )


def lines(articles: int) -> Iterator[str]:
    """The records, as JSON lines."""
    source = random.Random(3)
    said = [
        sentence
        for path in sorted((_ROOT / "seeds").glob("00[013]_*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 80
        for sentence in re.findall("[^。]+。", line)
    ]
    for number in range(articles):
        parts = [f"第{number}号新闻的标题\n2026-11-22 来源:新华网 作者:张三\n"]
        while sum(map(len, parts)) < _CHARACTERS:
            parts.append("".join(source.choices(said, k=3)) + "\n")
        raw = "".join(parts)
        step = len(raw) // _ENTITIES
        marks = [[at, at + 3, "LOC"] for at in range(0, step * _ENTITIES, step)]
        record = {"id": str(number), "text": raw, "label": marks}
        yield json.dumps(record, ensure_ascii=False) + "\n"


class Memory:
    """The memory in MB of this process and those it started, less what they share; Linux only."""

    def __enter__(self) -> Memory:
        self.start = self.most = _memory()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            self.most = max(self.most, _memory())


def _memory() -> float:
    size, todo = 0.0, ["self"]
    while todo:
        process = Path("/proc") / todo.pop()
        try:
            told = (process / "smaps_rollup").read_text(encoding="ascii")
            size += float(re.findall(r"Pss: +(\d+)", told)[0]) / 1000
            for task in (process / "task").iterdir():
                todo += (task / "children").read_text(encoding="ascii").split()
        except (OSError, IndexError):
            # It has ended meanwhile.
            continue
    return size


if __name__ == "__main__":
    main()
