"""The extraction errors that people marked, counted by what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.document import Document
from annotator.model import ArticleId
from annotator.progress import Progress

_QUOTE = 80
_SHOWN = 5000


class Marked(NamedTuple):
    """An error as a list shows it: a raw range, what went wrong, who says so, and the text."""

    article: ArticleId
    start: int
    end: int
    cause: str
    annotator: str
    key: str
    text: str


@dataclass(slots=True)
class Errors:
    """How often each cause is named, in how many articles, and the first so many places."""

    causes: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    places: list[Marked] = field(default_factory=list)


def marked_errors(documents: Iterable[Document], progress: Progress | None = None) -> Errors:
    """Count what people marked in these articles; `progress` may raise Cancelled.

    >>> from annotator.model import Article, Finding, Meta
    >>> article = Article(ArticleId(1), "a", "广告正文", "", Meta())
    >>> seen = (Finding(0, 2, "kept_boilerplate", annotator="甲"),)
    >>> found = marked_errors([Document(article, (), (), (), {}, seen)])
    >>> found.causes["kept_boilerplate"], found.places[0].text
    (1, '广告')
    """
    errors = Errors()
    for done, document in enumerate(documents, 1):
        _count(errors, document)
        if progress is not None:
            progress(done, None)
    return errors


def _count(errors: Errors, document: Document) -> None:
    article = document.article
    seen = [one for one in document.findings if one.annotator is not None]
    errors.articles.update({one.type for one in seen})
    for one in seen:
        errors.causes[one.type] += 1
        if len(errors.places) < _SHOWN:
            text = " ".join(article.raw[one.start : one.end][:_QUOTE].split())
            place = article.id, one.start, one.end, one.type
            errors.places.append(Marked(*place, one.annotator or "", article.key, text))
