"""What two versions of a text have in common, in order: anchors first, then the exact difference.

Long stretches are matched where they stand once in both texts (after Cohen's patience diff); what
lies between two of them is compared by a longest common subsequence in bit vectors (Hyyrö 2004,
"Bit-parallel LCS-length computation revisited"). Time and memory stay near the length of the texts:
a stretch that is too large for the vectors and has no anchors is halved on both sides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple


class Block(NamedTuple):
    """before[before:before + size] stands in the text after at `after`; offsets are code points."""

    before: int
    after: int
    size: int


class _Gap(NamedTuple):
    """before[low:high] against after[start:end], not compared yet."""

    low: int
    high: int
    start: int
    end: int

    @property
    def area(self) -> int:
        return (self.high - self.low) * (self.end - self.start)


# Anchors are lines first, then stretches of these lengths; 12 twice, since what was not single in
# the whole often is between two anchors.
_LINES = 0
_LENGTHS = (_LINES, 32, 12, 12, 5)
_LEAST_LINE = 4
# Bits that one comparison keeps, 4 MB; and so few that it is cheaper than looking for anchors.
_MOST_BITS = 1 << 25
_FEW_BITS = 1 << 12
# Stretches held at once while looking for anchors in a large gap.
_MOST_STARTS = 200_000
# A match of so few characters amid rewritten text is chance.
_CHANCE = 3


def blocks(before: str, after: str) -> list[Block]:
    """The stretches both texts share, in order, without overlap and as few as sense allows.

    >>> blocks("甲乙(yǐ)丙丁", "甲乙丙丁")
    [Block(before=0, after=0, size=2), Block(before=6, after=2, size=2)]
    """
    found: list[Block] = []
    waiting = [(_Gap(0, len(before), 0, len(after)), 0)]
    while waiting:
        gap, level = waiting.pop()
        gap = _trimmed(before, after, gap, found)
        if not gap.area:
            continue
        if gap.area <= _FEW_BITS or (level == len(_LENGTHS) and gap.area <= _MOST_BITS):
            found += _common(before, after, gap)
        elif level == len(_LENGTHS):
            waiting += [(half, level) for half in _halves(gap)]
        else:
            anchors = _anchors(before, after, gap, _LENGTHS[level])
            found += anchors
            waiting += [(between, level + 1) for between in _between(anchors, gap)]
    return _without_chance(_shifted(before, after, _joined(sorted(found))))


def _trimmed(before: str, after: str, gap: _Gap, found: list[Block]) -> _Gap:
    """The gap without what its two sides have in common at both ends, which goes to `found`."""
    size = _same(before, after, gap)
    if size:
        found.append(Block(gap.low, gap.start, size))
        gap = gap._replace(low=gap.low + size, start=gap.start + size)
    size = _same_from_end(before, after, gap)
    if size:
        found.append(Block(gap.high - size, gap.end - size, size))
        gap = gap._replace(high=gap.high - size, end=gap.end - size)
    return gap


def _same(before: str, after: str, gap: _Gap) -> int:
    """How many characters are equal from the start of the gap on."""
    most, step, at = min(gap.high - gap.low, gap.end - gap.start), 8, 0
    while at < most:
        step = min(step, most - at)
        low, start = gap.low + at, gap.start + at
        if before[low : low + step] == after[start : start + step]:
            at, step = at + step, step * 2
        elif step == 1:
            break
        else:
            step = (step + 1) // 2
    return at


def _same_from_end(before: str, after: str, gap: _Gap) -> int:
    most, step, at = min(gap.high - gap.low, gap.end - gap.start), 8, 0
    while at < most:
        step = min(step, most - at)
        high, end = gap.high - at, gap.end - at
        if before[high - step : high] == after[end - step : end]:
            at, step = at + step, step * 2
        elif step == 1:
            break
        else:
            step = (step + 1) // 2
    return at


def _halves(gap: _Gap) -> tuple[_Gap, _Gap]:
    middle, half = (gap.low + gap.high) // 2, (gap.start + gap.end) // 2
    return gap._replace(high=middle, end=half), gap._replace(low=middle, start=half)


def _between(anchors: Iterable[Block], gap: _Gap) -> Iterator[_Gap]:
    low, start = gap.low, gap.start
    for anchor in anchors:
        yield _Gap(low, anchor.before, start, anchor.after)
        low, start = anchor.before + anchor.size, anchor.after + anchor.size
    yield _Gap(low, gap.high, start, gap.end)


def _anchors(before: str, after: str, gap: _Gap, length: int) -> list[Block]:
    """The heaviest chain of lines or stretches that stand once on both sides of the gap."""
    there = _singles(after, gap.start, gap.end, length)
    runs: list[Block] = []
    for text, low in _singles(before, gap.low, gap.high, length).items():
        start = there.get(text, -1)
        if low < 0 or start < 0:
            continue
        last = runs[-1] if runs else Block(0, 0, 0)
        if start - low == last.after - last.before and low <= last.before + last.size:
            runs[-1] = last._replace(size=low + len(text) - last.before)
        else:
            runs.append(Block(low, start, len(text)))
    return _apart(_heaviest_chain(runs))


def _singles(text: str, low: int, high: int, length: int) -> dict[str, int]:
    """Where each line or stretch of text[low:high] stands, in order; -1 for those that recur."""
    places: dict[str, int] = {}
    for part, at in _parts(text, low, high, length):
        places[part] = -1 if part in places else at
    return places


def _parts(text: str, low: int, high: int, length: int) -> Iterator[tuple[str, int]]:
    if length == _LINES:
        at = low
        for line in text[low:high].split("\n"):
            if len(line) >= _LEAST_LINE:
                yield line, at
            at += len(line) + 1
        return
    # In a large gap only stretches that begin with some of the characters count: the same ones on
    # both sides, and in every run.
    rate = 1 + (high - low) // _MOST_STARTS
    for at in range(low, high - length + 1):
        if rate == 1 or ord(text[at]) % rate == 0:
            yield text[at : at + length], at


def _heaviest_chain(runs: Sequence[Block]) -> list[Block]:
    """Of blocks in order of `before`, those in order of `after` too that hold most characters."""
    starts = sorted({run.after for run in runs})
    best = [-1] * (len(starts) + 1)
    weights: list[int] = []
    links: list[int] = []
    for number, run in enumerate(runs):
        rank = bisect_left(starts, run.after)
        link = _best_up_to(best, weights, rank)
        links.append(link)
        weights.append(run.size + (weights[link] if link >= 0 else 0))
        at = rank + 1
        while at < len(best):
            if best[at] < 0 or weights[best[at]] < weights[number]:
                best[at] = number
            at += at & -at
    chain: list[Block] = []
    number = _best_up_to(best, weights, len(starts))
    while number >= 0:
        chain.append(runs[number])
        number = links[number]
    return chain[::-1]


def _best_up_to(best: Sequence[int], weights: Sequence[int], rank: int) -> int:
    """The heaviest chain among the first `rank` places of a Fenwick tree; -1 for none."""
    found = -1
    while rank:
        here = best[rank]
        if here >= 0 and (found < 0 or weights[here] > weights[found]):
            found = here
        rank &= rank - 1
    return found


def _apart(chain: Iterable[Block]) -> list[Block]:
    """The blocks cut at their starts where they overlap the one before."""
    kept: list[Block] = []
    low = start = 0
    for block in chain:
        over = max(0, low - block.before, start - block.after)
        if over < block.size:
            kept.append(Block(block.before + over, block.after + over, block.size - over))
            low, start = kept[-1].before + kept[-1].size, kept[-1].after + kept[-1].size
    return kept


def _common(before: str, after: str, gap: _Gap) -> Iterator[Block]:
    """A longest common subsequence of both sides, character by character, from the end."""
    one, other = before[gap.low : gap.high], after[gap.start : gap.end]
    if len(one) >= len(other):
        for low, start in _subsequence(one, other):
            yield Block(gap.low + low, gap.start + start, 1)
    else:
        for start, low in _subsequence(other, one):
            yield Block(gap.low + low, gap.start + start, 1)


def _subsequence(longer: str, shorter: str) -> Iterator[tuple[int, int]]:
    """The places of a longest common subsequence in both texts, from the end."""
    width = (len(longer) + 7) // 8
    masks = {char: int.from_bytes(bits, "little") for char, bits in _bits(longer, shorter, width)}
    whole = (1 << len(longer)) - 1
    state, rows = whole, []
    for char in shorter:
        met = state & masks[char]
        state = ((state + met) | (state - met)) & whole
        rows.append(state.to_bytes(width, "little"))
    row, column = len(shorter), len(longer)
    while row and column:
        at = column - 1
        if rows[row - 1][at >> 3] >> (at & 7) & 1:
            column -= 1
        else:
            row -= 1
            if row == 0 or rows[row - 1][at >> 3] >> (at & 7) & 1:
                column -= 1
                yield column, row


def _bits(longer: str, shorter: str, width: int) -> Iterator[tuple[str, bytearray]]:
    """For each character of `shorter`, a bit at every place it has in `longer`."""
    bits = {char: bytearray(width) for char in shorter}
    for at, char in enumerate(longer):
        held = bits.get(char)
        if held is not None:
            held[at >> 3] |= 1 << (at & 7)
    yield from bits.items()


def _joined(found: Iterable[Block]) -> list[Block]:
    """The blocks, those that touch in both texts made one."""
    joined: list[Block] = []
    for block in found:
        last = joined[-1] if joined else Block(-1, -1, 0)
        if (last.before + last.size, last.after + last.size) == (block.before, block.after):
            joined[-1] = last._replace(size=last.size + block.size)
        else:
            joined.append(block)
    return joined


def _shifted(before: str, after: str, found: Sequence[Block]) -> list[Block]:
    """The blocks, with each crumb moved to the neighbour it could belong to as well."""
    kept: list[Block] = []
    for block in reversed(found):
        kept.append(_to_the_right(before, after, block, kept[-1]) if kept else block)
    moved = _joined(reversed(kept))
    kept = []
    for block in moved:
        kept.append(_to_the_left(before, after, block, kept[-1]) if kept else block)
    return _joined(kept)


def _to_the_right(before: str, after: str, block: Block, following: Block) -> Block:
    """The block moved in one text up to the one behind it, if the same characters stand there."""
    low, start, size = block
    if size > following.size:
        return block
    text = before[low : low + size]
    if start + size == following.after and before.startswith(text, following.before - size):
        return block._replace(before=following.before - size)
    if low + size == following.before and after.startswith(text, following.after - size):
        return block._replace(after=following.after - size)
    return block


def _to_the_left(before: str, after: str, block: Block, last: Block) -> Block:
    low, start, size = block
    if size > last.size:
        return block
    text = before[low : low + size]
    if start == last.after + last.size and before.startswith(text, last.before + last.size):
        return block._replace(before=last.before + last.size)
    if low == last.before + last.size and after.startswith(text, last.after + last.size):
        return block._replace(after=last.after + last.size)
    return block


def _without_chance(found: Sequence[Block]) -> list[Block]:
    """The blocks without single characters that rewritten text has in common by chance."""
    kept: list[Block] = []
    for block, following in zip_longest(found, found[1:]):
        last = kept[-1] if kept else None
        if last and following and block.size <= _CHANCE and _is_chance(last, block, following):
            continue
        kept.append(block)
    return kept


def _is_chance(last: Block, block: Block, following: Block) -> bool:
    cut = block.before - last.before - last.size, block.after - last.after - last.size
    behind = (
        following.before - block.before - block.size,
        following.after - block.after - block.size,
    )
    rewritten = cut[0] + behind[0] and cut[1] + behind[1]
    return bool(rewritten) and 2 * block.size <= min(max(cut), max(behind))
