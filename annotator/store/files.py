"""A project file seen from outside: whether it may be opened, and who has it open.

Nothing here writes to a project file. SQLite opens a file of no bytes as a new database and a
foreign one without a word, so the header is read first.
Source: SQLite's file format, https://sqlite.org/fileformat2.html#the_database_header
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import ProjectError
from annotator.reasons import of_system
from annotator.taken import is_taken

APPLICATION_ID = 0x64757A68  # "duzh"

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


def check_folder(path: Path) -> None:
    """Whether a file can be made here; raises ProjectError."""
    folder = path.parent
    if not folder.is_dir():
        raise ProjectError(
            "There is no folder {folder}.",
            "Make the folder first, or choose another place.",
            folder=folder,
        )
    if not os.access(folder, os.W_OK):
        raise ProjectError(
            "The folder {folder} cannot be written.",
            "Choose another folder, or change the permissions of this one.",
            folder=folder,
        )


def check_file(path: Path, newest: int) -> None:
    """Whether this is a project that this version can open; raises ProjectError.

    `newest` is the highest schema version known.
    """
    if path.is_dir():
        raise ProjectError(
            "{file} is a folder, not a project.", "Choose a project file.", file=path.name
        )
    if not path.exists():
        raise ProjectError(
            "There is no project {path}.", "Check the name, or create a new project.", path=path
        )
    # One that is open here is known to be whole, and refused where it is opened again.
    if not is_taken(path):
        _check_header(path, newest)
    if not os.access(path, os.W_OK):
        raise ProjectError(
            "The project {file} is read-only.",
            "Copy it to a place where you may write, or change its permissions.",
            file=path.name,
        )
    # The write-ahead log is made beside the file.
    check_folder(path)


def is_older(path: Path, newest: int) -> bool:
    """Whether this is a project of a version before `newest`, by the header of its file."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        header = file.read(_HEADER)
        return _is_project(header) and _number(header, 60) < newest
    return False


def _is_project(header: bytes) -> bool:
    whole = header.startswith(_MAGIC) and len(header) == _HEADER
    return whole and _number(header, 68) == APPLICATION_ID


def _check_header(path: Path, newest: int) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise ProjectError(
            "The project {file} cannot be read: {reason}.",
            "Check its permissions and the disk it is on.",
            file=path.name,
            reason=of_system(error),
        ) from error
    if not header:
        raise ProjectError("The file {file} is empty.", "Open a backup of it.", file=path.name)
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise ProjectError(
            "The file {file} is not a duizhao project.",
            "To bring texts into a project, import them.",
            file=path.name,
        )
    if _number(header, 68) != APPLICATION_ID:
        raise ProjectError(
            "The file {file} is a database of another program.",
            "Choose a project file.",
            file=path.name,
        )
    check_version(path, _number(header, 60), newest)
    _check_length(path, header)


def check_version(path: Path, version: int, newest: int) -> None:
    """Raises ProjectError for a project of a later version than this program knows."""
    if version > newest:
        raise ProjectError(
            "The project {file} was made by a newer version of duizhao.",
            "Install the newest version and open it with that.",
            file=path.name,
        )


def _check_length(path: Path, header: bytes) -> None:
    """The header tells the length, unless a log beside the file still holds a part of it."""
    page = _number(header, 16, 2)
    expected = _number(header, 28) * (65536 if page == 1 else page)
    size = path.stat().st_size
    if not has_log(path) and size < expected:
        raise ProjectError(
            "The project {file} is cut short: {size} of {expected} bytes are there.",
            "Copy it again from where it came, or open a backup.",
            file=path.name,
            size=size,
            expected=expected,
        )


def log_of(path: Path) -> Path:
    """The write-ahead log of a project file."""
    return path.with_name(path.name + "-wal")


def has_log(path: Path) -> bool:
    """Whether the file was not closed: its write-ahead log holds something."""
    log = log_of(path)
    return log.exists() and log.stat().st_size > 0


def _number(header: bytes, offset: int, size: int = 4) -> int:
    return int.from_bytes(header[offset : offset + size], "big")


@dataclass(frozen=True, slots=True)
class Owner:
    """The note beside a project that tells others who has it open; SQLite's lock decides."""

    path: Path

    @property
    def file(self) -> Path:
        """Where the note stands."""
        return self.path.with_name(f".{self.path.name}.open")

    def write(self, since: str) -> None:
        """Leave the note."""
        note = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
        # On a full disk there is no note, and the project can still be read and exported.
        with contextlib.suppress(OSError):
            self.file.write_text(json.dumps(note), encoding="utf-8")

    def remove(self) -> None:
        """Take the note away."""
        self.file.unlink(missing_ok=True)

    def refusal(self) -> ProjectError:
        """What to say to the second one."""
        way_out = "Use the window that has it open, or close it there first."
        try:
            note: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
            process, host, since = note["pid"], note["host"], note["since"]
        except (OSError, ValueError, KeyError, TypeError):
            message = "The project {file} is already open."
            return ProjectError(message, way_out, file=self.path.name)
        return ProjectError(
            "The project {file} is already open by process {process} on {host} since {since}.",
            way_out,
            file=self.path.name,
            process=process,
            host=host,
            since=since,
        )
