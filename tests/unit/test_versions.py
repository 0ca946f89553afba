"""Work set aside, merged in, compared and settled: nobody's is overwritten, undo takes all back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from annotator.claims import LIVE, Claim
from annotator.commands import (
    AddBoilerplate,
    AddEntity,
    BeginGold,
    Correct,
    DeleteLabel,
    Judge,
    MarkError,
    SetAside,
    SetEntityNote,
    SetStatus,
    Settle,
)
from annotator.document import Document
from annotator.errors import NotAllowed
from annotator.exporting import ExportOptions, export_file
from annotator.formats.base import Record
from annotator.merging import merge
from annotator.model import ArticleId, Boilerplate, Kind, Status, Verdict, key_of
from annotator.review.adjudication import Choice, Conflict, conflicts
from annotator.review.errors import marked_errors
from annotator.workspace import Workspace
from main import main
from tests.workspaces import ids, new_workspace, reopened, texts

TEXT = "张三在上海徐汇区的华泾镇工作。"
PLACES = {"张三": (0, 2), "上海": (3, 5), "徐汇区": (5, 8), "上海徐汇区": (3, 8), "华泾镇": (9, 12)}


def label(workspace: Workspace, text: str, name: str, article: int = 1) -> None:
    by_name = {one.name: one.id for one in workspace.labels()}
    workspace.run(AddEntity(ArticleId(article), *PLACES[text], by_name[name]))


def shown(document: Document) -> list[tuple[str, str, str | None]]:
    raw = document.article.raw
    return [
        (raw[e.start : e.end], document.labels[e.label].name, e.annotator)
        for e in document.entities
    ]


@pytest.fixture
def copied(tmp_path: Path) -> tuple[Workspace, Path]:
    """A project where 甲 worked, and the path of a copy where 乙 did the same articles."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ours = new_workspace(tmp_path / "a", *texts(TEXT, TEXT + "甲。", TEXT + "乙。"))
    ours.close()
    copy = tmp_path / "b" / "theirs.duizhao"
    shutil.copy(ours.path, copy)
    with Workspace.open(copy, annotator="乙") as theirs:
        label(theirs, "张三", "PER")
        label(theirs, "上海徐汇区", "LOC")
        label(theirs, "华泾镇", "LOC", 2)
        theirs.run(SetStatus(ArticleId(2), Status.DONE))
    ours = reopened(ours)
    label(ours, "张三", "PER")
    label(ours, "上海", "LOC")
    label(ours, "徐汇区", "LOC")
    return ours, copy


def test_merge_takes_over_keeps_and_lists(copied: tuple[Workspace, Path]) -> None:
    ours, copy = copied
    before = copy.read_bytes()
    report = merge(ours, [copy])
    assert copy.read_bytes() == before
    assert (report.added, report.taken, report.kept, report.known) == (0, 1, 1, 0)
    assert [(d.key, d.left, d.right, d.places) for d in report.disagreements] == [
        ("a0", "甲", "乙", 1)
    ]
    assert shown(ours.document(ArticleId(1)))[1:] == [
        ("上海", "LOC", "甲"),
        ("徐汇区", "LOC", "甲"),
    ]
    taken = ours.document(ArticleId(2))
    assert shown(taken) == [("华泾镇", "LOC", "乙")] and taken.article.status is Status.DONE
    again = merge(ours, [copy])
    assert (again.taken, again.kept, again.known) == (0, 0, 2)
    ours.undo()
    assert shown(ours.document(ArticleId(2))) == []
    assert [v.work.annotator for v in ours.layers.of(ArticleId(1))] == ["甲"]
    ours.close()


def test_merge_adds_what_is_new_and_gives_a_taken_key_the_name_of_the_file(tmp_path: Path) -> None:
    for name, raws in (("a", [TEXT]), ("b", ["别的文章。", TEXT, TEXT + "新。"])):
        (tmp_path / name).mkdir()
        with new_workspace(tmp_path / name, *texts(*raws)) as made:
            made.run(AddEntity(ids(made)[-1], 0, 2, made.labels()[0].id))
    other = tmp_path / "b" / "test.duizhao"
    with Workspace.open(tmp_path / "a" / "test.duizhao", annotator="甲") as ours:
        report = merge(ours, [other])
        rows = ours.rows(ids(ours))
        assert report.added == 2 and not report.problems
        assert [row.key for row in rows] == ["a0", "test/a0", "a2"]
        assert shown(ours.document(ids(ours)[2])) == [("张三", "PER", "甲")]


