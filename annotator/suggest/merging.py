"""What all sources say of a text as one list, with what is known of each candidate in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model import Suggestion
from annotator.suggest import gazetteer, patterns, segmenter, sequence
from annotator.suggest.base import Named
from annotator.suggest.chain import Chance
from annotator.suggest.sheet import Sheet

Row = NDArray[np.float64]

_CUES = (gazetteer.ID, segmenter.ID, patterns.ID)


class Candidate(NamedTuple):
    """A range that may be an entity, as its likeliest source has it, and what is known of it."""

    suggestion: Suggestion
    features: tuple[float, ...]

    @property
    def named(self) -> Named:
        """What it would be if a person took it."""
        return Named(self.suggestion.start, self.suggestion.end, self.suggestion.label)


class _Place(NamedTuple):
    """What a whole text tells of each candidate: see `_rivals`, `_edges` and `merged`."""

    rivals: Sequence[tuple[float, str]]
    edges: set[int]
    counts: dict[Named, int]
    trust: Mapping[str, float]
    sure: Mapping[tuple[int, int], float]


def merged(
    sheet: Sheet,
    chances: Sequence[tuple[Chance, Suggestion]],
    cues: Iterable[Suggestion],
    counts: dict[Named, int],
    trust: Mapping[str, float],
) -> list[Candidate]:
    """One candidate for each range and label that any source suggests, in order.

    `counts` says how often what stands there had the label, `trust` how much the sequence model is
    to be trusted with a label, from 0 to 1.
    """
    said: defaultdict[Named, dict[str, Suggestion]] = defaultdict(dict)
    exact: dict[Named, Chance] = {}
    for chance, suggestion in chances:
        named = Named(*chance[:3])
        exact[named] = chance
        said[named][sequence.ID] = suggestion
    for suggestion in cues:
        named = Named(suggestion.start, suggestion.end, suggestion.label)
        there = said[named].get(suggestion.source)
        if there is None or there.score < suggestion.score:
            said[named][suggestion.source] = suggestion
    peers: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for named in said:
        chance_of = exact.get(named)
        string = sheet.folded[named.start : named.end]
        peers[string, named.label].append(chance_of.exact if chance_of else 0.0)
    place = _Place(
        _rivals(len(sheet), exact.values()), _edges(sheet), counts, trust, sheet.lexed.sureness()
    )
    found = []
    for named in sorted(said):
        sources = said[named]
        alike = peers[sheet.folded[named.start : named.end], named.label]
        features = _features(named, sources, exact.get(named), alike, place)
        best = max(sources.values(), key=lambda each: (each.score, each.source))
        found.append(Candidate(best, features))
    return found


def _rivals(length: int, chances: Iterable[Chance]) -> list[tuple[float, str]]:
    """For each character the likeliest range over it with its label."""
    rows: list[tuple[float, str]] = [(0.0, "")] * length
    for chance in sorted(chances, key=lambda each: each.exact):
        start, end, label, exact, _ = chance
        rows[start:end] = [(exact, label)] * (end - start)
    return rows


def _edges(sheet: Sheet) -> set[int]:
    return {0, len(sheet), *sheet.starts.tolist(), *sheet.ends.tolist()}


def _features(
    named: Named,
    sources: dict[str, Suggestion],
    chance: Chance | None,
    alike: Sequence[float],
    place: _Place,
) -> tuple[float, ...]:
    exact = chance.exact if chance else 0.0
    near = chance.near if chance else 0.0
    rival = max(place.rivals[named.start : named.end])
    over = rival[0] if rival[0] > exact else 0.0
    told = [sources[name].score if name in sources else 0.0 for name in _CUES]
    length = named.end - named.start
    segmented = (_odds(told[1]) if told[1] else 0.0, float(not told[1]))
    model = place.trust.get(named.label, 0.0)
    return (
        1.0,
        _odds(exact) * model,
        float(not exact) * model,
        near - exact,
        _odds(told[0]) if told[0] else 0.0,
        float(not told[0]),
        min(log1p(place.counts.get(named, 0)), 4.0),
        *segmented,
        _odds(told[2]) if told[2] else 0.0,
        float(not told[2]),
        _odds(max(alike)) * model if len(alike) > 1 else 0.0,
        min(len(alike), 6) / 6,
        min(length, 12) / 6,
        float(length == 1),
        over if rival[1] == named.label else 0.0,
        exact * bool(told[0]),
        float(named.start in place.edges),
        float(named.end in place.edges),
        over if rival[1] != named.label else 0.0,
        model,
        place.sure.get(named[:2], 0.0),
        *((1 - model) * each for each in segmented),
    )


def _odds(chance: float) -> float:
    held = min(max(chance, 0.003), 0.997)
    return log(held / (1 - held))
