"""Actions on repairs and boilerplate: judging, cutting, restoring and correcting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID
from annotator.commands.base import Context, check_inside, check_range, excerpt
from annotator.document import Document
from annotator.model import (
    ArticleId,
    Boilerplate,
    Judgement,
    Origin,
    ProposalKey,
    Repair,
    SpanId,
    Verdict,
    key_of,
)
from annotator.store import Store
from annotator.text.compose import cut_ranges
from annotator.text.standing import clash, standing_repairs

_JUDGED = {Verdict.ACCEPTED: "accept", Verdict.REJECTED: "reject", None: "withdraw_verdict"}


@dataclass(frozen=True, slots=True)
class Judge:
    """Say that proposals are right or wrong; no verdict takes back what was said.

    People's own spans can be judged as well. Raises ValueError for a key that is neither
    proposed, nor somebody's own, nor judged before.
    """

    article: ArticleId
    keys: tuple[ProposalKey, ...]
    verdict: Verdict | None
    note: str = ""

    @property
    def title(self) -> str:
        """The permanent id of the action: one for each verdict."""
        return _JUDGED[self.verdict]

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the verdicts; the words are how many, and the type and text of the first."""
        document = context.document(self.article)
        places = {(key.start, key.end) for key in self.keys}
        near = (span for span in document.cleaning if (span.start, span.end) in places)
        spans = {key_of(span): span for span in near}
        for key in self.keys:
            if key in spans:
                self._judge(store, context, spans[key])
            elif self.verdict is None:
                store.spans.delete_judgement(self.article, key)
            else:
                raise ValueError(f"nothing to judge at {key}")
        first = self.keys[:1]
        text = [excerpt(document.article.raw[key.start : key.end]) for key in first]
        return (str(len(self.keys)), *(key.type for key in first), *text)

    def _judge(self, store: Store, context: Context, span: Repair | Boilerplate) -> None:
        same = span.verdict is self.verdict
        note = self.note or (span.note if same or span.verdict is None else "")
        judged = replace(span, verdict=self.verdict, note=note, annotator=context.annotator)
        if judged != span and not (same and self.verdict is None):
            _put_verdict(store, context, self.article, judged)


