"""Names of gambling sites that somebody put into the page of another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Page

_TRADE = (
    "(?:体育|娱乐(?!圈|业|节目|新闻)|彩票|棋牌|现金|电玩|博彩|真人|赌场|百家乐|老虎机|时时彩|六合彩"
    "|骰宝|威尼斯人|太阳城|申博)"
)
_OFFER = "(?:app|网址?|平台|官网|城|直营|注册|代理|登[入录]|开户|送彩金|返水|手机版|客户端|玩法)"
_NAME = re.compile(rf"[\u4e00-\u9fffA-Za-z]{{0,8}}{_TRADE}[\u4e00-\u9fff]{{0,4}}?{_OFFER}+:?", re.I)
_CORE = re.compile(f"{_TRADE}[\u4e00-\u9fff]{{0,4}}?{_OFFER}", re.I)
_BRACKETED = re.compile(rf"【[^【】]{{0,8}}{_TRADE}[^【】]{{0,4}}?{_OFFER}+】", re.I)
_MANY = 3


def lines(page: Page) -> Iterator[Cut]:
    """Lines that are half of such names, on a page that has several of them."""
    if len(_names(page)) < _MANY:
        return
    for line in page.lines:
        names = _NAME.findall(line.text)
        if names and 2 * sum(map(len, names)) > len(line):
            yield Cut(line.start, line.end, 0.85, (names[0],), rank=1)


def inserted(page: Page) -> Iterator[Cut]:
    """One such name in brackets, or the same one again and again inside other text."""
    names = _names(page)
    for hit in _BRACKETED.finditer(page.view) if names else ():
        yield Cut(*hit.span(), 0.88, (hit[0],), rank=2)
    for name, count in Counter(names).items():
        if count >= _MANY or (count > 1 and name.endswith(":")):
            for hit in re.finditer(re.escape(name), page.view):
                yield Cut(*hit.span(), 0.85, (name,), rank=1)


def _names(page: Page) -> list[str]:
    """All such names on a page; the fast test for their core comes first."""
    return _NAME.findall(page.view) if _CORE.search(page.view) else []


RULES = (
    BoilerplateRule(
        "spam.lines",
        "spam_seo",
        lines,
        "“{0}”一类的博彩网站名",
        "names of gambling sites such as “{0}”",
    ),
    BoilerplateRule(
        "spam.inserted",
        "spam_seo",
        inserted,
        "博彩网站名“{0}”插进了正文",
        "the name of a gambling site, “{0}”, is put into the text",
    ),
)
