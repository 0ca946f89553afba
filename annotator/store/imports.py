"""Articles coming in: batches outside history, as fast as the driver writes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, TypeVar

from annotator.errors import NotAllowed
from annotator.model import (
    ArticleId,
    Import,
    ImportId,
    Judgement,
    LabelId,
    Origin,
    Status,
    Verdict,
)
from annotator.store.connection import Connection, Row
from annotator.store.facts import Facts, Species, doubt_of
from annotator.store.packing import to_json
from annotator.store.packs import Pack, Packs
from annotator.store.people import People
from annotator.store.spans import Own, Spans
from annotator.store.tables import UNDOABLE
from annotator.text.recurring import Keys

T = TypeVar("T")


class Found(NamedTuple):
    """What is proposed for an article, packed and counted, and what lists and filters show of it.

    `proposed` is the count; `species` are the kinds of proposal. This and `NewArticle` are tuples,
    because they go from one process to another.
    """

    data: bytes
    proposed: int
    species: frozenset[Species]
    title: str
    source: str
    published: str


class NewEntities(NamedTuple):
    """The entities of a new article as columns: there are so many that a row each takes too long.

    Columns from `origins` on stand once where all entities have the same. `names` are those of the
    labels; they take the place of `labels` until both these and `ids` are known. Annotators are
    names as well.
    """

    ids: Sequence[int] = ()
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    labels: Sequence[LabelId] = ()
    names: Sequence[str] = ()
    origins: Sequence[str] = ()
    scores: Sequence[float | None] = ()
    verdicts: Sequence[str | None] = ()
    annotators: Sequence[str | None] = ()
    notes: Sequence[str] = ()

    def accepted(self) -> int:
        """How many of them are labels."""
        return [*self._each(self.verdicts)].count(Verdict.ACCEPTED.value)

    def counts(self, people: Callable[[str | None], int | None]) -> Iterator[Row]:
        """How many there are of each label, verdict and annotator, as `entity_count` has them."""
        said = self._each(self.verdicts), self._each(self.annotators)
        for (label, verdict, who), count in Counter(zip(self.labels, *said, strict=True)).items():
            yield label, verdict or "", people(who) or 0, count

    def packed(
        self, article: ArticleId, people: Callable[[str | None], int | None], now: str
    ) -> Pack | None:
        """As they lie until somebody works on them, if nothing in them is looked for by row."""
        said = self.origins, self.scores, self.verdicts, self.annotators, self.notes
        if any(len(column) > 1 for column in said):
            return None
        (origin,), (score,), (verdict,), (annotator,), (note,) = said
        if origin == Origin.MODEL or score is not None or note:
            return None
        starts, ends, labels = map(to_json, (self.starts, self.ends, self.labels))
        who = people(annotator)
        return Pack(article, self.ids[0], starts, ends, labels, origin, verdict, who, now)

    def rows(
        self, article: ArticleId, people: Callable[[str | None], int | None], raw: str, now: str
    ) -> Iterator[Row]:
        """As rows of `_ENTITY`."""
        texts = (raw[start:end] for start, end in zip(self.starts, self.ends, strict=True))
        said = (*map(self._each, (self.origins, self.scores, self.verdicts)), texts)
        who = map(people, self._each(self.annotators))
        columns = self.ids, self.starts, self.ends, self.labels, *said, who, self._each(self.notes)
        return ((article, *row, now) for row in zip(*columns, strict=True))

    def _each(self, column: Sequence[T]) -> Iterable[T]:
        return repeat(column[0], len(self.starts)) if len(column) == 1 else column


_ENTITY = (
    *("article", "id", "start", "end", "label", "origin", "score", "verdict"),
    *("text", "annotator", "note", "at"),
)

NOTHING_FOUND = Found(b"", 0, frozenset(), "", "", "")


class NewArticle(NamedTuple):
    """One article as a batch writes it.

    `found` is `NOTHING_FOUND` until it was cleaned. `updated` is when it was changed last, if the
    file it came in says so; `keys` are those of its lines, if they are to be counted, and `cuts`
    where it is cut.
    """

    key: str
    sha256: str
    raw: str
    status: Status
    meta: str
    seconds: float
    version: str | None
    found: Found
    updated: str | None = None
    judgements: tuple[Judgement, ...] = ()
    own: Own = Own()
    entities: NewEntities = NewEntities()
    keys: Keys | None = None
    cuts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NewProposals:
    """What a new run of the rules found for an article; `before` are the kinds found till then."""

    article: ArticleId
    version: str
    before: frozenset[Species]
    found: Found


_ARTICLE = (
    "insert into article (id, key, sha256, import, status, title, found_title, source, "
    "found_source, published, found_published, doubt, length, proposals, entities, judged, "
    "seconds, updated, stamp) "
    "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, random())"
)
# What a person set in the metadata goes before what is found; an emptied field stays empty.
_SHOWN = (
    "coalesce((select case when json_type(fields, '$.{0}') is null then ?{1} "
    "else coalesce(json_extract(fields, '$.{0}'), '') end from meta where article = id), ?{1})"
)
_FOUND = (
    "update article set proposals = ?1, doubt = ?2, found_title = ?3, title = coalesce((select "
    "json_extract(fields, '$.title') from meta where article = id), ?3), "
    f"found_source = ?4, source = {_SHOWN.format('source', 4)}, "
    f"found_published = ?5, published = {_SHOWN.format('published', 5)} where id = ?6"
)


class Imports:
    """Writes batches of new articles and takes whole imports back."""

    def __init__(
        self, connection: Connection, people: People, spans: Spans, facts: Facts, packs: Packs
    ) -> None:
        self._connection = connection
        self._packs = packs
        self._people = people
        self._spans = spans
        self._facts = facts

    def start(self, sources: Sequence[str], annotator: str | None, now: str) -> ImportId:
        """Note a new import and return its id."""
        self._connection.execute(
            "insert into import (at, annotator, sources) values (?, ?, ?)",
            (now, self._people.id_of(annotator), to_json(list(sources))),
        )
        return ImportId(self._number("select max(id) from import"))

    def add(self, batch: ImportId, articles: Sequence[NewArticle], now: str) -> list[ArticleId]:
        """Write new articles and return their ids, in order.

        What belongs to an article goes before it, with references checked at the end: the triggers
        that count for the list then find no row to change forty times over, and the row comes in
        with its counts.
        """
        first = 1 + self._number("select max(seq) from sqlite_sequence where name = 'article'")
        ids = [ArticleId(first + at) for at in range(len(articles))]
        pairs = list(zip(ids, articles, strict=True))
        many = self._connection.execute_many
        self._connection.execute("pragma defer_foreign_keys = on")
        self._add_spans(pairs, now)
        many("insert into article_text values (?, ?, ?)", [(n, a.raw, a.meta) for n, a in pairs])
        many(
            "insert into proposals values (?, ?, ?)",
            [(n, a.version, a.found.data) for n, a in pairs],
        )
        many(_ARTICLE, [_article_row(number, new, batch, now) for number, new in pairs])
        self._facts.add([(number, new.found.species) for number, new in pairs])
        self._connection.execute(
            "update import set added = added + ? where id = ?", (len(ids), batch)
        )
        return ids

    def _add_spans(self, pairs: Sequence[tuple[ArticleId, NewArticle]], now: str) -> None:
        rows: dict[str, list[tuple[object, ...]]] = {
            name: [] for name in ("verdict", "repair", "boilerplate", "finding")
        }
        spans = self._spans
        for number, new in pairs:
            rows["verdict"] += [spans.judgement_row(number, j, now) for j in new.judgements]
            rows["repair"] += [spans.repair_row(number, r, now) for r in new.own.repairs]
            rows["boilerplate"] += [
                spans.boilerplate_row(number, b, now) for b in new.own.boilerplate
            ]
            rows["finding"] += [spans.finding_row(number, f, now) for f in new.own.findings]
        for name, held in rows.items():
            self._connection.insert(name, UNDOABLE[name].columns, held)
        self._add_entities(pairs, now)

    def _add_entities(self, pairs: Sequence[tuple[ArticleId, NewArticle]], now: str) -> None:
        """Write entities and what is counted of them, which no trigger does before the article."""
        packs: list[Pack] = []
        rows: list[Row] = []
        counts: list[Row] = []
        people = self._people.id_of
        for number, new in pairs:
            if not new.entities.starts:
                continue
            packed = new.entities.packed(number, people, now)
            if packed is not None:
                packs.append(packed)
            else:
                rows += new.entities.rows(number, people, new.raw, now)
            counts += ((*kind, number, count) for *kind, count in new.entities.counts(people))
        self._packs.add(packs)
        self._connection.insert("entity", _ENTITY, rows)
        self._connection.execute_many("insert into entity_count values (?, ?, ?, ?, ?)", counts)

    def replace_proposals(self, run: Sequence[NewProposals]) -> None:
        """Store what a new run of the rules proposes; a title that a person set stays."""
        self._facts.replace([(new.article, new.before, new.found.species) for new in run])
        many = self._connection.execute_many
        many(
            "update proposals set version = ?, data = ? where article = ?",
            [(new.version, new.found.data, new.article) for new in run],
        )
        many(
            _FOUND,
            [
                (f.proposed, doubt_of(f.species), f.title, f.source, f.published, new.article)
                for new in run
                for f in [new.found]
            ],
        )

    def all(self) -> list[Import]:
        """Every import, newest first."""
        rows = self._connection.rows(
            "select id, at, annotator, sources, added from import order by id desc"
        )
        return [
            Import(
                ImportId(number),
                at,
                self._people.name_of(annotator),
                tuple(json.loads(sources)),
                added,
            )
            for number, at, annotator, sources, added in rows
        ]

    def articles(self, batch: ImportId) -> list[ArticleId]:
        """The articles that came in with an import."""
        rows = self._connection.rows(
            "select id from article where import = ? order by id", (batch,)
        )
        return [ArticleId(number) for (number,) in rows]

    def _worked_on(self, batch: ImportId) -> int:
        """How many articles of an import a done step of history touched."""
        return self._number(
            "select count(distinct h.article) from history_article h join history s using (seq) "
            "where s.state = 'done' "
            "and h.article in (select id from article where import = ?)",
            (batch,),
        )

    def take_back(self, batch: ImportId) -> list[ArticleId]:
        """Delete an import and what could be redone; returns which articles went with it.

        Raises NotAllowed where somebody worked on them.
        """
        worked = self._worked_on(batch)
        if worked:
            raise NotAllowed(
                "People worked on {count} articles of this import.",
                "Undo that work first, or keep the import.",
                count=worked,
            )
        gone = self.articles(batch)
        self._connection.execute("update history set state = 'dropped' where state = 'undone'")
        self._facts.drop(gone)
        self._connection.execute("delete from article where import = ?", (batch,))
        self._connection.execute("delete from import where id = ?", (batch,))
        return gone

    def _number(self, sql: str, parameters: Sequence[object] = ()) -> int:
        (number,) = self._connection.rows(sql, parameters)[0]
        return number or 0


def _article_row(
    number: ArticleId, new: NewArticle, batch: ImportId, now: str
) -> tuple[object, ...]:
    found = new.found
    return (
        number,
        new.key,
        bytes.fromhex(new.sha256),
        batch,
        new.status.value,
        found.title,
        found.title,
        found.source,
        found.source,
        found.published,
        found.published,
        doubt_of(found.species),
        len(new.raw),
        found.proposed,
        new.entities.accepted(),
        len(new.judgements),
        new.seconds,
        new.updated or now,
    )
