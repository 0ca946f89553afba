"""The pipeline: what it chooses, where ranges end, and what it must leave alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli.cleaned import clean_chunk
from annotator.formats.base import Record
from annotator.learning.synthetic import pages
from annotator.model import Boilerplate, Proposals, Repair
from annotator.pipeline import RULES_VERSION, STANDARD, Asked, Profile, propose, propose_all
from annotator.rules import RULES, reason
from annotator.rules.script import rule_of
from annotator.settings import SCRIPTS
from annotator.text.compose import compose
from annotator.text.structure import Block, Structure

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "pages.json").read_text(encoding="utf-8")
)["cases"]
STORY = "大会今天下午在城市中心召开。来自各地的代表参加了会议。"


def clean(raw: str, profile: Profile = STANDARD) -> str:
    found = propose(raw, profile)
    return compose(raw, found.repairs, found.boilerplate).clean


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_page_is_cleaned_as_its_case_says(case: dict[str, str]) -> None:
    assert clean(case["raw"]) == case["clean"]


def test_propose_leaves_an_empty_text_empty() -> None:
    assert propose("") == Proposals()


def test_articles_looked_at_together_are_proposed_what_each_is_alone() -> None:
    raws = [page.raw for page in pages(20, held_out=True)] + [case["raw"] for case in CASES] + [""]
    structure = Structure((Block(0, 4, -1, "nav", ("menu",)),), ((0, 4),))
    asked = [*map(Asked, raws), Asked(f"新闻频道\n{STORY}", structure)]
    for profile in (STANDARD, Profile(script="s2t", disabled=frozenset({"forum.around"}))):
        alone = [propose(one.raw, profile, one.structure) for one in asked]
        assert propose_all(asked, profile) == alone
    assert propose_all([]) == []


def test_article_that_cannot_be_looked_at_is_named_and_stops_no_other() -> None:
    broken = Structure((None,), ())  # type: ignore[arg-type]
    records = (
        Record("一", f"{STORY}\n上一篇:无", line=1),
        Record("二", STORY, structure=broken, line=2),
        Record("三", STORY, line=3),
    )
    cleaned = clean_chunk(STANDARD, "zh", None, records)
    assert [json.loads(line)["clean"] for line in cleaned.lines] == [STORY, STORY]
    assert [(one.line, one.value) for one in cleaned.problems] == [(2, "二")]


def test_propose_leaves_out_disabled_rules() -> None:
    raw = f"{STORY}\n上一篇:无"
    assert clean(raw) == STORY
    assert clean(raw, Profile(disabled=frozenset({"controls.neighbours"}))) == raw


def test_propose_keeps_the_script_if_told_so() -> None:
    raw = "徐匯區(qū)高質(zhì)量建設(shè)標準"
    assert clean(raw) == "徐汇区高质量建设标准"
    assert clean(raw, Profile(script="none")) == "徐匯區高質量建設標準"
    assert clean(raw, Profile(script="hk2s")) == clean(raw)


@pytest.mark.parametrize(
    ("script", "raw", "expected"),
    [
        ("s2tw", "里面的产业为群众发展", "裡面的產業為群眾發展"),
        ("s2hk", "里面的产业为群众发展", "裏面的產業為羣眾發展"),
        ("s2t", "里面的产业为群众发展", "裏面的產業爲羣衆發展"),
        ("tw2s", "裡面的產業為群眾發展", "里面的产业为群众发展"),
        ("t2s", "里面的产业为群众发展", "里面的产业为群众发展"),
    ],
)
def test_profile_names_the_script_that_texts_are_turned_into(
    script: str, raw: str, expected: str
) -> None:
    found = propose(raw, Profile(script=script))
    assert clean(raw, Profile(script=script)) == expected
    assert all(len(repair.text) == repair.end - repair.start for repair in found.repairs)


def test_every_script_setting_but_none_has_its_rule() -> None:
    rules = {rule.id for rule in RULES if rule.type == "script_variant"}
    assert {rule_of(script) for script in SCRIPTS if script != "none"} == rules


def test_gloss_and_script_are_judged_apart() -> None:
    repairs = propose("區(qū)質(zhì)設(shè)").repairs
    assert [(r.start, r.end, r.text, r.type) for r in repairs[:3]] == [
        (0, 1, "区", "script_variant"),
        (1, 5, "", "pinyin_gloss"),
        (5, 6, "质", "script_variant"),
    ]


def test_cut_takes_a_gloss_at_its_end_with_it() -> None:
    story = "區(qū)質(zhì)設(shè)會議今天召開。各地代表參加了會議。"
    raw = f"{story}\n責任編輯:龍建(jiàn)"
    (cut,) = propose(raw).boilerplate
    assert raw[cut.start : cut.end] == "責任編輯:龍建(jiàn)"


def test_cut_at_the_end_of_a_line_leaves_the_gloss_before_it() -> None:
    raw = "區(qū)質(zhì)設(shè)會議今天在此召開。代表來自創(chuàng)。(楊明潔)"
    (cut,) = propose(raw).boilerplate
    assert raw[cut.start : cut.end] == "(楊明潔)"


def test_metadata_is_read_from_what_is_cut() -> None:
    meta = propose(
        "首页 > 新闻 > 正文\n\n城市中心召开年度大会\n\n2024-05-01 09:30 来源:某某日报 作者:王大明\n"
        f"{STORY}\n责任编辑:龙飞\n标签: 会议,城市\n本文链接:http://example.com/1.html"
    ).meta
    assert (meta.title, meta.published) == ("城市中心召开年度大会", "2024-05-01T09:30")
    assert (meta.source, meta.authors, meta.editor) == ("某某日报", ("王大明",), "龙飞")
    assert (meta.tags, meta.url) == (("会议", "城市"), "http://example.com/1.html")


def test_reason_is_a_sentence_in_both_languages() -> None:
    repair = Repair(1, 5, "", "pinyin_gloss", ("glosses.readings",), 1.0, ("區", "qū"))
    assert reason(repair, "zh") == "“qū”是“區”的拼音夹注"
    assert reason(repair, "en") == "“qū” is a pinyin gloss on “區”"
    assert reason(Boilerplate(0, 1, "other"), "en") == ""
    assert reason(Boilerplate(0, 1, "other", ("no.such",)), "en") == ""
    assert reason(Repair(1, 5, "", "pinyin_gloss", ("glosses.readings",)), "en") == ""


def test_rules_version_names_the_rules() -> None:
    assert RULES_VERSION


def test_pipeline_loads_no_dictionary_before_it_needs_one() -> None:
    code = (
        "import sys, annotator.pipeline as p; loaded = 'opencc' in sys.modules;"
        "p.propose('今天开会。真的?');"
        "print(loaded, [m for m in ('jieba', 'pypinyin') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "False []"
