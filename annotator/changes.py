"""What an action touched, so that views refresh that and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from annotator.model import ArticleId


class Part(StrEnum):
    """The parts of a project that a view may show."""

    ARTICLES = "articles"
    STATUS = "status"
    META = "meta"
    REPAIRS = "repairs"
    BOILERPLATE = "boilerplate"
    ENTITIES = "entities"
    FINDINGS = "findings"
    VERSIONS = "versions"
    SUGGESTIONS = "suggestions"
    LABELS = "labels"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Changes:
    """The articles and the parts that an action touched; no article means the project as a whole.

    >>> both = Changes(frozenset({ArticleId(1)}), frozenset({Part.ENTITIES})) | Changes()
    >>> both.touches(Part.ENTITIES), both.touches(Part.LABELS)
    (True, False)
    """

    articles: frozenset[ArticleId] = frozenset()
    parts: frozenset[Part] = frozenset()

    def touches(self, *parts: Part) -> bool:
        """Whether any of these parts changed."""
        return not self.parts.isdisjoint(parts)

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.articles | other.articles, self.parts | other.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


Listener = Callable[[Changes], None]


class Listeners:
    """Who is told of every change.

    >>> told, listeners = [], Listeners()
    >>> stop = listeners.add(told.append)
    >>> listeners.tell(Changes(parts=frozenset({Part.LABELS}))); stop()
    >>> listeners.tell(Changes(parts=frozenset({Part.META}))); len(told)
    1
    """

    def __init__(self) -> None:
        self._held: list[Listener] = []

    def add(self, listener: Listener) -> Callable[[], None]:
        """Tell this one too; returns how to stop that."""
        self._held.append(listener)

        def stop() -> None:
            if listener in self._held:
                self._held.remove(listener)

        return stop

    def clear(self) -> None:
        """Tell nobody any more."""
        self._held.clear()

    def tell(self, changes: Changes) -> None:
        """Call every listener, if anything changed."""
        if changes:
            for listener in tuple(self._held):
                listener(changes)
