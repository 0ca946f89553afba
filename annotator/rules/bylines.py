"""Credits inside a paragraph: a name in brackets that ends the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Page
from annotator.rules.phrases.words import NAME

# In brackets behind the last sentence of all a rarer surname is no word of it.
_RARER = (
    "詹翟焦柴闵瞿凌霍甘尤祝娄卜褚鲍车宁聂冉岳齐康伍麦温舒柯耿关兰游辛管左祁喻涂饶纪童安常倪梅盛"
    "林季路阮蓝滕应简席鞠池牟申冷景蒲迟边敖仇巩冀尚戚郎屈苗鲁裴农沙解符阎乔米栾欧党"
)
_ANYBODY = f"(?:{NAME}|[{_RARER}][\u4e00-\u9fff]{{1,2}})"
_SIGNED = re.compile(
    r"(?:(?<=[。”!?…])|(?<=[。”!?…]\s))"
    rf"\((?:[^()]{{0,30}}[\s:]|(?:作者|记者|通讯员|编辑)\s?)?{_ANYBODY}(?:[\s、]+{_ANYBODY}){{0,4}}\)$"
)
_WHO = r"[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4})?\s?(?:摄影?|拍摄|翻摄)"
_TAKEN = re.compile(
    r"(?:(?<=[。!?…”)])|(?<=[。!?…”)]\s))"
    rf"(?:新华社[发记者]{{0,3}}\s?)?(?:\((?:[^()。,]{{0,12}}记者\s?)?{_WHO}(?:/[^()。,]{{2,10}})?\)"
    rf"|(?:\S{{0,10}}记者\s|[A-Z]{{2,10}}\s?/\s?){_WHO}|{NAME}\s摄)$"
)
_CREDITED = re.compile(
    r"(?:(?<=[。”!?…])|(?<=[。”!?…]\s))"
    r"(?:\((?=[^()]*(?:记者|通讯员|供图|供稿|撰稿|视频提供|[\u4e00-\u9fff]/[文图]))[^()。,]{4,50}\)"
    rf"|[\u4e00-\u9fff]{{0,8}}记者\s?{NAME}(?:[\s、]{NAME}){{0,2}}"
    r"|[\u4e00-\u9fff]{0,12}记者\s?[\u4e00-\u9fff]{2,3}(?:[\s、][\u4e00-\u9fff]{2,3}){0,3}\s?(?:摄影报道|摄影?|文/?图|供图))$"
)

_FROM = r"(?:图片?|[示资][意料]图|照片|图/文)[^()。]{0,6}(?:[来源取][源自]于?|/|:)[^()。]{2,24}"
_SHOWN = re.compile(r"\((?:图|示意图|资料图|照片)|图\s?/|供图")
_PICTURE = re.compile(rf"\({_FROM}\)\s?")
_BEHIND = re.compile(
    rf"(?<=[。!?…”])\s?(?:\({_FROM}(?<!提供)\)|图\s?/\s?[^\s。,]{{2,20}})$|\([^()。,]{{2,16}}供图\)$"
)


def pictures(page: Page) -> Iterator[Cut]:
    """Where a picture is from, in brackets in front of a paragraph or behind its caption."""
    for line in page.lines if _SHOWN.search(page.view) else ():
        hit = _PICTURE.match(line.text) or _BEHIND.search(line.text)
        if hit and len(hit[0]) < len(line) and line.number not in page.marks:
            start = line.start + hit.start()
            yield Cut(start, start + len(hit[0].rstrip()), 0.88, (hit[0].strip(),))


def signatures(page: Page) -> Iterator[Cut]:
    """The author's name in brackets behind the last sentence of the article."""
    lines = [line for line in page.lines if line.prose]
    for line in lines:
        tail = line.text[-60:]
        named = tail[-1] == ")" or "记者" in tail
        hit = (_SIGNED.search(tail) or _CREDITED.search(tail)) if named else None
        if hit:
            start = line.end - len(hit[0])
            yield Cut(start, line.end, 0.9, (hit[0],))


def photographers(page: Page) -> Iterator[Cut]:
    """Who took a picture, in brackets behind its caption."""
    for line in page.lines if "摄" in page.view else ():
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
        "bylines.pictures",
        "editor_line",
        pictures,
        "段首或图说后面括号里的图片来源{0}",
        "where a picture is from, in brackets beside a paragraph: {0}",
    ),
    BoilerplateRule(
        "bylines.signatures",
        "editor_line",
        signatures,
        "文末括号里的署名{0}",
        "the author's name in brackets at the end: {0}",
    ),
)
