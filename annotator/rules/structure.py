"""What the source of a page says about a line: what its blocks are called, and what was a link.

Only pages that were read as HTML have a structure. Method: readability's idea that class names and
link density tell content from frame; a block that holds much of the running text is never frame.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.blocks import Spread, facts, fields
from annotator.rules.forum import is_row, is_thread, post_places
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.text.structure import Block

# By type: tags and words of class names and ids that say so.
_FRAME: dict[str, tuple[str, ...]] = {
    "breadcrumb": ("breadcrumb", "breadcrumbs", "crumb", "crumbs"),
    "nav_menu": (
        "nav",
        "navbar",
        "navi",
        "navigation",
        "menu",
        "topbar",
        "subnav",
        "gnb",
        "catalog",
    ),
    "site_footer": ("footer", "foot", "cookie", "beian", "icp", "friendlink"),
    "copyright_notice": ("copyright", "copyrights"),
    "share_qr": ("share", "qrcode", "bdsharebuttonbox"),
    "related_list": ("related", "relate", "relevant", "relevent", "xiangguan"),
    "random_recommend": (
        *("recommend", "reco", "hot", "rank", "ranking", "tuijian", "sidebar"),
        *("aside", "swiper", "carousel"),
    ),
    "tags_keywords": ("tags", "keywords", "label", "labels"),
    "login_ui": (
        "toolbar",
        "login",
        "player",
        "mplayer",
        "control",
        "controls",
        "loading",
        "toolbox",
    ),
    "prev_next": ("pager", "pagination", "prevnext"),
    "contact_ad": ("ad", "ads", "adv", "advert", "advertisement", "guanggao"),
}
_POSTER = frozenset(
    (
        *("author", "authi", "user", "username", "nickname", "fullname", "avatar", "favatar"),
        *("profile", "userinfo", "signature"),
    )
)
_TYPE_BY_WORD = {word: type_ for type_, words in _FRAME.items() for word in words}
_ADS = frozenset(_FRAME["contact_ad"])
# Words that many a site gives to blocks of the article too: they count only where links are.
_WEAK = frozenset({"label", "labels", "share", "hot", "login"})

# More of the running text than this stands in no frame; of a thread, where posts are short, none.
_HELD = 0.2
_MOST = 0.4
_POSTER_BLOCK = 160
_NO_PROSE = frozenset({"foot", "footer"})
_LINKED = 0.8
_RUN = 4
_POINTS, _POINT = 3, 4
_NAME = 40
_HEADINGS = frozenset({"h1"})


class _Shares(NamedTuple):
    """For a block its share of the page's running text, and of all that is no link."""

    prose: Spread
    plain: Spread


@once_a_page
def _shares(page: Page) -> _Shares:
    return _Shares(Spread(page, (len(line) * line.prose for line in page.lines)), plain(page))


@once_a_page
def plain(page: Page) -> Spread:
    """How what is no link spreads."""
    linked = facts(page)
    return Spread(page, (len(line) * (1 - linked[line.number].linked) for line in page.lines))


def _named(page: Page, around: Sequence[Block], words: Mapping[str, str]) -> tuple[str, str] | None:
    """The first word of the blocks around a line that is in the table, and what it says."""
    shares = _shares(page)
    thread = is_thread(page)
    held = 0.0 if thread else _HELD
    for block in around:
        if thread and _dated(block, _dated_starts(page)):
            return None
        told = shares.prose.share(block)
        most = _HELD if _is_ad(block) else held
        if block.tag in _HEADINGS or told > most or shares.plain.share(block) > _MOST:
            return None
        for word in (block.tag, *block.words):
            if word in _ADS and not _is_ad(block):
                continue
            if word in words and not (word in _NO_PROSE and told):
                return word, words[word]
    return None


def _is_ad(block: Block) -> bool:
    """Whether a block is named for advertising before all else; `p-ad` is what is said of goods."""
    return bool(block.words) and block.words[0] in _ADS


def frame(page: Page) -> Iterator[Cut]:
    """Lines in blocks that are called menu, sidebar, footer, share and the like."""
    linked = facts(page)
    for line in page.lines if linked else ():
        fact = linked[line.number]
        if is_title(page, line):
            continue
        found = _named(page, fact.around, _TYPE_BY_WORD)
        if found is None or (found[0] in _WEAK and fact.linked < _LINKED):
            continue
        if not line.prose or fact.linked >= _LINKED or found[1] == "contact_ad":
            density = f"{fact.linked:.2f}"
            yield Cut(line.start, line.end, 0.85, (found[0], density), found[1])


