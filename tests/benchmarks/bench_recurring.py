"""Prints what recurring lines add to cleaning, on made-up sites, and how far their confidence is
to be trusted.

Run: python -m tests.benchmarks.bench_recurring [--first N] [--sites N] [--pages N ...]
     [--gold FILE.jsonl]
A FILE of gold pages is taken for one batch: what recurrence cuts of its kept text is named.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from annotator.pipeline import propose
from tests.sites import Judged, Reached, seen_together, site

BINS = (0.75, 0.8, 0.85, 0.9, 0.95, 1.01)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0, help="the number of the first site (0)")
    parser.add_argument("--sites", type=int, default=12, help="how many sites (12)")
    parser.add_argument("--pages", type=int, nargs="+", default=[40], help="pages of each (40)")
    parser.add_argument("--gold", type=Path, help="gold pages as one batch, instead of sites")
    asked = parser.parse_args()
    if asked.gold is not None:
        measure_gold(asked.gold)
        return
    judged: list[Judged] = []
    for pages in asked.pages:
        judged += measure(range(asked.first, asked.first + asked.sites), pages)
    calibration(judged)


def measure(numbers: Iterable[int], pages: int) -> list[Judged]:
    """Print characters right and wrong with and without evidence; the cuts it proved."""
    without, together = Reached(), Reached()
    for number in numbers:
        made = site(number, pages)
        seen = seen_together([page.raw for page in made.pages], made.name)
        for page, lines in zip(made.pages, seen, strict=True):
            without.judge(page, None)
            together.judge(page, lines)
    for name, reached in (("without", without), ("with", together)):
        lost = reached.wrong / (reached.wrong + reached.kept)
        print(
            f"{pages} pages a site, {name:8} precision {reached.precision:.4f} "
            f"recall {reached.recall:.4f}, of articles lost {lost:.4f}"
        )
    return together.judged


def calibration(judged: Iterable[Judged]) -> None:
    """Print how many cuts of each confidence are right."""
    bins: dict[float, list[Judged]] = defaultdict(list)
    for one in judged:
        bins[max(low for low in BINS if low <= one.confidence)].append(one)
    for low in sorted(bins):
        right = sum(one.right for one in bins[low])
        said = sum(one.confidence for one in bins[low]) / len(bins[low])
        print(f"said {said:.3f}: {right} of {len(bins[low])} right, {right / len(bins[low]):.3f}")


def measure_gold(path: Path) -> None:
    """Print what recurrence cuts of the kept text of gold pages, as if they were one batch."""
    pages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    pages = [page for page in pages if page.get("raw")]
    more = wrong = 0
    for page, seen in zip(pages, seen_together([p["raw"] for p in pages], ""), strict=True):
        kept = bytearray(b"\1") * len(page["raw"])
        for start, end, *_ in page["boilerplate"]:
            kept[start:end] = bytes(end - start)
        before = {(cut.start, cut.end) for cut in propose(page["raw"]).boilerplate}
        for cut in propose(page["raw"], recurring=seen).boilerplate:
            if (cut.start, cut.end) not in before:
                more += 1
                wrong += any(kept[cut.start : cut.end])
    print(f"{len(pages)} pages as one batch: {more} cuts by recurrence, {wrong} of kept text")


if __name__ == "__main__":
    main()
