"""All sources as one: learns from lessons, and suggests what is worth the key it costs."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from annotator.model import Suggestion
from annotator.progress import Progress
from annotator.suggest import packing, sequence
from annotator.suggest.base import Lesson, Named, apart
from annotator.suggest.chain import Chance
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.merging import Candidate, merged
from annotator.suggest.patterns import OwnPattern, Patterns, Slow
from annotator.suggest.scoring import Calibrator, fates
from annotator.suggest.segmenter import Segmenter
from annotator.suggest.sequence import Outcome, SequenceModel
from annotator.suggest.sheet import Sheet, read
from annotator.suggest.training import NOTHING
from annotator.suggest.worth import ACCEPT, PARTLY, SPREAD, Taking, least

VERSION = "4"
_REMEMBERED = 8
_READINGS = 4
"""So many texts stay read: the article at hand and the next ones, asked anew with each label."""


class Figure(NamedTuple):
    """What became of suggestions that were shown, and of entities that were not suggested.

    `taken` were right, `corrected` right but for edges or label, `refused` wrong; `missed` were
    labelled by hand, and belong to no source.
    """

    taken: int = 0
    corrected: int = 0
    refused: int = 0
    missed: int = 0


class _Reading(NamedTuple):
    """A text in numbers, and what the sequence model takes for entities there."""

    sheet: Sheet
    chances: list[tuple[Chance, Suggestion]]


class _Scored(NamedTuple):
    """A range, the chance that a person takes it, and the suggestion that it comes from."""

    start: int
    end: int
    score: float
    suggestion: Suggestion


class Suggester:
    """Suggests entities of a project. Everything but the training of the model is quick.

    `off` names sources that say nothing. `labels` are those of the project, and no other is
    suggested; where they are not given, it is those of the lessons and of the default set. Whatever
    the order of calls, the same lessons give the same suggestions in every run.
    """

    def __init__(
        self,
        patterns: Sequence[OwnPattern] = (),
        dictionaries: Mapping[str, Sequence[str]] | None = None,
        off: Collection[str] = (),
        labels: Collection[str] | None = None,
    ) -> None:
        self._gazetteer = Gazetteer(dictionaries)
        self._segmenter = Segmenter(lambda: self._gazetteer.confirmed, self._gazetteer.main, labels)
        self._patterns = Patterns(patterns, labels)
        self._model = SequenceModel()
        self._calibrator = Calibrator()
        self._figures: Counter[tuple[str, str, str]] = Counter()
        self._last: OrderedDict[str, list[Candidate]] = OrderedDict()
        self._readings: OrderedDict[str, _Reading] = OrderedDict()
        self.off = frozenset(off)
        self._labels = None if labels is None else frozenset(labels)

    def fit(
        self,
        lessons: Sequence[Lesson],
        texts: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> Outcome:
        """Learn from these lessons and forget others; `texts` are such as nobody has labelled.

        `progress` may raise to stop it: then everything is as it was. What is known of the chances
        of suggestions stays, since it belongs to no lesson.
        """
        done = 0

        def report() -> None:
            nonlocal done
            done += 1
            if progress is not None:
                progress(done, None)

        model = SequenceModel(self._model.known)
        outcome = model.fit(lessons, texts, report)
        report()
        self._gazetteer.fit(lessons)
        self._segmenter.fit(lessons)
        self._patterns.fit(lessons)
        self._model = model
        self._forget()
        return outcome

    def observe(self, lesson: Lesson) -> None:
        """Learn from one more lesson at once, all but the sequence model."""
        candidates = self._last.pop(lesson.text, None)
        if candidates is None:
            candidates = self._candidates(lesson.text)
        self._count(self._shown(candidates, least(Taking.ALL)), lesson)
        self._calibrator.observe(candidates, lesson)
        self._gazetteer.observe(lesson)
        self._segmenter.observe(lesson, self._reading(lesson.text).sheet)
        self._patterns.observe(lesson)

    def suggest(
        self,
        text: str,
        taking: Taking = Taking.ALL,
        lowest: float | None = None,
    ) -> list[Suggestion]:
        """What is worth showing, in order and without overlaps.

        `taking` says how right ones are taken, which decides how likely one must be, unless
        `lowest` is the score that is wanted, and whether those that read the same are all shown.
        """
        candidates = self._candidates(text)
        self._last[text] = candidates
        while len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        shown = self._shown(candidates, least(taking) if lowest is None else lowest)
        return shown if taking is Taking.ALL else _one_of_alike(text, shown)

    def _reading(self, text: str) -> _Reading:
        known = self._readings.get(text)
        if known is None:
            sheet = read(text)
            chances = [
                (each, self._model.suggestion(text, each)) for each in self._model.chances(sheet)
            ]
            known = self._readings[text] = _Reading(sheet, chances)
        self._readings.move_to_end(text)
        while len(self._readings) > _READINGS:
            self._readings.popitem(last=False)
        return known

    def _candidates(self, text: str) -> list[Candidate]:
        sheet, chances = self._reading(text)
        cues: list[Suggestion] = []
        if self._gazetteer.id not in self.off:
            cues += self._gazetteer.suggest(text, sheet.folded)
        if self._segmenter.id not in self.off:
            cues += self._segmenter.suggest(text, sheet)
        if self._patterns.id not in self.off:
            cues += self._patterns.suggest(text, sheet.folded)
        known = self._model.known
        if sequence.ID in self.off:
            chances, known = [], NOTHING
        told = [*cues, *(suggestion for _, suggestion in chances)]
        counts = {}
        refused = set()
        for named in {Named(one.start, one.end, one.label) for one in told}:
            entry = self._gazetteer.entry(sheet.folded[named.start : named.end], named.label)
            counts[named] = entry.labelled
            if entry.refused > entry.labelled:
                refused.add(named)
        found = merged(sheet, chances, cues, counts, known.trust)
        return [each for each in found if each.named not in refused and self._wanted(each)]

    def _wanted(self, candidate: Candidate) -> bool:
        return self._labels is None or candidate.suggestion.label in self._labels

    def _shown(self, candidates: Sequence[Candidate], lowest: float) -> list[Suggestion]:
        scores = self._calibrator.score(candidates).tolist()
        scored = [
            _Scored(*each.named[:2], score, each.suggestion)
            for each, score in zip(candidates, scores, strict=True)
        ]
        chosen = apart(scored, lambda one: one.score - lowest)
        return [replace(each.suggestion, score=each.score) for each in chosen]

    def _count(self, shown: Sequence[Suggestion], lesson: Lesson) -> None:
        """Note what became of suggestions, and what was labelled without one."""
        told = [Candidate(one, ()) for one in shown]
        for one, fate in zip(shown, fates(told, lesson), strict=True):
            if fate is not None:
                name = "taken" if fate == 1 else "corrected" if fate == PARTLY else "refused"
                self._figures[one.label, one.source, name] += 1
        for named in lesson.entities:
            if not any(one.start < named.end and named.start < one.end for one in shown):
                self._figures[named.label, "", "missed"] += 1

    def figures(self) -> dict[tuple[str, str], Figure]:
        """What became of suggestions, by label and source; what was missed has no source."""
        rows: dict[tuple[str, str], Figure] = {}
        for (label, source, name), count in sorted(self._figures.items()):
            rows[label, source] = rows.get((label, source), Figure())._replace(**{name: count})
        return rows

    @property
    def slow(self) -> list[Slow]:
        """The project's patterns that took too long and are left out."""
        return self._patterns.slow

    def dump(self) -> bytes:
        """All that was learned; no text of an article is in it, only strings that were judged."""
        model = np.frombuffer(self._model.dump(), np.uint8)
        header = {
            "version": VERSION,
            "gazetteer": self._gazetteer.state(),
            "segmenter": self._segmenter.tally.state(),
            "patterns": self._patterns.tally.state(),
            "calibrator": self._calibrator.state(),
            "figures": [[*key, count] for key, count in sorted(self._figures.items())],
        }
        return packing.packed(header, {"model": model})

    def load(self, data: bytes) -> None:
        """Know what `dump` told. Raises ValueError for anything else, and stays as it was."""
        header, arrays = packing.unpacked(data)
        fresh = Suggester()
        try:
            if header["version"] != VERSION:
                raise ValueError(f"suggestions of version {header['version']}")
            fresh._gazetteer.restore(header["gazetteer"])
            fresh._segmenter.tally.restore(header["segmenter"])
            fresh._patterns.tally.restore(header["patterns"])
            fresh._calibrator.restore(header["calibrator"])
            figures = _figures(header["figures"])
            fresh._model.load(arrays["model"].tobytes())
        except (KeyError, TypeError, AttributeError, OverflowError) as error:
            raise ValueError(f"broken suggestions: {error!r}") from error
        self._gazetteer.restore(header["gazetteer"])
        self._segmenter.tally.restore(header["segmenter"])
        self._patterns.tally.restore(header["patterns"])
        self._calibrator = fresh._calibrator
        self._figures, self._model = figures, fresh._model
        self._forget()

    def _forget(self) -> None:
        """Read every text anew, for another model reads it otherwise."""
        self._last.clear()
        self._readings.clear()


def _one_of_alike(text: str, shown: Sequence[Suggestion]) -> list[Suggestion]:
    """The likeliest of those that read the same, where these are too many to take one by one."""
    alike: defaultdict[tuple[str, str], list[Suggestion]] = defaultdict(list)
    for one in shown:
        alike[text[one.start : one.end], one.label].append(one)
    kept: list[Suggestion] = []
    for each in alike.values():
        spread = ACCEPT * len(each) > ACCEPT + SPREAD
        kept += [max(each, key=lambda one: one.score)] if spread else each
    return sorted(kept, key=lambda one: one.start)


def _figures(rows: Sequence[Any]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for label, source, name, count in rows:
        if name not in Figure._fields:
            raise ValueError(f"no figure is called {name!r}")
        found[str(label), str(source), name] = int(count)
    return found
