"""A repaired text as boilerplate rules read it: its lines, and what they look like."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from annotator.rules.extent import PAIR, TOLD, body_of, led_to
from annotator.rules.half_width import folded
from annotator.rules.phrases import first_fitting
from annotator.rules.phrases.base import BODY, HEAD, TAIL, Phrase, holds_any, words
from annotator.rules.phrases.words import NEVER_PROSE
from annotator.rules.titles import term_of, title_of
from annotator.text.patterns import later
from annotator.text.recurring import Recurring
from annotator.text.script import simplify
from annotator.text.structure import Structure

_PAUSE = re.compile("[,。;!?]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BULLET = re.compile(r"[•●▪*-]\s+(?=\S)")
# A path of sections, whatever its last piece says.
_PATH = re.compile(r"[^>。]{1,30}(?:\s>\s?[^>。]{1,40}){2,}$")
# How a list of what others read begins, its titles in one line.
_READING = ("大家在看", "大家都在看", "书友正在", "书迷正在", "网友正在", "读者正在")
ENTRIES = re.compile(r"(?:[^\s|,。;]{2,8}\s?\|\s?){3,}")
"""What a line that begins as a row of entries starts with: it is no text, whatever follows."""

# A line this long with a full stop, or half as long again with two pauses, is running text.
_PROSE = 16
_TALK = 12
_TALKING = later("(?!.*©)(?=.*[\u4e00-\u9fff]{3}).*[,。!?]")
_NOTICE = 300
_SAYS_NOTICE = re.compile("|".join(map(re.escape, NEVER_PROSE)))

_CLOSING = frozenset({"disclaimer", "copyright_notice", "site_footer"})
# Without any of these words a paragraph is none of them: the table has so many rows to try.
_CLOSES = words("版权 著作权 转载 转自 本站 本网 侵权 侵删 免责 仅供 注明")

_PROSE_PAUSED = 60

_DUMP = 150

# A longer paragraph, or one of more sentences, is no byline, whatever it begins with.
_BYLINE, _SENTENCES = 80, 2
# What stands beside the time of a meeting, and not beside that of an article.
_EVENT = re.compile(
    r"(?:会议|活动|培训|比赛)?地\s?点\s*:|主持(?:人)?\s*:|(?:参加|出席|参会|与会)\S{0,4}\s*:"
)
# What a form asks for; the date below it is the answer.
_LABEL = re.compile(r"(?!.*(?:时间|来源|作者|编辑|阅读|浏览|点击|人气|更新))[^\s,。;]{2,8}:$")
# The number of a part stands over a text, that of a comment beside buttons.
_NUMBER = re.compile(r"0?\d$")
_PART = 8
_STEP = "→"
_NAMES = "bylines.names"
_NAMED = 2

# What stands behind an article and nowhere else: with none of it a page may be only a beginning.
ENDS = frozenset(
    (
        *("site_footer", "copyright_notice", "disclaimer", "prev_next", "related_list"),
        *("random_recommend", "related_excerpt", "comments", "editor_line", "share_qr"),
        *("tags_keywords", "app_promo", "link_blob", "contact_ad", "spam_seo"),
    )
)

_CARD = re.compile(r"\W{0,3}索\s*引\s*号")
# A label may have a bullet in front, or be set wide without a colon, or be closed up again.
_FIELD = later(
    r"\W{0,3}(?:(?:\S\s?){2,6}\s*:|[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){1,3}\s+\S"
    r"|(?:发[布文]|成文|生成|公开)(?:机[构关]|日期|时间|方式)[^:。,]+$)"
)
_FIELD_LONGEST = 60

_CALLING = re.compile(
    r"[^>|]{2,60}(?:通知|公告|公示|通告|启事|邀请函|简章|(?:招聘|招募|征集|征文|征稿|评选|报名)(?:公告|活动|令)?)\W{0,2}$"
)
_DETAIL = later(
    r"(?:主办|承办|协办|指导|支持|主管|组织|发布)单位\s*:|附件?\s*\d*\s*:|特此(?:通知|公告|公示|通告)"
    r"|\S{0,4}(?:联系|咨询|报名|受理|监督|举报|投诉|通[讯信]|办公|办理|报送|邮寄|电子|单位|学校)\S{0,2}"
    r"(?:人|电话|方式|地址|地点|时间|邮箱|邮件|信箱)\s*:|(?:地址|电话|邮箱|邮编|传真|联系人)\s*:"
)


# Not frozen, though nobody changes one: to make it would take three times as long.
@dataclass(slots=True, eq=False)
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
    def kept(self) -> dict[object, Any]:
        """What `once_a_page` keeps with the page."""
        return {}

    @cached_property
    def plain(self) -> str:
        """The text in simplified characters."""
        return simplify(self.text)

    @cached_property
    def view(self) -> str:
        """The text in simplified characters, with half-width marks and plain spaces."""
        return folded(self.plain)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines that are not blank, in order."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        view, last = self.view, -1
        for number, hit in enumerate(_LINE.finditer(view)):
            text, (start, end) = hit[0], hit.span()
            gap = last < 0 or view.count("\n", last, start) > 1
            yield Line(number, start, end, text, gap, is_prose(text))
            last = end

    @cached_property
    def short(self) -> tuple[Line, ...]:
        """The lines that are no running text."""
        return tuple(line for line in self.lines if not line.prose)

    @cached_property
    def body(self) -> tuple[int, int]:
        """The numbers of the first line of running text, and of the first that ends the article."""
        prose = [line for line in self.lines if line.prose] or [
            line
            for line in self.lines
            if len(line) >= _TALK and _TALKING.match(line.text) and not _is_notice(line.text)
        ]
        while len(prose) > 1 and _is_closing(prose[-1].text):
            prose.pop()
        return body_of(self.lines, prose) if prose else (len(self.lines), len(self.lines))

    def place(self, line: Line) -> str:
        """Whether a line is before, between or after the lines of running text.

        What follows the last running text is after it, wherever the article ends. Magazines set
        the first paragraph, the lead, above who wrote it and when: that is before.
        """
        return self._places[line.number]

    @cached_property
    def _places(self) -> Sequence[str]:
        first, last = self.body
        count, tail = len(self.lines), min(last, self._told + 1)
        places = [BODY] * tail + [TAIL] * (count - tail)
        places[:first] = [HEAD] * first
        places[first + 1 : self._led] = [HEAD] * max(0, self._led - first - 1)
        return places

    @property
    def behind(self) -> Sequence[Line]:
        """The lines behind the last running text of the article; none if it has no such text."""
        return self.lines[self._told + 1 :]

    @cached_property
    def _told(self) -> int:
        """The number of the last line of running text in the article."""
        inside = self.lines[slice(*self.body)]
        return max((line.number for line in inside if line.prose), default=len(self.lines))

    @cached_property
    def _led(self) -> int:
        return led_to(self.lines, self.body)

    @cached_property
    def code(self) -> frozenset[int]:
        """The numbers of the lines that the source gives as they are, beside other text: code."""
        kept = self.within("pre")
        size = sum(len(self.lines[number]) for number in kept)
        return kept if kept and 2 * size <= sum(map(len, self.lines)) else frozenset()

    def within(self, tag: str) -> frozenset[int]:
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
        left = self.code | self.card | self.details | {line.number for line in self.dumps}
        for line in self.lines:
            if line.number in left:
                continue
            told = line.prose and (len(line.text) > _BYLINE or line.text.count("。") > _SENTENCES)
            said = _BULLET.sub("", line.text, count=1) if line.text[0] in "•●▪*-" else line.text
            phrase = first_fitting(said, self.place(line), told=told)
            if phrase is not None:
                found[line.number] = phrase
        named = [number for number, phrase in found.items() if phrase.rule == _NAMES]
        # So many lines of names are a list, and no byline.
        for number in named if len(named) > _NAMED else ():
            del found[number]
        for number in [number for number in found if self._is_content(number, found)]:
            del found[number]
        return found

    def _is_content(self, number: int, marks: Mapping[int, Phrase]) -> bool:
        """Whether what a row fits is of the article.

        So is when a meeting was, the number of a part, and among sentences the steps of a process.
        """
        line = self.lines[number]
        near = self.lines[max(0, number - 1) : number + 2]
        if marks[number].type == "breadcrumb" and self.place(line) == BODY:
            return _STEP in self.text[line.start : line.end]
        if marks[number].type == "publish_meta":
            filled = (
                near[0] is not line and near[0].number not in marks and _LABEL.match(near[0].text)
            )
            return bool(filled) or any(_EVENT.match(x.text) for x in near if x is not line)
        following = near[-1].number not in marks and len(near[-1]) >= _PART
        return following and _NUMBER.match(line.text) is not None

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
            said = len(line.text) - line.text.count(" ")
            if not (value or (said <= _FIELD_LONGEST and _FIELD.match(line.text))):
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
        """The headline; None where no line is one."""
        return title_of(self)

    @cached_property
    def term(self) -> Line | None:
        """The short line that the running text begins with, if any."""
        return term_of(self)

    @staticmethod
    def fold(text: str) -> str:
        """A text as `view` has it, if it is in simplified characters."""
        return folded(text)

    def told(self, text: str) -> float:
        """The share of the pairs of Chinese characters of a text that the running text has too."""
        share = self._shares.get(text)
        if share is None:
            share = self._shares[text] = _told(text, self._prose)
        return share

    @cached_property
    def _shares(self) -> dict[str, float]:
        return {}

    @cached_property
    def _prose(self) -> str:
        first = self.lines[self.body[0] :]
        told = [line.text for line in first if line.prose]
        # Posts of one line are the text where nothing else is.
        return "\n".join(told or [line.text for line in self.lines[slice(*self.body)]])[:TOLD]

    def is_link(self, line: Line) -> bool:
        """Whether a line ends a link of the source."""
        links = self.structure.links if self.structure else ()
        at = bisect_right(links, (line.start, len(self.text)))
        return at > 0 and links[at - 1][1] >= line.end

    def after(self, line: Line) -> Sequence[Line]:
        """The lines that follow one."""
        return self.lines[line.number + 1 :]


def _told(text: str, prose: str) -> float:
    pairs = PAIR.findall(text)
    # A single character is found many times as fast as two.
    there = [p for p in pairs if p[0] in prose and p[1] in prose and p in prose]
    return len(there) / len(pairs) if pairs else 0.0


def is_prose(text: str) -> bool:
    """Whether a stripped line of a page's view is running text, and no heading, field or link.

    >>> is_prose("今天下午,大会在枫林国际中心召开。"), is_prose("首页 > 新闻 > 正文")
    (True, False)
    """
    if len(text) < _PROSE:
        return False
    if "。" not in text and (len(text) < _PROSE_PAUSED or len(_PAUSE.findall(text)) < 2):
        return False
    if "{" in text and _HAN.search(text) is None:
        return False
    if len(text) > _NOTICE:
        return True
    return not (
        _is_notice(text)
        or (text[0] == "索" and _CARD.match(text))
        or text.startswith(_READING)
        or (">" in text and _PATH.match(text))
        or ("|" in text and ENTRIES.match(text))
    )


def _is_closing(text: str) -> bool:
    """Whether a paragraph is a notice of the site behind an article, by the table of phrases."""
    may = len(text) <= _NOTICE and holds_any(text, _CLOSES)
    row = first_fitting(text, TAIL) if may else None
    return row is not None and row.type in _CLOSING


def _is_notice(text: str) -> bool:
    return _SAYS_NOTICE.search(text) is not None
