"""What the model proposes beside the rules, each line with the strongest reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.learning.features import AROUND, SHAPE, WORDS, features, meetings
from annotator.learning.model import Guess, Model
from annotator.rules.arbiter import Settled
from annotator.rules.page import Page

LEAST = 0.9
"""Below this confidence nothing is proposed: what a model cuts is missed by nobody who skims."""

LONGEST = 120
"""A longer line is left alone: a whole paragraph is too much to lose on the word of a model."""

_STRONGEST = 3
_SHOWN = 20


def propose_more(page: Page, cuts: Sequence[Settled], model: Model) -> list[Settled]:
    """The lines that no rule cuts and that the model is sure of.

    Running text, long lines and the headline are left alone. Neighbours of one type are one cut,
    with the reason of the first. On a page without running text nothing is proposed: there the
    model has nothing to tell a line apart from.
    """
    asked = [
        line.number
        for line, met in zip(page.lines, meetings(page, cuts), strict=True)
        if not (line.prose or len(line) > LONGEST or line is page.title or met)
    ]
    if not asked or not any(line.prose for line in page.lines):
        return []
    lines = features(page, cuts)
    guesses = model.guess(lines, asked)
    sure = [number for number in asked if guesses[number].confidence >= LEAST]
    return [_cut(page, run, guesses, lines, model) for run in _runs(sure, guesses)]


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
    page: Page,
    run: Sequence[int],
    guesses: dict[int, Guess],
    lines: Sequence[Sequence[str]],
    model: Model,
) -> Settled:
    start, end = page.lines[run[0]], page.lines[run[-1]]
    rule, detail = _reason(start.text, start.number, lines, model)
    confidence = round(min(guesses[number].confidence for number in run), 3)
    return Settled(start.start, end.end, guesses[run[0]].type, (rule,), confidence, (detail,))


def _reason(
    text: str, number: int, lines: Sequence[Sequence[str]], model: Model
) -> tuple[str, str]:
    """The group of features without which the line would be least suspect, and what to show."""
    group = model.strongest(lines, number, (WORDS, AROUND, SHAPE))
    if group == WORDS:
        told = {name: model.evidence.get(name, 0.0) for name in lines[number]}
        strongest = sorted((name for name in told if told[name] > 0), key=lambda n: -told[n])
        said = dict.fromkeys(name.partition(":")[2].strip("^$") for name in strongest[:_STRONGEST])
        if said:
            return "model.words", " ".join(said)
    return f"model.{group}", text[:_SHOWN]
