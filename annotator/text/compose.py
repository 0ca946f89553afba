"""The only maker of clean text: raw, what is not rejected, and the map both ways.

`compose` applies the repairs, leaves out the boilerplate, and lays the rest out as paragraphs:
white space at the edges of lines goes, blank lines go, and one line feed parts two paragraphs.
Line feeds are never cut, so two paragraphs on both sides of a cut never run together.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from annotator.model import Boilerplate, Repair, Verdict
from annotator.text.ranges import check_range
from annotator.text.standing import standing_repairs

# White space, though Unicode does not call it so.
_INVISIBLE = "\u200b\u2060\ufeff"
_BLANK = re.compile(rf"[\s{_INVISIBLE}]+")


class Flow(Enum):
    """How a stretch of raw turns into clean text."""

    KEPT = auto()
    """The same characters."""
    MAPPED = auto()
    """A repair of equal length: character for character."""
    REPLACED = auto()
    """A repair of another length: only the whole maps onto the whole."""
    CUT = auto()
    """Boilerplate: nothing in clean."""
    LAYOUT = auto()
    """White space that paragraphs do not need: nothing in clean."""


class Piece(NamedTuple):
    """raw[raw_start:raw_end] became clean[start:end]."""

    raw_start: int
    raw_end: int
    start: int
    end: int
    flow: Flow


_Made = tuple[int, int, int, int, Flow]
"""What a piece is made of."""

_new = tuple.__new__
_KEPT, _MAPPED, _REPLACED, _CUT, _LAYOUT = Flow
_ONE_TO_ONE = (_KEPT, _MAPPED)


@dataclass(frozen=True)
class Composition:
    """A raw text and the clean text made of it, with the map both ways.

    `pieces` follow each other without gap or overlap in raw and in clean. Offsets are code points.
    """

    raw: str
    clean: str
    pieces: tuple[Piece, ...]

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [piece.raw_start for piece in self.pieces]

    @cached_property
    def _clean_starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The tightest raw range that covers clean[start:end]; an empty range stays empty.

        Raises ValueError if the range is not inside clean.

        >>> made = compose("區(qū)內", [Repair(1, 5, "", "pinyin_gloss")], [])
        >>> made.clean, made.to_raw(0, 1), made.to_raw(0, 2)
        ('區內', (0, 1), (0, 6))
        """
        check_range(start, end, len(self.clean))
        if start == end:
            at = self.raw_at(start)
            return at, at
        first, last = self._clean_piece(start), self._clean_piece(end - 1)
        low = first.raw_start + (start - first.start if first.flow in _ONE_TO_ONE else 0)
        if last.flow in _ONE_TO_ONE:
            return low, last.raw_start + end - last.start
        return low, last.raw_end

    def to_clean(self, start: int, end: int) -> tuple[int, int] | None:
        """The clean range of what raw[start:end] shows; None where it shows nothing.

        A repair of another length counts as shown whole as soon as the range touches it.
        Raises ValueError if the range is not inside raw.

        >>> compose("甲乙丙", [], [Boilerplate(1, 2, "credit")]).to_clean(1, 3)
        (1, 2)
        >>> compose("甲乙丙", [], [Boilerplate(1, 2, "credit")]).to_clean(1, 2) is None
        True
        """
        check_range(start, end, len(self.raw))
        if start == end:
            return None
        first = self._raw_piece(start)
        if end <= first.raw_end and first.flow in _ONE_TO_ONE:
            by = first.start - first.raw_start
            return start + by, end + by
        low = self._clean_from(start)
        last = self._raw_piece(end - 1)
        high = last.start + end - last.raw_start if last.flow in _ONE_TO_ONE else last.end
        return (low, high) if low < high else None

    def kept_around(self, offset: int) -> tuple[int, int, int]:
        """The stretch of raw around an offset inside it that clean shows as it is.

        Its start and end, and how much further on it stands in clean. An empty one where the
        characters there are others in clean, or not there.

        >>> compose(" 甲乙丙", [], []).kept_around(2)
        (1, 4, -1)
        >>> compose(" 甲乙丙", [], []).kept_around(0)
        (0, 0, 0)
        """
        piece = self._raw_piece(offset)
        if piece.flow is not Flow.KEPT:
            return 0, 0, 0
        return piece.raw_start, piece.raw_end, piece.start - piece.raw_start

    def raw_at(self, offset: int) -> int:
        """The raw offset of a place in clean: before the character there, or after the last one."""
        if offset < len(self.clean):
            piece = self._clean_piece(offset)
            inside = offset - piece.start if piece.flow in _ONE_TO_ONE else 0
            return piece.raw_start + inside
        return self.to_raw(offset - 1, offset)[1] if self.clean else 0

    def clean_at(self, offset: int) -> int:
        """The clean offset nearest to a place in raw; inside a cut, where the cut is."""
        return self._clean_from(offset) if offset < len(self.raw) else len(self.clean)

    def _clean_from(self, offset: int) -> int:
        piece = self._raw_piece(offset)
        inside = offset - piece.raw_start if piece.flow in _ONE_TO_ONE else 0
        return piece.start + inside

    def _raw_piece(self, offset: int) -> Piece:
        return self.pieces[bisect_right(self._raw_starts, offset) - 1]

    def _clean_piece(self, offset: int) -> Piece:
        return self.pieces[bisect_right(self._clean_starts, offset) - 1]

    def pieces_in_clean(self, start: int, end: int) -> Sequence[Piece]:
        """The pieces that meet clean[start:end], those without clean text at its edges included."""
        low = bisect_left(self._clean_starts, start)
        while low and self.pieces[low - 1].end >= start:
            low -= 1
        return self.pieces[low : bisect_right(self._clean_starts, end)]


