"""The visible text of a page, and how its source was built, read without fetching anything.

Source of what is visible and what ends what: the HTML standard, as far as text needs it. The
parser is the standard library's: of those tried, the only one that reads hostile pages whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from annotator.formats.base import Unreadable
from annotator.text.structure import Block, Structure

DEPTH_LIMIT = 512
"""Elements inside each other, as in browsers; what is deeper is read as if it stood beside."""
ATTRIBUTE_LIMIT = 1000
"""Attributes of one tag; the others are not looked at."""
PIECE_LIMIT = 300_000
"""Start tags and pieces of text of one page; what comes after is not read."""


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _words_in("area base br col embed hr img input link meta param source track wbr")
_UNSEEN = _words_in(
    "head script style noscript template iframe object audio video canvas svg math select "
    "textarea datalist noframes applet map dialog"
)
_BLOCK = _words_in(
    "html body address article aside blockquote center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup li main menu nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul caption legend"
)
_CELLS = ("td", "th")
# A tag that ends an open one of these, up to the element around them.
_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr", "td", "th"), ("table",)),
    "td": (_CELLS, ("table",)),
    "th": (_CELLS, ("table",)),
    "a": (("a",), ()),
}
_SPACE = re.compile("[ \t\n\r\f]+")
_WORD = re.compile("[a-z]+|[^\0-\x7f]+")
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORDS_OF = 400


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page by lines, its title, how it was built, and what could not be read."""

    text: str
    title: str
    structure: Structure
    faults: tuple[Unreadable, ...]


def read_page(source: str) -> PageText:
    """The visible text of a page in the order of its source; block elements make lines.

    >>> read_page("<h1>标题</h1><p>一<b>二</b><script>no</script><br>三&amp;四").text
    '标题\\n一二\\n三&四'
    """
    reader = _Reader()
    try:
        reader.feed(source)
        reader.read_rest()
    except _TooMuch:
        reader.stopped()
    return reader.page()


class _TooMuch(Exception):
    """A page has more pieces than are read."""


class _Open(NamedTuple):
    """An open element; `block` is its place among the blocks, -1 for an inline one."""

    tag: str
    unseen: bool
    block: int
    start: int


