"""The row log: every change to a row that undo knows, as it happens.

Undo needs no code for each action: it writes back the rows as they were. An entry keeps the row
before and after; several changes of one row become one entry, none if the row ends as it began.
An action on very many rows is logged in chunks, and undone chunk by chunk from the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from annotator.changes import Changes, Part
from annotator.model import ArticleId, Kind
from annotator.store.connection import Conflict, Connection, Row
from annotator.store.packing import pack, unpack
from annotator.store.packs import PACKED, Packs
from annotator.store.tables import UNDOABLE, Undoable

_CHUNK = 1_000
"""How many entries of an action are in memory at a time, and undone before others may read."""

_BREATH = 500
"""So many rows are changed before others may read."""


# Asked for every row of an action on very many.
_KEYS = {name: table.keys for name, table in UNDOABLE.items()}
_ARTICLES = {name: table.article for name, table in UNDOABLE.items()}
_PACKED_ARTICLE = UNDOABLE[PACKED].columns.index("article")
_PARTS = {name: table.part for name, table in UNDOABLE.items()}
_KINDS = {
    name: table.columns.index("kind") for name, table in UNDOABLE.items() if table.part is None
}
_PARTS_OF_KINDS = {Kind.REPAIR.value: Part.REPAIRS, Kind.BOILERPLATE.value: Part.BOILERPLATE}


class Entry(NamedTuple):
    """One row of `table` before and after; None where it was not there."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def key(self) -> Row:
        """The primary key of the row."""
        row = self.before if self.before is not None else self.after
        return (row or ())[: _KEYS[self.table]]

    @property
    def article(self) -> ArticleId | None:
        """The article the row belongs to; rows never move to another."""
        row = self.before if self.before is not None else self.after
        column = _ARTICLES[self.table]
        return None if column is None or row is None else ArticleId(row[column])

    @property
    def part(self) -> Part:
        """The part of a project that shows the row."""
        part = _PARTS[self.table]
        return _PARTS_OF_KINDS[self.key[_KINDS[self.table]]] if part is None else part

    def turned(self) -> Entry:
        """The entry that takes this one back."""
        return Entry(self.table, self.after, self.before)


class Recording:
    """What an action did to rows; the memory it takes does not grow with their number.

    `packed` are full chunks as they are stored, `entries` the rest; together they are in order.
    """

    def __init__(self) -> None:
        self.packed: list[bytes] = []
        self._running: dict[tuple[str, Row], Entry] = {}
        self._changes = Changes()

    @property
    def entries(self) -> list[Entry]:
        """What is not packed; no row twice, and none that ended as it began."""
        return [entry for entry in self._running.values() if entry.before != entry.after]

    @property
    def changes(self) -> Changes:
        """The articles and parts touched so far."""
        return self._changes | changes_of(self.entries)

    def add(self, entry: Entry) -> None:
        """Note a change of a row."""
        place = entry.table, entry.key
        earlier = self._running.get(place)
        if earlier is None and len(self._running) >= _CHUNK:
            self._pack()
        self._running[place] = Entry(entry.table, earlier.before, entry.after) if earlier else entry

    def _pack(self) -> None:
        entries = self.entries
        if entries:
            self._changes |= changes_of(entries)
            self.packed.append(pack_log(entries))
        self._running = {}

    def __bool__(self) -> bool:
        return bool(self.packed or self.entries)


