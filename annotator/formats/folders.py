"""Folders of files that appear when all of them are whole."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from annotator.errors import UserError
from annotator.formats.atomic import PART_SUFFIX, STRAY_AFTER, telling

T = TypeVar("T")

MANIFEST = "duizhao-export.json"
"""Names the files of an export, so that a later one may take their place."""


def write_folder(path: Path, fill: Callable[[Path], T]) -> T:
    """Let `fill` put files into a new folder that takes the place of `path` when it returns.

    If anything fails before that, what was at `path` stays as it was. Only an empty folder or one
    with nothing but an earlier export in it is replaced: raises UserError for any other, and where
    the disk does not let the folder be written.
    """
    with telling(path):
        target = path.resolve()
        _check(target, path)
        _sweep(target)
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
        part.mkdir()
        try:
            result = fill(part)
            _flush(part)
            _put_in_place(part, target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return result


def _check(target: Path, path: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UserError(
            "{path} is a file.", "This export writes a folder: name another one.", path=path
        )
    if target.is_dir() and _others(target):
        raise UserError(
            "{path} is a folder with other files in it: {name}.",
            "Name a new folder, or an earlier export.",
            path=path,
            name=_others(target)[0],
        )


def _others(folder: Path) -> list[str]:
    """The files of a folder that no export put there, in order."""
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        ours = {*told["files"], MANIFEST}
    except (OSError, ValueError, TypeError, KeyError):
        ours = set()
    there = (path for path in folder.rglob("*") if not path.is_dir())
    return sorted(name for p in there if (name := p.relative_to(folder).as_posix()) not in ours)


def _flush(folder: Path) -> None:
    """Put everything on the disk: at once where the system can, else file by file."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _put_in_place(part: Path, target: Path) -> None:
    if not target.exists():
        part.rename(target)
        return
    old = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
    target.rename(old)
    try:
        part.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old)


def _sweep(target: Path) -> None:
    """Delete what an earlier write of the same folder left behind."""
    for stray in target.parent.glob("*"):
        ours = stray.name.startswith(f".{target.name}.") and stray.name.endswith(PART_SUFFIX)
        if ours and stray.is_dir() and time.time() - stray.stat().st_mtime > STRAY_AFTER:
            shutil.rmtree(stray, ignore_errors=True)
