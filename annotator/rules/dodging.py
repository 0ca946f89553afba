"""Characters that stand for others that look or sound alike, to get past a filter of words.

A closed list: a pair is in it only if what stands there says nothing else in that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotator.rules.base import RepairRule
from annotator.text.edits import Edit


class _Dodge(NamedTuple):
    """Where the pattern stands, its one character means `meant`."""

    clue: str
    pattern: str
    meant: str
    confidence: float


_DODGES = (
    # 蕞尔 and 蕞芮 are words.
    _Dodge("蕞", "蕞(?![尔芮陋])(?=[\u4e00-\u9fff])", "最", 0.98),
    _Dodge("醉", "醉(?=低价|新(?:楼盘|房源|价格|户型|消息|动态|政策)|高优惠)", "最", 0.95),
    _Dodge("薇", "薇(?=信(?:号|群|公众|小程序|扫|联系|同号|[:：]))", "微", 0.96),
    _Dodge("溦", "溦(?=信)", "微", 0.97),
    _Dodge("徽", "(?<=[加扫])徽(?=信)|徽(?=信(?:号|群|公众号|[:：]))", "微", 0.95),
    _Dodge("裙", "(?<=[QqＱ扣])裙(?=号|[:：]?\\d)|(?<=加)裙(?=[:：]\\d)", "群", 0.95),
    _Dodge("亓", "(?<=[\\d万亿])亓(?![\u4e00-\u9fff]{2}[说道])", "元", 0.96),
)


def dodging_characters(text: str) -> Iterator[Edit]:
    """A character put in place of one that filters look for becomes that one."""
    found = [
        Edit(hit.start(), hit.end(), dodge.meant, dodge.confidence, (hit[0], dodge.meant))
        for dodge in _DODGES
        if dodge.clue in text
        for hit in re.finditer(dodge.pattern, text)
    ]
    yield from sorted(found)


RULES = (
    RepairRule(
        "dodging.characters",
        "dodge_char",
        dodging_characters,
        "“{0}”用来规避过滤，实为“{1}”",
        "“{0}” stands for “{1}” to get past a filter",
        (
            ("咨询蕞新售楼处,蕞近开盘", "咨询最新售楼处,最近开盘"),
            ("全城醉低价,加徽信:abc", "全城最低价,加微信:abc"),
            ("薇信号同手机,溦信转账300亓", "微信号同手机,微信转账300元"),
            ("QQ裙号:123", "QQ群号:123"),
            ("蕞尔小国", "蕞尔小国"),
            ("醉高歌,醉新丰", "醉高歌,醉新丰"),
            ("安徽信息,徽信公司,蔷薇信步", "安徽信息,徽信公司,蔷薇信步"),
            ("她加裙摆,亓先生", "她加裙摆,亓先生"),
        ),
        optional=True,
    ),
)
