"""Tables of damage say the same, however little of them is read at once."""

from __future__ import annotations

import pytest

from annotator.rules.knowledge import gbk
from annotator.rules.knowledge.plausible import Counts
from annotator.rules.page import Page
from annotator.rules.phrases import PHRASES, first_fitting
from annotator.rules.phrases.base import EVERYWHERE
from annotator.rules.sections import heading_type


def by_codec(lead: int, trail: int) -> str:
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""


@pytest.mark.parametrize("lead", range(0x100))
def test_a_row_has_what_the_codec_has(lead: int) -> None:
    assert gbk.row(lead) == tuple(by_codec(lead, trail) for trail in range(0x100))


def test_what_a_code_without_a_character_dropped_ends_with_its_first_byte() -> None:
    for said, trails in gbk.dropped(0xC8):
        code = gbk.encode(said)
        assert code[0] == 0xC8
        assert trails and not any(gbk.decode(code[1], trail) for trail in trails)


def test_words_are_counted_wherever_their_lines_stand() -> None:
    counts = Counts("大会 12 n\n大 30 a\n会 5 v\n大人 7 n")
    assert [counts.of(word) for word in ("大会", "大", "会", "大人", "小")] == [12, 30, 5, 7, 0]
    assert counts.total == 54


@pytest.mark.parametrize("place", EVERYWHERE)
def test_a_long_line_fits_the_first_row_that_says_so(place: str) -> None:
    for line in (line for row in PHRASES for line in (*row.cuts, *row.keeps)):
        long = f"{line} {'甲乙丙丁' * 15}"
        fitting = (row for row in PHRASES if place in row.where and row.find(long))
        assert first_fitting(long, place) == next(fitting, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("相关阅读", "related_list"), ("友情链接", "site_footer"), ("会议在上海举行", "")],
)
def test_headings_are_told_by_what_they_say(text: str, kind: str) -> None:
    (line,) = Page(text).lines
    assert heading_type(line) == kind
