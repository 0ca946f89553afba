"""Filters and sorts as statements: the ids of a list, straight from the tables of facts."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import chain, compress
from time import monotonic
from typing import NamedTuple

from annotator.filters import IMPORTED, SUGGESTED, Choices, Filter, Order, Sort
from annotator.model import Status
from annotator.store.conditions import Condition, conditions_of, marks_of, where_of
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
    Order.EXPECTED: "expected",
    Order.SUGGESTION_DOUBT: "doubt",
    Order.NOVELTY: "novelty",
}
_WALKED = {
    Order.IMPORT: "not indexed",
    Order.KEY: "indexed by sqlite_autoindex_article_1",
    Order.TITLE: "indexed by article_title",
    Order.UPDATED: "indexed by article_updated",
    Order.LENGTH: "indexed by article_length",
    Order.PROPOSALS: "indexed by article_proposals",
    Order.DOUBT: "indexed by article_doubt",
    Order.LABELS: "indexed by article_entities",
}
"""What makes SQLite go through the articles in order instead of sorting those that fit."""
# These take several statements.
_APART = frozenset({Order.STATUS, *SUGGESTED})
# As many ids are given to a statement; for more it is faster to read all and choose.
_FEW = 20_000

# From one source to the next by the index: a million articles have few of them.
_SOURCES = (
    "with recursive source_of (name) as ("
    "select min(source) from article where source <> '' union all "
    "select (select min(source) from article where source <> '' and source > name) "
    "from source_of where name is not null limit ?) "
    "select name from source_of where name is not null"
)
_MOST_SOURCES = 2_000

_THESE = "id in (select value from json_each(?))"

_SLICE, _FIRST = 20_000, 200
_STRETCH = 100_000
"""Of ids, looked through at a time."""
_STEPS, _SECONDS = 1_000, 0.01
"""After so many of its steps SQLite is asked how long it has taken; longer than that nobody waits
for the first ones. Steps alone tell nothing: of a file that is not in memory yet each may be a
read of the disk."""


class _Rows(NamedTuple):
    """A table with a row an article, and its column with the article."""

    table: str
    key: str


class Filtering:
    """Answers which articles a filter lets through; texts are not looked at here."""

    def __init__(self, connection: Connection, facts: Facts) -> None:
        self._connection = connection
        self._facts = facts

    def ids(self, wanted: Filter, sort: Sort, among: array[int] | None = None) -> array[int]:
        """The ids that the facets of a filter let through, in order; its text is not looked for.

        `among` are the only ids wanted, in order; some may be of articles that are gone.
        """
        if among is not None:
            return self._among(among, wanted, sort)
        if sort.order is Order.STATUS:
            return self._by_status(wanted, sort)
        if sort.order in SUGGESTED:
            return self._by_suggestions(wanted, sort)
        conditions = list(conditions_of(wanted))
        has = self._having(wanted)
        if has is not None and not conditions and sort == IMPORTED:
            return _numbers(has)
        found = self._select(conditions, sort)
        return found if has is None else _those_of(found, has)

    def first(self, wanted: Filter, sort: Sort) -> array[int]:
        """The first of what `ids` gives, at once; none where it would take as long to tell."""
        if sort.order in _APART or self._having(wanted) is not None:
            return array("q")
        where, parameters = where_of(list(conditions_of(wanted)))
        # Where many fit those in front are soon met; where few do an index of theirs is better.
        for way in (_WALKED[sort.order], ""):
            sql = f"select id from article {way} where {where} order by {_order(sort)} limit ?"
            found = self._soon(sql, (*parameters, _FIRST))
            if found is not None:
                return found
        return array("q")

    def _soon(self, sql: str, parameters: Sequence[object]) -> array[int] | None:
        """The ids that a statement gives, None where they take too long."""
        with self._connection.alone() as driver:
            end = monotonic() + _SECONDS
            driver.set_progress_handler(lambda: monotonic() > end, _STEPS)
            try:
                return array("q", chain.from_iterable(driver.execute(sql, parameters)))
            except sqlite3.OperationalError as error:
                if "interrupted" not in str(error):
                    raise
                return None
            finally:
                driver.set_progress_handler(None, 0)

    def nothing_gone(self) -> bool:
        """Whether every id from 1 on is of an article."""
        sql = "select (select sum(articles) from status_count), (select max(id) from article)"
        count, last = self._connection.rows(sql)[0]
        return bool(count == (last or 0))

    def choices(self) -> Choices:
        """What there is to ask for; of very many sources only the first."""
        return Choices(
            self._names("select distinct rule from species where rule <> '' order by 1"),
            self._names(
                "select type from species union select type from repair "
                "union select type from boilerplate order by 1"
            ),
            self._names("select name from annotator order by 1"),
            self._names(_SOURCES, (_MOST_SOURCES,)),
        )

    def _names(self, sql: str, parameters: Sequence[object] = ()) -> tuple[str, ...]:
        return tuple(str(name) for (name,) in self._connection.rows(sql, parameters))

    def _among(self, among: array[int], wanted: Filter, sort: Sort) -> array[int]:
        if not wanted.facets and sort == IMPORTED and self.nothing_gone():
            return among
        if len(among) > _FEW or sort.order in _APART:
            return _those_of(self.ids(wanted, sort), _bytes_of(among))
        few = Condition(_THESE, [json.dumps(among.tolist())])
        found = self._select([*conditions_of(wanted), few], sort)
        has_proposals = self._having(wanted)
        return found if has_proposals is None else _those_of(found, has_proposals)

    def _select(self, conditions: Sequence[Condition], sort: Sort) -> array[int]:
        """In two steps where there are many, so that nobody waits while a million are sorted.

        First those that fit, then all in order by the index, and of them those.
        """
        if not conditions:
            return self._sorted(sort)
        if sort.order is Order.IMPORT:
            found = self._fitting(conditions)
            if sort.descending:
                found.reverse()
            return found
        fits = self._fits(conditions)
        if fits.count(1) <= _FEW:
            few = f"select id from article where {_THESE} order by {_order(sort)}"
            return self._read(few, (json.dumps(_numbers(fits).tolist()),))
        # Where all of them fit, which is so in a new project, there is nothing to choose.
        whole = fits.find(0, 1) < 0
        return self._sorted(sort) if whole else _those_of(self._sorted(sort), fits)

    def _fitting(self, conditions: Sequence[Condition]) -> array[int]:
        """The ids that fit, in order, a stretch of ids at a time."""
        where, parameters = where_of(conditions)
        sql = f"select id from article where {where} and id > ? and id <= ?"
        found = array("q")
        for first in range(0, self._last(), _STRETCH):
            if first:
                self._rest()
            found.extend(sorted(self._read(sql, (*parameters, first, first + _STRETCH))))
        return found

    def _fits(self, conditions: Sequence[Condition]) -> bytearray:
        """A byte for each id: 0 for an article that does not fit, 1 for one that does.

        Of each stretch the fewer are read, those that fit or those that do not, as far as the
        stretch before tells: most of a million articles are still to be checked.
        """
        where, parameters = where_of(conditions)
        plain = all(condition.plain for condition in conditions)
        fits, most, last = bytearray(self._last() + 1), False, self._last()
        for first in range(0, last, _STRETCH):
            if first:
                self._rest()
            end = min(first + _STRETCH, last)
            wanted = f"({where}) is not true" if most else where
            sql = f"select id from article where {wanted} and id > ? and id <= ?"
            found = self._read(sql, (*parameters, first, end))
            if most:
                fits[first + 1 : end + 1] = bytes([1]) * (end - first)
            for number in found:
                fits[number] = not most
            many = len(found) > (end - first) // 2
            most = plain and many is not most
        return fits

    def _last(self) -> int:
        return int(self._connection.rows("select max(id) from article")[0][0] or 0)

    def _sorted(self, sort: Sort) -> array[int]:
        """All ids in order, or those of what is suggested, a page at a time.

        Whatever is written between two pages, none comes twice that did not move.
        """
        rows = (
            _Rows("suggestions", "article") if sort.order in SUGGESTED else _Rows("article", "id")
        )
        column, value = _COLUMNS[sort.order], None
        found, page = array("q"), _SLICE
        while page == _SLICE:
            if found:
                self._rest()
            # The value is read before another thread may take its row away.
            with self._connection.lock:
                more = self._following(rows, column, value, found)
                page = len(more)
                found.extend(more)
                if page == _SLICE:
                    sql = f"select {column} from {rows.table} where {rows.key} = ?"
                    value = self._connection.rows(sql, (found[-1],))[0][0]
        if sort.descending:
            found.reverse()
        return found

    def _following(self, rows: _Rows, column: str, value: object, before: array[int]) -> array[int]:
        """The page after `before`, whose last one has a value: its ties, then what lies beyond.

        In two statements, so that the index leads to both; before the first page the value is null.
        """
        (table, key), last = rows, before[-1] if before else 0
        source = f"{key} as id from {table}"
        ties = f"select {source} where {column} is ? and {key} > ? order by {key} limit ?"
        found = self._read(ties, (value, last, _SLICE))
        beyond = f"{column} is not null" if value is None else f"{column} > ?"
        rest = f"select {source} where {beyond} order by {column}, {key} limit ?"
        known = () if value is None else (value,)
        found.extend(self._read(rest, (*known, _SLICE - len(found))))
        return found

    def _read(self, sql: str, parameters: Sequence[object] = ()) -> array[int]:
        """The ids that a statement gives, in its order: as one value, which takes half as long."""
        gathered = f"select json_group_array(id) from ({sql})"
        ((ids,),) = self._connection.rows(gathered, parameters)
        return array("q", json.loads(ids))

    def _rest(self) -> None:
        """Let a window that paints rows meanwhile have its turn."""
        with self._connection.alone():
            self._connection.breathe()

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
                species.append(f"{column} in ({marks_of(values)})")
                parameters += values
        has = self._facts.having(" and ".join(species), parameters)
        own = self._own(wanted.types) if whole and not wanted.rules else []
        has += bytes(max(0, max(own, default=0) + 1 - len(has)))
        for number in own:
            has[number] = 1
        return has

    def _own(self, types: Collection[str]) -> list[int]:
        """The articles where people made a repair or boilerplate of these types."""
        marks = marks_of(types)
        rows = self._connection.rows(
            f"select article from repair where type in ({marks}) union "
            f"select article from boilerplate where type in ({marks})",
            [*types, *types],
        )
        return [number for (number,) in rows]

    def _by_suggestions(self, wanted: Filter, sort: Sort) -> array[int]:
        """Those with suggestions in order, then the others: most of a million have none."""
        made = self._sorted(sort)
        fitting = self.ids(wanted, IMPORTED)
        if not made:
            return fitting
        others = _bytes_of(fitting)
        found = _those_of(made, others)
        for number in found:
            others[number] = 0
        found.extend(_numbers(others))
        return found

    def _by_status(self, wanted: Filter, sort: Sort) -> array[int]:
        """One status after the other as work goes on: sorting a million rows would take seconds."""
        found = array("q")
        for status in reversed(Status) if sort.descending else Status:
            if not wanted.statuses or status in wanted.statuses:
                one = replace(wanted, statuses=frozenset({status}))
                found.extend(self.ids(one, Sort(descending=sort.descending)))
        return found


def _order(sort: Sort) -> str:
    way = "desc" if sort.descending else "asc"
    return f"{_COLUMNS[sort.order]} {way}" + ("" if sort.order is Order.IMPORT else f", id {way}")


def _bytes_of(ids: array[int]) -> bytearray:
    """A byte for each id up to the last of these, 1 for these."""
    has = bytearray(max(ids, default=-1) + 1)
    for number in ids:
        has[number] = 1
    return has


def _numbers(has: bytearray) -> array[int]:
    """The places of the bytes that are 1.

    By slices, here and below: no other thread runs during a single call of Python's own.
    """
    found = array("q")
    for first in range(0, len(has), _SLICE):
        part = has[first : first + _SLICE]
        found.extend(compress(range(first, first + len(part)), part))
    return found


def _those_of(ids: array[int], has: bytearray) -> array[int]:
    """The ids whose byte is 1; those beyond the last byte have none."""
    found, end = array("q"), len(has)
    for first in range(0, len(ids), _SLICE):
        part = ids[first : first + _SLICE]
        try:
            found.extend(compress(part, list(map(has.__getitem__, part))))
        except IndexError:
            found.extend(number for number in part if number < end and has[number])
    return found
