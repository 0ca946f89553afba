"""One page against its gold.

Kept text is judged character by character on raw, without white space and unsure ranges.
Boilerplate types are judged on the same characters. A repair is judged by what its place reads
once all repairs that touch each other there are made, whatever pieces they come in, with script
folded to simplified and white space left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

from annotator.counts import Counts
from annotator.evaluation.pages import META_FIELDS, Labelled, Page, Repaired
from annotator.text.script import converter

NO_PREDICTION, OTHER_TEXT = "no prediction", "another raw text"
"""Why a page could not be scored."""

# Repairs of these types change how a text is set, not what it says: none of them is false.
_NEUTRAL = frozenset(("script_variant", "spacing", "punct_width"))
_SPACE = re.compile(r"\s+")


class FalseRepair(NamedTuple):
    """A repair where gold has no damage."""

    page: str
    start: int
    end: int
    before: str
    after: str
    type: str


@dataclass
class PageScore:
    """The counts of one page; `lost` says why it could not be scored, if so."""

    id: str
    kept: Counts = field(default_factory=Counts)
    types: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Characters by their type in gold and their predicted type; "" is kept text."""
    repairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Damaged places by type and "exact", "wrong" or "missed"."""
    false_repairs: list[FalseRepair] = field(default_factory=list)
    meta: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Fields by name and "right", "wrong", "missed" or "invented"."""
    clean_equal: bool | None = None
    entities: dict[str, Counts] | None = None
    lost: str = ""


def score(gold: Page, predicted: Page | None) -> PageScore:
    """Score one page. Without a prediction for the same raw text all that is in gold is missed."""
    if predicted is None:
        return _lost(gold, NO_PREDICTION)
    raw = predicted.raw or ""
    same_length = gold.length in (None, len(raw)) and gold.end <= len(raw)
    if gold.raw not in (None, raw) or not same_length:
        return _lost(gold, OTHER_TEXT)
    made = PageScore(gold.id)
    made.types = _characters(raw, gold, predicted)
    made.kept = _kept(made.types)
    _score_repairs(made, raw, gold.repairs, predicted.repairs)
    if gold.meta is not None:
        made.meta = _score_meta(gold.meta, predicted.meta or {})
    if gold.clean is not None:
        made.clean_equal = _one_space(gold.clean) == _one_space(predicted.clean or "")
    if gold.entities is not None and predicted.entities is not None:
        made.entities = _score_entities(gold.entities, predicted.entities)
    return made


def _lost(gold: Page, why: str) -> PageScore:
    made = PageScore(gold.id, lost=why)
    raw = gold.raw if gold.raw is not None else _stand_in(gold)
    everything = Page(gold.id, raw)
    made.types = _characters(raw, gold, everything)
    kept = _kept(made.types)
    made.kept = Counts(0, 0, kept.right or 1)
    _score_repairs(made, raw, gold.repairs, ())
    if gold.meta is not None:
        made.meta = _score_meta(gold.meta, {})
    made.clean_equal = None if gold.clean is None else False
    if gold.entities is not None:
        made.entities = _score_entities(gold.entities, frozenset())
    return made


def _stand_in(gold: Page) -> str:
    """A text of the right length for gold that does not hold its raw text."""
    return "字" * (gold.length or max(gold.end, len(gold.clean or "")))


def _characters(raw: str, gold: Page, predicted: Page) -> Counter[tuple[str, str]]:
    """How many characters have which type in gold and which predicted."""
    names = ["", *sorted({cut.type for cut in (*gold.cuts, *predicted.cuts)})]
    numbers = {name: number for number, name in enumerate(names)}
    painted = []
    for page in (gold, predicted):
        paint = bytearray(len(raw))
        for cut in page.cuts:
            paint[cut.start : cut.end] = bytes([numbers[cut.type]]) * (cut.end - cut.start)
        painted.append(paint)
    counted = bytearray(b"\1") * len(raw)
    for start, end in (*gold.unsure, *(m.span() for m in _SPACE.finditer(raw))):
        counted[start:end] = bytes(end - start)
    pairs = Counter(compress(zip(*painted, strict=True), counted))
    return Counter({(names[g], names[p]): count for (g, p), count in pairs.items()})


