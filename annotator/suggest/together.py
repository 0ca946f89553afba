"""Parts of one sum worked out at the same time, in a thread for each processor.

While numpy works on an array it lets other threads run, so this is for functions of arrays alone.
The threads end with the call: none is left for a process that is forked later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from annotator.parallel import cores

T = TypeVar("T")
R = TypeVar("R")


def each(function: Callable[[T], R], parts: Sequence[T]) -> list[R]:
    """What a function gives for each part, in their order.

    >>> each(len, ["张三", "上海市"])
    [2, 3]
    """
    threads = min(cores(), len(parts))
    if threads < 2:
        return list(map(function, parts))
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(function, parts))
