"""Damage made as the re-posting tool makes it is put right, or left alone, and never made worse."""

from __future__ import annotations

import pytest
from hypothesis import given

from annotator.rules.excerpts import restore_excerpts
from annotator.rules.knowledge import gbk
from annotator.rules.knowledge import plausible as plausible_module
from annotator.rules.knowledge.chances import chances, simplest
from annotator.rules.knowledge.plausible import PageWords, plausibility
from annotator.rules.shift import restore_shifts
from annotator.rules.shift.dropped import pairs
from annotator.rules.shift.sites import GLOSS, starts
from annotator.text.edits import apply, check
from tests.shifted import reposted
from tests.strategies import hostile_texts

_GLOSSES = {"數": "shù", "現": "xiàn", "動": "dòng", "這": "zhè", "驗": "yàn"}


def _reposted(text: str) -> str:
    line = reposted(text, _GLOSSES, "，；？")
    assert line is not None
    return line.text


def _restored(text: str) -> str:
    return apply(text, restore_shifts(text))


def test_reposted_makes_the_damage_seen_on_pages() -> None:
    assert _reposted("當地庫在尋找下一個買家") == "當?shù)貛煸趯ふ蚁乱粋€買家"
    assert _reposted("科技金融。科技金融與技術") == "科技金融??萍冀鹑谂c技術"


@pytest.mark.parametrize(
    "text",
    [
        "當地庫在尋找下一個買家",
        "產生了科技金融。科技金融與技術創新",
        "對長江經濟帶創新的重視。現階段長江經濟",
        # Between 正 and 因 a code was dropped, and the second byte of 因 is lost as well.
        "倒閉五成還是倒閉九成而已。或也正因為這么長久的等待",
    ],
)
def test_restore_shifts_undoes_what_the_tool_did(text: str) -> None:
    damaged = _reposted(text)
    assert damaged != text
    assert "?" not in _restored(damaged)
    assert GLOSS.sub("", _restored(damaged)) == text


@pytest.mark.parametrize("text", ["打造上海科創中心主陣地", "線上和線下都為了更好地管理這一數據"])
def test_restore_shifts_never_says_what_was_not_there(text: str) -> None:
    damaged = _reposted(text)
    for edit in restore_shifts(damaged):
        assert edit.text in text


@pytest.mark.parametrize("text", ["真的吗?,他说", "什么??我不知道", "你好?；再见", "Why?!不要"])
def test_restore_shifts_leaves_real_marks(text: str) -> None:
    assert _restored(text) == text


def test_restore_shifts_doubts_a_reading_that_may_have_lost_a_code() -> None:
    # 擔任本行 lost the code between 擔 and 任; without it the bytes would say 撐本行.
    assert list(restore_shifts("2004年8月?lián)伪拘懈毙虚L(zhǎng)")) == []


def test_restore_shifts_guesses_nothing_where_two_words_would_do() -> None:
    # 望, 忘 and 同 differ in the dropped byte alone.
    assert list(restore_shifts("又日新?；赝^(guò)去一周")) == []


def test_restore_shifts_reads_a_single_character_with_the_word_it_ends() -> None:
    assert _restored("經歷着各種心?dǎn)B前來參觀的人們") == "經歷着各種心態前來參觀的人們"


def test_restore_shifts_takes_no_half_indent() -> None:
    # 省發展改革委 lost 省; no paragraph begins with a single ideographic space.
    assert list(restore_shifts("部門網站\n?“l展改革委\n省教育廳")) == []


def test_starts_sees_no_shift_behind_lost_spaces() -> None:
    assert list(starts("??? ??虹桥商务区管委会")) == []


def test_restore_shifts_takes_no_character_on_its_sound_alone() -> None:
    assert list(restore_shifts("這次大賽的中??guó)女隊曾兩度惜敗")) == []


def test_restore_excerpts_looks_at_lines_nearby_only() -> None:
    far = "\n".join(["喝下去了,白了很多,痘痘也没了", "一", "二", "三", "琢撕芏痘痘也没了"])
    assert list(restore_excerpts(far)) == []


def test_restore_excerpts_wants_the_rest_of_the_line_to_agree() -> None:
    assert list(restore_excerpts("喝下去了,白了很多,痘痘也没了\n琢撕芏不是这样")) == []


@given(hostile_texts())
def test_restorers_keep_to_the_text(text: str) -> None:
    doubled = f"{text}\n{text[1:]}"
    check(doubled, tuple(restore_shifts(doubled)))
    check(doubled, tuple(restore_excerpts(doubled)))


@pytest.mark.parametrize("last", ["在", "，", "\n", "囧"])
@pytest.mark.parametrize(("pending", "byte"), [(0xC8, 0xC6), (0xA1, 0xA3), (0xD6, 0xB8)])
def test_pairs_that_share_a_dropped_code_are_the_likeliest_of_all(
    last: str, pending: int, byte: int
) -> None:
    after, plain = chances().after, simplest()
    every = []
    for said, trails in gbk.dropped(pending):
        first = plain.get(said, said)
        for char in filter(None, (gbk.column(byte)[trail] for trail in trails)):
            chance = after(last, first) + after(first, plain.get(char, char))
            every.append((chance, said + char))
    every.sort(reverse=True)

    assert list(pairs(last, pending, byte, 40)) == every[:40]
    likely = [pair for pair in every[:40] if pair[0] >= every[9][0]]
    assert list(pairs(last, pending, byte, 40, every[9][0]))[: len(likely)] == likely


def test_what_is_forgotten_of_a_page_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    page, plausible = PageWords("孵化器的建设与孵化器"), plausibility()
    texts = ["孵化器建设", "孵化器的发展", "科技金融"]
    before = [plausible.of(text, page) for text in texts]
    monkeypatch.setattr(plausible_module, "_REMEMBERED", 0)

    assert [plausible.of(text, page) for text in texts] == before
    assert len(page.fronts) == len(texts[-1])
