"""Texts as the patterns of the rules are written: with half-width marks and plain spaces."""

from __future__ import annotations

import re

# Full-width forms and look-alikes as the patterns are written: one character for one.
_FOLD = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    wide: narrow
    for narrow, variants in {
        " ": "\u3000\u00a0\t\u200b\ufeff",
        ">": "›»→",
        "|": "丨︱┃│",
        "·": "・‧",
        "(": "〔",
        ")": "〕",
    }.items()
    for wide in variants
}
_FOLDED = re.compile(f"[{''.join(_FOLD)}]")


def folded(text: str) -> str:
    """The same text with half-width marks and plain spaces, one character for one.

    >>> folded("首页›新闻，（图）")
    '首页>新闻,(图)'
    """
    # Half of what is folded is commas, and to find them one by one takes longer.
    text = text.replace("，", ",")
    for char in set(_FOLDED.findall(text)):
        text = text.replace(char, _FOLD[char])
    return text
