"""Lists of other articles: by their heading, by repeated titles with leads, or glued together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread
from annotator.rules.page import ENDS, Line, Page
from annotator.rules.phrases.base import BARE
from annotator.rules.phrases.headings import HEADING, RELATED
from annotator.rules.phrases.words import AGO, NAME
from annotator.rules.sections import Section, sections
from annotator.rules.tails import is_headline, rows

_EXCERPT_END = re.compile(r"(?:\.{3}|…+)\W{0,2}$")
_MORE = re.compile(r"更多\s*>*\s*$|查看(?:全部|更多)\W*$")
_HAN = re.compile("[\u4e00-\u9fff]")

# So long is no title, and no lead of one.
_TOLD = 80
_SENTENCE, _REMARK = ("。", "。”", "。」", "。)"), "点评"

_BLOB = 120
_LEFT_BETWEEN = 260
_LEFT, _LEFT_HEADLINE, _LEFT_LINES = 24, 40, 4
_BLOB_PIECES = 8
# Titles stand beside each other; more signs alone between spaces are dashes, or a sum.
_SIGNS = 2
_PAUSED = 3

_HEADS, _LEAD = 8, 48
# A heading with one line that the text is about: that is its headline, and the list was not kept.
_ONE, _TOLD_OF = 2, 0.3
# Words in a column: no marks, no numbers, and not mostly names of people.
_TAG = re.compile(r"[^\W\d_]{2,8}$")
_TAGS = 5
_NAME = re.compile(f"{NAME}$")
# Right above these stand the captions of the pictures behind a text.
_CREDITS = frozenset({"publish_meta", "editor_line"})
# A lead that ends with where the other article is from, and how old it is.
_DOTS = "·・•"
_AGED = re.compile(rf"\S.*[{_DOTS}]\s?{AGO}$")
_LED, _CUT, _AGE = 30, 3, 12
# Of a long list above the text so many are of something else.
_ALIEN, _MOST = 0.1, 0.8


def excerpts(page: Page) -> Iterator[Cut]:
    """A list of other articles, each with its title twice and a lead cut off by dots."""
    for line in page.short:
        if len(line.text) <= HEADING and RELATED.match(line.text):
            rest = page.after(line)
            leads = [n for n, other in enumerate(rest) if _EXCERPT_END.search(other.text)]
            pairs = sum(a.text == b.text for a, b in pairwise(rest))
            if leads and pairs > 1 and len(leads) > 1:
                yield Cut(line.start, rest[leads[-1]].end, 0.95, (str(len(leads)),), rank=3)
                return


def under(type_: str, sentence: str) -> Callable[[Page], Iterator[Cut]]:
    """A finder of the sections of one type that hold something."""

    def find(page: Page) -> Iterator[Cut]:
        for section in sections(page):
            if section.type == type_ and section.lines and not _is_told(section):
                details = (section.heading.text, str(len(section.lines)))
                told = sum(line.prose for line in section.lines)
                kind = (
                    "related_excerpt"
                    if told > 1 and type_.endswith(("list", "recommend"))
                    else type_
                )
                yield Cut(section.heading.start, section.last.end, 0.93, details, kind, 2)

    find.__doc__ = sentence
    return find


def _is_told(section: Section) -> bool:
    """Whether under a heading of a list stand paragraphs and nothing else: a part of a text.

    One paragraph under a remark is what a teacher says of an essay.
    """
    told = all(line.prose and line.text.endswith(_SENTENCE) for line in section.lines)
    if section.type == "comments":
        return told and len(section.lines) == 1 and section.heading.text.endswith(_REMARK)
    return told and sum(map(len, section.lines)) >= _TOLD


related = under("related_list", "Titles of related articles under their heading.")
recommended = under("random_recommend", "Titles under a heading such as ranking, random or hot.")
comments = under("comments", "What readers wrote, under its heading.")
friends = under("site_footer", "Links to other sites under their heading.")


def teasers(page: Page) -> Iterator[Cut]:
    """A title cut off, and the same title with a lead cut off by dots, after the article."""
    first, last = page.body
    for line, following in pairwise(page.lines[first:]):
        if (
            not line.prose
            and len(line) >= 8
            and following.text.startswith(line.text)
            and re.search(r"\.{3}|…", following.text)
            and all(other.number in page.marks for other in page.lines[following.number + 1 : last])
        ):
            yield Cut(line.start, following.end, 0.85, (line.text,), rank=1)


def blobs(page: Page) -> Iterator[Cut]:
    """Dozens of link texts on one line, parted by spaces, with their heading."""
    for line in page.lines:
        if line.end - line.start < _BLOB or not _is_blob(line.text):
            continue
        if sum(len(other) for other in page.lines if other.prose) < len(line) / 2:
            continue
        before = page.lines[line.number - 1] if line.number else None
        headed_by = before is not None and (_MORE.search(before.text) or RELATED.match(before.text))
        start = before.start if before is not None and headed_by else line.start
        pieces = str(len(line.text.split()))
        yield Cut(start, line.end, 0.93 if headed_by else 0.8, (pieces,), rank=1)


def _is_blob(text: str) -> bool:
    """Whether a line is many titles in a row: none ends as a sentence does, none is very short."""
    # Sentences are counted first: to take a paragraph to pieces takes longer.
    if text.count("。") > 1 or "©" in text:
        return False
    pieces = text.split()
    if len(pieces) < _BLOB_PIECES or not 6 <= len(text) / len(pieces) <= 60:
        return False
    if any(piece.endswith(("。", ";")) for piece in pieces):
        return False
    # Some people write a space behind each comma.
    if sum(piece.endswith(",") for piece in pieces) * _PAUSED > len(pieces):
        return False
    signs = sum(not any(map(str.isalnum, piece)) for piece in pieces)
    return len(_HAN.findall(text)) > len(text) / 2 and signs <= _SIGNS


def aged(page: Page) -> Iterator[Cut]:
    """Other articles behind the text, each a headline and a lead that ends with its source and age.

    Headlines alone above the first go with it if the text tells of none. So does a lead that three
    dots cut off at the end of the page, if nothing of its headline is told above. The page may end
    within one of them.
    """
    first = page.body[0]
    below = page.lines[first + 1 :] if any(dot in page.view for dot in _DOTS) else ()
    aged = (line for line in below if len(line) >= _LED and "前" in line.text[-_AGE:])
    leads = [line for line in aged if _AGED.match(line.text)]
    ends = page.lines[max(first + 1, len(page.lines) - _CUT - 1) :]
    dotted = (line for line in ends if line.text.endswith("...") and len(line) >= _LED)
    leads += [line for line in dotted if line not in leads and _is_cut_off(page, line)]
    if not leads or is_thread(page):
        return
    start = leads[0].number
    if not page.lines[start - 1].prose:
        start -= 1
    while start > first + 1 and is_headline(page, page.lines[start - 1], start - 1):
        start -= 1
    rest = page.after(leads[-1])
    last = rest[-1] if 0 < len(rest) <= _CUT else leads[-1]
    if last.number - start <= _CUT * (len(leads) + 1):
        details = (page.lines[start].text[:20], str(len(leads)))
        yield Cut(page.lines[start].start, last.end, 0.88, details, rank=2)


def _is_cut_off(page: Page, line: Line) -> bool:
    """Whether three dots cut off a line under a headline that has nothing to do with the text."""
    above = page.lines[line.number - 1]
    dated = any(m.type == "publish_meta" and n < page.body[0] for n, m in page.marks.items())
    return dated and above.number not in page.marks and is_headline(page, above, above.number)


def stubs(page: Page) -> Iterator[Cut]:
    """Headings after the article whose lists were not crawled."""
    for section in sections(page):
        if not section.lines:
            yield Cut(
                section.heading.start, section.heading.end, 0.85, (section.heading.text,), rank=1
            )


def leftovers(page: Page) -> Iterator[Cut]:
    """What stands between things behind the article that are surely not it.

    Behind the last of them it may be the article still, unless something shows that the page ends.
    In a thread short lines there are posts.
    """
    if is_thread(page):
        return
    start = page.behind[0].number if page.behind else page.body[1]
    from_here = min(start, page.body[1])
    # Numbers alone may be those of steps.
    known = {
        n
        for n, mark in page.marks.items()
        if n >= from_here and mark.rule != BARE and not _is_inside(page, n)
    }
    for section in sections(page):
        known |= {section.heading.number, *(line.number for line in section.lines)}
    if not known:
        return
    last = max(known)
    ends = len(known) > 1 or any(page.marks[n].type in ENDS for n in known & page.marks.keys())
    headed = _is_list(page.lines[last + 1 :])
    for line in page.lines[min(known) :] if ends else page.lines[min(known) : last]:
        if line.number in known | page.details | rows(page) or (
            line.number > last and line.text.endswith("。")
        ):
            continue
        longest = _LEFT_BETWEEN if line.number < last else _LEFT_HEADLINE if headed else _LEFT
        if len(line) <= longest:
            yield Cut(line.start, line.end, 0.7, (line.text[:20],))


def _is_inside(page: Page, number: int) -> bool:
    """Whether a line offers an application again and again between parts of a text."""
    line, mark = page.lines[number], page.marks[number]
    return mark.type == "app_promo" and page.view.count(line.text) > 1


def _is_list(lines: Sequence[Line]) -> bool:
    """Whether the last lines of a page are headlines: several, none told, none a sentence."""
    said = any(line.prose or line.text.endswith(("。", ";", ":")) for line in lines)
    return len(lines) >= _LEFT_LINES and not said


def heads(page: Page) -> Iterator[Cut]:
    """Titles of related articles under their heading, above the text or above the headline."""
    first = page.body[0]
    title = page.title.number if page.title else -1
    for line in page.lines[:first]:
        if len(line) > HEADING or not RELATED.match(line.text):
            continue
        above = line.number < title
        some = page.lines[line.number : _next_mark(page, line, title) if above else first]
        if len(some) == 1 or (len(some) == _ONE and page.told(some[1].text) >= _TOLD_OF):
            yield Cut(line.start, line.end, 0.85, (line.text, "0"))
        elif _are_others(page, some):
            yield Cut(line.start, some[-1].end, 0.85, (line.text, str(len(some) - 1)), rank=1)
        if not above:
            return


def _are_others(page: Page, lines: Sequence[Line]) -> bool:
    """Whether a heading and the lines under it are a list: a few, or of nothing that is told."""
    if not all(len(line) <= _LEAD for line in lines):
        return False
    strange = sum(page.told(line.text) <= _ALIEN for line in lines[1:])
    return len(lines) <= _HEADS or strange >= _MOST * (len(lines) - 1)


def _next_mark(page: Page, line: Line, stop: int) -> int:
    """The number of the next line that is known for a frame, before one."""
    return next((n for n in range(line.number + 1, stop) if n in page.marks), stop)


def tags(page: Page) -> Iterator[Cut]:
    """Words in a column between the last paragraph and what is known for a frame."""
    run: list[Line] = []
    for line in page.behind:
        if line.number in page.marks or not _TAG.match(line.text):
            break
        run.append(line)
    following = page.lines[run[-1].number + 1].number if run and page.after(run[-1]) else -1
    names = sum(_NAME.match(line.text) is not None for line in run)
    framed = following in page.marks and page.marks[following].type not in _CREDITS
    if len(run) >= _TAGS and framed and 2 * names < len(run):
        for line in run:
            yield Cut(line.start, line.end, 0.8, (run[0].text, str(len(run))))


RULES = (
    BoilerplateRule(
        "lists.excerpts",
        "related_excerpt",
        excerpts,
        "{0} 篇其他文章的标题与摘要",
        "titles and leads of {0} other articles",
    ),
    BoilerplateRule(
        "lists.related",
        "related_list",
        related,
        "“{0}”下的 {1} 个标题",
        "{1} titles under “{0}”",
    ),
    BoilerplateRule(
        "lists.recommended",
        "random_recommend",
        recommended,
        "“{0}”下的 {1} 个标题",
        "{1} titles under “{0}”",
    ),
    BoilerplateRule(
        "lists.comments",
        "comments",
        comments,
        "“{0}”下的 {1} 行读者评论",
        "{1} lines of readers' comments under “{0}”",
    ),
    BoilerplateRule(
        "lists.friends",
        "site_footer",
        friends,
        "“{0}”下的 {1} 个链接",
        "{1} links under “{0}”",
    ),
    BoilerplateRule(
        "lists.teasers",
        "related_list",
        teasers,
        "其他文章的截断标题“{0}”",
        "the title of another article, cut off: “{0}”",
    ),
    BoilerplateRule(
        "lists.blobs",
        "link_blob",
        blobs,
        "{0} 个链接文字粘连在一行",
        "{0} link texts on one line",
    ),
    BoilerplateRule(
        "lists.aged",
        "related_excerpt",
        aged,
        "正文之后从“{0}”起带来源和时间的 {1} 篇其他文章",
        "{1} other articles with source and age behind the text, from “{0}” on",
    ),
    BoilerplateRule(
        "lists.stubs",
        "ui_stub",
        stubs,
        "没有内容的栏目名“{0}”",
        "a heading without content: “{0}”",
    ),
    BoilerplateRule(
        "lists.heads",
        "related_list",
        heads,
        "正文之前“{0}”下的 {1} 个标题",
        "{1} titles under “{0}” before the text",
    ),
    BoilerplateRule(
        "lists.tags",
        "tags_keywords",
        tags,
        "正文之后从“{0}”起竖排的 {1} 个标签",
        "{1} tags in a column behind the text, from “{0}” on",
    ),
    BoilerplateRule(
        "lists.leftovers",
        "ui_stub",
        leftovers,
        "正文之后的零碎短行“{0}”",
        "a short line left over behind the article: “{0}”",
    ),
)
