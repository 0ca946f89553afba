"""Leads: what stands in front of a text and only says what its first paragraphs say again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Line, Page

# An excerpt of the text in front of it is at least so long; what it was taken from comes soon.
_LEAD = 24
# No longer is what stands under a picture; some sites say it to the eye and to the ear.
_CAPTION = 60
_LEADS, _LABELLED_LEADS = 2, 8
_NEAR = 200
_REACH = 20
_LABEL = re.compile(
    r"(?=【)【[^】]{2,12}】|\W{0,2}(?:导[读语]|摘\s?要|(?:内容|文章|本文|核心)?(?:摘要|提要|提示|简介|导读)|简介|描述)\W{0,2}\s?"
)
_QUOTES = "\"“”‘’'"
_DOTS = re.compile(r"[\s.…]+$")


def leads(page: Page) -> Iterator[Cut]:
    """A paragraph in front of the text that only says what its first paragraphs say again.

    It is named as an excerpt, cut off by dots, made from several lines, or stands right before
    the first of them; else an article may begin with its own words from further down.
    """
    first = page.body[0]
    for line in page.lines[max(0, first - _LABELLED_LEADS) : first + _LEADS]:
        label = _LABEL.match(line.text)
        if label is None and line.number < first - _LEADS:
            continue
        said = line.text[label.end() if label else 0 :].strip(_QUOTES)
        told = _DOTS.sub("", _squeezed(said))
        if len(told) < _LEAD:
            continue
        following = page.after(line)[:_REACH]
        if not _follows(told, following):
            continue
        after = [_squeezed(other.text) for other in following]
        excerpt = label or _DOTS.search(said) or not any(told in text for text in after)
        if label is None and len(told) <= _CAPTION and after[0] == told:
            twice = following[0]
            yield Cut(twice.start, twice.end, 0.92, (twice.text[:20],), "title_repeat", 1)
        elif excerpt or (line.prose and after[0].startswith(told)):
            yield Cut(line.start, line.end, 0.92, (line.text[:20],), rank=1)


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
)