@dataclass(slots=True)
class _Lines:
    """Text laid out: white space runs become one space, none stands at the ends of lines."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    gap: str = ""

    def add(self, text: str, kept: bool) -> None:
        """Add text; `kept` leaves its white space as it is."""
        if not kept:
            text = _SPACE.sub(" ", text)
            if text.startswith(" "):
                self.part(" ")
            text, ends = text.strip(" "), text.endswith(" ")
        else:
            text, ends = text.replace("\r\n", "\n").replace("\r", "\n"), False
        if not text:
            return
        if self.length and self.gap:
            self._put(self.gap)
        self._put(text)
        self.gap = " " if ends else ""

    def part(self, gap: str) -> None:
        """Part what comes next from what was: by a line feed, else a tab, else a space."""
        self.gap = max(gap, self.gap, key=" \t\n".find)

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = _Lines()
        self._open: list[_Open] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._block_places: list[int] = []
        self._unseen = self._pieces = 0
        self._blocks: list[Block] = []
        self._links: list[tuple[int, int]] = []
        self._title: list[str] = []
        self._faults: dict[str, Unreadable] = {}

    def page(self) -> PageText:
        """What was read; call once all is fed."""
        self._close_to(0)
        text = "".join(self._lines.pieces)
        title = _SPACE.sub(" ", "".join(self._title)).strip()
        structure = Structure(tuple(_filled(self._blocks)), tuple(self._links), title)
        return PageText(text, title, structure, tuple(self._faults.values()))

    def stopped(self) -> None:
        """Say that the rest was not read."""
        message = "over {limit} tags: the rest of the page was not read"
        self._fault(Unreadable(message, limit=PIECE_LIMIT))

    def _count(self) -> None:
        self._pieces += 1
        if self._pieces > PIECE_LIMIT:
            raise _TooMuch

    def read_rest(self) -> None:
        """Read what the parser held back; what a tag or comment without an end holds is lost."""
        rest = self.rawdata
        if not rest:
            return
        if not rest.startswith("<") and not self.cdata_elem:
            self.handle_data(unescape(rest))
            return
        message = "the page ends inside {where}: its last {count} characters were not read"
        where = f"<{self.cdata_elem}>" if self.cdata_elem else rest[:10]
        self._fault(Unreadable(message, where=where, count=len(rest)))

    def _fault(self, fault: Unreadable) -> None:
        self._faults.setdefault(fault.message, fault)

    def updatepos(self, i: int, j: int) -> int:
        """Lines of the source are not counted."""
        return j

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Conditions of word processors and the like: passed over, as browsers do."""
        return self.parse_bogus_comment(i)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """In HTML the slash says nothing; drawings have their own rules and are not seen."""
        self.handle_starttag(tag, attrs)
        if self._unseen and tag not in _UNSEEN:
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self._count()
        if len(attrs) > ATTRIBUTE_LIMIT:
            message = "a tag has over {limit} attributes"
            self._fault(Unreadable(message, limit=ATTRIBUTE_LIMIT))
        if tag in ("br", "hr"):
            self._lines.part("\n")
        if tag in _VOID:
            return
        self._end_implied(tag)
        if tag in _BLOCK:
            self._lines.part("\t" if tag in _CELLS else "\n")
        elif tag == "button":
            self._lines.part(" ")
        if len(self._open) >= DEPTH_LIMIT:
            message = "elements nested deeper than {limit}: some of the text may be out of place"
            self._fault(Unreadable(message, limit=DEPTH_LIMIT))
            return
        named = dict(reversed(attrs[:ATTRIBUTE_LIMIT]))
        self._push(tag, named, tag in _UNSEEN or _is_hidden(named))

    def _push(self, tag: str, named: dict[str, str | None], unseen: bool) -> None:
        place = len(self._open)
        block = -1
        if tag in _BLOCK:
            parent = self._open[self._block_places[-1]].block if self._block_places else -1
            block = len(self._blocks)
            self._blocks.append(Block(self._lines.length, -1, parent, tag, _words(named)))
            self._block_places.append(place)
        self._places[tag].append(place)
        self._unseen += unseen
        pressed = tag == "button" or (tag == "a" and named.get("href"))
        start = self._lines.length if pressed else -1
        self._open.append(_Open(tag, unseen, block, start))

    def _end_implied(self, tag: str) -> None:
        ended, around = _ENDS.get(tag, ((), ()))
        bound = max((self._last(each) for each in around), default=-1)
        open_here = [place for each in ended if (place := self._last(each)) > bound]
        if open_here:
            self._close_to(min(open_here))
        if tag in _BLOCK and self._block_places and self._last("p") == self._block_places[-1]:
            self._close_to(self._block_places[-1])

    def _last(self, tag: str) -> int:
        places = self._places[tag]
        return places[-1] if places else -1

    def handle_endtag(self, tag: str) -> None:
        """End an element and those left open in it; an inline one only within its block."""
        if tag in _BLOCK:
            self._lines.part(" " if tag in _CELLS else "\n")
        elif tag == "button":
            self._lines.part(" ")
        place = self._last(tag)
        inside = tag not in _BLOCK and tag not in _UNSEEN
        if place >= 0 and not (inside and self._block_places and self._block_places[-1] > place):
            self._close_to(place)

    def _close_to(self, place: int) -> None:
        while len(self._open) > place:
            closed = self._open.pop()
            self._places[closed.tag].pop()
            self._unseen -= closed.unseen
            end = self._lines.length
            if closed.block >= 0:
                self._block_places.pop()
                self._blocks[closed.block] = self._blocks[closed.block]._replace(end=end)
            if 0 <= closed.start < end:
                self._links.append((closed.start, end))

    def handle_data(self, data: str) -> None:
        """Take text that is seen, or the title."""
        self._count()
        if self._open and self._open[-1].tag == "title" and not self._title:
            self._title.append(data)
        elif not self._unseen and self._last("title") < 0:
            self._lines.add(data, kept=bool(self._places["pre"]))


def _is_hidden(named: dict[str, str | None]) -> bool:
    """Whether an element is not shown. What is only invisible at first, as articles of some sites
    are until their script has run, counts as shown."""
    if "hidden" in named or (named.get("aria-hidden") or "").lower() == "true":
        return True
    return _NOT_SHOWN.search(named.get("style") or "") is not None


def _words(named: dict[str, str | None]) -> tuple[str, ...]:
    text = f"{named.get('id') or ''} {named.get('class') or ''}"[:_WORDS_OF]
    return tuple(dict.fromkeys(_WORD.findall(_CAMEL.sub(" ", text).lower())))


def _filled(blocks: list[Block]) -> Iterable[Block]:
    """The blocks that hold text, with their parents among them."""
    places: dict[int, int] = {-1: -1}
    for number, block in enumerate(blocks):
        if block.end > block.start:
            places[number] = len(places) - 1
            yield block._replace(parent=places[block.parent])
