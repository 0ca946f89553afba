"""Work spread over processes, with results in the order of the input and little in memory."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_WAITING_EACH = 2
_LOOKS_FOR_PARENT = 1.0


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    function: Callable[[T], R], items: Iterable[T], jobs: int, lost: Callable[[T], R]
) -> Iterator[R]:
    """function(item) for every item, in order, by `jobs` processes; for one item, by this one.

    Never more than two items a process are under way. If a process is killed, those are done
    again, each by a process of its own; lost(item) stands for one that kills that as well.

    >>> list(in_order(abs, [-1, 2, -3], jobs=1, lost=abs))
    [1, 2, 3]
    """
    source = iter(items)
    first = list(islice(source, 2))
    if jobs < 2 or len(first) < 2:
        yield from map(function, chain(first, source))
        return
    crew = _Crew(function, jobs, lost)
    try:
        yield from crew.work(chain(first, source))
    finally:
        crew.dismiss()


def alone(function: Callable[[T], R], item: T) -> R | None:
    """function(item) by a process of its own; None if that was killed."""
    with _pool(1) as pool:
        try:
            return pool.submit(function, item).result()
        except BrokenProcessPool:
            return None


class _Crew(Generic[T, R]):
    """The processes, and what they were given and have not handed back."""

    def __init__(self, function: Callable[[T], R], jobs: int, lost: Callable[[T], R]) -> None:
        self._function = function
        self._jobs = jobs
        self._lost = lost
        self._pool = _pool(jobs)
        self._waiting: deque[tuple[T, Future[R], ProcessPoolExecutor]] = deque()

    def work(self, items: Iterable[T]) -> Iterator[R]:
        """The results, in order."""
        for item in items:
            future = self._submitted(item)
            self._waiting.append((item, future, self._pool))
            if len(self._waiting) >= self._jobs * _WAITING_EACH:
                yield self._next()
        while self._waiting:
            yield self._next()

    def dismiss(self) -> None:
        """End the processes after what they are at."""
        self._pool.shutdown(cancel_futures=True)

    def _submitted(self, item: T) -> Future[R]:
        try:
            return self._pool.submit(self._function, item)
        except BrokenProcessPool:
            self._renew()
            return self._pool.submit(self._function, item)

    def _next(self) -> R:
        item, future, pool = self._waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            # Which of those under way did it is not known: each is tried by itself.
            if pool is self._pool:
                self._renew()
            found = alone(self._function, item)
            return self._lost(item) if found is None else found

    def _renew(self) -> None:
        """New processes in place of the broken ones."""
        self.dismiss()
        self._pool = _pool(self._jobs)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_begin, initargs=(os.getpid(),))


def _begin(parent: int) -> None:
    """Ctrl+C reaches every process of the terminal, and only the first one answers it.

    One whose first process was killed ends too: nobody would ever give it work again.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOKS_FOR_PARENT)
    os._exit(1)
