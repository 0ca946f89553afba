"""What every test stands on: no display, own folders, and the same examples in every run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from annotator.workspace import Workspace
from tests.desk import Desk
from tests.workspaces import opened

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep settings, caches and logs of the tests away from those of the person who runs them."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(home / name.lower())


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Close the projects that a test opened and left so; Python 3.13 warns of each."""
    before = len(opened)
    yield
    while len(opened) > before:
        opened.pop().close()


@pytest.fixture
def seeds() -> Path:
    """The five seed articles."""
    return SEEDS


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk with nothing on it yet."""
    made = Desk(qtbot, tmp_path / "settings.ini")
    yield made
    made.quit()


@pytest.fixture
def folder(tmp_path: Path, seeds: Path) -> Path:
    """A copy of the seeds, so that their project is made beside the copy."""
    return Path(shutil.copytree(seeds, tmp_path / "seeds"))


@pytest.fixture(scope="session")
def ready_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the seeds, made once: cleaning them for every test would take minutes."""
    path = tmp_path_factory.mktemp("ready") / "seeds.duizhao"
    with Workspace.create(path) as workspace:
        workspace.import_files([SEEDS])
    return path


@pytest.fixture
def working(desk: Desk, folder: Path, ready_project: Path) -> Desk:
    """A desk with the project of the seeds open."""
    shutil.copy(ready_project, folder.with_suffix(ready_project.suffix))
    desk.start(folder)
    return desk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whether the window ever stands still is tried first: what hundreds of windows of other tests
    leave behind slows each turn of the loop, and no user has that."""
    items.sort(key=lambda item: item.path.name != "test_never_freezes.py")
