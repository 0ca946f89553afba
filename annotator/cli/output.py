"""What goes to the terminal: UTF-8 whatever the system thinks, problems, and progress."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from annotator.formats.base import Problem

_EVERY = 0.2
_ERASE = "\r\x1b[K"


def use_utf8() -> None:
    """Make standard output and error UTF-8, under a C locale and a Windows code page too."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def say(message: str) -> None:
    """Write a line for the person at the terminal."""
    print(message, file=sys.stderr, flush=True)


def say_problems(problems: Iterable[Problem]) -> int:
    """Write each problem as `file:line: message`; how many there were."""
    lines = [str(problem) for problem in problems]
    if lines:
        end_progress()
        say("\n".join(lines))
    return len(lines)


def print_json(value: object) -> None:
    """Write a value for a program to read."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def bytes_out() -> BinaryIO:
    """Standard output for bytes, after what was printed."""
    sys.stdout.flush()
    return sys.stdout.buffer


class Progress:
    """A line on the terminal with count, rate and time left; silent where there is no terminal."""

    def __init__(self, what: str, before: int = 0) -> None:
        """`before` were done by an earlier run, in no time."""
        self._what = what
        self._before = before
        self._start = self._shown = time.monotonic()
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show how far the work is, not more often than one can read."""
        now = time.monotonic()
        if self._terminal and now - self._shown >= _EVERY:
            self._shown = now
            print(_ERASE + self.line(done, total, now - self._start), end="", file=sys.stderr)
            sys.stderr.flush()

    def line(self, done: int, total: int | None, seconds: float) -> str:
        """The line to show.

        >>> Progress("articles").line(50, 200, 10.0)
        '50 of 200 articles, 5/s, 0:30 left'
        >>> Progress("articles").line(50, None, 10.0)
        '50 articles, 5/s'
        """
        rate = (done - self._before) / seconds if seconds else 0.0
        if total is None:
            return f"{done} {self._what}, {rate:,.0f}/s"
        left = round((total - done) / rate) if rate else 0
        return f"{done} of {total} {self._what}, {rate:,.0f}/s, {left // 60}:{left % 60:02} left"


def end_progress() -> None:
    """Take the progress line away, if there may be one."""
    if sys.stderr.isatty():
        print(_ERASE, end="", file=sys.stderr, flush=True)
