"""How far reading has come, for the time left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

_SAMPLE = 1 << 18


class Position:
    """How much of the named files and folders lies before a place in them.

    Places at the end of a file are exact; within one the length of its first lines is taken for
    that of all. Nothing is known of standard input.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._sizes = {str(file): file.stat().st_size for file in _files(paths)}
        self._total = sum(self._sizes.values())
        self._before = 0
        self._file = ""
        self._line_size = 0.0

    def share(self, file: str, line: int) -> float:
        """The share, from 0 to 1, of all bytes that were read by line `line` of `file`.

        Files come one after the other; 0 means that it is not known.
        """
        if file != self._file:
            self._before += self._sizes.pop(self._file, 0)
            self._file = file
            self._line_size = _line_size(file) if file in self._sizes else 0
        size = self._sizes.get(file, 0)
        inside = min(size, line * self._line_size) if line else size
        return (self._before + inside) / self._total if self._total else 0.0


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        inside = path.rglob("*") if path.is_dir() else [path]
        yield from (file for file in inside if file.is_file())


def _line_size(file: str) -> float:
    with open(file, "rb") as opened:
        sample = opened.read(_SAMPLE)
    return len(sample) / max(1, sample.count(b"\n"))
