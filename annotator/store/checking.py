"""Whether what a project file holds is true, and how what is not can be mended.

SQLite has no checksum of its pages, so a flipped bit may change a text or a range and nothing else
notices. Everything that can be worked out twice is worked out twice here.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from annotator.errors import mark
from annotator.model import Kind, Proposals, Repair, key_of
from annotator.progress import Progress
from annotator.store.connection import Connection, Row
from annotator.store.facts import BLOCK, Facts, Species, doubt_of, species_of
from annotator.store.log import unpack_log
from annotator.store.packing import unpack_proposals
from annotator.store.spans import key_row

Mend = tuple[str, tuple[object, ...]]

_PAGE = 200
_STEPS = 500
_SURFACE = 24


class Fault(NamedTuple):
    """Something stored that is not true.

    `article` is its key, empty for the project as a whole. `message` is an English template that
    `values` fill. `mends` are the statements that make it true, none where nothing can. A
    `harmless` one is worth knowing and spoils nothing.
    """

    article: str
    message: str
    values: Mapping[str, object] = {}
    mends: tuple[Mend, ...] = ()
    harmless: bool = False


class _Stored(NamedTuple):
    """An article as its rows hold it."""

    number: int
    key: str
    sha256: bytes
    raw: str | None
    imported: str
    fields: str | None
    data: bytes | None
    proposals: int
    doubt: int


class _Truth(NamedTuple):
    """A number that is stored and can be counted: `select` finds key, id, stored and counted."""

    message: str
    select: str
    mend: str


_COUNTED = (
    _Truth(
        mark("{stored} articles are counted as {name}, there are {counted}"),
        "select status, status, articles, (select count(*) from article a where a.status = "
        "c.status) as n from status_count c where articles <> n",
        "update status_count set articles = ? where status = ?",
    ),
    _Truth(
        mark("{stored} entities are counted, there are {counted}"),
        "select key, id, entities, (select count(*) from entity e where e.article = a.id and "
        "e.verdict = 'accepted') + ifnull((select json_array_length(labels) from entity_pack p "
        "where p.article = a.id and p.verdict = 'accepted' and json_valid(labels)), 0) as n "
        "from article a where entities <> n",
        "update article set entities = ? where id = ?",
    ),
    _Truth(
        mark("{stored} verdicts are counted, there are {counted}"),
        "select key, id, judged, (select count(*) from verdict v where v.article = a.id) as n "
        "from article a where judged <> n",
        "update article set judged = ? where id = ?",
    ),
    _Truth(
        mark("its length is stored as {stored}, it is {counted}"),
        "select key, id, length, (select length(raw) from article_text t where t.article = a.id) "
        "as n from article a where length <> n and instr((select raw from article_text t where "
        "t.article = a.id), char(0)) = 0",
        "update article set length = ? where id = ?",
    ),
)

_DANGLING = mark("a row of {table} refers to one of {parent} that is not there")
_HASH = mark("the text is not the one that was imported: its hash differs")
_NO_TEXT = mark("it has no text")
_UNREADABLE = mark("its proposals cannot be read; cleaning the project anew makes them again")
_OUTSIDE = mark("{kind} {start}:{end} is not inside the text of {length} characters")
_SURFACE_DIFFERS = mark("the entity {start}:{end} is stored as {stored}, the text has {text}")
_PACKED_UNREADABLE = mark("the entities that came with it cannot be read")
_ORPHANED = mark("a verdict on {kind} {start}:{end} ({type}), which is no longer proposed")
_CLEANING = mark("what the cleaner {name} made of it cannot be used; add it again")
_META = mark("its metadata cannot be read")
_HISTORY = mark("step {seq} of the history cannot be read, so it cannot be undone")
_FACTS = mark("the lists for filtering do not say what is proposed")
_LABELLED = mark("the lists for labels do not say what is labelled")
_STRUCTURE = mark("the structure of the file is damaged: {told}")


class Checks:
    """Reads a whole project in pages, each under the lock for a moment only."""

    def __init__(self, connection: Connection, facts: Facts) -> None:
        self._connection = connection
        self._facts = facts
        self._proposed: dict[tuple[Species, int], int] = defaultdict(int)
        self._labelled: dict[Row, tuple[int, int]] = {}

    def faults(self, progress: Progress | None = None) -> Iterator[Fault]:
        """Everything that is not true, the file itself first; `progress` may raise Cancelled."""
        self._proposed.clear()
        self._labelled.clear()
        yield from self._structure()
        yield from self._counts()
        yield from self._history()
        total = self._connection.rows("select count(*) from article")[0][0]
        last = done = 0
        while page := self._page(last):
            for row in page:
                yield from self._article(row)
            last, done = page[-1].number, done + len(page)
            if progress is not None:
                progress(done, total)
        yield from self._lists()

    def mend(self, faults: Iterable[Fault]) -> None:
        """Make true what can be; call it inside a transaction."""
        for fault in faults:
            for statement, parameters in fault.mends:
                self._connection.execute(statement, parameters)
        self._facts.forget()

    def _structure(self) -> Iterator[Fault]:
        for (told,) in self._connection.rows("pragma integrity_check"):
            if told != "ok":
                yield Fault("", _STRUCTURE, {"told": told})
        for table, _, parent, _ in self._connection.rows("pragma foreign_key_check"):
            yield Fault("", _DANGLING, {"table": table, "parent": parent})

    def _counts(self) -> Iterator[Fault]:
        for truth in _COUNTED:
            for name, number, stored, counted in self._connection.rows(truth.select):
                values = {"name": name, "stored": stored, "counted": counted}
                article = "" if name == number else name
                yield Fault(article, truth.message, values, ((truth.mend, (counted, number)),))

    def _history(self) -> Iterator[Fault]:
        last = 0
        sql = "select seq, log from history where seq > ? order by seq limit ?"
        while rows := self._connection.rows(sql, (last, _STEPS)):
            last = rows[-1][0]
            for seq, log in rows:
                if _failing(unpack_log, log):
                    yield Fault("", _HISTORY, {"seq": seq})

    def _page(self, last: int) -> list[_Stored]:
        rows = self._connection.rows(
            "select a.id, a.key, a.sha256, t.raw, t.meta, m.fields, p.data, a.proposals, a.doubt "
            "from article a left join article_text t on t.article = a.id "
            "left join meta m on m.article = a.id left join proposals p on p.article = a.id "
            "where a.id > ? order by a.id limit ?",
            (last, _PAGE),
        )
        return [_Stored(*row) for row in rows]

    def _article(self, row: _Stored) -> Iterator[Fault]:
        if row.raw is None:
            yield Fault(row.key, _NO_TEXT)
            return
        if hashlib.sha256(row.raw.encode()).digest() != row.sha256:
            yield Fault(row.key, _HASH)
        if _failing(json.loads, row.imported) or _failing(json.loads, row.fields or "{}"):
            yield Fault(row.key, _META)
        proposals = Proposals()
        if row.data is not None:
            if _failing(unpack_proposals, row.data):
                yield Fault(row.key, _UNREADABLE)
                return
            proposals = unpack_proposals(row.data)
        yield from self._proposals(row, row.raw, proposals)
        yield from self._people(row.number, row.key, row.raw, proposals)
        yield from self._cleanings(row.number, row.key, row.raw)

    def _cleanings(self, number: int, key: str, raw: str) -> Iterator[Fault]:
        sql = "select c.id, name, data from cleaning join cleaner c on c.id = cleaner "
        for cleaner, name, data in self._connection.rows(f"{sql} where article = ?", (number,)):
            if _failing(unpack_proposals, data) or _beyond(unpack_proposals(data), len(raw)):
                mend = "delete from cleaning where cleaner = ? and article = ?"
                yield Fault(key, _CLEANING, {"name": name}, ((mend, (cleaner, number)),))

    def _proposals(self, row: _Stored, raw: str, proposals: Proposals) -> Iterator[Fault]:
        for span in proposals.cleaning:
            kind = "repair" if isinstance(span, Repair) else "boilerplate"
            yield from _inside(row.key, kind, span.start, span.end, raw)
        kinds = species_of(proposals)
        for species in kinds:
            self._proposed[species, row.number // BLOCK] |= 1 << row.number % BLOCK
        counted = len(proposals.cleaning), doubt_of(kinds)
        if (row.proposals, row.doubt) != counted:
            mend = "update article set proposals = ?, doubt = ? where id = ?"
            yield Fault(row.key, _FACTS, {}, ((mend, (*counted, row.number)),))

    def _people(self, number: int, key: str, raw: str, proposals: Proposals) -> Iterator[Fault]:
        for kind, sql in _PEOPLE.items():
            for start, end in self._connection.rows(sql, (number,)):
                yield from _inside(key, kind, start, end, raw)
        yield from self._entities(number, key, raw)
        yield from self._verdicts(number, key, proposals)

    def _entities(self, number: int, key: str, raw: str) -> Iterator[Fault]:
        rows = self._connection.rows(_ENTITIES, (number,))
        self._count(number, (row[4:] for row in rows))
        yield from self._packed(number, key, raw)
        for entity, start, end, stored, *_ in rows:
            wrong = list(_inside(key, "entity", start, end, raw))
            yield from wrong
            if not wrong and raw[start:end] != stored:
                mend = "update entity set text = ? where article = ? and id = ?"
                text = raw[start:end]
                values = {
                    "start": start,
                    "end": end,
                    "stored": _short(stored),
                    "text": _short(text),
                }
                yield Fault(key, _SURFACE_DIFFERS, values, ((mend, (text, number, entity)),))

    def _packed(self, number: int, key: str, raw: str) -> Iterator[Fault]:
        for starts, ends, labels, *said in self._connection.rows(_PACKED, (number,)):
            try:
                lists = [json.loads(column) for column in (starts, ends, labels)]
                places = [
                    (int(start), int(end), label) for start, end, label in zip(*lists, strict=True)
                ]
            except (ValueError, TypeError):
                yield Fault(key, _PACKED_UNREADABLE)
                continue
            self._count(number, ((label, *said) for _, _, label in places))
            for start, end, _ in places:
                yield from _inside(key, "entity", start, end, raw)

    def _count(self, number: int, kinds: Iterable[Row]) -> None:
        for kind, count in Counter(kinds).items():
            entities, places = self._labelled.get(kind, (0, 0))
            self._labelled[kind] = entities + count, places + count * number

    def _verdicts(self, number: int, key: str, proposals: Proposals) -> Iterator[Fault]:
        sql = 'select kind, type, start, "end", text from verdict where article = ?'
        rows = self._connection.rows(sql, (number,))
        if not rows:
            return
        there = {key_row(key_of(span)) for span in proposals.cleaning}
        for row in rows:
            if row not in there:
                kind, typ, start, end, _ = row
                values = {"kind": kind, "start": start, "end": end, "type": typ}
                yield Fault(key, _ORPHANED, values, harmless=True)

    def _lists(self) -> Iterator[Fault]:
        """Whether the bitmaps of `Facts` say what the proposals do, and counts what labels do."""
        counts = {row[:3]: row[3:] for row in self._connection.rows(_COUNTS)}
        if counts != self._labelled:
            yield Fault("", _LABELLED, {}, _COUNTS_ANEW)
        names = {
            number: Species(Kind(kind), typ, rule, sure)
            for number, kind, typ, rule, sure in self._connection.rows("select * from species")
        }
        rows = self._connection.rows("select species, block, articles from proposed")
        stored = {(names[s], block): int.from_bytes(bits, "little") for s, block, bits in rows}
        if stored != {place: bits for place, bits in self._proposed.items() if bits}:
            yield Fault("", _FACTS, {}, tuple(self._lists_anew()))

    def _lists_anew(self) -> Iterator[Mend]:
        yield "delete from proposed", ()
        for (species, block), bits in self._proposed.items():
            known = "insert into species (kind, type, rule, percent) values (?, ?, ?, ?) "
            yield known + "on conflict do nothing", tuple(species)
            blob = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
            place = "select id, ?, ? from species where (kind, type, rule, percent) = (?, ?, ?, ?)"
            yield f"insert into proposed {place}", (block, blob, *species)


_ENTITIES = (
    "select id, start, \"end\", text, label, ifnull(verdict, ''), ifnull(annotator, 0) "
    "from entity where article = ?"
)
_PACKED = (
    "select starts, ends, labels, ifnull(verdict, ''), ifnull(annotator, 0) "
    "from entity_pack where article = ?"
)
# A sum that other articles would hardly have as well, so that no list of them is needed.
_COUNTS = (
    "select label, verdict, annotator, sum(entities), sum(entities * article) from entity_count "
    "group by 1, 2, 3"
)
_COUNTS_ANEW: tuple[Mend, ...] = (
    ("delete from entity_count", ()),
    (
        "insert into entity_count select label, ifnull(verdict, ''), ifnull(annotator, 0), "
        "article, count(*) from (select label, verdict, annotator, article from entity union all "
        "select value, verdict, annotator, article from entity_pack, json_each(labels) "
        "where json_valid(labels)) group by 1, 2, 3, 4",
        (),
    ),
)
_PEOPLE = {
    kind: f'select start, "end" from {kind} where article = ?'
    for kind in ("repair", "boilerplate", "verdict", "finding")
}


def _inside(key: str, kind: str, start: int, end: int, raw: str) -> Iterator[Fault]:
    if not 0 <= start <= end <= len(raw):
        values = {"kind": kind, "start": start, "end": end, "length": len(raw)}
        yield Fault(key, _OUTSIDE, values)


def _beyond(made: Proposals, length: int) -> bool:
    return any(not 0 <= span.start <= span.end <= length for span in made.cleaning)


def _failing(read: Callable[[Any], object], stored: Any) -> bool:
    """Whether stored bytes cannot be read: damage raises whatever its reader happens to meet."""
    try:
        read(stored)
    except Exception:
        return True
    return False


def _short(text: str) -> str:
    return repr(text if len(text) <= _SURFACE else text[:_SURFACE] + "…")
