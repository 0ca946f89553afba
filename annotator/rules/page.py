"""A repaired text as boilerplate rules read it: its lines, and what they look like."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.rules.phrases import first_fitting
from annotator.rules.phrases.base import BODY, HEAD, TAIL, Phrase, holds_any
from annotator.rules.phrases.headings import ENDING, ENDING_LIMIT
from annotator.rules.phrases.words import NEVER_PROSE
from annotator.text.recurring import Recurring
from annotator.text.script import simplify
from annotator.text.structure import Structure

# Full-width forms and look-alikes as the patterns are written: one character for one.
_FOLD = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    wide: narrow
    for narrow, variants in {
        " ": "\u3000\u00a0\t\u200b\ufeff",
        ">": "›»→",
        "|": "丨︱┃│",
        "(": "〔",
        ")": "〕",
    }.items()
    for wide in variants
}
_FOLDED = re.compile(f"[{''.join(_FOLD)}]")

_PAUSE = re.compile("[,。;!?]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")

# A line this long with a full stop, or half as long again with two pauses, is running text.
_PROSE = 16
_TALK = 12
_TALKING = re.compile("(?!.*©)(?=.*[\u4e00-\u9fff]{3}).*[,。!?]")
_NOTICE = 300
_CUT_OFF = ("...", "…")
_ENOUGH = 0.3

_DATED = ("bylines.fields", "bylines.times")
_HAS_DATE = re.compile(r"\d[-/.年月]\d|\d:\d\d|前")
_TITLE_ENOUGH = 10
_TITLE_LEAST = 6
_TITLE_LONGEST = 90
_NAMED_LEAST = 4
_NO_TITLE = re.compile(
    r"索引号|组配分类|生成日期|摘\s?要|前\s?言|[=_-]{4}|\S+(?:政府|办公室|委员会|[局厅])(?:文件)?$|.*[;,:。]$"
)
_PROSE_PAUSED = 60

_DUMP = 150

_NAMES = "bylines.names"
_NAMED = 2

_CARD = re.compile(r"索\s*引\s*号")
_FIELD = re.compile(r"(?:\S\s?){2,6}\s*:")
_FIELD_LONGEST = 60

_CALLING = re.compile(
    r"[^>|]{2,60}(?:通知|公告|公示|通告|启事|邀请函|简章|(?:招聘|招募|征集|征文|征稿|评选|报名)(?:公告|活动|令)?)\W{0,2}$"
)
_DETAIL = re.compile(
    r"(?:主办|承办|协办|指导|支持|主管|组织|发布)单位\s*:|附件?\s*\d*\s*:|特此(?:通知|公告|公示|通告)"
    r"|\S{0,4}(?:联系|咨询|报名|受理|监督|举报|投诉|通[讯信]|办公|办理|报送|邮寄|电子|单位|学校)\S{0,2}"
    r"(?:人|电话|方式|地址|地点|时间|邮箱|邮件|信箱)\s*:|(?:地址|电话|邮箱|邮编|传真|联系人)\s*:"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: `text` is page.view[start:end], without space at its ends.

    `gap` says whether a blank line, or nothing, stands before it.
    """

    number: int
    start: int
    end: int
    text: str
    gap: bool
    prose: bool

    def __len__(self) -> int:
        return self.end - self.start


