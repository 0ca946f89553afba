"""A project of the first version, filled by plain SQL: all of it is there in this version."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from annotator.model import ArticleId, Origin, Status, Verdict
from annotator.store.files import APPLICATION_ID
from annotator.store.migrations import MIGRATIONS, first, migrate, run_statements, version_of
from annotator.store.packing import pack
from annotator.workspace import Workspace

RAW = ("首页\n上海市徐汇区。\n责任编辑：张三", "北京。")
AT = "2026-11-22T03:17:00Z"
ADDED = [21, 1, 3, 6, 9, "上海市", "person", None, "accepted", 1, "", AT]

ROWS: dict[str, list[tuple[object, ...]]] = {
    "setting": [("title", '"旧项目"'), ("disabled_rules", '["bylines.credits"]')],
    "annotator": [(1, "甲"), (2, "乙")],
    "label": [(9, "LOC", "地名", "#15803d", "6", "", 0)],
    "import": [(1, AT, 1, '["a.jsonl"]', 2)],
    "article": [
        (
            *(number, f"k{number}", hashlib.sha256(raw.encode()).digest(), 1, status, raw[:2]),
            *(raw[:2], len(raw), proposed, 0, 0, seconds, AT),
        )
        for number, raw, status, proposed, seconds in (
            (1, RAW[0], "todo", 2, 12.5),
            (2, RAW[1], "todo", 0, 0.0),
        )
    ],
    "article_text": [(1, RAW[0], '{"url":"http://example.com/1"}'), (2, RAW[1], "{}")],
    "proposals": [
        (
            1,
            "4",
            pack(
                {
                    "r": [[5, 1, "correction", ["x.y"], 0.9, [], "rule", "室"]],
                    "b": [[0, 2, "nav_menu", ["furniture.lines"], 0.9, ["首页"], "rule"]],
                    "m": {"title": "找到的题"},
                }
            ),
        ),
        (2, None, pack({"r": [], "b": [], "m": {}})),
    ],
    "verdict": [(1, "boilerplate", "nav_menu", 0, 2, "", "rejected", 2, "留着", AT)],
    "repair": [(31, 1, 9, 10, "旭", "correction", "accepted", 1, "", AT)],
    "boilerplate": [(32, 1, 12, 19, "editor_line", "accepted", 1, "", AT)],
    "entity": [tuple(ADDED)],
    "meta": [(1, '{"title":"人写的题"}')],
    "history": [
        (1, "add_entity", '["LOC"]', 1, 1, AT, "done", pack([["entity", None, ADDED]])),
        (
            *(2, "set_status", "[]", 2, 2, AT, "undone"),
            pack([["article", [2, "todo"], [2, "done"]]]),
        ),
    ],
    "history_article": [(1, 1), (2, 2)],
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "old.duizhao"
    driver = sqlite3.connect(path, isolation_level=None)
    driver.execute(f"pragma application_id = {APPLICATION_ID}")
    migrate(driver, MIGRATIONS[:1], AT)
    for table, rows in ROWS.items():
        marks = ", ".join("?" * len(rows[0]))
        driver.executemany(f'insert into "{table}" values ({marks})', rows)
    driver.close()
    return path


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
            (12, 19, "editor_line", Verdict.ACCEPTED, "甲"),
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
