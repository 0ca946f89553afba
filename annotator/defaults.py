"""What a project takes where nobody says otherwise: its labels, the annotator, the time and ids."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from annotator.catalogue import DEFAULT_LABELS, free_color
from annotator.ids import NewId
from annotator.model import Label, LabelId

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present time, aware of its zone."""
    return datetime.now(UTC)


def account_name() -> str:
    """The name of the account, or "annotator" where the system knows none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "annotator"


def stamp(moment: datetime) -> str:
    """A time as projects store it: UTC, to the second.

    >>> stamp(datetime(2026, 11, 22, 3, 17, tzinfo=UTC))
    '2026-11-22T03:17:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def default_labels(new_id: NewId) -> list[Label]:
    """The label set a new project starts with."""
    return [
        Label(
            LabelId(new_id()), info.name, info.zh, info.color, info.key, info.description, position
        )
        for position, info in enumerate(DEFAULT_LABELS)
    ]


def label_called(name: str, there: Iterable[Label], new_id: NewId) -> Label:
    """A label that a file or another project brings, behind those that are there."""
    known = list(there)
    position = 1 + max((label.position for label in known), default=-1)
    color = free_color(label.color for label in known)
    return Label(LabelId(new_id()), name, name, color, "", position=position)
