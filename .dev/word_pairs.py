"""Makes annotator/rules/knowledge/words.txt.gz and characters.txt.gz.

    python .dev/word_pairs.py lucene-analyzers-smartcn-8.7.0.jar

Needs numpy, which nothing else here does, and a minute: smartcn keeps only hashes of pairs of words
(64 bits, FNV-1a), so every pair of its words is hashed and looked up.
"""

from __future__ import annotations

import gzip
import struct
import sys
import zipfile
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from annotator.rules.knowledge.followers import NUMBER, START  # noqa: E402
from annotator.text.packaged import packaged  # noqa: E402

_INSIDE = "org/apache/lucene/analysis/cn/smart/hhmm/"
_CLASSES = {"未##数": NUMBER, "始##始": START}
_PRIME = 1099511628211
_BASIS = 0xCBF29CE484222325
_64 = (1 << 64) - 1
_PREFILTER = np.uint64((1 << 27) - 1)

# jieba counts ten times as much text.
_OF_JIEBA = 0.1
_COMMON = 20

_TYPES = {"[S": "h", "[C": "H", "[J": "Q", "[I": "i"}
_NULL, _REFERENCE, _DESCRIPTION, _ARRAY = 0x70, 0x71, 0x72, 0x75


class _Java:
    """A stream of Java's serialised arrays, all that these files hold."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 4
        self._handles: list[str | None] = []

    def read(self) -> Any:
        tag = self._take("B")[0]
        if tag == _NULL:
            return None
        if tag != _ARRAY:
            raise ValueError(f"tag {tag:#x} at byte {self._at}")
        name = self._class()
        self._handles.append(None)
        count = self._take("i")[0]
        code = _TYPES.get(name)
        return self._take(f"{count}{code}") if code else [self.read() for _ in range(count)]

    def _class(self) -> str:
        tag = self._take("B")[0]
        if tag == _REFERENCE:
            name = self._handles[self._take("i")[0] - 0x7E0000]
            if name is None:
                raise ValueError(f"no class at byte {self._at}")
            return name
        if tag != _DESCRIPTION:
            raise ValueError(f"tag {tag:#x} at byte {self._at}")
        length = self._take("H")[0]
        name = self._data[self._at : self._at + length].decode()
        # Its serial number, flags and number of fields, and the end of what describes it.
        self._at += length + 8 + 1 + 2 + 2
        self._handles.append(name)
        return name

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(">" + form, self._data, self._at)
        self._at += struct.calcsize(">" + form)
        return found


def _words(data: bytes) -> dict[str, int]:
    stream = _Java(data)
    places, firsts, rests, counts = (stream.read() for _ in range(4))
    found: dict[str, int] = {}
    for place, first in zip(places, firsts, strict=True):
        if place >= 0 and rests[place]:
            for rest, count in zip(rests[place], counts[place], strict=True):
                found[chr(first) + "".join(map(chr, rest or ()))] = count
    return found


def _pairs(data: bytes, words: dict[str, int]) -> dict[tuple[str, str], int]:
    stream = _Java(data)
    counts = dict(zip(stream.read(), stream.read(), strict=True))
    counts.pop(0, None)
    known = np.zeros(int(_PREFILTER) + 1, dtype=bool)
    known[(np.array(list(counts), dtype=np.uint64) & _PREFILTER).astype(np.int64)] = True
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in words:
        by_length[len(word)].append(word)
    columns = {
        n: np.array([[ord(c) for c in w] for w in ws], np.uint64).T for n, ws in by_length.items()
    }
    found: dict[tuple[str, str], int] = {}
    for word in words:
        start = _hashed(word + "@")
        for length, column in columns.items():
            hashes = _hashed_on(start, column)
            for at in np.nonzero(known[(hashes & _PREFILTER).astype(np.int64)])[0]:
                count = counts.get(int(hashes[at]))
                if count:
                    found[word, by_length[length][at]] = count
    return found


def _hashed(text: str) -> int:
    value = _BASIS
    for char in map(ord, text):
        value = (value ^ (char & 0xFF)) * _PRIME & _64
        value = (value ^ (char >> 8)) * _PRIME & _64
    return value


def _hashed_on(start: int, column: Any) -> Any:
    prime, low, eight = np.uint64(_PRIME), np.uint64(0xFF), np.uint64(8)
    value = np.full(column.shape[1], start, dtype=np.uint64)
    for chars in column:
        value = (value ^ (chars & low)) * prime
        value = (value ^ (chars >> eight)) * prime
    return value


def _jieba() -> dict[str, int]:
    fields = packaged("jieba", "dict.txt").split()
    counted = zip(fields[0::3], map(int, fields[1::3]), strict=True)
    return {word: count for word, count in counted if count >= _COMMON}


def _characters(
    pairs: dict[tuple[str, str], int], words: dict[str, int]
) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for (one, two), count in pairs.items():
        if NUMBER not in (one, two):
            found[one[-1:], two[0]] += count
    for counted, weight in ((words, 1.0), (_jieba(), _OF_JIEBA)):
        for word, count in counted.items():
            for two in pairwise(word):
                found[two] += count * weight
    return {p: round(n) for p, n in found.items() if n >= 2 and "\u3400" <= p[1] <= "\u9fff"}


def _write(name: str, pairs: dict[tuple[str, str], int], glue: str) -> None:
    rows: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (one, two), count in pairs.items():
        rows[one].append((two, count))
    lines = []
    for one in sorted(rows):
        row = sorted(rows[one], key=lambda entry: (-entry[1], entry[0]))
        counts = [count for _, count in row]
        followers = glue.join(two for two, _ in row)
        lines.append("\t".join((one, str(sum(counts)), followers, " ".join(map(str, counts)))))
    made = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
    (ROOT / "annotator" / "rules" / "knowledge" / name).write_bytes(made)
    print(f"{name}: {len(rows)} rows, {len(made)} bytes")


def main() -> None:
    with zipfile.ZipFile(sys.argv[1]) as jar:
        core, bigrams = (jar.read(_INSIDE + n) for n in ("coredict.mem", "bigramdict.mem"))
    words = _words(core)
    named = {
        (_CLASSES.get(one, one), _CLASSES.get(two, two)): count
        for (one, two), count in _pairs(bigrams, words).items()
        if two != "始##始"
    }
    pairs = {(one, two): n for (one, two), n in named.items() if "##" not in one + two}
    _write("words.txt.gz", pairs, " ")
    _write(
        "characters.txt.gz",
        _characters(pairs, {w: n for w, n in words.items() if "##" not in w}),
        "",
    )


if __name__ == "__main__":
    main()
