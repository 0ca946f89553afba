"""A backup in the place of its project: whole or not at all, and nothing is thrown away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotator.commands import AddEntity
from annotator.errors import ProjectError
from annotator.restoring import restore
from annotator.workspace import Workspace
from main import main
from tests.workspaces import ids, new_workspace, texts


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup with one label, of a project that has two by now."""
    workspace = new_workspace(tmp_path, *texts("上海徐汇区"))
    article, label = ids(workspace)[0], workspace.labels()[0].id
    workspace.run(AddEntity(article, 0, 2, label))
    workspace.backup(tmp_path / "backup.duizhao")
    workspace.run(AddEntity(article, 2, 5, label))
    workspace.close()
    return tmp_path / "backup.duizhao"


def labels_in(path: Path) -> int:
    with Workspace.open(path) as workspace:
        return len(workspace.document(ids(workspace)[0]).entities)


def test_restore_brings_the_backup_and_keeps_what_was_there(backup: Path) -> None:
    project = backup.with_name("test.duizhao")
    kept = restore(project, backup)
    assert kept == backup.with_name("test.replaced.duizhao")
    assert (labels_in(project), labels_in(kept), labels_in(backup)) == (1, 2, 1)
    assert restore(project, backup) == backup.with_name("test.replaced-2.duizhao")


def test_restore_makes_a_project_that_is_gone(backup: Path) -> None:
    project = backup.with_name("test.duizhao")
    project.unlink()
    assert restore(project, backup) is None
    assert labels_in(project) == 1


def test_restore_replaces_a_damaged_project_and_keeps_it(backup: Path) -> None:
    project = backup.with_name("test.duizhao")
    damaged = project.read_bytes()[:5000] + os.urandom(5000)
    project.write_bytes(damaged)
    kept = restore(project, backup)
    assert kept is not None and kept.read_bytes() == damaged
    assert labels_in(project) == 1


@pytest.mark.parametrize("open_one", ["test.duizhao", "backup.duizhao"])
def test_restore_refuses_a_project_that_is_open(backup: Path, open_one: str) -> None:
    project = backup.with_name("test.duizhao")
    before = sorted(os.listdir(backup.parent))
    with (
        Workspace.open(backup.with_name(open_one)),
        pytest.raises(ProjectError, match="already open"),
    ):
        restore(project, backup)
    assert sorted(os.listdir(backup.parent)) == before
    assert labels_in(project) == 2


@pytest.mark.parametrize("content", [b"", b"not a project" * 100])
def test_restore_refuses_what_is_no_backup(backup: Path, content: bytes) -> None:
    project = backup.with_name("test.duizhao")
    backup.write_bytes(content)
    with pytest.raises(ProjectError):
        restore(project, backup)
    assert labels_in(project) == 2


def test_restore_by_the_command_says_where_the_old_one_is(
    backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = backup.with_name("test.duizhao")
    assert main(["restore", str(project), str(backup)]) == 0
    assert "test.replaced.duizhao" in capsys.readouterr().out
    assert main(["restore", str(project), str(project)]) == 2
    assert "the project itself" in capsys.readouterr().err
