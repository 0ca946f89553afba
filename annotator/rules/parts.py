"""Parts of lines: what is glued to the start or the end of a paragraph, or put into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID
from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Page
from annotator.rules.phrases import rows_for
from annotator.rules.phrases.base import TAIL, Phrase
from annotator.rules.phrases.words import CLOCK, NUMERIC_DATE

_LONG = 60
_REACH = 160
# A bare number may count comments, and may be that of a note.
_SURE, _COUNT = 0.9, 0.75
_PIECE = re.compile(r"\([^()]{2,60}\)$|(?<=[。!?…)”|])[^。!?…]{2,70}[。!?]?$")

# A whole sentence at the end of a paragraph is looked at only if it holds one of these.
_NOTICES = re.compile("转载|版权|关注|扫|下载|热线|微信|侵权")


def endings(page: Page) -> Iterator[Cut]:
    """Pieces at the end of a paragraph that would be boilerplate on a line of their own."""
    for line in page.lines:
        if line.end - line.start < _LONG or not _may_say(line.text[-_REACH:]):
            continue
        end, reach = line.end, max(line.start, line.end - _REACH)
        while end > reach:
            tail = page.view[reach:end].rstrip()
            piece = _PIECE.search(tail) if _may_say(tail) else None
            found = _phrase(piece[0]) if piece else None
            if piece is None or found is None:
                break
            phrase, at = found
            # Buttons are glued on without a mark; a notice is a sentence of its own.
            start = reach + piece.start() + (at if phrase.type == "share_qr" else 0)
            sure = _COUNT if piece[0].strip().isdecimal() else _SURE
            yield Cut(start, end, sure, (piece[0][:20],), phrase.type)
            end = start


def _may_say(text: str) -> bool:
    """Whether a text is no whole sentence, or one that may be a notice."""
    return not text.endswith("。") or _NOTICES.search(text) is not None


def _phrase(piece: str) -> tuple[Phrase, int] | None:
    """What a piece would be as a line behind the article, and where in it that is said."""
    if not _may_say(piece):
        return None
    for phrase in rows_for(piece, TAIL):
        hit = phrase.find(piece)
        if hit:
            return phrase, hit.start()
    return None


class _Inside(NamedTuple):
    """Something that is boilerplate wherever it stands in a line, and how it comes there.

    The clue is in every hit, begins with one character and so is found fast.
    """

    rule: str
    type: str
    clue: re.Pattern[str]
    pattern: re.Pattern[str]
    confidence: float
    why: str


_BUTTON = (
    r"(?:举报|回复|打赏|评论|点赞|赞|分享|收藏|更多|添加到话题|\d+楼|楼主|发图:\d+张"
    r"|楼主发言:\d+次)"
)
_INSIDE = (
    _Inside(
        "parts.pages",
        "prev_next",
        re.compile(r"(?:/\s?|\(第\s?)\d{1,3}(?:\)?\s?页|\s?\))"),
        re.compile(
            r"^第\s?\(?\d{1,3}\s?/\s?\d{1,3}\)?\s?页(?:\s|$)|\s?\(第\s?\d{1,3}\s?页\)$|\s?\(\s?\d{1,3}\s?/\s?\d{1,3}\s?\)$",
            re.M,
        ),
        0.85,
        "The number of the page and of all pages, behind a headline or in front of a page.",
    ),
    _Inside(
        "parts.opening",
        "publish_meta",
        re.compile("正文:"),
        re.compile(rf"^(?:{NUMERIC_DATE}(?:\s*{CLOCK})?)?\s*,?\s*正文:", re.M),
        0.92,
        "Dumps that write the fields of an article on one line name the last one; no sentence "
        "starts so.",
    ),
    _Inside(
        "parts.buttons",
        "login_ui",
        re.compile(rf"\|\s*{_BUTTON}"),
        re.compile(rf"{_BUTTON}(?:\s*\|\s*{_BUTTON}|\s+{_BUTTON}(?=\s*\|)){{2,}}"),
        0.85,
        "Three or more buttons with bars between them are a row under a post, in any forum.",
    ),
    _Inside(
        "parts.pictures",
        "markup",
        re.compile("https?://"),
        re.compile(
            r"https?://[\w./%-]{20,240}?(?:\?wx_fmt=(?:jpe?g|png|gif|webp)|\.(?:jpe?g|png|gif|webp)(?![A-Za-z\d]))"
        ),
        0.9,
        "The address of a picture is nothing that is read.",
    ),
    _Inside(
        "parts.images",
        "markup",
        re.compile(r"!\["),
        re.compile(r"(?:!\[[^\]\n]{0,60}\]\([^()\s]{0,240}\)[^\S\n]*)+"),
        0.9,
        "Pictures in Markdown, left over where a page was turned into it, say nothing.",
    ),
    _Inside(
        "parts.shares",
        "share_qr",
        re.compile("分享[到至]"),
        re.compile(
            r"(?<=[^\s。])[^\S\n]?分享[到至]\s?:[^\S\n]*"
            r"(?:(?:阅读更多|更多|相关|标签|关键[字词]|上一篇)[^\n。]{0,80})?$",
            re.M,
        ),
        0.92,
        "No headline and no sentence ends by asking where to share to.",
    ),
    _Inside(
        "parts.reposted",
        "publish_meta",
        re.compile(r"\|\s?\S"),
        re.compile(
            r"^(?:原标题\s?:[^。\n]{2,60}?)?(?:(?:作者|责编|编辑|出品|整理|来源)\s?\|\s?[^\s|。]{2,12}?\s?){2,}"
            r"(?:[^\s|。]{0,12}\(ID:\s?[\w-]+\))?",
            re.M,
        ),
        0.9,
        "Accounts of Weixin put their credits so; on boards they are glued to the text.",
    ),
    _Inside(
        "parts.crawled",
        "publish_meta",
        re.compile("date"),
        re.compile(rf"\A\s*date\s{NUMERIC_DATE}(?=\s)"),
        0.92,
        "Crawls that keep one field put its English name and value in front of the first line.",
    ),
    _Inside(
        "parts.steps",
        "login_ui",
        re.compile("步骤阅读"),
        re.compile(r"步骤阅读(?:\s*END)?"),
        0.92,
        "Every page of Baidu Jingyan, the largest Chinese how-to site, has it before each step, "
        "glued to the text; the words are no Chinese phrase otherwise.",
    ),
)


def inside(part: _Inside) -> Callable[[Page], Iterator[Cut]]:
    """A finder of one kind of part."""

    def find(page: Page) -> Iterator[Cut]:
        if part.clue.search(page.view):
            for hit in part.pattern.finditer(page.view):
                yield Cut(*hit.span(), part.confidence, (hit[0][:20],), rank=1)

    find.__doc__ = f"Parts of lines that are {part.type} wherever they stand. {part.why}"
    return find


RULES = (
    BoilerplateRule(
        "parts.endings",
        "other",
        endings,
        "段末的“{0}”不是正文",
        "“{0}” at the end of the paragraph is not the article",
    ),
    *(
        BoilerplateRule(
            part.rule,
            part.type,
            inside(part),
            f"“{{0}}”是“{BOILERPLATE_TYPE_BY_ID[part.type].zh}”的常见写法",
            f"“{{0}}” is a common wording of “{BOILERPLATE_TYPE_BY_ID[part.type].en}”",
        )
        for part in _INSIDE
    ),
)
