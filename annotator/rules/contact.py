"""Blocks in which somebody wants to be called: lines of contact words around a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Line, Page

_NUMBER = re.compile(
    r"(?:微信|手机|电话|热线|QQ|V信|联系|招商|租售|咨询|加盟|订购)[^\n]{0,12}?\d[\d -]{6,}"
    r"|\b400[ -]?\d{3,4}[ -]?\d{3,4}"
)
_WORDS = re.compile(r"微信|手机|电话|热线|QQ|联系人?|招商|租售|咨询|加盟|订购|需求|地址|邮箱|预约")
_SELLS = re.compile(r"微信|QQ|热线|招商|租售|加盟|订购|V信|需求|400[ -]?\d{3}|欢迎|优惠")

_LONGEST = 100

# A card in front of a text has so many lines with a label, near the beginning of the page.
_LINES, _NEAR = 3, 20
_LABEL = re.compile(
    r"(?:联系)?(?:电\s?话|传\s?真|手\s?机|邮\s?箱|邮\s?编|地\s?址|网\s?址|座机|e-?mail|tel|fax|qq)\s?\d?\s?[:+]",
    re.I,
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+$|(?:https?://|www\.)[\w./-]+$")
_PLACE = re.compile(r"\S{2,40}(?:[区路街号楼室层栋座]|大厦|工业园)[A-Z]?\d?区?$")
_FIRM = re.compile(r"\S{4,30}(?:公司|厂|集团|中心|商行|事务所)$")


def blocks(page: Page) -> Iterator[Cut]:
    """Lines that follow each other with contact words, at least one of them with a number."""
    for run in _runs(page):
        if len(run) > 1 and any(_NUMBER.search(line.text) for line in run) and _is_ad(page, run):
            yield Cut(run[0].start, run[-1].end, 0.92, (run[0].text[:20],), rank=2)


def _is_ad(page: Page, run: list[Line]) -> bool:
    """Whether a run sells, or stands among what else is no article; a notice ends so as well."""
    if any(_SELLS.search(line.text) for line in run):
        return True
    return any(number >= page.body[1] for number in page.marks)


def _runs(page: Page) -> Iterator[list[Line]]:
    """Inviting lines behind the start of the article without a blank or other line between."""
    run: list[Line] = []
    for line in page.lines[page.body[0] + 1 :]:
        invites = _invites(line) and line.number not in page.details
        if run and (line.gap or not invites):
            yield run
            run = []
        if invites:
            run.append(line)
    yield run


def _invites(line: Line) -> bool:
    return len(line.text) <= _LONGEST and bool(_WORDS.search(line.text))


def cards(page: Page) -> Iterator[Cut]:
    """Lines of a firm's card before the first paragraph; behind one they belong to the text."""
    first = page.body[0]
    if first < _LINES or not any(line.prose for line in page.lines):
        return
    head = page.lines[: min(first, _NEAR)]
    labelled = [line.number for line in head if _LABEL.match(line.text)]
    if len(labelled) < _LINES or labelled[-1] - labelled[0] > 2 * len(labelled):
        return
    for line in head[max(0, labelled[0] - 1) : labelled[-1] + 2]:
        around = _LABEL.match(line.text) or _ADDRESS.match(line.text)
        named = line.number < labelled[0] and _FIRM.match(line.text)
        more = line.number > labelled[-1] and _PLACE.match(line.text)
        if around or named or more:
            yield Cut(line.start, line.end, 0.9, (line.text[:20],), rank=1)


RULES = (
    BoilerplateRule(
        "contact.blocks",
        "contact_ad",
        blocks,
        "从“{0}”起是联系方式",
        "contact details from “{0}” on",
    ),
    BoilerplateRule(
        "contact.cards",
        "contact_ad",
        cards,
        "正文之前公司的联系方式“{0}”",
        "how to reach a firm, in front of the text: “{0}”",
    ),
)
