"""A project of the first version, filled by plain SQL."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.store.files import APPLICATION_ID
from annotator.store.migrations import MIGRATIONS, migrate
from annotator.store.packing import pack

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
    "boilerplate": [(32, 1, 11, 18, "editor_line", "accepted", 1, "", AT)],
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


def make_old_project(path: Path, articles: int = 0) -> Path:
    """Write it to a file; with `articles`, so many more of the same text are in it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as driver:
        driver.execute(f"pragma application_id = {APPLICATION_ID}")
        migrate(driver, MIGRATIONS[:1], AT)
        for table, rows in ROWS.items():
            marks = ", ".join("?" * len(rows[0]))
            driver.executemany(f'insert into "{table}" values ({marks})', rows)
        driver.execute("begin")
        for number in range(100, 100 + articles):
            for table in ("article", "article_text", "proposals"):
                _, *row = ROWS[table][1]
                if table == "article":
                    row[:2] = [f"k{number}", hashlib.sha256(b"%d" % number).digest()]
                marks = ", ".join("?" * (len(row) + 1))
                driver.execute(f'insert into "{table}" values ({marks})', (number, *row))
        driver.execute("commit")
    return path
