"""Pages that came as one line: their frame is glued to the front and the back of the text.

In front a path, a menu and a chain of fields with a date are known by their grammar. At the back
the cues of a table start pieces wherever something can start; from the right, each piece that is
short enough for its type goes, up to the first that is not: that one belongs to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread
from annotator.rules.page import Line, Page
from annotator.rules.phrases.base import holds_any
from annotator.rules.phrases.buttons import MENU_RUN
from annotator.rules.phrases.cues import (
    CHAIN,
    CHANNELS,
    CUE,
    CUES,
    NOTICE,
    PATH,
    POST,
    POST_BUTTONS,
    SIZES,
    TWICE,
)
from annotator.rules.phrases.pleas import CALL, NUMBER, OFFER
from annotator.rules.phrases.words import AGO, CLOCK, DATE
from annotator.text.patterns import later

_POSTS = 2
_FRONT = 240
_SHOWN = 20

_ROW, _CUES = 30, 3
_TIME = re.compile(rf"{DATE}\s?{CLOCK}|{AGO}|\d\d-\d\d\s{CLOCK}")
_ANSWERS = ("回复", "支持", "举报")
_PRESSED = re.compile(r"(?:支持|反对|点?赞|顶|踩|回复|举报|引用)(?:\s?\(?\d+\)?)?(?=\s|$)")
_DATED = re.compile(DATE)
_CHUNK = re.compile(r"(?:(?<=。)|(?<!\S))[^\s。]+(?=\s)")
_SELLS = later(
    rf"(?=.*(?:售楼|招商|看房|加盟|订购|客服|热线|专线).*{NUMBER}|.*{NUMBER}.*{CALL}).*|.*{OFFER}"
)
_AD = 90
_MORE = re.compile(r"24小时|接听|一对一|预约|专线|微信|咨询")


def fronts(page: Page) -> Iterator[Cut]:
    """The path, the menu and the fields in front of the text."""
    for line in page.dumps:
        at = 0
        for pattern, type_ in (
            (CHANNELS, "nav_menu"),
            (PATH, "breadcrumb"),
            (MENU_RUN, "nav_menu"),
        ):
            hit = pattern.match(line.text, at)
            if hit:
                yield _cut(line, hit.start(), hit.end(), type_)
                at = hit.end()
        twice = TWICE.match(line.text, at)
        if twice:
            yield _cut(line, twice.start(2), twice.end(2), "title_repeat")
        stop = min(_FRONT, line.text.index("。"))
        for hit in CHAIN.finditer(line.text, at, stop):
            if _DATED.search(hit[0]):
                yield _cut(line, hit.start(), hit.end(), "publish_meta")
                for pattern, type_ in ((SIZES, "nav_menu"), (NOTICE, "copyright_notice")):
                    more = pattern.match(line.text, hit.end())
                    if more:
                        yield _cut(line, more.start(), more.end(), type_)
                break


def backs(page: Page) -> Iterator[Cut]:
    """The pieces behind the text."""
    for line in page.dumps:
        end = len(line)
        for hit in reversed(list(CUE.finditer(line.text, line.text.index("。")))):
            cue = CUES[int(str(hit.lastgroup)[1:])]
            piece = line.text[hit.start() : end].strip()
            if len(piece) > cue.longest or piece.rstrip("。").count("。") > cue.sentences:
                break
            yield _cut(line, hit.start(), end, cue.type)
            end = hit.start()


def rows(page: Page) -> Iterator[Cut]:
    """Lines behind the text that hold three cues or more, and nothing before the first."""
    for line in page.behind:
        hits = list(CUE.finditer(" " + line.text)) if len(line) >= _ROW else []
        cues = [CUES[int(str(hit.lastgroup)[1:])] for hit in hits]
        starts = [hit.start() - 1 for hit in hits]
        if len(hits) < _CUES or starts[0] or len({cue.type for cue in cues}) < 2:
            continue
        pieces = list(zip(cues, starts, [*starts[1:], len(line)], strict=True))
        if all(end - start <= cue.longest for cue, start, end in pieces):
            for cue, start, end in pieces:
                yield _cut(line, start, end, cue.type)


def talk(page: Page) -> Iterator[Cut]:
    """Lines behind the text on which two comments or more stand with their times and buttons."""
    for line in () if is_thread(page) else page.lines[page.body[0] + 1 :]:
        # Each time has one of these, and hardly a line of text has two.
        if line.text.count(":") + line.text.count("前") < _POSTS:
            continue
        times = len(_TIME.findall(line.text)) if holds_any(line.text, _ANSWERS) else 0
        if times >= _POSTS and len(_PRESSED.findall(line.text)) >= times:
            yield _cut(line, 0, len(line), "comments")


def sales(page: Page) -> Iterator[Cut]:
    """Offers and numbers to call between the sentences."""
    for line in page.dumps:
        last = -1
        for hit in _CHUNK.finditer(line.text):
            goes_on = last == hit.start() - 1 and _MORE.search(hit[0])
            if len(hit[0]) <= _AD and (goes_on or _SELLS.match(hit[0])):
                yield _cut(line, hit.start(), hit.end(), "contact_ad")
                last = hit.end()


def posts(page: Page) -> Iterator[Cut]:
    """Who wrote each post of a thread, and the buttons under it."""
    for line in page.dumps:
        hits = list(POST.finditer(line.text))
        if len(hits) >= _POSTS:
            for hit in hits:
                yield _cut(line, hit.start(), hit.end(), "publish_meta")
            for hit in POST_BUTTONS.finditer(line.text):
                yield _cut(line, hit.start(), hit.end(), "login_ui")


def _cut(line: Line, start: int, end: int, type_: str) -> Cut:
    shown = line.text[start:end].strip()[:_SHOWN]
    return Cut(line.start + start, line.start + end, 0.9, (shown,), type_, 1)


RULES = (
    BoilerplateRule(
        "glued.fronts",
        "publish_meta",
        fronts,
        "粘在正文前面的“{0}”",
        "“{0}” is glued to the front of the text",
    ),
    BoilerplateRule(
        "glued.backs",
        "other",
        backs,
        "粘在正文后面的“{0}”",
        "“{0}” is glued to the back of the text",
    ),
    BoilerplateRule(
        "glued.rows",
        "other",
        rows,
        "正文之后粘连成一行的“{0}”",
        "“{0}” is glued to others behind the text",
    ),
    BoilerplateRule(
        "glued.talk",
        "comments",
        talk,
        "正文之后粘连成一行的评论“{0}”",
        "comments are glued to one line behind the text: “{0}”",
    ),
    BoilerplateRule(
        "glued.sales",
        "contact_ad",
        sales,
        "插在句子之间的广告“{0}”",
        "an advertisement between the sentences: “{0}”",
    ),
    BoilerplateRule(
        "glued.posts",
        "login_ui",
        posts,
        "一行里各帖子的署名与按钮“{0}”",
        "the frame of a post on a page of one line: “{0}”",
    ),
)
