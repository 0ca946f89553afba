"""Where a text holds what is looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import regex

from annotator.document import Document
from annotator.errors import NotAllowed
from annotator.filters import Filter, Within
from annotator.find.folding import fold
from annotator.reasons import of_pattern

Spans = Callable[[str], Iterator[tuple[int, int]]]

# A pattern may take exponential time on a text; then it is looked for no further.
_SECONDS = 0.5


class GaveUp(Exception):
    """A pattern took too long on one text; what was found before was yielded."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Looks for the text or the pattern of one filter, in texts of any length.

    `spans` yields what it finds as half-open ranges in code points, none of them empty, in order;
    it raises GaveUp where a pattern takes too long.
    """

    within: Within
    spans: Spans

    def found(self, text: str) -> bool:
        """Whether a text holds it at all."""
        return next(self.spans(text), None) is not None

    def places(self, document: Document) -> list[tuple[int, int]]:
        """Where an article has it, as ranges on raw, in order.

        What stands in both texts counts once; after giving up, what was found before it.
        """
        composition = document.composition
        places: list[tuple[int, int]] = []
        with suppress(GaveUp):
            if self.within is not Within.RAW:
                places += (composition.to_raw(*span) for span in self.spans(composition.clean))
            if self.within is not Within.CLEAN:
                places += self.spans(composition.raw)
        apart: list[tuple[int, int]] = []
        for start, end in sorted(set(places)):
            if not apart or start >= apart[-1][1]:
                apart.append((start, end))
        return apart


def matcher_of(wanted: Filter, seconds: float = _SECONDS) -> Matcher | None:
    """What looks for the text of a filter, None where it has none; NotAllowed for a bad pattern.

    A pattern is given up after `seconds` in one text.
    """
    if not wanted.text:
        return None
    if wanted.pattern:
        return Matcher(wanted.within, _by_pattern(wanted.text, seconds))
    return Matcher(wanted.within, _by_text(fold(wanted.text)))


def _by_text(folded: str) -> Spans:
    def spans(text: str) -> Iterator[tuple[int, int]]:
        held = fold(text)
        at = held.find(folded)
        while at >= 0:
            yield at, at + len(folded)
            at = held.find(folded, at + len(folded))

    return spans


def _by_pattern(pattern: str, seconds: float) -> Spans:
    try:
        made = regex.compile(pattern, regex.MULTILINE)
    except regex.error as error:
        raise NotAllowed(
            "This is no regular expression: {reason}.",
            "Mend it, or look for it as plain text.",
            reason=of_pattern(error),
        ) from error

    def spans(text: str) -> Iterator[tuple[int, int]]:
        try:
            for match in made.finditer(text, timeout=seconds, concurrent=True):
                if match.end() > match.start():
                    yield match.span()
        except TimeoutError as error:
            raise GaveUp from error

    return spans
