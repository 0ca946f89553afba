"""Pairs: a raw text with somebody else's clean text of it, and what the difference says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from annotator.formats.base import Problem, Record
from annotator.formats.strict_json import shortened
from annotator.model import Boilerplate, Proposals
from annotator.pairs.difference import Difference, difference
from annotator.text.structure import Structure

_LEAST_SHARED = 0.3
"""Of a text with less of it in raw, the difference would be nonsense."""


def read_pair(
    record: Record, propose: Callable[[str, Structure | None], Proposals] | None
) -> tuple[Proposals, list[Problem]]:
    """What the clean text of a record says about its raw one, and what cannot be said so.

    `propose` names the types of boilerplate and reads the metadata; none of its own proposals are
    taken over. A clean text that was hardly made of this raw one proposes nothing.

    >>> read_pair(Record("a", "首页\\n正文。", clean="正文。"), None)[0].boilerplate[0].end
    2
    """
    own = propose(record.raw, record.structure) if propose else Proposals()
    if record.clean is None:
        return own, []
    made, problems = compared(record, own.boilerplate)
    repairs, cuts = (made.repairs, made.boilerplate) if made is not None else ((), ())
    return replace(own, repairs=repairs, boilerplate=cuts), problems


def compared(record: Record, own: Sequence[Boilerplate]) -> tuple[Difference | None, list[Problem]]:
    """How the clean text of a record was made of its raw one, and what cannot be said of that.

    The types are those of `own`. None where the clean text was hardly made of this raw one.

    >>> compared(Record("a", "首页", clean="甲乙丙丁"), ())[0] is None
    True
    """
    made = difference(record.raw, record.clean or "", own)
    if made.shared < _LEAST_SHARED:
        message = "only {percent}% of the clean text is in the raw one: it was left out"
        values = {"percent": round(100 * made.shared)}
        return None, [Problem(record.file, record.line, message, record.key, values)]
    return made, _told(record, made)


def _told(record: Record, made: Difference) -> list[Problem]:
    if not made.moved:
        return []
    message = (
        "{count} passages stand elsewhere in the clean text, the first is {text}; "
        "they stay where the raw text has them"
    )
    low, high = made.moved[0]
    values = {"count": len(made.moved), "text": shortened(record.raw[low:high], 40)}
    return [Problem(record.file, record.line, message, record.key, values)]
