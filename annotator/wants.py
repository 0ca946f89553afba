"""What a project wants of its suggestions: its own patterns and dictionaries, what is off."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.document import Document
from annotator.engine import Given, OwnPattern, Terms
from annotator.errors import InputError
from annotator.filters import Filter, Within
from annotator.find.matching import GaveUp, matcher_of
from annotator.formats.charset import detect
from annotator.formats.encodings import UTF8, NotText, decode
from annotator.model import Label, LabelId
from annotator.settings import Value
from annotator.store import Store
from annotator.store.suggestions import Dictionary

_SECONDS = 0.5
_ALL_SECONDS = 5.0
_SAMPLES = 8
# The frequency and the part of speech of a user dictionary, either of which may be missing.
_LAST_FIELDS = re.compile(r"(\s+\d+)?(\s+[a-z]+)?$")

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a pattern finds: how often, in how many of how many articles, and a few of the finds.

    `slow` says that it took too long on an article: such a pattern is not used.
    """

    count: int
    articles: int
    of: int
    samples: tuple[str, ...]
    slow: bool = False


class Wants:
    """Reads the settings of suggestions, and keeps the dictionaries."""

    def __init__(
        self,
        store: Store,
        setting: Callable[[str], Value],
        labels: Callable[[], Mapping[LabelId, Label]],
    ) -> None:
        self._store, self._setting, self._labels = store, setting, labels

    def given(self) -> Given:
        """All of it by names; what is of a label that was deleted is left out."""
        with self._store.lock:
            names = {label.id: label.name for label in self._labels().values()}
        least = str(self._setting("least_score"))
        return Given(
            tuple(names.values()),
            frozenset(self._setting("disabled_suggesters")),
            float(least) if least else None,
            tuple(
                (own.name, own.pattern, names[own.label])
                for own in self.patterns()
                if own.label in names
            ),
            tuple(
                Terms(held.name, names[held.label], tuple(self._store.suggestions.terms(held.name)))
                for held in self.dictionaries()
                if held.label in names
            ),
        )

    def patterns(self) -> tuple[OwnPattern, ...]:
        """The project's own patterns, in order."""
        held = self._setting("own_patterns")
        return tuple(own for text in held if (own := OwnPattern.from_text(text)) is not None)

    def dictionaries(self) -> list[Dictionary]:
        """Every dictionary, by name."""
        return self._store.suggestions.dictionaries()

    def take_dictionary(self, path: Path, label: LabelId) -> int:
        """Keep the terms of a file under its name, in the place of what was kept so; how many.

        Raises InputError for a file that cannot be read or has no term.
        """
        terms = read_terms(path)
        self._store.suggestions.put_dictionary(path.stem, label, terms)
        return len(terms)

    def drop_dictionary(self, name: str) -> None:
        """Forget a dictionary."""
        self._store.suggestions.drop_dictionary(name)


def read_terms(path: Path) -> list[str]:
    """The terms of a file, each once: one a line, in whatever Chinese encoding.

    What follows a term on its line, as the frequency and the part of speech do in a user dictionary
    of jieba, does not matter. Raises InputError for a file that cannot be read or has no term.
    """
    try:
        data = path.read_bytes()
        text = decode(data, detect(data) or UTF8)
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {reason}.", "Check the file.", path=path, reason=error.strerror
        ) from error
    except NotText as error:
        raise InputError(
            "{path} is no text in a known encoding.", "Save it as UTF-8.", path=path
        ) from error
    lines = (_LAST_FIELDS.sub("", line.strip()) for line in text.removeprefix("\ufeff").split("\n"))
    terms = list(dict.fromkeys(term for term in lines if term))
    if not terms:
        raise InputError("{path} has no term.", "Write one term a line.", path=path)
    return terms


def check_pattern(pattern: str) -> None:
    """Raises NotAllowed for what is no regular expression."""
    matcher_of(Filter(text=pattern, pattern=True, within=Within.CLEAN))


def try_pattern(
    pattern: str, documents: Iterable[Document], total: int, progress: Progress | None = None
) -> Tried:
    """What a pattern finds in the clean texts of these articles, until its time is over.

    It is given up on the first article it takes too long on. Raises NotAllowed for what is no
    pattern; `progress` may raise Cancelled.
    """
    matcher = matcher_of(Filter(text=pattern, pattern=True, within=Within.CLEAN), _SECONDS)
    if matcher is None:
        return Tried(0, 0, total, ())
    count = having = looked = 0
    samples: list[str] = []
    end = time.monotonic() + _ALL_SECONDS
    for document in documents:
        clean = document.composition.clean
        try:
            found = list(matcher.spans(clean))
        except GaveUp:
            return Tried(count, having, looked + 1, tuple(samples), slow=True)
        looked += 1
        count, having = count + len(found), having + bool(found)
        room = _SAMPLES - len(samples)
        samples += [clean[start:end_] for start, end_ in found[:room]]
        if progress is not None:
            progress(looked, total)
        if time.monotonic() > end:
            break
    return Tried(count, having, looked, tuple(samples))
