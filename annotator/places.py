"""Where the project of opened text files is kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from annotator.errors import InputError

PROJECT_SUFFIX = ".duizhao"
INDEX_SUFFIX = ".find"


def project_for(paths: Sequence[Path]) -> Path:
    """The project file that belongs to these texts: the same one each time they are opened.

    A folder's project stands beside the folder, that of files beside the first of them, under the
    folder's name; where nothing may be written there, among the person's documents.
    Raises InputError if a path does not exist.

    >>> project_for([Path(".")]).suffix
    '.duizhao'
    """
    for path in paths:
        if not path.exists():
            raise InputError("{path} does not exist.", "Check the name.", path=path)
    first = paths[0].resolve()
    folder = first if first.is_dir() else first.parent
    home = folder.parent if first.is_dir() else folder
    name = f"{folder.name or 'articles'}{PROJECT_SUFFIX}"
    if (home / name).exists() or os.access(home, os.W_OK):
        return home / name
    documents = Path(platformdirs.user_documents_dir())
    documents.mkdir(parents=True, exist_ok=True)
    return documents / name


def is_beside(project: Path, paths: Sequence[Path]) -> bool:
    """Whether a project stands where that of these texts is looked for first.

    >>> is_beside(Path("a.duizhao"), [Path("a")]), is_beside(Path("b/a.duizhao"), [Path("a")])
    (True, False)
    """
    return project.resolve().parent == paths[0].resolve().parent


def index_for(project: Path) -> Path:
    """Where the index of the texts of a project is kept: with what may be thrown away.

    >>> index_for(Path("a.duizhao")).suffix
    '.find'
    """
    name = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:16]
    return Path(platformdirs.user_cache_dir("duizhao")) / "find" / f"{name}{INDEX_SUFFIX}"
