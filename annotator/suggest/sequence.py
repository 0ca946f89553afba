"""The sequence model: a conditional random field over characters, trained on lessons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from annotator.model import Suggestion
from annotator.suggest.base import Lesson, Named, apart
from annotator.suggest.chain import Chance
from annotator.suggest.sheet import Sheet, read
from annotator.suggest.stored import dumped, loaded
from annotator.suggest.training import NOTHING, Taught, digest, taught

ID = "sequence"
_HELD = 20
_MOST_HELD = 30
_AROUND = 6


class Judged(NamedTuple):
    """How many entities a model found, found wrongly and missed."""

    right: int
    wrong: int
    missed: int


class Outcome(NamedTuple):
    """How a training ended: whether its model is used, and how the last model and the new one did
    on the lessons held back; None where none were."""

    taken: bool
    last: Judged | None = None
    new: Judged | None = None


class SequenceModel:
    """A source of suggestions; without lessons it suggests nothing."""

    id = ID

    def __init__(self, known: Taught = NOTHING) -> None:
        self.known = known

    def fit(
        self,
        lessons: Sequence[Lesson],
        texts: Iterable[str] = (),
        report: Callable[[], None] = lambda: None,
    ) -> Outcome:
        """Learn from lessons and from texts without labels; `report` may raise to stop it.

        Stopped, or worse than before on lessons that neither has seen, it stays as it was.
        """
        useful = [lesson for lesson in lessons if lesson.text.strip()]
        held = self._held(useful)
        new = SequenceModel(taught(useful[: len(useful) - len(held)], texts, report))
        outcome = Outcome(True)
        if held:
            before, after = self._judged(held), new._judged(held)
            outcome = Outcome(not _worse(after, before), _sum(before), _sum(after))
        if outcome.taken:
            self.known = new.known
        return outcome

    def _held(self, lessons: Sequence[Lesson]) -> Sequence[Lesson]:
        """The newest lessons, if the model in use has seen none of them.

        One of labels that are no longer used is replaced without a question.
        """
        labels = {named.label for lesson in lessons for named in lesson.entities}
        count = min(_MOST_HELD, len(lessons) // _HELD)
        if self.known.chain is None or not labels >= set(self.known.labels) or not count:
            return ()
        newest = lessons[-count:]
        fresh = all(each.whole and digest(each.text) not in self.known.seen for each in newest)
        return newest if fresh else ()

    def _judged(self, lessons: Sequence[Lesson]) -> list[Judged]:
        rows = []
        for lesson in lessons:
            found = {Named(*each[:3]) for each in best(self.chances(read(lesson.text)))}
            true = set(lesson.entities)
            rows.append(Judged(len(found & true), len(found - true), len(true - found)))
        return rows

    def chances(self, sheet: Sheet) -> list[Chance]:
        """What it takes for entities of a text, with overlapping ones."""
        return self.known.chances(sheet)

    def suggest(self, text: str) -> list[Suggestion]:
        """What may be an entity of the text, with overlapping ones."""
        return [self.suggestion(text, chance) for chance in self.chances(read(text))]

    def suggestion(self, text: str, chance: Chance) -> Suggestion:
        """A chance as a suggestion, with what stands around it as the words of its reason."""
        start, end, label, exact, _ = chance
        before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
        behind = text[end : end + _AROUND].partition("\n")[0]
        details = (f"{before}[{text[start:end]}]{behind}", str(self.known.lessons), label)
        return Suggestion(start, end, label, exact, self.id, details)

    def dump(self) -> bytes:
        """All that was learned."""
        return dumped(self.known)

    def load(self, data: bytes) -> None:
        """Know what `dump` told; raises ValueError for any other bytes, and stays as it was."""
        self.known = loaded(data)


def _worse(new: Sequence[Judged], last: Sequence[Judged]) -> bool:
    """Whether the new model does worse on the lessons taken together, beyond what chance does."""
    gains = [_points(a) - _points(b) for a, b in zip(new, last, strict=True)]
    return sum(gains) + sqrt(sum(gain * gain for gain in gains)) < 0


def _points(judged: Judged) -> int:
    return 2 * judged.right - judged.wrong - judged.missed


def _sum(rows: Sequence[Judged]) -> Judged:
    return Judged(*(sum(column) for column in zip(*rows, strict=True)))


def best(chances: Sequence[Chance]) -> list[Chance]:
    """The entities among chances: those apart that together promise the best F1.

    A range belongs there if it is likelier than half of the F1 that is reached. Source: Lipton and
    others, "Optimal thresholding of classifiers to maximize F1 measure", 2014.

    >>> [chance.label for chance in best([Chance(0, 2, "a", 0.3, 0.3), Chance(0, 3, "b", 0.6, 1)])]
    ['b']
    """
    lowest = 0.25
    chosen: list[Chance] = []
    for _ in range(3):
        chosen = _above(chances, lowest)
        right = sum(chance.exact for chance in chosen)
        expected = sum(chance.exact for chance in chances)
        reached = 2 * right / (len(chosen) + expected) if chosen else 0.5
        lowest = min(0.5, max(0.15, reached / 2))
    return chosen


def _above(chances: Sequence[Chance], lowest: float) -> list[Chance]:
    return apart(chances, lambda chance: chance.exact - lowest)
