"""Puts a backup in the place of a project; what was there is kept under another name."""

from __future__ import annotations

from pathlib import Path

from annotator.store import copies


def restore(project: Path, backup: Path) -> Path | None:
    """Make `project` what `backup` is; returns where the project that was there is kept.

    None where there was none. Raises ProjectError where the backup is no whole project, where the
    project is open, and where nothing can be written; then everything is as it was.
    """
    return copies.put_back(backup, project)
