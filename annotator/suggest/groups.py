"""Which words stand among the same neighbours in news text: known before a project has any text.

Counted in the news text of ICTCLAS, as Apache Lucene's smartcn brings it along (Apache-2.0, see
LICENSE-groups beside this file); `.dev/word_groups.py` makes the table. It is made as the groups of
a project's own words are (see unlabelled.py), coarse, middling and fine.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

import numpy as np

from annotator.suggest.features import Clusters
from annotator.suggest.sheet import Ints, Sheet, code

_REACH = (-1, 0, 1)


def groups(sheet: Sheet) -> Clusters:
    """The groups of the words of a text, from 1, 0 for unknown ones; as features are made of them.

    >>> from annotator.suggest.sheet import read
    >>> [[int(number > 0) for number in row] for row, _, _ in groups(read("我们的鐾"))]
    [[1, 1, 0], [1, 1, 0], [1, 1, 0]]
    """
    words, numbers = _table()
    places = np.minimum(np.searchsorted(words, sheet.words), len(words) - 1)
    there = words[places] == sheet.words
    return [(np.where(there, row[places], 0), _REACH, True) for row in numbers]


@lru_cache(maxsize=1)
def _table() -> tuple[Ints, Ints]:
    """The words, as numbers in order, and for each size of groups the group of each."""
    packed = Path(__file__).with_name("groups.txt.gz").read_bytes()
    fields = gzip.decompress(packed).decode().replace("\n", "\t").split("\t")
    words = np.array([code(word) for word in fields[::4]], np.int64)
    numbers = np.array([list(map(int, fields[at::4])) for at in (1, 2, 3)], np.int64)
    order = np.argsort(words, kind="stable")
    return words[order], numbers[:, order] + 1
