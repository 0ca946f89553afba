"""What stands behind the text without a heading: headlines of other articles."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.extent import PAIR
from annotator.rules.forum import is_thread
from annotator.rules.page import Line, Page

# A headline is so long, says so much, and does not end as a sentence or a label does.
_LEAST, _LONGEST = 8, 60
_PAIRS = 5
_ENDED = tuple("。;:,、)")
# So little of it stands in the text.
_ABOUT = 0.1
_FEW = 2


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
    free = not line.prose and line.number not in page.details and len(line) <= _LONGEST
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
