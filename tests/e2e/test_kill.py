"""Killed at any moment: what was acknowledged is there, and the project opens."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.commands import AddEntity
from annotator.incoming import BATCH_RECORDS
from annotator.workspace import Workspace
from tests.workspaces import ids, new_workspace, texts

ROUNDS = 12
LENGTH = 20_000

# Says the number of each label once it is stored, and undoes every seventh.
_WRITER = """
import sys
from pathlib import Path
from annotator.commands import AddEntity
from annotator.model import ArticleId
from annotator.workspace import Workspace

workspace = Workspace.open(Path(sys.argv[1]))
first = sum(1 for _ in workspace.document(ArticleId(1)).entities)
label = workspace.labels()[0].id
for start in range(first, 20_000):
    workspace.run(AddEntity(ArticleId(1), start, start + 1, label))
    if start % 7 == 0:
        workspace.undo()
        workspace.redo()
    print(start, flush=True)
"""

_IMPORTER = """
import sys
from pathlib import Path
from annotator.formats.base import Record
from annotator.workspace import Workspace

workspace = Workspace.open(Path(sys.argv[1]))
first = len(workspace.article_ids())
records = (Record(f"n{number}", f"文{number}" * 50) for number in range(first, 10**6))
def stored(done, total):
    print(first + done, flush=True)
workspace.import_records(records, clean=False, progress=stored)
"""


def killed_after(code: str, project: Path, seconds: float) -> list[int]:
    """Run a program for a while from its first line on, kill it, and return what it said."""
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(project)], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    first = program.stdout.readline()
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        program.send_signal(signal.SIGKILL)
    rest, _ = program.communicate()
    assert program.returncode == -signal.SIGKILL
    # The last line may have been cut.
    return [int(line) for line in [first, *rest.splitlines(keepends=True)] if line.endswith("\n")]


def intact(project: Path) -> None:
    database = sqlite3.connect(project)
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert database.execute("pragma foreign_key_check").fetchall() == []
    counted = "select (select sum(entities) from article) = (select count(*) from entity)"
    assert database.execute(counted).fetchone() == (1,)
    (kept,) = database.execute("select sum(articles) from status_count").fetchone()
    assert database.execute("select count(*) from article").fetchone() == (kept,)
    database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_labels_acknowledged_before_a_kill_are_there(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts("字" * LENGTH))
    project = workspace.path
    workspace.close()
    moments = random.Random(7)
    last = -1
    for _ in range(ROUNDS):
        said = killed_after(_WRITER, project, moments.uniform(0.0, 0.15))
        assert said == list(range(said[0], said[-1] + 1))
        assert said[0] == last + 1
        with Workspace.open(project) as reopened:
            (article,) = ids(reopened)
            starts = [entity.start for entity in reopened.document(article).entities]
            assert starts == list(range(len(starts)))
            assert len(starts) - 1 in (said[-1], said[-1] + 1)
            done = [step for step in reopened.history(limit=10**6) if not step.undone]
            assert len(done) == len(starts)
            last = len(starts) - 1
        intact(project)
    with Workspace.open(project) as reopened:
        assert reopened.undo()
        assert reopened.run(AddEntity(article, 0, LENGTH, reopened.labels()[1].id))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_batches_imported_before_a_kill_are_there_and_whole(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    project = workspace.path
    workspace.close()
    moments = random.Random(8)
    for _ in range(ROUNDS // 3):
        said = killed_after(_IMPORTER, project, moments.uniform(0.0, 0.3))
        with Workspace.open(project) as reopened:
            stored = len(reopened.article_ids())
            assert stored in (said[-1], said[-1] + BATCH_RECORDS)
            last = next(reversed(ids(reopened)))
            assert reopened.document(last).article.raw == f"文{stored - 1}" * 50
            assert sum(found.added for found in reopened.imports()) == stored
        intact(project)
