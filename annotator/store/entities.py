"""Entities: read as columns, for articles have many, and written one by one through the row log.

New ones of an import are written by `Imports`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from json import loads
from operator import itemgetter
from typing import Any

from annotator.model import ArticleId, Entity, LabelId, Origin, Verdict
from annotator.store.connection import Connection, Row
from annotator.store.log import RowLog
from annotator.store.packing import to_json
from annotator.store.people import People
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

_PLACE = itemgetter(*map(Entity._fields.index, ("start", "end", "id")))
"""The order of `in_order`."""

_REPEATED = 2_000
_REPEATING = 500

_new = tuple.__new__


class Entities:
    """Reads the entities of several articles at once, and writes single ones."""

    def __init__(self, connection: Connection, people: People, log: RowLog) -> None:
        self._connection = connection
        self._people = people
        self._log = log

    def of(self, articles: Sequence[ArticleId]) -> dict[ArticleId, tuple[Entity, ...]]:
        """The entities of those of these articles that have some, by start, end and id."""
        rows = self._connection.rows(_READ, (to_json(articles),))
        scores = self._scores([row[0] for row in rows if row[1]])
        return {row[0]: self._made(row, scores[row[0]] if row[1] else None) for row in rows}

    def _made(self, row: Row, scores: Mapping[int, float] | None) -> tuple[Entity, ...]:
        """The entities of a row of `_READ`."""
        _, _, *numbers, origins, verdicts, annotators, note, source = row
        ids, starts, ends, labels = map(loads, numbers)
        who = _repeated(annotators)
        names = {number: self._people.name_of(number) for number in set(who)}
        columns: tuple[Iterable[object], ...] = (
            *(ids, starts, ends, labels),
            map(_ORIGINS.__getitem__, _repeated(origins)),
            map(_VERDICTS.__getitem__, _repeated(verdicts)),
            repeat(None) if scores is None else map(scores.get, ids),
            map(names.__getitem__, who),
            *(_repeated(note), _repeated(source)),
        )
        # As `Entity` does it, in half of the time.
        made = map(_new, repeat(Entity), zip(*columns))  # noqa: B905
        # They lie by id, which is by place where they came with a file.
        return tuple(made if starts == sorted(set(starts)) else sorted(made, key=_PLACE))

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
        return self._connection.rows(_LABELLED, (label,))


def _repeated(column: str) -> Sequence[Any]:
    """A column whose values are mostly those of other articles as well."""
    return _remembered(column) if len(column) < _REPEATED else loads(column)


@lru_cache(_REPEATING)
def _remembered(column: str) -> tuple[Any, ...]:
    return tuple(loads(column))
