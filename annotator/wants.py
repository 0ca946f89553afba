"""What a project wants of its suggestions: its own patterns and dictionaries, what is off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator import suggest
from annotator.document import Document
from annotator.engine import Given, KeptPattern, Terms
from annotator.errors import InputError, mark
from annotator.formats.charset import detect
from annotator.formats.encodings import UTF8, NotText, decode
from annotator.model import Label, LabelId
from annotator.progress import Progress
from annotator.reasons import unreadable
from annotator.settings import Value
from annotator.store import Store
from annotator.store.suggestions import Dictionary
from annotator.suggest import OwnPattern, compiled, places

_ALL_SECONDS = 5.0
_SAMPLES = 8


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
            frozenset(names.values()),
            frozenset(self._setting("disabled_suggesters")),
            float(least) if least else None,
            tuple(
                OwnPattern(own.name, names[own.label], own.pattern)
                for own in self.patterns()
                if own.label in names
            ),
            tuple(
                Terms(held.name, names[held.label], tuple(self._store.suggestions.terms(held.name)))
                for held in self.dictionaries()
                if held.label in names
            ),
        )

    def patterns(self) -> tuple[KeptPattern, ...]:
        """The project's own patterns, in order."""
        held = self._setting("own_patterns")
        return tuple(own for text in held if (own := KeptPattern.from_text(text)) is not None)

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
    """The terms of a file in whatever Chinese encoding, each once.

    Raises InputError for a file that cannot be read or has no term.
    """
    try:
        data = path.read_bytes()
        text = decode(data, detect(data) or UTF8)
    except OSError as error:
        raise unreadable(path, error, mark("Check the file.")) from error
    except NotText as error:
        raise InputError(
            "{path} is no text in a known encoding.", "Save it as UTF-8.", path=path
        ) from error
    terms = [held.term for held in suggest.read_terms(text).terms]
    if not terms:
        raise InputError("{path} has no term.", "Write one term a line.", path=path)
    return terms


def try_pattern(
    own: OwnPattern, documents: Iterable[Document], total: int, progress: Progress | None = None
) -> Tried:
    """What a pattern finds in the clean texts of these articles, until its time is over.

    It is given up on the first article it takes too long on, as it would be when it suggests.
    Raises InputError for what is no pattern; `progress` may raise Cancelled.
    """
    expression = compiled(own)
    count = having = looked = 0
    samples: list[str] = []
    end = time.monotonic() + _ALL_SECONDS
    for document in documents:
        clean = document.composition.clean
        looked += 1
        try:
            found = list(places(expression, clean))
        except TimeoutError:
            return Tried(count, having, looked, tuple(samples), slow=True)
        count, having = count + len(found), having + bool(found)
        samples += [clean[low:high] for low, high in found[: _SAMPLES - len(samples)]]
        if progress is not None:
            progress(looked, total)
        if time.monotonic() > end:
            break
    return Tried(count, having, looked, tuple(samples))
