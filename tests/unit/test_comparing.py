"""What another cleaner made of articles that are here, and where it differs from the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.commands import AddBoilerplate, Judge, SetStatus
from annotator.comparing import add_cleaner, add_rules, compare
from annotator.errors import NotAllowed
from annotator.formats.base import ReadOptions, Record
from annotator.merging import merge
from annotator.model import Boilerplate, Repair, Status, Verdict, key_of
from annotator.review.apart import PROPOSED, RULES
from annotator.review.disagreement import Disagreement
from annotator.workspace import Workspace
from main import main
from tests.workspaces import ids, new_workspace

RAW = "首页 > 新闻\n区(qū)里昨天开了一个会，讨论很多事情。\n广告：买一送一\n分享到微博\n"


def place(text: str) -> tuple[int, int]:
    return RAW.index(text), RAW.index(text) + len(text)


TRAIL, GLOSS, ADS, SHARE = map(place, ("首页 > 新闻", "(qū)", "广告：买一送一", "分享到微博"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An article from which the rules cut a trail, a gloss and advertising; and a bare one."""
    cuts = (
        Boilerplate(*TRAIL, "breadcrumb", ("head.trail",), 0.9),
        Boilerplate(*ADS, "contact_ad", ("spam.ads",), 0.7),
    )
    gloss = Repair(*GLOSS, "", "pinyin_gloss", ("glosses.pinyin",))
    return new_workspace(
        tmp_path, Record("a", RAW, repairs=(gloss,), boilerplate=cuts), Record("b", "没有的文章。")
    )


def written(folder: Path, *records: dict[str, object]) -> Path:
    path = folder / "other.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def cut(found: Disagreement) -> set[tuple[bool, str, int, int]]:
    return {(p.right, p.name, p.start, p.end) for p in found.places}


def test_another_cleaners_text_is_compared_with_what_is_proposed(
    workspace: Workspace, tmp_path: Path
) -> None:
    kept = "区(qū)里昨天开了一个会，讨论很多事情。\n广告：买一送一"
    path = written(tmp_path, {"id": "a", "text": kept}, {"id": "nobody", "text": "甲"})
    before = workspace.document(ids(workspace)[0])
    report = add_cleaner(workspace, "别家", [path])
    assert report.kept == 1
    assert [(p.line, p.text) for p in report.problems] == [
        (2, 'no article here has this text, or the id "nobody"')
    ]
    assert workspace.document(ids(workspace)[0]) == before
    found = compare(workspace, PROPOSED, "别家")
    assert cut(found) == {
        (False, "spam.ads", *ADS),
        (False, "glosses.pinyin", *GLOSS),
        (True, "other", *SHARE),
    }
    assert [p.characters for p in found.places] == [7, 5, 4]
    assert found.places[0].text == "广告：买一送一"
    there = len("".join(RAW.split()))
    assert (found.articles, found.characters) == (1, there)
    assert found.alike == pytest.approx(1 - 16 / there)
    mirrored = compare(workspace, "别家", PROPOSED)
    assert cut(mirrored) == {(not right, *rest) for right, *rest in cut(found)}
    workspace.close()


@pytest.mark.parametrize("pair", [True, False])
def test_pairs_and_our_own_records_find_the_article_by_its_text(
    workspace: Workspace, tmp_path: Path, pair: bool
) -> None:
    own = {
        "schema": "duizhao/1",
        "id": "x",
        "raw": RAW,
        "boilerplate": [{"start": SHARE[0], "end": SHARE[1], "type": "share_qr"}],
    }
    clean = RAW.replace("分享到微博", "")
    path = written(tmp_path, {"id": "x", "raw": RAW, "clean": clean} if pair else own)
    options = ReadOptions(text_field="raw", clean_field="clean" if pair else None)
    assert add_cleaner(workspace, "别家", [path], options).problems == ()
    found = compare(workspace, PROPOSED, "别家")
    assert {(right, start) for right, _, start, _ in cut(found)} == {
        (False, TRAIL[0]),
        (False, GLOSS[0]),
        (False, ADS[0]),
        (True, SHARE[0]),
    }
    workspace.close()


