"""What stands behind the text without a heading: headlines of other articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.extent import PAIR
from annotator.rules.forum import is_thread
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page

# A headline is so long, says so much, and does not end as a sentence or a label does.
_LEAST, _LONGEST = 8, 60
_PAIRS = 5
_ENDED = tuple("。;:,、)")
# So little of it stands in the text.
_ABOUT = 0.1
_FEW = 2
# Rows of a table give a thing and what is said of it; the same is said of several.
_ROW = re.compile(r"[^:|]{2,12}\s?[:|]\s?([^:|]{3,24})$")
_ROWS = 3


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

    The page must have a frame besides, and nothing else may follow them, but what is known for it.
    """
    if not page.marks or page.title is None or is_thread(page):
        return
    last: list[Line] = []
    for line in reversed(page.behind):
        if line.number in page.marks:
            continue
        if not _is_strange(page, line):
            break
        last.append(line)
    told = [line for line in last if len(line) >= _LEAST]
    for line in last if len(told) >= _FEW else ():
        yield Cut(line.start, line.end, 0.75, (line.text[:20], str(len(last))))


def _is_strange(page: Page, line: Line) -> bool:
    kept = line.number in page.details or line.number in rows(page)
    free = not line.prose and not kept and len(line) <= _LONGEST
    if not free or line.text.endswith(_ENDED):
        return False
    short = len(line) < _LEAST
    return page.told(line.text) <= _ABOUT and (short or len(PAIR.findall(line.text)) >= _PAIRS)


RULES = (
    BoilerplateRule(
        "tails.headlines",
        "random_recommend",
        headlines,
        "正文之后 {1} 行与正文无关的标题，如“{0}”",
        "{1} headlines behind the text that have nothing to do with it, as “{0}”",
    ),
)
