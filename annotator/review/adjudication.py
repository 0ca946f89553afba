"""Where two people's versions of an article differ, one place after the other."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from annotator.claims import Claim, Work
from annotator.model import Kind, Verdict


class Conflict(NamedTuple):
    """A place that two people see differently: what only the one says, and only the other."""

    start: int
    end: int
    left: tuple[Claim, ...]
    right: tuple[Claim, ...]

    @property
    def sides(self) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
        """What only the one says, and what only the other."""
        return self.left, self.right


class Choice(NamedTuple):
    """Which sides were taken where two people differ; with neither nothing stands there."""

    left: bool
    right: bool


class Difference(StrEnum):
    """How two people differ at a place."""

    LEFT = "left"
    RIGHT = "right"
    RANGE = "range"
    NAME = "name"


def difference_of(conflict: Conflict) -> Difference:
    """Whether only one says something there, or both something else, and of the same range.

    >>> one, other = Claim(Kind.ENTITY, 0, 2, "PER"), Claim(Kind.ENTITY, 0, 3, "PER")
    >>> difference_of(Conflict(0, 3, (one,), (other,))).value
    'range'
    """
    if not (conflict.left and conflict.right):
        return Difference.LEFT if conflict.left else Difference.RIGHT
    places = [{(c.start, c.end) for c in side} for side in (conflict.left, conflict.right)]
    return Difference.NAME if places[0] == places[1] else Difference.RANGE


def agreed(left: Work, right: Work) -> tuple[Claim, ...]:
    """What both say, in the words of the left one."""
    said = right.said
    return tuple(claim for claim in left.claims if claim.said in said)


def conflicts(left: Work, right: Work) -> tuple[Conflict, ...]:
    """The places where they differ, in order of the text.

    Differing claims of one kind whose ranges meet are one place, and so are those about the same
    range; entities stand apart from cleaning. To call a proposal right and to leave it be is no
    difference, nor is refusing what was suggested and not labelling it.

    >>> one = Work("甲", (Claim(Kind.ENTITY, 0, 2, "PER"), Claim(Kind.ENTITY, 5, 7, "LOC")))
    >>> other = Work("乙", (Claim(Kind.ENTITY, 0, 3, "PER"), Claim(Kind.ENTITY, 5, 7, "LOC")))
    >>> [(c.start, c.end, len(c.left), len(c.right)) for c in conflicts(one, other)]
    [(0, 3, 1, 1)]
    """
    ours, theirs = left.said, right.said
    sides = [
        *((claim, True) for claim in left.claims if _differs(claim, theirs)),
        *((claim, False) for claim in right.claims if _differs(claim, ours)),
    ]
    found = []
    for entities in (True, False):
        kind = [side for side in sides if (side[0].kind is Kind.ENTITY) is entities]
        found += _grouped(kind)
    return tuple(sorted(found, key=lambda conflict: (conflict.start, conflict.end)))


def _differs(claim: Claim, said: frozenset[Claim]) -> bool:
    nothing = Verdict.REJECTED if claim.kind is Kind.ENTITY else Verdict.ACCEPTED
    leaves = claim.verdict is nothing and (claim.proposed or claim.kind is Kind.ENTITY)
    return claim.said not in said and not leaves


def _grouped(sides: Iterable[tuple[Claim, bool]]) -> list[Conflict]:
    groups: list[Conflict] = []
    for claim, is_left in sorted(sides, key=lambda side: (side[0].start, side[0].end)):
        ours, theirs = ((claim,), ()) if is_left else ((), (claim,))
        last = groups[-1] if groups else None
        same = last is not None and (last.start, last.end) == (claim.start, claim.end)
        if last is not None and (claim.start < last.end or same):
            groups[-1] = Conflict(
                last.start, max(last.end, claim.end), last.left + ours, last.right + theirs
            )
        else:
            groups.append(Conflict(claim.start, claim.end, ours, theirs))
    return groups
