"""Many things cut up into what is given on at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def chunked(
    items: Iterable[T], length: Callable[[T], int], *, most: int, characters: int
) -> Iterator[list[T]]:
    """Items in order, so `most` at once, or fewer as soon as they have so many characters.

    >>> list(chunked(["甲乙丙", "丁", "戊", "己"], len, most=2, characters=3))
    [['甲乙丙'], ['丁', '戊'], ['己']]
    """
    chunk: list[T] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += length(item)
        if len(chunk) >= most or size >= characters:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
