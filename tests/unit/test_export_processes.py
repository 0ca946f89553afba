"""Exports that several processes write: the same bytes, of one moment, while work goes on."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator import exporting
from annotator.commands import AddEntity
from annotator.errors import Cancelled
from annotator.exporting import ExportOptions, export_file
from annotator.formats.base import NamedEntity, Record
from annotator.parallel import cores, shared
from annotator.workspace import Workspace
from tests.unit.test_parallel import POSIX, killed_by_three, told
from tests.workspaces import ids, new_workspace, reopened

FORMATS = ("jsonl", "prodigy", "doccano", "bio", "edits")
MANY = pytest.mark.skipif(cores() == 1, reason="one process does all of it")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Forty articles, which go out in twenty pieces: enough for several processes."""
    monkeypatch.setattr(exporting, "_AT_ONCE", 2)
    records = [
        Record(
            f"a{n}",
            f"第{n}篇  说\n\n上海😀的张三。",
            entities=(NamedEntity(5, 7, "LOC"), NamedEntity(5, 10, "PER", note="注")),
        )
        for n in range(10, 50)
    ]
    folder = tmp_path / "项 目?%#"
    folder.mkdir()
    with new_workspace(folder, *records) as made:
        yield made


def slowly(_done: int, _whole: int | None) -> None:
    """So that the others have started before this process has done all."""
    time.sleep(0.1)


def alone(workspace: Workspace, path: Path, format: str = "jsonl") -> bytes:
    """What one process writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exporting, "cores", lambda: 1)
        export_file(workspace, path, ExportOptions(format))
    return content(path)


def content(path: Path) -> bytes:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return b"".join(file.read_bytes() for file in files)


@MANY
@pytest.mark.parametrize("format", FORMATS)
def test_several_processes_write_what_one_does(
    workspace: Workspace, tmp_path: Path, format: str
) -> None:
    path = tmp_path / "out"
    report = export_file(workspace, path, ExportOptions(format), slowly)
    assert report.written == 40
    assert content(path) == alone(workspace, tmp_path / "other", format)
    losses = tmp_path / "out.losses.jsonl"
    if losses.exists():
        assert losses.read_bytes() == (tmp_path / "other.losses.jsonl").read_bytes()
    assert multiprocessing.active_children() == []


@MANY
def test_work_goes_on_while_a_project_goes_out_as_it_was(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = alone(workspace, tmp_path / "before.jsonl")
    label = workspace.labels()[0].id
    free = iter(reversed(ids(workspace)))

    def working(_done: int, _whole: int | None) -> None:
        time.sleep(0.1)
        workspace.run(AddEntity(next(free), 0, 2, label))

    path = tmp_path / "out.jsonl"
    export_file(workspace, path, ExportOptions(), working)
    here = {line: n for n, line in enumerate(before.splitlines())}
    lines = content(path).splitlines()
    # This process writes what is stored by then; the others, what was when the export began.
    assert len(lines) == len(here)
    assert sum(line in here for line in lines) >= 20
    again = reopened(workspace)
    assert sum(len(document.entities) for document in again.documents()) == 2 * 40 + 20
    again.close()


@MANY
def test_two_exports_at_once_do_not_disturb_each_other(
    workspace: Workspace, tmp_path: Path
) -> None:
    inner: list[bytes] = []

    def exporting_too(_done: int, _whole: int | None) -> None:
        if not inner:
            export_file(workspace, tmp_path / "inner.jsonl", ExportOptions(), slowly)
            inner.append(content(tmp_path / "inner.jsonl"))

    export_file(workspace, tmp_path / "outer.jsonl", ExportOptions(), exporting_too)
    assert inner == [content(tmp_path / "outer.jsonl")]


@MANY
@pytest.mark.parametrize("fault", [Cancelled, KeyError])
def test_an_export_that_is_stopped_leaves_no_process_and_the_old_file(
    workspace: Workspace, tmp_path: Path, fault: type[Exception]
) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")

    def stop(done: int, _whole: int | None) -> None:
        time.sleep(0.1)
        if done > 20:
            raise fault

    with pytest.raises(fault):
        export_file(workspace, path, ExportOptions(), stop)
    assert path.read_text("utf-8") == "old"
    assert multiprocessing.active_children() == []
    export_file(workspace, path, ExportOptions())
    assert content(path) == alone(workspace, tmp_path / "other.jsonl")


@MANY
def test_a_project_that_is_closed_meanwhile_does_not_go_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"

    def close(_done: int, _whole: int | None) -> None:
        workspace.close()

    with pytest.raises(Exception, match="not opened"):
        export_file(workspace, path, ExportOptions(), close)
    assert list(tmp_path.glob("*.jsonl")) == []


def here(number: int) -> tuple[int, int]:
    time.sleep(0.02)
    return told(number)


def test_work_is_shared_with_another_process_in_order() -> None:
    found: list[tuple[int, int]] = []
    with closing(shared(here, told, range(10_000), 1, told)) as done:
        for item in done:
            found.append(item)
            if len({process for _, process in found}) == 2:
                break
    assert [number for number, _ in found] == list(range(len(found)))
    assert found[0][1] == os.getpid()
    assert len(found) < 10_000
    assert multiprocessing.active_children() == []


def slow(number: int) -> int:
    time.sleep(0.05)
    return number


@POSIX
@pytest.mark.parametrize("there", [killed_by_three, slow])
def test_shared_work_outlives_what_kills_a_process(there: Callable[[int], int]) -> None:
    items = [*range(30), 3, *range(30)]
    assert list(shared(slow, there, items, 1, int)) == items


def test_shared_work_does_not_wait_for_a_process_that_hangs() -> None:
    assert list(shared(slow, time.sleep, range(100, 160), 1, int)) == list(range(100, 160))
    assert multiprocessing.active_children() == []
