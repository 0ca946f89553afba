"""Makes annotator/suggest/groups.txt.gz: words of news text, grouped by what stands beside them.

    python .dev/word_groups.py lucene-analyzers-smartcn-8.7.0.jar

Needs a minute and 2 GB of memory.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter

import numpy as np
from word_pairs import ROOT, counted

from annotator.suggest.unlabelled import grouped, short

_SIZES = (64, 256, 1024)
_MOST, _LEAST = 30_000, 6
_NEIGHBOURS = 4_000


def main() -> None:
    _, pairs = counted(sys.argv[1])
    often: Counter[str] = Counter()
    for two, count in pairs.items():
        for word in two:
            often[word] += count
    ranked = sorted(often, key=lambda word: (-often[word], word))
    # Smartcn's classes, as of names and numbers, tell as neighbours; they are no words themselves.
    words = [word for word in ranked if often[word] >= _LEAST and "##" not in word][:_MOST]
    row = {word: number for number, word in enumerate(words)}
    column = {word: number for number, word in enumerate(ranked[:_NEIGHBOURS])}
    counts = np.zeros((len(words), 2 * _NEIGHBOURS), np.float32)
    for (one, two), count in pairs.items():
        if one in row and two in column:
            counts[row[one], _NEIGHBOURS + column[two]] += count
        if two in row and one in column:
            counts[row[two], column[one]] += count
    points = short(counts)
    columns = [grouped(points, size).tolist() for size in _SIZES]
    lines = sorted("\t".join(map(str, line)) for line in zip(words, *columns, strict=True))
    made = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
    (ROOT / "annotator" / "suggest" / "groups.txt.gz").write_bytes(made)
    print(f"{len(words)} words, {len(made)} bytes")


if __name__ == "__main__":
    main()
