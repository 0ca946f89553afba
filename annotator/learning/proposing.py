"""What the model proposes beside the rules, each line with the strongest reason."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from annotator.learning.features import AROUND, SHAPE, WORDS, Sight, sight
from annotator.learning.model import Guess, Model, Row
from annotator.rules.arbiter import Settled
from annotator.rules.forum import is_thread, post_places, remarks
from annotator.rules.page import ENDS, Line, Page
from annotator.rules.tails import rows as table_rows

LEAST = 0.9
"""Below this confidence nothing is proposed: what a model cuts is missed by nobody who skims."""

NEARLY = 0.7
"""Enough for a line that stands right between two others that are cut."""

LONGEST = 120
"""A longer line is left alone: a whole paragraph is too much to lose on the word of a model."""

_HAN = re.compile("[\u4e00-\u9fff]")
# A paragraph that a crawl cut off: it pauses, and ends with no mark.
_CUT_OFF = re.compile(r"(?=.{16})[^:|]*[,;、][^:|]*[\u4e00-\u9fff]$")
_REACH = 5
_TAKEN_UP = 0.5
_FEW = 2
_STRONGEST = 3
_SHOWN = 20


def propose_more(
    page: Page, cuts: Sequence[Settled], model: Model, *, own: bool = False
) -> list[Settled]:
    """The lines that no rule cuts and that the model is sure of.

    Running text, long lines, lines without Han characters (code, as often as not), the headline and
    a notice's details are left alone, and so are a last line that was cut off, a line whose own
    features speak for the article and, in a thread, what stands right behind the time of a post or
    a remark. Neighbours of one type are one cut, with the reason of the first. On a
    page without running text nothing is proposed: there the model has nothing to tell a line apart
    from. Nor is behind the last running text, unless rules show that the page ends there, or a
    project's `own` model knows its lines: the text may be a beginning.
    """
    told = [line.number for line in page.lines if line.prose]
    if not told:
        return []
    behind = [cut for cut in cuts if cut.start > page.lines[told[-1]].start]
    ends = own or len(behind) > 1 or any(cut.type in ENDS for cut in behind)
    asked = _askable(page, len(page.lines) if ends else told[-1])
    if not own and asked and asked[-1] == page.lines[-1].number and _is_cut_off(page):
        asked.pop()
    if not asked:
        return []
    seen = sight(page, cuts)
    asked = [number for number in asked if not seen.met[number]]
    rows = {number: _scores(seen, number, model) for number in asked}
    asked = [number for number in asked if model.speaks(rows[number])]
    guesses: dict[int, Guess] = {}
    for window in _windows(asked, len(page.lines)):
        inside = asked[bisect_left(asked, window.start) : bisect_left(asked, window.stop)]
        some = [rows.get(number) or _scores(seen, number, model) for number in window]
        found = model.guess(some, [number - window.start for number in inside])
        guesses.update((window.start + at, guess) for at, guess in found.items())
    sure = _with_between(seen, guesses)
    return [_cut(seen, run, guesses, model) for run in _runs(sure, guesses)]


def _perhaps_title(page: Page) -> frozenset[int]:
    """The first line of a page without a headline, if little stands between it and the text."""
    free = [line.number for line in page.lines[: page.body[0]] if line.number not in page.marks]
    return frozenset(free[:1] if page.title is None and len(free) <= _FEW else ())


def _taken_up(page: Page) -> frozenset[int]:
    """Short lines between the headline and the first paragraph that the text takes up again."""
    first = page.title.number + 1 if page.title else page.body[0]
    below = page.lines[first : page.body[0]]
    return frozenset(x.number for x in below if page.told(x.text) >= _TAKEN_UP)


def _is_cut_off(page: Page) -> bool:
    return _CUT_OFF.match(page.lines[-1].text) is not None


def _with_between(seen: Sight, guesses: Mapping[int, Guess]) -> list[int]:
    """The lines that the model is sure of, and those between such lines that it nearly is."""
    sure = {number for number, guess in guesses.items() if guess.confidence >= LEAST}
    cut = sure | {number for number, kind in enumerate(seen.found) if kind}
    between = {
        number
        for number, guess in guesses.items()
        if guess.confidence >= NEARLY and {number - 1, number + 1} <= cut
    }
    return sorted(sure | between)


def _askable(page: Page, stop: int) -> list[int]:
    """The numbers of the lines up to one that the model may be asked for, were they not cut."""
    dated = post_places(page) | remarks(page).keys() if is_thread(page) else frozenset[int]()
    title, details = page.title, page.details | table_rows(page) | _perhaps_title(page)
    details |= _taken_up(page)
    return [
        line.number
        for line in page.short
        if line.number < stop
        and line.end - line.start <= LONGEST
        and line is not title
        and line.number not in details
        and line.number - 1 not in dated
        and not _is_said_again(page, line)
        and _HAN.search(line.text)
    ]


def _is_said_again(page: Page, line: Line) -> bool:
    """Whether the next line is the same: of the two that one goes, by a rule."""
    return any(other.text == line.text for other in page.lines[line.number + 1 : line.number + 2])


def _scores(seen: Sight, number: int, model: Model) -> Row:
    return model.scores_of(seen.words(number), seen.shape(number), *seen.around(number))


def _windows(asked: Sequence[int], count: int) -> Iterator[range]:
    """The lines to look at: those asked for, and some on either side, since more change nothing."""
    if not asked:
        return
    start, stop = asked[0], asked[0] + 1
    for number in asked:
        if number - stop > 2 * _REACH:
            yield range(max(0, start - _REACH), min(count, stop + _REACH))
            start = number
        stop = number + 1
    yield range(max(0, start - _REACH), min(count, stop + _REACH))


def _runs(numbers: Sequence[int], guesses: dict[int, Guess]) -> Iterator[list[int]]:
    """Neighbours of one type together."""
    run = list(numbers[:1])
    for number, following in pairwise(numbers):
        if following == number + 1 and guesses[following].type == guesses[number].type:
            run.append(following)
        else:
            yield run
            run = [following]
    if run:
        yield run


def _cut(
    seen: Sight,
    run: Sequence[int],
    guesses: dict[int, Guess],
    model: Model,
) -> Settled:
    start, end = seen.page.lines[run[0]], seen.page.lines[run[-1]]
    kind = guesses[run[0]].type
    rule, detail = _reason(start.text, seen.line(run[0]), kind, model)
    confidence = round(min(guesses[number].confidence for number in run), 3)
    return Settled(start.start, end.end, kind, (rule,), confidence, (detail,))


def _reason(text: str, names: Sequence[str], kind: str, model: Model) -> tuple[str, str]:
    """The group of features that speaks most for a type, and what to show of it."""
    told = {name: model.told(name, kind) for name in names}
    group = max((WORDS, AROUND, SHAPE), key=lambda each: _loudness(each, told))
    if group == WORDS:
        loud = [name for name in names if told[name] > 0 and name.startswith(f"{WORDS}:")]
        loud.sort(key=lambda name: -told[name])
        said = dict.fromkeys(name.partition(":")[2].strip("^$") for name in loud)
        return "model.words", " ".join(list(said)[:_STRONGEST])
    return f"model.{group}", text[:_SHOWN]


def _loudness(group: str, told: Mapping[str, float]) -> float:
    return sum(weight for name, weight in told.items() if name.startswith(f"{group}:"))
