"""How right proposals were over time: what people judged, put together by day or by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from annotator.errors import mark
from annotator.shares import wilson

Days = Counter[tuple[date, bool]]
"""How often people said on a day, where they are, that a proposal is right (or wrong)."""


class Every(StrEnum):
    """How long a step of a trend is; weeks begin on Monday, as in ISO 8601."""

    DAY = "day"
    WEEK = "week"


STEPS = {Every.DAY: mark("By day"), Every.WEEK: mark("By week")}

_LENGTHS = {Every.DAY: 1, Every.WEEK: 7}


class Step(NamedTuple):
    """What was judged from one day to another, both included."""

    first: date
    last: date
    right: int
    wrong: int

    @property
    def judged(self) -> int:
        """How many proposals people decided on."""
        return self.right + self.wrong

    @property
    def precision(self) -> float:
        """The share that is right."""
        return self.right / self.judged

    @property
    def interval(self) -> tuple[float, float]:
        """Where the precision lies with 95 per cent certainty."""
        return wilson(self.right, self.judged)


def trend(days: Mapping[tuple[date, bool], int], every: Every) -> tuple[Step, ...]:
    """The steps in which something was judged, the oldest first.

    >>> days = Counter({(date(2026, 11, 22), True): 3, (date(2026, 11, 23), False): 1})
    >>> [(step.first.day, step.right, step.wrong) for step in trend(days, Every.DAY)]
    [(22, 3, 0), (23, 0, 1)]
    >>> [(step.first.day, step.last.day) for step in trend(days, Every.WEEK)]
    [(16, 22), (23, 29)]
    """
    counts: Counter[tuple[date, bool]] = Counter()
    for (day, right), count in days.items():
        counts[_first(day, every), right] += count
    firsts = sorted({first for first, _ in counts})
    rest = timedelta(days=_LENGTHS[every] - 1)
    return tuple(Step(at, at + rest, counts[at, True], counts[at, False]) for at in firsts)


def _first(day: date, every: Every) -> date:
    return day - timedelta(days=day.weekday() if every is Every.WEEK else 0)
