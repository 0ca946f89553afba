"""What an article is stored with that can be worked out without the store, in any process."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from annotator.chunks import chunked
from annotator.errors import NotAllowed
from annotator.formats.base import Problem, Record
from annotator.formats.record import checksum
from annotator.model import (
    Boilerplate,
    Origin,
    Proposals,
    Repair,
    key_of,
    made_here,
)
from annotator.store.facts import species_of
from annotator.store.imports import Found
from annotator.store.packing import fields_of, meta_of, pack_proposals
from annotator.store.spans import in_order
from annotator.text.compose import compose
from annotator.text.recurring import Recurring
from annotator.text.structure import Structure

if TYPE_CHECKING:
    from annotator.pipeline import Profile

# What one process is given at once: enough to outweigh the way there and back.
CHUNK = {"most": 32, "characters": 50_000}

_TITLE = 80
# So much of a text is composed for its first line, and four times as much where that has none.
_FIRST = 250
_FOURFOLD = 4
_VERSION = 8

Span = TypeVar("Span", Repair, Boilerplate)
Asked = tuple[Record, Recurring | None]
"""A record, and what of its text stands in others."""

Arguments = tuple[str, Structure | None, Recurring | None]
"""Those of `propose` but the profile."""


class Propose(Protocol):
    """The rules and model as a project wants them; the arguments are those of `propose`."""

    def __call__(
        self, raw: str, structure: Structure | None, recurring: Recurring | None = None, /
    ) -> Proposals: ...

    def all(self, asked: Sequence[Arguments], /) -> list[Proposals]:
        """The same for several texts, in less time."""
        ...


class Draft(NamedTuple):
    """What was found for a record, where it is cut, and what of a pair cannot be said of it."""

    found: Found
    cuts: tuple[tuple[int, int], ...] = ()
    problems: tuple[Problem, ...] = ()


class NoDraft(NamedTuple):
    """Stands for the draft of a record whose process was killed over it."""

    problem: Problem


def drafts(propose: Propose | None, asked: Sequence[Asked]) -> list[Draft | NoDraft]:
    """The draft of each record."""
    if propose is None:
        return [draft(None, record, seen) for record, seen in asked]
    plain = [
        (record.raw, record.structure, seen if record.clean is None else None)
        for record, seen in asked
        if not record.pair
    ]
    said = iter(propose.all(plain))
    return [
        draft(propose if record.pair else partial(_said, next(said)), record, seen)
        for record, seen in asked
    ]


def _said(proposals: Proposals, *_: object) -> Proposals:
    """What was proposed before it is asked for."""
    return proposals


def draft(
    propose: Callable[..., Proposals] | None, record: Record, seen: Recurring | None
) -> Draft:
    """What is proposed for one record."""
    proposals, problems = _proposals(propose, record, seen)
    found = found_of(record.raw, record.key, proposals, fields_of(record.meta))
    cuts = tuple((cut.start, cut.end) for cut in proposals.boilerplate)
    return Draft(found, cuts, tuple(problems))


def found_of(raw: str, key: str, proposals: Proposals, given: Mapping[str, object]) -> Found:
    """Proposals as they are stored; `given` are fields of metadata that go over those found."""
    meta = meta_of(fields_of(proposals.meta), given)
    return Found(
        pack_proposals(proposals),
        len(proposals.repairs) + len(proposals.boilerplate),
        species_of(proposals),
        meta.title or first_line(raw, proposals) or key,
        meta.source or "",
        meta.published or "",
    )


def no_draft(asked: Asked) -> list[Draft | NoDraft]:
    """What stands for the draft of a record whose process was killed over it."""
    record, _ = asked
    return [NoDraft(killed(record.file, record.line, record.key))]


def killed(file: str, line: int, key: str = "") -> Problem:
    """Why there is nothing of a record: the process that was at work on it was ended."""
    message = "could not be cleaned: its process was ended, perhaps for want of memory"
    return Problem(file, line, message, key)


def chunks(asked: Iterable[Asked]) -> Iterator[list[Asked]]:
    """Cut up what is given to one process at once."""
    return chunked(asked, lambda one: len(one[0].raw), **CHUNK)


def cleaner(
    disabled: Iterable[str], script: str, model: str, enabled: Iterable[str] = ()
) -> tuple[Propose, str]:
    """The rules and model as a project wants them, and their version; loading them takes a while.

    `model` is the text of one, or empty for the shipped one. Raises NotAllowed for a broken one.
    """
    from annotator.learning.model import loaded
    from annotator.pipeline import RULES_VERSION, Profile

    try:
        loaded(model)
    except ValueError as error:
        raise NotAllowed(
            "The model of this project cannot be read: {reason}.",
            "Train it again, or go back to the shipped one.",
            reason=str(error),
        ) from error
    profile = Profile(frozenset(disabled), script, model, frozenset(enabled))
    version = f"{RULES_VERSION}+{checksum(model)[:_VERSION]}" if model else RULES_VERSION
    return _Rules(profile), version


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules and model of a profile."""

    profile: Profile

    def __call__(
        self, raw: str, structure: Structure | None, recurring: Recurring | None = None, /
    ) -> Proposals:
        return self.all([(raw, structure, recurring)])[0]

    def all(self, asked: Sequence[Arguments], /) -> list[Proposals]:
        # The rules and their tables are loaded here at the latest, which a process does once.
        from annotator.pipeline import Asked, propose_all

        return propose_all([Asked(*one) for one in asked], self.profile)


