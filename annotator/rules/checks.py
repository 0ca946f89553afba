"""Damage that cannot be undone, as findings for a person: flagged, never guessed.

A check reads the repaired page, so that what a rule put right is no finding, and a place that is
cut is none either. Text spun from another by synonyms is not among them: nothing on a page alone
tells it from clumsy writing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model import Finding
from annotator.rules.arbiter import Settled
from annotator.rules.page import Page
from annotator.text.patterns import later

Check = Callable[[Page, Sequence[Settled]], Iterable[Finding]]

_HAN = "\u3400-\u9fff"

# What the bytes of U+FFFD read as in GBK.
_REPLACED = re.compile("(?:锟斤拷){2,}锟?")
# What UTF-8 reads as in GBK: a line with so many of these lost bytes on the way, or it would
# have been turned back.
_MISREAD = re.compile("[锛銆鐨涓鏄鍦浜鏈鍙鍚杩]")
_MISREAD_ENOUGH = 4
_MISREAD_SHARE = 0.12
_LOST_SHARE = 0.15
_LOST_ENOUGH = 4
_ONLY_MARKS = re.compile(r"[?\s\d,.!:;()%/-]*\?{2,}[\s\d,.!:;()%/-]+\?{2,}[?\s\d,.!:;()%/-]*")
_MARKS_ENOUGH = 8
_MARKS_SHARE = 0.6

_LOST = re.compile("\ufffd+|〓+")
_TITLE_MARKS = re.compile(
    rf"\?(?=[{_HAN}A-Za-z0-9、（）()]{{3,40}}(?:意见|通知|办法|条例|规定|决定|方案|规划|纲要|细则|报告|公约|法"
    r"|计划|标准|指南|公告|合同|协议)(\?))(?![^?\n]*[吗呢么谁啥])"
)

_STARS = later(rf"(?<=[{_HAN}])\*{{2,}}|\*{{2,}}(?=[{_HAN}])")
_BOLD = re.compile(r"(?<!\*)(\*{2,3})(?![*\s])[^*\n。]{1,60}(?<![*\s])\1(?!\*)")

_LIST_MARK = re.compile(r"[\d.、\s#>+-]*")

_BROKEN_GLOSS = re.compile(rf"[{_HAN}]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{{0,6}}$")
_BREAKS_OFF = re.compile(rf"[{_HAN}，,、]\.\.\.$|[{_HAN}，,、]…$|[，,、（(]$")
_LONG_ENOUGH = 40

# No lookbehind in front: what begins with one character is found fast.
_PHONES = re.compile(r"1[3-9]\d{9}(?:1[3-9]\d{9})+(?!\d)")
_PHONE = re.compile(r"\d{11}")
_CONTENTS = re.compile(
    rf"(?<=[{_HAN}])\s?\d{{1,6}}(?=[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章节]|\d\.\d[{_HAN}])"
)
_CONTENTS_ENOUGH = 3


def destroyed(page: Page, cuts: Sequence[Settled]) -> Iterator[Finding]:
    """Lines whose bytes were replaced, so that no codec brings them back."""
    text = page.text
    # One character is found at the speed of memory, two are not.
    lost, marks = "\ufffd" in text, "?" in text and "??" in text
    if not (lost or marks or "锟" in text or "锛" in text):
        return
    for hit in _REPLACED.finditer(text) if "锟" in text else ():
        yield Finding(*hit.span(), "destroyed", 0.97)
    for line in page.lines:
        said = text[line.start : line.end]
        count = said.count("\ufffd")
        if count >= max(_LOST_ENOUGH, _LOST_SHARE * len(said)):
            yield Finding(line.start, line.end, "destroyed", 0.97)
            continue
        misread = len(_MISREAD.findall(said)) if "锛" in text else 0
        if misread >= max(_MISREAD_ENOUGH, _MISREAD_SHARE * len(said)):
            yield Finding(line.start, line.end, "destroyed", 0.95)
        elif marks and _is_marks(said):
            yield Finding(line.start, line.end, "destroyed", 0.9)


def _is_marks(text: str) -> bool:
    """Whether a line is question marks, in several runs, and hardly anything else."""
    many = text.count("?") >= max(_MARKS_ENOUGH, _MARKS_SHARE * len(text))
    return many and _ONLY_MARKS.fullmatch(text) is not None


def lost_characters(page: Page, cuts: Sequence[Settled]) -> Iterator[Finding]:
    """A replacement character, a geta mark, a mark alone on its line, or in place of 《 and 》."""
    text = page.text
    if "\ufffd" in text or "〓" in text:
        for hit in _LOST.finditer(text):
            yield Finding(*hit.span(), "lost_char", 0.97)
    if "?" in text:
        for line in page.lines:
            if line.text == "?":
                yield Finding(line.start, line.end, "lost_char", 0.8)
        for hit in _TITLE_MARKS.finditer(text):
            yield Finding(*hit.span(), "lost_char", 0.9)
            yield Finding(*hit.span(1), "lost_char", 0.9)


def masked_words(page: Page, cuts: Sequence[Settled]) -> Iterator[Finding]:
    """Asterisks in place of a word, but not those that make words bold or begin a list."""
    if "*" not in page.text or "**" not in page.text:
        return
    bold = [hit.span() for hit in _BOLD.finditer(page.text)]
    for hit in _STARS.finditer(page.text):
        start, end = hit.span()
        line = page.text.rfind("\n", 0, start) + 1
        at_edge = _LIST_MARK.fullmatch(page.text, line, start) or page.text[end : end + 1] in (
            "",
            "\n",
        )
        if not at_edge and not any(low <= start < high for low, high in bold):
            yield Finding(start, end, "masked_word", 0.85, (hit[0],))


def broken_off(page: Page, cuts: Sequence[Settled]) -> Iterator[Finding]:
    """The last line of running text that is kept, where it stops in the middle of a sentence."""
    kept = (
        line
        for line in reversed(page.lines)
        if not any(cut.start < line.end and line.start < cut.end for cut in cuts)
    )
    last = next(kept, None)
    if last is None or len(last) < _LONG_ENOUGH or not last.prose:
        return
    tail = page.text[max(last.start, last.end - 12) : last.end]
    hit = _BROKEN_GLOSS.search(tail) or _BREAKS_OFF.search(tail)
    if hit:
        yield Finding(last.end - len(hit[0]), last.end, "truncation", 0.85)


def glued(page: Page, cuts: Sequence[Settled]) -> Iterator[Finding]:
    """Telephone numbers without anything between, and a table of contents on one line."""
    text = page.text
    for hit in _PHONES.finditer(text):
        if text[max(0, hit.start() - 1) : hit.start()].isdecimal():
            continue
        yield Finding(*hit.span(), "glued_fields", 0.95, (" ".join(_PHONE.findall(hit[0])),))
    for line in page.lines if "一、" in text else ():
        if len(line) >= _LONG_ENOUGH and "一、" in line.text and "二、" in line.text:
            parts = list(_CONTENTS.finditer(text, line.start, line.end))
            if len(parts) >= _CONTENTS_ENOUGH:
                places = " | ".join(text[p.start() : p.end() + 4] for p in parts[:3])
                span = parts[0].start(), parts[-1].end()
                yield Finding(*span, "glued_fields", 0.85, (places,))


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person is told of a finding, with `{0}` for its details."""

    zh: str
    en: str


