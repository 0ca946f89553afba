"""Entities lie together by article, and what is counted of them is right whoever writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.commands import AddEntity, DeleteEntities, Relabel
from annotator.filters import Filter
from annotator.formats.base import NamedEntity, Record
from annotator.model import ArticleId, Origin, Verdict
from annotator.store.files import APPLICATION_ID
from annotator.store.migrations import MIGRATIONS, migrate
from annotator.store.packing import pack
from annotator.workspace import Workspace
from tests.workspaces import assert_labels_counted, change, ids, new_workspace, rows

AT = "2026-11-26T03:17:00Z"
COUNTS = "select label, verdict, annotator, article, entities from entity_count"
BEFORE = [migration.name for migration in MIGRATIONS].index("entities")

# id, article, start, end, label, text, origin, score, verdict, annotator, note, at, source
ROWS: list[Sequence[object]] = [
    (12, 1, 2, 4, 8, "丙丁", "person", None, "accepted", 1, "", AT, ""),
    (11, 1, 0, 2, 9, "甲乙", "model", 0.1 + 0.2, "accepted", 2, "记", AT, "crf"),
    (13, 1, 2, 4, 9, "丙丁", "model", 0.5, "rejected", 1, "", AT, "crf"),
    (10, 2, 0, 1, 9, "戊", "import", None, None, None, "", AT, ""),
    (14, 2, 1, 2, 9, "己", "import", None, None, None, "", AT, ""),
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A project as it was before entities were kept by article; the last two were just added."""
    path = tmp_path / "old.duizhao"
    driver = sqlite3.connect(path, isolation_level=None)
    driver.execute(f"pragma application_id = {APPLICATION_ID}")
    migrate(driver, MIGRATIONS[:BEFORE], AT)
    driver.executemany("insert into annotator values (?, ?)", [(1, "甲"), (2, "乙")])
    driver.executemany(
        "insert into label values (?, ?, ?, '#15803d', '', '', ?)",
        [(9, "LOC", "地名", 0), (8, "PER", "人名", 1)],
    )
    driver.execute("insert into import values (1, ?, 1, '[]', 2)", (AT,))
    for number, raw in ((1, "甲乙丙丁"), (2, "戊己庚")):
        driver.execute(
            "insert into article (id, key, sha256, import, status, title, found_title, length) "
            "values (?, ?, x'00', 1, 'doing', '', '', ?)",
            (number, f"k{number}", len(raw)),
        )
        driver.execute("insert into article_text values (?, ?, '{}')", (number, raw))
        nothing = pack({"r": [], "b": [], "m": {}})
        driver.execute("insert into proposals values (?, null, ?)", (number, nothing))
    driver.executemany(f"insert into entity values ({', '.join('?' * 13)})", ROWS)
    # One step from before suggestions had a source, one from after.
    steps = ((1, ROWS[0][:12], "done", 1), (2, ROWS[4], "done", 2), (3, ROWS[3], "undone", 2))
    for seq, row, state, article in steps:
        before, after = (row, None) if state == "undone" else (None, row)
        log = pack([["entity", before, after]])
        driver.execute(
            "insert into history values (?, 'add_entity', '[]', ?, 1, ?, ?, ?)",
            (seq, article, AT, state, log),
        )
        driver.execute("insert into history_article values (?, ?)", (article, seq))
    driver.close()
    return path


def test_old_project_keeps_its_entities_and_their_counts(old: Path) -> None:
    columns = 'id, article, start, "end", label, text, origin, score, verdict, annotator, note, at'
    with Workspace.open(old) as workspace:
        found = sorted(rows(workspace, f"select {columns}, source from entity"))
        assert found == sorted(tuple(row) for row in ROWS)
        assert sorted(rows(workspace, COUNTS)) == [
            (8, "accepted", 1, 1, 1),
            (9, "", 0, 2, 2),
            (9, "accepted", 2, 1, 1),
            (9, "rejected", 1, 1, 1),
        ]
        shown = workspace.document(ArticleId(1)).entities
        assert [(e.id, e.score, e.note, e.annotator) for e in shown] == [
            (11, 0.1 + 0.2, "记", "乙"),
            (12, None, "", "甲"),
            (13, 0.5, "", "甲"),
        ]


