"""Which files to read, in which order, and what their articles are called."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.errors import InputError, mark
from annotator.formats.base import Problem, cannot_read
from annotator.places import PROJECT_SUFFIX
from annotator.taken import is_taken

_NAMED = 20
_BESIDE = (".losses.jsonl", ".offsets.jsonl")
_BESIDE_NAMES = (
    *("features.json", "duizhao-export.json", "label-studio.xml"),
    *("annotation.conf", "visual.conf"),
)
"""What exports put beside their articles, which is read with them or not at all."""


class Source(NamedTuple):
    """A file to read; `name` is unique among the files of one read."""

    path: Path
    name: str


class Found(NamedTuple):
    """The files to read, in order, and what was passed over."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


def find_files(paths: Iterable[Path], suffixes: Sequence[str]) -> Found:
    """The named files, and those in named folders, in name order, that end in one of `suffixes`.

    Passed over in folders are hidden files, projects, what exports put beside articles, and a text
    whose annotations stand beside it, since they are read together. Links are not followed, since
    what they lead to inside the folder is read at its own place; other suffixes and links that lead
    out are named in one problem each. Raises InputError for a path that does not exist, a project,
    and a folder without such a file.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            walk = _Walk(path, tuple(suffixes))
            problems += walk.problems()
            for file in walk.files:
                files.setdefault(os.path.join(walk.root, file.relative_to(path)), file)
        else:
            _check_file(path)
            files.setdefault(os.path.realpath(path), path)
    whole = [Path(os.path.abspath(path)) for path in files.values()]
    return Found(tuple(map(Source, files.values(), _names(whole))), tuple(problems))


def _check_file(path: Path) -> None:
    if not os.path.lexists(path):
        raise InputError("{path} does not exist.", "Check the name.", path=path)
    if path.suffix.lower() == PROJECT_SUFFIX or is_taken(path):
        raise InputError(
            "{path} is a project, not a file of articles.",
            "Export it first, or open it as the project.",
            path=path,
        )


class _Walk:
    """A folder read to the bottom, in name order."""

    def __init__(self, folder: Path, suffixes: tuple[str, ...]) -> None:
        self.files: list[Path] = []
        self._folder = folder
        self.root = Path(os.path.realpath(folder))
        self._suffixes = suffixes
        self._others: list[str] = []
        self._plain: list[str] = []
        self._links: list[str] = []
        self._closed: list[Problem] = []
        self._enter(folder)
        if not self.files:
            raise InputError(
                "{folder} holds no articles.",
                "Files ending in {suffixes} are read from a folder; others if named.",
                folder=folder,
                suffixes=", ".join(suffixes),
            )

    def _enter(self, folder: Path) -> None:
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            inside = self._sorted(here)
            for entry in inside:
                if not entry.is_dir(follow_symlinks=False):
                    self._take(entry)
            folders = [entry.path for entry in inside if entry.is_dir(follow_symlinks=False)]
            waiting += map(Path, reversed(folders))

    def _sorted(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                seen = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            self._closed.append(cannot_read(folder, error))
            return []
        names = {entry.name for entry in seen}
        return sorted(
            (entry for entry in seen if not self._is_beside(entry.name, names)),
            key=lambda entry: entry.name,
        )

    def _is_beside(self, name: str, names: set[str]) -> bool:
        """Whether a file is part of another one that is read."""
        if name.endswith(_BESIDE) or name in _BESIDE_NAMES:
            return True
        path = Path(name)
        annotations = path.suffix == ".txt" and ".ann" in self._suffixes
        return annotations and path.with_suffix(".ann").name in names

    def _take(self, entry: os.DirEntry[str]) -> None:
        suffix = Path(entry.name).suffix.lower()
        if entry.is_symlink():
            target = Path(os.path.realpath(entry.path))
            if not (target.exists() and target.is_relative_to(self.root)):
                self._links.append(entry.path)
        elif suffix in self._suffixes:
            self.files.append(Path(entry.path))
        elif suffix != PROJECT_SUFFIX:
            (self._others if suffix else self._plain).append(entry.path)

    def problems(self) -> Iterator[Problem]:
        """What was passed over, each kind once."""
        yield from self._closed
        for message, paths in (
            (mark("files of other kinds were not read: {counted}"), self._others),
            (mark("files without a suffix were not read: {counted}"), self._plain),
            (mark("links that lead nowhere or outside were not followed: {counted}"), self._links),
        ):
            if paths:
                counted = _by_kind(paths) if paths is self._others else len(paths)
                values = {"counted": counted}
                yield Problem(str(self._folder), 0, message, _some(paths), values)


def _by_kind(paths: Sequence[str]) -> str:
    kinds = Counter(Path(path).suffix.lower() for path in paths)
    return ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))


def _some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:_NAMED]) + (" …" if len(paths) > _NAMED else "")


def _names(paths: Sequence[Path]) -> list[str]:
    """A name for each file: without its last suffix, with folders where two would clash.

    >>> _names([Path("/x/a/1.txt"), Path("/x/b/1.txt"), Path("/x/b/2.txt"), Path("/x/b/2.jsonl")])
    ['a/1', 'b/1', '2.txt', '2.jsonl']
    """
    names = [_storable(path.stem) for path in paths]
    clashes: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        clashes[name].append(place)
    for places in clashes.values():
        if len(places) > 1:
            for place, name in zip(places, _told_apart([paths[p] for p in places]), strict=True):
                names[place] = name
    return names


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """The shortest ends of the paths that differ, without suffixes if they differ without them."""
    if len({path.parent for path in paths}) == 1:
        return [_storable(path.name) for path in paths]
    whole = len({path.with_suffix("") for path in paths}) < len(paths)
    tails = [(*path.parent.parts, path.name if whole else path.stem) for path in paths]
    depth = 2
    while len({tail[-depth:] for tail in tails}) < len(tails):
        depth += 1
    return [_storable("/".join(tail[-depth:])) for tail in tails]


def _storable(name: str) -> str:
    """A file name as text; bytes of it that are no UTF-8 are spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()
