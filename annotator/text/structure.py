"""What the source of a page said of its text: the blocks it stood in, its links, its title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Block(NamedTuple):
    """A block element: text[start:end] stood in it.

    `parent` is the place of the block around it among all blocks, -1 for none. `words` are those
    of its class and id, in small letters.
    """

    start: int
    end: int
    parent: int
    tag: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of a page, each behind the one around it, and its links and buttons in order.

    Ranges are code points on the text of the page. `title` is what its head calls it, mostly the
    headline with the names of section and site behind it.
    """

    blocks: tuple[Block, ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    title: str = ""

    def __hash__(self) -> int:
        # Rules look up what they keep for a page by line; all ranges would be hashed each time.
        return hash((len(self.blocks), len(self.links)))

    def moved(self, place: Callable[[int, int], tuple[int, int]]) -> Structure:
        """The same for another text; `place` gives the range there of a range here.

        >>> Structure(links=((2, 4),)).moved(lambda start, end: (start + 1, end + 1)).links
        ((3, 5),)
        """
        blocks = (
            Block(*place(block.start, block.end), block.parent, block.tag, block.words)
            for block in self.blocks
        )
        return Structure(tuple(blocks), tuple(place(*link) for link in self.links), self.title)
