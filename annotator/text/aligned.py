"""A text and the steps that clean it: positions both ways, and all steps folded into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from annotator.text import edits
from annotator.text.edits import Edit


@dataclass(frozen=True, slots=True)
class Step:
    """All edits one rule made in one run, in order and apart, in the text the step before left."""

    rule: str
    edits: tuple[Edit, ...]


class Change(NamedTuple):
    """raw[start:end] became `text` by these rules; `details` are the first rule's."""

    start: int
    end: int
    text: str
    rules: tuple[str, ...]
    confidence: float
    details: tuple[str, ...]


_place = itemgetter(0, 1)


@dataclass(frozen=True)
class AlignedText:
    """A raw text and the steps that clean it. Never changed, only extended.

    >>> text = AlignedText("區(qū)內").then(Step("glosses.readings", (Edit(1, 5, ""),)))
    >>> text.text, text.to_raw(0, 2), text.from_raw(1, 6)
    ('區內', (0, 6), (1, 2))
    """

    raw: str
    steps: tuple[Step, ...] = ()

    @cached_property
    def text(self) -> str:
        """The text after all steps."""
        text = self.raw
        for step in self.steps:
            text = edits.apply(text, step.edits)
        return text

    def then(self, step: Step) -> AlignedText:
        """This text after one more step; raises ValueError if the edits do not fit it."""
        edits.check(self.text, step.edits)
        after = AlignedText(self.raw, (*self.steps, step))
        after.__dict__["text"] = edits.apply(self.text, step.edits)
        return after

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw range that text[start:end] came from; a rule's insertion gives an empty one."""
        for step in reversed(self.steps):
            start, end = edits.span_before(step.edits, start, end)
        return start, end

    def from_raw(self, start: int, end: int) -> tuple[int, int]:
        """The range of the text that shows raw[start:end]."""
        for step in self.steps:
            start, end = edits.span_after(step.edits, start, end)
        return start, end

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All steps folded onto raw: in order, apart, each trimmed to what differs.

        Edits that overlap become one change that names all their rules; edits that only touch
        stay apart. A replacement of equal length is split where an earlier change lies in it.
        """
        folded: list[Change] = []
        for step in self.steps:
            folded = _fold(self.raw, folded, step)
        trimmed = [_trim(self.raw, change) for change in sorted(folded, key=_place)]
        return tuple([change for change in trimmed if change is not None])


def _fold(raw: str, done: Sequence[Change], step: Step) -> list[Change]:
    """The changes so far with one more step, whose edits are in the text those changes made."""
    rules = (step.rule,)
    if not done:
        return [Change(*edit[:3], rules, *edit[3:]) for edit in step.edits]
    folded: list[Change] = []
    shift = near = at = 0
    while at < len(step.edits):
        start, stop, text, confidence, details = step.edits[at]
        while near < len(done):
            change = done[near]
            if change[0] + shift + len(change[2]) > start:
                break
            folded.append(change)
            shift += len(change[2]) - (change[1] - change[0])
            near += 1
        if near == len(done) or done[near].start + shift >= stop:
            place = start - shift, stop - shift
            folded.append(Change(*place, text, rules, confidence, details))
            at += 1
            continue
        last, first, after = at + 1, near, shift
        while near < len(done) and done[near].start + after < stop:
            after += _growth(done[near])
            stop = max(stop, done[near].end + after)
            near += 1
            while last < len(step.edits) and step.edits[last].start < stop:
                stop = max(stop, step.edits[last].end)
                last += 1
        folded += _join(raw, done[first:near], step.edits[at:last], step.rule, shift)
        at, shift = last, after
    return [*folded, *done[near:]]


def _growth(change: Change | Edit) -> int:
    return len(change.text) - (change.end - change.start)


def _join(
    raw: str, met: Sequence[Change], laid: Sequence[Edit], rule: str, shift: int
) -> Iterator[Change]:
    """Changes and the edits that meet them; `shift` leads from raw to the edits before them all."""
    if all(_growth(edit) == 0 for edit in laid):
        yield from _overlay(met, laid, rule, shift)
    else:
        yield _unite(raw, met, laid, rule, shift)


def _overlay(
    met: Sequence[Change], laid: Iterable[Edit], rule: str, shift: int
) -> Iterator[Change]:
    """Edits of equal length over changes: cut up at their edges, merged where they are on one."""
    changes = list(met)
    rules = (rule,)
    for first, end, said, sure, details in laid:
        at, lead = first, shift
        for number, change in enumerate(changes):
            low, high, made = change[:3]
            start = low + lead
            stop = start + len(made)
            if at < start and at < end:
                part = said[at - first : min(start, end) - first]
                yield Change(at - lead, at - lead + len(part), part, rules, sure, details)
            lead += len(made) - (high - low)
            low, high = max(start, first), min(stop, end)
            if low < high:
                part = said[low - first : high - first]
                text = made[: low - start] + part + made[high - start :]
                changes[number] = _with(change, text, rule, sure)
            at = max(at, min(stop, end))
        if at < end:
            yield Change(at - lead, end - lead, said[at - first :], rules, sure, details)
    yield from changes


def _unite(raw: str, met: Sequence[Change], laid: Sequence[Edit], rule: str, shift: int) -> Change:
    """One change for all that meet: what the edits leave of the text the changes made."""
    first = min(met[0].start, laid[0].start - shift)
    after = shift + sum(_growth(change) for change in met)
    last = max(met[-1].end, laid[-1].end - after)
    made = edits.apply(raw[:last], [Edit(c.start, c.end, c.text) for c in met])
    text = edits.apply(
        made[first:],
        [e._replace(start=e.start - shift - first, end=e.end - shift - first) for e in laid],
    )
    whole = met[0]
    for change in met[1:]:
        whole = whole._replace(rules=tuple(dict.fromkeys(whole.rules + change.rules)))
    sure = min(*(change.confidence for change in met), *(edit.confidence for edit in laid))
    return _with(whole, text, rule, sure)._replace(start=first, end=last)


def _with(change: Change, text: str, rule: str, confidence: float) -> Change:
    rules = tuple(dict.fromkeys((*change.rules, rule)))
    return change._replace(text=text, rules=rules, confidence=min(change.confidence, confidence))


def _trim(raw: str, change: Change) -> Change | None:
    """The change without equal characters at its ends; None if nothing is left."""
    start, end, text = change.start, change.end, change.text
    if start == end or not text:
        return change if start < end or text else None
    if raw[start] != text[0] and raw[end - 1] != text[-1]:
        return change
    while start < end and text and raw[start] == text[0]:
        start, text = start + 1, text[1:]
    while start < end and text and raw[end - 1] == text[-1]:
        end, text = end - 1, text[:-1]
    return change._replace(start=start, end=end, text=text) if start < end or text else None
