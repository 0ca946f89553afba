"""Remains of HTML in running text, and lines that are nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from annotator.rules.base import BoilerplateRule, Cut, RepairRule
from annotator.rules.page import Page
from annotator.text.edits import Edit

_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_BROKEN_AMP = re.compile(r"(?<=[A-Za-z])amp;(?=[A-Za-z])")
_SCRIPT_CALL = re.compile(r"document\.write(?:ln)?\(['\"]")
_LAYOUT_TAG = re.compile(
    r"</?(?:p|br|i|em|b|u|span|strong|font|center|div|section|article|figure|blockquote)(?:\s[^<>\n]*)?/?>",
    re.I,
)
# Where a page is still in its tags of layout, its links and pictures are no code that it shows.
_LINK_TAG = re.compile(r"</?(?:a|img|hr)(?:\s[^<>\n]*)?/?>", re.I)
_TAGGED, _LINKS = 12, 0.4
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")

_HTML = (
    "a|b|br|div|em|font|h[1-6]|hr|i|iframe|img|li|nav|ol|p|script|section|small|span|strong|style"
    "|sup|sub|table|tbody|td|tr|u|ul"
)
# The end of a tag whose beginning is lost.
_TAG_END = re.compile(r"^[^<>\u4e00-\u9fff]{0,60}[\w-]+\s?=\s?[\"'][^<>\"']*[\"']\s*/?>$")
_TAGS_ONLY = re.compile(rf"^(?:\d+\.\s*)?(?:<\s?/?(?:{_HTML})(?:\s[^<>]*)?/?>\s*)+$", re.I)


# Styles and calls of scripts that came along behind the text.
_STYLE = re.compile(
    r"[.#]?[\w#.:>,\s-]{1,60}\{(?:\s?[\w-]+\s?:\s?[^{};]{1,40};?)*\s?\}?$|[\w-]{2,24}\s?:\s?[\w#.%\s-]{1,24};$|\}$"
    r"|\$\([^()]{1,40}\)\.\w+\(.*\);?$|@?[\w\s.,:()-]{1,60}\{\s?[\w#.:>,\s-]{1,40}\{[\w\s:;.,#%!-]*\}\s?\}$"
)
_STYLES = 6
_SCRIPT = 120
_CALLS = re.compile(r"\bfunction\s?\(|\bdocument\.|\bwindow\.")
_HAN = re.compile("[\u4e00-\u9fff]")


def decode_entities(text: str) -> Iterator[Edit]:
    """HTML entities become the characters they name, and what is left of `&amp;` an ampersand."""
    if ";" not in text:
        return
    found = [(m.span(), unescape(m[0])) for m in _ENTITY.finditer(text)]
    found += [(m.span(), "&") for m in _BROKEN_AMP.finditer(text)]
    for (start, end), char in sorted(found):
        if char != text[start:end] and char != "\ufffd":
            yield Edit(start, end, char, 0.97, (text[start:end], char))


def drop_tags(text: str) -> Iterator[Edit]:
    """Tags of layout and beginnings of script calls go, but not on a page that shows code."""
    if "<" in text:
        tags = _ANY_TAG.findall(text)
        others = [tag for tag in tags if not _LAYOUT_TAG.fullmatch(tag)]
        linked = len(tags) >= _TAGGED and len(others) <= len(tags) * _LINKS
        if not others or (linked and all(_LINK_TAG.fullmatch(tag) for tag in others)):
            for hit in _ANY_TAG.finditer(text):
                yield Edit(hit.start(), hit.end(), "", 0.95, (hit[0],))
    elif "document.write" in text and "<script" not in text:
        for hit in _SCRIPT_CALL.finditer(text):
            yield Edit(hit.start(), hit.end(), "", 0.9, (hit[0],))


def script_lines(page: Page) -> Iterator[Cut]:
    """Long lines of a script among Chinese text, and no page that shows code."""
    lines = page.lines if "{" in page.view else ()
    found = [x for x in lines if len(x) >= _SCRIPT and _is_script(x.text)]
    if len(found) <= _STYLES:
        for line in found:
            yield Cut(line.start, line.end, 0.95, (line.text[:20],), rank=3)


def _is_script(text: str) -> bool:
    return "{" in text and _CALLS.search(text) is not None and _HAN.search(text) is None


def tag_lines(page: Page) -> Iterator[Cut]:
    """Lines of nothing but HTML tags."""
    if ">" not in page.text:
        return
    for line in page.lines:
        if _TAGS_ONLY.match(line.text) or _TAG_END.match(line.text):
            yield Cut(line.start, line.end, 0.95, (line.text[:20],), rank=3)


def style_lines(page: Page) -> Iterator[Cut]:
    """A few lines of a style sheet or a script behind the text; more of them are what it shows."""
    found = [x for x in page.behind if _STYLE.match(x.text) and x.number not in page.code]
    if len(found) <= _STYLES and any(len(line) > 1 for line in found):
        for line in found:
            yield Cut(line.start, line.end, 0.9, (line.text[:20],), rank=3)


RULES = (
    RepairRule(
        "markup.entities",
        "html_residue",
        decode_entities,
        "HTML 实体“{0}”就是“{1}”",
        "the HTML entity “{0}” is “{1}”",
        (("研发&amp;设计", "研发&设计"), ("Qamp;A", "Q&A"), ("AT&T;公司", "AT&T;公司")),
    ),
    RepairRule(
        "markup.tags",
        "html_residue",
        drop_tags,
        "残留的 HTML 标记“{0}”",
        "the HTML tag “{0}” was left over",
        (
            ("结束了。</p><br/>", "结束了。"),
            ("<a href='x'>链接</a><p>", "<a href='x'>链接</a><p>"),
            ("a<b", "a<b"),
        ),
    ),
)

LINES = (
    BoilerplateRule(
        "markup.lines",
        "markup",
        tag_lines,
        "整行都是 HTML 标记",
        "the line is nothing but HTML tags",
        (('正文。\n<div id="x"></div>\n', "正文。\n\n"), ("<data/>\n", "<data/>\n")),
    ),
    BoilerplateRule(
        "markup.scripts",
        "markup",
        script_lines,
        "夹在正文里的脚本“{0}”",
        "“{0}” of a script stands among the text",
    ),
    BoilerplateRule(
        "markup.styles",
        "markup",
        style_lines,
        "正文后残留的样式或脚本“{0}”",
        "“{0}” of a style sheet or a script was left over behind the text",
    ),
)
