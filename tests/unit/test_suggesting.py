"""Suggestions of a project from its file to its documents: made, decided on, never exported."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from pathlib import Path

import pytest

from annotator.commands import (
    AddEntity,
    Correct,
    DecideAlike,
    DeleteLabel,
    Judge,
    RefuseSuggestions,
    SaveLabel,
    SetStatus,
    TakeSuggestions,
)
from annotator.errors import Cancelled, InputError, NotAllowed
from annotator.exporting import ExportOptions, export_file, export_to
from annotator.filters import Filter, Order, Sort
from annotator.formats import EXPORTERS
from annotator.formats.base import NamedEntity, Record
from annotator.model import (
    ArticleId,
    Label,
    LabelId,
    Origin,
    Repair,
    Status,
    Verdict,
    key_of,
)
from annotator.wants import read_terms
from annotator.workspace import Workspace
from main import main
from tests.exports import formats
from tests.workspaces import ids, new_workspace, reopened, texts

OFF = ("segmenter", "patterns", "sequence")


def project(folder: Path, *records: Record) -> Workspace:
    """A project that suggests only what was labelled in it."""
    workspace = new_workspace(folder, *records)
    workspace.set_setting("disabled_suggesters", OFF)
    return workspace


def label(workspace: Workspace, name: str) -> LabelId:
    return next(one.id for one in workspace.labels() if one.name == name)


def suggested(workspace: Workspace, article: int) -> list[str]:
    """What stands of the suggestions for an article, read anew."""
    workspace.suggesting.refresh([article])
    return standing(workspace, article)


def standing(workspace: Workspace, article: int) -> list[str]:
    document = workspace.document(ArticleId(article))
    return [document.reads(one.start, one.end) for one in document.suggestions]


LOC = NamedEntity(0, 3, "LOC")


def test_a_label_is_suggested_in_every_other_form_of_it(tmp_path: Path) -> None:
    glossed = "到徐匯區(qū)ＡＢＣ公司"
    records = [
        Record("a", "徐汇区ABC公司", entities=(LOC, NamedEntity(3, 8, "COM"))),
        Record("b", "在徐匯區，ＡＢＣ公司"),
        Record("c", glossed, repairs=(Repair(4, 8, "", "pinyin_gloss"),)),
        Record("d", "（徐汇区）。ABC公司的人。"),
    ]
    with project(tmp_path, *records) as workspace:
        found = {n: suggested(workspace, n) for n in (2, 3, 4)}
        assert found == {
            2: ["徐匯區", "ＡＢＣ公司"],
            3: ["徐匯區", "ＡＢＣ公司"],
            4: ["徐汇区", "ABC公司"],
        }
        document = workspace.document(ArticleId(3))
        first = document.suggestions[0]
        assert glossed[first.start : first.end] in ("徐匯區", "徐匯區(qū)")
        assert document.labels[first.label].name == "LOC"


def test_a_part_of_a_repair_that_is_only_a_whole_is_not_suggested(tmp_path: Path) -> None:
    damaged = Record("b", "來?。▉碓矗到", repairs=(Repair(1, 7, "自徐汇区的", "gbk_shift"),))
    with project(tmp_path, Record("a", "徐汇区", entities=(LOC,)), damaged) as workspace:
        assert "徐汇区" in workspace.document(ArticleId(2)).composition.clean
        assert suggested(workspace, 2) == []


def test_what_was_refused_and_taken_back_is_suggested_again_at_once(tmp_path: Path) -> None:
    records = [
        Record("a", "徐汇区下雨", entities=(LOC,)),
        Record("b", "徐汇区刮风，徐汇区下雪，徐汇区放晴"),
        Record("c", "在徐汇区"),
    ]
    with project(tmp_path, *records) as workspace:
        assert suggested(workspace, 3) == ["徐汇区"]
        assert suggested(workspace, 2) == ["徐汇区"] * 3
        refused = workspace.document(ArticleId(2)).suggestions
        workspace.run(RefuseSuggestions(ArticleId(2), refused))
        assert suggested(workspace, 3) == []
        workspace.undo()
        assert suggested(workspace, 3) == ["徐汇区"]


def test_taken_and_refused_are_labels_and_negatives_and_undone(tmp_path: Path) -> None:
    with project(tmp_path, Record("a", "徐汇区", entities=(LOC,)), *texts()) as workspace:
        workspace.import_records([Record("b", "徐汇区。徐汇区？徐汇区！")], clean=False)
        assert suggested(workspace, 2) == ["徐汇区"] * 3
        one, two, three = workspace.document(ArticleId(2)).suggestions
        workspace.run(TakeSuggestions(ArticleId(2), (one,)))
        workspace.run(RefuseSuggestions(ArticleId(2), (three,)))
        first, last = workspace.document(ArticleId(2)).entities
        assert (first.verdict, last.verdict) == (Verdict.ACCEPTED, Verdict.REJECTED)
        assert first.origin is Origin.MODEL and first.source == one.source
        assert standing(workspace, 2) == ["徐汇区"]
        assert [step.title for step in workspace.history()][:2] == [
            "refuse_suggestions",
            "take_suggestions",
        ]
        assert workspace.run(TakeSuggestions(ArticleId(2), (one, three))).parts == frozenset()
        workspace.undo()
        workspace.undo()
        assert workspace.document(ArticleId(2)).entities == ()
        assert standing(workspace, 2) == ["徐汇区"] * 3
        workspace.redo()
        again = reopened(workspace)
        assert standing(again, 2) == ["徐汇区"] * 2
        assert again.document(ArticleId(2)).suggestions == (two, three)
        again.close()


def test_refused_once_it_is_not_suggested_there_again_whatever_was_learned(tmp_path: Path) -> None:
    with project(tmp_path, Record("a", "徐汇区", entities=(LOC,)), Record("b", "徐汇区。")) as held:
        suggested(held, 2)
        held.run(RefuseSuggestions(ArticleId(2), held.document(ArticleId(2)).suggestions))
        assert held.suggesting.knowledge.learn()
        assert suggested(held, 2) == []
        again = reopened(held)
        assert suggested(again, 2) == []
        again.close()


def contents(path: Path) -> dict[str, bytes]:
    """What stands in an export, be it a file or a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {str(file.relative_to(path)): file.read_bytes() for file in files if file.is_file()}


