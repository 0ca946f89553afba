"""A project as the window sees it: documents, lists, imports, settings, backups."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.changes import Changes, Part
from annotator.commands import AddEntity, Correct, DeleteLabel, Judge, SaveLabel, SetMeta, SetStatus
from annotator.document import Document
from annotator.errors import Cancelled, NotAllowed, ProjectError
from annotator.filters import Filter
from annotator.formats.base import NamedEntity, Problem, Record
from annotator.incoming import BATCH_RECORDS
from annotator.model import (
    ArticleId,
    Boilerplate,
    Meta,
    Origin,
    Repair,
    Status,
    Verdict,
    key_of,
)
from annotator.workspace import Workspace
from tests.workspaces import ids, new_workspace, reopened, texts

ARTICLE, OTHER = ArticleId(1), ArticleId(2)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    repair = Repair(0, 1, "乾", "script_variant", origin=Origin.IMPORT)
    cut = Boilerplate(3, 4, "credit", origin=Origin.IMPORT)
    first = Record("a", "甲乙丙丁", repairs=(repair,), boilerplate=(cut,), meta=Meta(title="题"))
    return new_workspace(tmp_path, first, Record("b", "戊己庚辛"))


def tag(workspace: Workspace, article: ArticleId, start: int, end: int) -> Changes:
    return workspace.run(AddEntity(article, start, end, workspace.labels()[0].id))


def loaded(workspace: Workspace, article: ArticleId) -> Document:
    """The document as the file has it, past every cache."""
    return next(found for found in workspace.documents() if found.article.id == article)


def test_new_project_has_the_default_labels_and_no_articles(tmp_path: Path) -> None:
    made = new_workspace(tmp_path)
    assert [label.key for label in made.labels()] == list("1234567890-=[]")
    assert list(made.article_ids()) == []
    assert list(made.documents()) == []
    assert sum(made.counts().values()) == 0
    assert made.title == "test"
    made.set_setting("title", "语料")
    assert reopened(made).title == "语料"


def test_document_is_the_same_object_until_it_changes(workspace: Workspace) -> None:
    before = workspace.document(ARTICLE)
    other = workspace.document(OTHER)
    tag(workspace, ARTICLE, 0, 1)
    assert workspace.document(ARTICLE) is not before
    assert workspace.document(ARTICLE) is workspace.document(ARTICLE)
    assert workspace.document(OTHER) is other


def test_a_label_key_composes_nothing_anew(workspace: Workspace) -> None:
    before = workspace.document(ARTICLE)
    composition = before.composition
    tag(workspace, ARTICLE, 0, 1)
    workspace.run(SetStatus(ARTICLE, Status.DONE))
    workspace.run(SetMeta(ARTICLE, Meta(title="新")))
    workspace.run(SaveLabel(replace(workspace.labels()[0], title="人")))
    workspace.add_seconds(ARTICLE, 1.5)
    after = workspace.document(ARTICLE)
    assert after.__dict__["composition"] is composition
    assert after.repairs is before.repairs
    assert after.boilerplate is before.boilerplate
    assert after.article.raw is before.article.raw


def test_a_repair_leaves_boilerplate_and_entities_alone(workspace: Workspace) -> None:
    tag(workspace, ARTICLE, 0, 1)
    before = workspace.document(ARTICLE)
    assert before.composition.clean == "乾乙丙"
    workspace.run(Judge(ARTICLE, (key_of(before.repairs[0]),), Verdict.REJECTED))
    after = workspace.document(ARTICLE)
    assert after.composition.clean == "甲乙丙"
    assert after.boilerplate is before.boilerplate
    assert after.entities is before.entities


def test_kept_documents_equal_those_of_the_file(workspace: Workspace) -> None:
    workspace.document(ARTICLE)
    tag(workspace, ARTICLE, 2, 3)
    tag(workspace, ARTICLE, 0, 2)
    workspace.run(Correct(ARTICLE, 1, 2, "已"))
    workspace.run(SetMeta(ARTICLE, Meta(title="新", url="u")))
    workspace.add_seconds(ARTICLE, 2.5)
    workspace.add_seconds(ARTICLE, 0.25)
    workspace.undo()
    assert workspace.document(ARTICLE) == loaded(workspace, ARTICLE)
    assert workspace.document(ARTICLE).article.seconds == 2.75


def test_documents_streams_in_order_and_by_status(workspace: Workspace) -> None:
    workspace.run(SetStatus(OTHER, Status.DONE))
    assert [found.article.key for found in workspace.documents()] == ["a", "b"]
    assert [found.article.key for found in workspace.documents(Status.DONE)] == ["b"]
    assert list(workspace.article_ids(Filter(statuses=frozenset({Status.DONE})))) == [OTHER]
    assert [row.id for row in workspace.rows([OTHER, ARTICLE])] == [OTHER, ARTICLE]


def test_unknown_articles_are_key_errors(workspace: Workspace) -> None:
    for ask in (
        lambda: workspace.document(ArticleId(9)),
        lambda: workspace.rows([ArticleId(9)]),
    ):
        with pytest.raises(KeyError):
            ask()
    assert workspace.article_by_key("b") == OTHER
    assert workspace.article_by_key("c") is None


def test_listeners_hear_after_the_commit_until_they_stop(workspace: Workspace) -> None:
    heard: list[tuple[Changes, int]] = []
    stop = workspace.subscribe(
        lambda changes: heard.append((changes, len(workspace.document(ARTICLE).entities)))
    )
    changes = tag(workspace, ARTICLE, 0, 1)
    workspace.undo()
    stop()
    stop()
    workspace.redo()
    assert [number for _, number in heard] == [1, 0]
    assert heard[0][0] == changes
    assert changes == Changes(frozenset({ARTICLE}), frozenset({Part.ENTITIES, Part.STATUS}))


def test_import_counts_known_texts_and_reports_changed_ones(workspace: Workspace) -> None:
    tag(workspace, ARTICLE, 0, 1)
    before = workspace.document(ARTICLE)
    again = [
        Record("a", "甲乙丙丁"),
        Record("b", "changed", file="b.txt", line=7),
        Record("c", "new"),
        Record("c", "new"),
        Problem("x.jsonl", 3, "not JSON"),
    ]
    report = workspace.import_records(again, clean=False)
    assert (report.added, report.known) == (1, 2)
    assert [(found.file, found.line) for found in report.problems] == [("x.jsonl", 3), ("b.txt", 7)]
    assert "another text as" in report.problems[1].text
    assert workspace.document(ARTICLE) is before
    assert workspace.document(OTHER).article.raw == "戊己庚辛"


@pytest.mark.parametrize(
    "record",
    [
        Record("x", "a\ud800"),
        Record("x", "甲", entities=(NamedEntity(0, 2, "PER"),)),
        Record("x", "甲", entities=(NamedEntity(1, 1, "PER"),)),
        Record("x", "甲", boilerplate=(Boilerplate(-1, 1, "credit"),)),
        Record("x", "甲", repairs=(Repair(1, 0, "", "t"),)),
    ],
)
def test_import_reports_what_cannot_be_stored(workspace: Workspace, record: Record) -> None:
    good = Record("y", "乙")
    report = workspace.import_records([record, good], clean=False)
    assert (report.added, len(report.problems)) == (1, 1)
    assert workspace.article_by_key("x") is None


@pytest.mark.parametrize("raw", ["", "\x00", "a\r\u2028\ufeff\U00020bb7", "👨‍👩‍👧\u0301", "\n\n"])
def test_import_keeps_hostile_text_exactly(workspace: Workspace, raw: str) -> None:
    workspace.import_records([Record("x", raw)], clean=False)
    workspace = reopened(workspace)
    number = workspace.article_by_key("x")
    assert number is not None
    assert workspace.document(number).article.raw == raw
    assert workspace.rows([number])[0].length == len(raw)
    assert workspace.rows([number])[0].title


def test_import_keeps_what_people_made(workspace: Workspace) -> None:
    own = Repair(
        0, 1, "x", "correction", origin=Origin.PERSON, annotator="乙", note="改", verdict=None
    )
    cut = Boilerplate(1, 2, "other", origin=Origin.PERSON, annotator="丙", verdict=Verdict.ACCEPTED)
    judged = Boilerplate(
        2, 3, "credit", ("r",), 0.5, ("d",), Origin.RULE, Verdict.REJECTED, "丁", "不"
    )
    record = Record(
        "x",
        "甲乙丙",
        repairs=(own,),
        boilerplate=(cut, judged),
        entities=(
            NamedEntity(0, 3, "NEW", "注", "戊", 0.5),
            NamedEntity(0, 1, "PER"),
            NamedEntity(1, 2, "PER", origin=Origin.MODEL, verdict=Verdict.REJECTED),
        ),
        status=Status.FLAGGED,
        seconds=41.5,
        updated="2020-01-02T03:04:05Z",
        meta=Meta(title="题", extra={"k": [1, None]}),
    )
    report = workspace.import_records([record], clean=False)
    number = ids(workspace)[-1]
    found = workspace.document(number)
    assert found.repairs == (replace(own, id=found.repairs[0].id),)
    assert found.boilerplate == (replace(cut, id=found.boilerplate[0].id), judged)
    assert [(e.start, e.end, e.note, e.annotator, e.score) for e in found.entities] == [
        (0, 1, "", None, None),
        (0, 3, "注", "戊", 0.5),
        (1, 2, "", None, None),
    ]
    assert [(e.origin, e.verdict) for e in found.entities] == [
        (Origin.IMPORT, Verdict.ACCEPTED),
        (Origin.IMPORT, Verdict.ACCEPTED),
        (Origin.MODEL, Verdict.REJECTED),
    ]
    assert found.article.updated == record.updated
    assert (found.article.status, found.article.seconds) == (Status.FLAGGED, 41.5)
    assert found.article.meta == record.meta
    (new,) = report.new_labels
    assert (new.name, new.title) == ("NEW", "NEW")
    assert workspace.labels()[-1] == new
    assert workspace.rows([number])[0].entities == 2


def test_import_in_batches_keeps_what_came_before_a_cancel(workspace: Workspace) -> None:
    def stop(done: int, total: int | None) -> None:
        if done > BATCH_RECORDS:
            raise Cancelled

    many = [Record(f"n{number}", f"文{number}") for number in range(3 * BATCH_RECORDS)]
    with pytest.raises(Cancelled):
        workspace.import_records(many, clean=False, progress=stop)
    assert len(workspace.article_ids()) == 2 + 2 * BATCH_RECORDS
    report = workspace.import_records(many, clean=False)
    assert (report.added, report.known) == (BATCH_RECORDS, 2 * BATCH_RECORDS)
    assert [found.added for found in workspace.imports()] == [BATCH_RECORDS, 2 * BATCH_RECORDS, 2]
    assert len(ids(workspace)) == len(set(ids(workspace)))


def test_import_stops_cleanly_where_its_label_was_deleted_meanwhile(workspace: Workspace) -> None:
    label = workspace.labels()[5]

    entities = (NamedEntity(0, 1, label.name),)
    records = [Record(f"n{number}", "甲乙") for number in range(BATCH_RECORDS)]
    records.append(Record("last", "甲乙", entities=entities))

    def read() -> Iterator[Record]:
        yield from records[:-1]
        workspace.run(DeleteLabel(label.id))
        yield records[-1]

    with pytest.raises(NotAllowed, match="changed while"):
        workspace.import_records(read(), clean=False)
    assert len(ids(workspace)) == 2 + BATCH_RECORDS
    report = workspace.import_records(records, clean=False)
    assert (report.added, report.known) == (1, BATCH_RECORDS)
    assert [new.name for new in report.new_labels] == [label.name]


def test_take_back_import_refuses_while_somebody_worked_on_it(workspace: Workspace) -> None:
    report = workspace.import_records(texts("x", "y"), clean=False)
    assert report.import_id is not None
    late = ids(workspace)[-1]
    tag(workspace, late, 0, 1)
    with pytest.raises(NotAllowed, match="on 1 articles"):
        workspace.take_back_import(report.import_id)
    workspace.undo()
    changes = workspace.take_back_import(report.import_id)
    assert changes.articles == set(ids_before(late))
    assert ids(workspace) == [ARTICLE, OTHER]
    assert workspace.redo_step() is None
    assert workspace.counts()[Status.TODO] == 2
    workspace.import_records(texts("x"), clean=False)
    assert ids(workspace)[-1] > late


def ids_before(last: ArticleId) -> list[ArticleId]:
    return [ArticleId(last - 1), last]


def test_import_files_cleans_and_knows_them_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").write_text("徐匯區(qū)高質(zhì)量建設(shè)。\n", encoding="utf-8")
    made = new_workspace(tmp_path)
    done: list[tuple[int, int | None]] = []
    report = made.import_files([tmp_path / "in"], progress=lambda *seen: done.append(seen))
    assert (report.added, report.known, report.problems) == (1, 0, ())
    assert made.document(ids(made)[0]).composition.clean == "徐汇区高质量建设。"
    assert done == [(1, None)]
    again = made.import_files([tmp_path / "in"])
    assert (again.added, again.known) == (0, 1)
    assert len(made.imports()) == 1


def test_repropose_keeps_verdicts_and_lists_those_without_a_proposal(tmp_path: Path) -> None:
    made = new_workspace(tmp_path)
    gone = Repair(2, 3, "区", "script_variant", rules=("old",), verdict=Verdict.REJECTED)
    came = Boilerplate(0, 1, "credit", origin=Origin.IMPORT)
    record = Record("x", "徐匯區(qū)高質(zhì)量建設(shè)。", repairs=(gone,), boilerplate=(came,))
    made.import_records([record], clean=False)
    (number,) = ids(made)
    assert made.orphaned_verdicts(number) == ()
    assert made.upkeep.repropose() == 1
    found = made.document(number)
    assert [key_of(span) for span in found.boilerplate] == [key_of(came)]
    assert len(found.repairs) > 1
    assert [orphan.key for orphan in made.orphaned_verdicts(number)] == [key_of(gone)]
    assert made.rows([number])[0].proposals == len(found.repairs) + 1
    assert made.upkeep.repropose() == 0


def test_repropose_keeps_what_the_source_of_a_page_proved(tmp_path: Path) -> None:
    made = new_workspace(tmp_path)
    source = tmp_path / "a.html"
    story = "今天下午，大会在中心召开，各地代表参加了会议。" * 4
    source.write_text(f"<p>{story}</p><div class=sidebar><p>某城故事</p></div>", encoding="utf-8")
    made.import_files([source])
    (number,) = ids(made)
    (cut,) = made.document(number).boilerplate
    assert (cut.rules, cut.type) == (("structure.frame",), "random_recommend")
    assert made.upkeep.repropose() == 0
    assert made.document(number).boilerplate == (cut,)
    made.set_setting("disabled_rules", ["structure.frame"])
    assert made.upkeep.repropose() == 1
    assert made.document(number).boilerplate == ()


def test_settings_are_stored_and_checked(workspace: Workspace) -> None:
    heard: list[Changes] = []
    workspace.subscribe(heard.append)
    workspace.set_setting("disabled_rules", ["b", "a"])
    assert reopened(workspace).setting("disabled_rules") == ("b", "a")
    assert heard == [Changes(parts=frozenset({Part.SETTINGS}))]


def test_setting_refuses_unknown_keys_and_values(workspace: Workspace) -> None:
    with pytest.raises(KeyError):
        workspace.setting("colour")
    with pytest.raises(ValueError, match="script"):
        workspace.set_setting("script", "x2y")
    assert workspace.setting("script") == "t2s"


def test_backup_is_a_whole_project_of_its_own(workspace: Workspace) -> None:
    tag(workspace, ARTICLE, 0, 1)
    path = workspace.path.with_name("copy.duizhao")
    path.write_bytes(b"an older copy")
    workspace.backup(path)
    tag(workspace, ARTICLE, 1, 2)
    with Workspace.open(path) as copy:
        assert len(copy.document(ARTICLE).entities) == 1
        assert copy.undo()
    with pytest.raises(ProjectError, match="take the place"):
        workspace.backup(workspace.path)
    with pytest.raises(ProjectError, match="no folder"):
        workspace.backup(workspace.path.with_name("none") / "copy.duizhao")


def test_threads_take_turns_and_lose_nothing(workspace: Workspace) -> None:
    many = [Record(f"n{number}", "甲乙丙丁") for number in range(1200)]
    worker = threading.Thread(target=lambda: workspace.import_records(many, clean=False))
    worker.start()
    for start in range(4):
        tag(workspace, ARTICLE, start, start + 1)
        tag(workspace, OTHER, start, start + 1)
    worker.join()
    assert len(workspace.article_ids()) == 1202
    assert len(workspace.history()) == 8
    assert len(workspace.document(ARTICLE).entities) == 4


def test_importing_the_workspace_loads_no_language_data() -> None:
    code = (
        "import sys, annotator.workspace; "
        "print({'jieba', 'opencc', 'pypinyin', 'annotator.rules'} & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_import_without_cleaning_loads_no_rules(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "甲乙", "label": [[0, 1, "LOC"]]}\n', "utf-8")
    code = (
        "import sys; from pathlib import Path; from annotator.workspace import Workspace; "
        "workspace = Workspace.create(Path('p.duizhao')); "
        "print(workspace.import_files([Path('a.jsonl')], clean=False).added); workspace.close(); "
        "print({'jieba', 'opencc', 'pypinyin', 'annotator.rules'} & {*sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["1", "set()"]


@pytest.mark.skipif(os.name != "posix", reason="makes a pipe")
def test_backup_never_replaces_what_is_no_file(workspace: Workspace, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, tmp_path):
        with pytest.raises(ProjectError, match="no file that a backup"):
            workspace.backup(place)
    assert pipe.is_fifo()


def test_backup_holds_what_was_stored_while_it_was_made(workspace: Workspace) -> None:
    workspace.import_records([Record(f"n{n}", f"文{n}" * 900) for n in range(1500)], clean=False)
    tag(workspace, ARTICLE, 0, 1)
    path = workspace.path.with_name("copy.duizhao")
    worker = threading.Thread(target=lambda: workspace.backup(path))
    worker.start()
    during = 0
    while worker.is_alive():
        tag(workspace, OTHER, during % 4, 4)
        workspace.undo()
        during += 1
    worker.join()
    assert during > 1
    with Workspace.open(path) as copy:
        assert copy.document(ARTICLE).entities == workspace.document(ARTICLE).entities
        assert len(copy.article_ids()) == 1502


def test_documents_reads_long_texts_in_small_pages(workspace: Workspace) -> None:
    long = [Record(f"n{number}", "字" * 400_000) for number in range(5)]
    workspace.import_records(long, clean=False)
    pages = list(workspace._store.reader.pages(workspace.article_ids()))
    assert [len(page) for page in pages] == [4, 2, 1]
    assert [len(found.article.raw) for found in workspace.documents()] == [4, 4, *[400_000] * 5]


def test_neighbour_walks_the_list_of_all_or_of_one_status(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts("甲", "乙", "丙", "丁"))
    first, second, third, fourth = ids(workspace)
    workspace.run(SetStatus(second, Status.DONE))
    assert workspace.neighbour(0) == first
    assert workspace.neighbour(first) == second
    assert workspace.neighbour(first, status=Status.TODO) == third
    assert workspace.neighbour(third, forward=False, status=Status.DONE) == second
    assert workspace.neighbour(fourth) is None
    assert workspace.neighbour(first, forward=False) is None
