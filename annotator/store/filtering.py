"""Filters and sorts as statements: the ids of a list, straight from the tables of facts."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from annotator.filters import Filter, Order, Period, Sort
from annotator.model import Status
from annotator.store.connection import Connection

_COLUMNS = {
    Order.IMPORT: "id",
    Order.KEY: "key",
    Order.TITLE: "substr(title, 1, 12)",
    Order.UPDATED: "updated",
    Order.LENGTH: "length",
    Order.PROPOSALS: "proposals",
    Order.DOUBT: "doubt",
    Order.LABELS: "entities",
}
_WORKED = (
    "select article from entity where annotator in ({who})",
    "select article from verdict where annotator in ({who})",
    "select article from repair where annotator in ({who})",
    "select article from boilerplate where annotator in ({who})",
    "select a.article from history h join history_article a using (seq) "
    "where h.state = 'done' and h.annotator in ({who})",
)
_NOTED = " union all ".join(
    f"select article from {table} where note <> ''"
    for table in ("entity", "verdict", "repair", "boilerplate")
)

Condition = tuple[str, Sequence[object]]


class Filtering:
    """Answers which articles a filter lets through; texts are not looked at here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ids(self, wanted: Filter, sort: Sort) -> array[int]:
        """The ids that the facets of a filter let through, in order."""
        if sort.order is Order.STATUS:
            return self._by_status(wanted, sort)
        conditions = list(_conditions(wanted))
        where = " and ".join(sql for sql, _ in conditions) or "true"
        parameters = [value for _, values in conditions for value in values]
        way = "desc" if sort.descending else "asc"
        order = f"{_COLUMNS[sort.order]} {way}" + ("" if sort.order is Order.IMPORT else ", id")
        with self._connection.alone() as driver:
            # Straight from the cursor: a million rows in a list would take a hundred megabytes.
            rows = driver.execute(
                f"select id from article where {where} order by {order}", parameters
            )
            return array("q", chain.from_iterable(rows))

    def _by_status(self, wanted: Filter, sort: Sort) -> array[int]:
        """One status after the other as work goes on: sorting a million rows would take seconds."""
        found = array("q")
        for status in reversed(Status) if sort.descending else Status:
            if not wanted.statuses or status in wanted.statuses:
                found.extend(self.ids(replace(wanted, statuses=frozenset({status})), Sort()))
        return found


def _conditions(wanted: Filter) -> Iterator[Condition]:
    """Each facet as a condition on a row of `article`, with its parameters."""
    if wanted.statuses:
        yield f"status in ({_marks(wanted.statuses)})", [s.value for s in wanted.statuses]
    if wanted.unchecked is not None:
        yield ("judged < proposals" if wanted.unchecked else "judged >= proposals"), ()
    if wanted.labels:
        sql = f"select article from entity where label in ({_marks(wanted.labels)})"
        yield f"id in ({sql} and verdict = 'accepted')", list(wanted.labels)
    if wanted.rules or wanted.types or (wanted.least, wanted.most) != (0, 100):
        yield _proposed(wanted)
    if wanted.annotators:
        yield _worked(wanted.annotators)
    if wanted.sources:
        yield f"source <> '' and source in ({_marks(wanted.sources)})", list(wanted.sources)
    if wanted.noted is not None:
        yield f"id {'' if wanted.noted else 'not '}in ({_NOTED})", ()
    yield from _times(wanted)


def _proposed(wanted: Filter) -> Condition:
    """One proposal that fits all that is asked of it; by its type alone, also what people made."""
    species = ["percent between ? and ?"]
    parameters: list[object] = [wanted.least, wanted.most]
    for column, values in (("type", wanted.types), ("rule", wanted.rules)):
        if values:
            species.append(f"{column} in ({_marks(values)})")
            parameters += values
    found = [
        "select article from proposed where species in "
        f"(select id from species where {' and '.join(species)})"
    ]
    if not wanted.rules and (wanted.least, wanted.most) == (0, 100):
        for table in ("repair", "boilerplate"):
            found.append(f"select article from {table} where type in ({_marks(wanted.types)})")
            parameters += wanted.types
    return f"id in ({' union all '.join(found)})", parameters


def _worked(annotators: Collection[str]) -> Condition:
    who = f"select id from annotator where name in ({_marks(annotators)})"
    found = " union all ".join(sql.format(who=who) for sql in _WORKED)
    return f"id in ({found})", list(annotators) * len(_WORKED)


def _times(wanted: Filter) -> Iterator[Condition]:
    for period, column in ((wanted.published, "published"), (wanted.updated, "updated")):
        if period:
            # The indexes hold known moments only.
            sql, parameters = _during(period, column)
            yield f"{column} <> '' and {sql}", parameters
    if wanted.imported:
        sql, parameters = _during(wanted.imported, "at")
        yield f"import in (select id from import where {sql})", parameters


def _during(period: Period, column: str) -> Condition:
    sql, parameters = f"{column} >= ?", [period.first]
    if period.last:
        sql += f" and substr({column}, 1, {len(period.last)}) <= ?"
        parameters.append(period.last)
    return sql, parameters


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
