"""Work spread over processes, with results in the order of the input and little in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_until
from multiprocessing.synchronize import Semaphore
from typing import Any, Generic, Self, TypeVar

from annotator.errors import UserError

T = TypeVar("T")
R = TypeVar("R")

_WAITING_EACH = 2
_GIVEN_EACH = 5
"""More where this process works as well, for it answers late."""

_FIRST = 16
"""This process does so many before it needs others, which take a fifth of a second to start."""

_ENOUGH = 2
_HELD_EACH = 12
# The window of a program goes before what it has others do.
_NICE = 5
_LOOK_SECONDS = 0.1
_GARBAGE = 100_000
"""Objects made before Python looks for cycles among them."""


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """What is done to articles makes no cycles, and looking for some takes a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_GARBAGE)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def in_order(
    function: Callable[[T], R], items: Iterable[T], jobs: int, lost: Callable[[T], R]
) -> Iterator[R]:
    """function(item) for every item, in order, by `jobs` processes; for one item, by this one.

    Never more than two items a process are under way. If a process is killed, those are done
    again, each by a process of its own; lost(item) stands for one that kills that as well.

    >>> list(in_order(abs, [-1, 2, -3], jobs=1, lost=abs))
    [1, 2, 3]
    """
    with Crew(function, jobs, lost) as crew:
        for item in items:
            crew.give(item)
            if crew.waiting >= max(_ENOUGH, jobs * _WAITING_EACH):
                yield crew.take()
        while crew.waiting:
            yield crew.take()


def shared(
    here: Callable[[T], R],
    there: Callable[[T], R],
    items: Iterable[T],
    helpers: int,
    lost: Callable[[T], R],
) -> Generator[R]:
    """here(item) for every item, in order, or there(item) by one of so many fresh processes.

    This process begins at once and never waits: it does what comes next itself where another has
    not done it by then, so a busy machine holds nothing up. Few are held. `lost` as in `in_order`.

    >>> list(shared(abs, abs, [-1, 2, -3], 1, abs))
    [1, 2, 3]
    """
    # With its result, or none where another process has it.
    line: deque[tuple[T, tuple[R] | None]] = deque()
    with Crew(there, helpers, lost, fresh=True) as crew:
        crew.start()
        source = iter(items)
        # The others begin with what comes later: it takes them a while to be there.
        first = list(islice(source, _FIRST))
        for item in islice(source, helpers * _GIVEN_EACH):
            crew.give(item)
            line.append((item, None))
        yield from map(here, first)

        def ready(most: int) -> Iterator[R]:
            while line and (line[0][1] is not None or crew.ready or len(line) > most):
                item, done = line.popleft()
                if done is not None:
                    yield done[0]
                elif crew.ready:
                    yield crew.take()
                else:
                    crew.drop()
                    yield here(item)

        for item in source:
            if crew.waiting < helpers * _GIVEN_EACH:
                crew.give(item)
                line.append((item, None))
            else:
                line.append((item, (here(item),)))
            yield from ready(helpers * _HELD_EACH)
        yield from ready(len(line))
        while line:
            # The newest, for the others are at the oldest.
            place = max(at for at, (_, done) in enumerate(line) if done is None)
            crew.drop(newest=True)
            line[place] = line[place][0], (here(line[place][0]),)
            yield from ready(len(line))


