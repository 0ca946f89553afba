"""One open database file: a single connection, its lock, its transactions and its errors."""

from __future__ import annotations

import os
import sqlite3
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

import peewee as pw

from annotator.errors import NotAllowed, ProjectError, mark
from annotator.store.files import log_of
from annotator.store.turns import Alone, InTurn
from annotator.taken import File, let_go, take

# The order matters: the lock mode must stand before WAL is used, so that no shared memory is.
# WAL with FULL lost nothing acknowledged in a model of power loss; with NORMAL it did.
PRAGMAS = (
    ("locking_mode", "exclusive"),
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("journal_size_limit", 64 * 1024 * 1024),
    ("cache_size", -32 * 1024),
)
_STILL_PRAGMAS = (("query_only", 1), ("cache_size", -32 * 1024))

_CARRIED_PAGES = 1_000
"""When its log has so many, SQLite carries them over to the main file: what it does unasked."""

_LOG_ROOM = 5 * 1024 * 1024
"""These pages have 4 KiB each; the rest is for a large action."""

_LOCK_SECONDS = 1
_BREATH_ROWS = 500
# Few sizes, so that the driver keeps the statements; the first times the widest table stays far
# below the 32,766 parameters that a statement may have.
_ROWS_A_STATEMENT = (100, 10, 1)

# What the driver returns; each table's reader knows the types of its columns.
Row = tuple[Any, ...]

# What SQLite says, and the sentence and the way out for a person.
_CAUSES = (
    (
        "disk is full",
        mark("The disk is full; the last action was not carried out."),
        mark("Free some space on the disk and do it again."),
    ),
    (
        "readonly database",
        mark("The project cannot be written any more; the last action was not carried out."),
        mark("Check that its folder is there and may be written, then open it again."),
    ),
    (
        "disk i/o error",
        mark("The disk reports an error; the last action was not carried out."),
        mark("Check the disk and the connection to it, then open the project again."),
    ),
    (
        "malformed",
        mark("The project file is damaged."),
        mark("Open a backup of it."),
    ),
    (
        "not a database",
        mark("The project file is damaged."),
        mark("Open a backup of it."),
    ),
)


class Conflict(Exception):
    """What was to be stored does not fit what is stored: a key twice, or a row that is missing."""


