"""Names of gambling sites that somebody put into the page of another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.rules.phrases.base import holds_any, words
from annotator.text.patterns import later

_TRADE = (
    "(?:体育|娱乐(?!圈|业|节目|新闻)|彩票|棋牌|现金|电玩|博彩|真人|赌场|百家乐|老虎机|时时彩|六合彩"
    "|骰宝|威尼斯人|太阳城|申博)"
)
_OFFER = "(?:app|网址?|平台|官网|城|直营|注册|代理|登[入录]|开户|送彩金|返水|手机版|客户端|玩法)"
_NAME = later(rf"[\u4e00-\u9fffA-Za-z]{{0,8}}{_TRADE}[\u4e00-\u9fff]{{0,4}}?{_OFFER}+:?", re.I)
# What does not care for case is looked for slowly, so only what has letters is so.
_CORE = re.compile(f"{_TRADE}[\u4e00-\u9fff]{{0,4}}?(?i:{_OFFER})")
_BRACKETED = later(rf"【[^【】]{{0,8}}{_TRADE}[^【】]{{0,4}}?{_OFFER}+】", re.I)
_MANY = 3

# Brands that such sites go by. With a word of the trade or an offer right behind it a brand is
# the name of such a site; alone it may be a firm, a town or a star.
_BRANDS = words(
    """
    乐鱼 华体会 华体 开云 亚博 爱游戏 欧宝 米乐 九游 必一 必威 凯发 永利 新葡京 葡京 葡新京 太阳城
    皇冠 万博 天博 星空 沙巴 龙8 博鱼 金年会 竞技宝 立博 必发 韦德 泛亚 新濠 威尼斯人 澳门新葡
    澳门金沙 尊龙凯时 尊龙 凯时 金博乐 买球 bet365 Bet365 kok KOK pg电子 PG电子
    """
)
_HINT = re.compile(
    "体育|投注|棋牌|买球|电竞|人生就是|官网入口|官网首页|官方入口|平台首页|官方网站|手机版"
)
_BRAND = f"(?:{'|'.join(_BRANDS)})"
_ANY_BRAND = re.compile(_BRAND)
_GOODS = "(?:人生就是[博搏]|体育|娱乐城?|棋牌|电竞|电子|真人|彩票|集团|投注|平台|赌场)"
_DOOR = (
    "(?:官网|官方|网址|入口|登[录入]|注册|下载|app|平台|首页|手机版|开户|在线|欢迎您|最新|投注"
    "|(?<=体育)$)"
)
_SITE = re.compile(rf"{_BRAND}{_GOODS}{{0,2}}[\w|·-]{{0,8}}?{_DOOR}+[\w-]{{0,6}}", re.I)
_BRANDED = re.compile(rf"【{_BRAND}{_GOODS}】|{_BRAND}{_GOODS}{_DOOR}+", re.I)
_SHORT = 80

# Keywords of films for adults, as hacked sites have them in front of every page.
_FILMS = re.compile(
    "无码|有码|中文字幕|亚洲|欧美|日韩|久久|精品|国产|[一二三四]区|少妇|人妻|熟女|成人|黄色|毛片|午夜|激情"
    "|啪啪|伊人|香蕉|久草|狠狠|天天[搞干操]|日日[干夜操]|麻豆|蜜桃|偷拍|自拍|丁香|爽爽|[^a-z]av(?![a-z])|(?:在线|免费)(?:观看|视频)",
    re.I,
)
_PIECES = re.compile(r"(?:[^_:]*[\u4e00-\u9fff][^_:]*[\u4e00-\u9fff][^_:]*(?:_|$)){4,}$")
_FILMED = 4
# Without any of these four of them are no such chain.
_FILMED_ALL = ("亚洲", "欧美", "日韩", "国产", "无码", "久久", "精品", "午夜", "成人")
_KEYED = 0.15


def chains(page: Page) -> Iterator[Cut]:
    """Keywords in a chain, before or behind the text, that have nothing to do with it.

    They are joined by low lines, or are words of one trade; what a source calls its page is joined
    so too, but names what the page is about.
    """
    first, last = page.body
    may = page.view.count("_") >= _MANY or holds_any(page.view, _FILMED_ALL)
    if not may or first >= len(page.lines):
        return
    for line in (*page.lines[:first], *page.lines[last:]):
        if "。" in line.text or ":" in line.text:
            continue
        filmed = len(_FILMS.findall(line.text)) >= _FILMED
        if line is page.title and not (filmed and page.told(line.text) == 0):
            continue
        joined = line.text.count("_") > _MANY - 1 and _PIECES.match(line.text)
        if (filmed or joined) and page.told(line.text) < _KEYED:
            yield Cut(line.start, line.end, 0.92, (line.text[:12],), rank=2)


def lines(page: Page) -> Iterator[Cut]:
    """Lines that are half of such names, on a page that has several of them."""
    named = _named(page)
    if sum(len(names) for _, names in named) < _MANY:
        return
    for line, names in named:
        if 2 * sum(map(len, names)) > len(line):
            yield Cut(line.start, line.end, 0.85, (names[0],), rank=1)


def beside(page: Page) -> Iterator[Cut]:
    """Headlines behind the text that stand between lines of such names."""
    behind = page.lines[page.body[1] :]
    starts = {cut.start for cut in lines(page)} if behind else set()
    named = [line.number for line in behind if line.start in starts]
    for line in page.lines[named[0] : named[-1]] if named else ():
        free = line.number not in page.marks and line.start not in starts
        if free and not line.prose and len(line) <= _SHORT:
            yield Cut(line.start, line.end, 0.85, (line.text[:12],))


def sites(page: Page) -> Iterator[Cut]:
    """Short lines that are names of such sites for the most part: one is enough."""
    text = page.view
    if not _HINT.search(text) or not _ANY_BRAND.search(text):
        return
    if sum(len(names) for _, names in _named(page)) >= _MANY:
        return
    for line in page.lines:
        names = _SITE.findall(line.text) if len(line) <= _SHORT and not line.prose else ()
        if names and 2 * sum(map(len, names)) > len(line):
            yield Cut(line.start, line.end, 0.88, (names[0],), rank=1)
            continue
        for hit in _BRANDED.finditer(line.text):
            start = line.start + hit.start()
            yield Cut(start, start + len(hit[0]), 0.85, (hit[0],), rank=1)


def inserted(page: Page) -> Iterator[Cut]:
    """One such name in brackets, or the same one again and again inside other text."""
    names = [name for _, names in _named(page) for name in names]
    for hit in _BRACKETED.finditer(page.view) if names else ():
        yield Cut(*hit.span(), 0.88, (hit[0],), rank=2)
    for name, count in Counter(names).items():
        if count >= _MANY or (count > 1 and name.endswith(":")):
            for hit in re.finditer(re.escape(name), page.view):
                yield Cut(*hit.span(), 0.85, (name,), rank=1)


@once_a_page
def _named(page: Page) -> list[tuple[Line, list[str]]]:
    """The lines with such names, and these; the fast test for their core comes first."""
    some = page.lines if _CORE.search(page.view) else ()
    found = [(line, _NAME.findall(line.text)) for line in some if _CORE.search(line.text)]
    return [(line, names) for line, names in found if names]


RULES = (
    BoilerplateRule(
        "spam.chains",
        "spam_seo",
        chains,
        "“{0}”一类与正文无关的关键词串",
        "a chain of keywords such as “{0}” that has nothing to do with the text",
    ),
    BoilerplateRule(
        "spam.lines",
        "spam_seo",
        lines,
        "“{0}”一类的博彩网站名",
        "names of gambling sites such as “{0}”",
    ),
    BoilerplateRule(
        "spam.beside",
        "related_list",
        beside,
        "夹在博彩网站名之间的标题“{0}”",
        "a headline between names of gambling sites: “{0}”",
    ),
    BoilerplateRule(
        "spam.sites",
        "spam_seo",
        sites,
        "博彩网站名“{0}”",
        "the name of a gambling site: “{0}”",
    ),
    BoilerplateRule(
        "spam.inserted",
        "spam_seo",
        inserted,
        "博彩网站名“{0}”插进了正文",
        "the name of a gambling site, “{0}”, is put into the text",
    ),
)
