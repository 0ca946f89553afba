"""Which kinds of proposal each article has, kept so that lists can be filtered by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from annotator.model import ArticleId, ImportId, Kind, Proposals
from annotator.store.connection import Connection
from annotator.store.packing import unpack_proposals


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
    """Writes the kinds of proposal of articles; call it inside the transaction that stores them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[Species, int] = {}

    def add(self, articles: Iterable[tuple[ArticleId, frozenset[Species]]]) -> None:
        """Note what is proposed for new articles."""
        held = list(articles)
        self._meet(set().union(*(kinds for _, kinds in held)))
        self._connection.execute_many(
            "insert into proposed values (?, ?)",
            [(self._ids[kind], number) for number, kinds in held for kind in kinds],
        )

    def replace(self, articles: Iterable[tuple[ArticleId, frozenset[Species]]]) -> None:
        """Note what is proposed now; the stored proposals must still be the ones before."""
        held = list(articles)
        before: list[tuple[ArticleId, frozenset[Species]]] = []
        for number, _ in held:
            row = self._connection.row("select data from proposals where article = ?", (number,))
            if row is not None:
                before.append((number, species_of(unpack_proposals(row[0]))))
        self._meet(set().union(*(kinds for _, kinds in before)))
        self._connection.execute_many(
            "delete from proposed where species = ? and article = ?",
            [(self._ids[kind], number) for number, kinds in before for kind in kinds],
        )
        self.add(held)

    def take_back(self, batch: ImportId) -> None:
        """Forget the articles of an import that is about to be deleted."""
        self._connection.execute(
            "delete from proposed where article in (select id from article where import = ?)",
            (batch,),
        )

    def forget(self) -> None:
        """Trust nothing that a failed transaction may have taken back."""
        self._ids = {}

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
