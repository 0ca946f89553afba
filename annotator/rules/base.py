"""What a rule is: a small pure function with a permanent id, its reason in words, and examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotator.rules.page import Page
from annotator.text.edits import Edit


class Cut(NamedTuple):
    """page.text[start:end] is not the article. `rank` decides between cuts that overlap.

    `type` is empty where it is the rule's own.
    """

    start: int
    end: int
    confidence: float
    details: tuple[str, ...] = ()
    type: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class RepairRule:
    """Finds damaged characters in a text that the rules before have left.

    `id` is stored with every repair, so it is never renamed. `zh` and `en` give the reason; `{0}`,
    `{1}` stand for an edit's details. Each example (before, after) runs as a test; one with both
    equal says what the rule leaves alone. An optional rule runs only where it is asked for.
    """

    id: str
    type: str
    find: Callable[[str], Iterable[Edit]]
    zh: str
    en: str
    examples: tuple[tuple[str, str], ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class BoilerplateRule:
    """Finds lines, or parts of lines, that are not the article.

    Fields as in `RepairRule`; the examples are pages with what is left of each. The rule `of_row`
    is one row of the table of phrases and is asked only where a line of the page fits that.
    """

    id: str
    type: str
    find: Callable[[Page], Iterable[Cut]]
    zh: str
    en: str
    examples: tuple[tuple[str, str], ...] = ()
    of_row: bool = False


@dataclass(frozen=True, slots=True)
class LearnedReason:
    """Why the learned model proposes something: `id` stands where a rule's would, and is permanent.

    `zh` and `en` as in `RepairRule`.
    """

    id: str
    zh: str
    en: str


Rule = RepairRule | BoilerplateRule
