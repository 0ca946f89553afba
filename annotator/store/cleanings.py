"""What other cleaners made of the articles, to be compared with what is proposed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from annotator.model import ArticleId, Proposals
from annotator.store.connection import Connection
from annotator.store.packing import pack_proposals, to_json, unpack_proposals


class Cleanings:
    """Reads and writes the results of cleaners, known by name; nothing here is undone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def names(self) -> dict[str, int]:
        """Every cleaner by name, and of how many articles it has a result."""
        rows = self._connection.rows(
            "select name, (select count(*) from cleaning where cleaner = c.id) "
            "from cleaner c order by name"
        )
        return dict(rows)

    def put(self, name: str, run: Iterable[tuple[ArticleId, Proposals]]) -> None:
        """Keep what a cleaner made of articles, in the place of what it made of them before."""
        with self._connection.transaction():
            self._connection.execute("insert or ignore into cleaner (name) values (?)", (name,))
            self._connection.execute_many(
                "insert or replace into cleaning select id, ?, ? from cleaner where name = ?",
                [(article, pack_proposals(made), name) for article, made in run],
            )

    def of(self, name: str, articles: Sequence[ArticleId]) -> dict[ArticleId, Proposals]:
        """What a cleaner made of those of these articles that it was given."""
        rows = self._connection.rows(
            "select article, data from cleaning where cleaner = "
            "(select id from cleaner where name = ?) "
            "and article in (select value from json_each(?))",
            (name, to_json(articles)),
        )
        return {ArticleId(article): unpack_proposals(data) for article, data in rows}

    def articles(self, name: str) -> array[int]:
        """The articles that a cleaner has a result of, in order."""
        rows = self._connection.rows(
            "select article from cleaning where cleaner = "
            "(select id from cleaner where name = ?) order by article",
            (name,),
        )
        return array("q", (article for (article,) in rows))

    def drop(self, name: str) -> None:
        """Forget a cleaner and all it made."""
        with self._connection.transaction():
            self._connection.execute("delete from cleaner where name = ?", (name,))
