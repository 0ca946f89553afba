"""Half-width marks between Han characters become full width, where a project wants that.

One character for one, so no offset moves. What is part of a number, a time, an address, a word in
Latin letters or a line of code has no Han beside it, or is left alone as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import RepairRule
from annotator.text.edits import Edit

_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_HAN = "\u3007\u3400-\u9fff"
_CLOSING = "”’」』》】）%"
# Patterns as text: `re` compiles them for those who ask for this rule, and keeps them.
# Between Han or closing marks and Han, an opening mark, a line's end, or a number that follows.
_MARK = (
    f"(?<=[{_HAN}{_CLOSING})])[,;:?!](?![,;:?!.])(?=[{_HAN}“‘「『《【（(”’」』）]|\\s*$)"
    f"|(?<=[{_HAN}{_CLOSING}])[,;:](?=\\d|[A-Z])"
    f"|(?<=[0-9A-Za-z])[,;!](?=[{_HAN}“‘「『《【])"
)
_BRACKETS = f"(?<=[{_HAN}{_CLOSING},，。])\\(([^()\n]{{1,80}})\\)"
_HAS_HAN = f"[{_HAN}]"
_CODE = re.compile(
    r"[{};=]{2}|=>|\w\(\)|^\s*(?:#include|import |def |var |const |public |<\?)", re.M
)
_URL = re.compile(r"(?:https?://|www\.)\S+")


def full_width(text: str) -> Iterator[Edit]:
    """Half-width commas, colons and the like between Han characters become full width."""
    at = 0
    for line in text.split("\n"):
        if re.search(_HAS_HAN, line) and not line.isspace() and _CODE.search(line) is None:
            yield from _in_line(line, at)
        at += len(line) + 1


def _in_line(line: str, offset: int) -> Iterator[Edit]:
    places = {hit.start() for hit in re.finditer(_MARK, line, re.M)}
    for pair in re.finditer(_BRACKETS, line):
        if re.search(_HAS_HAN, pair[1]):
            places |= {pair.start(), pair.end() - 1}
    for address in _URL.finditer(line):
        places -= set(range(*address.span()))
    for place in sorted(places):
        mark = line[place]
        yield Edit(offset + place, offset + place + 1, mark.translate(_WIDE), 0.95)


RULES = (
    RepairRule(
        "widths.punctuation",
        "punct_width",
        full_width,
        "汉字之间的半角标点改为全角",
        "a half-width mark between Han characters becomes full width",
        (
            ("12月10日,大会开幕(第三届),来宾:张三", "12月10日，大会开幕（第三届），来宾：张三"),
            ("共3,000人,时间12:30,比分3:2", "共3,000人，时间12:30，比分3:2"),
            ("见https://a.cn/b?甲,乙", "见https://a.cn/b?甲,乙"),
            ("Hello, world! (ok)", "Hello, world! (ok)"),
            ("if (a==甲){ f(); }", "if (a==甲){ f(); }"),
        ),
        optional=True,
    ),
)
