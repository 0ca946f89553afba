"""Which kinds of proposal each article has, kept so that lists can be filtered by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.model import ArticleId, Kind, Proposals
from annotator.store.connection import Connection

BLOCK = 8192
"""How many article ids share a row of `proposed`."""

_DIGITS = bytes(digit == ord("1") for digit in range(256))


class Species(NamedTuple):
    """A kind of proposal: what it is, one rule that made it, and how sure that was in per cent."""

    kind: Kind
    type: str
    rule: str
    percent: int


def percent(confidence: float) -> int:
    """A confidence in whole per cent, rounded down.

    >>> percent(0.29), percent(1.0), percent(0.999)
    (29, 100, 99)
    """
    return max(0, min(100, int(confidence * 100 + 1e-9)))


def species_of(proposals: Proposals) -> frozenset[Species]:
    """The kinds of proposal of one article; of a proposal by several rules, one for each."""
    kinds = ((Kind.REPAIR, proposals.repairs), (Kind.BOILERPLATE, proposals.boilerplate))
    return frozenset(
        Species(kind, span.type, rule, percent(span.confidence))
        for kind, spans in kinds
        for span in spans
        for rule in span.rules or ("",)
    )


def doubt_of(species: Iterable[Species]) -> int:
    """How unsure the least sure proposal is, in per cent; 0 where nothing is proposed."""
    return max((100 - kind.percent for kind in species), default=0)


class Facts:
    """Keeps, for each kind of proposal, a bitmap of the articles that have one.

    A row holds the bits of `BLOCK` articles, lowest first. So any choice of kinds is read and
    joined in a few milliseconds for a million articles, where a row an article and kind would take
    seconds. What writes must be called inside the transaction that stores the proposals.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[Species, int] = {}

    def add(self, articles: Iterable[tuple[ArticleId, frozenset[Species]]]) -> None:
        """Note what is proposed for new articles."""
        self._turn(articles, on=True)

    def replace(
        self, articles: Iterable[tuple[ArticleId, frozenset[Species], frozenset[Species]]]
    ) -> None:
        """Note what was proposed for articles, and what is now."""
        held = list(articles)
        self._turn([(number, before - now) for number, before, now in held], on=False)
        self._turn([(number, now - before) for number, before, now in held], on=True)

    def drop(self, articles: Iterable[ArticleId]) -> None:
        """Forget articles that are about to be deleted."""
        masks: dict[int, int] = defaultdict(int)
        for number in articles:
            masks[number // BLOCK] |= 1 << number % BLOCK
        for block, mask in masks.items():
            rows = self._connection.rows(
                "select species, articles from proposed where block = ?", (block,)
            )
            self._store((kind, block, _bits(held) & ~mask) for kind, held in rows)

    def having(self, species: str, parameters: Sequence[object]) -> bytearray:
        """A byte for each article id, 1 for one that has a kind that this condition finds."""
        rows = self._connection.rows(
            "select block, articles from proposed where species in "
            f"(select id from species where {species})",
            parameters,
        )
        blocks: dict[int, int] = defaultdict(int)
        for block, held in rows:
            blocks[block] |= _bits(held)
        found = bytearray()
        for block in range(max(blocks, default=-1) + 1):
            found += _as_bytes(blocks.get(block, 0))
        return found

    def forget(self) -> None:
        """Trust nothing that a failed transaction may have taken back."""
        self._ids = {}

    def _turn(self, articles: Iterable[tuple[ArticleId, frozenset[Species]]], *, on: bool) -> None:
        masks: dict[tuple[Species, int], int] = defaultdict(int)
        for number, kinds in articles:
            block, bit = number // BLOCK, 1 << number % BLOCK
            for kind in kinds:
                masks[kind, block] |= bit
        self._meet({kind for kind, _ in masks})
        changed = []
        for (kind, block), mask in masks.items():
            place = self._ids[kind], block
            row = self._connection.row(
                "select articles from proposed where species = ? and block = ?", place
            )
            held = _bits(row[0]) if row else 0
            changed.append((*place, held | mask if on else held & ~mask))
        self._store(changed)

    def _store(self, rows: Iterable[tuple[int, int, int]]) -> None:
        held = list(rows)
        self._connection.execute_many(
            "insert or replace into proposed values (?, ?, ?)",
            [(kind, block, _blob(bits)) for kind, block, bits in held if bits],
        )
        self._connection.execute_many(
            "delete from proposed where species = ? and block = ?",
            [(kind, block) for kind, block, bits in held if not bits],
        )

    def _meet(self, kinds: set[Species]) -> None:
        new = kinds - self._ids.keys()
        if new:
            self._connection.execute_many(
                "insert into species (kind, type, rule, percent) values (?, ?, ?, ?) "
                "on conflict do nothing",
                new,
            )
            self._ids = {
                Species(Kind(kind), typ, rule, sure): number
                for number, kind, typ, rule, sure in self._connection.rows("select * from species")
            }


def _bits(blob: bytes) -> int:
    return int.from_bytes(blob, "little")


def _blob(bits: int) -> bytes:
    """The bits without the zeros above the highest."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def _as_bytes(bits: int) -> bytes:
    """A byte of 0 or 1 for each bit of a block, lowest first."""
    return format(bits, f"0{BLOCK}b")[::-1].encode().translate(_DIGITS)
