"""Where exporters write: files by their names, in one file, a folder or memory."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from annotator.errors import UserError
from annotator.formats.losses import Losses

WHOLE = "all"
"""What an export is called that is not split into parts."""


class Files(Protocol):
    """Opens files for writing by names with forward slashes."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A new file, whole once the block is left."""
        ...


class Output:
    """The files of an export or of one part of it, and what it could not hold."""

    def __init__(self, files: Files, losses: Losses, part: str = WHOLE) -> None:
        self.losses = losses
        self.part = part
        self._files = files

    def main(self, suffix: str) -> AbstractContextManager[BinaryIO]:
        """The file that holds the articles, or most of what is said of them."""
        return self._files.open(self.part + suffix)

    def beside(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file that all parts share; whoever writes it last must write the same."""
        return self._files.open(name)

    def inside(self, name: str) -> AbstractContextManager[BinaryIO]:
        """One of many files of this part; those of different parts are kept in folders."""
        return self._files.open(name if self.part == WHOLE else f"{self.part}/{name}")


class OneFile:
    """Puts everything into one open file; a second one cannot be had."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._name: str | None = None

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """The file, which stays open."""
        if self._name is not None:
            raise UserError("This format needs several files.", "Name a folder to write them into.")
        self._name = name
        yield self._file


class Folder:
    """Puts files into a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names: set[str] = set()

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file of this name, in folders that are made."""
        self.names.add(name)
        path = self._path.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            yield file


class Memory:
    """Keeps files in memory, for a look at how they begin and for tests."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file that is kept once it is whole."""
        file = io.BytesIO()
        yield file
        self.files[name] = file.getvalue()


class Contents(Protocol):
    """What files hold, by their names."""

    def items(self) -> Iterable[tuple[str, bytes]]:
        """The files in the order they were written."""
        ...


class Spooled:
    """The files of another process, in one file on the disk until they are taken.

    Through a pipe both processes take a quarter longer: it holds too little, so one waits for the
    other again and again.
    """

    def __init__(self, contents: Contents, folder: Path) -> None:
        """Put the contents into a new file of the folder."""
        number, path = tempfile.mkstemp(dir=folder)
        self._path = Path(path)
        self._sizes: list[tuple[str, int]] = []
        with open(number, "wb") as file:
            for name, data in contents.items():
                self._sizes.append((name, file.write(data)))

    def items(self) -> Iterator[tuple[str, bytes]]:
        """The files in the order they were written; can be taken once."""
        with self._path.open("rb") as file:
            for name, size in self._sizes:
                yield name, file.read(size)
        self._path.unlink()
