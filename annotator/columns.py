"""The entities of an article as columns: there are so many that a value each takes too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple, overload

from annotator.model import Entity, LabelId, Origin, Verdict


class Given(NamedTuple):
    """What is said of an entity beside its place and its label; the rest of its fields, in order.

    Neighbours mostly have all of it in common.
    """

    origin: Origin = Origin.PERSON
    verdict: Verdict | None = Verdict.ACCEPTED
    score: float | None = None
    annotator: str | None = None
    note: str = ""
    source: str = ""


Run = tuple[int, Given]
"""How many entities one after the other have this in common."""

_PLACED = len(Entity._fields) - len(Given._fields)
_GIVEN_OF = itemgetter(slice(_PLACED, None))
_SCORE = Given._fields.index("score")
_new = tuple.__new__


class EntityColumns(Sequence[Entity]):
    """The entities of an article by start, end and id; each is made when it is asked for.

    `ids`, `starts`, `ends` and `labels` are as long as it is, and so are its `runs` together. It
    equals whatever sequence has the same entities.

    >>> columns = EntityColumns.of([Entity(1, 0, 2, 5)])
    >>> columns.starts, columns.runs[0][0], columns[0].end
    ((0,), 1, 2)
    """

    def __init__(
        self,
        ids: Sequence[int],
        starts: Sequence[int],
        ends: Sequence[int],
        labels: Sequence[LabelId],
        runs: Sequence[Run],
    ) -> None:
        self.ids = ids
        self.starts = starts
        self.ends = ends
        self.labels = labels
        self.runs = runs

    @classmethod
    def of(cls, entities: Sequence[Entity]) -> EntityColumns:
        """These entities, in their order; themselves where they are columns already."""
        if isinstance(entities, EntityColumns):
            return entities
        ids, starts, ends, labels = list(zip(*entities, strict=True))[:_PLACED] or [()] * _PLACED
        runs = [(count, Given(*given)) for count, given in runs_of(map(_GIVEN_OF, entities))]
        made = cls(ids, starts, ends, labels, runs)
        made.__dict__["_made"] = tuple(entities)
        return made

    @cached_property
    def _made(self) -> tuple[Entity, ...]:
        places = zip(self.ids, self.starts, self.ends, self.labels, strict=True)
        given = chain.from_iterable(repeat(given, count) for count, given in self.runs)
        # As `Entity` does it, in half of the time.
        return tuple(_new(Entity, place + rest) for place, rest in zip(places, given, strict=True))

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._made)

    @overload
    def __getitem__(self, index: int) -> Entity: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entity, ...]: ...
    def __getitem__(self, index: int | slice) -> Entity | tuple[Entity, ...]:
        return self._made[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        return hash(self._made)

    def __repr__(self) -> str:
        return f"EntityColumns.of({list(self._made)!r})"


def runs_of(given: Iterable[tuple[Any, ...]]) -> list[tuple[int, tuple[Any, ...]]]:
    """Those that follow each other with the same said of them, in the order of `Given`.

    >>> [count for count, _ in runs_of([Given(), Given(), Given(note="a")])]
    [2, 1]
    """
    runs = (list(same) for _, same in groupby(given, _told_apart))
    return [(len(run), run[0]) for run in runs]


def _told_apart(given: tuple[Any, ...]) -> object:
    # 0.0 and -0.0 are equal, and not the same text.
    return given if given[_SCORE] is None else (given, repr(given[_SCORE]))
