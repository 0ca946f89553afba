"""Notes on articles, proposals, and people's own repairs and boilerplate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from annotator.commands.base import Context, excerpt
from annotator.model import ArticleId, Boilerplate, Judgement, ProposalKey, Repair, key_of
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class SetNote:
    """Write a note on a repair or on boilerplate; an empty one takes it away.

    Raises ValueError for a key that nothing has.
    """

    article: ArticleId
    key: ProposalKey
    note: str
    title: ClassVar[str] = "set_note"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the note; the words are the type and the text."""
        document = context.document(self.article)
        span = next((span for span in document.cleaning if key_of(span) == self.key), None)
        if span is None:
            raise ValueError(f"nothing to note at {self.key}")
        if span.note != self.note:
            self._put(store, context, span)
        return self.key.type, excerpt(document.article.raw[span.start : span.end])

    def _put(self, store: Store, context: Context, span: Repair | Boilerplate) -> None:
        noted = replace(span, note=self.note)
        if span.id is not None and isinstance(noted, Repair):
            store.spans.put_repair(self.article, noted, context.now)
        elif span.id is not None and isinstance(noted, Boilerplate):
            store.spans.put_boilerplate(self.article, noted, context.now)
        elif span.verdict is not None:
            given = Judgement(self.key, span.verdict, span.annotator, self.note)
            store.spans.put_judgement(self.article, given, context.now)
        else:
            who, now = context.annotator, context.now
            store.spans.put_note(self.article, self.key, self.note, who, now)


@dataclass(frozen=True, slots=True)
class SetArticleNote:
    """Write a note on an article as a whole; an empty one takes it away."""

    article: ArticleId
    note: str
    title: ClassVar[str] = "set_article_note"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the note; the word is what it says."""
        if context.document(self.article).article.note != self.note:
            who, now = context.annotator, context.now
            store.spans.put_article_note(self.article, self.note, who, now)
        return (excerpt(self.note),)
