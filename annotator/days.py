"""What was done on a day, and what became of suggestions."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Day(NamedTuple):
    """One annotator on one day where people are: actions, articles done, and time spent on those.

    `seconds` is all the time that the articles done that day took, whoever spent it.
    """

    day: date
    annotator: str
    actions: int
    done: int
    seconds: float


class Taken(NamedTuple):
    """Entities that were suggested: how many a person took, and how many they refused."""

    accepted: int
    rejected: int
