"""What is written in a way that tells what it is: times, money, numbers, titles, addresses.

Which label such a thing has in a project is learned from its lessons. A project's own regular
expressions have their label; one that takes too long is stopped, left out from then on, and named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from annotator.errors import InputError
from annotator.find.folding import fold
from annotator.model import Suggestion
from annotator.reasons import of_pattern
from annotator.suggest.base import Lesson
from annotator.suggest.tally import Tally

ID = "patterns"
LEAST = 0.08
LIMIT = 0.2
"""Seconds that one expression may take for one text."""

MOST_FOUND = 20_000


class Pattern(NamedTuple):
    """A way of writing: what it is in both languages, its expression on folded text, and the
    default label with how sure that is."""

    id: str
    zh: str
    en: str
    expression: re.Pattern[str]
    label: str
    sure: float


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """A regular expression of the project, whose matches have `label`."""

    name: str
    label: str
    expression: str


class Slow(NamedTuple):
    """An expression that was stopped, and the seconds it was given."""

    name: str
    seconds: float


def _begun(first: str, expression: str) -> re.Pattern[str]:
    """An expression whose matches begin with one of some characters: to look for these before all
    else takes a third of the time."""
    return re.compile(f"(?=[{first}])(?:{expression})")


_DIGIT = "0-9０-９〇零一二两三四五六七八九十百千"
_DIGITS = f"[{_DIGIT}]"
_COUNTED = "0-9〇零一二两三四五六七八九十百千半几数"
_AMOUNT = r"[0-9][0-9,]*(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千半几数]+"
_LARGE = r"(?:[十百千万亿]|多|余)*"
_MONEYS = (
    r"(?:元|块钱|美元|美金|欧元|英镑|日元|港元|港币|人民币|韩元|卢布|澳元|加元|法郎|马克|角钱|分钱)"
)
_UNITS = (
    "个|位|名|人|家|户|件|项|条|次|场|届|只|头|辆|台|套|座|栋|间|所|吨|公斤|千克|克|斤|公里|千米|米|厘米|毫米|"
    "平方米|平方公里|平方千米|立方米|亩|公顷|升|毫升|千瓦|瓦|度|倍|岁|层|张|本|部|幅|首|篇|万|亿|分|号|组|批|种|类"
)
PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "date",
        "日期",
        "a date",
        _begun(
            f"{_DIGIT}今去明前同本上下元近当昨后",
            rf"(?:(?:{_DIGITS}{{2,4}}|今|去|明|前|同)年)?(?:(?:{_DIGITS}{{1,3}}|本|上|下|元)月份?)"
            rf"(?:{_DIGITS}{{1,3}}[日号])?|(?:{_DIGITS}{{2,4}})年(?:代|初|底|末|春|夏|秋|冬)?|"
            rf"(?:今|去|明|前|近|同|当)年|{_DIGITS}{{1,3}}[日号](?![线楼])|"
            r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|(?:今|昨|明|前|后)[天日晚晨]",
        ),
        "DATE",
        0.7,
    ),
    Pattern(
        "time",
        "时刻",
        "a time",
        _begun(
            f"{_DIGIT}凌早上中下傍晚",
            rf"(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?|"
            rf"{_DIGITS}{{1,3}}[时点](?:{_DIGITS}{{1,3}}分|半|许|整)?)",
        ),
        "DATE",
        0.5,
    ),
    Pattern(
        "span",
        "时间段",
        "a stretch of time",
        _begun(
            _COUNTED,
            rf"(?:{_AMOUNT}){_LARGE}(?:个?(?:多|半)?(?:世纪|年|月|星期|周|小时|钟头|季度)|天|分钟|秒钟?)"
            r"(?:来|前|后|内|间|以来|以后|之后)?",
        ),
        "DATE",
        0.4,
    ),
    Pattern(
        "money",
        "金额",
        "an amount of money",
        _begun(
            f"{_COUNTED}¥$€£",
            rf"(?:[¥$€£]\s?(?:{_AMOUNT}){_LARGE}|(?:{_AMOUNT}){_LARGE}{_MONEYS}(?:人民币)?"
            # Alone, 三角 and 八角 are other things.
            rf"(?:(?:{_AMOUNT})角)?|[0-9]+角)",
        ),
        "MONEY",
        0.8,
    ),
    Pattern(
        "percent",
        "百分比",
        "a percentage",
        _begun(
            _DIGIT,
            r"[0-9][0-9,]*(?:\.[0-9]+)?(?:%|‰|个百分点)|"
            rf"(?:百分之|千分之|{_DIGITS}{{1,3}}分之)[0-9〇零一二两三四五六七八九十百点]+",
        ),
        "QTY",
        0.7,
    ),
    Pattern(
        "quantity",
        "数量",
        "a quantity",
        _begun(_COUNTED, rf"(?:{_AMOUNT}){_LARGE}(?:{_UNITS})"),
        "QTY",
        0.4,
    ),
    Pattern(
        "title",
        "书名号内的题名",
        "a title in marks",
        re.compile(r"《[^《》\n]{1,40}》"),
        "DOC",
        0.6,
    ),
    Pattern(
        "inside",
        "书名号内的文字",
        "the words inside title marks",
        re.compile(r"(?<=《)[^《》\n]{1,40}(?=》)"),
        "DOC",
        0.2,
    ),
    Pattern(
        "phone",
        "电话号码",
        "a telephone number",
        _begun(
            "0-9",
            r"(?<![0-9])(?:1[3-9][0-9]{9}|(?:0[0-9]{2,3}[- ]?)?[2-9][0-9]{6,7}|"
            r"[48]00[- ]?[0-9]{3}[- ]?[0-9]{4})(?![0-9])",
        ),
        "",
        0.0,
    ),
    Pattern(
        "email",
        "电子邮箱",
        "an e-mail address",
        re.compile(r"[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}"),
        "",
        0.0,
    ),
    Pattern(
        "url",
        "网址",
        "a web address",
        re.compile(r"(?:https?://|www\.)[a-z0-9][a-z0-9\-._~:/?#@!$&*+,;=%]{2,300}"),
        "",
        0.0,
    ),
)
BY_ID = {pattern.id: pattern for pattern in PATTERNS}
USUAL = {pattern.id: (pattern.label, pattern.sure) for pattern in PATTERNS if pattern.label}

Cue = tuple[int, int, str]


def compiled(own: OwnPattern) -> regex.Pattern[str]:
    """The expression of a project's pattern, ready to run; raises InputError.

    >>> compiled(OwnPattern("编号", "DOC", "[A-Z]{2}-[0-9]+")).pattern
    '[A-Z]{2}-[0-9]+'
    """
    try:
        return regex.compile(own.expression)
    except regex.error as error:
        raise InputError(
            "The pattern “{name}” cannot be read: {why}.",
            "Mend it at that place, or switch it off.",
            name=own.name,
            why=of_pattern(error),
        ) from error


def places(
    expression: regex.Pattern[str], text: str, limit: float = LIMIT
) -> Iterator[tuple[int, int]]:
    """Where an expression matches something; raises TimeoutError when it takes too long."""
    count = 0
    # Other threads go on meanwhile: the window must not wait for an expression.
    for found in expression.finditer(text, timeout=limit, concurrent=True):
        if found.end() > found.start():
            yield found.span()
            count += 1
            if count >= MOST_FOUND:
                return


class Patterns:
    """A source of suggestions. `slow` names the project's expressions that were stopped."""

    id = ID

    def __init__(
        self, own: Sequence[OwnPattern] = (), labels: Collection[str] | None = None
    ) -> None:
        """`labels` are those of the project."""
        self._own = [(each, compiled(each)) for each in own]
        self.slow: list[Slow] = []
        self.tally = Tally(USUAL, labels)

    def fit(self, lessons: Sequence[Lesson]) -> None:
        """Learn from these and forget what was learned before."""
        self.tally.forget()
        for lesson in lessons:
            self.observe(lesson)

    def observe(self, lesson: Lesson) -> None:
        """Learn from one more lesson."""
        self.tally.observe(lesson, self._cues(lesson.text, fold(lesson.text)))

    def _cues(self, text: str, folded: str) -> Iterator[Cue]:
        for pattern in PATTERNS:
            for found in pattern.expression.finditer(folded):
                yield *found.span(), pattern.id
        for number, (own, expression) in enumerate(self._own):
            if all(slow.name != own.name for slow in self.slow):
                for start, end in self._bounded(own, expression, text):
                    yield start, end, f"own {number}"

    def _bounded(
        self, own: OwnPattern, expression: regex.Pattern[str], text: str
    ) -> list[tuple[int, int]]:
        try:
            return list(places(expression, text))
        except TimeoutError:
            self.slow.append(Slow(own.name, LIMIT))
            return []

    def suggest(self, text: str, folded: str | None = None) -> list[Suggestion]:
        """What is written in one of these ways, and may have a label of the project; `folded` is
        the text folded, if it was before."""
        found = []
        told = cache(self._told)
        for start, end, cue in self._cues(text, fold(text) if folded is None else folded):
            label, chance, name_zh, name_en = told(cue)
            if chance >= LEAST:
                details = (text[start:end], label, name_zh, name_en)
                found.append(Suggestion(start, end, label, chance, ID, details))
        return found

    def _told(self, cue: str) -> tuple[str, float, str, str]:
        told = self.tally.label(cue)
        pattern = BY_ID.get(cue)
        if pattern is None:
            own = self._own[int(cue.split()[1])][0]
            label = own.label
            chance = told[1] if told and told[0] == label and told[3] > 3 else 0.8
            return label, chance, own.name, own.name
        return (told[0], told[1], pattern.zh, pattern.en) if told else ("", 0.0, "", "")