@pytest.mark.parametrize("format", formats(*(exporter.id for exporter in EXPORTERS)))
def test_no_export_has_what_nobody_took(tmp_path: Path, format: str) -> None:
    records = [Record("a", "徐汇区", entities=(LOC,)), Record("b", "徐汇区、松江区")]
    with project(tmp_path, *records) as workspace:
        export_file(workspace, tmp_path / "before", ExportOptions(format=format))
        assert suggested(workspace, 2) == ["徐汇区"]
        export_file(workspace, tmp_path / "after", ExportOptions(format=format))
        assert contents(tmp_path / "after") == contents(tmp_path / "before")


def test_what_came_undecided_stays_undecided_in_a_record(tmp_path: Path) -> None:
    came = NamedEntity(0, 3, "LOC", origin=Origin.IMPORT, verdict=None, score=0.5)
    with project(tmp_path, Record("a", "松江区", entities=(came,))) as workspace:
        assert standing(workspace, 1) == ["松江区"]
        out = io.BytesIO()
        export_to(workspace, out, ExportOptions())
        [entity] = json.loads(out.getvalue())["entities"]
        assert (entity["verdict"], entity["score"]) == (None, 0.5)


def test_what_was_refused_is_exported_as_a_negative(tmp_path: Path) -> None:
    with project(tmp_path, Record("a", "徐汇区", entities=(LOC,)), Record("b", "徐汇区")) as held:
        suggested(held, 2)
        held.run(RefuseSuggestions(ArticleId(2), held.document(ArticleId(2)).suggestions))
        out = io.BytesIO()
        export_to(held, out, ExportOptions())
        [entity] = json.loads(out.getvalue().splitlines()[1])["entities"]
        assert (entity["origin"], entity["verdict"]) == ("model", "rejected")


def test_a_label_renamed_or_deleted_midway(tmp_path: Path) -> None:
    records = [Record("a", "徐汇区", entities=(LOC,)), Record("b", "徐汇区。徐汇区！")]
    with project(tmp_path, *records) as workspace:
        suggested(workspace, 2)
        loc, gov = label(workspace, "LOC"), label(workspace, "GOV")
        workspace.run(SaveLabel(Label(loc, "PLACE", "", "#112233", "")))
        assert standing(workspace, 2) == suggested(workspace, 2) == ["徐汇区"] * 2
        one, two = workspace.document(ArticleId(2)).suggestions
        workspace.run(RefuseSuggestions(ArticleId(2), (one,)))
        with pytest.raises(NotAllowed):
            workspace.run(DeleteLabel(loc))
        workspace.run(DeleteLabel(loc, gov))
        assert standing(workspace, 2) == [], "the label of these is gone"
        assert suggested(workspace, 2) == ["徐汇区"] * 2, "nobody refused the other label"
        workspace.undo()
        assert [e.verdict for e in workspace.document(ArticleId(2)).entities] == [Verdict.REJECTED]
        assert suggested(workspace, 2) == ["徐汇区"]
        assert workspace.document(ArticleId(2)).suggestions[0].start == two.start


def test_a_label_that_was_only_refused_can_be_deleted(tmp_path: Path) -> None:
    came = NamedEntity(0, 3, "LOC", verdict=Verdict.REJECTED)
    with project(tmp_path, Record("a", "徐汇区", entities=(came,))) as workspace:
        workspace.run(DeleteLabel(label(workspace, "LOC")))
        assert workspace.document(ArticleId(1)).entities == ()
        workspace.undo()
        assert len(workspace.document(ArticleId(1)).entities) == 1


