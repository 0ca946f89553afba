"""Names are found by some letters, words, Han characters, pinyin or its initials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.matching import rank

EXPORT = ("导出…", "Export…")


@pytest.mark.parametrize(
    "typed",
    [
        "导",
        "导出",
        "dc",
        "daoc",
        "dchu",
        "daochu",
        "DC",
        "ＤＣ",
        "exp",
        "Export",
        "port",
        "xpt",
        "",
    ],
)
def test_rank_finds_a_name_however_it_is_typed(typed: str) -> None:
    assert rank(typed, EXPORT) is not None


@pytest.mark.parametrize("typed", ["出导", "dcx", "导入", "trop", "d c z"])
def test_rank_of_what_does_not_fit_is_none(typed: str) -> None:
    assert rank(typed, EXPORT) is None


def test_rank_takes_every_reading_of_a_character() -> None:
    assert rank("cz", ["重做"]) is not None
    assert rank("zz", ["重做"]) is not None


def test_rank_prefers_beginnings_to_words_to_initials_to_the_middle_to_letters() -> None:
    names = ["导出…", "打开 导出", "大车", "半导出", "得不出"]
    typed = ["导出", "导出", "dc", "导出", "dc"]
    ranks = [rank(query, [name]) for query, name in zip(typed, names, strict=True)]
    assert ranks == sorted(set(ranks)), ranks


def test_rank_reads_words_in_any_order() -> None:
    assert rank("folder import", ["Import a folder…"]) is not None


@given(st.text(max_size=8), st.text(max_size=12))
def test_rank_of_a_name_typed_whole_is_best(name: str, other: str) -> None:
    assert rank(name.strip(), [other, name.strip()]) == 0
