"""Bringing a filled project to a newer schema: whole, or as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.commands import AddEntity
from annotator.errors import ProjectError
from annotator.store import Store
from annotator.store.migrations import MIGRATIONS, Migration, run_statements
from tests.workspaces import ids, new_workspace, texts

NOW = "2026-11-22T03:17:00Z"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A closed project of the newest schema with articles and entities."""
    workspace = new_workspace(tmp_path, *texts("甲乙丙丁", "戊己庚辛"))
    for number in ids(workspace):
        workspace.run(AddEntity(number, 0, 2, workspace.labels()[0].id))
    workspace.close()
    return workspace.path


def dump(path: Path) -> list[str]:
    database = sqlite3.connect(path)
    lines = list(database.iterdump())
    database.close()
    return lines


def step(*statements: str) -> Migration:
    def apply(driver: sqlite3.Connection) -> None:
        for statement in statements:
            driver.execute(statement)

    return Migration("next", apply)


def test_migration_adds_a_column_and_keeps_every_row(project: Path) -> None:
    more = step("alter table article add column site text not null default ''")
    store = Store.open(project, NOW, (*MIGRATIONS, more))
    assert store.articles.counts()
    store.close()
    database = sqlite3.connect(project)
    assert database.execute("pragma user_version").fetchone() == (len(MIGRATIONS) + 1,)
    names = [name for (name,) in database.execute("select name from migration order by rowid")]
    assert names == [*(migration.name for migration in MIGRATIONS), "next"]
    assert database.execute("select count(*), max(site) from article").fetchone() == (2, "")
    assert database.execute("select count(*) from entity").fetchone() == (2,)
    database.close()


def test_migration_leaves_a_verified_backup_of_the_old_schema(project: Path) -> None:
    before = dump(project)
    more = step("create table more (id integer primary key)")
    Store.open(project, NOW, (*MIGRATIONS, more)).close()
    backup = project.with_name(f"test.version-{len(MIGRATIONS)}.duizhao")
    assert dump(backup) == before
    Store.open(backup, NOW).close()


def test_migration_keeps_the_rows_that_refer_to_a_table_made_anew(project: Path) -> None:
    # What peewee's own migrator lost labels by: the drop fires the cascade.
    again = step(
        "create table label_new (id integer primary key, name text not null unique, "
        "title text, color text, key text, description text, position integer)",
        "insert into label_new select * from label",
        "drop table label",
        "alter table label_new rename to label",
    )
    Store.open(project, NOW, (*MIGRATIONS, again)).close()
    database = sqlite3.connect(project)
    assert database.execute("select count(*) from entity").fetchone() == (2,)
    assert database.execute("pragma foreign_key_check").fetchall() == []
    database.close()


def fails(driver: sqlite3.Connection) -> None:
    driver.execute("create table half (id integer primary key)")
    raise ValueError("in the middle")


@pytest.mark.parametrize(
    ("apply", "error"),
    [
        (fails, ValueError),
        (lambda driver: driver.execute("delete from entity"), ProjectError),
        (lambda driver: driver.execute("delete from label"), ProjectError),
        (lambda driver: driver.execute("drop table entity"), ProjectError),
    ],
)
def test_migration_that_fails_or_loses_rows_changes_nothing(
    project: Path, apply: Callable[[sqlite3.Connection], None], error: type[Exception]
) -> None:
    before = dump(project)
    with pytest.raises(error):
        Store.open(project, NOW, (*MIGRATIONS, Migration("bad", apply)))
    assert dump(project) == before
    Store.open(project, NOW).close()


def test_run_statements_runs_triggers_whole_and_refuses_half_a_statement() -> None:
    driver = sqlite3.connect(":memory:")
    run_statements(
        driver,
        "create table t (a);\n"
        "create trigger g after insert on t begin\n  delete from t;\nend;\n"
        "insert into t values (1);\n",
    )
    assert driver.execute("select count(*) from t").fetchone() == (0,)
    with pytest.raises(ValueError, match="incomplete"):
        run_statements(driver, "select 1")
    driver.close()
