"""How often lines were seen in the articles of a site: hashes with counts, and not too many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from annotator.model import ArticleId, ImportId
from annotator.store import tables
from annotator.store.connection import Connection
from annotator.store.packing import to_json
from annotator.text.recurring import Count, Keys, add, added

ROOM = 1_000_000
"""After so many new lines those seen once are forgotten: too few is counted then, never too much.

A million articles have some thirty million lines, nearly all of them seen once.
"""


class RecurringLines:
    """Counts the lines of articles as they come in, and says what was counted."""

    def __init__(self, connection: Connection, room: int = ROOM) -> None:
        self._connection = connection
        self._room = room
        self._new = 0

    def count(self, articles: Iterable[tuple[ImportId, Keys]]) -> int:
        """Add articles to the counts of their sites, in order; copies of others add nothing.

        Returns how many copies there were.
        """
        articles = list(articles)
        known = self.of(set().union(*(keys.all() for _, keys in articles)))
        fresh: dict[ImportId, dict[int, Count]] = {}
        copies = 0
        for batch, keys in articles:
            more = added(keys, known)
            copies += not more
            for sums in (known, fresh.setdefault(batch, {})):
                add(sums, more)
        for batch, counts in fresh.items():
            self._add(batch, counts)
        return copies

    def _add(self, batch: ImportId, counts: Mapping[int, Count]) -> None:
        self._connection.execute_many(
            "insert into recurring values (?, ?, ?, ?) on conflict (key, import) do update "
            "set seen = seen + excluded.seen, inside = inside + excluded.inside",
            [(key, batch, *count) for key, count in sorted(counts.items())],
        )
        self._new += len(counts)
        if self._new > self._room:
            self._connection.execute("delete from recurring where seen = 1")
            self._new = 0

    def of(self, keys: Collection[int]) -> dict[int, Count]:
        """The counts of those keys that there are, over all imports."""
        rows = self._connection.rows(
            "select key, sum(seen), sum(inside) from recurring "
            "where key in (select value from json_each(?)) group by key",
            (to_json(sorted(keys)),),
        )
        return {key: Count(seen, inside) for key, seen, inside in rows}

    def clear(self) -> None:
        """Forget every count."""
        self._connection.execute("delete from recurring")

    def batches(self, articles: Sequence[ArticleId]) -> dict[ArticleId, ImportId]:
        """The import that each article came in with."""
        t = tables.ARTICLE
        query = t.select(t.c.id, getattr(t.c, "import")).where(t.c.id.in_(list(articles)))
        return {ArticleId(row[0]): ImportId(row[1]) for row in self._connection.select(query)}
