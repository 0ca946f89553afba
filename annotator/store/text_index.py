"""An index of the texts of a project, in a file of its own that may be thrown away.

It stands outside the project, so that damage to it never looks like damage to the project, and a
backup is not twice as large. It is a full-text table of two-character terms without positions: an
article that has every term of what is looked for may have it, and the finder looks.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from annotator.places import INDEX_SUFFIX
from annotator.store.articles import DIGEST
from annotator.store.connection import Row

# What an article said before stays in the index, so its next text gets a row of its own.
_AGAIN, _LAST = 1 << 40, (1 << 63) - 1
_KEPT_SECONDS = 90 * 24 * 3600
# All but separators, so that no term falls apart, whatever version of Unicode the library knows.
_TOKENS = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
_TABLES = (
    "create table entry (article integer primary key, stamp integer not null)",
    f"create table again (row integer primary key check (row >= {_AGAIN}), "
    "article integer not null)",
    "create index again_article on again (article, row)",
    "create virtual table text using "
    # Without beginnings of one character, asking for one would join the lists of all its terms.
    f"fts5(terms, content='', detail=none, columnsize=0, prefix='1', tokenize=\"{_TOKENS}\")",
)
_FIT = "from text t where text match ? and t.rowid between ? and ? order by t.rowid limit ?"
# Of the rows of an article only the newest tells; 0 stands for the others.
_FIRST = "t.rowid * not exists (select 1 from again where article = t.rowid)"
_LATER = (
    "(select o.article * not exists "
    "(select 1 from again n where n.article = o.article and n.row > o.row) "
    "from again o where o.row = t.rowid)"
)


class IndexLost(Exception):
    """The index file could not be used, and was begun anew; what it held must be taken in again."""


class TextIndex:
    """One index file; `made_of` names what its terms are made by, and another makes it anew.

    Any thread may use it; reading does not wait for writing. Raises IndexLost where the file is
    damaged or the disk is full.
    """

    def __init__(self, path: Path, made_of: str) -> None:
        self._path = path
        self._made_of = made_of
        self._writing, self._reading = threading.RLock(), threading.RLock()
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        try:
            self._open()
        except (sqlite3.DatabaseError, OSError):
            self._begin_anew()
        with contextlib.suppress(OSError):
            path.touch()
            _delete_old(path.parent)

    def stamps(self, first: int, last: int) -> list[Row]:
        """The articles from one id to another that are indexed, each with its stamp, in order."""
        sql = "select article, stamp from entry where article between ? and ? order by article"
        with self._read() as reader:
            return reader.execute(sql, (first, last)).fetchall()

    def digest(self, first: int, last: int) -> Row:
        """The same numbers as of the articles of a project, of what is indexed."""
        sql = f"select {DIGEST.format(id='article')} from entry where article between ? and ?"
        with self._read() as reader:
            found: Row = reader.execute(sql, (first, last)).fetchone()
            return found

    def add(self, articles: Iterable[tuple[int, int, str]]) -> None:
        """Take in articles: each with its stamp, and its terms with spaces between them."""
        with self._write() as writer:
            writer.execute("begin immediate")
            for article, stamp, terms in articles:
                row = _row_for(writer, article)
                writer.execute("insert or replace into entry values (?, ?)", (article, stamp))
                writer.execute("insert into text (rowid, terms) values (?, ?)", (row, terms))
            writer.execute("commit")

    def pages(self, terms: Sequence[str], first: int, most: int) -> Iterator[array[int]]:
        """The articles that have all these terms, in order, at `first` a few.

        A term that ends in `*` is the beginning of one. Left out are those of `changed`, which come
        from there. The index is free between two pages.
        """
        yield from self._pages(terms, (_FIRST if self.changed() else "t.rowid"), 1, first, most)

    def changed_pages(self, terms: Sequence[str], most: int) -> Iterator[array[int]]:
        """In no order, those that said something else before and have all these terms now."""
        yield from self._pages(terms, _LATER, _AGAIN, most, most)

    def changed(self) -> bool:
        """Whether any article said something else before."""
        with self._read() as reader:
            return reader.execute("select 1 from again limit 1").fetchone() is not None

    def _pages(
        self, terms: Sequence[str], article: str, begin: int, first: int, most: int
    ) -> Iterator[array[int]]:
        wanted = " ".join(
            f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"' for term in terms
        )
        end, sql = (_AGAIN - 1 if begin < _AGAIN else _LAST), f"select t.rowid, {article} {_FIT}"
        while True:
            with self._read() as reader:
                rows = reader.execute(sql, (wanted, begin, end, first)).fetchall()
            if not rows:
                return
            begin, first = rows[-1][0] + 1, most
            yield array("q", (found for _, found in rows if found))

    def close(self) -> None:
        """Let the file go; closing twice is fine."""
        with self._writing, self._reading:
            for connection in (self._writer, self._reader):
                if connection is not None:
                    connection.close()
            self._writer = self._reader = None

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._mending(), self._writing:
            try:
                yield _there(self._writer)
            except BaseException:
                if self._writer is not None and self._writer.in_transaction:
                    self._writer.execute("rollback")
                raise

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._mending(), self._reading:
            yield _there(self._reader)

    @contextmanager
    def _mending(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            self._begin_anew()
            raise IndexLost(str(error)) from error

    def _begin_anew(self) -> None:
        """Throw the file away and begin another; where that fails there is none."""
        with self._writing, self._reading:
            self.close()
            with contextlib.suppress(sqlite3.DatabaseError, OSError):
                _delete(self._path)
                self._open()

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = self._connected()
        made_of = self._writer.execute("pragma user_version").fetchone()
        tables = self._writer.execute("select count(*) from sqlite_master").fetchone()
        number = _number("\n".join((self._made_of, *_TABLES)))
        if tables == (0,):
            for statement in _TABLES:
                self._writer.execute(statement)
            self._writer.execute(f"pragma user_version = {number}")
        elif made_of != (number,):
            raise sqlite3.DatabaseError("made of other terms")
        self._reader = self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
        except sqlite3.DatabaseError:
            # A damaged file that is held open cannot be deleted everywhere.
            connection.close()
            raise
        return connection


def _delete_old(folder: Path) -> None:
    """Delete the indexes that were not opened for long: their projects may be gone."""
    for path in folder.glob(f"*{INDEX_SUFFIX}"):
        if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            _delete(path)


def _delete(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _there(connection: sqlite3.Connection | None) -> sqlite3.Connection:
    if connection is None:
        raise IndexLost("the index is closed")
    return connection


def _row_for(writer: sqlite3.Connection, article: int) -> int:
    """The row of the text of an article: its id, or another if it had one before."""
    if not writer.execute("select 1 from entry where article = ?", (article,)).fetchone():
        return article
    sql = f"insert into again select ifnull(max(row), {_AGAIN}) + 1, ? from again"
    return writer.execute(sql, (article,)).lastrowid or 0


def _number(name: str) -> int:
    return zlib.crc32(name.encode()) & 0x7FFFFFFF
