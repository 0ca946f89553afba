"""The stored history: one row a step, with the rows it changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from annotator.model import ArticleId, HistoryStep
from annotator.store.connection import Connection
from annotator.store.log import Entry, pack_log, unpack_log
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

    def add(self, step: NewStep, entries: Sequence[Entry], articles: Iterable[ArticleId]) -> None:
        """Store a step as done; what was undone before it can no longer be redone."""
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
                pack_log(entries),
            ),
        )
        (seq,) = self._connection.rows("select max(seq) from history")[0]
        self._connection.execute_many(
            "insert into history_article (article, seq) values (?, ?)",
            [(number, seq) for number in articles],
        )

    def next_undo(self) -> HistoryStep | None:
        """The step that undo takes back."""
        return self._one("where state = 'done' order by seq desc limit 1")

    def next_redo(self) -> HistoryStep | None:
        """The step that redo does again."""
        return self._one("where state = 'undone' order by seq limit 1")

    def log(self, seq: int) -> list[Entry]:
        """The rows that a step changed."""
        row = self._connection.row("select log from history where seq = ?", (seq,))
        if row is None:
            raise KeyError(seq)
        return unpack_log(row[0])

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