def _kept(types: Mapping[tuple[str, str], int]) -> Counts:
    kept = Counts()
    for (gold, predicted), count in types.items():
        kept.right += 0 if gold or predicted else count
        kept.wrong += count if gold and not predicted else 0
        kept.missed += count if predicted and not gold else 0
    return kept


def _score_repairs(
    made: PageScore, raw: str, gold: Sequence[Repaired], predicted: Sequence[Repaired]
) -> None:
    for group in _groups(gold, predicted):
        ours = [repair for repair, is_gold in group if is_gold]
        theirs = [repair for repair, is_gold in group if not is_gold]
        start, end = min(f.start for f, _ in group), max(f.end for f, _ in group)
        same = bool(ours) and _reads(raw, start, end, ours) == _reads(raw, start, end, theirs)
        for repair in ours:
            touched = any(_touch(repair, other) for other in theirs)
            outcome = "exact" if same else "wrong" if touched else "missed"
            made.repairs[repair.type, outcome] += 1
        for repair in theirs:
            if repair.type in _NEUTRAL or any(_touch(repair, other) for other in ours):
                continue
            before = raw[repair.start : repair.end]
            if _fold(before) != _fold(repair.text):
                made.false_repairs.append(
                    FalseRepair(made.id, repair.start, repair.end, before, *repair[2:])
                )


def _groups(
    gold: Iterable[Repaired], predicted: Iterable[Repaired]
) -> list[list[tuple[Repaired, bool]]]:
    """All repairs of both, those that touch the same characters, straight or in turn, together."""
    marked = [*((repair, True) for repair in gold), *((repair, False) for repair in predicted)]
    groups: list[list[tuple[Repaired, bool]]] = []
    reach = -1
    for repair, is_gold in sorted(marked, key=lambda each: each[0][:2]):
        inserts = groups and _touch(repair, groups[-1][-1][0])
        if repair.start < reach or inserts:
            groups[-1].append((repair, is_gold))
        else:
            groups.append([(repair, is_gold)])
        reach = max(reach, repair.end)
    return groups


def _touch(one: Repaired, other: Repaired) -> bool:
    """Whether two repairs overlap; an insertion also meets what begins or ends where it stands."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _reads(raw: str, start: int, end: int, repairs: Iterable[Repaired]) -> str:
    """raw[start:end] as it reads with these repairs made, folded."""
    parts, at = [], start
    for repair in sorted(repairs):
        parts += [raw[at : max(repair.start, at)], repair.text]
        at = max(at, repair.end)
    return _fold("".join([*parts, raw[at:end]]))


def _fold(text: str) -> str:
    """The text in simplified characters and without white space."""
    return "".join(converter("t2s").convert(text).replace("著", "着").split())


def _one_space(text: str) -> str:
    return " ".join(text.split())


def _score_meta(
    gold: Mapping[str, object], predicted: Mapping[str, object]
) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for name in META_FIELDS:
        want, got = _value(gold.get(name)), _value(predicted.get(name))
        if want or got:
            outcome = "invented" if not want else "missed" if not got else "wrong"
            counts[name, "right" if want == got else outcome] += 1
    return counts


def _value(value: object) -> tuple[str, ...]:
    """A field to compare: a list in any order, dates with T or a space, script folded."""
    values = value if isinstance(value, list) else [value] if value else []
    return tuple(sorted(_fold(_DATE_SPACE.sub("T", str(each))) for each in values))


_DATE_SPACE = re.compile(r"(?<=\d{4}-\d\d-\d\d)\s+(?=\d\d:)")


def _score_entities(gold: frozenset[Labelled], predicted: frozenset[Labelled]) -> dict[str, Counts]:
    return {
        label: Counts(
            sum(name.label == label for name in gold & predicted),
            sum(name.label == label for name in predicted - gold),
            sum(name.label == label for name in gold - predicted),
        )
        for label in sorted({name.label for name in gold | predicted})
    }
