"""What a page says again and again beside its text: the name of the site, buttons, its own title.

An article may repeat a line, as songs do; but none repeats the address of a site on a line of its
own, and none ends with a list of lines that are its headline with a word more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Page

_OFTEN = 3
_LONGEST = 40
_SITE = re.compile(
    r"(?<![\w@.-])(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|tw|hk|cc|top|vip|xyz)\b"
)
_PRESSED = re.compile(
    r"(?:播报|编辑|讨论|上传视频|回复|举报|分享|收藏|展开|收起|点赞|赞|复制|引用|评论|转发)$"
)

# A line of a list about this page says its headline, or most of it, and a few words more.
_NAMED_LEAST = 6
_MORE = 12
_FEW = 2
_SHARED = 3
_MOST = 0.6
_SAID = re.compile("[,。;!?]")
_PARTED = re.compile(r"\s(?:[-|_]\s)?|[|_]")
_TERM = 4


def sites(page: Page) -> Iterator[Cut]:
    """Short lines with the address of a site that stand there three times or more."""
    if page.view.count(".") < _OFTEN:
        return
    dotted = (line for line in page.lines if "." in line.text and len(line) <= _LONGEST)
    short = [line for line in dotted if _SITE.search(line.text)]
    counts = Counter(line.text for line in short)
    for line in short:
        if counts[line.text] >= _OFTEN and line.number not in page.code:
            yield Cut(line.start, line.end, 0.9, (line.text, str(counts[line.text])))


def pieces(page: Page) -> Iterator[Cut]:
    """Before and behind the text: lines of titles of which most begin with the same words."""
    first, last = page.body
    for line in (*page.lines[:first], *page.lines[last:]):
        # To count is faster than to take apart.
        if line.text.count(line.text[:_SHARED]) < _OFTEN:
            continue
        some = _PARTED.split(line.text)
        alike = sum(piece[:_SHARED] == some[0][:_SHARED] for piece in some)
        most = alike == len(some) or (alike >= _MOST * len(some) and not _SAID.search(line.text))
        if alike >= _OFTEN and most and len(some[0]) > _SHARED and some[0][:_SHARED].isalpha():
            yield Cut(line.start, line.end, 0.88, (line.text[:20], str(len(some))))


def buttons(page: Page) -> Iterator[Cut]:
    """Words that are pressed, each alone on a line, more than once."""
    alone = [line for line in page.short if _PRESSED.match(line.text)]
    counts = Counter(line.text for line in alone)
    for line in alone:
        if counts[line.text] > 1:
            yield Cut(line.start, line.end, 0.88, (line.text, str(counts[line.text])))


def titles(page: Page) -> Iterator[Cut]:
    """Behind the text: lines that name the page and something that belongs to it."""
    for line in page.lines[page.body[1] :] if page.title else ():
        if page.title and len(page.title) >= _TERM and line.text.count(page.title.text) > 1:
            yield Cut(line.start, line.end, 0.85, (line.text[:20], "1"), "related_list")
    for name in _names(page):
        tail = [line for line in page.lines[page.body[1] :] if name in line.text]
        found = [line for line in tail if len(name) < len(line) <= len(name) + _MORE]
        for line in found if len(found) >= _FEW else ():
            yield Cut(line.start, line.end, 0.85, (line.text[:20], str(len(found))))


def _names(page: Page) -> frozenset[str]:
    """The headline, and what the path of the page ends with."""
    paths = [page.lines[n].text for n, mark in page.marks.items() if mark.type == "breadcrumb"]
    said = [page.title.text] if page.title else []
    said += [paths[-1].rpartition(">")[2].strip()] if paths else []
    return frozenset(name for name in said if len(name) >= _NAMED_LEAST)


RULES = (
    BoilerplateRule(
        "repeats.sites",
        "site_footer",
        sites,
        "网址“{0}”单独成行，出现 {1} 次",
        "the address “{0}” stands on a line of its own {1} times",
    ),
    BoilerplateRule(
        "repeats.pieces",
        "related_list",
        pieces,
        "“{0}”一行里 {1} 个标题开头相同",
        "{1} titles on the line “{0}” begin alike",
    ),
    BoilerplateRule(
        "repeats.buttons",
        "login_ui",
        buttons,
        "按钮“{0}”单独成行，出现 {1} 次",
        "the button “{0}” stands on a line of its own {1} times",
    ),
    BoilerplateRule(
        "repeats.titles",
        "ui_stub",
        titles,
        "正文之后 {1} 行都在重复本页的名称，如“{0}”",
        "{1} lines behind the text repeat the name of the page, as “{0}”",
    ),
)