def test_a_blind_pass_begins_anew_and_keeps_everything_said_before(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts(TEXT))
    article = ids(workspace)[0]
    label(workspace, "张三", "PER")
    workspace.run(SetEntityNote(article, workspace.document(article).entities[0].id, "谁？"))
    workspace.run(AddBoilerplate(article, 12, 15, "editor_line"))
    cut = workspace.document(article).boilerplate[0]
    workspace.run(Judge(article, (key_of(cut),), Verdict.REJECTED))
    before = workspace.document(article)
    workspace.run(SetAside((article,)))
    workspace.annotator = "乙"
    blank = workspace.document(article)
    assert (blank.entities, blank.boilerplate, blank.article.status) == ((), (), Status.TODO)
    (kept,) = workspace.layers.of(article)
    assert (kept.work.annotator, len(kept.work.claims)) == ("甲", 2)
    assert [claim.note for claim in kept.work.claims] == ["谁？", ""]
    assert kept.work.claims[1].verdict is Verdict.REJECTED
    with pytest.raises(NotAllowed):
        workspace.run(SetAside((article,)))
    workspace = reopened(workspace)
    workspace.undo()
    assert workspace.document(article).entities == before.entities
    assert workspace.document(article).boilerplate == before.boilerplate
    assert [version.id for version in workspace.layers.of(article)] == [LIVE]
    workspace.close()


def test_settling_starts_from_what_both_say_and_leaves_versions_alone(
    copied: tuple[Workspace, Path],
) -> None:
    ours, copy = copied
    merge(ours, [copy])
    article = ArticleId(1)
    with pytest.raises(NotAllowed, match="丙"):
        ours.run(BeginGold(article, "甲", "丙"))
    ours.annotator = "裁"
    ours.run(BeginGold(article, "甲", "乙"))
    assert shown(ours.document(article)) == [("张三", "PER", "裁")]
    left, right = (v.work for v in ours.layers.of(article)[:2])
    assert {left.annotator, right.annotator} == {"甲", "乙"}
    (conflict,) = conflicts(left, right)
    two_is_left = len(conflict.left) == 2
    ours.run(Settle(article, conflict, two_is_left, not two_is_left))
    assert [text for text, *_ in shown(ours.document(article))] == ["张三", "上海", "徐汇区"]
    ours.run(Settle(article, conflict, True, True))
    assert len(shown(ours.document(article))) == 4
    ours.run(Settle(article, conflict, not two_is_left, two_is_left))
    assert [text for text, *_ in shown(ours.document(article))] == ["张三", "上海徐汇区"]
    names = [v.work.annotator for v in ours.layers.of(article) if v.id != LIVE]
    assert sorted(names) == ["乙", "甲"]
    compared = {c.key: sorted(c.marks) for c in ours.layers.compared()}
    assert compared == {"a0": ["乙", "甲"]}
    for _ in range(4):
        ours.undo()
    assert len(shown(ours.document(article))) == 3
    with pytest.raises(NotAllowed):
        ours.run(Settle(article, conflict, True, False))
    ours.close()


def test_how_each_place_was_settled_is_kept_neither_of_them_too(
    copied: tuple[Workspace, Path],
) -> None:
    ours, copy = copied
    merge(ours, [copy])
    article = ArticleId(1)
    ours.run(BeginGold(article, "甲", "乙"))

    def places() -> list[Conflict]:
        works = {v.work.annotator: v.work for v in ours.layers.of(article) if v.id != LIVE}
        return list(conflicts(works["甲"], works["乙"]))

    def choices() -> list[Choice | None]:
        return ours.layers.choices(article, places())

    assert choices() == [None]
    ours.run(Settle(article, places()[0], False, False))
    ours = reopened(ours)
    assert choices() == [Choice(False, False)]
    by_name = {one.name: one.id for one in ours.labels()}
    ours.run(DeleteLabel(by_name["LOC"], by_name["FAC"]))
    assert {claim.name for claim in places()[0].left} == {"FAC"}
    assert choices() == [Choice(False, False)]
    ours.undo()
    ours.run(Settle(article, places()[0], True, False))
    assert choices() == [Choice(True, False)]
    ours.undo()
    ours.undo()
    assert choices() == [None]
    ours.close()


