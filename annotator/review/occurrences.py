"""Where else a text stands in an article, as people see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.document import Document
from annotator.find.folding import fold
from annotator.model import LabelId, Verdict
from annotator.text.ranges import joined, meets


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Raw ranges in order; `doubtful` are the places of those that cover more than the text.

    `labelled` counts the occurrences that meet an entity of the label already.
    """

    ranges: tuple[tuple[int, int], ...]
    doubtful: frozenset[int]
    labelled: int


def occurrences(document: Document, text: str, label: LabelId) -> Occurrences:
    """Where `text` stands in the clean text, whatever its script, width and case; none overlap.

    What meets an accepted entity of `label` is only counted. Raises ValueError for an empty text.

    >>> from annotator.model import Article, ArticleId, Meta
    >>> article = Article(ArticleId(1), "a", "徐匯區與徐汇区", "", Meta())
    >>> occurrences(Document(article, (), (), (), {}), "徐汇区", LabelId(1)).ranges
    ((0, 3), (4, 7))
    """
    if not text:
        raise ValueError("an empty text stands everywhere")
    composition = document.composition
    covered = joined(
        (entity.start, entity.end)
        for entity in document.entities
        if entity.label == label and entity.verdict is Verdict.ACCEPTED
    )
    ranges: list[tuple[int, int]] = []
    doubtful: set[int] = set()
    labelled = 0
    for start, end in _found(fold(composition.clean), fold(text)):
        if composition.clean.count("\n", start, end) != text.count("\n"):
            continue
        span = composition.to_raw(start, end)
        if meets(covered, *span):
            labelled += 1
        elif not ranges or span[0] >= ranges[-1][1]:
            if composition.to_clean(*span) != (start, end):
                doubtful.add(len(ranges))
            ranges.append(span)
    return Occurrences(tuple(ranges), frozenset(doubtful), labelled)


def _found(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """The places of a text from left to right; Latin words and numbers only as a whole."""
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        whole = not (in_word(text, at) or in_word(text, end))
        if whole:
            yield at, end
        at = text.find(wanted, end if whole else at + 1)


def in_word(text: str, at: int) -> bool:
    """Whether the characters on both sides of a place belong to one Latin word or number."""
    return all(c.isascii() and c.isalnum() for c in text[at - 1 : at + 1]) and 0 < at < len(text)
