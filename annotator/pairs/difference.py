"""Somebody else's clean text beside its raw one: the difference as repairs and boilerplate.

Both texts are laid out as paragraphs first, and compared as if traditional characters were
simplified and full-width signs half-width, so that converted text still meets its source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from annotator.model import Boilerplate, Origin, Repair
from annotator.pairs.types import Types, repair_type, variant_type
from annotator.text.align import Block, blocks
from annotator.text.compose import Composition, compose
from annotator.text.script import converter

_LONG = 8
"""Inside a line, fewer characters than this that went are a repair, more are boilerplate."""
_LONG_REPLACED = 32
"""The same where something came in its place."""
_MOVED = 12
"""So many characters that went here and came there were moved; fewer may be chance."""
_SLIDE = 200
"""How far to look for the edge of a line."""

_LINE = re.compile("[^\n]+")
_FEEDS = re.compile("\n+|[^\n]+")


class Moved(NamedTuple):
    """raw[start:end] stands somewhere else in the clean text; it is kept where raw has it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What turns raw into the clean text; `shared` is how much of the clean text is in raw.

    Where `moved` is empty, composing gives the clean text laid out as paragraphs.
    """

    repairs: tuple[Repair, ...]
    boilerplate: tuple[Boilerplate, ...]
    moved: tuple[Moved, ...]
    shared: float


class _Kept(NamedTuple):
    """text[low:high] stays, as `shown`, which is as long."""

    low: int
    high: int
    shown: str


class _Gone(NamedTuple):
    """text[low:high] became `text`, of any length; one of both may be empty."""

    low: int
    high: int
    text: str


def difference(raw: str, clean: str, own: Sequence[Boilerplate] = ()) -> Difference:
    """The repairs and boilerplate, of origin import, by which `clean` was made of `raw`.

    Offsets are code points on raw. Boilerplate has the type of the one of `own` that says most of
    the same range, else "other". Text that was moved cannot be said so: it stays in its place.

    >>> made = difference("首页\\n徐匯區(qū)高質(zhì)量\\n上一篇", "徐汇区高质量")
    >>> [(cut.start, cut.end) for cut in made.boilerplate]
    [(0, 2), (19, 22)]
    >>> [(repair.start, repair.text, repair.type) for repair in made.repairs][:2]
    [(4, '汇区', 'script_variant'), (6, '', 'pinyin_gloss')]
    """
    laid = compose(raw, (), ())
    text, target = laid.clean, compose(clean, (), ()).clean
    shared = blocks(text.translate(_look_alikes()), target.translate(_look_alikes()))
    parts, moved = _with_moved(list(_parts(text, target, shared)), text)
    writer = _Writer(laid, Types(own))
    writer.write(_slid(text, parts))
    known = sum(block.size for block in shared) + sum(high - low for low, high in moved)
    return Difference(
        tuple(sorted(writer.repairs, key=lambda span: (span.start, span.end))),
        tuple(sorted(writer.boilerplate, key=lambda span: span.start)),
        tuple(Moved(*_told(laid, low, high)) for low, high in moved),
        min(1.0, known / len(target)) if target else 1.0,
    )


def _told(laid: Composition, low: int, high: int) -> tuple[int, int]:
    """The range on raw, without line feeds at its ends."""
    text = laid.clean[low:high]
    low += len(text) - len(text.lstrip("\n"))
    return laid.to_raw(low, low + len(text.strip("\n")))


@lru_cache(maxsize=1)
def _look_alikes() -> dict[int, str]:
    """Traditional characters to simplified ones, full-width signs to half-width ones."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return {**converter("t2s").characters, ord("著"): "着", **wide}


def _parts(text: str, target: str, shared: Sequence[Block]) -> Iterator[_Kept | _Gone]:
    """All of the text in order: what stays and what does not, by turns."""
    low = start = 0
    for block in (*shared, Block(len(text), len(target), 0)):
        if low < block.before or start < block.after:
            yield _Gone(low, block.before, target[start : block.after])
        low, start = block.before + block.size, block.after + block.size
        if block.size:
            yield _Kept(block.before, low, target[block.after : start])


def _with_moved(
    parts: Sequence[_Kept | _Gone], text: str
) -> tuple[list[_Kept | _Gone], list[tuple[int, int]]]:
    """The parts with text that was only moved kept in its place, and where that is in the text."""
    if not any(isinstance(part, _Gone) and len(part.text) >= _MOVED for part in parts):
        return list(parts), []
    gone = [(part.low, part.high) for part in parts if isinstance(part, _Gone)]
    sought = _Sought(text.translate(_look_alikes()), gone)
    moved: list[tuple[int, int]] = []
    left: list[_Kept | _Gone] = []
    for part in parts:
        found = [] if isinstance(part, _Kept) else list(sought.places(part.text))
        if found and 2 * sum(high - low for low, high in found) >= len(part[2]):
            moved += found
            left.append(_Gone(part.low, part.high, ""))
        else:
            left.append(part)
    apart = _apart(moved)
    return [piece for part in left for piece in _opened(part, text, apart)], apart


