"""White space that was lost, or put where none belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.rules.base import RepairRule
from annotator.text.edits import Edit

_INDENT = re.compile("^[? \u3000\u00a0]+(?=[^\\s?!])", re.M)

_HAN = "\u3007\u3400-\u9fff"
_SPACES = " \u3000\u00a0"
_MARK = "，。、；：！？“”‘’《》（）,;:!?()"
# So many letters apart are a text; fewer may be a list of words of one character.
_LETTERS = 6
# Such a list, however long: numbers, days of the week, the stems and branches.
_SERIES = re.compile(
    "[〇零一二三四五六七八九十百千年月日甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥优良中差是否有无\\s]+"
)


# Compiled on first use: few pages need all of them.
@cache
def _start(space: str) -> re.Pattern[str]:
    """What is found fast where characters are apart by a kind of space."""
    return re.compile(f"{space}[{_HAN}]{space}[{_HAN}]{space}")


@cache
def _whole(space: str) -> re.Pattern[str]:
    """The whole run of such characters."""
    return re.compile(f"[{_HAN}](?:{space}[{_HAN}{_MARK}]){{3,}}")


def lost_indents(text: str) -> Iterator[Edit]:
    """Question marks that stand for the spaces of an indent go."""
    # One character is found at the speed of memory, two are not.
    if "?" not in text or "??" not in text:
        return
    for hit in _INDENT.finditer(text):
        if "??" in hit[0]:
            yield Edit(hit.start(), hit.end(), "", 0.95)


def letter_spaces(text: str) -> Iterator[Edit]:
    """Single spaces between all characters of a run of Han go; two in a row part its words."""
    places: list[int] = []
    for space in _SPACES:
        if space in text and _start(space).search(text):
            runs = [run for run in _whole(space).finditer(text) if not _SERIES.fullmatch(run[0])]
            if any(len(run[0]) >= 2 * _LETTERS - 1 for run in runs):
                places += (at for run in runs for at in range(run.start() + 1, run.end(), 2))
    for at in sorted(places):
        yield Edit(at, at + 1, "", 0.93)


RULES = (
    RepairRule(
        "spaces.lost_indents",
        "lost_space",
        lost_indents,
        "段首的空格变成了问号",
        "the spaces of an indent became question marks",
        (("??? ??虹桥", "虹桥"), ("真的吗??", "真的吗??"), ("??", "??")),
    ),
    RepairRule(
        "spaces.letters",
        "spacing",
        letter_spaces,
        "每个字之间都有空格",
        "there is a space between all characters",
        (
            ("江 西 省 地 方 标 准", "江西省地方标准"),
            ("DB36江 西 省 地 方 标 准D B 3 6", "DB36江西省地方标准D B 3 6"),
            ("张三 李四 王五 赵六 钱七 孙八 周九", "张三 李四 王五 赵六 钱七 孙八 周九"),
            ("一 二 三 四 五 六 日", "一 二 三 四 五 六 日"),
            ("东 南 西 北", "东 南 西 北"),
            ("摘 要", "摘 要"),
        ),
    ),
)