def compose(raw: str, repairs: Iterable[Repair], boilerplate: Iterable[Boilerplate]) -> Composition:
    """Make the clean text of `raw` from everything that is not rejected.

    Ranges are code points on raw. Where repairs overlap, a person's goes before an imported one,
    that before a rule's, and of two equals the first. A cut swallows a repair of another length
    only as a whole. Raises ValueError for a range that is not inside raw.

    >>> compose("  甲 \\n\\n 乙", [], []).clean
    '甲\\n乙'
    """
    standing = standing_repairs(raw, repairs)
    cuts = cut_ranges(raw, boilerplate)
    return _lay_out(raw, _flow(raw, standing, cuts))


def cut_ranges(raw: str, boilerplate: Iterable[Boilerplate]) -> list[tuple[int, int]]:
    """The ranges left out: what is not rejected, joined where it touches, in order."""
    cuts: list[tuple[int, int]] = []
    for item in sorted(boilerplate, key=lambda b: (b.start, b.end)):
        check_range(item.start, item.end, len(raw))
        if item.verdict is Verdict.REJECTED or item.start == item.end:
            continue
        if cuts and item.start <= cuts[-1][1]:
            cuts[-1] = cuts[-1][0], max(cuts[-1][1], item.end)
        else:
            cuts.append((item.start, item.end))
    return cuts


# Runs and pieces are made by the thousand, so neither is made of values that take long to make.
_Run = tuple[int, int, str, Flow]
"""raw[start:end] shows as this text, before layout."""


def _flow(raw: str, repairs: Sequence[Repair], cuts: Sequence[tuple[int, int]]) -> list[_Run]:
    """Raw in order, cut up where it is kept, repaired or left out."""
    at = near = 0
    ends = [end for _, end in cuts]
    runs: list[_Run] = []
    for repair in repairs:
        start, end, text = repair.start, repair.end, repair.text
        while near < len(ends) and ends[near] <= at:
            near += 1
        free = near == len(cuts) or cuts[near][0] >= end
        if at < start:
            kept = raw[at:start]
            runs += ((at, start, kept, _KEPT),) if free else _cut_up(kept, at, _KEPT, cuts, ends)
        at = end
        if start < end and len(text) == end - start:
            runs += (
                ((start, end, text, _MAPPED),)
                if free
                else _cut_up(text, start, _MAPPED, cuts, ends)
            )
        elif free or not _inside_cut(start, end, cuts):
            runs.append((start, end, text, _REPLACED))
        else:
            runs.append((start, end, "", _CUT))
    return runs + _cut_up(raw[at:], at, _KEPT, cuts, ends)


def _inside_cut(start: int, end: int, cuts: Sequence[tuple[int, int]]) -> bool:
    near = bisect_right(cuts, (start, sys.maxsize)) - 1
    if near < 0:
        return False
    low, high = cuts[near]
    return (low < start < high) if start == end else (low <= start and end <= high)


def _cut_up(
    text: str, offset: int, flow: Flow, cuts: Sequence[tuple[int, int]], ends: Sequence[int]
) -> list[_Run]:
    """The text that stands for raw from `offset` on, one character for one, cut where cuts are."""
    at, end = offset, offset + len(text)
    runs: list[_Run] = []
    for number in range(bisect_right(ends, offset), len(cuts)):
        low, high = cuts[number]
        if low >= end:
            break
        if at < low:
            runs.append((at, low, text[at - offset : low - offset], flow))
        at = min(high, end)
        start = max(low, offset)
        runs += _cut(text[start - offset : at - offset], start, flow)
    if at < end:
        runs.append((at, end, text[at - offset :], flow))
    return runs


