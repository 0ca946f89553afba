"""Text that a site puts between an article's words against copying."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from annotator.rules.base import RepairRule
from annotator.text.edits import Edit

# Forum software hides runs such as `7 x+ N: a) S& Y" L: \4 u` between the lines of a post.
_TOKENS = re.compile(
    # The lookbehind stands behind a character: what begins with a class is found fast.
    r"[!-~](?<![!-~].)[!-~]?(?:[ \t]{1,3}[!-~]{1,3}(?![!-~])){3,}(?:[ \t]{1,3}[!-~])?"
)
_ODD = re.compile(r"[A-Za-z0-9]?[^\w\s]|[^\w\s][A-Za-z0-9]|[A-Za-z]\d|_\S|\S_")
_ODD_SHARE = 0.5
# Signs alone between numbers are a sum or the number of a telephone.
_MIXTURES = 2
# A run of tokens has at least so many gaps.
_GAPS = 4

_MIXED = re.compile("[A-Za-z](?=[\u4e00-\u9fff])")
_REPEATS = 4
_PLACES = 2000


def noise_tokens(text: str) -> Iterator[Edit]:
    """A run of random one- and two-character tokens goes."""
    if text.count(" ") + text.count("\t") < _GAPS:
        return
    for hit in _TOKENS.finditer(text):
        tokens = hit[0].split()
        odd = [token for token in tokens if _ODD.fullmatch(token)]
        mixed = sum(len(token) > 1 for token in odd)
        if len(tokens) >= 6 and len(odd) >= _ODD_SHARE * len(tokens) and mixed >= _MIXTURES:
            end = hit.end()
            following = text[end : end + 1]
            if "\u4e00" <= following <= "\u9fff" and tokens[-1][-1:].isdigit():
                end -= 1
            yield Edit(hit.start(), end, "", 0.93, (hit[0].strip()[:20],))


def stray_brands(text: str) -> Iterator[Edit]:
    """A name of Latin and Han characters that keeps turning up inside other words goes."""
    brand = _brand(text)
    if brand:
        for hit in re.finditer(re.escape(brand), text):
            yield Edit(hit.start(), hit.end(), "", 0.9, (brand, str(text.count(brand))))


def _brand(text: str) -> str:
    """The longest name that is repeated and parts words; empty if there is none."""
    places = [hit.end() for hit in islice(_MIXED.finditer(text), _PLACES)]
    if len(places) < _REPEATS:
        return ""
    counts = Counter(
        text[at - before : at + after]
        for at in places
        for before in range(2, 9)
        for after in range(1, 5)
        if at >= before and text[at - before : at].isalnum() and text[at - before : at].isascii()
    )
    often = [name for name, count in counts.items() if count >= _REPEATS]
    for name in sorted(often, key=lambda name: (-counts[name], -len(name))):
        if len(re.findall(f"[a-z0-9]{re.escape(name)}[a-z0-9]", text)) > 1:
            return max((n for n in often if name in n and counts[n] == counts[name]), key=len)
    return ""


RULES = (
    RepairRule(
        "jammers.tokens",
        "jammer",
        noise_tokens,
        "防采集的随机字符“{0}”",
        "random characters against copying: “{0}”",
        (
            ('状态\n7 x+ N: a) S& Y" L: \\4 u\n平台', "状态\n\n平台"),
            ("选项 A B C D E F G", "选项 A B C D E F G"),
            ("1 2 3 4 5 6 7 8", "1 2 3 4 5 6 7 8"),
            ("电话: 86 - 21 - 2977 3559", "电话: 86 - 21 - 2977 3559"),
            ("算一算: 1 + 2 + 3 + 4 = 10", "算一算: 1 + 2 + 3 + 4 = 10"),
        ),
    ),
    RepairRule(
        "jammers.brands",
        "jammer",
        stray_brands,
        "“{0}”在全文插入了 {1} 次",
        "“{0}” is put into the text {1} times",
        (
            (
                "数据库qqwrSEO某站y.dat,导入mySEO某站sql。用SEO某站的,再SEO某站见",
                "数据库qqwry.dat,导入mysql。用的,再见",
            ),
            ("用IP地址,查IP地址,存IP地址,改IP地址", "用IP地址,查IP地址,存IP地址,改IP地址"),
        ),
    ),
)