# Compared as what it is, not as what it says: whatever is worked out once for a page asks for that.
@dataclass(frozen=True, eq=False)
class Page:
    """The repaired text of one article. `view` is it for matching: simplified, half width.

    All its texts have the same length, so offsets fit each, and those of `structure` and
    `recurring` too.
    """

    text: str
    structure: Structure | None = None
    recurring: Recurring | None = None

    @cached_property
    def plain(self) -> str:
        """The text in simplified characters."""
        return simplify(self.text)

    @cached_property
    def view(self) -> str:
        """The text in simplified characters, with half-width marks and plain spaces."""
        return _folded(self.plain)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines that are not blank, in order."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        last = -2
        for number, hit in enumerate(_LINE.finditer(self.view)):
            raw = hit[0]
            text = raw.strip()
            start = hit.start() + raw.index(text[0])
            gap = last < 0 or hit.start() - last > 1
            yield Line(number, start, start + len(text), text, gap, is_prose(text))
            last = hit.end()

    @cached_property
    def short(self) -> tuple[Line, ...]:
        """The lines that are no running text."""
        return tuple(line for line in self.lines if not line.prose)

    @cached_property
    def body(self) -> tuple[int, int]:
        """The numbers of the first line of running text, and of the first that ends the article.

        The article ends at a heading of other articles or comments, a copyright line and the like,
        once a good part of the running text has gone by; else after the last running text.
        """
        prose = [line for line in self.lines if line.prose] or [
            line
            for line in self.lines
            if len(line) >= _TALK and _TALKING.match(line.text) and not _is_notice(line.text)
        ]
        if not prose:
            return len(self.lines), len(self.lines)
        # A lead that is cut off by dots belongs to another article, as a rule.
        told = {line.number: len(line) for line in prose if not line.text.endswith(_CUT_OFF)}
        enough, seen = _ENOUGH * sum(told.values()), 0
        for line in self.lines[prose[0].number :]:
            if seen > enough and len(line) <= ENDING_LIMIT and ENDING.match(line.text):
                return prose[0].number, line.number
            seen += told.get(line.number, 0)
        return prose[0].number, prose[-1].number + 1

    def place(self, line: Line) -> str:
        """Whether a line is before, between or after the lines of running text."""
        first, last = self.body
        return HEAD if line.number < first else TAIL if line.number >= last else BODY

    @cached_property
    def code(self) -> frozenset[int]:
        """The numbers of the lines that the source gives as they are, beside other text: code."""
        kept = self._within("pre")
        size = sum(len(self.lines[number]) for number in kept)
        return kept if 2 * size <= sum(map(len, self.lines)) else frozenset()

    def _within(self, tag: str) -> frozenset[int]:
        """The numbers of the lines in blocks of one kind, in one pass over both."""
        blocks = [b for b in (self.structure.blocks if self.structure else ()) if b.tag == tag]
        found, at, end = set(), 0, 0
        for line in self.lines if blocks else ():
            while at < len(blocks) and blocks[at].start <= line.start:
                end = max(end, blocks[at].end)
                at += 1
            if line.start < end:
                found.add(line.number)
        return frozenset(found)

    @cached_property
    def marks(self) -> Mapping[int, Phrase]:
        """By number of line: the first row of the table of phrases that fits it."""
        found: dict[int, Phrase] = {}
        left = self.code | self.card | self.details
        for line in self.lines:
            if line.number in left or line in self.dumps:
                continue
            phrase = first_fitting(line.text, self.place(line))
            if phrase is not None:
                found[line.number] = phrase
        named = [number for number, phrase in found.items() if phrase.rule == _NAMES]
        # So many lines of names are a list, and no byline.
        for number in named if len(named) > _NAMED else ():
            del found[number]
        return found

    @cached_property
    def dumps(self) -> tuple[Line, ...]:
        """Lines with sentences that hold half of the page or more: a page came as one line."""
        least = max(_DUMP, len(self.text) // 2)
        long = (line for line in self.lines if line.end - line.start >= least)
        return tuple(line for line in long if line.text.count("。") > 1)

    @cached_property
    def marked(self) -> Mapping[str, Sequence[Line]]:
        """By rule: the lines that its row of the table fits."""
        found: dict[str, list[Line]] = {}
        for number, phrase in self.marks.items():
            found.setdefault(phrase.rule, []).append(self.lines[number])
        return found

    @cached_property
    def card(self) -> frozenset[int]:
        """The numbers of the lines of the table of fields in front of an official document."""
        cards = (line.number for line in self.lines if _CARD.match(line.text))
        first = next(cards, None) if "索" in self.view else None
        found: set[int] = set()
        if first is None:
            return frozenset()
        for line in self.lines[first:]:
            value = line.number - 1 in found and self.lines[line.number - 1].text.endswith(":")
            if not (value or (len(line) <= _FIELD_LONGEST and _FIELD.match(line.text))):
                break
            found.add(line.number)
        return frozenset(found)

    @cached_property
    def details(self) -> frozenset[int]:
        """The numbers of the last lines of a notice that say who holds it and whom to ask.

        What is an invitation of the site elsewhere is content there.
        """
        first, last = self.body
        found: set[int] = set()
        if not any(_CALLING.match(line.text) for line in self.lines[:first]):
            return frozenset()
        for line in self.lines[first:last]:
            if not line.prose and _DETAIL.match(line.text):
                found.add(line.number)
        for line in self.lines[last:]:
            if not _DETAIL.match(line.text):
                break
            found.add(line.number)
        return frozenset(found)

    @cached_property
    def title(self) -> Line | None:
        """The headline: as the head of the source calls it, else by where it stands.

        That is before the first dated line that stands in front of the running text. Without such
        a line it is the first line that no row of the table fits.
        """
        named = self._named_title()
        if named:
            return named
        head = self.lines[: self.body[0]]
        free = [
            line
            for line in head
            if line.number not in self.marks
            and not _NO_TITLE.match(line.text)
            and not self._is_link(line)
        ]
        dated = (n for n, mark in self.marks.items() if mark.rule in _DATED and n < len(head))
        paths = [self.lines[n].text for n, mark in self.marks.items() if mark.type == "breadcrumb"]
        for line in free:
            if len(line) >= _TITLE_LEAST and any(path.endswith(line.text) for path in paths):
                return line
        first = next((n for n in dated if _HAS_DATE.search(self.lines[n].text)), 0)
        for least in (_TITLE_ENOUGH, _TITLE_LEAST) if first else ():
            near = [x for x in free if first - 6 <= x.number < first and len(x) >= least]
            if near:
                return near[-1]
        fitting = (line for line in free if _TITLE_LEAST <= len(line) <= _TITLE_LONGEST)
        return next(fitting, None)

    def _named_title(self) -> Line | None:
        """The line before the end of the running text that the source calls the headline.

        That is what its title begins with, or a heading of the first order that stands in it. The
        longest counts, and of equal ones the last before the running text.
        """
        if self.structure is None:
            return None
        title = "".join(_folded(simplify(self.structure.title)).split())
        first, last = self.body
        headings = self._within("h1")
        best: Line | None = None
        rank = (0, 0)
        for line in self.lines[: max(first + 1, last)]:
            text = "".join(line.text.split())
            begins = len(text) >= _NAMED_LEAST and title.startswith(text)
            if not begins and not (line.number in headings and text in title):
                continue
            place = line.number if line.number <= first else -line.number
            if (len(text), place) > rank:
                best, rank = line, (len(text), place)
        return best

    def _is_link(self, line: Line) -> bool:
        links = self.structure.links if self.structure else ()
        at = bisect_right(links, (line.start, len(self.text)))
        return at > 0 and links[at - 1][1] >= line.end

    def after(self, line: Line) -> Sequence[Line]:
        """The lines that follow one."""
        return self.lines[line.number + 1 :]


def _folded(text: str) -> str:
    """The same text with half-width marks and plain spaces."""
    for char in set(_FOLDED.findall(text)):
        text = text.replace(char, _FOLD[char])
    return text


def is_prose(text: str) -> bool:
    """Whether a stripped line of a page's view is running text, and no heading, field or link.

    >>> is_prose("今天下午,大会在枫林国际中心召开。"), is_prose("首页 > 新闻 > 正文")
    (True, False)
    """
    if len(text) < _PROSE:
        return False
    if "。" not in text and (len(text) < _PROSE_PAUSED or len(_PAUSE.findall(text)) < 2):
        return False
    return len(text) > _NOTICE or not _is_notice(text)


def _is_notice(text: str) -> bool:
    return holds_any(text, NEVER_PROSE)
