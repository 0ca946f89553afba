"""Pinyin glosses that a re-posting tool put behind characters: `區(qū)` becomes `區`.

A gloss goes only where it is a reading of the character before it, and only on a page with the
habit: a single reading given for a rare character is the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import RepairRule
from annotator.rules.knowledge.readings import LETTERS, is_reading
from annotator.text.edits import Edit
from annotator.text.patterns import later

# What begins with one character is found fast.
_BRACKETED = re.compile(f"\\(([{LETTERS}]{{1,7}})\\)")
GLOSS = later(f"([\u3007\u3400-\u9fff])\\(([{LETTERS}]{{1,7}})\\)")

# The habit: this many glosses, unless the page is so short that two are many.
_HABIT = 3


def glosses(text: str) -> list[tuple[int, int, str]]:
    """The places of all glosses that fit, without their characters: start, end and pinyin.

    >>> glosses("徐匯區(qū)建成(he)")
    [(3, 7, 'qū')]
    """
    return [
        (hit.start(), hit.end(), hit[1])
        for hit in _BRACKETED.finditer(text)
        if _is_read(hit[1], text[hit.start() - 1 : hit.start()])
    ]


def _is_read(pinyin: str, char: str) -> bool:
    return ("\u3400" <= char <= "\u9fff" or char == "\u3007") and is_reading(pinyin, char)


def drop_glosses(text: str) -> Iterator[Edit]:
    """A pinyin gloss goes where it reads the character before it, on a page full of them."""
    found = glosses(text)
    if len(found) < _HABIT:
        return
    for start, end, pinyin in found:
        yield Edit(start, end, "", 0.99, (text[start - 1], pinyin))


RULES = (
    RepairRule(
        "glosses.readings",
        "pinyin_gloss",
        drop_glosses,
        "“{1}”是“{0}”的拼音夹注",
        "“{1}” is a pinyin gloss on “{0}”",
        (
            ("徐匯區(qū)高質(zhì)量建設(shè)", "徐匯區高質量建設"),
            ("囧(jiǒng)字的读音", "囧(jiǒng)字的读音"),
            ("區(qū)質(zhì)設(shè)建成(合作)", "區質設建成(合作)"),
        ),
    ),
)
