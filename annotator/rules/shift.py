"""GBK text read one byte out of step, put right by finding the bytes it was.

A re-posting tool replaced two bytes B of a character in GBK text by B and something more, also
where B was the second byte of one character and the first of the next. What followed then decodes
one byte late, until a byte below 0x80 or another such place puts it in step again. The first byte
of the run is lost, as `?` or U+FFFD; a gloss that begins there swallowed its own bracket, and
names the lost byte: `當?shù)貛` was 當地庫, because 當 ends in 0x94, 地 starts with 0xB5, and
94B5 is 數 (shù).

The search walks the characters of the run as bytes, keeps the likeliest readings, and takes one
only if it decodes without gap and is far likelier as Chinese, by the words of a dictionary and of
the page itself, than what the page says and than every other reading.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from annotator.rules.base import RepairRule
from annotator.rules.knowledge import gbk
from annotator.rules.knowledge.plausible import PageWords, plausibility
from annotator.rules.knowledge.readings import LETTERS, is_reading
from annotator.rules.knowledge.script import converter
from annotator.text.edits import Edit

_MARKS = "?\ufffd"
_PINYIN = f"[{LETTERS}]{{1,7}}"
_BY_MARK = re.compile(f"[{_MARKS}](?=[！，：；？。”“、!,:;?])")
_BY_GLOSS = re.compile(f"[{_MARKS}]({_PINYIN})\\)")
_BEFORE = re.compile(f"([\u3400-\u9fff])(?:\\({_PINYIN}\\))?$")
_LOST_GLOSS = re.compile(f"[{_MARKS}]\\(?({_PINYIN})\\)")
_GLOSS = re.compile(f"\\({_PINYIN}\\)")
_EATEN_TAG = re.compile(f"[{_MARKS}](/?[a-zA-Z][a-zA-Z0-9]*>)")
_MARK_NEXT = re.compile("[！，：；？。”“、!,:;?]")
# Two marks that no sentence has in a row, and those that start no line.
_MARKS_MEET = re.compile("[\n，。、；：][，。、；：！？]")
# What stands beside a mark is not told as it was.
_DAMAGED = re.compile(f".?[{_MARKS}].{{0,4}}")
_LETTER_GLOSS = re.compile(f"[@-~]\\({_PINYIN}\\)")

# A reference such as [3] whose first bracket is missing: the one ASCII byte that can be proven.
_CLOSES = re.compile("[0-9,\\-]{1,9}\\]")

# The longest run seen without a byte that ends it; beyond it, nothing is proven any more.
_LONGEST = 90
_LONGEST_GUESSED = 30
# More places than these are not the work of one tool, and would take long.
_MOST = 200
# With this many in vain and none restored, the marks mean something else.
_IN_VAIN = 30
# What of a page is read for its words.
_READ = 50_000
# With more characters lost than this, nothing on the page proves anything.
_DESTROYED = 0.02

_BEAM = 60
_BEAM_GUESSED = 5
_GUESSES = 2
_LIKELY_ENDS = 6
_LIKELY_NEXT = 8
_WEIGHED = 60
_CONTEXT = 3

# What a guess must be paid with, beside the chance of what it says.
_LOST_TRAIL = -1.0
_LOST_PAIR = -1.0
_DROPPED = -2.0
# A paragraph that ends in no mark.
_NO_STOP = -6.0
_STOPS = frozenset("。！？…")
# How much likelier a reading must be than the page as it stands, and than any other reading. Of
# damage made up on undamaged pages, 52 of 57 readings were right above _GAP and 66 of 71 above
# _WIDE_GAP, which is their confidence; of those with a guessed byte not half, so a guess is good
# only to doubt the others.
_MARGIN = 8.0
_GAP = 4.0
_WIDE_GAP = 6.0
_CERTAIN = 0.93
_PROVEN = 0.89
# A gloss behind the run that reads its last character is as good as a known byte.
_PROOF = 12.0
# Poor but real text is likelier than this per character, and a shifted run is not.
_FLOOR = -9.5
_RARE = -11.5


class _State(NamedTuple):
    """A reading up to an offset: how likely, what it says, the byte in hand, what it guessed."""

    score: float
    text: str
    pending: int
    guesses: int = 0
    cost: float = 0.0


class _Move(NamedTuple):
    """One more stretch of the page read: what it adds, the byte left in hand (-1: in step)."""

    end: int
    text: str
    pending: int
    cost: float = 0.0
    guesses: int = 0


@dataclass(frozen=True)
class _Start:
    """Where a run starts, what its first, lost byte may have been, and what stands before."""

    start: int
    end: int
    lost: tuple[int, ...]
    before: str


@dataclass(frozen=True)
class _Page:
    text: str
    words: PageWords


# Before a mark mostly 。 or an ideographic space was cut, but 海 and many others may have been.
_LEADS = tuple(range(0x81, 0xFF))


def restore_shifts(text: str) -> Iterator[Edit]:
    """Characters whose bytes were read one late become what those bytes say."""
    if text.count("\ufffd") > _DESTROYED * len(text):
        return
    starts = _starts(text)[:_MOST]
    if not starts:
        return
    page = _Page(text, PageWords(_DAMAGED.sub("\n", _GLOSS.sub("", text[:_READ]))))
    at = 0
    for number, start in enumerate(starts):
        if at == 0 and number == _IN_VAIN:
            return
        edit = _restore(page, start) if start.start >= at else None
        if edit is not None:
            at = edit.end
            yield edit


def _starts(text: str) -> list[_Start]:
    """Every place where a run may start, in order."""
    found: list[_Start] = []
    for hit in _BY_MARK.finditer(text):
        if _reads_badly(text, hit.end()):
            found.append(_Start(hit.start(), hit.end(), _LEADS, _context(text, hit.start())))
    for hit in _BY_GLOSS.finditer(text):
        before = _BEFORE.search(text, max(0, hit.start() - 12), hit.start())
        code = gbk.encode(before[1]) if before else b""
        if code:
            lost = gbk.named(code[1], hit[1])
            found.append(_Start(hit.start(), hit.end(), lost, _context(text, hit.start())))
    return sorted(found, key=lambda start: start.start)


def _context(text: str, end: int) -> str:
    """The characters of the line before an offset, without their glosses."""
    line = text[max(0, end - 24) : end].rpartition("\n")[2]
    return _GLOSS.sub("", line)[-_CONTEXT:] or "\n"


def _reads_badly(text: str, at: int) -> bool:
    """Whether what follows the mark at an offset is no Chinese, or has a gloss on a letter."""
    line = text[at : at + 12].partition("\n")[0]
    if _LETTER_GLOSS.search(line) or _EATEN_TAG.search(line):
        return True
    ahead = _GLOSS.sub("", line)[:5]
    chances = plausibility()
    return any(chances.chain(ahead[i : i + 2]) < _RARE for i in range(len(ahead) - 1))


def _restore(page: _Page, start: _Start) -> Edit | None:
    """The best reading of one run, if it is proven."""
    found = heapq.nlargest(_WEIGHED, _readings(page, start), key=lambda one: one[1])
    ranked = sorted(((_margin(page, start, *one), *one) for one in found), reverse=True)
    if not ranked:
        return None
    margin, end, state = ranked[0]
    gap = margin - next((m for m, _, other in ranked[1:] if other.text != state.text), 0.0)
    if state.guesses or margin < _MARGIN or gap < _GAP:
        return None
    shown = _fold_like(page.text, state.text)
    sure = _PROVEN if gap < _WIDE_GAP else _CERTAIN
    return Edit(start.start, end, shown, sure, (page.text[start.start : end], shown))


def _margin(page: _Page, start: _Start, end: int, state: _State) -> float:
    """How much likelier the reading is than the page as it stands; -inf if it is no text at all."""
    chances, text = plausibility(), page.text
    following = _GLOSS.sub("", text[end : end + 24])[:_CONTEXT].partition("\n")[0]
    gloss = _GLOSS.match(text, end)
    if gloss and not is_reading(gloss[0][1:-1], state.text[-1]):
        return float("-inf")
    if _MARKS_MEET.search(start.before[-1:] + state.text + text[end : end + 1]):
        return float("-inf")
    if chances.of(state.text, page.words) < _FLOOR * len(state.text):
        return float("-inf")
    after = chances.of(start.before + state.text + following, page.words)
    as_is = chances.of(start.before + _GLOSS.sub("", text[start.start : end]) + following)
    return after - as_is + state.cost + (_PROOF if gloss else 0.0)


def _readings(page: _Page, start: _Start) -> Iterator[tuple[int, _State]]:
    """Every reading of the run that comes back into step, with the offset where it does."""
    fronts: dict[int, dict[tuple[int, str, str, int], _State]] = {}

    def add(end: int, state: _State) -> None:
        front = fronts.setdefault(end, {})
        key = (state.pending, state.text[:1], state.text[-2:], state.guesses)
        if key not in front or front[key].score < state.score:
            front[key] = state

    for lost in start.lost:
        add(start.end, _State(0.0, "", lost))
    while fronts:
        at = min(fronts)
        if at - start.start > _LONGEST:
            return
        may_guess = _BEAM_GUESSED if at - start.start <= _LONGEST_GUESSED else 0
        beam = len(start.lost) if at == start.end else _BEAM
        ranked = heapq.nlargest(beam, fronts.pop(at).values())
        for rank, state in enumerate(ranked):
            left = _GUESSES - state.guesses if rank < may_guess else 0
            for move in _moves(page.text, at, state, left):
                after = _after(state, move, start.before)
                if move.pending < 0:
                    yield move.end, after
                else:
                    add(move.end, after)


def _after(state: _State, move: _Move, before: str) -> _State:
    chances, plain = plausibility(), converter("t2s").characters
    said = ((state.text or before)[-1:] + move.text).translate(plain)
    score = sum(chances.after(said[i - 1], said[i]) for i in range(1, len(said)))
    return _State(
        state.score + score + move.cost,
        state.text + move.text,
        move.pending,
        state.guesses + move.guesses,
        state.cost + move.cost,
    )


def _moves(text: str, at: int, state: _State, guesses: int) -> Iterator[_Move]:
    """Every way to read on from an offset with a byte in hand."""
    if at >= len(text):
        return
    char, pending = text[at], state.pending
    gloss = _GLOSS.match(text, at)
    if gloss:
        yield _Move(gloss.end(), "", pending)
    if char in _MARKS:
        yield from _over_mark(text, at, state, guesses)
    for code in _bytes_of(char):
        said = gbk.decode(pending, code[0])
        if said:
            yield _Move(at + 1, said, code[1] if len(code) > 1 else -1)
    if guesses:
        yield from _over_dropped(text, at, state, guesses)


def _bytes_of(char: str) -> Iterator[bytes]:
    """The bytes one character of the page may have been."""
    if char == "\n":
        return
    code = gbk.encode(char)
    if code:
        yield code
    elif char == "€":
        yield b"\x80"
    elif char == " ":
        yield b"\xa1\xa1"
    elif "!" <= char <= "~":
        if char >= "@":
            yield char.encode()
        yield bytes((0xA3, ord(char) + 0x80))


def _over_mark(text: str, at: int, state: _State, guesses: int) -> Iterator[_Move]:
    """A lost byte inside a run: the gloss behind it names it, or a tag it swallowed the `<` of."""
    pending = state.pending
    gloss = _LOST_GLOSS.match(text, at)
    if gloss:
        for trail in gbk.named(pending, gloss[1]):
            yield _Move(gloss.end(), gbk.decode(pending, trail), -1)
    if gloss and guesses:
        # Two bytes are lost: one ends the character in hand, and both make the glossed one.
        for lead, trail in gbk.all_named(gloss[1]):
            said = gbk.decode(pending, lead)
            if said:
                yield _Move(gloss.end(), said, trail, _LOST_PAIR, 1)
    tag = _EATEN_TAG.match(text, at)
    if tag and pending == 0xA1:
        # The byte is gone with the bracket: a quotation that is open closes, else it was a space.
        line = text[text.rfind("\n", 0, at) + 1 : at]
        trail = 0xB1 if line.count("“") > line.count("”") else 0xA1
        cost = 0.0 if state.text.rstrip("\u3000")[-1:] in _STOPS else _NO_STOP
        yield _Move(tag.end(), gbk.decode(pending, trail), -1, cost)
    if guesses and _MARK_NEXT.match(text, at + 1):
        for trail in range(0x40, 0xFF):
            said = gbk.decode(pending, trail)
            if said:
                yield _Move(at + 1, said, -1, _LOST_TRAIL, 1)


def _over_dropped(text: str, at: int, state: _State, guesses: int) -> Iterator[_Move]:
    """A code without a character was dropped here: its two bytes are guessed.

    What follows is read in the same move, because it alone can tell the second byte.
    """
    gloss = _LOST_GLOSS.match(text, at) if guesses > 1 else None
    for said, trails in _likely_ends(state.text[-1:], state.pending):
        if ord("[") in trails and _CLOSES.match(text, at):
            yield _Move(at, said + "[", -1, _DROPPED)
        for code in _bytes_of(text[at]):
            pending = code[1] if len(code) > 1 else -1
            for following in _likely_next(said, trails, code[0]):
                yield _Move(at + 1, said + following, pending, _DROPPED, 1)
        if gloss:
            for lead, last in gbk.all_named(gloss[1]):
                for following in _likely_next(said, trails, lead)[:1]:
                    yield _Move(gloss.end(), said + following, last, _DROPPED + _LOST_PAIR, 2)


@lru_cache(maxsize=4096)
def _likely_ends(last: str, pending: int) -> list[tuple[str, tuple[int, ...]]]:
    """The likeliest characters before a dropped code, with what its second byte may be."""
    return heapq.nlargest(
        _LIKELY_ENDS, gbk.dropped(pending), key=lambda end: plausibility().chain(last + end[0])
    )


@lru_cache(maxsize=16384)
def _likely_next(said: str, trails: tuple[int, ...], byte: int) -> list[str]:
    """The likeliest characters that one of these bytes and the next byte make."""
    made = (gbk.decode(trail, byte) for trail in trails if trail >= 0x81)
    return heapq.nlargest(
        _LIKELY_NEXT, filter(None, made), key=lambda char: plausibility().chain(said + char)
    )


def _fold_like(page: str, text: str) -> str:
    """The text with its full-width marks as wide as the page has them."""
    if "，" in page or "," not in page:
        return text
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


RULES = (
    RepairRule(
        "shift.bytes",
        "gbk_shift",
        restore_shifts,
        "“{0}”是错位一个字节读出的 GBK 编码，原文为“{1}”",
        "“{0}” is GBK read one byte late: the bytes say “{1}”",
        (
            ("當(dāng)?shù)貛煸趯ふ蚁乱粋€買家", "當(dāng)地庫在尋找下一個買家"),
            ("真的吗?，他说", "真的吗?，他说"),
        ),
    ),
)
