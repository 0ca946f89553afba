"""Actions on an article as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from annotator.commands.base import Context
from annotator.model import ArticleId, Meta, Status
from annotator.store import Store
from annotator.store.packing import override_of


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Say how far an article is; raises ValueError if there is no such article."""

    article: ArticleId
    status: Status
    title: ClassVar[str] = "set_status"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the status; the word is its id."""
        if store.articles.status(self.article) is None:
            raise ValueError(f"no article {self.article}")
        store.articles.put_status(self.article, self.status)
        return (self.status.value,)


@dataclass(frozen=True, slots=True)
class SetMeta:
    """Set the metadata of an article: what differs from what was found in it is kept.

    `extra` is as it was imported; raises ValueError where it differs.
    """

    article: ArticleId
    meta: Meta
    title: ClassVar[str] = "set_meta"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the fields that a person set; the words are their names."""
        base = store.base_meta(self.article)
        if dict(self.meta.extra) != dict(base.extra):
            raise ValueError("extra metadata cannot be changed")
        fields = override_of(base, self.meta)
        store.spans.put_override(self.article, fields)
        return tuple(fields)
