"""What stands behind the article: headings with what belongs to each, and what is left over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.rules.extent import is_anew
from annotator.rules.forum import is_thread, post_places
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.rules.phrases.headings import (
    COMMENTS,
    COUNTER,
    FRIENDS,
    GENERIC,
    HEADING,
    LIKE,
    RECOMMENDED,
    RELATED,
    SOURCES,
    STUB,
)

# What a section of this type may hold; a line of running text longer than this ends a list.
_EXCERPT = 260

_GENERIC = 12

_CLOSES_ALL = frozenset({"site_footer", "copyright_notice", "disclaimer"})
_CLOSES_LISTS = _CLOSES_ALL | {
    "app_promo",
    "share_qr",
    "login_ui",
    "prev_next",
    "tags_keywords",
    "editor_line",
    "contact_ad",
    "breadcrumb",
}


@dataclass(slots=True)
class Section:
    """A heading behind the article with the lines that belong to it; `whole` articles, or none."""

    type: str
    heading: Line
    whole: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def last(self) -> Line:
        """The last line of all."""
        return self.lines[-1] if self.lines else self.heading


_HEADINGS = (
    (FRIENDS, "site_footer"),
    (COMMENTS, "comments"),
    (SOURCES, ""),
    (RELATED, "related_list"),
    (LIKE, "related_list"),
    (RECOMMENDED, "random_recommend"),
    (STUB, "random_recommend"),
)

# Hardly any line is a heading, and one look tells.
_ANY_HEADING = re.compile("|".join(f"(?:{heading.pattern})" for heading, _ in _HEADINGS))


def heading_type(line: Line) -> str:
    """What stands under a heading; empty if the line is none."""
    if len(line) > HEADING or not _ANY_HEADING.match(line.text):
        return ""
    return next((type_ for heading, type_ in _HEADINGS if heading.match(line.text)), "")


@once_a_page
def sections(page: Page) -> tuple[Section, ...]:
    """The sections behind the article, in order; of a thread, what people wrote is no section."""
    thread = is_thread(page)
    talk = "comments" if thread else ""
    posts = post_places(page) if thread else frozenset()
    made: list[Section] = []
    current: Section | None = None
    resumed = _resumed(page)
    for line in page.lines[page.body[1] :]:
        known = heading_type(line)
        floor = line.number + 1 in posts
        type_ = "" if known == talk or floor or _is_counter(page, line) else known
        mark = page.marks.get(line.number)
        if (
            not (known or floor)
            and page.marks
            and len(line) <= _GENERIC
            and GENERIC.match(line.text)
        ):
            type_ = "related_list"
        if type_ and not (type_ == "comments" and current and current.type == "comments"):
            current = Section(type_, line, is_anew(page.lines, line))
            made.append(current)
        elif current and mark and mark.type in _closing(current) and not FRIENDS.match(line.text):
            current = None
        elif current and _holds(current, line, resumed):
            current.lines.append(line)
        else:
            current = None
    return tuple(made)


def _is_counter(page: Page, line: Line) -> bool:
    """Whether a line counts comments in a row of counters: it is no heading then."""
    near = page.lines[max(0, line.number - 1) : line.number + 2]
    return any(COUNTER.match(other.text) for other in near if other is not line)


def _closing(section: Section) -> frozenset[str]:
    return _CLOSES_ALL if section.type == "comments" else _CLOSES_LISTS


def _holds(section: Section, line: Line, resumed: frozenset[int]) -> bool:
    if section.type == "comments" or section.whole:
        return True
    if line.number in resumed:
        return False
    if section.type == "site_footer":
        return len(line) <= HEADING
    return len(line) <= _EXCERPT


def _resumed(page: Page) -> frozenset[int]:
    """Lines behind a heading where an article goes on: paragraphs in a row that are no leads."""
    plain = [
        line.number
        for line in page.lines[page.body[1] :]
        if line.prose and line.text[-1] in "。”" and "  " not in line.text
    ]
    pairs = (pair for pair in pairwise(plain) if pair[1] - pair[0] == 1)
    return frozenset(number for pair in pairs for number in pair)
