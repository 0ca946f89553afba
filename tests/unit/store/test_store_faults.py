"""What happens when the disk or the file fails in the middle of work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.commands import AddEntity
from annotator.errors import ProjectError
from annotator.formats.base import Record
from annotator.model import ArticleId
from annotator.store.connection import told_by
from annotator.store.files import log_of
from annotator.workspace import Workspace
from tests.workspaces import new_workspace, texts

ARTICLE = ArticleId(1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path, *texts("字" * 4000))


def limit_pages(workspace: Workspace, more: int) -> None:
    """Let the file grow by so many pages only: what a full disk does, without one."""
    with workspace._store._connection.alone() as driver:
        (pages,) = driver.execute("pragma page_count").fetchone()
        driver.execute(f"pragma max_page_count = {pages + more}")


def add(workspace: Workspace, start: int, note: str) -> None:
    workspace.run(AddEntity(ARTICLE, start, start + 1, workspace.labels()[0].id, note))


def test_a_full_disk_is_named_and_costs_only_the_last_action(workspace: Workspace) -> None:
    limit_pages(workspace, 5)
    stored = 0
    with pytest.raises(ProjectError, match="disk is full") as caught:
        for start in range(4000):
            add(workspace, start, "注" * 500)
            stored += 1
    assert caught.value.way_out
    assert stored > 0
    assert len(workspace.document(ARTICLE).entities) == stored
    assert len(workspace.history(limit=5000)) == stored
    limit_pages(workspace, 500)
    add(workspace, stored, "注")
    assert len(workspace.document(ARTICLE).entities) == stored + 1
    path = workspace.path
    workspace.close()
    with Workspace.open(path) as again:
        assert len(again.document(ARTICLE).entities) == stored + 1


def test_a_full_disk_keeps_the_batches_before_it(workspace: Workspace) -> None:
    limit_pages(workspace, 600)
    many = [Record(f"n{number}", f"文{number}" * 400) for number in range(2000)]
    with pytest.raises(ProjectError, match="disk is full"):
        workspace.import_records(many, clean=False)
    stored = len(workspace.article_ids()) - 1
    assert 0 < stored < 2000
    assert sum(found.added for found in workspace.imports()) == stored + 1
    limit_pages(workspace, 10_000)
    report = workspace.import_records(many, clean=False)
    assert (report.added, report.known) == (2000 - stored, stored)


def test_told_by_finds_the_cause_behind_a_failed_rollback() -> None:
    try:
        try:
            raise OSError("database or disk is full")
        except OSError:
            raise ValueError("cannot rollback - no transaction is active")  # noqa: B904
    except ValueError as error:
        told = told_by(error)
    assert told is not None
    assert "disk is full" in str(told)


def test_told_by_leaves_bugs_alone() -> None:
    assert told_by(ValueError("near 'selct': syntax error")) is None


def test_a_log_that_was_given_room_keeps_every_action_at_a_sudden_end(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The files as a power cut would leave them, before and after the log begins anew."""
    add(workspace, 0, "")
    workspace._store.grow_log()
    log = log_of(workspace.path)
    size = log.stat().st_size
    for start in range(1, 400):
        add(workspace, start, "注" * 200)
        if start % 100 == 1:
            cut = tmp_path / f"cut{start}.duizhao"
            shutil.copy(workspace.path, cut)
            shutil.copy(log, log_of(cut))
            with Workspace.open(cut) as found:
                assert len(found.document(ARTICLE).entities) == start + 1
    assert log.stat().st_size == size
