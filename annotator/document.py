"""One article with everything said about it: what views show and exporters receive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from annotator.model import (
    Article,
    Boilerplate,
    Entity,
    Finding,
    Label,
    LabelId,
    MetaPlace,
    Repair,
)
from annotator.text.compose import Composition, compose


@dataclass(frozen=True)
class Document:
    """An article, its spans in order of start, and the labels they refer to.

    `repairs` and `boilerplate` hold proposals and people's own together, rejected ones included.
    Offsets are code points on `article.raw`.
    """

    article: Article
    repairs: tuple[Repair, ...]
    boilerplate: tuple[Boilerplate, ...]
    entities: tuple[Entity, ...]
    labels: Mapping[LabelId, Label]
    findings: tuple[Finding, ...] = ()
    places: tuple[MetaPlace, ...] = ()

    @cached_property
    def composition(self) -> Composition:
        """The clean text and the map both ways, made once."""
        return compose(self.article.raw, self.repairs, self.boilerplate)
