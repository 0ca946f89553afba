"""What suggests, as a project wants it: its sources, patterns and dictionaries, and its threshold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.model import ArticleId, LabelId, Suggestion
from annotator.parallel import alone
from annotator.store.packing import to_json
from annotator.suggest.base import Lesson


class OwnPattern(NamedTuple):
    """A regular expression of a project: all it finds may be of one label.

    >>> OwnPattern.from_text(OwnPattern("车牌", "沪[A-Z]", LabelId(3)).to_text())
    OwnPattern(name='车牌', pattern='沪[A-Z]', label=3)
    """

    name: str
    pattern: str
    label: LabelId

    def to_text(self) -> str:
        """The value that a project keeps."""
        return to_json(self._asdict())

    @classmethod
    def from_text(cls, text: str) -> OwnPattern | None:
        """What `to_text` made; None for what this version cannot read."""
        try:
            held = json.loads(text)
            return cls(str(held["name"]), str(held["pattern"]), LabelId(int(held["label"])))
        except (ValueError, KeyError, TypeError):
            return None


class Terms(NamedTuple):
    """The terms of a dictionary; `label` is a name."""

    name: str
    label: str
    terms: tuple[str, ...]


class Given(NamedTuple):
    """What a project's settings want of its suggestions; labels by name.

    `least` is the least score worth showing, None where that is to be found.
    """

    labels: tuple[str, ...]
    off: frozenset[str] = frozenset()
    least: float | None = None
    patterns: tuple[tuple[str, str, str], ...] = ()
    dictionaries: tuple[Terms, ...] = ()

    def digest(self) -> str:
        """Another one for other wants."""
        held = to_json(
            [self.labels, sorted(self.off), self.least, self.patterns, self.dictionaries]
        )
        return hashlib.sha256(held.encode()).hexdigest()[:12]


class Engine:
    """INTERIM stand-in until the facade is merged."""

    def __init__(self, given: Given, kept: bytes = b"") -> None:
        self._given = given
        self._terms: dict[str, str] = dict(json.loads(kept)) if kept else {}
        self._recent: dict[ArticleId, Lesson] = {}

    def fit(self, lessons):
        for lesson in lessons:
            for e in lesson.entities:
                self._terms[lesson.text[e.start : e.end]] = e.label

    def observe(self, article: ArticleId, lesson: Lesson) -> None:
        self._recent[article] = lesson

    def suggest(self, text: str) -> list[Suggestion]:
        from annotator.find.folding import fold

        terms = dict(self._terms)
        for lesson in self._recent.values():
            for e in lesson.entities:
                terms[lesson.text[e.start : e.end]] = e.label
        folded = fold(text)
        out = []
        taken = [False] * len(text)
        for term in sorted(terms, key=len, reverse=True):
            key = fold(term)
            at = folded.find(key)
            while at >= 0:
                end = at + len(key)
                if not any(taken[at:end]):
                    taken[at:end] = [True] * (end - at)
                    out.append(Suggestion(at, end, terms[term], 0.9, "gazetteer", (term,)))
                at = folded.find(key, end)
        return sorted(out, key=lambda s: s.start)

    def dump(self):
        return json.dumps(self._terms).encode()


def learned(given: Given, before: bytes, lessons: Sequence[Lesson]) -> bytes:
    engine = Engine(given)
    engine.fit(lessons)
    return engine.dump()


def suggested_in(given, kept, least, texts):
    engine = Engine(given, kept)
    return [[s for s in engine.suggest(t) if s.score >= (least or 0)] for t in texts]


def suggested_apart(work, texts):
    return [(alone(work, [t], fresh=True) or [None])[0] for t in texts]


def reason(source: str, details: tuple[str, ...], language: str) -> str:
    return f"{source}: {', '.join(details)}"


SOURCES = ("gazetteer", "patterns", "segments", "crf")


def source_name(source, language):
    return source
