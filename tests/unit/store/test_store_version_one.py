"""A project of the first version, filled by plain SQL: all of it is there in this version."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from annotator.errors import Cancelled
from annotator.model import ArticleId, Origin, Status, Verdict
from annotator.store.migrations import MIGRATIONS, first, run_statements, version_of
from annotator.workspace import Workspace
from tests.old_project import RAW, ROWS, make_old_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_old_project(tmp_path / "old.duizhao")


def columns(path: Path) -> dict[str, list[str]]:
    """The tables of a project with their columns."""
    driver = sqlite3.connect(path)
    found = {
        table: [row[1] for row in driver.execute(f'pragma table_info("{table}")')]
        for table in [*ROWS, "status_count"]
    }
    driver.close()
    return found


def quoted(name: str) -> str:
    return f'"{name}"'


def contents(path: Path, tables: dict[str, list[str]]) -> dict[str, list[object]]:
    """What stands in these columns of these tables."""
    driver = sqlite3.connect(path)
    held = {
        table: sorted(
            driver.execute(f'select {", ".join(map(quoted, names))} from "{table}"'), key=repr
        )
        for table, names in tables.items()
    }
    driver.close()
    return held


def test_version_one_project_is_as_it_was_after_a_backup(project: Path) -> None:
    tables = columns(project)
    before = contents(project, tables)
    with Workspace.open(project, annotator=None):
        pass
    assert contents(project, tables) == before
    backup = project.with_name("old.version-1.duizhao")
    assert contents(backup, tables) == before
    for path, version in ((project, len(MIGRATIONS)), (backup, 1)):
        driver = sqlite3.connect(path)
        assert version_of(driver) == version
        driver.close()


@pytest.mark.parametrize("calls", [0, 1], ids=["in the backup", "in the migration"])
def test_stopping_leaves_a_project_as_it_was(tmp_path: Path, calls: int) -> None:
    path = make_old_project(tmp_path / "old.duizhao", articles=10_000)
    tables = columns(path)
    before = contents(path, tables)
    called = 0

    def progress(_done: int, _total: int | None) -> None:
        nonlocal called
        called += 1
        if called > calls:
            raise Cancelled

    with pytest.raises(Cancelled):
        Workspace.open(path, progress=progress)

    assert called == calls + 1
    assert columns(path) == tables
    assert contents(path, tables) == before
    with Workspace.open(path) as workspace:
        assert sum(workspace.counts().values()) == 10_002


def test_version_one_project_shows_everything_and_its_history_goes_both_ways(
    project: Path,
) -> None:
    with Workspace.open(project) as workspace:
        assert workspace.title == "旧项目"
        assert workspace.setting("disabled_rules") == ("bylines.credits",)
        shown = workspace.document(ArticleId(1))
        assert shown.article.raw == RAW[0]
        assert (shown.article.meta.title, shown.article.seconds) == ("人写的题", 12.5)
        assert [(c.start, c.end, c.type, c.verdict, c.annotator) for c in shown.boilerplate] == [
            (0, 2, "nav_menu", Verdict.REJECTED, "乙"),
            (11, 18, "editor_line", Verdict.ACCEPTED, "甲"),
        ]
        assert [(r.start, r.text, r.origin) for r in shown.repairs] == [
            (5, "室", Origin.RULE),
            (9, "旭", Origin.PERSON),
        ]
        assert [entity.start for entity in shown.entities] == [3]
        assert [step.title for step in workspace.history()] == ["set_status", "add_entity"]
        assert workspace.redo()
        assert workspace.counts()[Status.DONE] == 1
        assert workspace.undo()
        assert workspace.undo()
        assert workspace.document(ArticleId(1)).entities == ()
        assert workspace.redo()
        assert [entity.start for entity in workspace.document(ArticleId(1)).entities] == [3]
        assert list(workspace.upkeep.recurring_lines()) == []
        assert workspace.upkeep.count_recurring() == 0


def test_first_version_is_never_changed() -> None:
    driver = sqlite3.connect(":memory:")
    run_statements(driver, first.STATEMENTS)
    made = driver.execute("select name, sql from sqlite_master order by name").fetchall()
    told = hashlib.sha256(json.dumps(made).encode()).hexdigest()
    driver.close()
    assert told == "d9fb081e2b0cf0e1945ace24711870624d9d27820b1f867e1429dfbef5e529af"