def test_a_label_of_a_version_is_in_use_and_replaced_there(copied: tuple[Workspace, Path]) -> None:
    ours, copy = copied
    merge(ours, [copy])
    by_name = {one.name: one.id for one in ours.labels()}
    ours.run(SetAside((ArticleId(1), ArticleId(2))))
    with pytest.raises(NotAllowed):
        ours.run(DeleteLabel(by_name["LOC"]))
    ours.run(DeleteLabel(by_name["LOC"], by_name["FAC"]))
    names = {c.name for v in ours.layers.of(ArticleId(1)) for c in v.work.claims}
    assert names == {"PER", "FAC"}
    ours.undo()
    names = {c.name for v in ours.layers.of(ArticleId(1)) for c in v.work.claims}
    assert names == {"PER", "LOC"}
    ours.close()


def test_labels_that_only_the_other_project_has_are_added(copied: tuple[Workspace, Path]) -> None:
    ours, copy = copied
    by_name = {one.name: one.id for one in ours.labels()}
    for _ in range(3):
        ours.undo()
    ours.run(DeleteLabel(by_name["LOC"]))
    merge(ours, [copy])
    assert shown(ours.document(ArticleId(1))) == [
        ("张三", "PER", "乙"),
        ("上海徐汇区", "LOC", "乙"),
    ]
    ours.close()


def test_conflicts_part_entities_from_cleaning_and_join_what_meets() -> None:
    def work(name: str, *claims: Claim) -> Any:
        from annotator.claims import Work

        return Work(name, claims)

    same = Claim(Kind.ENTITY, 20, 22, "PER")
    left = work("甲", Claim(Kind.ENTITY, 0, 2, "A"), Claim(Kind.ENTITY, 4, 6, "A"), same)
    right = work("乙", Claim(Kind.ENTITY, 1, 5, "A"), Claim(Kind.BOILERPLATE, 0, 9, "other"), same)
    found = [(c.start, c.end, len(c.left), len(c.right)) for c in conflicts(left, right)]
    assert found == [(0, 6, 2, 1), (0, 9, 0, 1)]


