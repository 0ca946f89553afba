"""Projects for tests: real files, a clock that ticks, ids that count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from annotator.formats.base import Record
from annotator.ids import NewId
from annotator.model import ArticleId
from annotator.workspace import Workspace

opened: list[Workspace] = []
"""The projects that were made or opened here; those of a test are closed at its end."""


def ticking() -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is read."""
    seconds = count()
    return lambda: datetime(2026, 11, 22, 3, 17, tzinfo=UTC) + timedelta(seconds=next(seconds))


def counting(first: int = 1) -> NewId:
    """Ids that count upwards."""
    last = first - 1

    def new_id(count: int = 1) -> int:
        nonlocal last
        last += count
        return last - count + 1

    return new_id


def new_workspace(folder: Path, *records: Record) -> Workspace:
    """A new project with these records, uncleaned."""
    workspace = Workspace.create(
        folder / "test.duizhao", annotator="甲", clock=ticking(), new_id=counting()
    )
    opened.append(workspace)
    if records:
        workspace.import_records(records, clean=False)
    return workspace


def reopened(workspace: Workspace) -> Workspace:
    """The same project, closed and opened again; new ids go on far behind the old ones."""
    path, first = workspace.path, workspace.new_id() + 1
    workspace.close()
    again = Workspace.open(path, clock=ticking(), new_id=counting(first))
    opened.append(again)
    return again


def ids(workspace: Workspace) -> list[ArticleId]:
    """The ids of all articles."""
    return [ArticleId(number) for number in workspace.article_ids()]


def texts(*raws: str) -> Iterable[Record]:
    """Records called a0, a1 and so on."""
    return [Record(f"a{number}", raw) for number, raw in enumerate(raws)]


def rows(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    """What a statement finds in the file of a project, past the program."""
    return workspace._store._connection.rows(sql)


def change(workspace: Workspace, sql: str, *values: object) -> None:
    """Change the file of a project past the program."""
    workspace._store._connection.execute(sql, values)


def assert_labels_counted(workspace: Workspace) -> None:
    """What is stored of how many entities articles have of each label is true."""
    stored = "select label, verdict, annotator, article, entities from entity_count"
    counted = (
        "select label, ifnull(verdict, ''), ifnull(annotator, 0), article, count(*) from "
        "(select label, verdict, annotator, article from entity union all "
        "select value, verdict, annotator, article from entity_pack, json_each(labels)) "
        "group by 1, 2, 3, 4"
    )
    assert sorted(rows(workspace, stored)) == sorted(rows(workspace, counted))