class _Sought:
    """The stretches of the text that went, to be looked for in what came."""

    def __init__(self, text: str, gone: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._places: dict[str, tuple[int, int, int]] = {}
        for low, high in gone:
            for at in range(low, high - _MOVED + 1, _MOVED // 2):
                self._places.setdefault(text[at : at + _MOVED], (at, low, high))

    def places(self, inserted: str) -> Iterator[tuple[int, int]]:
        """Where the inserted text stood before, stretch by stretch."""
        inserted = inserted.translate(_look_alikes())
        at = done = 0
        while at + _MOVED <= len(inserted):
            place = self._places.get(inserted[at : at + _MOVED])
            if place is None:
                at += 1
                continue
            low, least, most = place
            high, end = low + _MOVED, at + _MOVED
            while low > least and at > done and self._text[low - 1] == inserted[at - 1]:
                low, at = low - 1, at - 1
            while high < most and end < len(inserted) and self._text[high] == inserted[end]:
                high, end = high + 1, end + 1
            yield low, high
            at = done = end


def _apart(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if apart and low <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(high, apart[-1][1])
        else:
            apart.append((low, high))
    return apart


def _opened(
    part: _Kept | _Gone, text: str, moved: Sequence[tuple[int, int]]
) -> Iterator[_Kept | _Gone]:
    """The part, cut up where moved text stays in it."""
    if isinstance(part, _Kept):
        yield part
        return
    at, inserted = part.low, part.text
    for start, end in moved[bisect_left(moved, (part.low, part.low)) :]:
        if start >= part.high:
            break
        # A line feed at the edge parted it from its neighbour, and does so still.
        low = start - int(start > at and text[start - 1] == "\n")
        high = end + int(end < part.high and text[end] == "\n")
        if at < low or inserted:
            yield _Gone(at, low, inserted)
        yield _Kept(low, high, text[low:high])
        at, inserted = high, ""
    if at < part.high or inserted:
        yield _Gone(at, part.high, inserted)


def _slid(text: str, parts: list[_Kept | _Gone]) -> list[_Kept | _Gone]:
    """The parts, with what only went moved to where it is whole lines.

    Where a line ends as the one before it does, it is free to choose which of both ends went.
    """
    slid = list(parts)
    for at in range(1, len(parts) - 1):
        before, part, behind = slid[at - 1 : at + 2]
        if isinstance(before, _Kept) and isinstance(part, _Gone) and isinstance(behind, _Kept):
            step = _step_to_lines(text, before, part, behind) if not part.text else 0
            slid[at - 1] = _grown(text, before, step)
            slid[at] = part._replace(low=part.low + step, high=part.high + step)
            slid[at + 1] = _shrunk(text, behind, step)
    return [part for part in slid if part.low < part.high or isinstance(part, _Gone)]


def _step_to_lines(text: str, before: _Kept, part: _Gone, behind: _Kept) -> int:
    """How far to move what went so that it begins and ends as a line does; 0 if it cannot."""
    steps = [0]
    low, high = part.low, part.high
    while (
        len(steps) < _SLIDE
        and low > before.low + 1
        and text[low - 1] == text[high - 1]
        and before.shown[low - 1 - before.low] == text[low - 1]
    ):
        low, high = low - 1, high - 1
        steps.append(low - part.low)
    low, high = part.low, part.high
    while (
        len(steps) < 2 * _SLIDE
        and high < behind.high - 1
        and text[low] == text[high]
        and behind.shown[high - behind.low] == text[high]
    ):
        low, high = low + 1, high + 1
        steps.append(low - part.low)
    fits = (step for step in steps if _is_whole(text, part.low + step, part.high + step))
    return next(fits, 0)


def _grown(text: str, kept: _Kept, step: int) -> _Kept:
    """The part before, longer by `step` characters of the text, or shorter."""
    shown = kept.shown[:step] if step < 0 else kept.shown + text[kept.high : kept.high + step]
    return kept._replace(high=kept.high + step, shown=shown)


def _shrunk(text: str, kept: _Kept, step: int) -> _Kept:
    """The part behind, shorter by `step` characters, or longer."""
    shown = kept.shown[step:] if step > 0 else text[kept.low + step : kept.low] + kept.shown
    return kept._replace(low=kept.low + step, shown=shown)


def _is_whole(text: str, low: int, high: int) -> bool:
    """Whether text[low:high] is lines, from the start of one to the start or end of another."""
    ends = high == len(text) or text[high] == "\n"
    if low == 0 or text[low - 1] == "\n":
        return ends or text[high - 1] == "\n"
    return ends and text[low] == "\n"


class _Writer:
    """Turns parts of the laid-out text into spans on raw."""

    def __init__(self, laid: Composition, types: Types) -> None:
        self.repairs: list[Repair] = []
        self.boilerplate: list[Boilerplate] = []
        self._laid = laid
        self._text = laid.clean
        self._types = types
        self._last = "\n"

    def write(self, parts: Sequence[_Kept | _Gone]) -> None:
        """All parts of one text, in order."""
        for part, following in zip_longest(parts, parts[1:]):
            if isinstance(part, _Kept):
                self._variants(part)
                self._last = part.shown[-1]
            else:
                self._gone(part, following.shown[0] if isinstance(following, _Kept) else "\n")
                self._last = part.text[-1:] or self._last

    def _variants(self, part: _Kept) -> None:
        """Characters that were put in another form, each run of one kind a repair."""
        if self._text[part.low : part.high] == part.shown:
            return
        run: list[int] = []
        kind = ""
        for at, new in enumerate(part.shown, part.low):
            old = self._text[at]
            here = "" if old == new else variant_type(old, new)
            if run and (here != kind):
                self._replace(run[0], run[-1] + 1, part.shown[run[0] - part.low : at - part.low])
                run = []
            kind = here
            if here:
                run.append(at)
        if run:
            self._replace(run[0], part.high, part.shown[run[0] - part.low :])

    def _gone(self, part: _Gone, behind: str) -> None:
        low, high, text = part
        old = self._text[low:high]
        if text and old and "\n" not in old and not _is_cut(self._text, part):
            self._replace(low, high, text)
        elif not text:
            self._delete(low, high, "\n" in (self._last, behind))
        elif "\n" in old and "\n" == text[0] == self._last:
            self._delete(low, high, True)
            self._insert(high, text)
        else:
            self._insert(low, text)
            self._delete(low, high, "\n" in (text[-1], behind))

    def _delete(self, low: int, high: int, parted: bool) -> None:
        """Leave a range out; a line feed beside it, if it is `parted`, makes its own ones none."""
        old = self._text[low:high]
        if "\n" not in old:
            self._leave_out(low, high)
        elif parted:
            low += len(old) - len(old.lstrip("\n"))
            high -= len(old) - len(old.rstrip("\n"))
            if low < high:
                self._cut_lines(low, high)
        else:
            for piece in _FEEDS.finditer(old):
                start, end = low + piece.start(), low + piece.end()
                if piece[0][0] == "\n":
                    self._replace(start, end, "")
                else:
                    self._leave_out(start, end)

    def _leave_out(self, low: int, high: int) -> None:
        if low < high and _is_cut(self._text, _Gone(low, high, "")):
            self._cut_lines(low, high)
        elif low < high:
            self._replace(low, high, "")

    def _cut_lines(self, low: int, high: int) -> None:
        """Boilerplate for the lines of a range, one for neighbours of the same type."""
        typed: list[tuple[str, int, int]] = []
        for line in _LINE.finditer(self._text, low, high):
            start, end = self._raw(line.start(), line.end())
            kind = self._types.of(start, end)
            if typed and typed[-1][0] == kind:
                typed[-1] = kind, typed[-1][1], end
            else:
                typed.append((kind, start, end))
        self.boilerplate += [
            Boilerplate(start, end, kind, origin=Origin.IMPORT) for kind, start, end in typed
        ]

    def _replace(self, low: int, high: int, text: str) -> None:
        start, end = self._raw(low, high)
        kind = repair_type(self._text[max(0, low - 1) : low], self._text[low:high], text)
        self.repairs.append(Repair(start, end, text, kind, origin=Origin.IMPORT))

    def _insert(self, at: int, text: str) -> None:
        before_feed = at == len(self._text) or self._text[at] == "\n"
        after_char = at > 0 and before_feed
        place = self._laid.to_raw(at - 1, at)[1] if after_char else self._laid.raw_at(at)
        kind = repair_type("", "", text)
        self.repairs.append(Repair(place, place, text, kind, origin=Origin.IMPORT))

    def _raw(self, low: int, high: int) -> tuple[int, int]:
        """The range on raw; white space beside a line feed that goes goes with it."""
        start, end = self._laid.to_raw(low, high)
        if low and self._text[low] == "\n":
            start = self._laid.to_raw(low - 1, low)[1]
        if self._text[high - 1] == "\n":
            end = self._laid.raw_at(high)
        return start, end


def _is_cut(text: str, part: _Gone) -> bool:
    """Whether what went is boilerplate rather than damage: lines, or much of one."""
    low, high, new = part
    size = high - low
    if not text[low:high].strip():
        return False
    if (low == 0 or text[low - 1] == "\n") and (high == len(text) or text[high] == "\n"):
        return not new
    damage = repair_type(text[max(0, low - 1) : low], text[low:high], new) != "correction"
    least = _LONG_REPLACED if new else _LONG
    return size >= least and size > 3 * len(new) and not damage