def test_the_commands_merge_and_tell_agreement(
    copied: tuple[Workspace, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    ours, copy = copied
    ours.close()
    assert main(["agreement", str(ours.path)]) == 0
    assert "No article has versions of two people" in capsys.readouterr().err
    assert main(["merge", str(ours.path), str(copy)]) == 0
    out = capsys.readouterr().out
    assert "work on 1 articles taken over" in out and "a0: 甲 and 乙 differ at 1 places" in out
    assert main(["agreement", str(ours.path), "--json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    assert pair["annotators"] == ["乙", "甲"] and pair["worst"] == ["a0"]
    assert (pair["exact"]["both"], pair["exact"]["first_only"]) == (1, 1)
    assert main(["agreement", str(ours.path)]) == 0
    assert "LOC" in capsys.readouterr().out
    assert main(["merge", str(ours.path), str(copy.with_name("none.duizhao"))]) == 2


def exported(workspace: Workspace, folder: Path, **options: Any) -> dict[str, dict[str, Any]]:
    export_file(workspace, folder / "out.jsonl", ExportOptions(**options))
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def said(record: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(e["text"], e["label"], e["annotator"]) for e in record["entities"]]


def test_each_ones_version_and_what_was_settled_are_exported_apart(
    copied: tuple[Workspace, Path], tmp_path: Path
) -> None:
    ours, copy = copied
    merge(ours, [copy])
    before = {name: exported(ours, tmp_path, annotator=name) for name in ("甲", "乙")}
    assert said(before["甲"]["a0"]) == [
        ("张三", "PER", "甲"),
        ("上海", "LOC", "甲"),
        ("徐汇区", "LOC", "甲"),
    ]
    assert said(before["乙"]["a0"]) == [("张三", "PER", "乙"), ("上海徐汇区", "LOC", "乙")]
    assert said(before["乙"]["a1"]) == [("华泾镇", "LOC", "乙")] and said(before["甲"]["a1"]) == []
    assert exported(ours, tmp_path, gold=True) == {}
    ours.run(BeginGold(ArticleId(1), "甲", "乙"))
    after = {name: exported(ours, tmp_path, annotator=name) for name in ("甲", "乙")}
    assert {n: said(r["a0"]) for n, r in after.items()} == {
        n: said(r["a0"]) for n, r in before.items()
    }
    assert {key: said(one) for key, one in exported(ours, tmp_path, gold=True).items()} == {
        "a0": [("张三", "PER", "甲")]
    }
    assert main(["export", str(copy), "-o", str(tmp_path / "g.jsonl"), "--gold"]) == 1
    ours.close()


def test_a_version_that_was_set_aside_is_exported_with_its_cleaning(tmp_path: Path) -> None:
    raw = "首页\n张三在上海工作。\n广告"
    cuts = (Boilerplate(0, 2, "breadcrumb", ("a.b",)), Boilerplate(12, 14, "contact_ad", ("c.d",)))
    workspace = new_workspace(tmp_path, Record("a", raw, boilerplate=cuts))
    (article,) = ids(workspace)
    by_name = {one.name: one.id for one in workspace.labels()}
    workspace.run(Judge(article, (key_of(cuts[0]),), Verdict.REJECTED))
    workspace.run(AddEntity(article, 3, 5, by_name["PER"]))
    workspace.run(AddBoilerplate(article, 8, 10, "other"))
    workspace.run(Correct(article, 5, 6, "于"))
    workspace.run(MarkError(article, 12, 14, "kept_boilerplate"))
    (before,) = exported(workspace, tmp_path, annotator="甲").values()
    workspace.run(SetAside((article,)))
    bare = workspace.document(article)
    assert bare.entities == () and bare.findings == ()
    (after,) = exported(workspace, tmp_path, annotator="甲").values()
    differing = {"updated", "status", "seconds"}
    assert {k: v for k, v in after.items() if k not in differing} == {
        k: v for k, v in before.items() if k not in differing
    }
    assert [f["text"] for f in after["findings"]] == ["广告"]
    assert after["clean"] == "首页\n张三于上海。"
    workspace.close()


def test_a_version_goes_out_with_the_status_it_was_kept_with(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts(TEXT, TEXT + "甲。", TEXT + "乙。"))
    first, second, third = ids(workspace)
    for article in (first, second):
        workspace.run(AddEntity(article, 0, 2, workspace.labels()[0].id))
    workspace.run(SetStatus(first, Status.DONE))
    workspace.run(SetStatus(third, Status.DONE))
    workspace.run(SetAside((first, second)))
    workspace.run(SetStatus(second, Status.DONE))

    def keys(only: Status) -> list[tuple[str, str]]:
        path = tmp_path / "out.jsonl"
        report = export_file(workspace, path, ExportOptions(only=only, annotator="甲"))
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert report.written == len(rows)
        return [(row["id"], row["status"]) for row in rows]

    assert keys(Status.DONE) == [("a0", "done"), ("a2", "done")]
    assert keys(Status.DOING) == [("a1", "doing")]
    workspace.close()


def test_marks_of_work_set_aside_still_count_until_they_are_settled(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts(TEXT))
    (article,) = ids(workspace)
    workspace.run(MarkError(article, 0, 2, "kept_boilerplate"))
    workspace.run(SetAside((article,)))

    def marked() -> list[tuple[int, int, str, str]]:
        found = marked_errors(workspace.layers.with_marks(workspace.documents()))
        return [(one.start, one.end, one.cause, one.annotator) for one in found.places]

    assert workspace.document(article).findings == ()
    assert marked() == [(0, 2, "kept_boilerplate", "甲")]
    workspace.annotator = "乙"
    workspace.run(MarkError(article, 0, 2, "kept_boilerplate"))
    workspace.run(MarkError(article, 3, 4, "lost_content"))
    assert marked() == [(0, 2, "kept_boilerplate", "乙"), (3, 4, "lost_content", "乙")]
    workspace.run(BeginGold(article, "甲", "乙"))
    assert marked() == [(0, 2, "kept_boilerplate", "乙")]
    workspace.close()
