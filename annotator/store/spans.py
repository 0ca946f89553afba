"""What is said about articles but entities: proposals, verdicts, people's own spans, metadata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model import (
    PAIR,
    ArticleId,
    Boilerplate,
    Entity,
    Finding,
    Judgement,
    Kind,
    Origin,
    ProposalKey,
    Repair,
    SpanId,
    Verdict,
)
from annotator.store import tables
from annotator.store.connection import Connection, Row
from annotator.store.log import RowLog
from annotator.store.packing import to_json
from annotator.store.people import People


@dataclass(frozen=True, slots=True)
class Own:
    """What people made in one article, without entities: spans, and errors they marked."""

    repairs: tuple[Repair, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    findings: tuple[Finding, ...] = ()


class Spans:
    """Reads spans of several articles at once, and writes them one by one through the row log."""

    def __init__(self, connection: Connection, people: People, log: RowLog) -> None:
        self._connection = connection
        self._people = people
        self._log = log

    def proposals(self, articles: Sequence[ArticleId]) -> dict[ArticleId, bytes]:
        """What was proposed, without verdicts, as `unpack_proposals` takes it.

        Unpacking takes longer than reading, and the project is not held for it.
        """
        rows = self._of("proposals", ("article", "data"), articles)
        return {ArticleId(row[0]): row[1] for row in rows}

    def pairs(self, articles: Sequence[ArticleId]) -> set[ArticleId]:
        """Those of these articles whose proposals are another cleaner's."""
        rows = self._of("proposals", ("article", "version"), articles)
        return {ArticleId(row[0]) for row in rows if row[1] == PAIR}

    def judgements(
        self, articles: Sequence[ArticleId]
    ) -> dict[ArticleId, dict[ProposalKey, Judgement]]:
        """The verdicts on proposals, those included that are no longer proposed."""
        rows = self._undoable("verdict", articles)
        return {
            article: {judged.key: judged for judged in map(self._judgement, held)}
            for article, held in _grouped(rows, 0).items()
        }

    def judged(self, articles: Sequence[ArticleId]) -> set[Row]:
        """The keys of all verdicts, each behind its article."""
        known = tables.UNDOABLE["verdict"]
        return set(self._of(known.name, known.columns[: known.keys], articles))

    def judge_new(
        self, keys: Sequence[Row], verdict: Verdict, annotator: str | None, now: str
    ) -> int:
        """Store a verdict for each of these keys, behind its article, that has none; how many."""
        taken = self.judged([ArticleId(key[0]) for key in keys])
        notes = self._noted([ArticleId(key[0]) for key in keys])
        who = self._people.id_of(annotator)
        fresh = [tuple(key) for key in keys if tuple(key) not in taken]
        for key in fresh:
            if key in notes:
                self._log.delete("proposal_note", key)
        rows = [(*key, verdict.value, who, notes.get(key, ""), now) for key in fresh]
        self._log.put_new("verdict", rows)
        return len(rows)

    def _noted(self, articles: Sequence[ArticleId]) -> dict[Row, str]:
        rows = self._undoable("proposal_note", articles)
        return {row[:6]: row[6] for row in rows}

    def own(self, articles: Sequence[ArticleId]) -> dict[ArticleId, Own]:
        """The repairs and boilerplate that people made, and the errors they marked."""
        repairs = _grouped(self._undoable("repair", articles), 1)
        cuts = _grouped(self._undoable("boilerplate", articles), 1)
        marked = _grouped(self._undoable("finding", articles), 1)
        return {
            article: Own(
                tuple(map(self._repair, repairs.get(article, ()))),
                tuple(map(self._boilerplate, cuts.get(article, ()))),
                tuple(map(self._finding, marked.get(article, ()))),
            )
            for article in {*repairs, *cuts, *marked}
        }

    def put_repair(self, article: ArticleId, span: Repair, now: str) -> None:
        """Store a person's repair."""
        self._log.put("repair", self.repair_row(article, span, now))

    def put_boilerplate(self, article: ArticleId, span: Boilerplate, now: str) -> None:
        """Store a person's boilerplate."""
        self._log.put("boilerplate", self.boilerplate_row(article, span, now))

    def put_finding(self, article: ArticleId, finding: Finding, now: str) -> None:
        """Store an error that a person marked."""
        self._log.put("finding", self.finding_row(article, finding, now))

    def put_judgement(self, article: ArticleId, judgement: Judgement, now: str) -> None:
        """Store a verdict on a proposal; its note stands with it from now on."""
        self._log.delete("proposal_note", _verdict_key(article, judgement.key))
        self._log.put("verdict", self.judgement_row(article, judgement, now))

    def put_judgements(self, article: ArticleId, judgements: Iterable[Judgement], now: str) -> None:
        """Store many verdicts; those on what has none, nor a note, at the speed of the driver."""
        given = {_verdict_key(article, one.key): one for one in judgements}
        known = given.keys() & {*self.judged([article]), *self._noted([article])}
        for key in known:
            self.put_judgement(article, given.pop(key), now)
        rows = [self.judgement_row(article, one, now) for one in given.values()]
        self._log.put_new("verdict", rows)

    def delete_judgement(self, article: ArticleId, key: ProposalKey) -> None:
        """Take a verdict back."""
        self._log.delete("verdict", _verdict_key(article, key))

    def notes(
        self, articles: Sequence[ArticleId]
    ) -> dict[ArticleId, dict[ProposalKey, tuple[str, str | None]]]:
        """The notes on proposals without a verdict, and who wrote them."""
        rows = self._undoable("proposal_note", articles)
        return {
            article: {_key_of(row): (row[6], self._people.name_of(row[7])) for row in held}
            for article, held in _grouped(rows, 0).items()
        }

    def put_note(
        self, article: ArticleId, key: ProposalKey, note: str, annotator: str, now: str
    ) -> None:
        """Store a note on a proposal without a verdict; an empty one takes it away."""
        if note:
            given = (note, self._people.id_of(annotator), now)
            self._log.put("proposal_note", (*_verdict_key(article, key), *given))
        else:
            self._log.delete("proposal_note", _verdict_key(article, key))

    def put_article_note(self, article: ArticleId, note: str, annotator: str, now: str) -> None:
        """Store the note of an article; an empty one takes it away."""
        if note:
            row = (article, note, self._people.id_of(annotator), now)
            self._log.put("article_note", row)
        else:
            self._log.delete("article_note", (article,))

    def put_override(self, article: ArticleId, fields: Mapping[str, object]) -> None:
        """Store the metadata fields that a person set; none of them deletes the row."""
        if fields:
            self._log.put("meta", (article, to_json(fields)))
        else:
            self._log.delete("meta", (article,))

    def repair_row(self, article: ArticleId, span: Repair, now: str) -> Row:
        """A person's repair as a row."""
        place = (span.id, article, span.start, span.end, span.text, span.type)
        return (*place, *self._given(span, now))

    def boilerplate_row(self, article: ArticleId, span: Boilerplate, now: str) -> Row:
        """A person's boilerplate as a row."""
        return (span.id, article, span.start, span.end, span.type, *self._given(span, now))

    def finding_row(self, article: ArticleId, finding: Finding, now: str) -> Row:
        """An error that a person marked as a row."""
        place = (finding.id, article, finding.start, finding.end, finding.type)
        return (*place, self._people.id_of(finding.annotator), now)

    def judgement_row(self, article: ArticleId, judgement: Judgement, now: str) -> Row:
        """A verdict as a row."""
        return (*_verdict_key(article, judgement.key), *self._given(judgement, now))

    def _repair(self, row: Sequence[Any]) -> Repair:
        number, _, start, end, text, kind, *given = row
        return Repair(start, end, text, kind, **self._of_person(number, *given))

    def _boilerplate(self, row: Sequence[Any]) -> Boilerplate:
        number, _, start, end, kind, *given = row
        return Boilerplate(start, end, kind, **self._of_person(number, *given))

    def _of_person(
        self, number: int, verdict: str | None, annotator: int | None, note: str, _at: str
    ) -> dict[str, Any]:
        """The fields of a person's span beside what it says."""
        return {
            "origin": Origin.PERSON,
            "verdict": Verdict(verdict) if verdict else None,
            "annotator": self._people.name_of(annotator),
            "note": note,
            "id": SpanId(number),
        }

    def _finding(self, row: Sequence[Any]) -> Finding:
        number, _, start, end, kind, annotator, _ = row
        name = self._people.name_of(annotator)
        return Finding(start, end, kind, annotator=name, id=SpanId(number))

    def _judgement(self, row: Sequence[Any]) -> Judgement:
        verdict, annotator, note = row[6:9]
        return Judgement(_key_of(row), Verdict(verdict), self._people.name_of(annotator), note)

    def _given(self, given: Repair | Boilerplate | Judgement, now: str) -> Row:
        verdict = given.verdict.value if given.verdict else None
        return (verdict, self._people.id_of(given.annotator), given.note, now)

    def _undoable(self, name: str, articles: Sequence[ArticleId]) -> list[Row]:
        return self._of(name, tables.UNDOABLE[name].columns, articles)

    def _of(self, table: str, columns: Sequence[str], articles: Sequence[ArticleId]) -> list[Row]:
        names = ", ".join(f'"{column}"' for column in columns)
        return self._connection.rows(
            f"select {names} from {table} where article in (select value from json_each(?))",
            (to_json(articles),),
        )


def in_order(span: Repair | Boilerplate | Entity | Finding) -> tuple[int, int, int]:
    """How spans are sorted: by start, end and id."""
    return span.start, span.end, span.id or 0


def key_row(key: ProposalKey) -> Row:
    """A key as it stands in rows, behind the article."""
    return key.kind.value, key.type, key.start, key.end, key.text


def _verdict_key(article: ArticleId, key: ProposalKey) -> Row:
    return (article, *key_row(key))


def _key_of(row: Sequence[Any]) -> ProposalKey:
    """The key in a row whose primary key `_verdict_key` made."""
    kind, *rest = row[1:6]
    return ProposalKey(Kind(kind), *rest)


def _grouped(rows: Iterable[tuple[Any, ...]], column: int) -> dict[ArticleId, list[Any]]:
    groups: dict[ArticleId, list[Any]] = defaultdict(list)
    for row in rows:
        groups[ArticleId(row[column])].append(row)
    return groups
