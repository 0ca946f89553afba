"""Dates and times as Chinese pages write them, as ISO 8601 as far as the text goes.

Relative times (`3天前`) are left out: what they are relative to is not in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

_TIME = (
    r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
    r"(?:[\s,T]*(?P<half>上午|下午|中午|晚上|凌晨|早上|傍晚)?\s*"
    r"(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{2})(?!\d)(?:(?::|分)(?P<second>\d{2})秒?)?)?"
)
_DIGITS = "〇零○一二三四五六七八九"
_NUMERALS = str.maketrans("○零一二三四五六七八九", "〇〇123456789")

_FULL = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})"
    rf"(?!\d\d)\s?[日号]?{_TIME}"
)
_REPUBLIC = re.compile(
    rf"民国\s?(?P<republic>\d{{2,3}})年\s?(?P<month>\d{{1,2}})月\s?(?P<day>\d{{1,2}})日{_TIME}"
)
_IN_WORDS = re.compile(
    rf"(?P<year>[二一][{_DIGITS}]{{3}})年(?P<month>[一二三四五六七八九十]{{1,2}})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})日" + _TIME
)
# These may be something else, so a label must say that they are a time.
_SHORT_YEAR = re.compile(
    r"(?<![\d.-])(?P<year>\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})"
    rf"(?!\d)日?{_TIME}"
)
_COMPACT = re.compile(rf"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d){_TIME}")
_MONTH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})月?(?![\d年期])")

_SURE = (_FULL, _REPUBLIC, _IN_WORDS)
_LABELLED = (*_SURE, _SHORT_YEAR, _COMPACT, _MONTH)
_AFTERNOON = ("下午", "晚上", "傍晚", "中午")
_PIVOT = 70
_REPUBLIC_BEGAN = 1911
# How much of an ISO time says no more than that.
_TO_MONTH, _TO_DAY, _TO_MINUTE = 7, 10, 16


class Moment(NamedTuple):
    """text[start:end] is this time in ISO 8601."""

    iso: str
    start: int
    end: int


def moments(text: str, start: int, end: int, *, labelled: bool = False) -> Iterator[Moment]:
    """The times in text[start:end], half width and simplified, the plain forms first.

    `labelled` says that a time is due there, so that short forms count as well.

    >>> [m.iso for m in moments("2023年7月6日 星期四 下午3:05 刊登", 0, 24)]
    ['2023-07-06T15:05']
    >>> [m.iso for m in moments("民国112年7月6日 二〇二三年十月二十一日", 0, 24)]
    ['2023-07-06', '2023-10-21']
    >>> list(moments("7-06-23", 0, 7)), [m.iso for m in moments("23-07-06", 0, 8, labelled=True)]
    ([], ['2023-07-06'])
    """
    for form in _LABELLED if labelled else _SURE:
        for hit in form.finditer(text, start, end):
            iso = _iso(hit.groupdict())
            if iso:
                yield Moment(iso, *hit.span())


def _iso(parts: dict[str, str | None]) -> str:
    """The time that the parts of a form say; empty where no calendar has it."""
    if parts.get("republic"):
        year = int(parts["republic"] or 0) + _REPUBLIC_BEGAN
    else:
        year = _number(parts["year"])
    if year < 100:
        year += 1900 if year >= _PIVOT else 2000
    month, day = _number(parts["month"]), _number(parts.get("day"))
    hour, minute, second = (_number(parts.get(name)) for name in ("hour", "minute", "second"))
    if parts.get("half") in _AFTERNOON and hour < 12 and not (parts["half"] == "中午" and hour > 9):
        hour += 12
    try:
        moment = datetime(year, month, day or 1, hour, minute, second)
    except ValueError:
        return ""
    if parts.get("day") is None:
        return moment.isoformat()[:_TO_MONTH]
    if parts.get("hour") is None:
        return moment.isoformat()[:_TO_DAY]
    return moment.isoformat() if parts.get("second") else moment.isoformat()[:_TO_MINUTE]


def _number(text: str | None) -> int:
    """A number in digits or, up to thirty-one or year by year, in words.

    >>> _number("十"), _number("二十一"), _number("二〇二三"), _number(None)
    (10, 21, 2023, 0)
    """
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.translate(_NUMERALS).partition("十")
        return int(tens or 1) * 10 + int(ones or 0)
    return int(text.translate(_NUMERALS).replace("〇", "0"))
