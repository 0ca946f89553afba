"""Ids that are in order of time, and that two projects hardly ever make twice."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable

_RANDOM_BITS = 21


def time_ordered_ids(now_ns: Callable[[], int] = time.time_ns) -> Callable[[], int]:
    """A maker of rising ids of 63 bits: milliseconds since 1970, then random ones.

    Ids of one millisecond follow each other, from a random one on. A clock that is set back does
    not break the order. Any thread may call it.

    >>> new_id = time_ordered_ids()
    >>> new_id() < new_id() < 2**63
    True
    """
    lock = threading.Lock()
    last = 0

    def new_id() -> int:
        nonlocal last
        now = now_ns() // 1_000_000
        with lock:
            last += 1
            if now > last >> _RANDOM_BITS:
                last = now << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
            return last

    return new_id
