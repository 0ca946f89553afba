"""Articles as sources of suggestions read them: clean text, and what people said of it.

What is suggested of a clean text is carried to raw by the map of its article, never looked for.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.document import Document
from annotator.find.folding import terms
from annotator.model import Entity, LabelId, Status, Suggested, Suggestion, Verdict
from annotator.suggest import Lesson, Named

_BITS = 1 << 20
_MILLE = 1000
_FEW = 10
"""So many suggestions are seen by whoever ends an article, however little there is to label."""


def lesson_of(document: Document) -> Lesson:
    """What an article teaches, without what nobody decided on and what its clean text lacks.

    One that is done without any label was only cleaned, or it would teach that nothing is named.
    One with more suggestions undecided than decided was left early, and does not refuse them.

    >>> from annotator.model import Article, ArticleId, Label, Meta, SpanId
    >>> label = Label(LabelId(1), "LOC", "", "#000000", "")
    >>> place = Entity(SpanId(1), 0, 2, label.id)
    >>> article = Article(ArticleId(1), "a", "徐汇", "", Meta())
    >>> lesson_of(Document(article, (), (), (place,), {label.id: label})).entities
    (Named(start=0, end=2, label='LOC'),)
    """
    said = document.entities
    return Lesson(
        document.composition.clean,
        tuple(_named(document, (e for e in said if e.verdict is Verdict.ACCEPTED))),
        tuple(_named(document, (e for e in said if e.verdict is Verdict.REJECTED))),
        document.article.status is Status.DONE and bool(said) and not _left_early(document),
    )


def _left_early(document: Document) -> bool:
    decided = sum(one.verdict is not None for one in document.entities)
    return len(document.suggestions) > max(_FEW, decided)


def _named(document: Document, entities: Iterable[Entity]) -> Iterator[Named]:
    for entity in entities:
        shown = document.composition.to_clean(entity.start, entity.end)
        if shown is not None and entity.label in document.labels:
            yield Named(*shown, document.labels[entity.label].name)


def on_raw(
    document: Document, found: Iterable[Suggestion], labels: Mapping[str, LabelId]
) -> tuple[Suggested, ...]:
    """Suggestions of the clean text of an article as it keeps them, in order of raw.

    One is left out where `labels` has not its name, and where it covers a part of a repair that
    can only be taken whole.
    """
    suggested = []
    for one in found:
        span = document.composition.to_raw(one.start, one.end)
        whole = document.composition.to_clean(*span) == (one.start, one.end)
        if one.label in labels and whole:
            place = *span, labels[one.label]
            suggested.append(Suggested(*place, one.score, one.source, one.details))
    return tuple(sorted(suggested, key=lambda one: (one.start, one.end)))


def pieces(text: str, most: int) -> list[tuple[int, int]]:
    """A text in ranges of so many characters at most, cut between its lines where it has some.

    >>> pieces("甲乙\\n丙丁\\n戊", 4), pieces("甲乙丙", 2)
    ([(0, 3), (3, 7)], [(0, 2), (2, 3)])
    """
    ranges = []
    start = 0
    while start < len(text):
        end = start + most
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        ranges.append((start, min(end, len(text))))
        start = end
    return ranges


def expected(suggested: Sequence[Suggested]) -> int:
    """How many labels these are worth, in per cent of one.

    >>> expected([Suggested(0, 1, LabelId(1), 0.5), Suggested(1, 2, LabelId(1), 0.75)])
    125
    """
    return round(sum(one.score for one in suggested) * 100)


def doubt(suggested: Sequence[Suggested]) -> int:
    """How unsure these are on average, in per mille: a score of a half is all doubt.

    >>> doubt([Suggested(0, 1, LabelId(1), 0.5), Suggested(1, 2, LabelId(1), 1.0)])
    500
    """
    unsure = sum(4 * one.score * (1 - one.score) for one in suggested)
    return round(unsure / max(1, len(suggested)) * _MILLE)


class Seen:
    """Which pairs of characters stand in labelled articles, as a bitmap that never grows.

    >>> seen = Seen()
    >>> seen.add("徐汇区"); seen.novelty("徐汇区"), seen.novelty("上海滩")
    (0, 1000)
    """

    def __init__(self, bits: bytes = b"") -> None:
        self._bits = bytearray(zlib.decompress(bits) if bits else _BITS // 8)

    def packed(self) -> bytes:
        """What a new one can be made of."""
        return zlib.compress(self._bits)

    def add(self, text: str) -> None:
        """Take in a text, whatever its script and width."""
        for place in _places(text):
            self._bits[place >> 3] |= 1 << (place & 7)

    def novelty(self, text: str) -> int:
        """How many pairs of a text were in none taken in, in per mille."""
        places = list(_places(text))
        new = sum(not self._bits[place >> 3] >> (place & 7) & 1 for place in places)
        return round(new / max(1, len(places)) * _MILLE)


def _places(text: str) -> Iterator[int]:
    return (zlib.crc32(term.encode()) % _BITS for term in terms(text) if len(term) == 2)
