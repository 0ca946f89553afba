"""What filters and sorts are called in the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from annotator.filters import EVERYTHING, Filter, Order, Period, Within
from annotator.model import LabelId, Status
from ui.days import day_of, first_moment, last_moment
from ui.i18n import listed, mark, tr
from ui.names import status_name, type_name

ORDER_NAMES: dict[Order, str] = {
    Order.IMPORT: mark("Order of import"),
    Order.TITLE: mark("Title"),
    Order.KEY: mark("Id"),
    Order.STATUS: mark("Status"),
    Order.UPDATED: mark("Last changed"),
    Order.LENGTH: mark("Length"),
    Order.PROPOSALS: mark("Number of proposals"),
    Order.DOUBT: mark("Doubt"),
    Order.LABELS: mark("Number of labels"),
    Order.EXPECTED: mark("Labels suggested"),
    Order.SUGGESTION_DOUBT: mark("Doubt about suggestions"),
    Order.NOVELTY: mark("Novelty"),
}
WITHIN_NAMES: dict[Within, str] = {
    Within.BOTH: mark("Raw and clean text"),
    Within.RAW: mark("Raw text"),
    Within.CLEAN: mark("Clean text"),
}
PERIOD_NAMES: dict[str, str] = {
    "published": mark("Published"),
    "imported": mark("Imported"),
    "updated": mark("Changed"),
}


class Chip(NamedTuple):
    """One active facet: its words, and the filter that is left without it."""

    text: str
    without: Filter


# Days of publishing are as a page says them; these moments are the program's own.
_STORED = ("imported", "updated")


def meant_period(name: str, days: Period) -> Period:
    """The moments that a filter asks for, of the days that a person gave."""
    if name not in _STORED:
        return days
    return Period(first_moment(days.first), last_moment(days.last))


def shown_period(name: str, held: Period) -> Period:
    """The days that a person sees, of the moments that a filter asks for."""
    if name not in _STORED:
        return held
    return Period(day_of(held.first), day_of(held.last))


def chips_of(wanted: Filter, labels: Mapping[LabelId, str]) -> list[Chip]:
    """The active facets of a filter, in the order the panel shows them."""
    return [
        Chip(text, replace(wanted, **{name: getattr(EVERYTHING, name) for name in names}))
        for text, *names in _facets(wanted, labels)
    ]


def _facets(wanted: Filter, labels: Mapping[LabelId, str]) -> list[tuple[str, ...]]:
    """The words of each active facet, then the fields it is made of."""
    facets: list[tuple[str, ...]] = []

    def say(text: str, *names: str) -> None:
        facets.append((text, *names))

    if wanted.statuses:
        say(listed([status_name(s) for s in Status if s in wanted.statuses]), "statuses")
    if wanted.unchecked is not None:
        checked = tr("all checked")
        say(tr("to be checked") if wanted.unchecked else checked, "unchecked")
    for name, values in (
        ("types", [type_name(t) for t in sorted(wanted.types)]),
        ("rules", sorted(wanted.rules)),
        ("labels", [labels.get(n, "?") for n in sorted(wanted.labels)]),
        ("annotators", sorted(wanted.annotators)),
        ("sources", sorted(wanted.sources)),
    ):
        if values:
            say(listed(values), name)
    if (wanted.least, wanted.most) != (0, 100):
        say(
            tr("confidence {least}–{most} %", least=wanted.least, most=wanted.most), "least", "most"
        )
    for name, title in PERIOD_NAMES.items():
        period = shown_period(name, getattr(wanted, name))
        if period:
            span = f"{period.first}–{period.last}"
            say(tr("{what} {span}", what=tr(title), span=span), name)
    if wanted.noted is not None:
        say(tr("with notes") if wanted.noted else tr("without notes"), "noted")
    if wanted.within is not Within.BOTH:
        say(tr(WITHIN_NAMES[wanted.within]), "within")
    return facets
