"""Characters that show nothing, or a sign only one site's font has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import RepairRule
from annotator.rules.knowledge.odd import odd
from annotator.text.edits import Edit
from annotator.text.patterns import later

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+")
# With more of them lost than this, what is left tells nothing any more.
_DESTROYED = 0.02
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")
_ZERO_WIDTHS = "\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u00ad"
_ZERO_WIDTH = re.compile(f"[{_ZERO_WIDTHS}]+")
_INVISIBLE = re.compile(f"[{_ZERO_WIDTHS}\u200c\u200d]")
# The joiner is part of emoji and of some scripts, so it goes only where Han is on both sides.
_ZERO_WIDTH_OR_JOINER = later(
    f"{_ZERO_WIDTH.pattern}|(?<=[\u4e00-\u9fff])[\u200c\u200d]+(?=[\u4e00-\u9fff])"
)


def drop_controls(text: str) -> Iterator[Edit]:
    """Control characters go."""
    for hit in _CONTROL.finditer(text) if _CONTROL.search(odd(text)) else ():
        yield Edit(hit.start(), hit.end(), "", 0.98, (f"U+{ord(hit[0][0]):04X}",))


def drop_private(text: str) -> Iterator[Edit]:
    """Characters without a meaning outside one site's font go, but not from a destroyed text."""
    if not _PRIVATE.search(odd(text)) or text.count("\ufffd") > _DESTROYED * len(text):
        return
    for hit in _PRIVATE.finditer(text):
        yield Edit(hit.start(), hit.end(), "", 0.95, (f"U+{ord(hit[0][0]):04X}",))


def drop_zero_width(text: str) -> Iterator[Edit]:
    """Zero-width characters and direction marks go, but not the joiner of an emoji."""
    if not _INVISIBLE.search(odd(text)):
        return
    joined = "\u200c" in text or "\u200d" in text
    for hit in (_ZERO_WIDTH_OR_JOINER if joined else _ZERO_WIDTH).finditer(text):
        yield Edit(hit.start(), hit.end(), "", 0.98, (f"U+{ord(hit[0][0]):04X}",))


RULES = (
    RepairRule(
        "invisible.controls",
        "invisible",
        drop_controls,
        "控制字符 {0}",
        "the control character {0}",
        (("甲\x07\x08乙", "甲乙"), ("甲\t乙\n", "甲\t乙\n")),
    ),
    RepairRule(
        "invisible.private",
        "invisible",
        drop_private,
        "私有区字符 {0}，只在原网站的字体里有样子",
        "the private character {0}, which only the site's own font shows",
        (("登录\ue62c注册", "登录注册"), ("一丁丂", "一丁丂")),
    ),
    RepairRule(
        "invisible.zero_width",
        "invisible",
        drop_zero_width,
        "零宽字符 {0}",
        "the zero-width character {0}",
        (("\ufeff上\u200b海", "上海"), ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧")),
    ),
)
