"""Where a run of shifted characters may start: a mark of damage, and something that fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import pairwise

from annotator.rules.knowledge import gbk
from annotator.rules.knowledge.chances import chances, is_han, simplest
from annotator.rules.knowledge.readings import LETTERS
from annotator.text.patterns import later

MARKS = "?\ufffd"
_PINYIN = f"[{LETTERS}]{{1,7}}"
GLOSS = re.compile(f"\\({_PINYIN}\\)")
LOST_GLOSS = re.compile(f"[{MARKS}]\\(?({_PINYIN})\\)")
EATEN_TAG = re.compile(f"[{MARKS}](/?[a-zA-Z][a-zA-Z0-9]*>)")

_BY_MARK = re.compile(f"[{MARKS}](?=[！，：；？。”“、!,:;?])")
_BY_GLOSS = re.compile(f"[{MARKS}]({_PINYIN})\\)")
_BEFORE = later(f"([\u3400-\u9fff])(?:\\({_PINYIN}\\))?$")
_LETTER_GLOSS = re.compile(f"[@-~]\\({_PINYIN}\\)")

# Poor but real text is likelier than this per character, and a shifted run is not.
_RARE = -11.5
_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Start:
    """Where a run starts, what stands before, and the lost byte as a gloss names it.

    `lost` has every byte that fits the gloss; it is empty where a mark stands and none is told.
    """

    start: int
    end: int
    before: str
    lost: tuple[int, ...] = ()


def starts(text: str) -> Iterator[Start]:
    """Every place where a run may start, in order."""
    return merge(_by_mark(text), _by_gloss(text), key=lambda start: start.start)


def _by_mark(text: str) -> Iterator[Start]:
    for hit in _BY_MARK.finditer(text):
        # Where a gloss lost its bracket right behind, only its sound would tell two bytes.
        if _reads_badly(text, hit.end()) and not LOST_GLOSS.match(text, hit.end()):
            yield Start(hit.start(), hit.end(), _context(text, hit.start()))


def _by_gloss(text: str) -> Iterator[Start]:
    for hit in _BY_GLOSS.finditer(text):
        before = _BEFORE.search(text, max(0, hit.start() - 12), hit.start())
        code = gbk.encode(before[1]) if before else b""
        lost = gbk.named(code[1], hit[1]) if code else ()
        if lost:
            yield Start(hit.start(), hit.end(), _context(text, hit.start()), lost)


def _context(text: str, end: int) -> str:
    """The characters of the line before an offset, without their glosses."""
    line = text[max(0, end - 24) : end].rpartition("\n")[2]
    return GLOSS.sub("", line)[-_CONTEXT:] or "\n"


def following(text: str, at: int) -> str:
    """The characters of the line behind an offset, without their glosses."""
    return GLOSS.sub("", text[at : at + 24])[:_CONTEXT].partition("\n")[0]


def _reads_badly(text: str, at: int) -> bool:
    """Whether what follows the mark at an offset is no Chinese, or has a gloss on a letter."""
    line = text[at : at + 12].partition("\n")[0]
    if _LETTER_GLOSS.search(line) or EATEN_TAG.search(line):
        return True
    ahead = GLOSS.sub("", line)[:5]
    return any(_fits(last, char) < _RARE for last, char in pairwise(ahead))


def _fits(last: str, char: str) -> float:
    """The log chance of a character after another; behind a mark anything may start."""
    table = chances()
    return table.chain(last + char) if is_han(last) else table.alone(simplest().get(char, char))
