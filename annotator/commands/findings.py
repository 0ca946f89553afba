"""Actions on extraction errors: marking them, with what went wrong, and taking marks away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from annotator.commands.base import Context, check_range, excerpt
from annotator.errors import NotAllowed
from annotator.model import ArticleId, Finding, SpanId
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class MarkError:
    """Say what went wrong in raw[start:end]; a mark on just that range gets the other cause.

    Raises NotAllowed for an empty range, ValueError for one outside raw or an empty cause.
    """

    article: ArticleId
    start: int
    end: int
    cause: str
    title: ClassVar[str] = "mark_error"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the mark; the words are the cause and the text."""
        if not self.cause:
            raise ValueError("an error needs a cause")
        document = context.document(self.article)
        raw = document.article.raw
        check_range(raw, self.start, self.end)
        there = [f for f in document.findings if (f.start, f.end) == (self.start, self.end)]
        number = next((one.id for one in there if one.id is not None), None)
        made = Finding(self.start, self.end, self.cause, annotator=context.annotator)
        made = replace(made, id=context.new_span() if number is None else number)
        if made not in there:
            store.spans.put_finding(self.article, made, context.now)
        return self.cause, excerpt(raw[self.start : self.end])


@dataclass(frozen=True, slots=True)
class RemoveErrors:
    """Take marks of errors away; raises NotAllowed for none, ValueError for one not there."""

    article: ArticleId
    ids: tuple[SpanId, ...]
    title: ClassVar[str] = "remove_errors"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Delete the marks; the words are the cause and the text of the first."""
        document = context.document(self.article)
        marked = {one.id: one for one in document.findings if one.id is not None}
        if not self.ids:
            raise NotAllowed("No error is marked here.", "Select the text and mark one first.")
        missing = [number for number in self.ids if number not in marked]
        if missing:
            raise ValueError(f"no marks {missing} in article {self.article}")
        for number in self.ids:
            store.log.delete("finding", (number,))
        first = marked[self.ids[0]]
        return first.type, excerpt(document.article.raw[first.start : first.end])