def first_line(raw: str, proposals: Proposals) -> str:
    """The first line of the clean text, else of raw, as a title for lists.

    >>> first_line("广告\\n标题\\n正文", Proposals((), (Boilerplate(0, 2, "contact_ad"),)))
    '标题'
    """
    end = _FIRST
    line, _, rest = _clean_start(raw, proposals, end).partition("\n")
    while not rest and end < len(raw):
        end *= _FOURFOLD
        line, _, rest = _clean_start(raw, proposals, end).partition("\n")
    return (line or raw.strip().partition("\n")[0])[:_TITLE]


def _clean_start(raw: str, proposals: Proposals, end: int) -> str:
    """The clean text of raw[:end], or of a little more where spans go beyond."""
    while True:
        repairs = proposals.repairs[: bisect_left(proposals.repairs, end, key=_start)]
        cuts = proposals.boilerplate[: bisect_left(proposals.boilerplate, end, key=_start)]
        beyond = max((*map(_end, repairs), *map(_end, cuts)), default=0)
        if beyond <= end:
            return compose(raw[:end], repairs, cuts).clean
        end = beyond


def _start(span: Repair | Boilerplate) -> int:
    return span.start


def _end(span: Repair | Boilerplate) -> int:
    return span.end


def together(found: Proposals, came: Iterable[Repair | Boilerplate]) -> Proposals:
    """The rules' proposals and those that came with the file, by start and end.

    Of two that say the same the one that came stays, so that a key names one proposal.
    """
    repairs = {key_of(repair): repair for repair in found.repairs}
    cuts = {key_of(cut): cut for cut in found.boilerplate}
    for span in came:
        if isinstance(span, Repair):
            repairs[key_of(span)] = _bare(span)
        else:
            cuts[key_of(span)] = _bare(span)
    return Proposals(
        tuple(sorted(repairs.values(), key=in_order)),
        tuple(sorted(cuts.values(), key=in_order)),
        found.meta,
        found.findings,
        found.places,
    )


def _proposals(
    propose: Callable[..., Proposals] | None, record: Record, seen: Recurring | None
) -> tuple[Proposals, list[Problem]]:
    if record.clean is not None:
        # It brings the rules and their tables with it.
        from annotator.pairs import read_pair

        return read_pair(record, propose)
    if record.pair or propose is None:
        # What the file itself proposes, without verdicts.
        found = tuple(one for one in record.findings if one.annotator is None)
        held = Proposals(findings=found, places=record.places)
        return together(held, (s for s in record.cleaning if s.origin is not Origin.PERSON)), []
    came = [s for s in record.cleaning if not made_here(s) and s.origin is not Origin.PERSON]
    return together(propose(record.raw, record.structure, seen), came), []


def _bare(span: Span) -> Span:
    return replace(span, verdict=None, annotator=None, note="", id=None)
