"""Days as people mean them, where they are, and moments as projects store them, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def first_moment(day: str) -> str:
    """When a year, a month or a day begins here; empty for what is none.

    >>> first_moment("2026-02-31"), first_moment("")
    ('', '')
    """
    begin = _begin(day)
    return _stamp(begin) if begin is not None else ""


def last_moment(day: str) -> str:
    """The last second here of a year, a month or a day; empty for what is none."""
    begin = _begin(day)
    if begin is None:
        return ""
    parts = day.count("-")
    if parts == 2:
        after = begin + timedelta(days=1)
    elif parts == 1:
        after = (begin + timedelta(days=31)).replace(day=1)
    else:
        after = begin.replace(year=begin.year + 1)
    return _stamp(after - timedelta(seconds=1))


def day_of(moment: str) -> str:
    """The day here that a stored moment lies in; empty for none.

    >>> day_of(first_moment("2026-11-22")), day_of(last_moment("2026-11"))
    ('2026-11-22', '2026-11-30')
    """
    try:
        utc = datetime.strptime(moment, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return moment
    return utc.astimezone().strftime("%Y-%m-%d")


def _begin(day: str) -> datetime | None:
    try:
        numbers = [int(part) for part in day.split("-")]
        year, month, date = (*numbers, 1, 1)[:3]
        return datetime(year, month, date)
    except (ValueError, TypeError):
        return None


def _stamp(here: datetime) -> str:
    try:
        return here.astimezone(UTC).strftime(_STAMP)
    except (OverflowError, OSError, ValueError):
        return ""
