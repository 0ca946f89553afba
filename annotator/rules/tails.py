"""What stands behind the text without a heading: headlines of other articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.extent import PAIR, TOLD
from annotator.rules.forum import is_thread
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.rules.phrases.words import AGO, CLOCK, DATE

# A headline is so long, says so much, and does not end as a sentence or a label does.
_LEAST, _LONGEST = 8, 60
_PAIRS = 5
_ENDED = tuple("。;:,、)")
# So little of it stands in the text.
_ABOUT = 0.1
_FEW = 2
# When another article came out, on a line of its own below its headline.
_SHAPE = 4
_DAY = re.compile(rf"(?:{DATE}|{AGO})(?:\s*{CLOCK})?(?:\s?[A-Z]{{2,4}})?$")
# Rows of a table give a thing and what is said of it; the same is said of several.
_ROW = re.compile(r"[^:|]{2,12}\s?[:|]\s?([^:|]{3,24})$")
_ROWS = 3
# A headline behind its dot, and what stands between its two parts.
_DOTTED = re.compile(r"·(?!\S{1,4}:)\S.{10,40}(?<![。;:,、])$")
_PARTED = re.compile(r"\S[\s:“?!]\s*\S")
_DOTS, _MOST = 4, 0.6


@once_a_page
def rows(page: Page) -> frozenset[int]:
    """The numbers of the lines of a table some of whose rows say the same of several things.

    A line between two of them is the heading of a part.
    """
    split = (line for line in page.short if ":" in line.text or "|" in line.text)
    hits = ((line.number, _ROW.match(line.text)) for line in split)
    said = {number: hit[1] for number, hit in hits if hit}
    if max(Counter(said.values()).values(), default=0) < _ROWS:
        return frozenset()
    return frozenset(said) | {number + 1 for number in said if number + 2 in said}


def headlines(page: Page) -> Iterator[Cut]:
    """Lines in a row behind the text that are like headlines, and share nothing with the text.

    Each may have its day below it; a day above the first of them may be that of the text. The page
    must have a frame besides, and nothing else may follow them, but what is known for it.
    """
    if not page.marks or page.title is None or is_thread(page):
        return
    last: list[Line] = []
    for line in reversed(page.behind):
        if line.number in page.marks:
            continue
        if not (_DAY.match(line.text) or _is_strange(page, line)):
            break
        last.append(line)
    while last and _DAY.match(last[-1].text):
        last.pop()
    told = [line for line in last if len(line) >= _LEAST and not _DAY.match(line.text)]
    for line in last if len(told) >= _FEW else ():
        yield Cut(line.start, line.end, 0.75, (line.text[:20], str(len(last))))


def items(page: Page) -> Iterator[Cut]:
    """Other articles behind the text that repeat one shape: a headline, its day, and what goes
    with them, at one and the same distance.

    None of the headlines is told above, and the article has a publish line of its own.
    """
    first = page.body[0]
    if not _is_dated(page, first):
        return
    short = (line for line in page.lines[first + 1 :] if len(line) <= _LONGEST)
    days = [line.number for line in short if _DAY.match(line.text)]
    if len(days) < _FEW or is_thread(page):
        return
    step = days[-1] - days[-2]
    while len(days) > _FEW and days[-2] - days[-3] == step:
        days.pop(-2)
    start, rest = days[-2] - step + 1, len(page.lines) - 1 - days[-1]
    heads = [page.lines[number - 1] for number in range(start + step - 1, days[-1] + 1, step)]
    if not (1 < step <= _SHAPE and rest < step and start > first):
        return
    if all(is_headline(page, line, start) for line in heads):
        some = page.lines[start:]
        yield Cut(some[0].start, some[-1].end, 0.85, (heads[0].text[:20], str(len(heads))), rank=2)


def dotted(page: Page) -> Iterator[Cut]:
    """Headlines with a dot glued to the front of each, down to the end of the page.

    Most have two parts, as headlines have and items of a text have not.
    """
    if page.view.count("\n·") < _DOTS or is_thread(page):
        return
    run = list(takewhile(lambda line: _DOTTED.match(line.text), reversed(page.behind)))
    parted = sum(_PARTED.search(line.text) is not None for line in run)
    if len(run) >= _DOTS and parted >= _MOST * len(run):
        for line in run:
            yield Cut(line.start, line.end, 0.85, (run[-1].text[:20], str(len(run))))


def _is_dated(page: Page, first: int) -> bool:
    return any(m.type == "publish_meta" and n < first for n, m in page.marks.items())


def is_headline(page: Page, line: Line, end: int) -> bool:
    """Whether a line is like a headline, of nothing that the running text up to a line tells."""
    pairs = PAIR.findall(line.text) if len(line) <= _LONGEST and not line.prose else []
    if len(pairs) < _PAIRS or line.text.endswith(_ENDED):
        return False
    told = "\n".join(x.text for x in page.lines[page.body[0] : end] if x.prose)[:TOLD]
    return sum(pair in told for pair in pairs) <= _ABOUT * len(pairs)


def _is_strange(page: Page, line: Line) -> bool:
    kept = line.number in page.details or line.number in rows(page)
    free = not line.prose and not kept and len(line) <= _LONGEST
    if not free or line.text.endswith(_ENDED):
        return False
    short = len(line) < _LEAST
    return page.told(line.text) <= _ABOUT and (short or len(PAIR.findall(line.text)) >= _PAIRS)


RULES = (
    BoilerplateRule(
        "tails.dotted",
        "related_list",
        dotted,
        "正文之后从“{0}”起带点的 {1} 个其他标题",
        "{1} other headlines with dots behind the text, from “{0}” on",
    ),
    BoilerplateRule(
        "tails.items",
        "related_excerpt",
        items,
        "正文之后从“{0}”起 {1} 篇形式相同的其他文章",
        "{1} other articles of one shape behind the text, from “{0}” on",
    ),
    BoilerplateRule(
        "tails.headlines",
        "random_recommend",
        headlines,
        "正文之后 {1} 行与正文无关的标题，如“{0}”",
        "{1} headlines behind the text that have nothing to do with it, as “{0}”",
    ),
)
