"""Repairs of whole texts: codecs, lines broken at a width, and marks of one width."""

from __future__ import annotations

import pytest

from annotator.pipeline import Profile, propose
from annotator.rules.widths import full_width
from annotator.text.compose import compose

SIMPLIFIED = (
    "桥南新区昨天在中心体育场举行了运动会，有许多居民来参加开幕式。\n"
    "比赛共设二十个项目，其中十二个是今年新增加的，大家都说这是一个好的开始。\n"
    "“到了明年，”老师说，“我们还要在这里举行一次。”"
)
TRADITIONAL = (
    "新區昨天在中心的體育場舉行了運動會，有許多學生來參加開幕式。\n"
    "大家都說這是一個好的開始，我們明年還要在這裡舉行一次。"
)


def single_byte(data: bytes) -> str:
    """What a Western program makes of bytes: cp1252, and Latin-1 where that has no character."""
    return "".join(
        bytes((code,)).decode("cp1252" if code not in (129, 141, 143, 144, 157) else "latin-1")
        for code in data
    )


DAMAGED = {
    "GBK as Latin-1": (SIMPLIFIED.encode("gbk").decode("latin-1"), SIMPLIFIED),
    "GBK as cp1252": (single_byte(SIMPLIFIED.encode("gbk")), SIMPLIFIED),
    "UTF-8 as Latin-1": (SIMPLIFIED.encode().decode("latin-1"), SIMPLIFIED),
    "UTF-8 as cp1252": (single_byte(SIMPLIFIED.encode()), SIMPLIFIED),
    "Big5 as GBK": (TRADITIONAL.encode("big5").decode("gb18030"), TRADITIONAL),
    "GBK as Big5": ("我们的家在中心，这是一个好的开始。".encode("gbk").decode("cp950"), None),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_text_in_the_wrong_codec_is_read_with_the_right_one(name: str) -> None:
    damaged, meant = DAMAGED[name]
    proposals = propose(damaged, Profile(script="none"))
    assert compose(damaged, proposals.repairs, ()).clean == (
        meant or "我们的家在中心，这是一个好的开始。"
    )
    assert {repair.type for repair in proposals.repairs} == {"wrong_codec"}
    assert all(repair.confidence >= 0.8 for repair in proposals.repairs)


@pytest.mark.parametrize(
    "text", [SIMPLIFIED, TRADITIONAL, "あいうえおかきくけこさしすせそたちつてと"]
)
def test_text_in_the_right_codec_stays(text: str) -> None:
    assert propose(text, Profile(script="none")).repairs == ()


def test_line_broken_at_a_width_is_joined_with_its_indent() -> None:
    line = "这一行有三十个汉字左右，写到纸边就断开了，下一行接着写后面的内"
    page = "\n".join([line] * 9) + "\n  容。\n结束。"
    proposals = propose(page)
    clean = compose(page, proposals.repairs, proposals.boilerplate).clean
    assert clean == line * 9 + "\n容。\n结束。"


def test_line_that_begins_a_list_stays_on_its_own() -> None:
    line = "一、这一行有三十个汉字左右，写到纸边就断开了，下一行写后面的内"
    page = "\n".join([line] * 9)
    assert propose(page).repairs == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("他说:“好,走吧!”然后(带着书)走了;", "他说：“好，走吧！”然后（带着书）走了；"),
        ("你是谁?我是他.", "你是谁？我是他."),
        ("增长3.5%,达到1,200元,同比(去年)上升", "增长3.5%，达到1,200元，同比（去年）上升"),
        ("开会时间:9:30-11:00", "开会时间：9:30-11:00"),
        ("用Python,Java,Go写", "用Python,Java,Go写"),
        ("函数f(x)的值,见(1)式", "函数f(x)的值，见(1)式"),
        ("甲:乙:丙", "甲：乙：丙"),
        ("哈哈!!!真的??", "哈哈!!!真的??"),
        (":)好的", ":)好的"),
    ],
)
def test_half_width_marks_become_full_width_one_for_one(before: str, after: str) -> None:
    found = list(full_width(before))
    text = list(before)
    for edit in found:
        assert edit.end - edit.start == len(edit.text) == 1
        text[edit.start] = edit.text
    assert "".join(text) == after
