"""The documentation is that of this code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def test_the_reference_is_made_from_the_tables_of_the_program() -> None:
    command = [sys.executable, str(ROOT / ".dev" / "pages.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run python .dev/pages.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    gone = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    from annotator.cli import COMMANDS

    named = re.findall(r"main\.py ([a-z]+) ", page.read_text(encoding="utf-8"))
    assert set(named) <= set(COMMANDS)