@dataclass(frozen=True, slots=True)
class AddBoilerplate:
    """Leave raw[start:end] out; where just that is proposed, the proposal is accepted.

    Raises NotAllowed for an empty range, ValueError for one outside raw or an unknown type.
    """

    article: ArticleId
    start: int
    end: int
    type: str
    note: str = ""
    title: ClassVar[str] = "add_boilerplate"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the range; the words are the type and the text."""
        document = context.document(self.article)
        raw = document.article.raw
        check_range(raw, self.start, self.end)
        if self.type not in BOILERPLATE_TYPE_BY_ID:
            raise ValueError(f"no boilerplate type {self.type!r}")
        _cut(store, context, document, self._span(context))
        return self.type, excerpt(raw[self.start : self.end])

    def _span(self, context: Context) -> Boilerplate:
        return Boilerplate(
            self.start,
            self.end,
            self.type,
            origin=Origin.PERSON,
            verdict=Verdict.ACCEPTED,
            annotator=context.annotator,
            note=self.note,
            id=context.new_span(),
        )


@dataclass(frozen=True, slots=True)
class MoveBoilerplate:
    """Let a person's boilerplate cover raw[start:end]; if other boilerplate equals it, it goes.

    Raises NotAllowed for an empty range, ValueError for one outside raw or an id that is not there.
    """

    article: ArticleId
    id: SpanId
    start: int
    end: int
    title: ClassVar[str] = "move_boilerplate"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the range; the words are the type, and the text before and after."""
        document = context.document(self.article)
        raw = document.article.raw
        check_range(raw, self.start, self.end)
        span = next((cut for cut in document.boilerplate if cut.id == self.id), None)
        if span is None:
            raise ValueError(f"no boilerplate {self.id} in article {self.article}")
        if (span.start, span.end) != (self.start, self.end):
            store.log.delete("boilerplate", (self.id,))
            moved = replace(span, start=self.start, end=self.end, annotator=context.annotator)
            _cut(store, context, document, moved)
        before, after = raw[span.start : span.end], raw[self.start : self.end]
        return span.type, excerpt(before), excerpt(after)


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring back what was left out of raw[start:end]; the rest of a cut stays cut.

    An empty range brings back the whole cut it lies in or touches. Raises ValueError for a range
    outside raw.
    """

    article: ArticleId
    start: int
    end: int
    title: ClassVar[str] = "restore"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Reject proposals, delete people's own; the word is the text."""
        document = context.document(self.article)
        raw = document.article.raw
        check_inside(raw, self.start, self.end)
        start, end = self._range(document)
        rest: dict[ProposalKey, Boilerplate] = {}
        for span in document.boilerplate:
            if span.verdict is not Verdict.REJECTED and span.start < end and start < span.end:
                _take_away(store, context, self.article, span)
                rest |= {key_of(part): part for part in _rest(context, span, start, end)}
        for part in rest.values():
            _cut(store, context, document, part)
        return (excerpt(raw[start:end]),)

    def _range(self, document: Document) -> tuple[int, int]:
        if self.start < self.end:
            return self.start, self.end
        touched = [
            (low, high)
            for low, high in cut_ranges(document.article.raw, document.boilerplate)
            if low <= self.start <= high
        ]
        return touched[0] if touched else (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Correct:
    """Let raw[start:end] read `text`, as a repair by a person.

    The range grows to whole standing repairs it touches: around one of equal length the rest of
    its text is kept, of any other `text` takes the place of the whole. Where raw itself says
    that, repairs there are taken away instead. Raises ValueError for a range outside raw.
    """

    article: ArticleId
    start: int
    end: int
    text: str
    title: ClassVar[str] = "correct"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the repair; the words are the text before and after."""
        document = context.document(self.article)
        raw = document.article.raw
        check_inside(raw, self.start, self.end)
        standing = standing_repairs(raw, document.repairs)
        start, end, text = _widened(self.start, self.end, self.text, standing)
        before = _shown(raw, start, end, standing)
        if text != before:
            self._replace(store, context, document, Repair(start, end, text, "correction"))
        return excerpt(before), excerpt(text)

    def _replace(self, store: Store, context: Context, document: Document, wanted: Repair) -> None:
        raw = document.article.raw
        as_raw = wanted.text == raw[wanted.start : wanted.end]
        for span in document.repairs:
            own = span.origin is Origin.PERSON
            if clash(span, wanted) and span.verdict is not Verdict.REJECTED and (own or as_raw):
                _take_away(store, context, self.article, span)
        if not as_raw:
            made = replace(
                wanted,
                origin=Origin.PERSON,
                verdict=Verdict.ACCEPTED,
                annotator=context.annotator,
                id=context.new_span(),
            )
            store.spans.put_repair(self.article, made, context.now)


def _put_verdict(
    store: Store, context: Context, article: ArticleId, judged: Repair | Boilerplate
) -> None:
    """Store the verdict of a span where it belongs: with a person's own, or by its key."""
    if judged.id is not None and isinstance(judged, Repair):
        store.spans.put_repair(article, judged, context.now)
    elif judged.id is not None and isinstance(judged, Boilerplate):
        store.spans.put_boilerplate(article, judged, context.now)
    elif judged.verdict is None:
        store.spans.delete_judgement(article, key_of(judged))
    else:
        given = Judgement(key_of(judged), judged.verdict, judged.annotator, judged.note)
        store.spans.put_judgement(article, given, context.now)


def _take_away(
    store: Store, context: Context, article: ArticleId, span: Repair | Boilerplate
) -> None:
    """Delete a person's own span, reject a proposed one."""
    if span.id is not None:
        table = "repair" if isinstance(span, Repair) else "boilerplate"
        store.log.delete(table, (span.id,))
        return
    rejected = replace(span, verdict=Verdict.REJECTED, annotator=context.annotator)
    _put_verdict(store, context, article, rejected)


def _cut(store: Store, context: Context, document: Document, wanted: Boilerplate) -> None:
    """Store a person's boilerplate, or accept what says the same already."""
    article = document.article.id
    for span in document.boilerplate:
        if key_of(span) == key_of(wanted):
            if span.verdict is not Verdict.ACCEPTED:
                note = wanted.note or span.note
                kept = replace(wanted, id=span.id, origin=span.origin, rules=span.rules)
                accepted = replace(kept, note=note)
                _put_verdict(store, context, article, accepted)
            return
    store.spans.put_boilerplate(article, wanted, context.now)


def _rest(context: Context, span: Boilerplate, start: int, end: int) -> Iterator[Boilerplate]:
    """What is left of a cut on both sides of raw[start:end], as a person's own."""
    for low, high in ((span.start, start), (end, span.end)):
        if low < high:
            yield Boilerplate(
                low,
                high,
                span.type,
                origin=Origin.PERSON,
                verdict=Verdict.ACCEPTED,
                annotator=context.annotator,
                id=context.new_span(),
            )


def _widened(start: int, end: int, text: str, standing: Sequence[Repair]) -> tuple[int, int, str]:
    """The range with whole repairs at its edges, and its text with what these keep."""
    for repair in standing:
        if repair.start < start < repair.end and _equal_length(repair):
            text = repair.text[: start - repair.start] + text
        if repair.start < end < repair.end and _equal_length(repair):
            text += repair.text[end - repair.start :]
    touched = [r for r in standing if r.start < end and start < r.end]
    touched += [r for r in standing if start == end and r.start < start < r.end]
    low = min([start, *(repair.start for repair in touched)])
    return low, max([end, *(repair.end for repair in touched)]), text


def _equal_length(repair: Repair) -> bool:
    return len(repair.text) == repair.end - repair.start


def _shown(raw: str, start: int, end: int, standing: Iterable[Repair]) -> str:
    """The text that stands for raw[start:end]; no standing repair crosses its edges."""
    shown, at = "", start
    for repair in standing:
        if clash(repair, Repair(start, end, "", "")):
            shown += raw[at : repair.start] + repair.text
            at = repair.end
    return shown + raw[at:end]