def test_what_people_decided_leaves_the_queue_and_says_who_was_right(
    workspace: Workspace, tmp_path: Path
) -> None:
    add_cleaner(workspace, "别家", [written(tmp_path, {"id": "a", "text": RAW})])
    article = ids(workspace)[0]
    trail, ads = workspace.document(article).boilerplate
    workspace.run(Judge(article, (key_of(trail),), Verdict.REJECTED))
    workspace.run(Judge(article, (key_of(ads),), Verdict.ACCEPTED))
    found = compare(workspace, PROPOSED, "别家")
    assert [p.name for p in found.places] == ["glosses.pinyin"]
    decided = {name: (one.decided, one.cut) for (_, name), one in found.sums.items()}
    assert decided == {"head.trail": (1, 0), "spam.ads": (1, 1), "glosses.pinyin": (0, 0)}
    workspace.run(SetStatus(article, Status.DONE))
    assert compare(workspace, PROPOSED, "别家").places == []
    workspace.undo()
    workspace.run(AddBoilerplate(article, *GLOSS, "other"))
    assert compare(workspace, PROPOSED, "别家").places == []
    workspace.close()


def test_our_rules_stand_beside_what_pairs_came_with(tmp_path: Path) -> None:
    raw = (
        "首页 > 新闻 > 正文\n" + "昨天，区里开了一个会，讨论了很多事情。" * 8 + "\n责任编辑：张三\n"
    )
    workspace = new_workspace(tmp_path, Record("a", raw, clean=raw))
    (article,) = ids(workspace)
    before = workspace.document(article)
    assert before.boilerplate == () and before.article.pair
    assert add_rules(workspace).kept == 1
    assert workspace.document(article) == before
    found = compare(workspace, PROPOSED, RULES)
    assert found.places and all(place.right for place in found.places)
    assert "责任编辑：张三" in {place.text for place in found.places}
    workspace.layers.cleanings.drop(RULES)
    assert workspace.layers.cleanings.names() == {}
    with pytest.raises(NotAllowed):
        compare(workspace, PROPOSED, RULES)
    workspace.close()


def test_where_there_are_no_pairs_the_rules_are_what_is_proposed(workspace: Workspace) -> None:
    with pytest.raises(NotAllowed):
        add_rules(workspace)
    with pytest.raises(NotAllowed):
        compare(workspace, PROPOSED, PROPOSED)
    with pytest.raises(NotAllowed):
        add_cleaner(workspace, " ", [])
    workspace.close()


def test_a_result_that_is_not_of_this_text_is_refused_and_one_given_again_replaces_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = written(tmp_path, {"id": "a", "text": "完全另外的一篇文章，毫无关系。" * 3})
    report = add_cleaner(workspace, "别家", [path])
    assert report.kept == 0 and "was left out" in report.problems[0].text
    add_cleaner(workspace, "别家", [written(tmp_path, {"id": "a", "text": RAW})])
    first = len(compare(workspace, PROPOSED, "别家").places)
    kept = RAW.replace("广告：买一送一", "")
    add_cleaner(workspace, "别家", [written(tmp_path, {"id": "a", "text": kept})])
    assert len(compare(workspace, PROPOSED, "别家").places) == first - 1
    assert workspace.upkeep.check().faults == ()
    workspace.close()


def test_cleaners_are_added_compared_and_dropped_from_the_command_line(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = str(workspace.path)
    workspace.close()
    path = written(tmp_path, {"id": "a", "text": RAW})
    assert main(["cleaners", project, str(path), "--name", "别家"]) == 0
    assert capsys.readouterr().out.split() == ["别家", "1"]
    assert main(["compare", project, "别家", "-o", str(tmp_path / "o.csv")]) == 0
    lines = (tmp_path / "o.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "广告：买一送一,Proposed here,spam.ads,7,a,30,37" and len(lines) == 4
    assert main(["compare", project, "别家", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"][0]["cut_by"] == "left"
    assert main(["compare", project, "nobody"]) == 2
    assert main(["cleaners", project, "--drop", "别家"]) == 0
    assert main(["cleaners", project, str(path)]) == 2


def test_what_other_cleaners_made_comes_along_when_projects_are_merged(
    workspace: Workspace, tmp_path: Path
) -> None:
    add_cleaner(workspace, "别家", [written(tmp_path, {"id": "a", "text": RAW[5:]})])
    workspace.close()
    (tmp_path / "ours").mkdir()
    records = Record("其他", "没有的文章。"), Record("我", RAW)
    with new_workspace(tmp_path / "ours", *records) as ours:
        report = merge(ours, [workspace.path])
        assert (report.added, report.cleaned) == (0, 1)
        kept = ours.layers.cleanings
        assert kept.names() == {"别家": 1}
        assert list(kept.articles("别家")) == [ids(ours)[1]]
        add_cleaner(ours, "别家", [written(tmp_path, {"id": "我", "text": RAW})])
        before = kept.of("别家", ids(ours))
        assert merge(ours, [workspace.path]).cleaned == 0
        assert kept.of("别家", ids(ours)) == before