def alone(
    function: Callable[[T], R],
    item: T,
    fresh: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> R | None:
    """function(item) by a process of its own; None if that was killed.

    `waiting` is called again and again meanwhile; if it raises, the process is ended.
    """
    pool = _Pool(function, 1, fresh)
    try:
        future = pool.submit(item)
        while not future.done():
            wait_for([future], _LOOK_SECONDS)
            waiting()
        return future.result()
    except BrokenProcessPool:
        return None
    finally:
        pool.end()


def ahead(make: Callable[[], Iterable[T]]) -> Generator[T]:
    """What make() yields, by a process of its own that is one item ahead of what is asked for.

    The process is fresh: `make` must be importable, and its items go through a pipe. What make()
    raises is raised in its place; UserError where the process was ended from outside. Close the
    iterator to end the process before its time.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_go_ahead, args=(make, sender), daemon=True)
    process.start()
    # What is left open here would keep the pipe from ending with the process.
    sender.close()
    try:
        while (item := _received(receiver)) is not None:
            yield item[0]
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()


def _received(receiver: Connection) -> tuple[Any] | None:
    try:
        found: tuple[Any] | Exception | None = receiver.recv()
    except EOFError as error:
        raise UserError(
            "Reading was ended from outside, perhaps for want of memory.",
            "What was read before is there. Make room, and do it again.",
        ) from error
    if isinstance(found, Exception):
        raise found
    return found


def _go_ahead(make: Callable[[], Iterable[Any]], sender: Connection) -> None:
    """In a process of its own; one that nobody reads from any more ends at its next item."""
    _step_back()
    gc.set_threshold(_GARBAGE)
    try:
        for item in make():
            sender.send((item,))
        sender.send(None)
    except BrokenPipeError:
        return
    except Exception as error:
        error.add_note(traceback.format_exc())
        sender.send(error)


class Crew(Generic[T, R]):
    """Processes that take work and hand the results back in the order it was given.

    They are started when a second piece of work waits; one piece is done by this process, and so
    is all of it with one job. Left by an error, they end in the middle of what they are at.

    >>> with Crew(abs, 1, abs) as crew:
    ...     crew.give(-1)
    ...     crew.take()
    1
    """

    def __init__(
        self, function: Callable[[T], R], jobs: int, lost: Callable[[T], R], fresh: bool = False
    ) -> None:
        """`lost` is as in `in_order`.

        `fresh` processes inherit nothing: a must where this one has other threads or a project
        open, and slower to start. What they call must be importable then.
        """
        self._function = function
        self._jobs = jobs
        self._lost = lost
        self._fresh = fresh
        self._pool: _Pool[T, R] | None = None
        self._given: deque[tuple[T, Future[R] | None, _Pool[T, R] | None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.end()

    def start(self) -> None:
        """Have processes do all that is given, even if there is to be but one."""
        self._pool = self._new_pool()

    @property
    def ready(self) -> bool:
        """Whether the next result is there."""
        future = self._given[0][1] if self._given else None
        return future is not None and future.done()

    @property
    def waiting(self) -> int:
        """How many results were not taken yet."""
        return len(self._given)

    def give(self, item: T) -> None:
        """Have a piece of work done."""
        if self._pool is None and self._jobs > 1 and len(self._given) + 1 >= _ENOUGH:
            self._pool = self._new_pool()
            self._given = deque(self._submitted(before) for before, _, _ in self._given)
        self._given.append(self._submitted(item))

    def take(self) -> R:
        """The next result; raises what the work raised."""
        item, future, pool = self._given.popleft()
        if future is None:
            with collecting_seldom():
                return self._function(item)
        try:
            return future.result()
        except BrokenProcessPool:
            # Which of those under way did it is not known: each is tried by itself.
            if pool is self._pool:
                self._renew()
            found = alone(self._function, item, self._fresh)
            return self._lost(item) if found is None else found

    def drop(self, newest: bool = False) -> None:
        """Do without the next result, or that of what was given last; a process may be at it."""
        _, future, _ = self._given.pop() if newest else self._given.popleft()
        if future is not None:
            future.cancel()

    def _submitted(self, item: T) -> tuple[T, Future[R] | None, _Pool[T, R] | None]:
        if self._pool is None:
            return item, None, None
        try:
            return item, self._pool.submit(item), self._pool
        except BrokenProcessPool:
            self._renew()
            return item, self._pool.submit(item), self._pool

    def _renew(self) -> None:
        """New processes in place of the broken ones."""
        if self._pool is not None:
            self._pool.end()
        self._pool = self._new_pool()

    def _new_pool(self) -> _Pool[T, R]:
        return _Pool(self._function, self._jobs, self._fresh)


class _Pool(Generic[T, R]):
    """Processes that hold one function and can be ended at once."""

    def __init__(self, function: Callable[[T], R], jobs: int, fresh: bool) -> None:
        context = multiprocessing.get_context("spawn" if fresh else None)
        self._jobs = jobs
        self._end = context.Semaphore(0)
        self._pool = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin, initargs=(function, self._end, fresh)
        )

    def submit(self, item: T) -> Future[R]:
        """Raises BrokenProcessPool after a process was killed."""
        return self._pool.submit(_work, item)

    def end(self) -> None:
        """End the processes, whatever they are at."""
        # The library only waits for work to be done, so its parts are taken hold of before.
        pool: Any = self._pool
        running = {process.sentinel for process in (pool._processes or {}).values()}
        results, reader = pool._result_queue, pool._executor_manager_thread
        # First: where a process ends before, the library stumbles over work that was cancelled.
        pool.shutdown(wait=False, cancel_futures=True)
        for _ in range(self._jobs):
            self._end.release()
        while running:
            running.difference_update(wait_until(running))
        # A process that ended in the middle of a result leaves its reader waiting for the rest.
        results._writer.close()
        if reader is not None:
            reader.join()


_functions: list[Callable[[Any], Any]] = []
"""In a process of a pool: what it is there for."""


def _work(item: Any) -> Any:
    return _functions[0](item)


def _begin(function: Callable[[Any], Any], end: Semaphore, fresh: bool) -> None:
    """Ctrl+C reaches every process of the terminal, and only the first one answers it.

    One whose first process was killed ends too: nobody would ever give it work again.
    """
    _functions[:] = [function]
    gc.set_threshold(_GARBAGE)
    if fresh:
        _step_back()
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    for wait in (end.acquire, parent.join if parent else end.acquire):
        threading.Thread(target=_end_after, args=(wait,), daemon=True).start()


def _step_back() -> None:
    """Leave Ctrl+C to the first process, and the processor to its window."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(_NICE)


def _end_after(wait: Callable[[], object]) -> None:
    wait()
    os._exit(1)
