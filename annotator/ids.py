"""Ids that are in order of time, and that two projects hardly ever make twice."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import Protocol

_RANDOM_BITS = 21


class NewId(Protocol):
    """Makes ids that nothing had before."""

    def __call__(self, count: int = 1) -> int:
        """The first of so many ids that follow each other."""
        ...


def time_ordered_ids(now_ns: Callable[[], int] = time.time_ns) -> NewId:
    """A maker of rising ids of 63 bits: milliseconds since 1970, then random ones.

    Ids of one millisecond follow each other, from a random one on. A clock that is set back does
    not break the order. Any thread may call it.

    >>> new_id = time_ordered_ids()
    >>> new_id() < new_id() < 2**63
    True
    """
    lock = threading.Lock()
    last = 0

    def new_id(count: int = 1) -> int:
        nonlocal last
        now = now_ns() // 1_000_000
        with lock:
            first = last + 1
            if now > first >> _RANDOM_BITS:
                first = now << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
            last = first + count - 1
            return first

    return new_id
