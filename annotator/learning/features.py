"""A page as the learned model sees it: for each line the names of what is true of it.

A name begins with its group: `words` is what the line says, `shape` how it looks, `around` what
stands near it. No name tells of a whole line or a number as it is, so nothing of a text can be
read from a model.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.rules.arbiter import Settled
from annotator.rules.page import Line, Page

WORDS, SHAPE, AROUND = "words", "shape", "around"
_LONGEST = 40
_ENDS = 24
_STEPS = (2, 4, 6, 9, 13, 20, 30, 45, 70, 120)
_FEW = (0, 1, 2, 4, 8, 16)
_DIGITS = re.compile(r"\d+")
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
_SEARCHED = ("date", "clock", "phone", "address", "parted", "path")


class Sight(NamedTuple):
    """A page with what the rules found on it, as its lines look around themselves."""

    page: Page
    found: list[str]
    states: list[tuple[str, int]]
    told: list[int]

    def line(self, number: int) -> list[str]:
        """What is true of a line."""
        line = self.page.lines[number]
        return [
            *_itself(line, self.found[number]),
            *_around(self.page, line, self.states, self.found),
            *_place(line, len(self.page.lines), self.told),
        ]


def sight(page: Page, cuts: Sequence[Settled]) -> Sight:
    """The page with the rules' cuts, ready to be looked at.

    >>> "shape:field" in sight(Page("责任编辑:某某"), []).line(0)
    True
    """
    states = [_state(page, line) for line in page.lines]
    told = [line.number for line in page.lines if line.prose]
    return Sight(page, types_of(page, cuts), states, told)


def types_of(page: Page, cuts: Sequence[Settled]) -> list[str]:
    """For each line the type of the cut that most of it lies in, or an empty string."""
    types = []
    for line, met in zip(page.lines, meetings(page, cuts), strict=True):
        inside = {cut.type: min(cut.end, line.end) - max(cut.start, line.start) for cut in met}
        largest = max(inside, key=lambda kind: inside[kind], default="")
        types.append(largest if largest and 2 * inside[largest] > len(line) else "")
    return types


def meetings(page: Page, cuts: Sequence[Settled]) -> Iterator[list[Settled]]:
    """For each line the cuts that touch it; they are in order and apart."""
    starts, ends = [cut.start for cut in cuts], [cut.end for cut in cuts]
    for line in page.lines:
        yield list(cuts[bisect_right(ends, line.start) : bisect_left(starts, line.end)])


def _itself(line: Line, found: str) -> Iterator[str]:
    """What a line says and looks like; of running text, and of what is cut, that alone is told."""
    if line.prose or found:
        yield f"{SHAPE}:{'prose' if line.prose else 'cut'}"
    else:
        yield from _words(line.text)
        yield from _shape(line.text)


def _words(text: str) -> Iterator[str]:
    """Pairs of characters, and how the line begins and ends; digits are all the same."""
    plain = _DIGITS.sub("0", text)
    if len(plain) <= _LONGEST:
        for pair in dict.fromkeys(
            a + b for a, b in pairwise(plain) if not (a.isspace() or b.isspace())
        ):
            yield f"{WORDS}:{pair}"
    if len(plain) <= _ENDS:
        for size in (2, 3):
            yield f"{WORDS}:^{plain[:size]}"
            yield f"{WORDS}:{plain[-size:]}$"


def _shape(text: str) -> Iterator[str]:
    yield f"{SHAPE}:length {_length(text)}"
    yield f"{SHAPE}:pieces {bisect_right(_FEW, len(text.split()))}"
    yield f"{SHAPE}:stops {bisect_right(_FEW, sum(map(text.count, '。!?')))}"
    yield f"{SHAPE}:pauses {bisect_right(_FEW, sum(map(text.count, ',、;')))}"
    yield f"{SHAPE}:ends {_kind(text[-1])}"
    digits = sum(map(len, _DIGITS.findall(text)))
    yield f"{SHAPE}:digits {4 * digits // len(text)}"
    latin = sum(char.isascii() and char.isalpha() for char in text)
    yield f"{SHAPE}:latin {4 * latin // len(text)}"
    for name, pattern in _SHAPES.items():
        if pattern.search(text) if name in _SEARCHED else pattern.match(text):
            yield f"{SHAPE}:{name}"


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


def _around(
    page: Page, line: Line, states: list[tuple[str, int]], found: list[str]
) -> Iterator[str]:
    at = line.number
    yield f"{AROUND}:place {page.place(line)}"
    yield f"{AROUND}:own {found[at] or 'none'}"
    if line.gap:
        yield f"{AROUND}:gap"
    for step in (-2, -1, 1, 2):
        near = at + step
        if not 0 <= near < len(states):
            yield f"{AROUND}:{step} end"
            continue
        yield f"{AROUND}:{step} {states[near][0]}"
        yield f"{AROUND}:{step} {'cut' if found[near] else 'kept'}"
        if abs(step) == 1:
            yield f"{AROUND}:{step} type {found[near] or 'none'}"
            yield f"{AROUND}:{step} like {states[near] == states[at]}"
    close = found[max(0, at - 5) : at] + found[at + 1 : at + 6]
    yield f"{AROUND}:cuts near {bisect_right(_FEW, sum(map(bool, close)))}"


def _place(line: Line, count: int, told: Sequence[int]) -> Iterator[str]:
    """How far it is to running text on either side."""
    at = bisect_left(told, line.number)
    before = line.number - told[at - 1] if at else count
    behind = told[at] - line.number if at < len(told) else count
    yield f"{AROUND}:told before {bisect_right(_FEW, before) if at else 'never'}"
    yield f"{AROUND}:told behind {bisect_right(_FEW, behind) if at < len(told) else 'never'}"
    yield f"{AROUND}:between {bool(at)} {at < len(told)}"