def test_a_label_over_a_suggestion_hides_it_until_it_goes(tmp_path: Path) -> None:
    records = [Record("a", "徐汇区", entities=(LOC,)), Record("b", "到徐汇区去")]
    with project(tmp_path, *records) as workspace:
        suggested(workspace, 2)
        workspace.run(AddEntity(ArticleId(2), 2, 5, label(workspace, "GOV")))
        assert standing(workspace, 2) == suggested(workspace, 2) == []
        workspace.undo()
        assert standing(workspace, 2) == ["徐汇区"]


def test_a_changed_text_is_read_anew(tmp_path: Path) -> None:
    repair = Repair(1, 2, "汇", "script_variant")
    records = [Record("a", "徐汇区", entities=(LOC,)), Record("b", "徐x区", repairs=(repair,))]
    with project(tmp_path, *records) as workspace:
        assert suggested(workspace, 2) == ["徐汇区"]
        workspace.run(Judge(ArticleId(2), (key_of(repair),), Verdict.REJECTED))
        assert suggested(workspace, 2) == []
        workspace.run(Correct(ArticleId(2), 1, 2, "匯"))
        assert suggested(workspace, 2) == ["徐匯区"]


def test_all_that_read_the_same_in_many_articles_is_one_step(tmp_path: Path) -> None:
    records = [Record("a", "徐汇区", entities=(LOC,)), *texts("徐匯區徐汇区", "徐汇区", "无")]
    with project(tmp_path, *records) as workspace:
        told: list[int] = []
        loc = label(workspace, "LOC")
        found = workspace.suggesting.alike(
            "徐滙区".replace("滙", "汇"), loc, ids(workspace), lambda done, _: told.append(done)
        )
        assert (found.count, found.articles, len(told)) == (3, 2, 4)
        workspace.run(DecideAlike(found, Verdict.ACCEPTED))
        assert [len(workspace.document(n).entities) for n in ids(workspace)] == [1, 2, 1, 0]
        assert workspace.undo_step().arguments == ("3", "LOC", "徐汇区")
        workspace.undo()
        assert [len(workspace.document(n).entities) for n in ids(workspace)] == [1, 0, 0, 0]


def test_lists_are_sorted_by_what_is_suggested(tmp_path: Path) -> None:
    records = [
        Record("a", "徐汇区下雨", entities=(LOC,)),
        *texts("无事", "徐汇区徐汇区", "徐汇区下雨"),
    ]
    with project(tmp_path, *records) as workspace:
        workspace.suggesting.knowledge.learn()
        workspace.suggesting.refresh([2, 3, 4])
        by_yield = Sort(Order.EXPECTED, descending=True)
        assert list(workspace.article_ids(sort=by_yield)) == [3, 4, 2, 1]
        by_novelty = Sort(Order.NOVELTY, descending=True)
        assert next(iter(workspace.article_ids(sort=by_novelty))) == 2
        assert list(workspace.article_ids(Filter(text="徐汇区"), by_yield)) == [3, 4, 1]
        done = Filter(statuses=frozenset({Status.DONE}))
        workspace.run(SetStatus(ArticleId(4), Status.DONE))
        assert list(workspace.article_ids(done, Sort(Order.SUGGESTION_DOUBT))) == [4]


def test_learning_can_be_stopped_and_then_changes_nothing(tmp_path: Path) -> None:
    with project(tmp_path, Record("a", "徐汇区", entities=(LOC,)), Record("b", "徐汇区")) as held:

        def stop(done: int, total: int | None) -> None:
            if total is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            held.suggesting.knowledge.learn(stop)
        assert held._store.suggestions.learned("engine") is None
        assert suggested(held, 2) == ["徐汇区"]


def test_opening_again_and_again_teaches_nothing_twice(tmp_path: Path) -> None:
    workspace = project(tmp_path, Record("a", "徐汇区"), Record("b", "徐汇区。"))
    workspace.run(AddEntity(ArticleId(1), 0, 3, label(workspace, "LOC")))
    told = set()
    for _ in range(3):
        suggested(workspace, 2)
        told.update(one.details for one in workspace.document(ArticleId(2)).suggestions)
        workspace = reopened(workspace)
    workspace.close()
    assert told == {("徐汇区", "LOC", "1", "0")}


def test_what_was_learned_is_there_after_a_restart(tmp_path: Path) -> None:
    records = [Record("a", "徐汇区", entities=(LOC,)), Record("b", "徐汇区与松江区")]
    with project(tmp_path, *records) as workspace:
        assert workspace.suggesting.knowledge.learn()
        again = reopened(workspace)
        assert suggested(again, 2) == ["徐汇区"]
        again.run(AddEntity(ArticleId(2), 4, 7, label(again, "LOC")))
        later = reopened(again)
        later.import_records([Record("c", "松江区")], clean=False)
        assert suggested(later, 3) == ["松江区"], "labelled after it learned"
        later.close()


