"""One action is one step; steps survive everything, and undo refuses what does not fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

from annotator.changes import Part
from annotator.commands import AddEntity, Context, DeleteEntities, SaveLabel, SetStatus
from annotator.errors import NotAllowed
from annotator.formats.base import NamedEntity, Record
from annotator.model import ArticleId, LabelId, Status
from annotator.store import Store
from annotator.workspace import Workspace
from tests.workspaces import change, ids, new_workspace, reopened, rows, texts

ARTICLE, OTHER = ArticleId(1), ArticleId(2)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path, *texts("甲乙丙丁", "戊己庚辛"))


def add(workspace: Workspace, article: ArticleId, start: int) -> None:
    workspace.run(AddEntity(article, start, start + 1, workspace.labels()[0].id))


def starts(workspace: Workspace, article: ArticleId = ARTICLE) -> list[int]:
    return [entity.start for entity in workspace.document(article).entities]


@dataclass(frozen=True, slots=True)
class _Broken:
    """Changes a row, then finds out that it cannot go on."""

    article: ArticleId
    title: ClassVar[str] = "broken"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        store.articles.put_status(self.article, Status.DONE)
        store.people.id_of("nobody before")
        raise NotAllowed("No.", "Never mind.")


def test_a_failed_action_leaves_no_trace(workspace: Workspace) -> None:
    heard: list[object] = []
    workspace.subscribe(heard.append)
    before = workspace.document(ARTICLE)
    with pytest.raises(NotAllowed):
        workspace.run(_Broken(ARTICLE))
    assert heard == []
    assert workspace.history() == []
    assert workspace.document(ARTICLE) is before
    assert workspace.counts()[Status.DONE] == 0
    workspace.annotator = "nobody before"
    add(workspace, ARTICLE, 0)
    assert workspace.document(ARTICLE).entities[0].annotator == "nobody before"


def test_undo_goes_back_over_articles_and_restarts(workspace: Workspace) -> None:
    add(workspace, ARTICLE, 0)
    add(workspace, OTHER, 1)
    workspace = reopened(workspace)
    add(workspace, ARTICLE, 2)
    assert workspace.undo().articles == {ARTICLE}
    workspace = reopened(workspace)
    assert workspace.undo().articles == {OTHER}
    assert (starts(workspace), starts(workspace, OTHER)) == ([0], [])
    workspace.undo()
    assert not workspace.undo()
    assert workspace.undo_step() is None
    assert starts(workspace) == []


def test_redo_brings_back_the_same_rows(workspace: Workspace) -> None:
    add(workspace, ARTICLE, 0)
    before = workspace.document(ARTICLE).entities
    workspace.undo()
    workspace = reopened(workspace)
    step = workspace.redo_step()
    assert step is not None
    assert step.undone
    assert workspace.redo().parts == {Part.ENTITIES, Part.STATUS}
    assert workspace.document(ARTICLE).entities == before
    assert not workspace.redo()


def test_a_new_action_after_undo_ends_redo(workspace: Workspace) -> None:
    add(workspace, ARTICLE, 0)
    add(workspace, ARTICLE, 1)
    workspace.undo()
    add(workspace, ARTICLE, 2)
    assert workspace.redo_step() is None
    assert not workspace.redo()
    assert starts(workspace) == [0, 2]
    assert [step.seq for step in workspace.history()] == [3, 1]
    (kept,) = rows(workspace, "select count(*) from history")
    assert kept == (3,)


def test_an_action_without_effect_keeps_redo(workspace: Workspace) -> None:
    add(workspace, ARTICLE, 0)
    workspace.undo()
    workspace.run(SetStatus(ARTICLE, Status.TODO))
    assert workspace.redo()


def test_history_names_who_when_what_and_filters_by_article(workspace: Workspace) -> None:
    add(workspace, ARTICLE, 0)
    workspace.annotator = "乙"
    add(workspace, OTHER, 1)
    workspace.run(SaveLabel(replace(workspace.labels()[0], title="人")))
    label, second, first = workspace.history()
    assert (label.title, label.article, label.arguments) == ("save_label", None, ("PER",))
    assert (second.annotator, second.article) == ("乙", OTHER)
    assert first.at < second.at < label.at
    assert workspace.history(OTHER) == [second]
    assert workspace.history(limit=1) == [label]


def test_undo_refuses_a_label_that_an_import_uses_by_now(workspace: Workspace) -> None:
    new = replace(workspace.labels()[0], id=LabelId(5_000), name="NEW", key="")
    workspace.run(SaveLabel(new))
    entities = (NamedEntity(0, 1, "NEW"),)
    report = workspace.import_records([Record("late", "甲", entities=entities)], clean=False)
    assert report.new_labels == ()
    with pytest.raises(NotAllowed, match="import") as caught:
        workspace.undo()
    assert caught.value.way_out
    assert new in workspace.labels()
    assert len(workspace.document(ids(workspace)[-1]).entities) == 1
    assert report.import_id is not None
    workspace.take_back_import(report.import_id)
    workspace.undo()
    assert new not in workspace.labels()


def test_undo_refuses_rows_that_are_no_longer_as_it_left_them(workspace: Workspace) -> None:
    add(workspace, ARTICLE, 0)
    change(workspace, "update entity set note = 'from outside'")
    with pytest.raises(NotAllowed):
        workspace.undo()
    assert workspace.undo_step() is not None
    (row,) = rows(workspace, "select note from entity")
    assert row == ("from outside",)


def test_several_changes_of_a_row_are_one_entry(workspace: Workspace) -> None:
    add(workspace, ARTICLE, 0)
    (entity,) = workspace.document(ARTICLE).entities
    workspace.run(DeleteEntities(ARTICLE, (entity.id,)))
    store = workspace._store
    with store.transaction(), store.log.recording() as recorded:
        store.articles.put_status(ARTICLE, Status.DONE)
        store.articles.put_status(ARTICLE, Status.FLAGGED)
        store.articles.put_status(OTHER, Status.DONE)
        store.articles.put_status(OTHER, Status.TODO)
    assert [(e.before, e.after) for e in recorded.entries] == [((1, "doing"), (1, "flagged"))]


def test_rows_are_changed_inside_an_action_only(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="outside an action"):
        workspace._store.articles.put_status(ARTICLE, Status.DONE)
