"""Where two cleaners differ: what one leaves out of an article and the other keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from itertools import islice
from typing import NamedTuple

from annotator.document import Document
from annotator.model import ArticleId, Boilerplate, Origin, Proposals, Repair, Status
from annotator.text.ranges import joined, meets

_SHOWN = 2_000
_QUOTE = 80

Gone = Repair | Boilerplate


class Apart(NamedTuple):
    """A place that one cleaner leaves out and the other keeps; of two, the larger is greater.

    raw[start:end] begins and ends with something that is no white space, and has `characters` of
    those. `right` says that the right one of the two leaves it out; `name` is the rule that does,
    or the type where no rule is known.
    """

    characters: int
    article: ArticleId
    start: int
    end: int
    right: bool
    name: str
    key: str
    text: str


@dataclass(slots=True)
class Sum:
    """The places of one rule: how many, how large, and what became of them.

    Of those `decided` on by a person, so many are `cut` as the text stands now.
    """

    places: int = 0
    characters: int = 0
    decided: int = 0
    cut: int = 0


@dataclass(slots=True)
class Disagreement:
    """Two cleaners over some articles.

    `sums` are by side (whether it is the right one that leaves out) and rule; `places` are those
    nobody decided on yet, the largest first, and no more than can be listed. `characters` is how
    many the articles have, without white space.
    """

    articles: int = 0
    characters: int = 0
    sums: dict[tuple[bool, str], Sum] = field(default_factory=dict)
    places: list[Apart] = field(default_factory=list)

    @property
    def alike(self) -> float | None:
        """The share of characters that both keep or both leave out; None without any."""
        apart = sum(one.characters for one in self.sums.values())
        return 1 - apart / self.characters if self.characters else None


def proposed_in(document: Document) -> Proposals:
    """What is proposed in an article, whatever people said of it."""
    return Proposals(
        tuple(span for span in document.repairs if span.origin is not Origin.PERSON),
        tuple(span for span in document.boilerplate if span.origin is not Origin.PERSON),
    )


def count_apart(found: Disagreement, document: Document, left: Proposals, right: Proposals) -> None:
    """Add what two cleaners made of an article to what was found so far."""
    raw = document.article.raw
    found.articles += 1
    found.characters += len("".join(raw.split()))
    decided = _decided(document)
    for place in _apart(document, left, right):
        total = found.sums.setdefault((place.right, place.name), Sum())
        total.places += 1
        total.characters += place.characters
        if document.article.status is Status.DONE or meets(decided, place.start, place.end):
            total.decided += 1
            total.cut += not document.reads(place.start, place.end).strip()
            continue
        push = heappush if len(found.places) < _SHOWN else heappushpop
        push(found.places, place)


def _apart(document: Document, left: Proposals, right: Proposals) -> Iterator[Apart]:
    article = document.article
    sides = gone(left), gone(right)
    ranges = [joined((span.start, span.end) for span in side) for side in sides]
    for is_right, side in enumerate(sides):
        other = ranges[1 - is_right]
        covered = 0
        for span in side:
            parts = list(_visible(article.raw, _without(max(span.start, covered), span.end, other)))
            covered = max(covered, span.end)
            if not parts:
                continue
            start, end = parts[0][0], parts[-1][1]
            size = sum(len("".join(article.raw[low:high].split())) for low, high in parts)
            text = " ".join(article.raw[start:end][:_QUOTE].split())
            more = "…" if end - start > _QUOTE else ""
            name = (span.rules or (span.type,))[0]
            place = article.id, start, end, bool(is_right), name, article.key, text + more
            yield Apart(size, *place)


def gone(made: Proposals) -> list[Gone]:
    """What a cleaner leaves out of a text: its cuts, and repairs that put nothing in place.

    >>> made = Proposals((Repair(3, 4, "", "invisible"),), (Boilerplate(0, 2, "share"),))
    >>> [(span.start, span.end) for span in gone(made)]
    [(0, 2), (3, 4)]
    """
    removed = (span for span in made.repairs if not span.text)
    return sorted((*removed, *made.boilerplate), key=lambda span: (span.start, span.end))


def _without(start: int, end: int, ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of a range without others, which are in order and apart."""
    first = bisect_right(ranges, start, key=lambda place: place[1])
    for low, high in islice(ranges, first, None):
        if low >= end:
            break
        if start < low:
            yield start, low
        start = max(start, high)
    if start < end:
        yield start, end


def _visible(raw: str, parts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges without white space at their ends, those of nothing else left out."""
    for start, end in parts:
        text = raw[start:end]
        low = start + len(text) - len(text.lstrip())
        high = end - len(text) + len(text.rstrip())
        if low < high:
            yield low, high


def _decided(document: Document) -> list[tuple[int, int]]:
    """Where a person said something, of a proposal or of the text."""
    said = [s for s in document.cleaning if s.verdict is not None or s.origin is Origin.PERSON]
    marked = [one for one in document.findings if one.annotator is not None]
    return joined((one.start, one.end) for one in (*said, *marked))
