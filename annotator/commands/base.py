"""What every command is, and what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from annotator.document import Document
from annotator.errors import NotAllowed
from annotator.ids import NewId
from annotator.model import ArticleId, SpanId
from annotator.store import Store

_EXCERPT = 24


@dataclass(frozen=True, slots=True)
class Context:
    """Who acts and when; `document` gives articles as they were before the action."""

    document: Callable[[ArticleId], Document]
    annotator: str
    now: str
    new_id: NewId

    def new_span(self) -> SpanId:
        """An id for a new span."""
        return SpanId(self.new_id())


class Command(Protocol):
    """One action of a person: a frozen value that changes rows through the store.

    `title` is a permanent id that the window translates. `article` is the article acted on, None
    for the project as a whole. Undo needs nothing from a command: the row log does it.
    """

    @property
    def title(self) -> str:
        """The permanent id of the action."""
        ...

    @property
    def article(self) -> ArticleId | None:
        """The article acted on."""
        ...

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Change the rows and return the words that fill the title in the history."""
        ...


def check_range(raw: str, start: int, end: int) -> None:
    """Raises ValueError for a range outside raw, NotAllowed for an empty one."""
    check_inside(raw, start, end)
    if start == end:
        raise NotAllowed("No text is selected.", "Select some text first.")


def check_inside(raw: str, start: int, end: int) -> None:
    """Raises ValueError for a range outside raw."""
    if not 0 <= start <= end <= len(raw):
        raise ValueError(f"range {start}:{end} is not inside a text of {len(raw)}")


def excerpt(text: str) -> str:
    """A text as one short line.

    >>> excerpt("甲\\n乙" * 20)
    '甲 乙甲 乙甲 乙甲 乙甲 乙甲 乙甲 乙甲 乙…'
    """
    line = " ".join(text[: _EXCERPT + 1].split("\n"))
    return line if len(line) <= _EXCERPT else line[:_EXCERPT] + "…"