CHECKS: tuple[Check, ...] = (destroyed, lost_characters, masked_words, broken_off, glued)

SENTENCES = {
    "lost_char": Sentence(
        "这里丢了字，无从得知是哪个", "a character is lost here, and nothing says which"
    ),
    "destroyed": Sentence(
        "这里的字节已被替换，原文无法恢复", "the bytes here were replaced, so the text is lost"
    ),
    "masked_word": Sentence("“{0}”遮住了词语", "“{0}” masks a word"),
    "truncation": Sentence("正文在这里中断", "the text breaks off here"),
    "glued_fields": Sentence(
        "几个字段粘连在一起，也许可拆为：{0}", "several fields run together, perhaps {0}"
    ),
}


def check(page: Page, cuts: Sequence[Settled]) -> list[Finding]:
    """All findings on the text of a page that is not cut, in order and apart.

    >>> [f.type for f in check(Page("今天大会\ufffd枫林召开。"), [])]
    ['lost_char']
    """
    found: list[Finding] = []
    for one in sorted((f for find in CHECKS for f in find(page, cuts)), key=lambda f: f.start):
        cut = any(cut.start <= one.start and one.end <= cut.end for cut in cuts)
        if not cut and (not found or found[-1].end <= one.start):
            found.append(one)
    return found


def told(finding: Finding, language: str) -> str:
    """What a finding says, as one sentence in "zh" or "en"; empty for a type not known here.

    >>> told(Finding(0, 2, "masked_word", 0.9, ("**",)), "en")
    '“**” masks a word'
    """
    sentence = SENTENCES.get(finding.type)
    if sentence is None:
        return ""
    try:
        return (sentence.zh if language == "zh" else sentence.en).format(*finding.details)
    except IndexError:
        return ""
