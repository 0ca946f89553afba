"""Lines that the table of phrases knows: one rule for each of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID
from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread
from annotator.rules.page import Line, Page
from annotator.rules.phrases import PHRASES
from annotator.rules.phrases.base import BEFORE, Phrase
from annotator.rules.phrases.buttons import BUTTON_ROWS

# What a post begins with, and says nothing of the site.
_DECLARED = re.compile(r"\W{0,3}声明\s*:(?!.*(?:本站|本网|论坛|版权|会员|网友))")


def lines_with(phrase: Phrase) -> Callable[[Page], Iterator[Cut]]:
    """A finder of the lines that one row of the table fits."""

    def find(page: Page) -> Iterator[Cut]:
        lines = page.marked.get(phrase.rule, ())
        if phrase.type == "disclaimer" and is_thread(page):
            lines = [line for line in lines if not _is_said(page, line)]
        for line in lines:
            yield Cut(line.start, line.end, phrase.confidence, (line.text[:20],))

    find.__doc__ = f"Lines of the type {phrase.type} by what they say."
    return find


def columns(page: Page) -> Iterator[Cut]:
    """Words of a row of buttons behind the text, each on a line of its own."""
    words = page.behind
    found: set[int] = set()
    for three in zip(words, words[1:], words[2:], strict=False):
        row = " ".join(line.text for line in three)
        if len(row) <= _COLUMN and any(phrase.find(row) for phrase in BUTTON_ROWS):
            found.update(line.number for line in three)
    for number in sorted(found - page.marks.keys()):
        line = page.lines[number]
        yield Cut(line.start, line.end, 0.85, (line.text,))


def _is_said(page: Page, line: Line) -> bool:
    """Whether who posts declares something in a thread, and not the site."""
    between = any(other.prose for other in page.after(line))
    return between and _DECLARED.match(line.text) is not None


# So long are three buttons at most.
_COLUMN = 20

_STORY = "大会今天下午在城市中心召开。来自各地的代表参加了会议。"


def _examples(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """Pages with each example line before or behind a paragraph."""
    page = "{1}\n{0}" if phrase.where == BEFORE else "{0}\n{1}"
    for line in phrase.cuts:
        yield page.format(_STORY, line), page.format(_STORY, "")
    for line in phrase.keeps:
        yield page.format(_STORY, line), page.format(_STORY, line)


RULES = (
    *(
        BoilerplateRule(
            phrase.rule,
            phrase.type,
            lines_with(phrase),
            f"“{{0}}”是“{BOILERPLATE_TYPE_BY_ID[phrase.type].zh}”的常见写法",
            f"“{{0}}” is a common wording of “{BOILERPLATE_TYPE_BY_ID[phrase.type].en}”",
            tuple(_examples(phrase)),
            of_row=True,
        )
        for phrase in PHRASES
    ),
    BoilerplateRule(
        "furniture.columns",
        "login_ui",
        columns,
        "正文之后逐行排列的按钮“{0}”",
        "“{0}” is one of the buttons in a column behind the text",
    ),
)
