"""GBK text read one byte out of step, put right by finding the bytes it was.

A re-posting tool replaced two bytes B of a character in GBK text by B and something more, also
where B was the second byte of one character and the first of the next. What followed then decodes
one byte late, until a byte below 0x80 or another such place puts it in step again. The first byte
of the run is lost, as `?` or U+FFFD; a gloss that begins there swallowed its own bracket, and
names the lost byte: `當?shù)貛` was 當地庫, because 當 ends in 0x94, 地 starts with 0xB5, and
94B5 is 數 (shù).

`sites` finds where a run may start, `search` walks its characters as bytes and keeps the likeliest
readings, and `accept` takes one only if it decodes without gap and is far likelier as Chinese, by
the words of a dictionary and of the page itself, than what the page says and than every other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from annotator.rules.base import RepairRule
from annotator.rules.shift.accept import ReadPage, read_page, restored
from annotator.rules.shift.sites import MARKS, starts
from annotator.text.edits import Edit

# More places than these are not the work of one tool, and would take long.
_MOST = 1000
# With this many in vain and none restored, the marks mean something else.
_IN_VAIN = 30
# With more characters lost than this, nothing on the page proves anything.
_DESTROYED = 0.02


def restore_shifts(text: str) -> Iterator[Edit]:
    """Characters whose bytes were read one late become what those bytes say."""
    if not any(mark in text for mark in MARKS) or text.count("\ufffd") > _DESTROYED * len(text):
        return
    page: ReadPage | None = None
    at = 0
    for number, start in enumerate(islice(starts(text), _MOST)):
        if at == 0 and number == _IN_VAIN:
            return
        page = page or read_page(text)
        edit = restored(page, start) if start.start >= at else None
        if edit is not None:
            at = edit.end
            yield edit


RULES = (
    RepairRule(
        "shift.bytes",
        "gbk_shift",
        restore_shifts,
        "“{0}”是错位一个字节读出的 GBK 编码，原文为“{1}”",
        "“{0}” is GBK read one byte late: the bytes say “{1}”",
        (
            ("當(dāng)?shù)貛煸趯ふ蚁乱粋€買家", "當(dāng)地庫在尋找下一個買家"),
            ("真的吗?，他说", "真的吗?，他说"),
        ),
    ),
)
