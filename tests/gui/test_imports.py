"""What is imported beside the window costs what Python takes for it, and nothing else."""

from __future__ import annotations

import importlib
import linecache
from pathlib import Path

import pytest

import ui


def test_no_source_is_read_of_what_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "brought_along.py").write_text("import brought_later\n", encoding="utf-8")
    (tmp_path / "brought_later.py").write_text("there = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert ui.__doc__
    assert importlib.import_module("brought_along").brought_later.there
    assert not any("brought_" in name for name in linecache.cache)
