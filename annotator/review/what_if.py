"""What a project would look like without one of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from annotator.document import Document
from annotator.model import Boilerplate, Origin, Repair
from annotator.progress import Progress
from annotator.review.precision import Example, example_of

Span = TypeVar("Span", Repair, Boilerplate)

_SHOWN = 200


@dataclass(slots=True)
class Effect:
    """What would change: in how many articles, at how many places, and by how many characters.

    `characters` is how much longer the clean texts would be; `places` holds the first ones.
    """

    articles: int = 0
    cuts: int = 0
    repairs: int = 0
    characters: int = 0
    places: list[Example] = field(default_factory=list)


def without_rule(document: Document, rule: str) -> Document:
    """The article as if a rule had proposed nothing; what others propose too stays.

    What a person made stays as well.

    >>> from annotator.model import Article, ArticleId, Meta
    >>> article = Article(ArticleId(1), "a", "甲乙", "", Meta())
    >>> document = Document(article, (), (Boilerplate(0, 1, "other", ("a.b",)),), (), {})
    >>> without_rule(document, "a.b").composition.clean
    '甲乙'
    """
    return replace(
        document,
        repairs=_without(document.repairs, rule),
        boilerplate=_without(document.boilerplate, rule),
    )


def what_if_off(
    documents: Iterable[Document], rule: str, progress: Progress | None = None
) -> Effect:
    """What switching a rule off would change over these articles; `progress` may raise Cancelled.

    Other rules might then propose something in its stead: that is only known by cleaning anew.
    """
    effect = Effect()
    for done, document in enumerate(documents, 1):
        changed = without_rule(document, rule)
        if changed.composition.clean != document.composition.clean:
            _count(effect, document, changed)
        if progress is not None:
            progress(done, None)
    return effect


def _count(effect: Effect, before: Document, after: Document) -> None:
    effect.articles += 1
    effect.characters += len(after.composition.clean) - len(before.composition.clean)
    gone: list[Repair | Boilerplate] = []
    for one, other in ((before.repairs, after.repairs), (before.boilerplate, after.boilerplate)):
        left = {(span.start, span.end, span.type) for span in other}
        gone += [span for span in one if (span.start, span.end, span.type) not in left]
    effect.repairs += sum(isinstance(span, Repair) for span in gone)
    effect.cuts += sum(isinstance(span, Boilerplate) for span in gone)
    room = _SHOWN - len(effect.places)
    effect.places += [example_of(before, span) for span in gone[: max(0, room)]]


def _without(spans: tuple[Span, ...], rule: str) -> tuple[Span, ...]:
    return tuple(s for s in spans if s.origin is Origin.PERSON or s.rules != (rule,))
