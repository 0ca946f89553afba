"""The block of a page that holds its article, and what stands outside of it.

Only pages that were read as HTML have one. Method: as in readability, the block is where the
running text is; but it is found as the smallest block that still holds nearly all of it, so that no
score has to be tuned. Text that repeats in blocks of the same name is a list of records (answers,
posts), and these belong together: Liu and others, "Mining data records", 2003.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.blocks import Spread, facts
from annotator.rules.forum import is_thread, post_places
from annotator.rules.kept import once_a_page
from annotator.rules.page import Page
from annotator.rules.structure import is_title, plain
from annotator.text.structure import Block

# Blocks of one paragraph, row or heading hold no article; nor do those of a list.
_SINGLE = frozenset(
    (
        *("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "dt", "dd", "pre"),
        *("blockquote", "ul", "ol", "dl", "table", "tbody", "figure"),
    )
)
# What sites call the block of the article: less of the running text is enough there.
_CALLED = frozenset(
    (
        *("content", "article", "post", "entry", "body", "detail", "text", "con", "trs", "zoom"),
        *("rich", "main", "artibody"),
    )
)
# What may belong to an article though it stands beside its text: tables, captions.
_SHOWN = frozenset({"table", "figure", "figcaption", "caption"})
_MOST, _MOST_CALLED = 0.9, 0.8
_RECORD = 0.02
_LINKED = 0.8


@once_a_page
def content(page: Page) -> Block | None:
    """The smallest block that holds the article; None if the page has no structure or no text."""
    if page.structure is None:
        return None
    found = _thread(page) if is_thread(page) else _article(page)
    return _with_records(page, found) if found else None


def _article(page: Page) -> Block | None:
    first, last = page.body
    told = Spread(page, (len(x) * (x.prose and first <= x.number < last) for x in page.lines))
    return _smallest(
        block
        for block in _holding(page)
        if told.share(block) >= (_MOST_CALLED if _is_called(block) else _MOST)
    )


def _thread(page: Page) -> Block | None:
    """A thread is where the times of posts are, and what is told between them."""
    places = post_places(page)
    first, last = page.body
    posts = Spread(
        page, (x.number in places or (x.prose and first <= x.number < last) for x in page.lines)
    )
    return _smallest(block for block in _holding(page) if posts.share(block) > 0.999)


def _holding(page: Page) -> Iterator[Block]:
    """Blocks of more than one line."""
    count = Spread(page, (1.0 for _ in page.lines))
    least = 1.5 / max(1, len(page.lines))
    assert page.structure is not None
    for block in page.structure.blocks:
        if block.tag not in _SINGLE and count.share(block) > least:
            yield block


def _smallest(blocks: Iterator[Block]) -> Block | None:
    return min(blocks, key=lambda block: block.end - block.start, default=None)


def _is_called(block: Block) -> bool:
    return block.tag in ("article", "main") or not _CALLED.isdisjoint(block.words)


def _with_records(page: Page, found: Block) -> Block:
    """The block, or the one around it and others of the same name that hold text too."""
    assert page.structure is not None
    if not found.words:
        return found
    share = plain(page)
    alike = [
        block
        for block in page.structure.blocks
        if (block.tag, block.words) == (found.tag, found.words) and share.share(block) > _RECORD
    ]
    start, end = min(b.start for b in [found, *alike]), max(b.end for b in [found, *alike])
    around = (b for b in page.structure.blocks if b.start <= start and end <= b.end)
    return _smallest(around) or found


def outside(page: Page) -> Iterator[Cut]:
    """Lines outside the block of the article that are no running text, and no headline.

    Tables without links behind the headline may be part of the article.
    """
    block = content(page)
    if block is None:
        return
    told_from = page.title.number if page.title else page.body[0]
    for line in page.lines:
        if block.start <= line.start < block.end or is_title(page, line):
            continue
        around, linked = facts(page)[line.number]
        if line.number > told_from and not linked and any(b.tag in _SHOWN for b in around):
            continue
        if not line.prose or linked >= _LINKED:
            details = (block.words[0] if block.words else block.tag, f"{linked:.2f}")
            type_ = "nav_menu" if line.start < block.start else _type(linked)
            yield Cut(line.start, line.end, 0.9, details, type_)


def _type(linked: float) -> str:
    return "related_list" if linked >= _LINKED else "ui_stub"


RULES = (
    BoilerplateRule(
        "content.outside",
        "ui_stub",
        outside,
        "位于网页正文所在的 <{0}> 区块之外，链接占 {1}",
        "outside the block <{0}> that holds the article of the page, link density {1}",
    ),
)
