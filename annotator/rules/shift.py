"""GBK text read one byte out of step, put right by finding the bytes it was.

A re-posting tool replaced two bytes B of a character in GBK text by B and something more, also
where B was the second byte of one character and the first of the next. What followed then decodes
one byte late, until a byte below 0x80 or another such place puts it in step again. The first byte
of the run is lost, as `?` or U+FFFD; a gloss that begins there swallowed its own bracket, and
names the lost byte: `當?shù)貛` was 當地庫, because 當 ends in 0x94, 地 starts with 0xB5, and
94B5 is 數 (shù).

The search walks the characters of the run as bytes, keeps the likeliest readings that decode
without gap, and takes one only if it is far likelier as Chinese than what the page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from annotator.rules.base import RepairRule
from annotator.rules.knowledge.plausible import plausibility
from annotator.rules.knowledge.readings import LETTERS, is_reading
from annotator.rules.knowledge.script import converter
from annotator.text.edits import Edit

_MARKS = "?\ufffd"
_PINYIN = f"[{LETTERS}]{{1,7}}"
_BY_MARK = re.compile(f"[{_MARKS}](?=[！，：；？。”!,:;?])")
_BY_GLOSS = re.compile(f"[{_MARKS}]({_PINYIN})\\)")
_BEFORE = re.compile(f"([\u3400-\u9fff])(?:\\({_PINYIN}\\))?$")
_LOST_GLOSS = re.compile(f"[{_MARKS}]\\(?({_PINYIN})\\)")
_GLOSS = re.compile(f"\\({_PINYIN}\\)")
_EATEN_TAG = re.compile(f"[{_MARKS}](/?[a-zA-Z][a-zA-Z0-9]*>)")
_LETTER_GLOSS = re.compile(f"[@-~]\\({_PINYIN}\\)")

# A reference such as [3] whose first bracket is missing: the one ASCII byte that can be proven.
_CLOSES = re.compile("[0-9,\\-]{1,9}\\]")

# The longest run seen without a byte that ends it; beyond it, nothing is proven any more.
_LONGEST = 90
_LONGEST_GUESSED = 30
# More places than these are not the work of one tool, and would take long.
_MOST = 300
_MOST_GUESSED = 20
# With more characters lost than this, nothing on the page proves anything.
_DESTROYED = 0.02

_BEAM = 60
_BEAM_GUESSED = 10
_GUESSES = 2
_CONTEXT = 3

# A guessed byte must be paid for: the chance of the right one among those that decode.
_GUESS = -7.0
_MARGIN = 6.0
_GUESSED_MARGIN = 15.0
_GAP = 1.5
_SURE = 25.0
# A gloss behind the run that reads its last character is as good as a known byte.
_PROOF = 12.0
# Poor but real text is likelier than this per character, and a shifted run is not.
_FLOOR = -9.5
_RARE = -11.5

# The two-byte codes that GBK leaves to users: decoders drop them without a trace.
_USER_LEADS = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))
_USER_CODES = tuple((lead, trail) for lead in _USER_LEADS for trail in range(0xA1, 0xFF)) + tuple(
    (lead, trail) for lead in range(0xA1, 0xA8) for trail in range(0x40, 0xA1) if trail != 0x7F
)


@lru_cache(maxsize=65536)
def _decode(lead: int, trail: int) -> str:
    """The character of two bytes; empty if they are none."""
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""


def _encode(char: str) -> bytes:
    """The two bytes of a character in GBK; empty if it has not two."""
    try:
        code = char.encode("gbk")
    except UnicodeEncodeError:
        return b""
    return code if len(code) == 2 else b""


class _State(NamedTuple):
    """A reading up to an offset: what it says, the byte in hand, and how likely it is."""

    score: float
    text: str
    pending: int
    guessed: int


class _Move(NamedTuple):
    """One more stretch of the page read: what it adds, the byte left in hand (-1: in step)."""

    end: int
    text: str
    pending: int
    cost: float = 0.0
    guess: int = 0


@dataclass(frozen=True)
class _Start:
    """Where a run starts and what its first, lost byte may have been."""

    start: int
    end: int
    lost: tuple[int, ...]
    before: str


def restore_shifts(text: str) -> Iterator[Edit]:
    """Characters whose bytes were read one late become what those bytes say."""
    at = 0
    if text.count("\ufffd") > _DESTROYED * len(text):
        return
    for number, start in enumerate(_starts(text)[:_MOST]):
        if start.start < at:
            continue
        edit = _restore(text, start, number < _MOST_GUESSED)
        if edit is not None:
            at = edit.end
            yield edit


def _starts(text: str) -> list[_Start]:
    """Every place where a run may start, in order."""
    found: list[_Start] = []
    for hit in _BY_MARK.finditer(text):
        if _reads_badly(text, hit.end()):
            found.append(_Start(hit.start(), hit.end(), (0xA1,), text[: hit.start()][-1:]))
    for hit in _BY_GLOSS.finditer(text):
        before = _BEFORE.search(text, max(0, hit.start() - 12), hit.start())
        code = _encode(before[1]) if before else b""
        if before and code:
            lost = _named(code[1], hit[1])
            found.append(_Start(hit.start(), hit.end(), lost, before[1]))
    return sorted(found, key=lambda start: start.start)


def _reads_badly(text: str, at: int) -> bool:
    """Whether what follows the mark at an offset is no Chinese, or has a gloss on a letter."""
    line = text[at : at + 12].partition("\n")[0]
    if _LETTER_GLOSS.search(line) or _EATEN_TAG.search(line):
        return True
    ahead = _GLOSS.sub("", line)[:5]
    chances = plausibility()
    return any(chances.chain(ahead[i : i + 2]) < _RARE for i in range(len(ahead) - 1))


def _named(lead: int, gloss: str) -> tuple[int, ...]:
    """The second bytes that make, after `lead`, a character with this reading."""
    return tuple(
        trail for trail in range(0x40, 0xFF) if trail != 0x7F and _reads(lead, trail, gloss)
    )


def _reads(lead: int, trail: int, gloss: str) -> bool:
    char = _decode(lead, trail)
    return bool(char) and is_reading(gloss, char)


def _restore(text: str, start: _Start, guess: bool) -> Edit | None:
    """The best reading of one run, if it is proven; bytes are guessed only if that must be."""
    tries = ((0, _MARGIN), (_GUESSES, _GUESSED_MARGIN)) if guess else ((0, _MARGIN),)
    for guesses, least in tries:
        ranked = [(_margin(text, start, *read), *read) for read in _readings(text, start, guesses)]
        if not ranked:
            continue
        ranked.sort(reverse=True)
        margin, end, state = ranked[0]
        rivals = (other for other, _, read in ranked[1:] if read.text != state.text)
        if margin >= least and margin - next(rivals, 0.0) >= guesses * _GAP:
            shown = _fold_like(text, state.text)
            sure = (0.7 if guesses else 0.9) + 0.09 * min(1.0, margin / _SURE)
            details = (text[start.start : end], shown)
            return Edit(start.start, end, shown, round(sure, 2), details)
    return None


def _margin(text: str, start: _Start, end: int, state: _State) -> float:
    """How much likelier the reading is than the page as it stands; -inf if it is no text at all."""
    chances = plausibility()
    before = start.before or "\n"
    following = _GLOSS.sub("", text[end : end + 24])[:_CONTEXT].partition("\n")[0]
    after = chances.of(before + state.text + following)
    gloss = _GLOSS.match(text, end)
    if gloss and not is_reading(gloss[0][1:-1], state.text[-1]):
        return float("-inf")
    if chances.of(state.text) < _FLOOR * len(state.text):
        return float("-inf")
    as_is = chances.of(before + _GLOSS.sub("", text[start.start : end]) + following)
    return after - as_is + state.guessed * _GUESS + (_PROOF if gloss else 0.0)


def _readings(text: str, start: _Start, guesses: int) -> Iterator[tuple[int, _State]]:
    """Every reading of the run that comes back into step, with the offset where it does."""
    chances = plausibility()
    plain = converter("t2s").characters
    fronts: dict[int, dict[tuple[int, str, int], _State]] = {}

    def add(end: int, state: _State) -> None:
        front = fronts.setdefault(end, {})
        key = (state.pending, state.text[-2:], state.guessed)
        if key not in front or front[key].score < state.score:
            front[key] = state

    for lost in start.lost:
        add(start.end, _State(0.0, "", lost, 0))
    while fronts:
        at = min(fronts)
        front = sorted(fronts.pop(at).values(), reverse=True)[:_BEAM]
        if at - start.start > (_LONGEST_GUESSED if guesses else _LONGEST):
            return
        for rank, state in enumerate(front):
            for move in _moves(text, at, state, guesses if rank < _BEAM_GUESSED else 0):
                said = (state.text[-1:] or start.before) + move.text
                said = said.translate(plain)
                score = (
                    state.score
                    + move.cost
                    + sum(chances.after(said[i - 1], said[i]) for i in range(1, len(said)))
                )
                after = _State(
                    score, state.text + move.text, move.pending, state.guessed + move.guess
                )
                if move.pending < 0:
                    yield move.end, after
                else:
                    add(move.end, after)


def _moves(text: str, at: int, state: _State, guesses: int) -> Iterator[_Move]:
    """Every way to read on from an offset with a byte in hand."""
    if at >= len(text):
        return
    char, pending = text[at], state.pending
    gloss = _GLOSS.match(text, at)
    if gloss:
        yield _Move(gloss.end(), "", pending)
    if char in _MARKS:
        yield from _over_mark(text, at, pending, state.guessed < guesses)
    for code in _bytes_of(char):
        said = _decode(pending, code[0])
        if said:
            yield _Move(at + 1, said, code[1] if len(code) > 1 else -1)
    if guesses and not state.guessed:
        yield from _over_dropped(text, at, pending)


def _bytes_of(char: str) -> Iterator[bytes]:
    """The bytes one character of the page may have been."""
    if char == "\n":
        return
    code = _encode(char)
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


def _over_mark(text: str, at: int, pending: int, guess: bool) -> Iterator[_Move]:
    """A lost byte inside a run: the gloss behind it names it, or a tag it swallowed the `<` of."""
    gloss = _LOST_GLOSS.match(text, at)
    if gloss:
        for trail in _named(pending, gloss[1]):
            yield _Move(gloss.end(), _decode(pending, trail), -1)
    if gloss and guess:
        # Two bytes are lost: one ends the character in hand, and both make the glossed one.
        for lead in range(0x81, 0xFF):
            said = _decode(pending, lead)
            for trail in _named(lead, gloss[1]) if said else ():
                yield _Move(gloss.end(), said, trail, _GUESS, 1)
    tag = _EATEN_TAG.match(text, at)
    if tag and pending == 0xA1:
        # The byte is gone with the bracket: a quotation that is open closes, else it was a space.
        line = text[text.rfind("\n", 0, at) + 1 : at]
        trail = 0xB1 if line.count("“") > line.count("”") else 0xA1
        yield _Move(tag.end(), _decode(pending, trail), -1)
    if guess and not gloss and not tag:
        for trail in range(0x40, 0xFF):
            said = _decode(pending, trail)
            if said:
                yield _Move(at + 1, said, -1, _GUESS, 1)


def _over_dropped(text: str, at: int, pending: int) -> Iterator[_Move]:
    """A code without a character was dropped here: its two bytes are guessed.

    The next character is read in the same move, because it alone can tell the second byte.
    """
    for lead, trail in _USER_CODES:
        said = _decode(pending, lead)
        if not said:
            continue
        if trail == ord("[") and _CLOSES.match(text, at):
            yield _Move(at, said + "[", -1, _GUESS, 1)
        for code in _bytes_of(text[at]) if trail >= 0x81 else ():
            following = _decode(trail, code[0])
            if following:
                pending_after = code[1] if len(code) > 1 else -1
                yield _Move(at + 1, said + following, pending_after, _GUESS, 1)


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