def buttons(page: Page) -> Iterator[Cut]:
    """Lines that are links and buttons as a whole, and say nothing but what one can do."""
    linked = facts(page)
    for line in page.short if linked else ():
        fact = linked[line.number]
        if fact.linked >= _LINKED and is_row(line.text):
            yield Cut(line.start, line.end, 0.93, (line.text,))
        elif fact.linked == 1 and _are_buttons(page, line):
            yield Cut(line.start, line.end, 0.85, (line.text,))


def _are_buttons(page: Page, line: Line) -> bool:
    """Whether a line is three links or more, set close together, each of a word or two."""
    links = page.structure.links if page.structure else ()
    inside = links[bisect_left(links, (line.start, 0)) : bisect_left(links, (line.end, 0))]
    return len(inside) >= _POINTS and all(end - start <= _POINT for start, end in inside)


def links(page: Page) -> Iterator[Cut]:
    """Lines in a row that are links as a whole, outside the running text."""
    first, last = page.body
    run: list[Line] = []
    linked = facts(page)
    for line in page.lines if linked else ():
        free = not first <= line.number < last and not is_title(page, line)
        if linked[line.number].linked >= _LINKED and free:
            run.append(line)
            continue
        yield from _run(run)
        run = []
    yield from _run(run)


def _run(run: Sequence[Line]) -> Iterator[Cut]:
    if len(run) >= _RUN:
        for line in run:
            yield Cut(line.start, line.end, 0.8, (str(len(run)),))


def posters(page: Page) -> Iterator[Cut]:
    """Names and particulars of who wrote, around the posts of a thread."""
    if page.structure is None or not is_thread(page):
        return
    words = dict.fromkeys(_POSTER, "login_ui")
    dated = _dated_starts(page)
    for line in page.short:
        around = facts(page)[line.number].around
        near = (b for b in around if b.end - b.start <= _POSTER_BLOCK and not _dated(b, dated))
        found = _named(page, tuple(near), words)
        if found and len(line) <= _NAME and not is_title(page, line):
            yield Cut(line.start, line.end, 0.85, (found[0], line.text))


def particulars(page: Page) -> Iterator[Cut]:
    """What stands in blocks that each post has, and that hold no sentences."""
    if page.structure is None or not is_thread(page):
        return
    for number in sorted(fields(page, post_places(page))):
        line = page.lines[number]
        if not is_title(page, line):
            yield Cut(line.start, line.end, 0.85, (line.text[:20],))


@once_a_page
def _dated_starts(page: Page) -> tuple[int, ...]:
    """Where the times of posts stand."""
    return tuple(page.lines[number].start for number in sorted(post_places(page)))


def _dated(block: Block, dated: Sequence[int]) -> bool:
    """Whether a block holds the time of a post, and so perhaps the post."""
    return bisect_left(dated, block.start) < bisect_left(dated, block.end)


def is_title(page: Page, line: Line) -> bool:
    """Whether a line says the headline."""
    return page.title is not None and line.text == page.title.text


RULES = (
    BoilerplateRule(
        "structure.frame",
        "nav_menu",
        frame,
        "位于网页的 <{0}> 区块内，链接占 {1}",
        "in the block <{0}> of the page, link density {1}",
    ),
    BoilerplateRule(
        "structure.buttons",
        "login_ui",
        buttons,
        "“{0}”是按钮或链接",
        "“{0}” are buttons or links",
    ),
    BoilerplateRule(
        "structure.links",
        "related_list",
        links,
        "正文之外连续 {0} 行全是链接",
        "{0} lines in a row outside the article that are all links",
    ),
    BoilerplateRule(
        "structure.posters",
        "login_ui",
        posters,
        "帖子旁 <{0}> 区块里的“{1}”",
        "“{1}” in the block <{0}> beside a post",
    ),
    BoilerplateRule(
        "structure.particulars",
        "login_ui",
        particulars,
        "“{0}”所在的区块每个帖子都有，而且没有句子",
        "“{0}” stands in a block that each post has, and that holds no sentences",
    ),
)
