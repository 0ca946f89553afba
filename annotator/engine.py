"""What suggests, as a project wants it: its sources, patterns and dictionaries, and how sure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from annotator.errors import UserError
from annotator.model import LabelId, Suggestion
from annotator.parallel import alone
from annotator.store.packing import to_json
from annotator.suggest import REASONS, Lesson, OwnPattern, Suggester, compiled, told_of
from annotator.suggest.base import Named

SOURCES = tuple(REASONS)
"""The ids of the sources, in the order they are shown."""


class KeptPattern(NamedTuple):
    """A regular expression of a project as its settings keep it: all it finds may be of a label.

    >>> KeptPattern.from_text(KeptPattern("车牌", "沪[A-Z]", LabelId(3)).to_text())
    KeptPattern(name='车牌', pattern='沪[A-Z]', label=3)
    """

    name: str
    pattern: str
    label: LabelId

    def to_text(self) -> str:
        """The value that a project keeps."""
        return to_json(self._asdict())

    @classmethod
    def from_text(cls, text: str) -> KeptPattern | None:
        """What `to_text` made; None for what this version cannot read, or is no pattern."""
        try:
            held = json.loads(text)
            kept = cls(str(held["name"]), str(held["pattern"]), LabelId(int(held["label"])))
            compiled(OwnPattern(kept.name, "", kept.pattern))
        except (ValueError, KeyError, TypeError, UserError):
            return None
        return kept


class Terms(NamedTuple):
    """The terms of a dictionary; `label` is a name."""

    name: str
    label: str
    terms: tuple[str, ...]


class Given(NamedTuple):
    """What a project's settings want of its suggestions; labels by name.

    `least` is the least score worth showing, None where that is to be found.
    """

    labels: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    least: float | None = None
    patterns: tuple[OwnPattern, ...] = ()
    dictionaries: tuple[Terms, ...] = ()

    def digest(self) -> str:
        """Another one for other wants."""
        lists = [[*terms] for terms in self.dictionaries]
        own = [[each.name, each.label, each.expression] for each in self.patterns]
        held = to_json([sorted(self.labels), sorted(self.off), self.least, own, lists])
        return hashlib.sha256(held.encode()).hexdigest()[:12]


class Engine:
    """A suggester that is told of articles again and again while they are worked on."""

    def __init__(self, given: Given, kept: bytes = b"", least: float | None = None) -> None:
        """`kept` is what `dump` gave, or empty; where it cannot be read it counts as empty.

        `least` goes before what `given` says of it.
        """
        terms: dict[str, list[str]] = {}
        for one in given.dictionaries:
            terms.setdefault(one.label, []).extend(one.terms)
        self._suggester = Suggester(given.patterns, terms, given.off, given.labels)
        self._least = least if least is not None else given.least
        if kept:
            # What is of another version, or damaged, is learned anew.
            with suppress(ValueError):
                self._suggester.load(kept)
        self._told: dict[int, Lesson] = {}

    def observe(self, article: int, lesson: Lesson) -> bool:
        """Take in an article as it is now; whether all of it could be.

        What it was told of an article before is not told twice, but cannot be taken back either.
        """
        before = self._told.get(article)
        if before is None or before.text != lesson.text:
            before = Lesson(lesson.text, (), (), whole=False)
        self._told[article] = lesson
        if lesson.whole and not before.whole:
            # Now that what is left alone counts as well, it is looked at as a whole.
            self._suggester.observe(lesson)
            return True
        entities, refused = (
            _new(lesson.entities, before.entities),
            _new(lesson.refused, before.refused),
        )
        if entities or refused:
            self._suggester.observe(Lesson(lesson.text, entities, refused, whole=False))
        return not (_new(before.entities, lesson.entities) or _new(before.refused, lesson.refused))

    def suggest(self, text: str) -> list[Suggestion]:
        """What is worth showing in a text, of the labels that there are."""
        return self._suggester.suggest(text, lowest=self._least)

    def dump(self) -> bytes:
        """All that is known."""
        return self._suggester.dump()


def _new(there: Iterable[Named], before: Iterable[Named]) -> tuple[Named, ...]:
    known = set(before)
    return tuple(named for named in there if named not in known)


def learned(given: Given, before: bytes, taught: tuple[Sequence[Lesson], Sequence[str]]) -> bytes:
    """What is known after learning from lessons and from texts that nobody labelled.

    A model that does worse than the one before is not in it.
    """
    engine = Engine(given, before)
    engine._suggester.fit(*taught)
    return engine.dump()


def suggested_in(
    given: Given, kept: bytes, least: float | None, texts: Sequence[str]
) -> list[list[Suggestion] | None]:
    """What is suggested in each of these texts."""
    engine = _engine(given, kept, least)
    return [engine.suggest(text) for text in texts]


_engines: list[tuple[tuple[object, ...], Engine]] = []
"""In a process that suggests: the last one used, for loading it takes longer than a text."""


def _engine(given: Given, kept: bytes, least: float | None) -> Engine:
    wanted = given, kept, least
    if not _engines or _engines[0][0] != wanted:
        _engines[:] = [(wanted, Engine(given, kept, least))]
    return _engines[0][1]


def suggested_apart(
    work: Callable[[Sequence[str]], list[list[Suggestion] | None]], texts: Sequence[str]
) -> list[list[Suggestion] | None]:
    """The same after the process was killed, each by one of its own: None for one that kills it."""
    return [found for text in texts for found in alone(work, [text], fresh=True) or [None]]


def source_name(source: str, language: str) -> str:
    """What a source is called, "zh" or "en"; empty for one of another version, or none."""
    told = REASONS.get(source)
    return "" if told is None else told.zh_name if language == "zh" else told.en_name


def reason(source: str, details: Sequence[str], language: str) -> str:
    """Why something is suggested, as a sentence; empty where nobody knows.

    >>> reason("gazetteer", ("上海", "LOC", "3", "0"), "en")
    '“上海” was labelled LOC 3× in this project'
    """
    told = told_of(source, details)
    try:
        return "" if told is None else (told.zh if language == "zh" else told.en).format(*details)
    except IndexError:
        return ""