@pytest.mark.parametrize("labels", [0, 1, 200])
def test_any_number_of_labels(tmp_path: Path, labels: int) -> None:
    words = [f"词{chr(0x4E00 + 40 * n)}{chr(0x5100 + 7 * n)}" for n in range(labels)]
    text = "，".join(words) or "无"
    entities = tuple(NamedEntity(4 * n, 4 * n + 3, f"L{n}") for n in range(labels))
    with project(tmp_path, Record("a", text, entities=entities), Record("b", text)) as workspace:
        assert suggested(workspace, 2) == words
        assert workspace.suggesting.knowledge.learn()
        assert suggested(workspace, 2) == words


def test_overlapping_labels_teach_without_a_fight(tmp_path: Path) -> None:
    nested = (NamedEntity(0, 3, "LOC"), NamedEntity(0, 5, "GOV"), NamedEntity(2, 5, "GOV"))
    records = [Record("a", "徐汇区政府。", entities=nested), Record("b", "徐汇区政府。徐汇区。")]
    with project(tmp_path, *records) as workspace:
        assert workspace.suggesting.knowledge.learn()
        suggested(workspace, 2)
        spans = [(one.start, one.end) for one in workspace.document(ArticleId(2)).suggestions]
        assert spans and all(one[1] <= other[0] for one, other in pairwise(spans))


def test_an_empty_project(tmp_path: Path) -> None:
    with project(tmp_path) as workspace:
        assert not workspace.suggesting.knowledge.due()
        assert workspace.suggesting.suggest_all() == {}
        assert workspace.suggesting.by_source() == workspace.suggesting.by_label() == {}


def test_names_are_known_at_once_and_articles_only_cleaned_do_not_take_them_away(
    tmp_path: Path,
) -> None:
    said = "记者张伟从北京报道,国务院总理李克强昨天到上海考察。"
    with new_workspace(tmp_path, *texts(*[f"{said}{n}" for n in range(21)])) as workspace:
        first = suggested(workspace, 1)
        assert {"李克强", "北京", "上海"} <= set(first)
        for number in range(1, 21):
            workspace.run(SetStatus(ArticleId(number), Status.DONE))
        assert set(suggested(workspace, 21)) == set(first)


def test_one_noun_that_is_labelled_does_not_make_all_others_suggestions(tmp_path: Path) -> None:
    text = "这种模式符合区域特征,推动经济发展,过程中已与校友形成项目,服务企业和群众。"
    mode = NamedEntity(2, 4, "COM")
    records = [Record("a", text, entities=(mode,)), Record("b", text[4:])]
    with new_workspace(tmp_path, *records) as workspace:
        assert suggested(workspace, 1) == suggested(workspace, 2) == []


def run(project: Path, *more: str) -> int:
    return main(["suggest", str(project), *more])


def test_the_command_suggests_in_all_and_labels_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [Record("a", "徐汇区", entities=(LOC,)), *texts(*["到徐汇区去"] * 40)]
    with project(tmp_path, *records) as workspace:
        path = workspace.path
    assert run(path, "--json") == 0
    figures: dict[str, object] = json.loads(capsys.readouterr().out)
    assert figures["articles"] == 41 and figures["suggestions"] == {"LOC": 40}
    assert run(path) == 0
    printed = capsys.readouterr()
    assert "LOC" in printed.out and "40 suggestions in 41 articles" in printed.err
    assert run(path, "--min-score", "1") == 0
    with Workspace.open(path) as workspace:
        assert workspace.suggesting.counts()[0] == 41
        assert all(
            one.score >= 1
            for number in ids(workspace)
            for one in workspace.document(number).suggestions
        )
        assert workspace.undo_step() is None
        assert sum(len(workspace.document(number).entities) for number in ids(workspace)) == 1
    assert run(path, "--min-score", "2") == 2


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "gb18030", "big5"])
def test_terms_are_read_in_any_encoding_and_in_the_form_of_jieba(
    tmp_path: Path, encode: str
) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("黃浦江 100 ns\n\n蘇州河\n長江 nr\n大 河 5\n蘇州河\n".encode(encode))
    assert read_terms(path) == ["黃浦江", "蘇州河", "長江", "大 河"]


def test_what_is_no_dictionary_is_refused(tmp_path: Path) -> None:
    empty, missing = tmp_path / "empty.txt", tmp_path / "missing.txt"
    empty.write_text("\n \n", encoding="utf-8")
    for path in (empty, missing):
        with pytest.raises(InputError):
            read_terms(path)
