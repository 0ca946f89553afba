"""Days here and moments in UTC."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from annotator.filters import Period
from ui.days import day_of, first_moment, last_moment
from ui.filter_words import meant_period, shown_period


@pytest.fixture(autouse=True)
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Eight hours before UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be changed here")
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-11-22", "2026-11-21T16:00:00Z", "2026-11-22T15:59:59Z"),
        ("2026-12", "2026-11-30T16:00:00Z", "2026-12-31T15:59:59Z"),
        ("2024", "2023-12-31T16:00:00Z", "2024-12-31T15:59:59Z"),
        ("2026-02-30", "", ""),
        ("2026-13", "", ""),
        ("", "", ""),
    ],
)
def test_a_day_is_the_one_here(day: str, first: str, last: str) -> None:
    assert (first_moment(day), last_moment(day)) == (first, last)


def test_a_moment_is_shown_as_its_day_here() -> None:
    assert day_of("2026-11-21T16:00:00Z") == "2026-11-22"
    assert day_of("") == ""


def test_days_of_publishing_stay_as_they_are() -> None:
    days = Period("2026", "2026-11-22")
    assert meant_period("published", days) == shown_period("published", days) == days
    assert shown_period("updated", meant_period("updated", days)) == Period(
        "2026-01-01", "2026-11-22"
    )
