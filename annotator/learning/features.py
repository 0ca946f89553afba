"""A page as the learned model sees it: for each line the names of what is true of it.

A name begins with its group: `words` is what the line says, `shape` how it looks, `around` what
stands near it. No name tells of a whole line or a number as it is, so nothing of a text can be
read from a model.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from annotator.rules.arbiter import Settled
from annotator.rules.page import Line, Page

WORDS, SHAPE, AROUND = "words", "shape", "around"
_LONGEST = 40
_ENDS = 24
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


class Sight(NamedTuple):
    """A page with what the rules found on it, as its lines look around themselves."""

    page: Page
    met: list[list[Settled]]
    found: list[str]
    states: list[tuple[str, int]]
    told: list[int]

    def line(self, number: int) -> list[str]:
        """What is true of a line."""
        return [*self.words(number), *self.shape(number), *self.around(number)]

    def words(self, number: int) -> Iterator[str]:
        """What a line says; of running text, and of what is cut, nothing is told."""
        line = self.page.lines[number]
        return iter(()) if line.prose or self.found[number] else _words(line.text)

    def shape(self, number: int) -> tuple[str, ...]:
        """How a line looks."""
        line = self.page.lines[number]
        if line.prose or self.found[number]:
            return _PROSE if line.prose else _CUT
        return _shape(line.text)

    def around(self, number: int) -> tuple[str, ...]:
        """What stands near a line."""
        line = self.page.lines[number]
        near = tuple(self._near(number, step) for step in (-2, -1, 1, 2))
        close = self.found[max(0, number - 5) : number] + self.found[number + 1 : number + 6]
        cuts = bisect_right(_FEW, len(close) - close.count(""))
        place = self.page.place(line), self.found[number], line.gap
        return _around(place, near, cuts, _told(line, self.told))

    def _near(self, number: int, step: int) -> tuple[str, str, bool] | None:
        """What a neighbour is, its cut, and whether it is like this line; None beyond the ends."""
        at = number + step
        if not 0 <= at < len(self.states):
            return None
        if abs(step) > 1:
            return self.states[at][0], "cut" if self.found[at] else "", False
        return self.states[at][0], self.found[at], self.states[at] == self.states[number]


def sight(page: Page, cuts: Sequence[Settled]) -> Sight:
    """The page with the rules' cuts, ready to be looked at.

    >>> "shape:field" in sight(Page("责任编辑:某某"), []).line(0)
    True
    """
    states = [_state(page, line) for line in page.lines]
    told = [line.number for line in page.lines if line.prose]
    met = list(meetings(page, cuts))
    return Sight(page, met, types_of(page, met), states, told)


def types_of(page: Page, met: Iterable[Sequence[Settled]]) -> list[str]:
    """For each line the type of the cut that most of it lies in, or an empty string.

    `met` are the cuts that touch each line.
    """
    types = []
    for line, cuts in zip(page.lines, met, strict=True):
        inside = {cut.type: min(cut.end, line.end) - max(cut.start, line.start) for cut in cuts}
        largest = max(inside, key=lambda kind: inside[kind], default="")
        types.append(largest if largest and 2 * inside[largest] > len(line) else "")
    return types


def meetings(page: Page, cuts: Sequence[Settled]) -> Iterator[list[Settled]]:
    """For each line the cuts that touch it; they are in order and apart."""
    starts, ends = [cut.start for cut in cuts], [cut.end for cut in cuts]
    for line in page.lines:
        yield list(cuts[bisect_right(ends, line.start) : bisect_left(starts, line.end)])


def _words(text: str) -> Iterator[str]:
    """Pairs of characters, and how the line begins and ends; digits are all the same."""
    plain = _DIGITS.sub("0", text)
    if len(plain) <= _LONGEST:
        pairs = (pair for word in plain.split() for pair in map(add, word, word[1:]))
        for pair in dict.fromkeys(pairs):
            yield f"{WORDS}:{pair}"
    if len(plain) <= _ENDS:
        for size in (2, 3):
            yield f"{WORDS}:^{plain[:size]}"
            yield f"{WORDS}:{plain[-size:]}$"


def _shape(text: str) -> tuple[str, ...]:
    return tuple(_looks(text))


def _looks(text: str) -> Iterator[str]:
    yield f"{SHAPE}:length {_length(text)}"
    yield f"{SHAPE}:pieces {bisect_right(_FEW, len(text.split()))}"
    yield f"{SHAPE}:stops {bisect_right(_FEW, sum(map(text.count, '。!?')))}"
    yield f"{SHAPE}:pauses {bisect_right(_FEW, sum(map(text.count, ',、;')))}"
    yield f"{SHAPE}:ends {_kind(text[-1])}"
    digits = sum(map(len, _DIGITS.findall(text)))
    yield f"{SHAPE}:digits {4 * digits // len(text)}"
    yield f"{SHAPE}:latin {4 * len(_LATIN.findall(text)) // len(text)}"
    for name, fits in _FITS:
        if fits(text):
            yield name


def _kind(char: str) -> str:
    if char in "。!?;,:、…":
        return char
    return "digit" if char.isdigit() else "letter" if char.isalnum() else "mark"


def _length(text: str) -> int:
    return bisect_left(_STEPS, len(text))


def _state(page: Page, line: Line) -> tuple[str, int]:
    """What a line is for its neighbours, and how long."""
    if line.prose:
        return "prose", 0
    return "marked" if line.number in page.marks else "short", _length(line.text)


@lru_cache(maxsize=8192)
def _around(
    here: tuple[str, str, bool],
    near: tuple[tuple[str, str, bool] | None, ...],
    cuts: int,
    told: tuple[int, int],
) -> tuple[str, ...]:
    """The names of what stands near a line; few things do, in many pages."""
    place, own, gap = here
    names = [f"{AROUND}:place {place}", f"{AROUND}:own {own or 'none'}"]
    if gap:
        names.append(f"{AROUND}:gap")
    for step, there in zip((-2, -1, 1, 2), near, strict=True):
        if there is None:
            names.append(f"{AROUND}:{step} end")
            continue
        state, found, like = there
        names += [f"{AROUND}:{step} {state}", f"{AROUND}:{step} {'cut' if found else 'kept'}"]
        if abs(step) == 1:
            names += [f"{AROUND}:{step} type {found or 'none'}", f"{AROUND}:{step} like {like}"]
    names.append(f"{AROUND}:cuts near {cuts}")
    before, behind = told
    names.append(f"{AROUND}:told before {before if before >= 0 else 'never'}")
    names.append(f"{AROUND}:told behind {behind if behind >= 0 else 'never'}")
    names.append(f"{AROUND}:between {before >= 0} {behind >= 0}")
    return tuple(names)


def _told(line: Line, told: Sequence[int]) -> tuple[int, int]:
    """How far it is to running text on either side, in steps; -1 where there is none."""
    at = bisect_left(told, line.number)
    before = bisect_right(_FEW, line.number - told[at - 1]) if at else -1
    behind = bisect_right(_FEW, told[at] - line.number) if at < len(told) else -1
    return before, behind
