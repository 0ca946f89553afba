"""Credits inside a paragraph: a name in brackets that ends the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Page
from annotator.rules.phrases.words import NAME

_SIGNED = re.compile(
    r"(?:(?<=[。”!?…])|(?<=[。”!?…]\s))"
    rf"\((?:[^()]{{0,30}}[\s:]|(?:作者|记者|通讯员|编辑)\s?)?{NAME}(?:[\s、]+{NAME}){{0,4}}\)$"
)
_WHO = r"[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4})?\s?(?:摄影?|拍摄|翻摄)"
_TAKEN = re.compile(
    r"(?:(?<=[。!?…”)])|(?<=[。!?…”)]\s))"
    rf"(?:新华社[发记者]{{0,3}}\s?)?(?:\((?:[^()。,]{{0,12}}记者\s?)?{_WHO}(?:/[^()。,]{{2,10}})?\)"
    rf"|(?:\S{{0,10}}记者\s|[A-Z]{{2,10}}\s?/\s?){_WHO})$"
)
_CREDITED = re.compile(
    r"(?:(?<=[。”!?…])|(?<=[。”!?…]\s))"
    r"\((?=[^()]*(?:记者|通讯员|供图|供稿|撰稿|视频提供|[\u4e00-\u9fff]/[文图]))[^()。,]{4,50}\)$"
)


def signatures(page: Page) -> Iterator[Cut]:
    """The author's name in brackets behind the last sentence of the article."""
    lines = [line for line in page.lines if line.prose]
    for line in lines:
        tail = line.text[-60:]
        hit = _SIGNED.search(tail) or _CREDITED.search(tail)
        if hit:
            start = line.end - len(hit[0])
            yield Cut(start, line.end, 0.9, (hit[0],))


def photographers(page: Page) -> Iterator[Cut]:
    """Who took a picture, in brackets behind its caption."""
    for line in page.lines:
        hit = _TAKEN.search(line.text[-40:]) if "摄" in line.text[-12:] else None
        if hit and len(hit[0]) < len(line):
            yield Cut(line.end - len(hit[0]), line.end, 0.88, (hit[0].strip(),))


RULES = (
    BoilerplateRule(
        "bylines.photographers",
        "editor_line",
        photographers,
        "图说后面括号里的摄影者{0}",
        "the photographer in brackets behind a caption: {0}",
    ),
    BoilerplateRule(
        "bylines.signatures",
        "editor_line",
        signatures,
        "文末括号里的署名{0}",
        "the author's name in brackets at the end: {0}",
    ),
)
