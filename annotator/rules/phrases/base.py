"""What a row of the table of phrases is."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from functools import cached_property

HEAD, BODY, TAIL = "head", "body", "tail"
EVERYWHERE = (HEAD, BODY, TAIL)
AROUND = (HEAD, TAIL)
BEFORE = (HEAD,)
BEHIND = (TAIL,)

BARE = "controls.bare_times"
"""The row of what stands for nothing, and so is no frame alone: a bar, a bullet, a number."""

_ESCAPE = re.compile(r"\\u[0-9a-f]{4}|\\.")
_LETTER = re.compile("[A-Za-z]")
_HAN = re.compile(r"\[(?:\\u4e00-\\u9fff|\u4e00-\u9fff)\]")


@dataclass(frozen=True)
class Phrase:
    """A line no longer than `limit` that starts so, or holds this, is of this type.

    Patterns are written for a page's `view`: simplified, half width, stripped lines. `where` says
    in which parts of a page the row counts: before, between and behind the lines of running text.
    `clues`, if any: one of them is in every such line, and to look for them first is fast.
    `cuts` and `keeps` are examples of lines that the row fits, and of lines that it must not fit.
    """

    rule: str
    type: str
    _: KW_ONLY
    starts: str = ""
    holds: str = ""
    confidence: float = 0.93
    limit: int = 120
    where: tuple[str, ...] = EVERYWHERE
    clues: tuple[str, ...] = ()
    cuts: tuple[str, ...]
    keeps: tuple[str, ...]

    # Compiled on first use: all of them at once would slow the start of the program.

    @cached_property
    def _starts(self) -> re.Pattern[str] | None:
        return _compiled(self.starts) if self.starts else None

    @cached_property
    def clued(self) -> re.Pattern[str]:
        """Finds one of the clues; of a row without any, everything."""
        return re.compile("|".join(map(re.escape, self.clues)))

    @cached_property
    def _holds(self) -> re.Pattern[str] | None:
        return _compiled(self.holds) if self.holds else None

    def find(self, text: str) -> re.Match[str] | None:
        """Where a line, or a piece of one, says it; None if it does not.

        >>> row = Phrase("x.y", "other", starts="上一篇", cuts=("上一篇:甲",), keeps=("看上一篇",))
        >>> row.find("上一篇:甲") is None, row.find("看上一篇") is None
        (False, True)
        """
        if len(text) > self.limit or not self.clued.search(text):
            return None
        return self.says(text)

    def says(self, text: str) -> re.Match[str] | None:
        """The same of a line that is short enough and holds one of the clues."""
        hit = self._starts.match(text) if self._starts else None
        return hit or (self._holds.search(text) if self._holds else None)


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern without regard to case; where no letter has one, that is only slower."""
    if _LETTER.search(_ESCAPE.sub("", pattern)) is None:
        return re.compile(pattern)
    return re.compile(_HAN.sub(r"(?-i:\g<0>)", pattern), re.I)


def holds_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of these words stands in a text.

    >>> holds_any("登录之后", ("注册", "登录"))
    True
    """
    # A plain loop: a generator takes twice as long.
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


def words(text: str) -> tuple[str, ...]:
    """The words of a list that is written with spaces between them.

    >>> words("登录 注册")
    ('登录', '注册')
    """
    return tuple(text.split())
