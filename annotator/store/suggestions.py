"""What is suggested for articles, and what it is made with. Nothing here is undone or logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from annotator.model import ArticleId, LabelId, Suggested
from annotator.store import tables
from annotator.store.connection import Connection
from annotator.store.packing import pack, to_json, unpack

_DIGITS = 3
_REFUSED = (
    "select article from entity_count where label in (select id from label) "
    "and verdict = 'rejected'"
)
_TOUCHED = "a.id in (select article from history_article where seq > ?)"


class Stored(NamedTuple):
    """The suggestions of an article as they are stored.

    `version` is that of what made them, `stamp` that of the text it read. `expected` is how many
    labels they are worth, in per cent of one; `doubt` how unsure they are on average, and
    `novelty` how much of the text nobody labelled the like of, both in per mille.
    """

    article: ArticleId
    version: str
    stamp: int
    suggested: tuple[Suggested, ...]
    expected: int
    doubt: int
    novelty: int


class Dictionary(NamedTuple):
    """A list of terms that are all of one kind, taken over from a file under its name."""

    name: str
    label: LabelId
    terms: int


class Suggestions:
    """Reads and writes suggestions, dictionaries, and what was learned from the project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, articles: Sequence[ArticleId]) -> dict[ArticleId, tuple[Suggested, ...]]:
        """What is suggested for each of these articles that has a row."""
        rows = self._connection.rows(
            "select article, data from suggestions "
            "where article in (select value from json_each(?))",
            (to_json(articles),),
        )
        return {ArticleId(row[0]): tuple(map(_suggested, unpack(row[1]))) for row in rows}

    def current(self, articles: Sequence[int], version: str) -> set[int]:
        """Those of these articles that were read as they are now by this version."""
        t, a = tables.SUGGESTIONS, tables.ARTICLE
        query = (
            t.select(t.c.article)
            .join(a, on=(a.c.id == t.c.article))
            .where(
                t.c.article.in_(list(articles))
                & (t.c.version == version)
                & (t.c.stamp == a.c.stamp)
            )
        )
        return {row[0] for row in self._connection.select(query)}

    def put(self, run: Iterable[Stored]) -> None:
        """Store suggestions in the place of those before; call it inside a transaction."""
        self._connection.execute_many(
            "insert or replace into suggestions values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(new.article, new.version, new.stamp, len(new.suggested)),
                    *(new.expected, new.doubt, new.novelty),
                    pack([_row(one) for one in new.suggested]),
                )
                for new in run
            ],
        )

    def counts(self) -> tuple[int, int]:
        """How many articles have a row, and how many suggestions these hold."""
        (row,) = self._connection.rows("select count(*), ifnull(sum(count), 0) from suggestions")
        return row[0], row[1]

    # what they learn from

    def decided(self, most: int, since: int | None = None) -> list[ArticleId]:
        """Articles where somebody labelled or refused something, or that are done, newest first.

        With `since`, the number of an action, those that a later one touched.
        """
        touched = "true" if since is None else _TOUCHED
        rows = self._connection.rows(
            f"select a.id from article a where {touched} and (a.status = 'done' or a.entities > 0 "
            f"or a.id in ({_REFUSED})) "
            "order by updated desc limit ?",
            (most,) if since is None else (since, most),
        )
        return [ArticleId(number) for (number,) in rows]

    def last_action(self) -> int:
        """The number of the last action; 0 before the first."""
        return int(self._connection.rows("select ifnull(max(seq), 0) from history")[0][0])

    def decisions(self) -> int:
        """How many labels and refusals there are."""
        rows = self._connection.rows("select sum(entities) from entity_count where verdict <> ''")
        return int(rows[0][0] or 0)

    def verdicts(self) -> list[tuple[str, LabelId, str, int]]:
        """How often each source and label was accepted or rejected, of what was suggested."""
        return self._connection.rows(
            "select source, label, verdict, count(*) from entity "
            "where source <> '' and verdict is not null group by 1, 2, 3"
        )

    def labelled(self) -> dict[LabelId, int]:
        """How many labels stand of each kind."""
        rows = self._connection.rows(
            "select label, sum(entities) from entity_count where verdict = 'accepted' "
            "group by label"
        )
        return {LabelId(label): count for label, count in rows}

    # what was learned

    def learned(self, name: str) -> tuple[str, bytes] | None:
        """What was stored under a name, with its version."""
        sql = "select version, data from suggester where name = ?"
        return self._connection.row(sql, (name,))

    def keep(self, name: str, version: str, data: bytes) -> None:
        """Store what was learned in the place of what was there."""
        sql = "insert or replace into suggester values (?, ?, ?)"
        self._connection.execute(sql, (name, version, data))

    # dictionaries

    def dictionaries(self) -> list[Dictionary]:
        """Every dictionary, by name."""
        rows = self._connection.rows("select name, label, terms from dictionary order by name")
        return [Dictionary(name, LabelId(label), terms) for name, label, terms in rows]

    def terms(self, name: str) -> list[str]:
        """The terms of a dictionary; raises KeyError if there is none of this name."""
        row = self._connection.row("select data from dictionary where name = ?", (name,))
        if row is None:
            raise KeyError(name)
        terms: list[str] = unpack(row[0])
        return terms

    def put_dictionary(self, name: str, label: LabelId, terms: Sequence[str]) -> None:
        """Store a dictionary in the place of the one with its name."""
        self._connection.execute(
            "insert or replace into dictionary values (?, ?, ?, ?)",
            (name, label, len(terms), pack(list(terms))),
        )

    def drop_dictionary(self, name: str) -> None:
        """Delete a dictionary, if there is one of this name."""
        self._connection.execute("delete from dictionary where name = ?", (name,))


def _row(one: Suggested) -> list[object]:
    score = round(one.score, _DIGITS)
    return [one.start, one.end - one.start, one.label, score, one.source, one.details]


def _suggested(row: Sequence[Any]) -> Suggested:
    start, length, label, score, source, details = row
    return Suggested(start, start + length, LabelId(label), score, source, tuple(details))
