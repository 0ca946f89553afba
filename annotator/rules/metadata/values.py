"""One value of the metadata with its place, and what people and organs are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotator.rules.phrases.words import NAME, SURNAMES

_EDGES = " .。;:,、-—_~*/·|\n"
_NOBODY = frozenset(("佚名", "未知", "匿名", "暂无", "无", "admin", "administrator"))

_ROLE = "(?:本[报刊网台社]|[特见实]\\S)?(?:记者|通讯员|实习生|撰稿人|作者)"
_BEFORE_NAME = re.compile(
    rf"(?:\S{{2,12}}(?:报|网|社|台|客户端)\s?)?{_ROLE}\s?:?\s*|\[[^\[\]]{{1,4}}\]\s?"
)
_APART = re.compile(
    rf"\s*(?:[、,;&/|]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]))\s*(?:(?:见习|实习)?{_ROLE}\s?)?"
)
_DOUBLE = "(?:欧阳|司马|上官|诸葛|司徒|端木|皇甫|夏侯|慕容|东方|令狐|尉迟)"
_NAME = re.compile(rf"(?:{NAME}|{_DOUBLE}[\u4e00-\u9fff]{{1,2}})$")
_GLUED = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_MOST_GLUED = 15

_ORGAN = re.compile(
    r"(?!\d)[\u4e00-\u9fffA-Za-z0-9&·\-]{1,20}(?:(?<![海情简喜捷通])报|周刊|杂志|新闻|网站?|社|[视电]台"
    r"|频道|中心|客户端|公众号|[厅局委办府院所]|在线|传媒|融媒体?|宣传部|学报)$"
)


class Traced(NamedTuple):
    """A field of the metadata with one value, read from text[start:end] of the page."""

    field: str
    value: str
    start: int
    end: int


def trimmed(field: str, text: str, start: int, end: int) -> Iterator[Traced]:
    """text[start:end] as a value, without marks at its ends; nothing if it says nothing.

    >>> list(trimmed("source", "来源: 《甲报》 ", 3, 9))
    [Traced(field='source', value='甲报', start=5, end=7)]
    """
    value = text[start:end].lstrip(_EDGES)
    start = end - len(value)
    value = value.rstrip(_EDGES)
    if value[:1] == "《" and value[-1:] == "》" and value.count("《") == 1:
        value, start = value[1:-1], start + 1
    if value and value.lower() not in _NOBODY:
        yield Traced(field, value, start, start + len(value))


def people(text: str, start: int, end: int) -> Iterator[Traced]:
    """The authors that text[start:end] names, apart, without what they are called.

    >>> [one.value for one in people("本报记者 张三 李四 通讯员 王五", 0, 18)]
    ['张三', '李四', '王五']
    >>> [one.value for one in people("Demi Xia、王小明", 0, 12)]
    ['Demi Xia', '王小明']
    """
    at = start
    for gap in (*_APART.finditer(text, start, end), None):
        stop = gap.start() if gap else end
        lead = _BEFORE_NAME.match(text, at, stop)
        yield from trimmed("authors", text, lead.end() if lead else at, stop)
        at = gap.end() if gap else end


def is_name(text: str) -> bool:
    """Whether a word is a person's name.

    >>> is_name("李亚乐"), is_name("欧阳小明"), is_name("纪律检查室")
    (True, True, False)
    """
    return len(text) <= 4 and _NAME.match(text) is not None


def is_organ(text: str) -> bool:
    """Whether a word names a paper, a site or an office.

    >>> is_organ("湖南省科学技术厅门户网站"), is_organ("直新闻"), is_organ("张三")
    (True, True, False)
    """
    return len(text) > 2 and _ORGAN.match(text) is not None


def glued_names(text: str) -> list[str]:
    """The names that are written without anything between; none unless that reads one way only.

    >>> glued_names("施戍杰胡艳杨广斌"), glued_names("高新区")
    (['施戍杰', '胡艳', '杨广斌'], [])
    """
    readings = list(_readings(text)) if 4 <= len(text) <= _MOST_GLUED else []
    return readings[0] if len(readings) == 1 else []


def _readings(text: str) -> Iterator[list[str]]:
    if not text:
        yield []
    for length in (2, 3):
        if len(text) >= length and _GLUED.fullmatch(text[:length]):
            yield from ([text[:length], *rest] for rest in _readings(text[length:]))
