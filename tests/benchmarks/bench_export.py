"""Prints how fast articles go out, and the memory of all processes at its highest.

Run: python tests/benchmarks/bench_export.py [--articles 10000] [--folder DIR] [--format jsonl ...]
The articles are those of bench_import.py: about 2,000 characters and 40 entities each, without
proposals and cleaned. Seconds of the processor are told beside those of the clock, since only they
can be compared on a machine that does other things as well.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from bench_import import Memory, lines

from annotator.exporting import ExportOptions, export_file
from annotator.formats import EXPORTERS
from annotator.workspace import Workspace


def main() -> None:
    """Make two projects, export them in each format, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    formats = [each.id for each in EXPORTERS]
    parser.add_argument("--format", nargs="+", choices=formats, default=formats[:1])
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=asked.folder))
    try:
        source = folder / "articles.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(lines(asked.articles))
        for clean in (False, True):
            with Workspace.create(folder / f"{clean}.duizhao") as workspace:
                workspace.import_files([source], clean=clean)
                for format in asked.format:
                    measure(workspace, format, "cleaned" if clean else "as they are")
    finally:
        shutil.rmtree(folder)


def measure(workspace: Workspace, format: str, name: str) -> None:
    """An export for its time, and one for its memory, since looking at that takes time itself."""
    options = ExportOptions(format)
    started, worked = time.perf_counter(), processor_seconds()
    report = export_file(workspace, workspace.path.with_suffix(f".{format}"), options)
    seconds, worked = time.perf_counter() - started, processor_seconds() - worked
    with Memory() as memory:
        export_file(workspace, workspace.path.with_suffix(f".again.{format}"), options)
    print(
        f"{report.written} articles {name} to {format}: {report.written / seconds:,.0f} a second, "
        f"{report.written / worked:,.0f} for each second of the processor, "
        f"memory {memory.start:,.0f} MB, at most {memory.most:,.0f} MB",
        flush=True,
    )


def processor_seconds() -> float:
    """What this process and those that it ended have worked."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
