"""The program as it is started, on a real (virtual) screen, with real keys, killed for real."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.workspace import Workspace

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("Xvfb", "xdotool"))),
    reason="Xvfb and xdotool are needed to type into a real window",
)


class Screen:
    """A virtual screen with the program on it; keys go to its window."""

    def __init__(self, tmp_path: Path) -> None:
        self._trace = tmp_path / "trace.jsonl"
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        self._environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "zh_CN.UTF-8",
        }
        self.program: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        """Start the program and wait until an article is shown and its window has the keys."""
        self._trace.unlink(missing_ok=True)
        command = [sys.executable, str(ROOT / "main.py"), *arguments, "--trace", str(self._trace)]
        self.program = subprocess.Popen(command, env=self._environment)
        self.wait_for("article painted")
        window = self._xdotool("search", "--onlyvisible", "--name", "对照|duizhao").split()[0]
        self._xdotool("windowfocus", "--sync", window)

    def keys(self, *keys: str) -> None:
        """Press keys, in xdotool's names."""
        self._xdotool("key", "--delay", "25", *keys)

    def events(self, name: str) -> int:
        """How often something has happened."""
        if not self._trace.exists():
            return 0
        lines = self._trace.read_text(encoding="utf-8").splitlines()
        return sum(json.loads(line)["event"] == name for line in lines)

    def wait_for(self, name: str, times: int = 1) -> None:
        """Wait until the program says that something has happened so often."""
        end = time.monotonic() + PATIENCE
        while self.events(name) < times:
            assert time.monotonic() < end, f"{name} did not happen {times} times"
            assert self.program is not None and self.program.poll() is None, "the program ended"
            time.sleep(0.02)

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout

    def end(self) -> None:
        """Take everything down."""
        for process in (self.program, self._server):
            if process is not None:
                process.kill()
                process.wait()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A virtual screen of its own."""
    made = Screen(tmp_path)
    yield made
    made.end()


def entities_of(project: Path) -> list[str]:
    """The surfaces of every entity stored in a project."""
    with Workspace.open(project) as workspace:
        return [
            document.article.raw[entity.start : entity.end]
            for document in workspace.documents()
            for entity in document.entities
        ]


def test_labels_typed_into_the_window_survive_kill_9_and_undo_goes_on(
    screen: Screen, folder: Path
) -> None:
    project = folder.with_suffix(".duizhao")
    screen.start(str(folder))
    screen.keys("ctrl+Home", "shift+Right", "shift+Right", "6")
    screen.keys("Right", "Right", "shift+Right", "shift+Right", "5")
    screen.wait_for("committed", 2)
    assert screen.program is not None
    screen.program.kill()
    screen.program.wait()
    assert entities_of(project) == ["疫情", "不住"]

    screen.start(str(project))
    screen.keys("ctrl+z")
    screen.keys("Escape", "ctrl+q")
    screen.program.wait(timeout=PATIENCE)
    assert entities_of(project) == ["疫情"]


def test_the_program_ends_with_zero_when_its_window_is_closed(screen: Screen, folder: Path) -> None:
    screen.start(str(folder))
    screen.keys("ctrl+q")
    assert screen.program is not None
    assert screen.program.wait(timeout=PATIENCE) == 0
