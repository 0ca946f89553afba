"""What is damaged beyond repair is told, and what only looks so is not."""

from __future__ import annotations

import pytest

from annotator.catalogue import FINDING_TYPES
from annotator.pipeline import propose
from annotator.rules.checks import SENTENCES, told

BODY = "桥南新区昨天在中心体育场举行了春季运动会，来自各学校的代表队参加了开幕式。"

FOUND = [
    (f"{BODY}大会在桥\ufffd新区召开。", "\ufffd", "lost_char"),
    (f"{BODY}记者〓某报道。", "〓", "lost_char"),
    (f"{BODY}\n?\n{BODY}", "?", "lost_char"),
    (f"{BODY}国务院印发?关于加快发展的意见?并要求落实。", "?", "lost_char"),
    (f"{BODY}\n\ufffd\ufffd会\ufffd\ufffd\ufffd开\ufffd", None, "destroyed"),
    (f"{BODY}锟斤拷锟斤拷锟斤拷{BODY}", "锟斤拷锟斤拷锟斤拷", "destroyed"),
    (f"{BODY}\n锛屾槸浜虹殑鏄庡ぉ锛屼富瑕佹槸?鐨勪腑鍥戒汉姘?", None, "destroyed"),
    (f"{BODY}\n??????,????????12????", None, "destroyed"),
    (f"{BODY}他们把那里叫作**桥，后来改了名。", "**", "masked_word"),
    (f"{BODY}{BODY}比赛共设二十个项目，其中十二个项目是今年新增...", "增...", "truncation"),
    (f"{BODY}{BODY}比赛共设二十个項目，其中十二个项目是今年新構(g", "構(g", "truncation"),
    (f"{BODY}电话13900000001139000000021390000000{BODY}", None, None),
    (
        f"{BODY}电话139000000011390000000213900000003，欢迎来电。",
        "139000000011390000000213900000003",
        "glued_fields",
    ),
]


@pytest.mark.parametrize(("page", "text", "kind"), FOUND, ids=range(len(FOUND)))
def test_check_finds_the_damage(page: str, text: str | None, kind: str | None) -> None:
    found = propose(page).findings
    if kind is None:
        assert found == ()
        return
    assert {one.type for one in found} == {kind}
    if text is not None:
        assert {page[one.start : one.end] for one in found} == {text}


SOUND = [
    BODY,
    f"{BODY}真的吗?他问。你说什么?我不知道。",
    f"{BODY}\n他说:????????",
    f"{BODY}这里用的是“锟斤拷”三个字。",
    f"{BODY}注意**重点内容**和**另一个重点**。\n* 第一项\n** 第二项",
    f"1. **桥南新区的运动会\n{BODY}",
    f"{BODY}手机号138****0000已登记，脚注*见下。",
    f"{BODY}\n他走了很远，一直走到再也看不见那座桥的地方，心里却还在想着明天……",
    f"{BODY}订单编号20230706123456789012345。",
    f"{BODY}电话13900000001、13900000002。",
]


@pytest.mark.parametrize("page", SOUND, ids=range(len(SOUND)))
def test_check_leaves_sound_text_alone(page: str) -> None:
    assert propose(page).findings == ()


def test_check_leaves_cut_text_alone() -> None:
    page = f"{BODY}\n责任编辑：林\ufffd满"
    assert propose(page).boilerplate[0].type == "editor_line"
    assert propose(page).findings == ()


def test_every_type_of_finding_has_its_sentence() -> None:
    assert SENTENCES.keys() == {info.id for info in FINDING_TYPES}
    for one in (f for page, _, _ in FOUND for f in propose(page).findings):
        assert told(one, "zh") and told(one, "en")


def test_glued_numbers_come_apart_in_the_details() -> None:
    (found,) = propose(f"{BODY}电话1390000000113900000002，欢迎来电。").findings
    assert found.details == ("13900000001 13900000002",)
