"""The readings of a run: the bytes of its characters, taken one later, for as long as they decode.

All readings that are nearly as likely as the best, judged by which characters follow each other,
walk the run. Without a guess there is one way on for each first byte; what a code without a
character dropped is guessed.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import inf
from typing import NamedTuple

from annotator.rules.knowledge import gbk
from annotator.rules.knowledge.chances import chances, simplest
from annotator.rules.shift.dropped import Pair, pairs
from annotator.rules.shift.sites import EATEN_TAG, GLOSS, LOST_GLOSS, MARKS, Start

_MARK_NEXT = re.compile("[！，：；？。”“、!,:;?]")
# A reference such as [3] whose first bracket is missing: the one ASCII byte that can be proven.
_CLOSES = re.compile("[0-9,\\-]{1,9}\\]")

# The longest run seen without a byte that ends it; beyond it, nothing is proven any more.
_LONGEST = 90
_LONGEST_GUESSED = 30

# A reading this much less likely than the best up to the same place is given up.
_WITHIN = 9.0
_WITHIN_GUESSED = 7.0
# Two characters are hardly ever likelier than this, nor less likely than that where a run ends.
_AT_BEST = -5.0
_SHORT = 26.0
_BEAM = 40
_LEADS = 12
GUESSES = 2
WEIGHED = 8
"""How many readings of a run, with a guess or without, are looked at more closely."""

# Of the characters around one dropped code, and of those around one and a lost pair.
_PAIRS = 40
_TWICE = 6
# More than what sums of chances differ by in another order.
_ROUNDED = 1e-6

# What a guess must be paid with, beside the chance of what it says.
_LOST_TRAIL = -1.0
_LOST_PAIR = -1.0
_DROPPED = -3.0
# A paragraph that ends in no mark.
_NO_STOP = -6.0
_STOPS = frozenset("。！？…")


class State(NamedTuple):
    """A reading up to an offset: how likely, what it says, the byte in hand, what it guessed.

    `spots` has the places in `text` of the characters that hold a guessed byte.
    """

    score: float
    text: str
    pending: int
    guesses: int = 0
    cost: float = 0.0
    spots: tuple[int, ...] = ()


class _Move(NamedTuple):
    """One more stretch of the page read: what it adds, the byte left in hand (-1: in step)."""

    end: int
    text: str
    pending: int
    cost: float = 0.0
    guesses: int = 0


_Code = tuple[int, int]
"""The first byte that a character of the page may have been, and the byte it leaves in hand."""

_Front = dict[tuple[int, str, str, int], State]


class _Place(NamedTuple):
    """An offset of the page and what can be read there, whatever the byte in hand.

    `before` is what stands in front of the run.
    """

    text: str
    before: str
    at: int
    codes: tuple[_Code, ...]
    gloss_end: int
    is_mark: bool

    def last(self, state: State) -> str:
        """The character before this place in a reading, simplified."""
        char = (state.text or self.before)[-1]
        return simplest().get(char, char)


def readings(
    text: str, start: Start, guesses: int = GUESSES, leads: tuple[int, ...] = ()
) -> Iterator[tuple[int, State]]:
    """Every likely reading of the run that comes back into step, with the offset where it does.

    None guesses more than `guesses` bytes or pairs of bytes. `leads` are the lost first bytes to
    try; empty for all.
    """
    fronts: dict[int, _Front] = {}
    for lost in leads or start.lost or _likely_leads(start.before[-1], text[start.end]):
        _add(fronts, start.end, State(0.0, "", lost))
    while fronts:
        at = min(fronts)
        if at - start.start > _LONGEST or at >= len(text):
            return
        states = _likely(fronts.pop(at).values())
        left = guesses if at - start.start <= _LONGEST_GUESSED else 0
        place = _place(text, start.before, at)
        for state in states:
            for move in _moves(place, state, left - state.guesses):
                after = _after(state, move, start.before)
                if move.pending < 0:
                    yield move.end, after
                else:
                    _add(fronts, move.end, after)
        if left:
            yield from _over_dropped(place, states, left, fronts)


def _likely(states: Iterable[State]) -> list[State]:
    """The likeliest states of a place, best first."""
    ranked = heapq.nlargest(_BEAM, states)
    return [state for state in ranked if state.score > ranked[0].score - _WITHIN]


def _add(fronts: dict[int, _Front], end: int, state: State) -> None:
    """Keep a state unless a likelier one goes on in the same way."""
    front = fronts.setdefault(end, {})
    key = (state.pending, state.text[:1], state.text[-2:], state.guesses)
    if key not in front or front[key].score < state.score:
        front[key] = state


def _after(state: State, move: _Move, before: str) -> State:
    after, plain = chances().after, simplest()
    score, last = state.score + move.cost, (state.text or before)[-1:]
    last = plain.get(last, last)
    for said in move.text:
        char = plain.get(said, said)
        score += after(last, char)
        last = char
    return State(
        score,
        state.text + move.text,
        move.pending,
        state.guesses + move.guesses,
        state.cost + move.cost,
        (*state.spots, len(state.text)) if move.guesses else state.spots,
    )


def _place(text: str, before: str, at: int) -> _Place:
    gloss = GLOSS.match(text, at)
    end = gloss.end() if gloss else 0
    return _Place(text, before, at, _codes_of(text[at]), end, text[at] in MARKS)


def _moves(place: _Place, state: State, guesses: int) -> Iterator[_Move]:
    """Every way to read on from an offset with a byte in hand."""
    at, row = place.at, gbk.row(state.pending)
    if place.gloss_end:
        yield _Move(place.gloss_end, "", state.pending)
    if place.is_mark:
        yield from _over_mark(place, state, guesses)
    for first, pending in place.codes:
        said = row[first]
        if said:
            yield _Move(at + 1, said, pending)
    if _CLOSES.match(place.text, at):
        # Of what was dropped, the bracket is known: it is the second byte.
        for said, trails in gbk.dropped(state.pending):
            if ord("[") in trails:
                yield _Move(at, said + "[", -1, _DROPPED)


@lru_cache(maxsize=8192)
def _codes_of(char: str) -> tuple[_Code, ...]:
    """The bytes one character of the page may have been."""
    code = gbk.encode(char)
    if code:
        return ((code[0], code[1]),)
    if char == "€":
        return ((0x80, -1),)
    if char == " ":
        return ((0xA1, 0xA1),)
    if "!" <= char <= "~":
        wide = (0xA3, ord(char) + 0x80)
        return ((ord(char), -1), wide) if char >= "@" else (wide,)
    return ()


def _over_mark(place: _Place, state: State, guesses: int) -> Iterator[_Move]:
    """A lost byte inside a run: the gloss behind it names it, or a tag it swallowed the `<` of."""
    text, at, pending = place.text, place.at, state.pending
    gloss = LOST_GLOSS.match(text, at)
    if gloss:
        for trail in gbk.named(pending, gloss[1]):
            yield _Move(gloss.end(), gbk.decode(pending, trail), -1)
    if gloss and guesses > 0:
        # Two bytes are lost: one ends the character in hand, and both make the glossed one.
        for lead, trail in gbk.all_named(gloss[1]):
            said = gbk.decode(pending, lead)
            if said:
                yield _Move(gloss.end(), said, trail, _LOST_PAIR, 1)
    tag = EATEN_TAG.match(text, at)
    if tag and pending == 0xA1:
        # The byte is gone with the bracket: a quotation that is open closes, else it was a space.
        line = text[text.rfind("\n", 0, at) + 1 : at]
        trail = 0xB1 if line.count("“") > line.count("”") else 0xA1
        cost = 0.0 if state.text.rstrip("\u3000")[-1:] in _STOPS else _NO_STOP
        yield _Move(tag.end(), gbk.decode(pending, trail), -1, cost)
    if guesses > 0 and _MARK_NEXT.match(text, at + 1):
        for said in _likely_ends(place.last(state), pending):
            yield _Move(at + 1, said, -1, _LOST_TRAIL, 1)


def _over_dropped(
    place: _Place, states: list[State], guesses: int, fronts: dict[int, _Front]
) -> Iterator[tuple[int, State]]:
    """A code without a character was dropped here: its two bytes are guessed.

    What follows is read in the same move, because it alone can tell the second byte. Only what is
    nearly as likely as what is known to go on from the next place is looked at.
    """
    end = place.at + 1
    for first, pending in place.codes:
        least = _least(fronts, end) if pending >= 0 else states[0].score - _SHORT
        for after in _pairs_said(place, states, (first, pending), guesses, least):
            if pending < 0:
                yield end, after
            else:
                _add(fronts, end, after)
    gloss = LOST_GLOSS.match(place.text, place.at) if place.is_mark and guesses > 1 else None
    if gloss:
        _over_dropped_and_lost(place, states, gloss, fronts)


def _pairs_said(
    place: _Place, states: list[State], code: _Code, guesses: int, least: float
) -> Iterator[State]:
    """The states with every two characters around a dropped code that leave them likely enough."""
    first, pending = code
    found: dict[tuple[str, int], tuple[Pair, ...]] = {}
    for state in states:
        if state.score + _AT_BEST < least:
            return
        if state.guesses >= guesses:
            continue
        key = place.last(state), state.pending
        if key not in found:
            # The states that follow are less likely, so that they need no more pairs than this.
            enough = least - state.score - _DROPPED - _ROUNDED
            found[key] = pairs(*key, first, _PAIRS, enough)
        for pair in found[key]:
            if state.score + pair[0] + _DROPPED < least:
                break
            yield _guessed(state, pair, pending, 1, _DROPPED)


def _over_dropped_and_lost(
    place: _Place, states: list[State], gloss: re.Match[str], fronts: dict[int, _Front]
) -> None:
    """A code was dropped, and the byte after it is lost with the one that a gloss names."""
    certain = [state for state in states if not state.guesses]
    for lead, pending in gbk.all_named(gloss[1]):
        for state in certain:
            for pair in pairs(place.last(state), state.pending, lead, _TWICE):
                after = _guessed(state, pair, pending, 2, _DROPPED + _LOST_PAIR)
                _add(fronts, gloss.end(), after)


def _least(fronts: dict[int, _Front], at: int) -> float:
    """The lowest score that a guess must have at a place, as far as is known."""
    front = fronts.get(at)
    return max(state.score for state in front.values()) - _WITHIN_GUESSED if front else -inf


def _guessed(state: State, pair: Pair, pending: int, guesses: int, cost: float) -> State:
    score, said = pair
    at = len(state.text)
    return State(
        state.score + score + cost,
        state.text + said,
        pending,
        state.guesses + guesses,
        state.cost + cost,
        (*state.spots, at, at + 1),
    )


@lru_cache(maxsize=4096)
def _likely_leads(last: str, char: str) -> tuple[int, ...]:
    """The lost bytes that make the likeliest characters with the first byte of a character.

    Before a mark mostly 。 or an ideographic space was cut, but 海 and many others may have been.
    """
    after, plain = chances().after, simplest()
    before = plain.get(last, last)
    best: dict[int, float] = {}
    for first, _ in _codes_of(char):
        for lead, said in enumerate(gbk.column(first)):
            if said:
                best[lead] = max(best.get(lead, -inf), after(before, plain.get(said, said)))
    return tuple(heapq.nlargest(_LEADS, best, key=lambda lead: (best[lead], lead)))


@lru_cache(maxsize=4096)
def _likely_ends(last: str, pending: int) -> tuple[str, ...]:
    """The likeliest characters with this first byte, where a mark stands for the second.

    The run ends there, so that of no reading more of them are looked at.
    """
    after, plain = chances().after, simplest()
    said = ((after(last, plain.get(char, char)), char) for char in gbk.row(pending) if char)
    return tuple(char for _, char in heapq.nlargest(WEIGHED, said))
