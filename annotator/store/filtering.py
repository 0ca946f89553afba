"""Filters and sorts as statements: the ids of a list, straight from the tables of facts."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, compress

from annotator.filters import IMPORTED, Filter, Order, Period, Sort
from annotator.model import Status
from annotator.store.connection import Connection
from annotator.store.facts import Facts

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
    for table in ("entity", "verdict", "repair", "boilerplate", "article_note", "proposal_note")
)

Condition = tuple[str, Sequence[object]]


class Filtering:
    """Answers which articles a filter lets through; texts are not looked at here."""

    def __init__(self, connection: Connection, facts: Facts) -> None:
        self._connection = connection
        self._facts = facts

    def ids(self, wanted: Filter, sort: Sort) -> array[int]:
        """The ids that the facets of a filter let through, in order; its text is not looked for."""
        if sort.order is Order.STATUS:
            return self._by_status(wanted, sort)
        conditions = list(_conditions(wanted))
        has = self._having(wanted)
        if has is not None and not conditions and sort == IMPORTED:
            return array("q", compress(range(len(has)), has))
        where = " and ".join(sql for sql, _ in conditions) or "true"
        parameters = [value for _, values in conditions for value in values]
        way = "desc" if sort.descending else "asc"
        order = f"{_COLUMNS[sort.order]} {way}" + ("" if sort.order is Order.IMPORT else ", id")
        with self._connection.alone() as driver:
            # Straight from the cursor: a million rows in a list would take a hundred megabytes.
            rows = driver.execute(
                f"select id from article where {where} order by {order}", parameters
            )
            found = array("q", chain.from_iterable(rows))
        return found if has is None else _those_of(found, has)

    def _having(self, wanted: Filter) -> bytearray | None:
        """A byte for each id, 1 where one proposal fits all that is asked; None for nothing asked.

        By its type alone, what people made fits too.
        """
        whole = (wanted.least, wanted.most) == (0, 100)
        if not wanted.rules and not wanted.types and whole:
            return None
        species = ["percent between ? and ?"]
        parameters: list[object] = [wanted.least, wanted.most]
        for column, values in (("type", wanted.types), ("rule", wanted.rules)):
            if values:
                species.append(f"{column} in ({_marks(values)})")
                parameters += values
        has = self._facts.having(" and ".join(species), parameters)
        own = self._own(wanted.types) if whole and not wanted.rules else []
        has += bytes(max(0, max(own, default=0) + 1 - len(has)))
        for number in own:
            has[number] = 1
        return has

    def _own(self, types: Collection[str]) -> list[int]:
        """The articles where people made a repair or boilerplate of these types."""
        marks = _marks(types)
        rows = self._connection.rows(
            f"select article from repair where type in ({marks}) union "
            f"select article from boilerplate where type in ({marks})",
            [*types, *types],
        )
        return [number for (number,) in rows]

    def _by_status(self, wanted: Filter, sort: Sort) -> array[int]:
        """One status after the other as work goes on: sorting a million rows would take seconds."""
        found = array("q")
        for status in reversed(Status) if sort.descending else Status:
            if not wanted.statuses or status in wanted.statuses:
                found.extend(self.ids(replace(wanted, statuses=frozenset({status})), Sort()))
        return found


def _those_of(ids: array[int], has: bytearray) -> array[int]:
    """The ids whose byte is 1; those beyond the last byte have none."""
    if not ids:
        return ids
    has += bytes(max(0, max(ids) + 1 - len(has)))
    return array("q", compress(ids, map(has.__getitem__, ids)))


def _conditions(wanted: Filter) -> Iterator[Condition]:
    """Each facet as a condition on a row of `article`, with its parameters."""
    if wanted.statuses:
        yield f"status in ({_marks(wanted.statuses)})", [s.value for s in wanted.statuses]
    if wanted.unchecked is not None:
        yield ("judged < proposals" if wanted.unchecked else "judged >= proposals"), ()
    if wanted.labels:
        sql = f"select article from entity where label in ({_marks(wanted.labels)})"
        yield f"id in ({sql} and verdict = 'accepted')", list(wanted.labels)
    if wanted.annotators:
        yield _worked(wanted.annotators)
    if wanted.sources:
        yield f"source <> '' and source in ({_marks(wanted.sources)})", list(wanted.sources)
    if wanted.noted is not None:
        yield f"id {'' if wanted.noted else 'not '}in ({_NOTED})", ()
    yield from _times(wanted)


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
        # Whatever the end is the beginning of lies before this, and an index can tell.
        sql += f" and {column} <= ?"
        parameters.append(period.last + chr(sys.maxunicode))
    return sql, parameters


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
