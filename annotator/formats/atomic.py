"""Files that are either the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import glob
import io
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from annotator.errors import UserError
from annotator.reasons import of_system
from annotator.taken import is_taken

T = TypeVar("T")

PART_SUFFIX = ".duizhao-part"
_DATABASE = b"SQLite format 3\0"
# A file being written is younger than this; an older one was left by a program that was killed.
STRAY_AFTER = 3600.0
_AHEAD = 8_000_000


def write_atomically(path: Path, write: Callable[[BinaryIO], T]) -> T:
    """Let `write` fill a file that takes the place of `path` when it is whole and on the disk.

    If anything fails before that, what was at `path` stays as it was. A device or pipe is written
    to as it is. Raises UserError where the folder or disk does not let the file be written, and
    for a project: nothing may take its place.
    """
    with telling(path):
        target = target_of(path)
        if is_device(target):
            with target.open("wb") as device:
                return write(device)
        _sweep(target)
        return _replace(target, write)


def is_device(target: Path) -> bool:
    """Whether what is there cannot be replaced, such as a pipe."""
    return target.exists() and not target.is_file()


def target_of(path: Path) -> Path:
    """Where to write; raises UserError for a folder and a project, which nothing may replace."""
    target = path.resolve()
    if target.is_dir():
        raise UserError("{path} is a folder.", "Name a file in it.", path=path)
    if _is_project(target):
        raise UserError(
            "{path} is a project.", "Name another file: its labels would be lost.", path=path
        )
    return target


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Raise UserError instead of OSError, about the file that was to be written."""
    try:
        yield
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}.",
            "Choose another place for it, or free some space.",
            path=path,
            reason=of_system(error),
        ) from error


def _replace(target: Path, write: Callable[[BinaryIO], T]) -> T:
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
    try:
        with io.BufferedWriter(_Sent(part, "xb")) as file:
            result = write(file)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return result


class _Sent(io.FileIO):
    """A file that goes to the disk while it is written, where the system can be told so.

    Waiting at its end until all of it is there takes a twentieth of the time of a large export.
    """

    _told = _size = 0

    def write(self, data: Any, /) -> int:
        """As every file does."""
        written = super().write(data)
        self._size += written
        if self._size - self._told >= _AHEAD and hasattr(os, "posix_fadvise"):
            # What is not needed in memory is written out; nothing waits for it.
            length = self._size - self._told
            os.posix_fadvise(self.fileno(), self._told, length, os.POSIX_FADV_DONTNEED)
            self._told = self._size
        return written


def put_in_place(part: Path, target: Path) -> None:
    """Let a file that is whole and on the disk take the place of another."""
    if target.exists():
        shutil.copymode(target, part)
    part.replace(target)
    _sync_folder(target.parent)


def _is_project(target: Path) -> bool:
    if is_taken(target):
        return True
    if not target.is_file():
        return False
    with target.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows has no call for it and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(target: Path) -> None:
    """Delete what an earlier write of the same file left behind."""
    for stray in target.parent.glob(f".{glob.escape(target.name)}.*{PART_SUFFIX}"):
        if time.time() - stray.stat().st_mtime > STRAY_AFTER:
            stray.unlink(missing_ok=True)
