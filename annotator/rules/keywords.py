"""Tags without a label: a row of words that the article itself uses, or what follows the label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Line, Page

_ROW = re.compile(r"#?[\w\u4e00-\u9fff-]{2,10}(?:[\s,、]+#?[\w\u4e00-\u9fff-]{2,10}){2,9}$")
_BETWEEN = re.compile(r"[\s,、#]+")
_SAID = 2 / 3
_LONGEST = 40
_LABEL = ("标签:", "标签", "文章标签", "相关标签", "热门标签", "关键词:", "关键字:")


def rows(page: Page) -> Iterator[Cut]:
    """Behind the article: three words or more of which two in three stand in its text."""
    first, last = page.body
    if first >= last:
        return
    tail = [line for line in page.lines[last:] if line.number not in page.marks]
    told = page.view[page.lines[first].start : page.lines[last - 1].end] if tail else ""
    for line in tail:
        words = _BETWEEN.split(line.text.lstrip("#")) if _ROW.match(line.text) else []
        if words and sum(word in told for word in words) >= _SAID * len(words):
            yield _cut(line)


def labelled(page: Page) -> Iterator[Cut]:
    """The line under a label that stands alone, unless that is the headline."""
    for label in page.marked.get("controls.tags", ()):
        following = page.after(label)[:1] if label.text in _LABEL else ()
        for line in following:
            free = not line.prose and line.number not in page.marks
            if len(line) <= _LONGEST and free and line is not page.title:
                yield _cut(line)


def _cut(line: Line) -> Cut:
    return Cut(line.start, line.end, 0.85, (line.text[:20],))


RULES = (
    BoilerplateRule(
        "keywords.rows",
        "tags_keywords",
        rows,
        "正文之后的一行标签“{0}”，多数词正文里有",
        "a row of tags behind the article, “{0}”: most of them are words of its text",
    ),
    BoilerplateRule(
        "keywords.labelled",
        "tags_keywords",
        labelled,
        "标签栏的内容“{0}”",
        "“{0}” stands under the label of the tags",
    ),
)