def _cut(text: str, offset: int, flow: Flow) -> Iterator[_Run]:
    """A stretch left out, but for its first line feed: that still parts two paragraphs."""
    feed = text.find("\n")
    if feed < 0:
        yield offset, offset + len(text), "", _CUT
        return
    if feed:
        yield offset, offset + feed, "", _CUT
    yield offset + feed, offset + feed + 1, "\n", flow
    if feed + 1 < len(text):
        yield offset + feed + 1, offset + len(text), "", _CUT


def _lay_out(raw: str, runs: list[_Run]) -> Composition:
    """Drop the white space that paragraphs do not need, and number the pieces."""
    text = "".join([part for _, _, part, _ in runs])
    dropped = _dropped(text)
    made: list[_Made] = []
    shown: list[str] = []
    at = clean = drop = 0
    for run in runs:
        raw_start, raw_end, part, flow = run
        start, stop = at, at + len(part)
        while drop < len(dropped) and dropped[drop][1] <= start:
            drop += 1
        at = stop
        if start == stop or drop == len(dropped) or dropped[drop][0] >= stop:
            shown.append(part)
            end = clean + len(part)
            made.append((raw_start, raw_end, clean, end, flow))
            clean = end
            continue
        inside = [
            (low if low > start else start, high if high < stop else stop)
            for low, high in _from(dropped, drop, stop)
        ]
        for piece, part in _trim(run, start, inside, clean):
            shown.append(part)
            clean = piece[3]
            made.append(piece)
    return Composition(raw, "".join(shown), _joined(made) or (Piece(0, 0, 0, 0, _KEPT),))


def _joined(made: Iterable[_Made]) -> tuple[Piece, ...]:
    """The pieces, joined where neighbours flow alike and neither is a whole."""
    pieces: list[Piece] = []
    last: Flow | None = None
    for one in made:
        flow = one[4]
        if flow is last and flow is not _REPLACED:
            begun = pieces[-1]
            pieces[-1] = _new(Piece, (begun[0], one[1], begun[2], one[3], flow))
        else:
            pieces.append(_new(Piece, one))
            last = flow
    return tuple(pieces)


def _from(ranges: Sequence[tuple[int, int]], first: int, stop: int) -> Iterator[tuple[int, int]]:
    while first < len(ranges) and ranges[first][0] < stop:
        yield ranges[first]
        first += 1


def _dropped(text: str) -> list[tuple[int, int]]:
    """The white space to leave out: at both ends, and around a line feed all but that."""
    first, last = _blank_to(text, 0), len(text)
    if first == last:
        return [(0, last)] if last else []
    last = _blank_from(text, last)
    ranges: list[tuple[int, int]] = [(0, first)] if first else []
    # Line feeds are few and found at the speed of memory; white space in lines stays anyhow.
    feed = text.find("\n", first, last)
    while feed >= 0:
        before, behind = text[feed - 1], text[feed + 1]
        if not (
            before.isspace() or behind.isspace() or before in _INVISIBLE or behind in _INVISIBLE
        ):
            feed = text.find("\n", feed + 1, last)
            continue
        start, end = _blank_from(text, feed), _blank_to(text, feed + 1)
        ranges += [(start, feed)] if start < feed else []
        ranges += [(feed + 1, end)] if feed + 1 < end else []
        feed = text.find("\n", end, last)
    return [*ranges, (last, len(text))] if last < len(text) else ranges


def _blank_from(text: str, end: int) -> int:
    """Where the white space begins that ends at `end`."""
    while end and _is_blank(text[end - 1]):
        end -= 1
    return end


def _is_blank(char: str) -> bool:
    return char.isspace() or char in _INVISIBLE


def _blank_to(text: str, start: int) -> int:
    """Where the white space ends that begins at `start`."""
    blank = _BLANK.match(text, start)
    return blank.end() if blank else start


def _trim(
    run: _Run, at: int, dropped: Sequence[tuple[int, int]], clean: int
) -> Iterator[tuple[_Made, str]]:
    """The pieces of one run whose text stands at `at`, without the dropped ranges in it."""
    raw_start, raw_end, whole, flow = run
    if flow not in _ONE_TO_ONE:
        text, last = "", at
        for low, high in dropped:
            text, last = text + whole[last - at : low - at], high
        text += whole[last - at :]
        yield (raw_start, raw_end, clean, clean + len(text), flow), text
        return
    last = at
    for low, high in [*dropped, (at + len(whole), at + len(whole))]:
        if last < low:
            text = whole[last - at : low - at]
            origin = raw_start + last - at
            yield (origin, origin + len(text), clean, clean + len(text), flow), text
            clean += len(text)
        if low < high:
            origin = raw_start + low - at
            yield (origin, origin + high - low, clean, clean, _LAYOUT), ""
        last = high
