"""What every source of suggestions learns from and answers with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from annotator.model import Suggestion


class Named(NamedTuple):
    """A half-open range of code points of a text, and the name of its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with what a person labelled in it and what they refused.

    `whole` says that the person is done with it, so that what is not labelled is nothing.
    """

    text: str
    entities: tuple[Named, ...]
    refused: tuple[Named, ...] = ()
    whole: bool = True


class Source(Protocol):
    """One way of suggesting. Ids are permanent: they are stored, and named in settings."""

    id: str

    def fit(self, lessons: Sequence[Lesson]) -> None:
        """Learn from these and forget what was learned before."""
        ...

    def suggest(self, text: str) -> list[Suggestion]:
        """What may be an entity of `text`; offsets on it. Ranges may overlap."""
        ...
