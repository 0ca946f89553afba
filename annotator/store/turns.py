"""Whose turn it is: locks that go to who waits longest, and two of them as one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self


class InTurn:
    """A lock that its holder may take again, and that goes to whoever waits for it longest.

    Python's own goes to whoever comes first after it was let go. Work in the background takes it
    again at once, and a window that waits could wait for one batch after the other.
    """

    def __init__(self) -> None:
        # Who waits for the lock keeps the door, so that nobody else can come before.
        self._door = threading.Lock()
        # One that may be taken again, so that Ctrl+C between two lines here locks nobody out.
        self._lock = threading.RLock()
        self._holder: int | None = None
        self._times = 0

    @property
    def is_mine(self) -> bool:
        """Whether this thread holds it."""
        # Only this thread can have put itself there.
        return self._holder == threading.get_ident()

    def acquire(self, patience: float = -1) -> bool:
        """Wait for the lock; whoever holds it has it at once.

        False where it was not to be had within `patience` seconds; negative ones are endless.
        """
        if not self.is_mine:
            if not self._door.acquire(timeout=patience):
                return False
            try:
                if not self._lock.acquire(timeout=patience):
                    return False
            finally:
                self._door.release()
            self._holder = threading.get_ident()
        self._times += 1
        return True

    def release(self) -> None:
        """Let it go, as often as it was taken."""
        self._times -= 1
        if not self._times:
            self._holder = None
            self._lock.release()

    @contextmanager
    def let_go(self) -> Iterator[None]:
        """Let it go however often it was taken, and take it back as often after the block."""
        times, self._times, self._holder = self._times, 0, None
        self._lock.release()
        try:
            yield
        finally:
            self.acquire()
            self._times = times

    @property
    def is_wanted(self) -> bool:
        """Whether another thread waits for it."""
        return self._door.locked()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class Alone:
    """Two locks as one: nobody else is in the middle of an action, and nobody reads.

    `acting` comes first, always; two threads that took them in different orders would wait for
    each other for ever.
    """

    def __init__(self, acting: InTurn, using: InTurn) -> None:
        self._acting, self._using = acting, using

    def acquire(self, patience: float = -1) -> bool:
        """Wait for both; False where `acting` is not to be had within so many seconds."""
        if self._using.is_mine and not self._acting.is_mine:
            raise RuntimeError("who only reads cannot begin an action")
        if not self._acting.acquire(patience):
            return False
        self._using.acquire()
        return True

    def release(self) -> None:
        """Let both go, as often as they were taken."""
        self._using.release()
        self._acting.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
