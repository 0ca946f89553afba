"""Text decoded with the wrong codec, turned back into its bytes and read with the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from annotator.rules.base import RepairRule
from annotator.rules.knowledge import gbk
from annotator.rules.knowledge.odd import odd
from annotator.text.edits import Edit
from annotator.text.patterns import later

_HAN = later("[\u4e00-\u9fff\u2010-\u203f\u3000-\u303f\uff00-\uffef]")

# What cp1252 and Latin-1 make of bytes above 0x7F, the first ones of it only in runs.
_HIGH = (
    "\u0080-\u00ff\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018-\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_LATIN = re.compile("[\u00a0-\u00ff]")
# What begins with one character is found fast.
_MISREAD = re.compile("[\u00a0-\u00ff][\u00a0-\u00ff]{2}")
_MISREAD_LEAST = 3
_RUN = later(f"[{_HIGH}][\x21-\x7e{_HIGH}]*(?:[ \t]*[\x21-\x7e{_HIGH}]+)*")
_LEAST = 4
# A run of nothing but signs such as `······` may well be meant.
_LETTER = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]")
# The GBK bytes of two or three characters, such as 联通, can be UTF-8 by chance.
_LONG_ENOUGH = 6

_SINGLE_BYTE = {
    bytes((code,)).decode("cp1252"): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def read_as_latin(text: str) -> Iterator[Edit]:
    """Runs of accented letters whose bytes are GBK or UTF-8 become what those bytes say."""
    # A few points between names are no run, and to count them is fast.
    few = sum(map(text.count, _LATIN.findall(odd(text)))) < _MISREAD_LEAST
    if few or _MISREAD.search(text) is None:
        return
    for run in _RUN.finditer(text):
        code = _bytes(run[0])
        if len(code) < _LEAST or _LETTER.search(run[0]) is None:
            continue
        for codec, name in (("utf-8", "UTF-8"), ("gb18030", "GBK")):
            said = _decoded(code, codec)
            if said and _is_chinese(said):
                yield Edit(run.start(), run.end(), said, 0.97, (name,))
                break


def _bytes(text: str) -> bytes:
    """The bytes of a text that was read as cp1252, or as Latin-1 where that has no character."""
    return bytes(_SINGLE_BYTE.get(char, ord(char)) & 0xFF for char in text)


def _decoded(code: bytes, codec: str) -> str:
    try:
        return code.decode(codec)
    except UnicodeDecodeError:
        return ""


def _is_chinese(text: str) -> bool:
    """Whether most of what is no ASCII in a text is Han or Chinese punctuation."""
    wide = sum(not char.isascii() for char in text)
    return wide > 1 and len(_HAN.findall(text)) > 0.9 * wide


# How a line in UTF-8 begins that is no plain ASCII; its first character, so is read from GBK.
_UTF8 = re.compile(
    rb"(?=[\x20-\x7f\xc2\xe2-\xf0])[\x00-\x7f]*"
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
)


def read_as_gbk(text: str) -> Iterator[Edit]:
    """Lines of UTF-8 read as GBK become what their bytes say: long ones are not valid by luck."""
    at = 0
    for line, code in zip(text.split("\n"), gbk.lines(text), strict=True):
        if len(line) >= _LONG_ENOUGH and _UTF8.match(code):
            said = _decoded(code, "utf-8")
            if said and said != line and _is_chinese(said):
                yield Edit(at, at + len(line), said, 0.97, ("UTF-8",))
        at += len(line) + 1


# The commonest characters of both scripts: four of ten of a text, and hardly one of mojibake.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国和也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方"
    "成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从這來個國時於後對裡過發無經當與學進種將還"
    "見沒從為說們長間開關現實業產應電話"
)
_COMMONEST = "的一是不了在人有"
# A look at these alone tells nearly every sound page, and fast.
_SOUND = 0.01
_LEAST_HAN = 12
_READS, _READS_NOT = 0.22, 0.06
_TAKEN_FOR = (
    ("gb18030", "big5hkscs", "Big5"),
    ("cp950", "gb18030", "GBK"),
    ("big5hkscs", "gb18030", "GBK"),
)
_ANY_WIDE = later("[\u3040-\u30ff\u3400-\u9fff\ue000-\uf8ff]")


def read_as_other(text: str) -> Iterator[Edit]:
    """Big5 read as GBK, or GBK read as Big5, on a whole page becomes what the bytes say.

    Only where every byte of a line is still there, and the page reads far more like Chinese so.
    """
    if _is_sound(text) or text.isascii():
        return
    if len(_ANY_WIDE.findall(text)) < _LEAST_HAN or _likeness(text) > _READS_NOT:
        return
    lines = text.split("\n")
    read = [([_reread(line, was, to) for line in lines], name) for was, to, name in _TAKEN_FOR]
    said, name = max(read, key=lambda one: _likeness("\n".join(one[0])))
    if _likeness("\n".join(said)) >= _READS:
        others = [other for other, _ in read if other is not said]
        yield from _lines_that_differ(lines, said, others, name)


def _is_sound(text: str) -> bool:
    """Whether the commonest characters are as common as they should be: mostly one will do."""
    counts = accumulate(map(text.count, _COMMONEST))
    return any(count > _SOUND * len(text) for count in counts)


def _likeness(text: str) -> float:
    """How much of what is Han, kana or private in a text is common Chinese."""
    wide = _ANY_WIDE.findall(text)
    return sum(char in _COMMON for char in wide) / len(wide) if wide else 0.0


def _reread(line: str, was: str, codec: str) -> str:
    """What the bytes of a line say in another codec; the line itself where they say nothing."""
    try:
        return line.encode(was).decode(codec)
    except UnicodeError:
        return line


def _lines_that_differ(
    lines: list[str], said: list[str], others: list[list[str]], name: str
) -> Iterator[Edit]:
    """The lines that say something else; less sure where another codec reads them as well."""
    at = 0
    for number, (line, meant) in enumerate(zip(lines, said, strict=True)):
        rivals = {other[number] for other in others} - {line, meant}
        doubted = any(_likeness(rival) >= _READS for rival in rivals)
        if line != meant and _likeness(meant) >= _likeness(line):
            yield Edit(at, at + len(line), meant, 0.8 if doubted else 0.96, (name,))
        at += len(line) + 1


_BIG5 = "會議在市中心的體育館舉行，有許多人來參加，他們說這是一個好的開始。"
_GBK = "会议在市中心的体育馆举行，有许多居民来参加，他们说这是一个好的开始。"

RULES = (
    RepairRule(
        "codecs.latin",
        "wrong_codec",
        read_as_latin,
        "这些字节是 {0} 编码，被当作西文读出",
        "these bytes are {0}, read as a Western codec",
        (
            ("ÕâÊÇÒ»¸öÕæÊµ", "这是一个真实"),
            ("ä¸\xadå\x9b½ç»\x8fæµ\x8e", "中国经济"),
            ("Élève à l'été, café", "Élève à l'été, café"),
            ("等等······", "等等······"),
        ),
    ),
    RepairRule(
        "codecs.gbk",
        "wrong_codec",
        read_as_gbk,
        "这一行是 {0} 编码，被当作 GBK 读出",
        "this line is {0}, read as GBK",
        (
            ("鎴戜滑浜哄伐鏅鸿兘", "我们人工智能"),
            ("联通\n我们的方法和模型", "联通\n我们的方法和模型"),
        ),
    ),
    RepairRule(
        "codecs.big5",
        "wrong_codec",
        read_as_other,
        "这些字节是 {0} 编码，被当作另一种中文编码读出",
        "these bytes are {0}, read as the other Chinese codec",
        (
            (_BIG5.encode("big5").decode("gb18030"), _BIG5),
            (_GBK.encode("gb18030").decode("big5hkscs"), _GBK),
            (_GBK, _GBK),
            (
                "供应商资源 视频中心 小测验 处理器 医疗电子",
                "供应商资源 视频中心 小测验 处理器 医疗电子",
            ),
        ),
    ),
)
