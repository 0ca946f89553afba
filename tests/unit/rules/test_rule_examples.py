"""Every rule's own examples, and what every rule must have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID, REPAIR_TYPE_BY_ID
from annotator.pipeline import propose
from annotator.rules import RULES, content, recurring, structure
from annotator.rules.base import BoilerplateRule, RepairRule, Rule
from annotator.rules.page import Page
from annotator.rules.phrases import PHRASES, rows_for
from annotator.rules.phrases.base import Phrase
from annotator.text import edits

REPAIR_EXAMPLES = [
    pytest.param(rule, before, after, id=f"{rule.id}-{number}")
    for rule in RULES
    if isinstance(rule, RepairRule)
    for number, (before, after) in enumerate(rule.examples)
]
CASES: dict[str, list[list[str]]] = json.loads(
    (Path(__file__).parents[2] / "cases" / "boilerplate.json").read_text(encoding="utf-8")
)["cases"]

BOILERPLATE_EXAMPLES = [
    pytest.param(rule, before, after, id=f"{rule.id}-{number}")
    for rule in RULES
    if isinstance(rule, BoilerplateRule)
    for number, (before, after) in enumerate([*rule.examples, *CASES.get(rule.id, [])])
]


@pytest.mark.parametrize(("rule", "before", "after"), REPAIR_EXAMPLES)
def test_repair_rule_does_what_its_example_says(rule: RepairRule, before: str, after: str) -> None:
    found = tuple(rule.find(before))
    edits.check(before, found)
    assert edits.apply(before, found) == after


@pytest.mark.parametrize(("rule", "before", "after"), BOILERPLATE_EXAMPLES)
def test_boilerplate_rule_does_what_its_example_says(
    rule: BoilerplateRule, before: str, after: str
) -> None:
    left = before
    for cut in sorted(rule.find(Page(before)), reverse=True):
        left = left[: cut.start] + left[cut.end :]
    assert left == after


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_has_a_type_a_reason_and_examples_both_ways(rule: Rule) -> None:
    types = REPAIR_TYPE_BY_ID if isinstance(rule, RepairRule) else BOILERPLATE_TYPE_BY_ID
    assert rule.type in types
    assert (rule.find.__doc__ or "").strip().endswith(".")
    assert set(re.findall(r"\{\d\}", rule.zh)) == set(re.findall(r"\{\d\}", rule.en))
    examples = [*rule.examples, *CASES.get(rule.id, [])]
    if rule in (*structure.RULES, *content.RULES, *recurring.RULES):
        # They see nothing in a plain text: tests of their own have pages.
        return
    assert any(before != after for before, after in examples)
    assert any(before == after for before, after in examples)


def test_rules_have_unique_ids() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)


def test_cases_are_of_known_rules() -> None:
    assert CASES.keys() <= {rule.id for rule in RULES}


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.rule)
def test_fast_tests_let_through_every_example_that_a_phrase_cuts(phrase: Phrase) -> None:
    for line in phrase.cuts:
        assert phrase.find(line)
        for place in phrase.where:
            assert phrase in rows_for(line, place)


DETAILS = (
    "主办单位：区文化馆\n联系人：吴老师\n咨询电话：0571-0000123\n地址：和平路18号，邮编：100000"
)
HELD = "为推动全民阅读，现决定开展第五届征文活动。\n作品请在九月底以前交到馆内，逾期不再受理。"


@pytest.mark.parametrize(
    ("title", "kept"),
    [("关于开展第五届征文活动的通知", True), ("城北园区迎来十家新企业", False)],
)
def test_who_holds_it_and_whom_to_ask_stay_in_a_notice_alone(title: str, kept: bool) -> None:
    raw = f"{title}\n{HELD}\n{DETAILS}"
    assert (not propose(raw).boilerplate) is kept
