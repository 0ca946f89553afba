"""Leads: what stands in front of a text and only says what its first paragraphs say again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page

# An excerpt of the text in front of it is at least so long; what it was taken from comes soon.
_LEAD = 24
# No longer is what stands under a picture; some sites say it to the eye and to the ear.
_CAPTION = 60
# The paragraph that a lead is comes again after so few lines: the headline, and one before it.
_SOON = 4
_APART = 2
_LEADS, _LABELLED_LEADS, _LABELLED_BELOW = 2, 8, 4
# So much of a summary with its label is enough: it may end as no paragraph does.
_ENOUGH = 60
_NEAR = 200
_REACH = 20
_LABEL = re.compile(
    r"(?=【)【[^】]{2,12}】|\W{0,2}(?:导[读语]|摘\s?要|(?:内容|文章|本文|核心)?(?:摘要|提要|提示|简介|导读)|简介|描述)\W{0,2}\s?"
)
_QUOTES = "\"“”‘’'"
_DOTS = ".…"
_BULLETS = "•·▪●* "


def leads(page: Page) -> Iterator[Cut]:
    """A paragraph in front of the text that only says what its first paragraphs say again.

    It is named as an excerpt, cut off by dots, made from several lines, or stands right before
    the first of them; else an article may begin with its own words from further down.
    """
    first, doubles = page.body[0], _doubled(page)
    copied = {line.text for line in _copies(page)}
    for line in page.lines[max(0, first - _LABELLED_LEADS) : first + _LABELLED_BELOW]:
        if line is page.title or line in doubles or line.text in copied:
            continue
        label = _LABEL.match(line.text)
        if label is None and not -_LEADS <= line.number - first < _LEADS:
            continue
        said = line.text[label.end() if label else 0 :].lstrip(_BULLETS).strip(_QUOTES)
        told = _squeezed(said).rstrip(_DOTS)
        if label is not None:
            told = told[:_ENOUGH]
        if len(told) < _LEAD:
            continue
        following = page.after(line)[:_REACH]
        if not _follows(told, following):
            continue
        after = [_squeezed(other.text) for other in following]
        cut_off = said[-1:].isspace() or said.endswith(tuple(_DOTS))
        excerpt = label or cut_off or not any(told in text for text in after)
        if label is None and len(told) <= _CAPTION and after[0] == told:
            twice = following[0]
            yield Cut(twice.start, twice.end, 0.92, (twice.text[:20],), "title_repeat", 1)
        elif excerpt or (line.prose and (after[0].startswith(told) or _is_soon(page, line, told))):
            yield Cut(line.start, line.end, 0.92, (line.text[:20],), rank=1)


def doubled(page: Page) -> Iterator[Cut]:
    """Several paragraphs that stand there a second time right below, in the same order."""
    for line in _doubled(page):
        copy = next(other for other in page.after(line) if other.text == line.text)
        yield Cut(copy.start, copy.end, 0.88, (copy.text[:20],), rank=1)


@once_a_page
def _doubled(page: Page) -> Sequence[Line]:
    """The first paragraphs of a page, two or more, if all of them come again right behind."""
    first = page.body[0]
    start = next(iter(page.lines[first : first + 1]), None)
    if start is None or page.view.count(start.text) < _LEADS:
        return ()
    again = next((x.number for x in page.after(start) if x.text == start.text), first)
    block = page.lines[first : again - _over(page, first, again)]
    copy = page.lines[again : again + len(block)]
    same = [line.text for line in block] == [line.text for line in copy]
    told = sum(line.prose for line in block) >= _LEADS
    return block if same and told and not is_thread(page) else ()


def _over(page: Page, first: int, again: int) -> int:
    """How many lines that stand right over a text stand over its copy too."""
    pairs = zip(reversed(page.lines[:first]), reversed(page.lines[first:again]), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text, pairs))


def _is_soon(page: Page, line: Line, told: str) -> bool:
    """Whether a paragraph under a headline comes again soon, and the text goes on behind it."""
    if page.title is None or page.title.number > line.number:
        return False
    soon = [other for other in page.after(line)[:_SOON] if _squeezed(other.text) == told]
    return bool(soon) and any(
        other.prose and _squeezed(other.text) != told for other in page.after(soon[0])
    )


def again(page: Page) -> Iterator[Cut]:
    """The paragraphs of the article once more at the end of the page, behind something else."""
    for line in _copies(page):
        yield Cut(line.start, line.end, 0.85, (line.text[:20],), rank=1)


@once_a_page
def _copies(page: Page) -> Sequence[Line]:
    told = [line for line in page.lines if line.prose]
    if not told or page.view.find(told[-1].text) == told[-1].start:
        return ()
    first: dict[str, Line] = {}
    for line in told:
        first.setdefault(line.text, line)
    copies = list(takewhile(lambda line: first[line.text] is not line, reversed(told)))
    if not copies or is_thread(page) or sum(map(len, copies)) < _CAPTION:
        return ()
    apart = copies[-1].number - first[copies[-1].text].number >= _APART
    return copies if apart else ()


def _follows(told: str, lines: Sequence[Line]) -> bool:
    """Whether these lines say it, soon."""
    reach, near = _NEAR + len(told), ""
    for line in lines:
        near += _squeezed(line.text)
        if len(near) >= reach:
            break
    return told in near[:reach]


def _squeezed(text: str) -> str:
    return "".join(text.split())


RULES = (
    BoilerplateRule(
        "head.leads",
        "related_excerpt",
        leads,
        "“{0}”只是后面正文的节录",
        "“{0}” is only an excerpt of the text that follows",
    ),
    BoilerplateRule(
        "leads.doubled",
        "title_repeat",
        doubled,
        "几段文字紧接着又重复了一遍：“{0}”",
        "several paragraphs stand there once more right below: “{0}”",
    ),
    BoilerplateRule(
        "leads.again",
        "title_repeat",
        again,
        "正文到页末又重复了一遍：“{0}”",
        "the article stands once more at the end of the page: “{0}”",
    ),
)
