"""Figures of rules, what switching one off would change, and texts labelled in two ways."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.commands import AddBoilerplate, AddEntity, Judge, LabelPlaces, MarkError
from annotator.formats.base import Record
from annotator.model import ArticleId, Boilerplate, Origin, Repair, Verdict, key_of
from annotator.review.consistency import Inconsistency, inconsistencies
from annotator.review.errors import marked_errors
from annotator.review.precision import By
from annotator.review.report import as_csv, as_html, trend_csv
from annotator.review.trend import Every, trend
from annotator.review.what_if import what_if_off
from annotator.reviewing import review
from annotator.shares import wilson
from annotator.workspace import Workspace
from tests.workspaces import counting, ids, new_workspace, texts

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


def test_precision_is_told_by_the_day_and_week_of_the_verdicts(tmp_path: Path) -> None:
    days = iter(datetime(2026, 11, day, 12, tzinfo=UTC) for day in (19, 19, 20, 23, 23, 24))
    now = datetime(2026, 11, 19, 12, tzinfo=UTC)
    workspace = Workspace.create(
        tmp_path / "p.duizhao", annotator="甲", clock=lambda: now, new_id=counting()
    )
    raw = "甲乙丙丁戊己"
    cuts = tuple(Boilerplate(at, at + 1, "share", ("a.b",)) for at in range(6))
    workspace.import_records([Record("a", raw, boilerplate=cuts)], clean=False)
    (article,) = ids(workspace)
    for cut, right in zip(cuts, (True, True, False, True, True, False), strict=True):
        now = next(days)
        verdict = Verdict.ACCEPTED if right else Verdict.REJECTED
        workspace.run(Judge(article, (key_of(cut),), verdict))
    one = review(workspace)[By.RULE]["a.b"]
    by_day = [(s.first.day, s.right, s.wrong) for s in trend(one.days, Every.DAY)]
    assert by_day == [(19, 2, 0), (20, 0, 1), (23, 2, 0), (24, 0, 1)]
    first, second = trend(one.days, Every.WEEK)
    assert (first.first.day, first.last.day, first.right, first.wrong) == (16, 22, 2, 1)
    assert (second.first.day, second.right, second.wrong) == (23, 2, 1)
    assert first.interval == wilson(2, 3)
    workspace.undo()
    again = review(workspace)[By.ORIGIN]["rule"]
    assert [s.judged for s in trend(again.days, Every.WEEK)] == [3, 2]
    workspace.close()


def test_reports_draw_and_list_the_trend(workspace: Workspace) -> None:
    article = ids(workspace)[0]
    before = review(workspace)[By.ORIGIN]["rule"]
    workspace.run(MarkError(article, 5, 7, "kept_boilerplate"))
    workspace.run(MarkError(article, 5, 6, "太<长"))
    found = review(workspace)
    after = found[By.ORIGIN]["rule"]
    assert after.characters_missed == before.characters_missed + 2
    assert after.missed == before.missed + 1
    errors = marked_errors(workspace.documents())
    page = as_html("题<目", found, errors, Every.DAY, tr=str, type_name=str.upper)
    assert "<td>太&lt;长</td><td>1</td><td>1</td>" in page and "<h3>KEPT_BOILERPLATE</h3>" in page
    assert "题&lt;目" in page and page.count("<svg") == 3 + 2 + 1
    day = datetime(2026, 11, 22, 3, tzinfo=UTC).astimezone().date()
    assert f"<title>{day}: 1/1</title>" in page
    assert "<td>BREADCRUMB</td>" in page and "<td>head.trail</td>" in page
    table = list(csv.DictReader(trend_csv(found, Every.WEEK, str).splitlines()))
    rows = [
        (r["By"], r["Name"], r["First day"], r["Last day"], r["Right"], r["Wrong"]) for r in table
    ]
    assert ("rule", "head.trail", "2026-11-16", "2026-11-22", "1", "0") in rows and len(rows) == 6
    totals = {r["Name"]: r for r in csv.DictReader(as_csv(found, errors, str).splitlines())}
    assert (totals["太<长"]["By"], totals["太<长"]["Wrong"]) == ("error", "1")
    assert totals["breadcrumb"]["Missed"] == "1" and totals["breadcrumb"]["Recall"] == "0.6667"


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
    second_place = found["徐汇区"].places[1]
    said = second_place.before, second_place.text, second_place.after
    assert said == ("徐汇区与", "徐匯區", "，上海徐汇区。")
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
