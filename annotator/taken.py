"""The project files that this process has open, which nothing else in it may open as a file.

On POSIX systems a process loses its locks on a file as soon as it closes any descriptor of it, and
another program could then open the project as well.
Source: fcntl(2); https://www.sqlite.org/howtocorrupt.html, "locks canceled by a separate thread".
"""

from __future__ import annotations

from pathlib import Path

File = tuple[int, int]
"""What tells a file from others, whatever it is called: its device and number there."""

_taken: list[File] = []


def take(path: Path) -> File:
    """Note that a file is open from now on, once more if it is already; returns which."""
    _taken.append(_identity(path))
    return _taken[-1]


def let_go(file: File) -> None:
    """Note that a file was closed once."""
    _taken.remove(file)


def is_taken(path: Path) -> bool:
    """Whether this process has a file open as a project.

    >>> is_taken(Path(__file__))
    False
    """
    return path.exists() and _identity(path) in _taken


def _identity(path: Path) -> File:
    found = path.stat()
    return found.st_dev, found.st_ino
