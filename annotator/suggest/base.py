"""What every source of suggestions learns from and answers with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from annotator.model import Suggestion


class Named(NamedTuple):
    """A half-open range of code points of a text, and the name of its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with what a person labelled in it and what they refused.

    `whole` says that the person is done with it, so that what is not labelled is nothing.
    """

    text: str
    entities: tuple[Named, ...]
    refused: tuple[Named, ...] = ()
    whole: bool = True


class Source(Protocol):
    """One way of suggesting. Ids are permanent: they are stored, and named in settings."""

    id: str

    def fit(self, lessons: Sequence[Lesson]) -> None:
        """Learn from these and forget what was learned before."""
        ...

    def suggest(self, text: str) -> list[Suggestion]:
        """What may be an entity of `text`; offsets on it. Ranges may overlap."""
        ...


class Ranged(Protocol):
    """Anything with a half-open range."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


R = TypeVar("R", bound=Ranged)


def apart(ranges: Iterable[R], worth: Callable[[R], float]) -> list[R]:
    """Those of worth above 0 that do not overlap and together are worth most, in order.

    Equal sums are settled by order, so the same ranges give the same answer. Source: weighted
    interval scheduling, Kleinberg and Tardos, "Algorithm Design", 2005.

    >>> [named.label for named in apart([Named(0, 4, "a"), Named(0, 2, "b"), Named(2, 4, "c")],
    ...     lambda named: 3 if named.label == "a" else 2)]
    ['b', 'c']
    """
    rows = [(one, value) for one in ranges if (value := worth(one)) > 0]
    rows.sort(key=lambda row: (row[0].end, row[0].start))
    ends = [one.end for one, _ in rows]
    sums = [0.0]
    for number, (one, value) in enumerate(rows):
        before = bisect_right(ends, one.start, 0, number)
        sums.append(max(sums[-1], sums[before] + value))
    chosen = []
    at = len(rows)
    while at:
        one, value = rows[at - 1]
        before = bisect_right(ends, one.start, 0, at - 1)
        if sums[before] + value > sums[at - 1]:
            chosen.append(one)
            at = before
        else:
            at -= 1
    return chosen[::-1]
