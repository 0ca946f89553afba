"""A page as the learned model sees it: for each line the names of what is true of it.

A name begins with its group: `words` is what the line says, `shape` how it looks, `around` what
stands near it. No name tells of a whole line or a number as it is, so nothing of a text can be
read from a model.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import add
from typing import NamedTuple

from annotator.rules.arbiter import Settled
from annotator.rules.page import Line, Page

WORDS, SHAPE, AROUND = "words", "shape", "around"
_LONGEST = 40
_ENDS = 24
_CLOSE = 5
_STEPS = (2, 4, 6, 9, 13, 20, 30, 45, 70, 120)
_FEW = (0, 1, 2, 4, 8, 16)
_DIGITS = re.compile(r"\d+")
_LATIN = re.compile("[A-Za-z]")
_SHAPES = {
    "date": re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d+\s?(?:分钟|小时|天|个?月|年)前"),
    "clock": re.compile(r"\d{1,2}:\d\d"),
    "phone": re.compile(r"(?:\d[\d-]{6,}\d)"),
    "address": re.compile(r"https?:|www\.|@|\.(?:com|cn|net|org)"),
    "parted": re.compile(r"\s[|/·-]\s|\|"),
    "path": re.compile(r"[>»→]"),
    "bullet": re.compile(r"[-·•*●▪◆«<←\[#]"),
    "field": re.compile(r"\S{1,6}:"),
    "brackets": re.compile(r"[【\[(].*[】\])]$"),
    "dots": re.compile(r".*(?:\.\.\.|…)\W?$"),
    "sign": re.compile(r".*[©®]"),
    "number": re.compile(r"\W*\d[\d.,]*\W*$"),
    "first": re.compile(r"[我你他她它咱]|.*[吗呢吧啊]\W?$"),
}
_PROSE, _CUT = (f"{SHAPE}:prose",), (f"{SHAPE}:cut",)
_SEARCHED = ("date", "clock", "phone", "address", "parted", "path")
_FITS = tuple(
    (f"{SHAPE}:{name}", pattern.search if name in _SEARCHED else pattern.match)
    for name, pattern in _SHAPES.items()
)
_SAID = ("length", "pieces", "stops", "pauses", "ends", "digits", "latin")
_OF_DIGITS = ("date", "clock", "phone", "number")
_FITS_WITHOUT_DIGITS = tuple(
    fits for name, fits in zip(_SHAPES, _FITS, strict=True) if name not in _OF_DIGITS
)
_TOLD = "prose", 0
_IN_FRONT, _BEHIND = (-2, -1), (1, 2)

_Near = tuple[str, str, bool] | None
"""What a neighbour is, its cut, and whether it is like this line; None beyond the ends."""


class Sight(NamedTuple):
    """A page with what the rules found on it, as its lines look around themselves."""

    page: Page
    met: list[list[Settled]]
    found: list[str]
    states: list[tuple[str, int]]
    told: list[int]

    def line(self, number: int) -> list[str]:
        """What is true of a line."""
        words = (f"{WORDS}:{word}" for word in self.words(number))
        return [*words, *self.shape(number), *chain.from_iterable(self.around(number))]

    def words(self, number: int) -> Sequence[str]:
        """What a line says, without its group; of running text and what is cut nothing is told."""
        line = self.page.lines[number]
        return () if line.prose or self.found[number] else _words(line.text)

    def shape(self, number: int) -> tuple[str, ...]:
        """How a line looks."""
        line = self.page.lines[number]
        if line.prose or self.found[number]:
            return _PROSE if line.prose else _CUT
        return _shape(line.text)

    def around(self, number: int) -> tuple[tuple[str, ...], ...]:
        """What stands near a line, in groups each of which many lines have in common."""
        line, found = self.page.lines[number], self.found
        close = found[max(0, number - _CLOSE) : number + _CLOSE + 1]
        cuts = bisect_right(_FEW, len(close) - close.count("") - (found[number] != ""))
        near = self._near(number)
        return (
            _own(self.page.place(line), found[number], line.gap),
            _beside(_IN_FRONT, near[:2]),
            _beside(_BEHIND, near[2:]),
            _reached(cuts, *_told(line, self.told)),
        )

    def _near(self, number: int) -> tuple[_Near, _Near, _Near, _Near]:
        """The two lines on either side."""
        states, found, behind = self.states, self.found, len(self.states) - number
        here = states[number]
        return (
            (states[number - 2][0], found[number - 2] and "cut", False) if number > 1 else None,
            (states[number - 1][0], found[number - 1], states[number - 1] == here)
            if number
            else None,
            (states[number + 1][0], found[number + 1], states[number + 1] == here)
            if behind > 1
            else None,
            (states[number + 2][0], found[number + 2] and "cut", False) if behind > 2 else None,
        )


def sight(page: Page, cuts: Sequence[Settled]) -> Sight:
    """The page with the rules' cuts, ready to be looked at.

    >>> "shape:field" in sight(Page("责任编辑:某某"), []).line(0)
    True
    """
    marks = page.marks
    states = [
        _TOLD if line.prose else ("marked" if line.number in marks else "short", _length(line.text))
        for line in page.lines
    ]
    told = [line.number for line in page.lines if line.prose]
    met = meetings(page, cuts)
    return Sight(page, met, types_of(page, met), states, told)


def types_of(page: Page, met: Iterable[Sequence[Settled]]) -> list[str]:
    """For each line the type of the cut that most of it lies in, or an empty string.

    `met` are the cuts that touch each line.
    """
    pairs = zip(page.lines, met, strict=True)
    return [_type_of(line, cuts) if cuts else "" for line, cuts in pairs]


def _type_of(line: Line, cuts: Sequence[Settled]) -> str:
    inside = {cut.type: min(cut.end, line.end) - max(cut.start, line.start) for cut in cuts}
    largest = max(inside, key=lambda kind: inside[kind])
    return largest if 2 * inside[largest] > len(line) else ""


def meetings(page: Page, cuts: Sequence[Settled]) -> list[list[Settled]]:
    """For each line the cuts that touch it; they are in order and apart."""
    starts, ends = [line.start for line in page.lines], [line.end for line in page.lines]
    met: list[list[Settled]] = [[] for _ in starts]
    for cut in cuts:
        for number in range(bisect_right(ends, cut.start), bisect_left(starts, cut.end)):
            met[number].append(cut)
    return met


def _words(text: str) -> list[str]:
    """Pairs of characters, and how the line begins and ends; digits are all the same."""
    plain = _DIGITS.sub("0", text)
    found: list[str] = []
    if len(plain) <= _LONGEST:
        pairs = (map(add, word, word[1:]) for word in plain.split())
        found += dict.fromkeys(chain.from_iterable(pairs))
    if len(plain) <= _ENDS:
        found += (f"^{plain[:2]}", f"{plain[-2:]}$", f"^{plain[:3]}", f"{plain[-3:]}$")
    return found


def _shape(text: str) -> tuple[str, ...]:
    size, digits = len(text), sum(map(len, _DIGITS.findall(text)))
    fits = _FITS if digits else _FITS_WITHOUT_DIGITS
    said = (
        _length(text),
        bisect_right(_FEW, len(text.split())),
        bisect_right(_FEW, text.count("。") + text.count("!") + text.count("?")),
        bisect_right(_FEW, text.count(",") + text.count("、") + text.count(";")),
        _kind(text[-1]),
        4 * digits // size,
        4 * len(_LATIN.findall(text)) // size,
    )
    return _looks(said, tuple([name for name, is_so in fits if is_so(text)]))


@lru_cache(maxsize=8192)
def _looks(said: tuple[int | str, ...], fits: tuple[str, ...]) -> tuple[str, ...]:
    """The names of how a line looks; few things do, in many pages."""
    names = zip(_SAID, said, strict=True)
    return (*(f"{SHAPE}:{name} {one}" for name, one in names), *fits)


def _kind(char: str) -> str:
    if char in "。!?;,:、…":
        return char
    return "digit" if char.isdigit() else "letter" if char.isalnum() else "mark"


def _length(text: str) -> int:
    return bisect_left(_STEPS, len(text))


@lru_cache(maxsize=1024)
def _own(place: str, own: str, gap: bool) -> tuple[str, ...]:
    """The names of where a line stands, and of what it is cut for."""
    names = f"{AROUND}:place {place}", f"{AROUND}:own {own or 'none'}"
    return (*names, f"{AROUND}:gap") if gap else names


@lru_cache(maxsize=8192)
def _beside(steps: tuple[int, int], near: tuple[_Near, ...]) -> tuple[str, ...]:
    """The names of the two lines on one side."""
    names: list[str] = []
    for step, there in zip(steps, near, strict=True):
        if there is None:
            names.append(f"{AROUND}:{step} end")
            continue
        state, found, like = there
        names += [f"{AROUND}:{step} {state}", f"{AROUND}:{step} {'cut' if found else 'kept'}"]
        if abs(step) == 1:
            names += [f"{AROUND}:{step} type {found or 'none'}", f"{AROUND}:{step} like {like}"]
    return tuple(names)


@lru_cache(maxsize=1024)
def _reached(cuts: int, before: int, behind: int) -> tuple[str, ...]:
    """The names of how many cuts are near, and of how far running text is on either side."""
    return (
        f"{AROUND}:cuts near {cuts}",
        f"{AROUND}:told before {before if before >= 0 else 'never'}",
        f"{AROUND}:told behind {behind if behind >= 0 else 'never'}",
        f"{AROUND}:between {before >= 0} {behind >= 0}",
    )


def _told(line: Line, told: Sequence[int]) -> tuple[int, int]:
    """How far it is to running text on either side, in steps; -1 where there is none."""
    at = bisect_left(told, line.number)
    before = bisect_right(_FEW, line.number - told[at - 1]) if at else -1
    behind = bisect_right(_FEW, told[at] - line.number) if at < len(told) else -1
    return before, behind
