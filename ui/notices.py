"""What the window tells a person in passing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import NamedTuple

from annotator.errors import UserError
from annotator.formats.base import Problem
from ui.i18n import tr, tr_error, tr_problem


class Notice(NamedTuple):
    """A line for the person: what happened, what to do, and whether something went wrong.

    One that is `passing` is true only until something else is done or shown.
    """

    text: str
    way_out: str = ""
    bad: bool = False
    lines: tuple[str, ...] = ()
    passing: bool = False


def with_problems(text: str, problems: Iterable[Problem]) -> Notice:
    """What was done, and each problem there was in a line of its own."""
    lines = tuple(map(tr_problem, problems))
    return Notice(text, bad=bool(lines), lines=lines)


def notice_of(error: Exception) -> Notice:
    """What went wrong and the way out; a bug is logged."""
    if isinstance(error, UserError):
        return Notice(*tr_error(error), bad=True)
    logging.getLogger("duizhao").error("unexpected error", exc_info=error)
    return Notice(
        tr("Something unexpected happened: {error}.", error=repr(error)),
        tr("Your work is stored. The log has the details."),
        bad=True,
    )
