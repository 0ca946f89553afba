"""The project's own plain-text pages: a line format for gold that a person can read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parent / "cases" / "pages"
HEAD = re.compile(r"=== (\S+)( gap)?\n")
PARTS = {
    "other_kinds": "c",
    "portals": "d",
    "makes": "e",
    "makes_held": "f",
    "beginnings": "g",
}
MARK = re.compile(r"⟦([a-z_]+):([^⟧]+)⟧")


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page and the ranges [start, end) a careful reader leaves out, with their types."""

    id: str
    raw: str
    boilerplate: tuple[tuple[int, int, str], ...]
    part: str


def half(page_id: str) -> str:
    """`a` (used to tune rules) or `b` (errors never looked at), by a hash of the id."""
    return "ab"[hashlib.sha256(page_id.encode()).digest()[0] & 1]


def parse(page_id: str, lines: str, gap: bool = False, part: str = "") -> MarkedPage:
    """The page its lines describe: `K|` keeps a line, `type|` cuts it, `⟦type:…⟧` cuts a part.

    >>> parse("x", "K|标题⟦login_ui:打印⟧\\nprev_next|下一篇：无").boilerplate
    ((2, 4, 'login_ui'), (5, 10, 'prev_next'))
    """
    raw = ""
    ranges: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines.split("\n")):
        kind, bar, text = line.partition("|")
        if not bar:
            raise ValueError(f"{page_id}, line {number + 1}: no mark")
        raw += ("\n\n" if gap else "\n") if number else ""
        if kind != "K":
            ranges.append((len(raw), len(raw) + len(text), kind))
            raw += text
            continue
        at = 0
        for mark in MARK.finditer(text):
            raw += text[at : mark.start()]
            ranges.append((len(raw), len(raw) + len(mark[2]), mark[1]))
            raw += mark[2]
            at = mark.end()
        raw += text[at:]
    return MarkedPage(page_id, raw, tuple(ranges), part or half(page_id))


def pages() -> Iterator[MarkedPage]:
    """All pages, in the order of their files."""
    for path in sorted(PAGES.glob("*.txt")):
        _, *parts = HEAD.split(path.read_text(encoding="utf-8"))
        for page_id, gap, lines in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            yield parse(page_id, lines.strip("\n"), bool(gap), PARTS.get(path.stem, ""))
