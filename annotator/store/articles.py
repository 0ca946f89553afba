"""Articles: the list without texts, the texts, and the batches they came in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.model import Article, ArticleId, ArticleRow, Meta, Status
from annotator.store import tables
from annotator.store.connection import Connection, Row
from annotator.store.log import RowLog
from annotator.store.packing import to_json

# SQLite takes no more than 32,766 parameters in one statement.
_AT_ONCE = 30_000


DIGEST = "count(*), sum({id}), sum(stamp & 4294967295), sum(stamp >> 32)"
"""What tells two sets of articles with their stamps apart; stamps are random, of 64 bits."""

_NARROW = "article indexed by article_facts"

_TEXTS = """
select a.id, a.key, a.sha256, a.status, a.seconds, a.updated, t.raw, t.meta, m.fields, n.note
from article a join article_text t on t.article = a.id
left join meta m on m.article = a.id left join article_note n on n.article = a.id
where a.id in (select value from json_each(?))
"""


class StoredText(NamedTuple):
    """An article as its rows have it; its metadata is in layers: imported, and set by a person."""

    id: ArticleId
    key: str
    raw: str
    sha256: bytes
    status: str
    seconds: float
    updated: str | None
    note: str
    imported: Mapping[str, Any]
    override: Mapping[str, Any]

    def article(self, meta: Meta, pair: bool) -> Article:
        """The article with the metadata that the layers make."""
        return Article(
            self.id,
            self.key,
            self.raw,
            self.sha256.hex(),
            meta,
            Status(self.status),
            self.seconds,
            self.updated,
            pair,
            self.note,
        )


class Articles:
    """Reads the list in pages and the texts in batches."""

    def __init__(self, connection: Connection, log: RowLog) -> None:
        self._connection = connection
        self._log = log

    def counts(self) -> dict[Status, int]:
        """How many articles have each status."""
        held = {row[0]: row[1] for row in self._connection.rows("select * from status_count")}
        return {status: held[status.value] for status in Status}

    def neighbour(self, article: int, forward: bool, status: Status | None) -> ArticleId | None:
        """The nearest article after or before one in the list, of a status if one is given."""
        beyond, order = ("id > ?", "asc") if forward else ("id < ?", "desc")
        where = beyond if status is None else f"status = ? and {beyond}"
        parameters = (article,) if status is None else (status.value, article)
        row = self._connection.row(
            f"select id from article where {where} order by id {order} limit 1", parameters
        )
        return ArticleId(row[0]) if row else None

    def rows(self, ids: Sequence[ArticleId]) -> list[ArticleRow]:
        """What the list shows of these articles, in the order asked; raises KeyError."""
        t = tables.ARTICLE
        names = ("id", "key", "title", "status", "length", "entities", "proposals", "judged")
        query = t.select(*(getattr(t.c, name) for name in names), t.c.seconds)
        found = {row[0]: _list_row(row) for row in self._in(query, t.c.id, ids)}
        return [found[number] for number in ids]

    def by_key(self, keys: Sequence[str]) -> dict[str, tuple[ArticleId, str]]:
        """The id and the hash of those keys that are there."""
        rows = self._connection.rows(
            "select key, id, sha256 from article where key in (select value from json_each(?))",
            (to_json(keys),),
        )
        return {row[0]: (ArticleId(row[1]), row[2].hex()) for row in rows}

    def known_by(self, ids: Sequence[int]) -> dict[ArticleId, tuple[str, str]]:
        """The key and the hash of those of these articles that are there."""
        rows = self._connection.rows(
            "select id, key, sha256 from article where id in (select value from json_each(?))",
            (to_json(list(ids)),),
        )
        return {ArticleId(row[0]): (row[1], row[2].hex()) for row in rows}

    def texts(self, ids: Sequence[ArticleId]) -> dict[ArticleId, StoredText]:
        """These articles with their texts and the layers of their metadata."""
        rows = self._connection.rows(_TEXTS, (to_json(ids),))
        return {ArticleId(row[0]): _stored_text(row) for row in rows}

    def lengths(self, ids: Sequence[int]) -> dict[int, int]:
        """How many characters each of these articles has."""
        sql = "select id, length from article where id in (select value from json_each(?))"
        return dict(self._connection.rows(sql, (to_json(list(ids)),)))

    def raws(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """The texts of those of these articles that are there, in order of id."""
        t = tables.ARTICLE_TEXT
        query = t.select(t.c.article, t.c.raw).order_by(t.c.article)
        return [(row[0], row[1]) for row in self._in(query, t.c.article, ids)]

    def stamps(self, first: int, last: int) -> list[Row]:
        """The articles from one id to another with their stamps, in order of id.

        A stamp is random, and another one whenever the clean text may be another.
        """
        sql = f"select id, stamp from {_NARROW} where id between ? and ? order by id"
        return self._connection.rows(sql, (first, last))

    def digest(self, first: int, last: int) -> Row:
        """A few numbers that are others when the articles between two ids or a stamp are."""
        sql = f"select {DIGEST.format(id='id')} from {_NARROW} where id between ? and ?"
        return self._connection.rows(sql, (first, last))[0]

    def stamps_of(self, ids: Sequence[int]) -> dict[int, int]:
        """The stamps of those of these articles that are there."""
        t = tables.ARTICLE
        return {row[0]: row[1] for row in self._in(t.select(t.c.id, t.c.stamp), t.c.id, ids)}

    def last(self) -> int:
        """The highest id; 0 where there is no article."""
        return int(self._connection.rows("select ifnull(max(id), 0) from article")[0][0])

    def status(self, article: ArticleId) -> Status | None:
        """How far an article is; None if there is no such article."""
        row = self._log.get("article", (article,))
        return Status(row[1]) if row else None

    def put_status(self, article: ArticleId, status: Status) -> None:
        """Change how far an article is."""
        self._log.put("article", (article, status.value))

    def touch(self, ids: Iterable[ArticleId], now: str) -> None:
        """Note when these articles were changed last."""
        for rows in self._connection.breathing((now, number) for number in ids):
            self._connection.execute_many("update article set updated = ? where id = ?", rows)

    def add_seconds(self, article: ArticleId, seconds: float) -> float:
        """Add time spent and return the sum; raises KeyError."""
        self._connection.execute(
            "update article set seconds = seconds + ? where id = ?", (seconds, article)
        )
        row = self._connection.row("select seconds from article where id = ?", (article,))
        if row is None:
            raise KeyError(article)
        return float(row[0])

    def _in(self, query: Any, column: Any, values: Sequence[object]) -> Iterable[tuple[Any, ...]]:
        for first in range(0, len(values), _AT_ONCE):
            part = list(values[first : first + _AT_ONCE])
            yield from self._connection.select(query.where(column.in_(part)))


def _list_row(row: Sequence[Any]) -> ArticleRow:
    number, key, title, status, length, entities, proposals, judged, seconds = row
    return ArticleRow(
        ArticleId(number),
        key,
        title,
        Status(status),
        length,
        entities,
        proposals,
        min(judged, proposals),
        seconds,
    )


def _stored_text(row: Sequence[Any]) -> StoredText:
    number, key, sha256, status, seconds, updated, raw, imported, override, note = row
    return StoredText(
        number,
        key,
        raw,
        sha256,
        status,
        seconds,
        updated,
        note or "",
        json.loads(imported),
        json.loads(override) if override else {},
    )
