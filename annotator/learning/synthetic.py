"""Noisy pages that are made up, with their boilerplate known: to learn from, and to judge by.

The tables are in synthetic.json. The pages for learning and the pages held out share no
line of boilerplate, since each half of the tables makes only one of them.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")
_THREAD_SHARE = 0.2
_SHORT_SHARE = 0.3
_TRADITIONAL_MARKS = str.maketrans(",:;?!()", "，：；？！（）")

Block = list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what of it is boilerplate: raw[start:end] of a type, in order."""

    raw: str
    cuts: tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The tables as they stand in the file."""
    path = Path(__file__).with_name("synthetic.json")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def pages(count: int, *, held_out: bool) -> list[Page]:
    """So many pages; the same ones each time."""
    return [make(number, held_out=held_out) for number in range(count)]


def make(number: int, *, held_out: bool) -> Page:
    """One page, the same for the same arguments."""
    maker = Maker(random.Random(f"{number} {held_out}"), int(held_out))
    if maker.source.random() < _THREAD_SHARE:
        maker.thread()
    else:
        maker.article()
    return maker.page()


@dataclass
class Maker:
    """Writes one page, line by line."""

    source: random.Random
    half: int
    lines: list[tuple[str, str]] = field(default_factory=list)

    def page(self) -> Page:
        """Put the lines together: neighbours of one type are one range."""
        parting = self.source.choice(("\n", "\n\n", "\n"))
        wide = self.source.random() < 0.4
        indent = self.source.choice(("", "", "　　"))
        raw, cuts = "", list[tuple[int, int, str]]()
        for text, kind in self.lines:
            line = text.translate(_TRADITIONAL_MARKS) if wide and "http" not in text else text
            line = indent + line if not kind and len(line) > 30 else line
            if kind and cuts and cuts[-1][2] == kind and cuts[-1][1] + len(parting) == len(raw):
                cuts[-1] = (cuts[-1][0], len(raw) + len(line), kind)
            elif kind:
                cuts.append((len(raw), len(raw) + len(line), kind))
            raw += line + parting
        return Page(raw, tuple(cuts))

    def article(self) -> None:
        """Boilerplate, title, boilerplate, an article, and much boilerplate."""
        order = tables()["order"]
        self.blocks(order["head"], 0.4)
        self.say([self.filled("{title}")])
        self.blocks(order["under"], 0.5)
        self.listed(0.1)
        self.body(self.source.randint(2, 14))
        self.listed(0.15)
        self.blocks(order["tail"], 0.25)
        self.blocks(self.source.sample(order["far"], len(order["far"])), 0.35)

    def body(self, paragraphs: int) -> None:
        """Running text, and between it lines that only look like boilerplate."""
        for number in range(paragraphs):
            said = self.source.choices(tables()["sentences"], k=self.source.randint(1, 5))
            self.say([self.filled("".join(said))])
            if number + 1 < paragraphs and self.source.random() < 0.25:
                self.say(map(self.filled, self.source.choice(tables()["keep"])))
            self.listed(0.05)

    def listed(self, chance: float) -> None:
        """A table or list that belongs to the article, a line a cell or a row; or short lines."""
        if self.source.random() >= chance:
            return
        if self.source.random() < _SHORT_SHARE:
            some = self.source.choices(tables()["short"], k=self.source.randint(1, 6))
            self.say(map(self.filled, some))
            return
        table = self.source.choice(tables()["lists"][self.half :: 2])
        self.say(map(self.filled, table["head"]))
        for _ in range(self.source.randint(2, 14)):
            self.say(map(self.filled, table["row"]))

    def thread(self) -> None:
        """A forum page: posts, each in its frame."""
        table = tables()["thread"]
        self.say(map(self.filled, self.of_half(table["head"])), "nav_menu")
        self.say([self.filled("{title}")])
        before, after = self.of_half(table["before"]), self.of_half(table["after"])
        for _ in range(self.source.randint(3, 9)):
            self.say(map(self.filled, before), "login_ui")
            for _ in range(self.source.randint(1, 2)):
                self.say([self.filled(self.source.choice(table["posts"]))])
            self.say(map(self.filled, after), "login_ui")
        self.say(map(self.filled, self.of_half(table["tail"])), "site_footer")
        self.blocks(["site_footer"], 0.6)

    def blocks(self, types: Iterable[str], chance: float) -> None:
        """A block of some of these types, in their order."""
        for kind in types:
            if self.source.random() < chance:
                self.say(map(self.filled, self.of_half(tables()["blocks"][kind])), kind)

    def of_half(self, rows: Sequence[Block]) -> Block:
        """One row of the half that is ours."""
        return self.source.choice(rows[self.half :: 2])

    def say(self, texts: Iterable[str], kind: str = "") -> None:
        """Add lines of a type; of none, if they are the article."""
        self.lines += [(text, kind) for text in texts]

    def filled(self, text: str) -> str:
        """A template with its words filled in, and those of the words."""
        while found := _SLOT.search(text):
            text = text[: found.start()] + self.word(found[1]) + text[found.end() :]
        return text

    def word(self, name: str) -> str:
        """What to put for a slot."""
        roll = self.source.randint
        date = (roll(2008, 2024), roll(1, 12), roll(1, 28))
        made = {
            "n": str(roll(2, 9999)),
            "clock": f"{roll(0, 23):02}:{roll(0, 59):02}",
            "phone": self.source.choice(
                (f"021-5{roll(1000000, 9999999)}", f"400-{roll(100, 999)}-{roll(1000, 9999)}")
            ),
            "date": self.source.choice(("{}-{:02}-{:02}", "{}年{}月{}日", "{}/{}/{}")).format(
                *date
            ),
        }
        return made[name] if name in made else self.source.choice(tables()["slots"][name])
