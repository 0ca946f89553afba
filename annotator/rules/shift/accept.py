"""Which reading of a run is proven: far likelier as Chinese than the page and than all others."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotator.rules.knowledge.plausible import PageWords, plausibility
from annotator.rules.knowledge.readings import is_reading
from annotator.rules.shift.search import State, readings
from annotator.rules.shift.sites import GLOSS, MARKS, Start, following
from annotator.text.edits import Edit

# Two marks that no sentence has in a row, and those that start no line.
_MARKS_MEET = re.compile("[\n，。、；：][，。、；：！？]")
# What stands beside a mark is not told as it was.
_DAMAGED = re.compile(f".?[{MARKS}].{{0,4}}")
# What of a page is read for its words.
_READ = 50_000

_WEIGHED = 15
# How much likelier a reading must be than the page as it stands, than one that differs in its
# first character alone, where the lost byte stood, and than one that differs further on.
_MARGIN = 8.0
_GAP = 4.0
_GAP_INSIDE = 5.2
# Of damage made up on undamaged pages, 243 of 254 readings were right, and 134 of 140 above
# _WIDE_GAP. Readings with a guess, right in two of three, only doubt the others.
_WIDE_GAP = 6.0
_CERTAIN = 0.95
_PROVEN = 0.93
# A gloss behind the run that reads its last character is as good as a known byte.
_PROOF = 12.0
# A line begins with an ideographic space far more often than the words of a text tell.
_INDENTED = 3.0
# Poor but real text is likelier than this per character, and a shifted run is not.
_FLOOR = -9.5
_NEVER = float("-inf")
# Too small a margin to be taken, or to doubt one that may be.
_NO_RIVAL = _MARGIN - _WIDE_GAP


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A text with the words that it tells of itself."""

    text: str
    words: PageWords


def read_page(text: str) -> ReadPage:
    """The page of a text; what is damaged in it does not count among its words."""
    return ReadPage(text, PageWords(_DAMAGED.sub("\n", GLOSS.sub("", text[:_READ]))))


class _Weighed(NamedTuple):
    """A reading with its margin over the page as it stands, best first when sorted backwards."""

    margin: float
    end: int
    state: State


def restored(page: ReadPage, start: Start) -> Edit | None:
    """The best reading of one run, if it is proven."""
    as_is: dict[int, float] = {}
    certain = _weighed(page, start, readings(page.text, start, 0), as_is)
    if not certain or certain[0].margin < _MARGIN:
        # Only a reading without a guess is taken, so there is nothing to doubt.
        return None
    found = list(readings(page.text, start))
    # Those with a guess are weighed apart: they would crowd the others out.
    certain = _weighed(page, start, (one for one in found if not one[1].guesses), as_is)
    guessed = _weighed(page, start, (one for one in found if one[1].guesses), as_is)
    ranked = sorted([*certain, *guessed], reverse=True)
    if not _is_proven(ranked):
        return None
    _, end, state = ranked[0]
    shown = _fold_like(page.text, state.text)
    sure = _CERTAIN if _gap(ranked, 0) >= _WIDE_GAP else _PROVEN
    return Edit(start.start, end, shown, sure, (page.text[start.start : end], shown))


def _weighed(
    page: ReadPage, start: Start, found: Iterable[tuple[int, State]], as_is: dict[int, float]
) -> list[_Weighed]:
    """The likeliest of the readings found, best first."""
    likely = heapq.nlargest(_WEIGHED, found, key=lambda one: one[1])
    weighed = (_Weighed(_margin(page, start, *one, as_is), *one) for one in likely)
    return sorted(weighed, reverse=True)


def _is_proven(ranked: list[_Weighed]) -> bool:
    """Whether the first of the readings is good enough to be taken."""
    best = ranked[0]
    if best.margin < _MARGIN or best.state.guesses:
        return False
    return _gap(ranked, 0) >= _GAP and _gap(ranked, 1) >= _GAP_INSIDE


def _gap(ranked: list[_Weighed], first: int) -> float:
    """How much better the best reading is than the next with another text from `first` on."""
    margin, _, best = ranked[0]
    rivals = (one.margin for one in ranked if one.state.text[first:] != best.text[first:])
    return margin - next(rivals, _NEVER)


def _margin(page: ReadPage, start: Start, end: int, state: State, as_is: dict[int, float]) -> float:
    """How much likelier the reading is than the page as it stands; -inf if it is no text at all.

    `as_is` keeps how likely the page is, by the end of the run.
    """
    chances, text = plausibility(), page.text
    gloss = GLOSS.match(text, end)
    if gloss and not is_reading(gloss[0][1:-1], state.text[-1]):
        return _NEVER
    if _MARKS_MEET.search(start.before[-1:] + state.text + text[end : end + 1]):
        return _NEVER
    behind = following(text, end)
    if end not in as_is:
        stands = GLOSS.sub("", text[start.start : end])
        as_is[end] = chances.of(start.before + stands + behind)
    after = chances.of(start.before + state.text + behind, page.words)
    margin = after - as_is[end] + state.cost + (_PROOF if gloss else 0.0)
    if start.before == "\n" and state.text.startswith("\u3000"):
        margin += _INDENTED
    if margin < _NO_RIVAL or chances.of(state.text, page.words) >= _FLOOR * len(state.text):
        return margin
    return _NEVER


def _fold_like(page: str, text: str) -> str:
    """The text with its full-width marks as wide as the page has them."""
    if "，" in page or "," not in page:
        return text
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
