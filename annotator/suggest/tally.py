"""How often a cue, such as a part of speech or a pattern, turned out to be an entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from annotator.suggest.base import Lesson
from annotator.suggest.usual import usual

_DOUBT = 2.0


class Tally:
    """For each cue how often it was seen in finished texts, and which labels it had there.

    `expected` tells for a cue the label it has in the default set, and how sure that is; `labels`
    are those of the project, and what none of them means is not expected.
    """

    def __init__(
        self,
        expected: Mapping[str, tuple[str, float]] | None = None,
        labels: Collection[str] | None = None,
    ) -> None:
        told = ((cue, usual(name, labels), sure) for cue, (name, sure) in (expected or {}).items())
        self._expected = {cue: (name, sure) for cue, name, sure in told if name is not None}
        self.forget()

    def forget(self) -> None:
        """Know nothing of any project."""
        self._seen: Counter[str] = Counter()
        self._hits: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def observe(self, lesson: Lesson, cues: Iterable[tuple[int, int, str]]) -> None:
        """Count the cues of a lesson."""
        labels = {(start, end): label for start, end, label in lesson.entities}
        refused = {named[:2] for named in lesson.refused}
        for start, end, cue in cues:
            label = labels.get((start, end))
            if label is not None:
                self._hits[cue][label] += 1
            if label is not None or lesson.whole or (start, end) in refused:
                self._seen[cue] += 1

    def label(self, cue: str) -> tuple[str, float, int, int] | None:
        """The label a cue most often has, how likely that is, and how often of how many times.

        >>> from annotator.suggest.base import Named
        >>> tally = Tally()
        >>> tally.observe(Lesson("张三", (Named(0, 2, "PER"),)), [(0, 2, "nr")])
        >>> tally.label("nr")
        ('PER', 0.3333333333333333, 1, 1)
        """
        hits = self._hits.get(cue)
        name, sure = self._expected.get(cue, ("", 0.0))
        if hits:
            best = max(sorted(hits), key=hits.__getitem__)
            given = hits[best] + (sure * _DOUBT if best == name else 0.0)
            return best, given / (self._seen[cue] + _DOUBT), hits[best], self._seen[cue]
        if sure:
            return name, sure * _DOUBT / (self._seen[cue] + _DOUBT), 0, self._seen[cue]
        return None

    def state(self) -> list[Any]:
        """What was counted, as plain values."""
        return [
            [cue, count, sorted(self._hits.get(cue, {}).items())]
            for cue, count in sorted(self._seen.items())
        ]

    def restore(self, state: Sequence[Any]) -> None:
        """Know what `state` told; raises ValueError or TypeError for anything else."""
        self.forget()
        for cue, count, hits in state:
            self._seen[str(cue)] = int(count)
            for label, times in hits:
                self._hits[str(cue)][str(label)] = int(times)