def test_history_of_an_old_project_goes_both_ways(old: Path) -> None:
    with Workspace.open(old) as workspace:
        assert workspace.redo()
        assert [e.id for e in workspace.document(ArticleId(2)).entities] == [14]
        assert workspace.undo() and workspace.undo() and workspace.undo()
        assert [e.id for e in workspace.document(ArticleId(2)).entities] == [10]
        assert [e.id for e in workspace.document(ArticleId(1)).entities] == [11, 13]
        assert_labels_counted(workspace)
        for _ in range(3):
            assert workspace.redo()
        assert [e.id for e in workspace.document(ArticleId(1)).entities] == [11, 12, 13]
        assert_labels_counted(workspace)


def named(*labels: str) -> tuple[NamedEntity, ...]:
    return tuple(NamedEntity(at, at + 1, label) for at, label in enumerate(labels))


def test_import_counts_what_it_brings_and_taking_it_back_leaves_nothing(tmp_path: Path) -> None:
    others = (
        NamedEntity(0, 1, "LOC", "记", "乙", 0.25, Origin.MODEL, None),
        NamedEntity(1, 2, "LOC", "", "丙", None, Origin.PERSON, Verdict.REJECTED),
    )
    workspace = new_workspace(
        tmp_path,
        Record("a", "甲乙丙丁", entities=named("LOC", "PER", "LOC")),
        Record("b", "戊己庚辛", entities=(*others, *named("新"))),
        Record("c", "壬癸"),
    )
    assert_labels_counted(workspace)
    labels = {label.name: label.id for label in workspace.labels()}
    first, second, _ = ids(workspace)
    assert list(workspace.article_ids(Filter(labels=frozenset({labels["LOC"]})))) == [first]
    assert list(workspace.article_ids(Filter(labels=frozenset({labels["新"]})))) == [second]
    assert list(workspace.article_ids(Filter(annotators=frozenset({"丙"})))) == [second]
    assert list(workspace.article_ids(Filter(annotators=frozenset({"丁"})))) == []
    held = workspace.document(second).entities
    assert [(e.score, e.note, e.annotator) for e in held if e.annotator == "乙"] == [
        (0.25, "记", "乙")
    ]
    workspace.take_back_import(workspace.imports()[0].id)
    assert_labels_counted(workspace)
    assert rows(workspace, COUNTS) == []
    workspace.close()


def test_entities_of_two_articles_may_have_the_same_id(tmp_path: Path) -> None:
    first = Record("a", "甲乙", entities=(NamedEntity(0, 1, "LOC", score=0.25),))
    second = Record("b", "丙丁", entities=(NamedEntity(0, 1, "LOC", score=0.75),))
    workspace = new_workspace(tmp_path, first, second)
    with workspace._store.transaction():
        change(workspace, "update entity set id = 1")
    one, two = workspace.page(ids(workspace))
    assert [e.score for e in (*one.entities, *two.entities)] == [0.25, 0.75]
    article, label = one.article.id, workspace.labels()[0].id
    workspace.run(AddEntity(article, 1, 2, label))
    added = workspace.document(article).entities[1].id
    workspace.run(Relabel(article, (added,), workspace.labels()[1].id))
    workspace.run(DeleteEntities(article, (one.entities[0].id,)))
    assert [e.id for e in workspace.document(article).entities] == [added]
    assert [e.id for e in workspace.document(two.article.id).entities] == [1]
    assert_labels_counted(workspace)
    assert workspace.undo() and workspace.undo() and workspace.undo()
    assert workspace.document(article).entities == one.entities
    assert_labels_counted(workspace)
    workspace.close()
