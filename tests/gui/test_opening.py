"""Opening a project that an older version made: in the background, and it can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QLabel

from annotator.store import Store
from tests.desk import Desk
from tests.old_project import RAW, make_old_project
from ui.views.notice import JobBar


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return make_old_project(tmp_path / "old.duizhao", articles=2_000)


def told(desk: Desk) -> list[str]:
    """What the window says beside the text."""
    window = desk.desktop.window
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def test_an_old_project_is_brought_up_beside_the_window(working: Desk, old: Path) -> None:
    before = working.workspace.path

    working.desktop.session.open_paths([old])
    assert working.workspace.path == before
    assert "Opening old.duizhao" in told(working)

    working.settle()
    assert working.workspace.path == old
    assert working.document.article.raw == RAW[0]
    assert not working.desktop.window.findChild(JobBar).isVisible()


def test_stopping_keeps_the_project_that_is_open(working: Desk, old: Path) -> None:
    before = working.workspace.path

    working.desktop.session.open_paths([old])
    working.desktop.window.findChild(JobBar)._stop.click()
    working.settle()

    assert working.workspace.path == before
    assert "Stopped." in told(working)
    assert Store.opens_slowly(old)


def test_the_project_asked_for_last_is_the_one_that_is_shown(
    working: Desk, old: Path, tmp_path: Path
) -> None:
    session = working.desktop.session
    session.open_paths([old])
    assert QThreadPool.globalInstance().waitForDone(30_000)

    session.open_project(tmp_path / "new.duizhao", create=True)
    QApplication.processEvents()

    assert working.workspace.path == tmp_path / "new.duizhao"
    # It was let go, and can be opened again.
    session.open_project(old)
    working.settle()
    assert working.workspace.path == old


def test_asking_for_the_project_that_is_open_keeps_it(working: Desk, old: Path) -> None:
    session, before = working.desktop.session, working.workspace.path
    session.open_paths([old])
    session.open_project(before)
    working.settle()
    assert working.workspace.path == before


def test_texts_come_into_an_old_project_that_belongs_to_them(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "新.txt").write_text("徐汇区的新文章。", encoding="utf-8")
    make_old_project(tmp_path / "texts.duizhao")

    desk.start(folder)
    desk.settle()

    assert {row.key for row in desk.workspace.rows(desk.workspace.article_ids())} >= {"k1", "新"}
