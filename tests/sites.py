"""Made-up sites: batches of pages that share a frame, with what is boilerplate on each known.

Part of a frame is made of the tables of `annotator.learning.synthetic`, which the rules know; part
is of words that mean nothing, which only recurrence can tell. Series titles, sub-headings and
closing formulas recur too and belong to the articles.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.learning.synthetic import Maker, Page, tables
from annotator.pipeline import propose
from annotator.rules.recurring import keys_of
from annotator.text.recurring import Count, Recurring, add, added, evidence

PAGES = 40
MOSTLY = 0.9
SUBHEADINGS = (
    ("一、背景", "二、做法", "三、成效"),
    ("基本情况", "主要特点", "今后打算"),
    ("写在前面", "怎么做", "最后的话"),
    ("问：现在进展如何？", "问：有什么困难？", "问：下一步怎么走？"),
)
CLOSINGS = ("参考文献", "附件：", "（一）统计表", "注释")
SERIES = ("【每周一城】", "走读人间系列", "第{n}期", "《城事》专栏", "")


@dataclass(frozen=True, slots=True)
class Site:
    """The name of a site and its pages."""

    name: str
    pages: tuple[Page, ...]


def strange(source: random.Random, low: int, high: int) -> str:
    """Common characters in an order that means nothing."""
    return "".join(chr(source.randint(0x4E00, 0x9000)) for _ in range(source.randint(low, high)))


class _Frame:
    """What the pages of one site share."""

    def __init__(self, number: int) -> None:
        self.source = random.Random(f"site {number}")
        maker = Maker(self.source, number % 2)
        blocks, order = tables()["blocks"], tables()["order"]

        def some(kinds: list[str], count: int) -> list[tuple[str, str]]:
            chosen = self.source.sample(kinds, count)
            return [
                (maker.filled(line), kind)
                for kind in chosen
                for line in self.source.choice(blocks[kind])
            ]

        menu = [(strange(self.source, 2, 5), "nav_menu") for _ in range(self.source.randint(3, 9))]
        notice = strange(self.source, 20, 30) + "，" + strange(self.source, 15, 40) + "。"
        feet = [(strange(self.source, 5, 18), "site_footer") for _ in range(3)]
        self.head = [*menu, *some(order["head"], 1)]
        self.under = some(order["under"], 1)
        self.tail = [(notice, "disclaimer"), *some(order["tail"], 2)]
        self.far = [*some(order["far"], 2), *feet]
        self.series = self.source.choice(SERIES)
        self.subheadings = self.source.choice(SUBHEADINGS)
        self.closing = self.source.choice((*CLOSINGS, "", ""))
        self.table = self.source.choice((*tables()["lists"], None))

    def page(self, number: int) -> Page:
        """One page; some leave a part of the frame out."""
        maker = Maker(random.Random(f"{self.source.random()} {number}"), number % 2)
        self._framed(maker, self.head)
        if self.series:
            maker.say([self.series.replace("{n}", str(number + 1))])
        maker.say([maker.filled("{title}") + strange(maker.source, 2, 6)])
        self._framed(maker, self.under)
        for heading in self.subheadings:
            maker.say([heading])
            for _ in range(maker.source.randint(1, 3)):
                said = maker.source.choices(tables()["sentences"], k=maker.source.randint(2, 5))
                maker.say([maker.filled("".join(said))])
        if self.closing:
            maker.say([self.closing, *(f"[{n}] " + strange(maker.source, 8, 20) for n in (1, 2))])
        if self.table and maker.source.random() < 0.7:
            maker.say(map(maker.filled, self.table["head"]))
            for _ in range(maker.source.randint(1, 6)):
                maker.say(map(maker.filled, self.table["row"]))
        self._framed(maker, self.tail)
        maker.say([maker.filled("{title}")], "prev_next")
        self._framed(maker, self.far)
        return maker.page()

    def _framed(self, maker: Maker, lines: list[tuple[str, str]]) -> None:
        if maker.source.random() < 0.95:
            for text, kind in lines:
                maker.say([text], kind)


def site(number: int, pages: int = PAGES) -> Site:
    """One site, the same for the same arguments."""
    frame = _Frame(number)
    return Site(f"site{number}.example", tuple(frame.page(at) for at in range(pages)))


class Judged(NamedTuple):
    """A cut that recurrence proved: its confidence, whether it is right, and what it says."""

    confidence: float
    right: bool
    text: str


@dataclass(slots=True)
class Reached:
    """Characters that are not white space, with evidence or without, and the cuts it proved."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    kept: int = 0
    judged: list[Judged] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was cut that is boilerplate."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of the boilerplate that was cut."""
        return self.right / (self.right + self.missed)

    def judge(self, page: Page, seen: Recurring | None) -> None:
        """Clean a page with this evidence and judge what was cut."""
        known, cut = bytearray(len(page.raw)), bytearray(len(page.raw))
        for start, end, _ in page.cuts:
            known[start:end] = b"\1" * (end - start)
        for found in propose(page.raw, recurring=seen).boilerplate:
            cut[found.start : found.end] = b"\1" * (found.end - found.start)
            if "corpus.recurring" in found.rules:
                share = sum(known[found.start : found.end]) / (found.end - found.start)
                text = page.raw[found.start : found.end]
                self.judged.append(Judged(found.confidence, share >= MOSTLY, text))
        for char, wanted, gone in zip(page.raw, known, cut, strict=True):
            if not char.isspace():
                self.right += wanted and gone
                self.wrong += gone and not wanted
                self.missed += wanted and not gone
                self.kept += not (wanted or gone)


def seen_together(raws: Sequence[str], name: str) -> Iterator[Recurring | None]:
    """What recurs in each of these pages of one site."""
    keyed = [keys_of(raw, name).at("") for raw in raws]
    known: dict[int, Count] = {}
    for keys in keyed:
        add(known, added(keys, known))
    for keys in keyed:
        yield evidence(keys, known)
