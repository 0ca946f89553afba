"""People's versions of articles, kept beside the rows that are worked on."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.claims import Claim, Version, Work, entity_of, made_of
from annotator.model import (
    ArticleId,
    Boilerplate,
    Finding,
    Judgement,
    Kind,
    LabelId,
    Origin,
    Repair,
    SpanId,
    Status,
    Verdict,
)
from annotator.store import tables
from annotator.store.connection import Connection, Row
from annotator.store.entities import Entities
from annotator.store.labels import Labels
from annotator.store.log import RowLog
from annotator.store.packing import to_json
from annotator.store.people import People
from annotator.store.spans import Spans

_LABELLED = (
    "from version, json_each(work) as c "
    "where json_extract(c.value, '$[0]') = ? and json_extract(c.value, '$[3]') = ?"
)
_COLUMNS = tables.UNDOABLE["version"].columns
_SETTLED = ", ".join(f'"{name}"' for name in tables.UNDOABLE["settled"].columns)
_AT_ONCE = 500

Sides = tuple[tuple[Claim, ...], tuple[Claim, ...]]
"""What only the one and what only the other of two people says at a place."""


class Versions:
    """Reads and writes versions, and turns work into rows and back."""

    def __init__(
        self,
        connection: Connection,
        people: People,
        log: RowLog,
        *,
        spans: Spans,
        entities: Entities,
        labels: Labels,
    ) -> None:
        self._connection = connection
        self._people = people
        self._log = log
        self._spans = spans
        self._entities = entities
        self._labels = labels

    def of(self, articles: Sequence[ArticleId]) -> dict[ArticleId, list[Version]]:
        """The versions of these articles, the oldest first."""
        names = {label.id: label.name for label in self._labels.all()}
        found: dict[ArticleId, list[Version]] = defaultdict(list)
        for first in range(0, len(articles), _AT_ONCE):
            part = articles[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            rows = self._connection.rows(
                f"select {', '.join(_COLUMNS)} from version "
                f"where article in ({marks}) order by at, id",
                part,
            )
            for row in rows:
                found[ArticleId(row[1])].append(self._version(row, names))
        return dict(found)

    def articles(self) -> list[ArticleId]:
        """The articles that have a version, in order."""
        rows = self._connection.rows("select distinct article from version order by article")
        return [ArticleId(number) for (number,) in rows]

    def uses(self, label: LabelId) -> int:
        """How many entities of versions have this label."""
        rows = self._connection.rows(f"select count(*) {_LABELLED}", (Kind.ENTITY.value, label))
        return int(rows[0][0])

    def put(self, version: Version) -> None:
        """Keep a version; call it inside an action, as all that write."""
        ids = self._label_ids()
        work = to_json([_packed(claim, ids) for claim in version.work.claims])
        who = self._people.id_of(version.work.annotator)
        status = version.status.value if version.status else None
        row = version.id, version.article, who, version.seconds, work, version.at, status
        self._log.put("version", row)

    def clear_rows(self, article: ArticleId, claims: Iterable[Claim]) -> None:
        """Take claims that stand in the rows of an article out of them."""
        for claim in claims:
            if claim.proposed:
                self._spans.delete_judgement(article, claim.key)
            else:
                keys = tables.UNDOABLE[claim.kind.value].keys
                self._log.delete(claim.kind.value, (claim.id, article)[:keys])

    def relabel_all(self, label: LabelId, other: LabelId) -> None:
        """Give every entity of a label in versions another."""
        at = _COLUMNS.index("work")
        sql = (
            f"select {', '.join(_COLUMNS)} from version where id in (select version.id {_LABELLED})"
        )
        for row in self._connection.rows(sql, (Kind.ENTITY.value, label)):
            work = json.loads(row[at])
            for item in work:
                if item[0] == Kind.ENTITY.value and item[3] == label:
                    item[3] = other
            self._log.put("version", (*row[:at], to_json(work), *row[at + 1 :]))
        self._relabel_settled(label, other)

    def _relabel_settled(self, label: LabelId, other: LabelId) -> None:
        for article, place, *taken in self._connection.rows(f"select {_SETTLED} from settled"):
            sides = json.loads(place)
            for item in (item for side in sides for item in side):
                if item[0] == Kind.ENTITY.value and item[3] == label:
                    item[3] = other
            if (now := to_json(sides)) != place:
                self._log.delete("settled", (article, place))
                self._log.put("settled", (article, now, *taken))

    def put_rows(
        self,
        article: ArticleId,
        raw: str,
        annotator: str,
        claims: Iterable[tuple[SpanId, Claim]],
        now: str,
    ) -> None:
        """Make rows of claims as if `annotator` had made them here; the ids are for new spans."""
        labels = self._label_ids()
        judged: list[Judgement] = []
        for number, claim in claims:
            if claim.kind is Kind.ENTITY:
                entity = entity_of(claim, number, annotator, labels)
                self._entities.put(article, entity, raw[claim.start : claim.end], now)
            elif claim.proposed:
                verdict = Verdict(claim.verdict or "")
                judged.append(Judgement(claim.key, verdict, annotator, claim.note))
            else:
                self._put_made(article, made_of(claim, number, annotator), now)
        self._spans.put_judgements(article, judged, now)

    def _put_made(self, article: ArticleId, made: Repair | Boilerplate | Finding, now: str) -> None:
        if isinstance(made, Finding):
            self._spans.put_finding(article, made, now)
        elif isinstance(made, Repair):
            self._spans.put_repair(article, made, now)
        else:
            self._spans.put_boilerplate(article, made, now)

    def gold(self) -> set[ArticleId]:
        """The articles whose rows were settled between versions."""
        rows = self._connection.rows("select article from gold")
        return {ArticleId(number) for (number,) in rows}

    def put_gold(self, article: ArticleId, annotator: str, now: str) -> None:
        """Note that what stands in an article is being settled."""
        self._log.put("gold", (article, self._people.id_of(annotator), now))

    def put_settled(
        self,
        article: ArticleId,
        sides: Sides,
        taken: tuple[bool, bool],
        annotator: str,
        now: str,
    ) -> None:
        """Keep which of two sides were taken at a place where they differ."""
        who, place = self._people.id_of(annotator), _place(sides, self._label_ids())
        self._log.put("settled", (article, place, *map(int, taken), who, now))

    def settled(
        self, article: ArticleId, places: Iterable[Sides]
    ) -> list[tuple[bool, bool] | None]:
        """For each place which sides were taken, None where that is still open."""
        sql = 'select place, "left", "right" from settled where article = ?'
        taken = {
            place: (bool(left), bool(right))
            for place, left, right in self._connection.rows(sql, (article,))
        }
        ids = self._label_ids()
        return [taken.get(_place(sides, ids)) for sides in places]

    def _label_ids(self) -> dict[str, LabelId]:
        return {label.name: label.id for label in self._labels.all()}

    def with_text(self, sha256: str) -> list[ArticleId]:
        """The articles of this text, by its hash."""
        sql = "select id from article where sha256 = ? order by id"
        return [ArticleId(n) for (n,) in self._connection.rows(sql, (bytes.fromhex(sha256),))]

    def _version(self, row: Row, labels: Mapping[LabelId, str]) -> Version:
        number, article, annotator, seconds, work, at, status = row
        claims = tuple(_claim(item, labels) for item in json.loads(work))
        name = self._people.name_of(annotator) or ""
        return Version(
            SpanId(number),
            ArticleId(article),
            Work(name, claims),
            seconds,
            at,
            Status(status) if status else None,
        )


def _packed(claim: Claim, labels: Mapping[str, LabelId]) -> list[object]:
    name = labels[claim.name] if claim.kind is Kind.ENTITY else claim.name
    return [
        claim.kind.value,
        claim.start,
        claim.end,
        name,
        claim.text,
        claim.verdict.value if claim.verdict else None,
        int(claim.proposed),
        claim.note,
        claim.origin.value,
        claim.score,
        claim.source,
    ]


def _place(sides: Sides, labels: Mapping[str, LabelId]) -> str:
    return to_json([[_packed(claim.said, labels) for claim in side] for side in sides])


def _claim(item: Sequence[Any], labels: Mapping[LabelId, str]) -> Claim:
    kind, start, end, name, text, verdict, proposed, note, origin, score, source = item
    return Claim(
        Kind(kind),
        start,
        end,
        labels[LabelId(name)] if kind == Kind.ENTITY.value else name,
        text,
        Verdict(verdict) if verdict else None,
        bool(proposed),
        note,
        Origin(origin),
        score,
        source,
    )
