"""Whole project files: a new one, and verified copies; each appears complete or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from annotator.errors import ProjectError
from annotator.reasons import of_system
from annotator.store.connection import Connection, readable_errors
from annotator.store.files import APPLICATION_ID, Owner, check_file
from annotator.store.migrations import MIGRATIONS, Migration, migrate

# Copied at once, in a few milliseconds; then other threads have their turn.
_PAGES = 500


def make_empty(path: Path, now: str, migrations: Sequence[Migration]) -> None:
    """Make a project file without articles."""
    with _appearing(path) as part, closing(_driver(part)) as driver:
        driver.execute(f"pragma application_id = {APPLICATION_ID}")
        migrate(driver, migrations, now)


def copy_to(connection: Connection, path: Path, watch: Callable[[], object] = lambda: None) -> None:
    """Copy an open project to a closed file, verified before it takes its name.

    Other threads go on meanwhile, and what they store until the last page is copied is in. The
    copy keeps no write-ahead log, so that it opens in a read-only folder too. `watch` is called
    again and again, and may raise. Raises ProjectError where the copy is not whole.
    """

    def breathe(_status: int, remaining: int, _total: int) -> None:
        watch()
        # Not after the last page: the pages counted below are to be those of the copy.
        if remaining:
            connection.breathe()

    with _appearing(path) as part, closing(_driver(part)) as copy:
        # The file is put on the disk before it takes its name: not with the lock held.
        copy.execute("pragma synchronous = off")
        with connection.settled(), connection.alone() as driver:
            driver.backup(copy, pages=_PAGES, progress=breathe, sleep=0)
            pages = _page_count(driver)
        copy.execute("pragma journal_mode = delete")
        check(copy, path.name)
        # Counting rows takes as long as reading them, and whoever writes would wait for it.
        if _page_count(copy) != pages:
            raise ProjectError("The copy {name} is not whole.", "Try another disk.", name=path.name)


def put_back(backup: Path, project: Path) -> Path | None:
    """Copy a closed backup to the place of a closed project; returns where that one is kept.

    Raises ProjectError where the backup is no whole project or the project is open.
    """
    check_file(backup, len(MIGRATIONS))
    if project.exists() and project.samefile(backup):
        raise ProjectError(
            "This is the project itself, not a backup of it.", "Choose another file."
        )
    kept = None
    with _appearing(project) as part:
        with closing(_driver(backup)) as source, closing(_driver(part)) as copy:
            _check_closed(source, backup)
            check(source, backup.name)
            source.backup(copy)
        if project.exists():
            kept = _set_aside(project)
    return kept


def _check_closed(source: sqlite3.Connection, path: Path) -> None:
    try:
        source.execute("pragma schema_version")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Owner(path).refusal() from error
        raise


def _set_aside(project: Path) -> Path:
    """Give a project that nobody has open another name beside it."""
    connection = Connection(project)
    try:
        # Opening brings its log into the one file.
        free = connection.open()
    except ProjectError:
        # A damaged one is kept as it is, log and all.
        free = True
    connection.close()
    if not free:
        raise Owner(project).refusal()
    kept = free_name(project, "replaced")
    for ending in ("", "-wal"):
        file = project.with_name(project.name + ending)
        if file.exists():
            file.rename(kept.with_name(kept.name + ending))
    return kept


def check(driver: sqlite3.Connection, name: str) -> None:
    """Raises ProjectError where the structure of a file is damaged."""
    told = driver.execute("pragma integrity_check(1)").fetchone()[0]
    if told != "ok":
        raise ProjectError(
            "{name} is damaged: {told}.", "Open a backup of it.", name=name, told=told
        )


def free_name(path: Path, what: str) -> Path:
    """The first free name beside a project for another file of it, such as "version-1"."""
    number = 1
    while True:
        extra = f"-{number}" if number > 1 else ""
        name = path.with_name(f"{path.stem}.{what}{extra}{path.suffix}")
        if not name.exists():
            return name
        number += 1


def _page_count(driver: sqlite3.Connection) -> int:
    return int(driver.execute("pragma page_count").fetchone()[0])


def _driver(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """A name to write to; the file takes its own name when it is whole and on the disk."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with readable_errors():
            yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise ProjectError(
            "{name} cannot be written: {reason}.",
            "Check the disk and the folder.",
            name=path.name,
            reason=of_system(error),
        ) from error
    finally:
        part.unlink(missing_ok=True)
