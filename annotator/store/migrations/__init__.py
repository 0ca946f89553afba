"""The ordered steps from one version of the file to the next.

`user_version` is the number of steps applied. A step never changes once it was released, and it
never uses what the program knows of the tables today.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from annotator.errors import Cancelled, ProjectError
from annotator.store.migrations import (
    chunks,
    cleanings,
    entities,
    find,
    findings,
    first,
    notes,
    packs,
    recurring,
    settled,
    status,
    suggestions,
    versions,
)

_BETWEEN = 100_000
"""Instructions of SQLite between two looks at whether to go on: a few milliseconds."""


class Migration(NamedTuple):
    """One step: its permanent name and what it does, inside a transaction it must not end."""

    name: str
    apply: Callable[[sqlite3.Connection], None]


def run_statements(driver: sqlite3.Connection, statements: str) -> None:
    """Run statements one by one: the driver's `executescript` would commit before them."""
    pending = ""
    for line in statements.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            driver.execute(pending)
            pending = ""
    if pending.strip():
        raise ValueError(f"incomplete statement: {pending.strip()}")


def _first(driver: sqlite3.Connection) -> None:
    run_statements(driver, first.STATEMENTS)


def _recurring(driver: sqlite3.Connection) -> None:
    run_statements(driver, recurring.STATEMENTS)


def _find(driver: sqlite3.Connection) -> None:
    run_statements(driver, find.COLUMNS)
    find.fill(driver)
    run_statements(driver, find.STATEMENTS)
    for trigger in find.triggers():
        driver.execute(trigger)


def _chunks(driver: sqlite3.Connection) -> None:
    run_statements(driver, chunks.STATEMENTS)


def _notes(driver: sqlite3.Connection) -> None:
    run_statements(driver, notes.STATEMENTS)


def _versions(driver: sqlite3.Connection) -> None:
    run_statements(driver, versions.STATEMENTS)


def _findings(driver: sqlite3.Connection) -> None:
    run_statements(driver, findings.STATEMENTS)


def _suggestions(driver: sqlite3.Connection) -> None:
    run_statements(driver, suggestions.STATEMENTS)


def _cleanings(driver: sqlite3.Connection) -> None:
    run_statements(driver, cleanings.STATEMENTS)


def _status(driver: sqlite3.Connection) -> None:
    run_statements(driver, status.STATEMENTS)


def _settled(driver: sqlite3.Connection) -> None:
    run_statements(driver, settled.STATEMENTS)


def _entities(driver: sqlite3.Connection) -> None:
    run_statements(driver, entities.STATEMENTS)


def _packs(driver: sqlite3.Connection) -> None:
    run_statements(driver, packs.STATEMENTS)


MIGRATIONS: tuple[Migration, ...] = (
    Migration("first", _first),
    Migration("recurring", _recurring),
    Migration("find", _find),
    Migration("chunks", _chunks),
    Migration("notes", _notes),
    Migration("versions", _versions),
    Migration("suggestions", _suggestions),
    Migration("findings", _findings),
    Migration("cleanings", _cleanings),
    Migration("status", _status),
    Migration("settled", _settled),
    Migration("entities", _entities),
    Migration("packs", _packs),
)


def version_of(driver: sqlite3.Connection) -> int:
    """How many steps were applied to this file."""
    return int(driver.execute("pragma user_version").fetchone()[0])


def row_counts(driver: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table of the file holds."""
    names = driver.execute(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    ).fetchall()
    return {
        name: int(driver.execute(f'select count(*) from "{name}"').fetchone()[0])
        for (name,) in names
    }


def migrate(
    driver: sqlite3.Connection,
    migrations: Sequence[Migration],
    now: str,
    watch: Callable[[], object] = lambda: None,
) -> None:
    """Apply the steps the file has not seen, all or none.

    `watch` is called again and again, and may raise Cancelled: then everything is as it was.

    Foreign keys are off meanwhile, and outside the transaction, for a table that is made anew is
    dropped first, and the drop would delete the rows that refer to it. Raises ProjectError and
    leaves everything as it was where a step lost rows or left dangling ones.
    """
    driver.execute("pragma foreign_keys = off")
    driver.execute("begin immediate")
    try:
        with _watched(driver, watch):
            _go_through(driver, migrations, now)
        driver.execute("commit")
    except BaseException:
        if driver.in_transaction:
            driver.execute("rollback")
        raise
    finally:
        driver.execute("pragma foreign_keys = on")


@contextmanager
def _watched(driver: sqlite3.Connection, watch: Callable[[], object]) -> Iterator[None]:
    """Have `watch` called while statements run; Cancelled ends the one that runs."""
    stopped: list[Cancelled] = []

    def ask() -> bool:
        try:
            watch()
        except Cancelled as error:
            stopped.append(error)
        return bool(stopped)

    driver.set_progress_handler(ask, _BETWEEN)
    try:
        yield
    except sqlite3.OperationalError as error:
        if stopped:
            raise stopped[0] from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def _go_through(driver: sqlite3.Connection, migrations: Sequence[Migration], now: str) -> None:
    before = row_counts(driver)
    for migration in migrations[version_of(driver) :]:
        migration.apply(driver)
        _note(driver, migration.name, now)
    driver.execute(f"pragma user_version = {len(migrations)}")
    _verify(driver, before)


def _note(driver: sqlite3.Connection, name: str, now: str) -> None:
    driver.execute("create table if not exists migration (name text primary key, at text not null)")
    driver.execute("insert into migration values (?, ?)", (name, now))


def _verify(driver: sqlite3.Connection, before: Mapping[str, int]) -> None:
    after = row_counts(driver)
    lost = [name for name in before if name != "migration" and after.get(name) != before[name]]
    dangling = driver.execute("pragma foreign_key_check").fetchall()
    if lost or dangling:
        names = ", ".join(sorted({*lost, *(row[0] for row in dangling)}))
        raise ProjectError(
            "Bringing the project to this version would have changed the rows of: {tables}. "
            "It was left as it was.",
            "Open it with the version it was made with, and report this.",
            tables=names,
        )
