"""What is refused as a project, why, and that it is left as it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.errors import ProjectError, UserError
from annotator.exporting import ExportOptions, export_file
from annotator.store import Store
from annotator.store.files import APPLICATION_ID
from annotator.store.migrations import MIGRATIONS
from annotator.workspace import Workspace
from tests.workspaces import new_workspace, texts

NOW = "2026-11-22T03:17:00Z"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A closed project with some text in it."""
    workspace = new_workspace(tmp_path, *texts("甲乙丙" * 2000, "丁戊己" * 2000))
    workspace.close()
    return workspace.path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def header_changed(path: Path, offset: int, value: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset : offset + 4] = value.to_bytes(4, "big")
    path.write_bytes(bytes(data))


def refused(path: Path, words: str) -> None:
    """Opening must fail with these words and a way out, and leave no trace."""
    before = digest(path)
    beside = sorted(path.parent.iterdir())
    with pytest.raises(ProjectError, match=words) as caught:
        Store.open(path, NOW)
    assert caught.value.way_out
    assert digest(path) == before
    assert sorted(path.parent.iterdir()) == beside


def test_open_refuses_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.duizhao"
    path.write_bytes(b"")
    refused(path, "is empty")


@pytest.mark.parametrize("data", [b"hello " * 1000, b"SQLite format 3\x00", "正文".encode()])
def test_open_refuses_what_is_no_database(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.duizhao"
    path.write_bytes(data)
    refused(path, "is not a duizhao project")


def test_open_refuses_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "a.duizhao"
    other = sqlite3.connect(path)
    other.execute("create table article (id integer primary key)")
    other.commit()
    other.close()
    refused(path, "another program")


def test_open_refuses_a_newer_schema(project: Path) -> None:
    header_changed(project, 60, 99)
    refused(project, "newer version")


def test_open_refuses_a_truncated_file(project: Path) -> None:
    project.write_bytes(project.read_bytes()[: project.stat().st_size // 2])
    refused(project, "cut short")


def test_open_names_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no project"):
        Store.open(tmp_path / "none.duizhao", NOW)
    with pytest.raises(ProjectError, match="is a folder"):
        Store.open(tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


def test_create_refuses_a_missing_folder_and_an_existing_file(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no folder"):
        Store.create(tmp_path / "none" / "a.duizhao", NOW)
    path = tmp_path / "a.duizhao"
    path.write_text("keep me", encoding="utf-8")
    with pytest.raises(ProjectError, match="already a file"):
        Store.create(path, NOW)
    assert path.read_text(encoding="utf-8") == "keep me"


def test_open_refuses_a_project_open_elsewhere_and_says_where(project: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from annotator.store import Store\n"
            f"store = Store.open(Path(sys.argv[1]), {NOW!r})\n"
            "print('open', flush=True); sys.stdin.read()",
            str(project),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        before = digest(project)
        with pytest.raises(ProjectError, match=f"already open by process {holder.pid} on .* {NOW}"):
            Store.open(project, NOW)
        assert digest(project) == before
    finally:
        holder.kill()
        holder.communicate()
    # The lock died with its owner; the note it left does not keep anybody out.
    Store.open(project, NOW).close()
    assert [path.name for path in project.parent.iterdir()] == [project.name]


def test_open_refuses_a_project_open_in_this_process(project: Path) -> None:
    store = Store.open(project, NOW)
    with pytest.raises(ProjectError, match="already open"):
        Store.open(project, NOW)
    assert store.articles.counts()
    store.close()


def test_closing_twice_leaves_the_next_owner_alone(project: Path) -> None:
    first = Store.open(project, NOW)
    first.close()
    second = Store.open(project, "later")
    first.close()
    with pytest.raises(ProjectError, match="since later"):
        Store.open(project, NOW)
    second.close()


def test_open_reports_damage_after_an_unclean_end(project: Path) -> None:
    data = bytearray(project.read_bytes())
    data[2 * 4096 : 3 * 4096] = bytes(4096)
    project.write_bytes(bytes(data))
    project.with_name(project.name + "-wal").write_bytes(bytes(32))
    with pytest.raises(ProjectError, match="damaged"):
        Store.open(project, NOW)


def test_store_is_opened_with_the_pragmas_that_keep_labels(project: Path) -> None:
    store = Store.open(project, NOW)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "locking_mode": "exclusive",
        "application_id": APPLICATION_ID,
        "user_version": len(MIGRATIONS),
    }
    with store._connection.alone() as driver:
        found = {name: driver.execute(f"pragma {name}").fetchone()[0] for name in wanted}
    assert found == wanted
    assert not project.with_name(project.name + "-shm").exists()
    store.close()
    assert [path.name for path in project.parent.iterdir()] == [project.name]


# The rest needs someone whom permissions bind; the administrator becomes nobody for it.
_CHILD = """
import os, sys
from pathlib import Path
from annotator.errors import ProjectError, UserError
from annotator.exporting import ExportOptions, export_file
from annotator.store import Store
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
for action, path in ((Store.open, sys.argv[1]), (Store.create, sys.argv[1] + ".new")):
    try:
        action(Path(path), "now").close()
    except ProjectError as error:
        print(error)
    else:
        print("done")
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other accounts reach, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


def told_to_nobody(path: Path) -> list[str]:
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions of this kind are POSIX's")
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)], capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    return run.stdout.splitlines()


def test_open_refuses_a_read_only_file(project: Path, open_folder: Path) -> None:
    path = Path(shutil.copy(project, open_folder / "a.duizhao"))
    path.chmod(0o444)
    before = digest(path)
    opened, created = told_to_nobody(path)
    assert "is read-only" in opened
    assert created == "done"
    assert digest(path) == before


def test_open_and_create_refuse_a_read_only_folder(project: Path, open_folder: Path) -> None:
    path = Path(shutil.copy(project, open_folder / "a.duizhao"))
    path.chmod(0o666)
    open_folder.chmod(0o555)
    before = digest(path)
    assert all("cannot be written" in line for line in told_to_nobody(path))
    assert digest(path) == before
    assert [found.name for found in open_folder.iterdir()] == ["a.duizhao"]


@pytest.mark.parametrize("wrong", ["export", "open", "import", "backup"])
def test_a_project_stays_locked_whatever_else_is_asked_of_its_file(
    project: Path, wrong: str
) -> None:
    """Closing any descriptor of it would let go of the lock, on POSIX systems."""
    alias = project.with_name("alias.json")
    alias.symlink_to(project)
    asked: dict[str, Callable[[Workspace], object]] = {
        "export": lambda workspace: export_file(workspace, alias, ExportOptions()),
        "open": lambda workspace: Workspace.open(alias),
        "import": lambda workspace: workspace.import_files([alias]),
        "backup": lambda workspace: workspace.backup(alias),
    }
    with Workspace.open(project) as workspace:
        with pytest.raises(UserError):
            asked[wrong](workspace)
        code = (
            "import sys; from pathlib import Path; from annotator.workspace import Workspace; "
            "Workspace.open(Path(sys.argv[1]))"
        )
        run = subprocess.run(
            [sys.executable, "-c", code, str(project)], capture_output=True, text=True, check=False
        )
        assert "is already open by process" in run.stderr
    Workspace.open(project).close()
