"""What must hold of proposals for any text, and of script conversion against OpenCC itself."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID, REPAIR_TYPE_BY_ID
from annotator.pipeline import propose
from annotator.rules import LEARNED_BY_ID, RULE_BY_ID, reason
from annotator.text.compose import compose
from annotator.text.script import convert, converter
from tests.strategies import hostile_texts

# Pieces that rules look for, so that random pages set them off in every mixture.
_PIECES = st.sampled_from(
    [
        *(
            "區(qū)",
            "質(zhì)",
            "設(shè)",
            "?shù)",
            "?。▉碓矗荷虾",
            "?！秉S",
            "�;顒�(dòng)",
            "乾隆",
            "著",
            "標",
        ),
        *("ÕâÊÇÒ»", "&amp;", "<p>", "</div>", "??? ??", "\ue62c", '7 x+ N: a) S& Y" L: \\4 u'),
        *(
            "首页 > 新闻",
            "发布时间:2024-01-03 22:13",
            "相关文章",
            "责任编辑:龙飞",
            "评论(3)",
            "楼主",
            "2楼",
        ),
        *("大会今天召开。来自各地的代表参加了会议。", "上一篇:无", "分享到:", "\n", "\n\n", "  "),
    ]
)
pages = st.lists(st.one_of(_PIECES, hostile_texts(6)), max_size=14).map("".join)


@settings(deadline=None, max_examples=60)
@given(pages)
def test_proposals_are_in_order_apart_and_inside_raw(raw: str) -> None:
    found = propose(raw)
    for spans in (found.repairs, found.boilerplate):
        assert all(0 <= span.start <= span.end <= len(raw) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(raw[r.start : r.end] != r.text for r in found.repairs)
    assert all(raw[b.start : b.end].strip() for b in found.boilerplate)


@settings(deadline=None, max_examples=60)
@given(pages)
def test_proposals_say_type_rule_reason_and_confidence(raw: str) -> None:
    found = propose(raw)
    for span in found.cleaning:
        assert 0 < span.confidence <= 1
        assert set(span.rules) <= RULE_BY_ID.keys() | LEARNED_BY_ID.keys()
        assert reason(span, "zh")
        assert reason(span, "en")
    assert {repair.type for repair in found.repairs} <= REPAIR_TYPE_BY_ID.keys()
    assert {cut.type for cut in found.boilerplate} <= BOILERPLATE_TYPE_BY_ID.keys()


@settings(deadline=None, max_examples=40)
@given(pages)
def test_proposals_are_the_same_each_time_and_compose(raw: str) -> None:
    found = propose(raw)
    assert propose(raw) == found
    compose(raw, found.repairs, found.boilerplate)


@lru_cache
def _opencc(direction: str) -> Any:
    from opencc import OpenCC

    return OpenCC(direction)


_TRADITIONAL = st.sampled_from(
    "發展現代乾隆乾坤瞭解一目瞭然么麼著藉著餘後裏臺灣徵收特徵䊷𠮷ab1，。 \n"
)


@settings(deadline=None)
@given(st.one_of(st.text(_TRADITIONAL, max_size=30), hostile_texts(20)))
def test_converter_says_what_opencc_says(text: str) -> None:
    assert converter("t2s").convert(text) == _opencc("t2s").convert(text)


_BOTH = st.sampled_from("发展现代里面裡裏为為群众眾衆羣干后台湾台灣床线線头发头髮ab1，。 \n")


@pytest.mark.parametrize("direction", ["s2t", "s2tw", "s2hk", "tw2s", "hk2s"])
@settings(deadline=None)
@given(text=st.text(_BOTH, max_size=30))
def test_convert_says_what_opencc_says(direction: str, text: str) -> None:
    assert convert(text, direction) == _opencc(direction).convert(text)
