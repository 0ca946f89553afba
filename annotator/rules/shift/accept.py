"""Which reading of a run is proven: far likelier as Chinese than the page and than all others."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotator.rules.knowledge import gbk
from annotator.rules.knowledge.chances import chances
from annotator.rules.knowledge.plausible import PageWords, plausibility
from annotator.rules.knowledge.readings import is_reading
from annotator.rules.shift.search import GUESSES, WEIGHED, State, readings
from annotator.rules.shift.sites import GLOSS, MARKS, Start, following
from annotator.text.edits import Edit
from annotator.text.patterns import later

# Two marks that no sentence has in a row, those that start no line, and half an indent.
_MARKS_MEET = later("[\n\u3000，。、；：][，。、；：！？·]|\n\u3000[\u3400-\u9fff]")
# What stands beside a mark is not told as it was.
_DAMAGED = re.compile(f".?[{MARKS}].{{0,4}}")
# What of a page is read for its words.
_READ = 50_000

# How much likelier a reading must be than the page as it stands, than one that differs in its
# first character alone, where the lost byte stood, and than one that differs further on.
_MARGIN = 8.0
_GAP = 5.0
_GAP_STOP = 3.0
_GAP_INSIDE = 6.0
# With a guess, any other reading is a rival.
_GAP_GUESSED = 12.0
# Of damage made up on undamaged pages, 305 of 306 readings without a guess were right, and 18 of 19
# with one (tests/benchmarks/bench_shift.py).
_CERTAIN = 0.95
_GUESSED = 0.9
# A gloss behind the run that reads its last character is as good as a known byte.
_PROOF = 12.0
# A line begins with an ideographic space far more often than the words of a text tell, and where a
# mark stands, a full stop was cut more often than all else.
_INDENTED = 3.0
_STOP = 1.5
# What the characters tell beside the words.
_CHAINED = 0.5
# Poor but real text is likelier than this per character, and a shifted run is not.
_FLOOR = -6.2
_FLOOR_GUESSED = -5.0
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A text with the words that it tells of itself; `no_words` is a page that tells none."""

    text: str
    words: PageWords
    no_words: PageWords


def read_page(text: str) -> ReadPage:
    """The page of a text; what is damaged in it does not count among its words."""
    told = _DAMAGED.sub("\n", GLOSS.sub("", text[:_READ]))
    return ReadPage(text, PageWords(told), PageWords(""))


class _Weighed(NamedTuple):
    """A reading with its margin over the page as it stands, best first when sorted backwards."""

    margin: float
    end: int
    state: State


def restored(page: ReadPage, start: Start) -> Edit | None:
    """The best reading of one run, if it is proven."""
    as_is: dict[int, float] = {}
    certain = _weighed(page, start, readings(page.text, start, 0), as_is)
    guesses = GUESSES
    leads: tuple[int, ...] = ()
    if certain and _is_proven(page, start, certain):
        # Then only what else the run may say behind the same first character can raise a doubt.
        guesses, leads = 1, tuple(gbk.encode(certain[0].state.text[0])[:1])
    found = readings(page.text, start, guesses, leads)
    # Those with a guess are weighed apart: they would crowd the others out.
    guessed = _weighed(page, start, (one for one in found if one[1].guesses), as_is)
    ranked = sorted([*certain, *guessed], reverse=True)
    if not ranked or not _is_proven(page, start, ranked):
        return None
    _, end, state = ranked[0]
    shown = _fold_like(page.text, state.text)
    sure = _GUESSED if state.guesses else _CERTAIN
    return Edit(start.start, end, shown, sure, (page.text[start.start : end], shown))


def _weighed(
    page: ReadPage, start: Start, found: Iterable[tuple[int, State]], as_is: dict[int, float]
) -> list[_Weighed]:
    """The likeliest of the readings found, best first."""
    likely = heapq.nlargest(WEIGHED, found, key=lambda one: one[1])
    weighed = (_Weighed(_margin(page, start, *one, as_is), *one) for one in likely)
    return sorted(weighed, reverse=True)


def _is_proven(page: ReadPage, start: Start, ranked: list[_Weighed]) -> bool:
    """Whether the first of the readings is good enough to be taken."""
    margin, end, state = ranked[0]
    if margin < _MARGIN:
        return False
    said = start.before + state.text + following(page.text, end)
    likely = plausibility().of(said, page.words) / len(said)
    if state.guesses:
        spots = (state.text[spot] for spot in state.spots)
        is_told = likely >= _FLOOR_GUESSED and _gap(ranked, 0) >= _GAP_GUESSED
        return is_told and all("\u3400" <= char <= "\u9fff" for char in spots)
    least = _GAP_STOP if _is_stop(start, state) else _GAP
    is_told = _gap(ranked, 0) >= least and _gap(ranked, 1) >= _GAP_INSIDE
    return is_told and likely >= _FLOOR


def _is_stop(start: Start, state: State) -> bool:
    """Whether a full stop was cut, and a mark stands there in its place."""
    return not start.lost and state.text.startswith("。")


def _gap(ranked: list[_Weighed], first: int) -> float:
    """How much better the best reading is than the next with another text from `first` on."""
    margin, _, best = ranked[0]
    rivals = (one.margin for one in ranked if one.state.text[first:] != best.text[first:])
    return margin - next(rivals, _NEVER)


def _margin(page: ReadPage, start: Start, end: int, state: State, as_is: dict[int, float]) -> float:
    """How much likelier the reading is than the page as it stands; -inf if it is no text at all.

    `as_is` keeps how likely the page is, by the end of the run.
    """
    text = page.text
    gloss = GLOSS.match(text, end)
    if gloss and not is_reading(gloss[0][1:-1], state.text[-1]):
        return _NEVER
    if _MARKS_MEET.search(start.before[-1:] + state.text + text[end : end + 1]):
        return _NEVER
    behind = following(text, end)
    if end not in as_is:
        stands = GLOSS.sub("", text[start.start : end])
        as_is[end] = _likely(start.before, stands, behind, page.no_words)
    after = _likely(start.before, state.text, behind, page.words)
    margin = after - as_is[end] + state.cost + (_PROOF if gloss else 0.0)
    if start.before == "\n" and state.text.startswith("\u3000"):
        margin += _INDENTED
    return margin + (_STOP if _is_stop(start, state) else 0.0)


def _likely(before: str, said: str, behind: str, words: PageWords) -> float:
    """How likely a reading is where it stands: by its words, and a little by its characters."""
    chained = chances().chain(before[-1:] + said + behind[:1])
    return plausibility().of(before + said + behind, words) + _CHAINED * chained


def _fold_like(page: str, text: str) -> str:
    """The text with its full-width marks as wide as the page has them."""
    if "，" in page or "," not in page:
        return text
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
