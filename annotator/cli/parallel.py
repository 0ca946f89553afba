"""Work spread over processes, with results in the order of the input and little in memory."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TypeVar

from annotator.errors import UserError

T = TypeVar("T")
R = TypeVar("R")

_WAITING_EACH = 2


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(function: Callable[[T], R], items: Iterable[T], jobs: int) -> Iterator[R]:
    """function(item) for every item, in order, by `jobs` processes; for one item, by this one.

    Never more than two items a process are under way. Raises UserError if a process is killed.

    >>> list(in_order(abs, [-1, 2, -3], jobs=1))
    [1, 2, 3]
    """
    source = iter(items)
    first = list(islice(source, 2))
    if jobs < 2 or len(first) < 2:
        yield from map(function, chain(first, source))
        return
    pool = ProcessPoolExecutor(jobs, initializer=_ignore_interrupts)
    try:
        yield from _pooled(pool, function, chain(first, source), jobs * _WAITING_EACH)
    except BrokenProcessPool as error:
        raise UserError(
            "A cleaning process was ended from outside, perhaps for want of memory.",
            "Try again with --jobs 1.",
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _pooled(
    pool: ProcessPoolExecutor, function: Callable[[T], R], items: Iterable[T], most: int
) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(function, item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _ignore_interrupts() -> None:
    """Ctrl+C reaches every process of the terminal; only the first one answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