class Connection:
    """The only connection to one file; any thread may use it, one at a time."""

    def __init__(self, path: Path, *, still: bool = False) -> None:
        """With `still`, for reading a file that another process has open and `kept_still`."""
        self.path = path
        self._lock = InTurn()
        # Held for the whole of an action, while the connection is let go now and then.
        self._acting = InTurn()
        self._settled = Alone(self._acting, self._lock)
        self._is_long = False
        self._is_still = False
        self._taken: File | None = None
        # peewee's own type hints leave its calls untyped.
        self._database: Any = pw.SqliteDatabase(
            _still_name(path) if still else str(path),
            pragmas=_STILL_PRAGMAS if still else PRAGMAS,
            timeout=_LOCK_SECONDS,
            thread_safe=False,
            check_same_thread=False,
            autoconnect=False,
            uri=still,
        )

    def open(self) -> bool:
        """Connect and take the file for this process alone; False if another process has it.

        Raises ProjectError where the file is at fault.
        """
        with readable_errors():
            try:
                self._database.connect()
                with self._database.atomic("IMMEDIATE"):
                    self._taken = take(self.path)
                    return True
            except pw.OperationalError as error:
                self._database.close()
                if "locked" in str(error):
                    return False
                raise

    def look(self) -> None:
        """Connect to a file that another process keeps still; raises ProjectError."""
        with readable_errors():
            self._database.connect()

    @contextmanager
    def kept_still(self) -> Iterator[bool]:
        """While the block runs, the file holds all that was stored before it, and does not change.

        So other processes may read it as it is, past its lock and without its log; what is stored
        meanwhile goes into the log alone. False where another block has the file kept still.
        Raises what using a closed connection raises if it was closed before the block ended.
        """
        with self._settled, self.alone() as driver:
            ours = not self._is_still and _carried_over(driver)
            if ours:
                self._is_still = True
                driver.execute("pragma wal_autocheckpoint = 0")
        try:
            yield ours
        finally:
            if ours:
                self._is_still = False
                with self._settled, self.alone() as driver:
                    driver.execute(f"pragma wal_autocheckpoint = {_CARRIED_PAGES}")

    @property
    def is_open(self) -> bool:
        """Whether the file is still taken."""
        return not self._database.is_closed()

    def close(self) -> None:
        """Write everything into the main file and let it go; closing twice is fine."""
        with self._settled:
            self._database.close()
            if self._taken is not None:
                let_go(self._taken)
                self._taken = None

    def grow_log(self) -> None:
        """Give the log the room on the disk that it will need, so that commits need not.

        A flush of a file that grew waits for the file system's own journal, and with it for what
        other programs write; one of a file written over in place does not. SQLite takes what
        follows the last frame for the end, and writes over the log from its beginning once all of
        it is in the main file.
        """
        # Where there is no room now, the log grows with what is written, as it would have.
        with suppress(OSError), log_of(self.path).open("r+b", buffering=0) as log:
            with self._settled:
                log.write(bytes(max(0, _LOG_ROOM - log.seek(0, os.SEEK_END))))
            os.fsync(log.fileno())

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Held by whoever reads; an action of another thread may be half done."""
        return self._lock

    @contextmanager
    def settled(self, patience: float = -1) -> Iterator[None]:
        """While the block runs no other thread is in the middle of an action.

        For what is read to be kept, or written upon. Raises NotAllowed where a long action of
        another thread is not done within `patience` seconds; negative ones are endless.
        """
        while not self._settled.acquire(patience):
            if self._is_long:
                raise NotAllowed(
                    "A long action is under way; this was not done.",
                    "Wait until it is done, or stop it.",
                )
        try:
            yield
        finally:
            self._settled.release()

    def breathe(self) -> None:
        """Let those who wait for the connection have it; only while holding it.

        In the middle of an action only those who read.
        """
        acting = self._acting.is_mine
        between = acting and not self._database.in_transaction()
        self._is_long |= acting and not between
        if between and self._acting.is_wanted:
            with self._lock.let_go(), self._acting.let_go():
                pass
        elif self._lock.is_wanted:
            with self._lock.let_go():
                pass

    def breathing(self, rows: Iterable[Row]) -> Iterator[list[Row]]:
        """Cut rows up; the connection is let go between two pieces."""
        left = iter(rows)
        piece = list(islice(left, _BREATH_ROWS))
        while piece:
            yield piece
            piece = list(islice(left, _BREATH_ROWS))
            if piece:
                self.breathe()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another one it is a part of that.

        Raises ProjectError where the disk or the file is at fault.
        """
        with self._settled, readable_errors():
            if self._database.in_transaction():
                yield
                return
            try:
                with self._database.atomic("IMMEDIATE"):
                    yield
            finally:
                self._is_long = False

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """The driver's own connection, while no other thread uses it."""
        with self._lock, readable_errors():
            yield self._database.connection()

    def select(self, query: pw.Query) -> list[Row]:
        """Every row of a query."""
        with self._lock, readable_errors():
            found: list[Row] = self._database.execute(query).fetchall()
            return found

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Every row of one statement."""
        with self._lock, readable_errors():
            found: list[Row] = self._database.execute_sql(sql, parameters).fetchall()
            return found

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of one statement, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement and return how many rows it changed."""
        with self._settled, readable_errors():
            changed: int = self._database.execute_sql(sql, parameters).rowcount
            return changed

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Insert rows, many to a statement.

        A statement that sets off triggers keeps a copy of every page it is about to change, and a
        statement a row does that for every row: a file of labels takes three times as long.
        """
        names = ", ".join(f'"{column}"' for column in columns)
        row = f"({', '.join('?' * len(columns))})"
        with self._settled, self.alone() as driver:
            at = 0
            for size in _ROWS_A_STATEMENT:
                sql = f"insert into {table} ({names}) values {', '.join([row] * size)}"
                end = len(rows) - (len(rows) - at) % size
                driver.executemany(
                    sql,
                    (
                        tuple(chain.from_iterable(rows[first : first + size]))
                        for first in range(at, end, size)
                    ),
                )
                at = end

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for every row, at the speed of the driver."""
        with self._settled, self.alone() as driver:
            driver.executemany(sql, rows)


def _carried_over(driver: sqlite3.Connection) -> bool:
    """Carry all that is in the log over to the file; whether that was done."""
    busy, pages, done = driver.execute("pragma wal_checkpoint(full)").fetchone()
    return not busy and pages == done


def _still_name(path: Path) -> str:
    """The name under which SQLite opens a file without a look at its lock and log."""
    name = path.absolute().as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name)}?mode=ro&immutable=1"


@contextmanager
def readable_errors() -> Iterator[None]:
    """Raise ProjectError for what the disk or the file is to blame for, Conflict for rows."""
    try:
        yield
    except (pw.DatabaseError, sqlite3.Error) as error:
        clear_frames(error)
        told = told_by(error)
        if told is not None:
            raise told from error
        if isinstance(error, (pw.IntegrityError, sqlite3.IntegrityError)):
            raise Conflict(str(error)) from error
        raise


def told_by(error: BaseException) -> ProjectError | None:
    """The sentence for a database error, or None for a bug.

    A failed commit is followed by a failed rollback, and only the chain of contexts still names
    the cause.
    """
    for link in _chain(error):
        if isinstance(link, ProjectError):
            return link
        text = str(link).lower()
        for words, message, way_out in _CAUSES:
            if words in text:
                return ProjectError(message, way_out)
    return None


def _chain(error: BaseException) -> list[BaseException]:
    """An error and what it came from, the last one first."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or link.__context__
    return links


def clear_frames(error: BaseException) -> None:
    """Clear the frames of an error: a cursor in one keeps the file locked after it is closed."""
    for link in _chain(error):
        traceback.clear_frames(link.__traceback__)
