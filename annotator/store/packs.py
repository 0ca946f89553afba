"""Entities that came with a file: packed, a row an article, until somebody works on them.

Most of what is imported is only read: for filters, for pages of an export, on the screen. So it
is stored as it is read, and becomes rows, which undo and the lists of people's work go by, before
the first change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from json import loads
from typing import NamedTuple

from annotator.model import ArticleId
from annotator.store.connection import Connection, Row
from annotator.store.packing import to_json
from annotator.store.tables import UNDOABLE

PACKED = "entity"
"""The table that holds what is not packed."""
_AT_ONCE = 200
"""Articles whose texts are held at once."""


class Pack(NamedTuple):
    """The entities of an article: places and labels as columns of JSON, the rest once for all."""

    article: ArticleId
    first: int
    starts: str
    ends: str
    labels: str
    origin: str
    verdict: str | None
    annotator: int | None
    at: str


class Packs:
    """Stores entities packed, and makes rows of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, packs: Iterable[Pack]) -> None:
        """Store the entities of new articles, which are counted by who stores them."""
        marks = ", ".join("?" * len(Pack._fields))
        self._connection.execute_many(f"insert into entity_pack values ({marks})", packs)

    def of(self, articles: Sequence[ArticleId]) -> list[Pack]:
        """The packed ones of these articles."""
        sql = "select * from entity_pack where article in (select value from json_each(?))"
        return [Pack(*row) for row in self._connection.rows(sql, (to_json(articles),))]

    def labelled(self, label: int) -> list[ArticleId]:
        """The articles with packed entities of a label."""
        sql = (
            "select article from entity_pack "
            "where article in (select article from entity_count where label = ?)"
        )
        return [ArticleId(number) for (number,) in self._connection.rows(sql, (label,))]

    def unpack(self, articles: Sequence[ArticleId]) -> None:
        """Make rows of what is packed; for all else the same is stored before and after."""
        for first in range(0, len(articles), _AT_ONCE):
            packs = self.of(articles[first : first + _AT_ONCE])
            if not packs:
                continue
            numbers = to_json([pack.article for pack in packs])
            among = "article in (select value from json_each(?))"
            sql = f"select article, raw from article_text where {among}"
            raws: dict[int, str] = dict(self._connection.rows(sql, (numbers,)))
            self._connection.execute(f"delete from entity_pack where {among}", (numbers,))
            rows = [row for pack in packs for row in _rows(pack, raws[pack.article])]
            self._connection.insert(PACKED, UNDOABLE[PACKED].columns, rows)


def _rows(pack: Pack, raw: str) -> Iterable[Row]:
    """The rows of the entities of an article, in the columns of the row log."""
    starts, ends = loads(pack.starts), loads(pack.ends)
    texts = [raw[start:end] for start, end in zip(starts, ends, strict=True)]
    said: Sequence[object] = (pack.origin, None, pack.verdict, pack.annotator, "", pack.at, "")
    ids = range(pack.first, pack.first + len(starts))
    columns = repeat(pack.article, len(ids)), starts, ends, loads(pack.labels), texts
    return zip(ids, *columns, *(repeat(one, len(ids)) for one in said), strict=True)
