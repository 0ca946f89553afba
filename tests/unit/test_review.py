"""Figures of rules, what switching one off would change, and texts labelled in two ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.commands import AddBoilerplate, AddEntity, Judge, LabelPlaces
from annotator.formats.base import Record
from annotator.model import ArticleId, Boilerplate, Origin, Repair, Verdict, key_of
from annotator.review.consistency import Inconsistency, inconsistencies
from annotator.review.precision import By, wilson
from annotator.review.what_if import what_if_off
from annotator.reviewing import review
from annotator.workspace import Workspace
from tests.workspaces import ids, new_workspace, texts

RAW = "首页新闻\n徐匯(huì)區開會。\n广告\n分享"
CUTS = (
    Boilerplate(0, 4, "breadcrumb", ("head.trail",), 0.9),
    Boilerplate(17, 19, "contact_ad", ("spam.ads", "model.words"), 0.7),
)
GLOSS = Repair(7, 12, "", "pinyin_gloss", ("glosses.pinyin",), 0.99)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An article where one cut is right, one wrong, and one was missed; and a bare one."""
    made = new_workspace(
        tmp_path, Record("a", RAW, repairs=(GLOSS,), boilerplate=CUTS), *texts("首页")
    )
    article = ids(made)[0]
    document = made.document(article)
    made.run(Judge(article, (key_of(document.boilerplate[0]),), Verdict.ACCEPTED))
    made.run(Judge(article, (key_of(document.boilerplate[1]),), Verdict.REJECTED))
    made.run(AddBoilerplate(article, 20, 22, "breadcrumb"))
    return made


def test_precision_counts_what_people_decided(workspace: Workspace) -> None:
    found = review(workspace)
    by_rule = found[By.RULE]
    assert list(by_rule) == ["model.words", "spam.ads", "glosses.pinyin", "head.trail"]
    assert by_rule["head.trail"].precision == 1.0
    assert by_rule["head.trail"].interval == wilson(1, 1)
    assert by_rule["glosses.pinyin"].precision is None
    wrong = by_rule["spam.ads"]
    assert (wrong.precision, wrong.judged) == (0.0, 1)
    assert [(e.key, e.text, e.start, e.confidence) for e in wrong.worst] == [("a", "广告", 17, 0.7)]
    by_type = found[By.TYPE]
    assert by_type["breadcrumb"].recall == pytest.approx(4 / 6)
    assert by_type["contact_ad"].recall is None
    assert set(found[By.ORIGIN]) == {Origin.RULE.value}


def test_switching_a_rule_off_restores_what_it_alone_proposed(workspace: Workspace) -> None:
    cut = what_if_off(workspace.documents(), "head.trail")
    assert (cut.articles, cut.cuts, cut.repairs) == (1, 1, 0)
    assert [(p.start, p.end) for p in cut.places] == [(0, 4)]
    assert cut.characters == len("首页新闻\n")
    gloss = what_if_off(workspace.documents(), "glosses.pinyin")
    assert (gloss.repairs, gloss.characters) == (1, 5)
    assert what_if_off(workspace.documents(), "spam.ads").articles == 0


def test_texts_labelled_in_two_ways_or_not_everywhere_are_found(tmp_path: Path) -> None:
    workspace = new_workspace(
        tmp_path, *texts("徐汇区与徐匯區，上海徐汇区。", "ＡＢ公司和AB公司、ABC公司", "徐汇区")
    )
    labels = {label.name: label.id for label in workspace.labels()}
    first, second, third = ids(workspace)
    workspace.run(AddEntity(first, 0, 3, labels["LOC"]))
    workspace.run(AddEntity(first, 8, 13, labels["LOC"]))
    workspace.run(AddEntity(third, 0, 3, labels["GOV"]))
    workspace.run(AddEntity(second, 0, 2, labels["COM"]))
    found = {one.text: one for one in inconsistencies(workspace.documents)}
    assert set(found) == {"徐汇区", "ab"}
    assert found["徐汇区"].labels == {"LOC": 1, "": 1, "GOV": 1}
    places = [(p.article, p.start, p.end, p.label) for p in found["徐汇区"].places]
    assert places == [(first, 0, 3, "LOC"), (first, 4, 7, ""), (third, 0, 3, "GOV")]
    assert [(p.start, p.label) for p in found["ab"].places] == [(0, "COM"), (5, "")]
    assert found["徐汇区"].places[1].around == "徐汇区与徐匯區，上海徐汇区。"
    assert inconsistencies(workspace.documents, "乙") == []
    workspace.run(LabelPlaces(tuple(places_of(found["徐汇区"])), labels["FAC"]))
    assert [one.text for one in inconsistencies(workspace.documents)] == ["ab"]
    assert {e.label for e in workspace.document(third).entities} == {labels["FAC"]}
    workspace.undo()
    again = {one.text: one for one in inconsistencies(workspace.documents)}
    assert again["徐汇区"].labels == found["徐汇区"].labels
    workspace.close()


def places_of(one: Inconsistency) -> list[tuple[ArticleId, int, int]]:
    return [(place.article, place.start, place.end) for place in one.places]
