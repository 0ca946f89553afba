"""The stored history: one row a step, with the rows it changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from annotator.model import ArticleId, HistoryStep
from annotator.store.connection import Connection
from annotator.store.log import Entry, Recording, pack_log, unpack_log
from annotator.store.packing import to_json
from annotator.store.people import People

State = Literal["done", "undone"]

_COLUMNS = "seq, title, arguments, article, annotator, at, state"


class NewStep(NamedTuple):
    """A step about to be stored."""

    title: str
    arguments: tuple[str, ...]
    article: ArticleId | None
    annotator: str | None
    at: str


class Steps:
    """Reads and writes steps; logs are read only when a step is undone or redone."""

    def __init__(self, connection: Connection, people: People) -> None:
        self._connection = connection
        self._people = people

    def add(self, step: NewStep, recorded: Recording, articles: Iterable[ArticleId]) -> None:
        """Store a step as done; what was undone before it can no longer be redone."""
        first, *rest = (*recorded.packed, pack_log(recorded.entries))
        self._connection.execute("update history set state = 'dropped' where state = 'undone'")
        self._connection.execute(
            "insert into history (title, arguments, article, annotator, at, state, log) "
            "values (?, ?, ?, ?, ?, 'done', ?)",
            (
                step.title,
                to_json(step.arguments),
                step.article,
                self._people.id_of(step.annotator),
                step.at,
                first,
            ),
        )
        (seq,) = self._connection.rows("select max(seq) from history")[0]
        self._connection.execute_many(
            "insert into history_log (seq, part, log) values (?, ?, ?)",
            [(seq, part, log) for part, log in enumerate(rest, 1)],
        )
        for rows in self._connection.breathing((number, seq) for number in articles):
            self._connection.execute_many(
                "insert into history_article (article, seq) values (?, ?)", rows
            )

    def next_undo(self) -> HistoryStep | None:
        """The step that undo takes back."""
        return self._one("where state = 'done' order by seq desc limit 1")

    def next_redo(self) -> HistoryStep | None:
        """The step that redo does again."""
        return self._one("where state = 'undone' order by seq limit 1")

    def logs(self, seq: int, *, newest_first: bool = False) -> Iterator[list[Entry]]:
        """The rows that a step changed, in chunks that are read one by one."""
        rows = self._connection.rows("select part from history_log where seq = ?", (seq,))
        parts = [0, *sorted(part for (part,) in rows)]
        for part in reversed(parts) if newest_first else parts:
            sql = "select log from history where seq = ?"
            if part:
                sql = "select log from history_log where seq = ? and part = ?"
            row = self._connection.row(sql, (seq, part) if part else (seq,))
            if row is None:
                raise KeyError(seq)
            yield unpack_log(row[0])

    def is_long(self, seq: int) -> bool:
        """Whether a step changed so many rows that taking it back is no work for a moment."""
        row = self._connection.row("select 1 from history_log where seq = ? limit 1", (seq,))
        return row is not None

    def set_state(self, seq: int, state: State) -> None:
        """Note that a step is done or undone."""
        self._connection.execute("update history set state = ? where seq = ?", (state, seq))

    def recent(self, article: ArticleId | None, limit: int) -> list[HistoryStep]:
        """The newest steps first, of all articles or of one."""
        where = "where state <> 'dropped'"
        parameters: tuple[int, ...] = (limit,)
        if article is not None:
            where += " and seq in (select seq from history_article where article = ?)"
            parameters = (article, limit)
        return self._many(f"{where} order by seq desc limit ?", parameters)

    def _one(self, where: str) -> HistoryStep | None:
        found = self._many(where, ())
        return found[0] if found else None

    def _many(self, where: str, parameters: Sequence[object]) -> list[HistoryStep]:
        rows = self._connection.rows(f"select {_COLUMNS} from history {where}", parameters)
        return [
            HistoryStep(
                seq,
                title,
                tuple(json.loads(arguments)),
                ArticleId(article) if article is not None else None,
                self._people.name_of(annotator),
                at,
                state == "undone",
            )
            for seq, title, arguments, article, annotator, at, state in rows
        ]
