"""What is drawn on a text beside the text: where, how, and what it stands for.

Marks are asked for by the range in view, so a text may carry any number of them. A layer is made
from spans in order of start and never changes; what it is asked for twice it makes once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Generic, NamedTuple, Protocol, TypeVar

_LEVELS = 8
_LOOKED_AT = 5


class Look(Enum):
    """The ways a mark is drawn."""

    CUT = auto()
    """Dimmed text; the name stands in the margin."""
    CUT_PLACE = auto()
    """A thin mark between two characters where something was left out."""
    REPAIR = auto()
    """A tinted ground."""
    QUIET_REPAIR = auto()
    """A barely tinted ground, for repairs that come by the hundred."""
    REPAIRED = auto()
    """A quiet line below."""
    QUIET_REPAIRED = auto()
    """A barely visible line below."""
    REJECTED = auto()
    """A faint dotted outline."""
    FINDING = auto()
    """A zigzag line below, for damage that nothing puts right."""
    ENTITY = auto()
    """A soft ground and a line below in `ink`, with the name."""
    SUGGESTION = auto()
    """A dashed outline in `ink` on no ground, with the name and a question mark."""


QUIET = frozenset({Look.QUIET_REPAIR, Look.QUIET_REPAIRED, Look.SUGGESTION})


class Mark(NamedTuple):
    """A mark on text[start:end], in code points of the text it is drawn on.

    An empty range is a place between two characters. `ink` is "#rrggbb" or empty for the theme's
    own; `level` tells overlapping marks apart; `target` is what the mark stands for; `turn` tells
    those of one ink apart.
    """

    start: int
    end: int
    look: Look
    name: str = ""
    ink: str = ""
    level: int = 0
    target: object = None
    turn: int = 0


class Layer(Protocol):
    """Marks of one family on one text."""

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that meet text[start:end] or lie empty at its edges, in order of start."""
        ...

    def samples(self, bounds: Sequence[int]) -> Sequence[Mark | None]:
        """For each stretch between two of these offsets, one mark that starts there, if any."""
        ...


class Span(Protocol):
    """Anything with a half-open range."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Span)


class SpanLayer(Generic[S]):
    """A layer of spans, ordered by start, whose marks are made when they are asked for."""

    def __init__(
        self, spans: Sequence[S], make: Callable[[S, int], Mark], *, levelled: bool = False
    ) -> None:
        self._spans = spans
        self._make = make
        self._levelled = levelled
        self._starts = list(map(attrgetter("start"), spans))
        self._reach = list(accumulate(map(attrgetter("end"), spans), max))
        self._marks: dict[int, Mark] = {}
        self._levels: dict[int, int] = {}

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that meet the range or lie empty at its edges."""
        first = bisect_left(self._reach, start)
        last = bisect_right(self._starts, end)
        return [
            self._mark(index)
            for index in range(first, last)
            if _meets(self._spans[index], start, end)
        ]

    def samples(self, bounds: Sequence[int]) -> Sequence[Mark | None]:
        """For each stretch between two bounds, a mark that starts there, loud rather than quiet."""
        cuts = [bisect_left(self._starts, bound) for bound in bounds]
        return [self._sample(low, high) for low, high in pairwise(cuts)]

    def _sample(self, low: int, high: int) -> Mark | None:
        few = [self._mark(index) for index in range(low, min(high, low + _LOOKED_AT))]
        return next((mark for mark in few if mark.look not in QUIET), few[0] if few else None)

    def _mark(self, index: int) -> Mark:
        found = self._marks.get(index)
        if found is None:
            level = self._level(index) if self._levelled else 0
            found = self._marks[index] = self._make(self._spans[index], level)
        return found

    def _level(self, index: int) -> int:
        starts, reach = self._starts, self._reach
        alone_before = not index or reach[index - 1] <= starts[index]
        if alone_before and (index + 1 == len(starts) or starts[index + 1] >= reach[index]):
            return 0
        if index not in self._levels:
            first = index
            while first and starts[first] < reach[first - 1]:
                first -= 1
            last = index + 1
            while last < len(starts) and starts[last] < reach[last - 1]:
                last += 1
            chain = self._spans[first:last]
            self._levels.update(zip(range(first, last), levels(chain), strict=True))
        return self._levels[index]


def _meets(span: Span, start: int, end: int) -> bool:
    if span.start == span.end or start == end:
        return span.start <= end and span.end >= start
    return span.start < end and span.end > start


def levels(spans: Sequence[Span]) -> list[int]:
    """The level of each span: shorter ones lowest, and no two that overlap on one level.

    The last of `_LEVELS` levels takes whatever has no room on the others.

    >>> from annotator.model import Boilerplate
    >>> levels([Boilerplate(0, 9, "x"), Boilerplate(0, 3, "x"), Boilerplate(4, 6, "x")])
    [1, 0, 0]
    """
    found = [0] * len(spans)
    taken: list[tuple[list[int], list[int]]] = []
    order = sorted(range(len(spans)), key=lambda i: (spans[i].end - spans[i].start, spans[i].start))
    for index in order:
        span = spans[index]
        level = next((n for n, used in enumerate(taken) if _free(span, *used)), None)
        if level is None:
            level = min(len(taken), _LEVELS - 1)
        if level == len(taken):
            taken.append(([], []))
        starts, ends = taken[level]
        at = bisect_left(starts, span.start)
        starts.insert(at, span.start)
        ends.insert(at, span.end)
        found[index] = level
    return found


def _free(span: Span, starts: list[int], ends: list[int]) -> bool:
    at = bisect_left(starts, span.start)
    clear_before = at == 0 or ends[at - 1] <= span.start
    return clear_before and (at == len(starts) or starts[at] >= span.end)


class NoMarks:
    """The layer without marks."""

    def within(self, start: int, end: int) -> list[Mark]:
        """Nothing."""
        return []

    def samples(self, bounds: Sequence[int]) -> Sequence[Mark | None]:
        """Nothing."""
        return [None] * (len(bounds) - 1)


NO_LAYER: Layer = NoMarks()


@dataclass(frozen=True)
class Marks:
    """The marks of one text, by family; painted in this order."""

    cuts: Layer = NO_LAYER
    repairs: Layer = NO_LAYER
    findings: Layer = NO_LAYER
    entities: Layer = NO_LAYER

    @property
    def base(self) -> tuple[Layer, ...]:
        """All but the entities, which change far more often."""
        return self.cuts, self.repairs, self.findings


NO_MARKS = Marks()