class RowLog:
    """The only writer of undoable rows."""

    def __init__(self, connection: Connection, packs: Packs) -> None:
        """What `packs` hold of an article becomes rows before one of them is written."""
        self._connection = connection
        self._packs = packs
        self._statements = {name: _statements(table) for name, table in UNDOABLE.items()}
        self._running: Recording | None = None
        self._since = 0

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """Note in what is yielded what the block does to rows."""
        self._running = Recording()
        try:
            yield self._running
        finally:
            self._running = None

    def get(self, table: str, key: Row) -> Row | None:
        """The row with this primary key."""
        return self._connection.row(self._statements[table].get, key)

    def put(self, table: str, row: Row) -> None:
        """Insert a row or change the one with the same primary key."""
        self._unpack(table, [row])
        key = row[: UNDOABLE[table].keys]
        before = self.get(table, key)
        if before != row:
            self._write(table, row)
            self._record(Entry(table, before, row))

    def delete(self, table: str, key: Row) -> None:
        """Delete the row with this primary key, if there is one."""
        self._unpack(table, [key])
        before = self.get(table, key)
        if before is not None:
            self._connection.execute(self._statements[table].delete, key)
            self._record(Entry(table, before, None))

    def put_new(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows that are not there, at the speed of the driver; raises Conflict if one is."""
        self._unpack(table, rows)
        self._connection.insert(UNDOABLE[table].name, UNDOABLE[table].columns, rows)
        for row in rows:
            self._record(Entry(table, None, row))

    def apply(self, entries: Sequence[Entry]) -> None:
        """Make every row what its entry says it is afterwards.

        Deletes go first and references are checked at the end, so the order of the log does not
        matter. Raises Conflict where a row is not what the entry says it was before.
        """
        with self._connection.alone() as driver:
            driver.execute("pragma defer_foreign_keys = on")
            for table, same in groupby(entries, attrgetter("table")):
                self._unpack(table, [entry.key for entry in same])
            for entry in entries:
                get = self._statements[entry.table].get
                if driver.execute(get, entry.key).fetchone() != entry.before:
                    raise Conflict(f"{entry.table} {entry.key} is not as it was left")
            for entry in entries:
                if entry.after is None:
                    driver.execute(self._statements[entry.table].delete, entry.key)
            for entry in entries:
                if entry.after is not None:
                    put = self._statements[entry.table].put
                    driver.execute(put, _parameters(entry.table, entry.after))

    def _unpack(self, table: str, rows: Sequence[Row]) -> None:
        """Have the entities of articles as rows; `rows` may be keys."""
        if table == PACKED:
            self._packs.unpack(list({ArticleId(row[_PACKED_ARTICLE]) for row in rows}))

    def _write(self, table: str, row: Row) -> None:
        self._connection.execute(self._statements[table].put, _parameters(table, row))

    def _record(self, entry: Entry) -> None:
        if self._running is None:
            raise RuntimeError("an undoable row was changed outside an action")
        self._running.add(entry)
        self._since += 1
        if self._since >= _BREATH:
            self._since = 0
            self._connection.breathe()


def _parameters(table: str, row: Row) -> Row:
    """A row in the order of the marks in its `put`."""
    keys = UNDOABLE[table].keys
    return (*row[keys:], *row[:keys]) if UNDOABLE[table].fixed else row


class _Statements(NamedTuple):
    get: str
    put: str
    delete: str


def _statements(table: Undoable) -> _Statements:
    quoted = [f'"{column}"' for column in table.columns]
    where = " and ".join(f"{column} = ?" for column in quoted[: table.keys])
    rest = quoted[table.keys :]
    if table.fixed:
        put = f"update {table.name} set {', '.join(f'{c} = ?' for c in rest)} where {where}"
    else:
        put = (
            f"insert into {table.name} ({', '.join(quoted)}) values ({_marks(len(quoted))}) "
            f"on conflict ({', '.join(quoted[: table.keys])}) do update set "
            + ", ".join(f"{c} = excluded.{c}" for c in rest)
        )
    return _Statements(
        f"select {', '.join(quoted)} from {table.name} where {where}",
        put,
        f"delete from {table.name} where {where}",
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def pack_log(entries: Iterable[Entry]) -> bytes:
    """A log as it is stored with its step."""
    return pack([list(entry) for entry in entries])


def unpack_log(data: bytes) -> list[Entry]:
    """What `pack_log` was given; rows of an older version are completed."""
    return [
        Entry(table, _completed(table, before), _completed(table, after))
        for table, before, after in unpack(data)
    ]


def _completed(table: str, row: list[Any] | None) -> Row | None:
    if row is None:
        return None
    known = UNDOABLE[table]
    missing = len(known.columns) - len(row)
    return (*row, *known.defaults[len(known.defaults) - missing :]) if missing else tuple(row)


def changes_of(entries: Iterable[Entry]) -> Changes:
    """The articles and parts that a log touched."""
    articles: set[ArticleId] = set()
    parts: set[Part] = set()
    for entry in entries:
        parts.add(entry.part)
        if entry.article is not None:
            articles.add(entry.article)
    return Changes(frozenset(articles), frozenset(parts))
