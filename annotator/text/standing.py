"""Which repairs of a text are applied: of those that meet, the strongest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from annotator.model import Origin, Repair, Verdict
from annotator.text.ranges import check_range

# Where two repairs meet, the one further left here stays: a person knows better than a rule.
_PRECEDENCE = (Origin.PERSON, Origin.IMPORT, Origin.RULE, Origin.MODEL)


def standing_repairs(raw: str, repairs: Iterable[Repair]) -> list[Repair]:
    """The repairs that are applied: not rejected and not overlapped by a stronger one, in order."""
    candidates = [r for r in repairs if r.verdict is not Verdict.REJECTED]
    if _are_apart(raw, candidates):
        return candidates
    for repair in candidates:
        check_range(repair.start, repair.end, len(raw))
    ranked: dict[Origin, list[Repair]] = {origin: [] for origin in _PRECEDENCE}
    for repair in sorted(candidates, key=_place):
        ranked[repair.origin].append(repair)
    kept: list[Repair] = []
    for group in ranked.values():
        kept = _merge_free(kept, group)
    return kept


def _are_apart(raw: str, repairs: Iterable[Repair]) -> bool:
    """Whether repairs are in order and none meets another, as those of one run of the rules are."""
    last = 0, 0
    for repair in repairs:
        place = repair.start, repair.end
        if not last[1] <= place[0] <= place[1] or place == last:
            return False
        last = place
    return last[1] <= len(raw)


def _merge_free(kept: list[Repair], weaker: list[Repair]) -> list[Repair]:
    """Both lists in order of start, without those of `weaker` that overlap one before them."""
    merged: list[Repair] = []
    starts = [r.start for r in kept]
    for repair in weaker:
        if merged and clash(repair, merged[-1]):
            continue
        near = bisect_left(starts, repair.end)
        beside = kept[max(0, near - 2) : near + 2]
        if not any(clash(repair, other) for other in beside):
            merged.append(repair)
    return sorted([*kept, *merged], key=_place) if kept else merged


def _place(repair: Repair) -> tuple[int, int]:
    return repair.start, repair.end


def clash(one: Repair, other: Repair) -> bool:
    """Whether two repairs cannot both stand."""
    if (one.start, one.end) == (other.start, other.end):
        return True
    return one.start < other.end and other.start < one.end
