"""Lines that recur across the articles of a site: its frame, whatever they say.

The counts come from outside as a value. A line of the frame stands beside the running text in
nearly every article that has it, while a sub-heading stands inside; that share, by the lower
bound of its interval (Wilson), is the confidence. The running text of a page is its own only
where it does not recur itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Line, Page
from annotator.shares import wilson
from annotator.text.patterns import later
from annotator.text.recurring import Keyed, Keys, Seen, key_of

# A page of thousands of lines says no more about a site than its two ends.
_ENDS = 100
# Lines as long as this on a page of a few are a whole article on one line: its two ends count.
_LONG = 120
_FEW = 3
_PIECES = 4
_PIECE = re.compile(r"[^。!?;|\s]+[。!?;|\s]*")
_HAN = re.compile("[\u4e00-\u9fff]")
_PIECE_LEAST = 4
_BETWEEN = " |。!?;"

_DIGITS = re.compile(r"\d+")

_SURE = 1.645
"""How many standard errors the lower bound is below the share: one in twenty lies under it."""

_TRUSTED = 0.97
_ENOUGH = 0.75
# By length the least share of the articles of a site: many an article has a sub-heading "Notes".
_SHARES = ((4, 0.4), (8, 0.25), (16, 0.1))
_SHARE = 0.02
_ALONE = 16
_USUAL = 0.8

# What stands over or under parts of articles wherever they were published.
_HEADING = later(
    r"[(\[]?[一二三四五六七八九十百\d]+[、.)\]:]|第[一二三四五六七八九十百\d]+[章节条期回集讲课部篇步]|"
    r"[【《<].*[】》>]$|[问答][:]|(?:参考(?:文献|资料)|注释?|附[件录表]?|摘要|关键词|前言|引言|导语|序言?|"
    r"结[语论]|后记|目录|编者按|作者简介|内容(?:简介|提要)|总则|附则)\W?$|"
    r".*(?:[电讯]|报道|系列|专栏|连载|第0期|之[一二三四五六七八九十\d]+)\W*$"
)


def keys_of(raw: str, site: str = "") -> Keys:
    """The keys of the lines of a raw text, and of the ends of one that is all on one line.

    Folded away are script, width, case, white space, and what number it is.

    >>> one, other = keys_of("阅读(123)").lines + keys_of("閱讀（ 4567 ）").lines
    >>> one.size, keys_of("阅读(123)").lines[0].key == keys_of("阅读（ 4567 ）").lines[0].key
    (5, True)
    """
    page = Page(raw)
    lines = page.lines
    found = []
    for line in lines if len(lines) <= 2 * _ENDS else (*lines[:_ENDS], *lines[-_ENDS:]):
        folded = fold(line.text)
        found.append(Keyed(key_of(folded), line.start, line.end, len(folded), line.prose))
        if len(line) >= _LONG and len(lines) <= _FEW:
            found += _ends(line, head=line is lines[0], tail=line is lines[-1])
    return Keys(site, tuple(found))


def fold(text: str) -> str:
    """The template of a line of a page's view.

    >>> fold("阅读 (123) 2020-01-02"), fold("Page 3")
    ('阅读(0)0-0-0', 'page0')
    """
    return _DIGITS.sub("0", "".join(text.split())).lower()


def _ends(line: Line, *, head: bool, tail: bool) -> Iterator[Keyed]:
    """The first and the last pieces of a long line, each under a key that says which end."""
    pieces = [hit.span() for hit in _PIECE.finditer(line.text)]
    ends = (("^", pieces[:_PIECES] if head else []), ("$", pieces[-_PIECES:] if tail else []))
    for mark, some in ends:
        for start, end in some:
            piece = line.text[start:end].strip()
            if len(_HAN.findall(piece)) >= _PIECE_LEAST:
                low, folded = line.start + start, fold(piece)
                yield Keyed(key_of(mark + folded), low, low + len(piece), len(folded), False)


class _Told(NamedTuple):
    """How often a line was seen, and how sure that makes it."""

    seen: Seen
    confidence: float

    @property
    def share(self) -> float:
        """In which share of the articles of its site."""
        return self.seen.times / self.seen.of


def recurring(page: Page) -> Iterator[Cut]:
    """Lines beside the running text that other articles of the site have too, and ends of lines.

    A short line must stand beside another of the frame, and no heading of a part of an article is
    one.
    """
    if page.recurring is None or not page.lines:
        return
    # A line stands before its own first piece, which has the same start.
    told = {seen.start: _told(seen) for seen in reversed(page.recurring.lines)}
    whole = {line.number: told[line.start] for line in page.lines if _is_whole(line, told)}
    first, last = _own(page, whole)
    stay = {first - 1, *_behind(page, whole, last)}
    frame = [n for n in whole if not first <= n <= last and _fits(page.lines[n].text, whole[n])]
    framed = {*frame, *page.marks}
    for number in frame:
        line = page.lines[number]
        beside = not framed.isdisjoint((number - 1, number + 1))
        if not _short(page, line) or (beside and number not in stay):
            yield _cut(line.start, line.end, whole[number], _type(page, line, number < first))
    if len(page.lines) <= _FEW:
        yield from _glued(page, page.recurring.lines)


def _short(page: Page, line: Line) -> bool:
    """Whether a line by itself might as well be a heading or a row of a table."""
    return len(line) < _ALONE and line.number not in page.marks


def _behind(page: Page, whole: Mapping[int, _Told], last: int) -> Iterator[int]:
    """Short lines right behind the article's own that may go on with it: headings, rows, lists.

    They do where lines of its own follow, or where many other articles go without them.
    """
    own = {n for n in range(last, len(page.lines)) if n not in whole and n not in page.marks}
    for number in sorted(own):
        behind = (page.lines[n] for n in range(number + 1, len(page.lines)))
        run = list(takewhile(lambda line: line.number in whole and _short(page, line), behind))
        if run and run[-1].number + 1 in own:
            yield from (line.number for line in run)
        else:
            yield from (line.number for line in run if whole[line.number].share < _USUAL)


def _is_whole(line: Line, told: Mapping[int, _Told]) -> bool:
    found = told.get(line.start)
    return found is not None and found.seen.end >= line.end


def _own(page: Page, whole: Mapping[int, _Told]) -> tuple[int, int]:
    """The numbers of the first and the last line that are the page's own running text.

    Without any, of the lines that neither recur nor look like boilerplate.
    """
    free = [line for line in page.lines if line.number not in whole]
    own = [line for line in free if line.prose and line.number not in page.marks]
    own = own or [line for line in free if line.number not in page.marks]
    return (own[0].number, own[-1].number) if own else (0, len(page.lines))


def _told(seen: Seen) -> _Told:
    return _Told(seen, min(_TRUSTED, round(wilson(seen.framed, seen.times, _SURE)[0], 3)))


def _fits(text: str, told: _Told) -> bool:
    least = next((share for size, share in _SHARES if len(text) < size), _SHARE)
    enough = told.confidence >= _ENOUGH and told.share >= least
    return enough and not _HEADING.match(text) and any(map(str.isalpha, text))


def _cut(start: int, end: int, told: _Told, type_: str) -> Cut:
    details = (str(told.seen.times), str(told.seen.of))
    return Cut(start, end, told.confidence, details, type_, rank=-1)


def _type(page: Page, line: Line, before: bool) -> str:
    mark = page.marks.get(line.number)
    if mark is not None:
        return mark.type
    return "nav_menu" if before else "site_footer"


def _glued(page: Page, lines: Sequence[Seen]) -> Iterator[Cut]:
    """The pieces that recur at the start and at the end of a text on a line or a few."""
    first, last = page.lines[0], page.lines[-1]
    heads = [seen for seen in lines if seen.end < first.end and len(first) >= _LONG]
    tails = [seen for seen in reversed(lines) if seen.start > last.start and len(last) >= _LONG]
    at, told = _run(page, heads, first.start)
    if told is not None:
        yield _cut(first.start, at, told, "nav_menu")
    at, told = _run(page, tails, last.end)
    if told is not None:
        yield _cut(at, last.end, told, "site_footer")


def _run(page: Page, pieces: Sequence[Seen], at: int) -> tuple[int, _Told | None]:
    """How far pieces in a row reach from one end of a line, and what is told of the weakest."""
    weakest: _Told | None = None
    for seen in pieces:
        forward = seen.start >= at
        between = page.view[at : seen.start] if forward else page.view[seen.end : at]
        told = _told(seen)
        if between.strip(_BETWEEN) or not _fits(page.view[seen.start : seen.end], told):
            break
        weakest = min(weakest or told, told, key=lambda each: each.confidence)
        at = seen.end if forward else seen.start
    return at, weakest


RULES = (
    BoilerplateRule(
        "corpus.recurring",
        "site_footer",
        recurring,
        "同一来源的 {1} 篇文章中，{0} 篇都有这段文字",
        "seen in {0} of {1} articles",
    ),
)
