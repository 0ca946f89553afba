"""Entities: read as columns, for articles have many, and written one by one through the row log.

New ones of an import are written by `Imports`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from json import loads
from typing import Any

from annotator.columns import EntityColumns, Given, Run, runs_of
from annotator.model import ArticleId, Entity, LabelId, Origin, Verdict
from annotator.store.connection import Connection, Row
from annotator.store.log import RowLog
from annotator.store.packing import to_json
from annotator.store.packs import Pack, Packs
from annotator.store.people import People
from annotator.store.spans import in_order
from annotator.store.tables import UNDOABLE

# Calling an enumeration takes longer than all else that makes an entity of a row.
_ORIGINS = {origin.value: origin for origin in Origin}
_VERDICTS: dict[str | None, Verdict | None] = {
    None: None,
    **{verdict.value: verdict for verdict in Verdict},
}

_TABLE = "entity"
_KEYS = UNDOABLE[_TABLE].keys
_LABEL = UNDOABLE[_TABLE].columns.index("label")
_VERDICT = UNDOABLE[_TABLE].columns.index("verdict")

_COLUMNS = tuple(name for name in Entity._fields if name != "score")
_READ = (
    "select article, count(score), "
    + ", ".join(f'json_group_array("{name}")' for name in _COLUMNS)
    + " from entity where article in (select value from json_each(?)) group by article"
)
"""The entities of each article as one row of columns, which takes half as long as a row each."""

_SCORES = (
    "select article, id, score from entity "
    "where article in (select value from json_each(?)) and score is not null"
)
_LABELLED = (
    "select "
    + ", ".join(f'"{column}"' for column in UNDOABLE[_TABLE].columns)
    + " from entity where label = ?1 "
    "and article in (select article from entity_count where label = ?1)"
)

_REPEATED = 2_000
_REPEATING = 500


class Entities:
    """Reads the entities of several articles at once, and writes single ones."""

    def __init__(self, connection: Connection, people: People, log: RowLog, packs: Packs) -> None:
        self._connection = connection
        self._packs = packs
        self._people = people
        self._log = log

    def of(self, articles: Sequence[ArticleId]) -> dict[ArticleId, EntityColumns]:
        """The entities of those of these articles that have some, by start, end and id."""
        found = {pack.article: self._packed(pack) for pack in self._packs.of(articles)}
        others = [number for number in articles if number not in found]
        rows = self._connection.rows(_READ, (to_json(others),)) if others else []
        scores = self._scores([row[0] for row in rows if row[1]])
        for row in rows:
            found[row[0]] = self._made(row, scores[row[0]] if row[1] else None)
        return found

    def _packed(self, pack: Pack) -> EntityColumns:
        # One list of them is read faster than each by itself.
        starts, ends, labels = loads(f"[{pack.starts},{pack.ends},{pack.labels}]")
        ids = range(pack.first, pack.first + len(starts))
        said = pack.origin, pack.verdict, None, pack.annotator, "", ""
        return _ordered(EntityColumns(ids, starts, ends, labels, [self._named((len(ids), said))]))

    def _made(self, row: Row, scores: Mapping[int, float] | None) -> EntityColumns:
        """The entities of a row of `_READ`."""
        _, _, *numbers, origins, verdicts, annotators, notes, sources = row
        ids, starts, ends, labels = map(loads, numbers)
        said = origins, verdicts, annotators, notes, sources
        runs = _runs(*said) if scores is None else _scored(said, map(scores.get, ids))
        return _ordered(EntityColumns(ids, starts, ends, labels, [*map(self._named, runs)]))

    def _named(self, run: tuple[int, tuple[Any, ...]]) -> Run:
        """A run of `_scored` as values."""
        count, (origin, verdict, score, annotator, *rest) = run
        who = self._people.name_of(annotator)
        return count, Given(_ORIGINS[origin], _VERDICTS[verdict], score, who, *rest)

    def _scores(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, Mapping[int, float]]:
        """The scores of entities by id; JSON that SQLite makes has 15 digits of a number only."""
        scores: dict[ArticleId, dict[int, float]] = defaultdict(dict)
        if articles:
            for article, number, score in self._connection.rows(_SCORES, (to_json(articles),)):
                scores[article][number] = score
        return scores

    def value(self, row: Sequence[Any]) -> Entity:
        """The value of an entity row."""
        number, _, start, end, label, _, origin, score, verdict, annotator, note, _, source = row
        return Entity(
            number,
            start,
            end,
            label,
            _ORIGINS[origin],
            _VERDICTS[verdict],
            score,
            None if annotator is None else self._people.name_of(annotator),
            note,
            source,
        )

    def put(self, article: ArticleId, entity: Entity, text: str, now: str) -> None:
        """Store an entity; `text` is what it covers in raw."""
        row = (
            entity.id,
            article,
            entity.start,
            entity.end,
            entity.label,
            text,
            entity.origin.value,
            entity.score,
            entity.verdict.value if entity.verdict else None,
            self._people.id_of(entity.annotator),
            entity.note,
            now,
            entity.source,
        )
        self._log.put(_TABLE, row)

    def relabel_all(self, label: LabelId, other: LabelId) -> None:
        """Give every entity of a label in the project another; one that equals another goes.

        Refusals go too, for nobody refused the other label; those of the other label yield.
        """
        self.forget_refusals(label)
        taken = {row[1:4]: row for row in self._labelled(other)}
        for row in self._labelled(label):
            twin = taken.get(row[1:4])
            if twin is not None and twin[_VERDICT] == Verdict.REJECTED.value:
                self._log.delete(_TABLE, twin[:_KEYS])
                twin = None
            if twin is not None:
                self._log.delete(_TABLE, row[:_KEYS])
            else:
                self._log.put(_TABLE, (*row[:_LABEL], other, *row[_LABEL + 1 :]))

    def forget_refusals(self, label: LabelId) -> None:
        """Delete what people refused to label so."""
        for row in self._labelled(label):
            if row[_VERDICT] == Verdict.REJECTED.value:
                self._log.delete(_TABLE, row[:_KEYS])

    def _labelled(self, label: LabelId) -> list[Row]:
        self._packs.unpack(self._packs.labelled(label))
        return self._connection.rows(_LABELLED, (label,))


def _ordered(columns: EntityColumns) -> EntityColumns:
    """By start, end and id: they lie by id, which is by place where they came with a file."""
    starts = columns.starts
    if starts == sorted(set(starts)):
        return columns
    return EntityColumns.of(sorted(columns, key=in_order))


_Runs = list[tuple[int, tuple[Any, ...]]]


def _runs(*said: str) -> _Runs:
    """What neighbours have in common, of columns that other articles mostly have as well."""
    return _remembered(*said) if sum(map(len, said)) < _REPEATED else _scored(said, repeat(None))


def _scored(said: Sequence[str], scores: Iterable[float | None]) -> _Runs:
    origins, verdicts, *rest = map(loads, said)
    return runs_of(zip(origins, verdicts, scores, *rest))  # noqa: B905


@lru_cache(_REPEATING)
def _remembered(*said: str) -> _Runs:
    return _scored(said, repeat(None))
