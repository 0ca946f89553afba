"""The only door to a project file: it takes and returns the values of `annotator.model`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from annotator.errors import ProjectError
from annotator.model import ArticleId, Meta
from annotator.store import copies
from annotator.store.articles import Articles
from annotator.store.checking import Checks
from annotator.store.cleanings import Cleanings
from annotator.store.connection import Conflict, Connection, clear_frames
from annotator.store.entities import Entities
from annotator.store.facts import Facts
from annotator.store.files import (
    Owner,
    check_file,
    check_folder,
    check_version,
    has_log,
    is_older,
)
from annotator.store.filtering import Filtering
from annotator.store.imports import Imports
from annotator.store.labels import Labels
from annotator.store.log import RowLog
from annotator.store.migrations import MIGRATIONS, Migration, migrate, version_of
from annotator.store.packing import to_json
from annotator.store.packs import Packs
from annotator.store.people import People
from annotator.store.progress import WorkDone
from annotator.store.reading import Reader
from annotator.store.recurring import RecurringLines
from annotator.store.spans import Spans
from annotator.store.steps import Steps
from annotator.store.suggestions import Suggestions
from annotator.store.versions import Versions

__all__ = ["Conflict", "Store"]

# Above this, checking a file that was not closed would take longer than people wait.
_CHECK_AT_OPEN = 200 * 1024 * 1024

_CHECKED_AT_ONCE = 8 * 1024 * 1024
"""So much is checked while nobody notices."""


class Store:
    """One open project file; any thread may use it, one at a time."""

    def __init__(self, connection: Connection, owner: Owner | None = None) -> None:
        self._connection = connection
        self._owner = owner
        packs = Packs(connection)
        self.log = RowLog(connection, packs)
        self.people = People(connection)
        self.articles = Articles(connection, self.log)
        self.spans = Spans(connection, self.people, self.log)
        self.entities = Entities(connection, self.people, self.log, packs)
        self.labels = Labels(connection, self.log)
        self.steps = Steps(connection, self.people)
        self.facts = Facts(connection)
        self.filtering = Filtering(connection, self.facts)
        self.imports = Imports(connection, self.people, self.spans, self.facts, packs)
        self.recurring = RecurringLines(connection)
        self.versions = Versions(
            connection,
            self.people,
            self.log,
            spans=self.spans,
            entities=self.entities,
            labels=self.labels,
        )
        self.work_done = WorkDone(connection, self.people)
        self.cleanings = Cleanings(connection)
        self.suggestions = Suggestions(connection)
        self.reader = Reader(self.articles, self.spans, self.entities, self.suggestions)
        self.checks = Checks(connection, self.facts)

    @classmethod
    def create(cls, path: Path, now: str, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
        """Make a new project file and open it; raises ProjectError, also where a file is."""
        check_folder(path)
        if path.exists():
            raise ProjectError(
                "There is already a file {name} here.",
                "Open it, or choose another name.",
                name=path.name,
            )
        copies.make_empty(path, now, migrations)
        return cls.open(path, now, migrations)

    @classmethod
    def open(
        cls,
        path: Path,
        now: str,
        migrations: Sequence[Migration] = MIGRATIONS,
        watch: Callable[[], object] = lambda: None,
    ) -> Store:
        """Open a project file and bring it to this version, after a backup; raises ProjectError.

        `watch` is called while that takes time, and may raise Cancelled: the file is as it was.
        """
        check_file(path, len(migrations))
        unclean = has_log(path)
        connection, owner = Connection(path), Owner(path)
        if not connection.open():
            raise owner.refusal()
        try:
            _bring_up(connection, unclean, now, migrations, watch)
            owner.write(now)
        except BaseException as error:
            clear_frames(error)
            connection.close()
            raise
        return cls(connection, owner)

    @staticmethod
    def opens_slowly(path: Path) -> bool:
        """Whether opening is work for the background: a file to bring up, or a large one to check.

        False as well where it cannot be told; then opening tells why.
        """
        if is_older(path, len(MIGRATIONS)):
            return True
        return has_log(path) and _CHECKED_AT_ONCE < path.stat().st_size < _CHECK_AT_OPEN

    @classmethod
    def look(cls, path: Path) -> Store:
        """For reading a project that another process has open and `kept_still`."""
        connection = Connection(path, still=True)
        connection.look()
        return cls(connection)

    def kept_still(self) -> AbstractContextManager[bool]:
        """Let other processes `look` at the project as it is now, while the block runs.

        False where another block does so already.
        """
        return self._connection.kept_still()

    @property
    def path(self) -> Path:
        """The project file."""
        return self._connection.path

    def grow_log(self) -> None:
        """Make room for what will be written, so that storing an action takes no longer for it."""
        self._connection.grow_log()

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Hold it where several calls must see the same state; an action may be half done."""
        return self._connection.lock

    def settled(self, patience: float = -1) -> AbstractContextManager[None]:
        """While the block runs no other thread is in the middle of an action.

        For what is read to be kept, or written upon. Raises NotAllowed where a long action of
        another thread is not done within `patience` seconds; negative ones are endless.
        """
        return self._connection.settled(patience)

    def breathe(self) -> None:
        """Let those who wait to read have their turn, in the middle of an action too."""
        self._connection.breathe()

    def close(self) -> None:
        """Write everything into the one file and let it go; closing twice is fine."""
        if self._connection.is_open and self._owner is not None:
            # Before the lock goes: the next one's note must not be taken for ours.
            self._owner.remove()
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; raises ProjectError where the disk or the file is at fault."""
        with self._connection.transaction():
            try:
                yield
            except BaseException:
                self.people.forget()
                self.facts.forget()
                raise

    def base_meta(self, article: ArticleId) -> Meta:
        """The metadata of an article before a person changed it."""
        return next(self.reader.load([article])).base

    def setting(self, key: str) -> object | None:
        """The stored value of a setting, None if it was never set."""
        row = self._connection.row("select value from setting where key = ?", (key,))
        return json.loads(row[0]) if row else None

    def set_setting(self, key: str, value: object) -> None:
        """Store a setting."""
        self._connection.execute(
            "insert into setting values (?, ?) on conflict (key) do update "
            "set value = excluded.value",
            (key, to_json(value)),
        )

    def backup(self, path: Path) -> None:
        """Write a verified copy, in one piece or not at all; raises ProjectError."""
        if path.resolve() == self.path.resolve():
            raise ProjectError(
                "A backup cannot take the place of its project.", "Choose another name."
            )
        check_folder(path)
        if path.exists() and not path.is_file():
            raise ProjectError(
                "{path} is no file that a backup could take the place of.",
                "Choose another name.",
                path=path,
            )
        copies.copy_to(self._connection, path)

    def copy_beside(self, what: str) -> Path:
        """Write a verified copy beside the project, named after why; raises ProjectError."""
        path = copies.free_name(self.path, what)
        self.backup(path)
        return path


def _bring_up(
    connection: Connection,
    unclean: bool,
    now: str,
    migrations: Sequence[Migration],
    watch: Callable[[], object],
) -> None:
    with connection.settled(), connection.alone() as driver:
        check_version(connection.path, version_of(driver), len(migrations))
        if unclean and connection.path.stat().st_size < _CHECK_AT_OPEN:
            copies.check(driver, connection.path.name)
        version = version_of(driver)
        if version < len(migrations):
            backup = copies.free_name(connection.path, f"version-{version}")
            copies.copy_to(connection, backup, watch)
            migrate(driver, migrations, now, watch)
