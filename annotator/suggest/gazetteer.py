"""What the project labelled before, found again: every known string with what became of it.

A string counts for each label how often it was labelled and refused, and how often it stood in a
finished text at all, so that a common word that was once a name is not proposed everywhere.
Simplified and traditional script, width and case are one. Imported dictionaries are strings that
count as labelled a little.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from annotator.find.folding import fold
from annotator.model import Suggestion
from annotator.suggest.base import Lesson
from annotator.suggest.strings import LONGEST, Strings, whole

ID = "gazetteer"
LEAST = 0.08
_IMPORTED = 2.0
_REFUSED = 2.0
_MOST_TEXT = 2_000_000
"""So many characters of finished texts are looked through for a string that is new."""

_FRESH = 400


class Entry(NamedTuple):
    """What became of a string under a label, and how often it stood anywhere in finished texts."""

    labelled: int
    refused: int
    stood: int
    imported: bool = False

    @property
    def chance(self) -> float:
        """How likely it is an entity where it stands; a refusal says more than a place left alone.

        >>> Entry(3, 0, 3).chance > Entry(3, 0, 9).chance > Entry(0, 2, 0).chance
        True
        """
        given = self.labelled + _IMPORTED * self.imported + 0.5
        return given / (
            max(self.stood, self.labelled) + _REFUSED * self.refused + _IMPORTED * self.imported + 1
        )


class Gazetteer:
    """A source of suggestions that learns from every lesson at once.

    `dictionaries` are imported strings, by label.
    """

    id = ID

    def __init__(self, dictionaries: Mapping[str, Sequence[str]] | None = None) -> None:
        self._imported = {
            label: {fold(term) for term in terms if 1 < len(term) <= LONGEST}
            for label, terms in (dictionaries or {}).items()
        }
        self._forget()

    def _forget(self) -> None:
        self._labelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._refused: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._stood: Counter[str] = Counter()
        self._texts: list[str] = []
        self._length = 0
        self._old = Strings(term for terms in self._imported.values() for term in terms)
        self._fresh: list[str] = []
        self._new: Strings | None = None

    def fit(self, lessons: Sequence[Lesson]) -> None:
        """Learn from these and forget what was learned before."""
        self._forget()
        texts = [fold(lesson.text) for lesson in lessons]
        for folded, lesson in zip(texts, lessons, strict=True):
            self._learn(folded, lesson)
        self._settle()
        for folded, lesson in zip(texts, lessons, strict=True):
            self._look(folded, lesson)

    def observe(self, lesson: Lesson) -> None:
        """Learn from one more lesson."""
        folded = fold(lesson.text)
        self._learn(folded, lesson)
        self._look(folded, lesson)

    def _look(self, folded: str, lesson: Lesson) -> None:
        """See where known strings stand, if somebody is done with the text."""
        if lesson.whole:
            self._stood.update(string for _, _, string in self._places(folded))
            self._keep(folded)

    def _learn(self, folded: str, lesson: Lesson) -> None:
        for told, table in ((lesson.entities, self._labelled), (lesson.refused, self._refused)):
            for start, end, label in told:
                string = folded[start:end]
                if 1 < end - start <= LONGEST:
                    if string not in self._labelled and string not in self._refused:
                        self._add(string)
                    table[string][label] += 1

    def _add(self, string: str) -> None:
        """Know a string from now on, and how often it stood in the texts before."""
        self._stood[string] = sum(text.count(string) for text in self._texts)
        self._fresh.append(string)
        self._new = None
        if len(self._fresh) > _FRESH:
            self._settle()

    def _settle(self) -> None:
        """Put the strings added since into the index."""
        imported = {term for terms in self._imported.values() for term in terms}
        self._old = Strings(sorted({*self._labelled, *self._refused, *imported}))
        self._new, self._fresh = None, []

    def _keep(self, folded: str) -> None:
        self._texts.append(folded)
        self._length += len(folded)
        while self._length > _MOST_TEXT and len(self._texts) > 1:
            self._length -= len(self._texts.pop(0))

    def _places(self, folded: str) -> Iterator[tuple[int, int, str]]:
        """Every known string at every place where it cuts no word of Latin letters."""
        self._new = self._new or Strings(self._fresh)
        for at, found in heapq.merge(self._old.places(folded), self._new.places(folded)):
            for string in found:
                if whole(folded, at, at + len(string)):
                    yield at, at + len(string), string

    def entry(self, string: str, label: str) -> Entry:
        """What is known of a folded string under a label."""
        return Entry(
            self._labelled[string][label] if string in self._labelled else 0,
            self._refused[string][label] if string in self._refused else 0,
            self._stood[string],
            string in self._imported.get(label, ()),
        )

    def labels_of(self, string: str) -> list[str]:
        """The labels that a string had, or has in a dictionary."""
        had = self._labelled.get(string, ())
        return sorted({*had, *(name for name, terms in self._imported.items() if string in terms)})

    def main(self, string: str) -> str | None:
        """The label that a string most often had, if it was labelled at all."""
        had = self._labelled.get(string)
        return max(sorted(had), key=had.__getitem__) if had else None

    @property
    def confirmed(self) -> Strings:
        """The strings that were labelled."""
        return self._old

    def suggest(self, text: str, folded: str | None = None) -> list[Suggestion]:
        """Every known string that is likely an entity where it stands; `folded` is the text folded,
        if it was before."""
        found = []
        entries = cache(self._likely)
        for start, end, string in self._places(fold(text) if folded is None else folded):
            for label, entry in entries(string):
                told = (text[start:end], label, str(entry.labelled), str(entry.refused))
                found.append(Suggestion(start, end, label, entry.chance, ID, told))
        return found

    def _likely(self, string: str) -> list[tuple[str, Entry]]:
        """The labels that a string likely has where it stands."""
        entries = ((label, self.entry(string, label)) for label in self.labels_of(string))
        return [(label, entry) for label, entry in entries if entry.chance >= LEAST]

    def state(self) -> list[Any]:
        """What was learned, as plain values."""
        strings = sorted({*self._labelled, *self._refused})
        return [
            [
                string,
                self._stood[string],
                sorted(self._labelled.get(string, {}).items()),
                sorted(self._refused.get(string, {}).items()),
            ]
            for string in strings
        ]

    def restore(self, state: Sequence[Any]) -> None:
        """Know what `state` told; raises ValueError or TypeError for anything else."""
        self._forget()
        for string, stood, labelled, refused in state:
            self._stood[str(string)] = int(stood)
            for rows, table in ((labelled, self._labelled), (refused, self._refused)):
                for label, count in rows:
                    table[str(string)][str(label)] = int(count)
        self._settle()
