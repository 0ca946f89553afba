"""Data files of other packages, read without importing the packages, which would cost time."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def package_file(package: str, *parts: str) -> Path:
    """A data file that a package brings along.

    Raises ModuleNotFoundError if the package is not installed.

    >>> package_file("jieba", "dict.txt").suffix
    '.txt'
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"No package {package!r}", name=package)
    return Path(spec.submodule_search_locations[0], *parts)


def packaged(package: str, *parts: str) -> str:
    """The text of a data file that a package brings along.

    Raises ModuleNotFoundError if the package is not installed.

    >>> packaged("opencc", "dictionary", "TSPhrases.txt").startswith("一目瞭然")
    True
    """
    return package_file(package, *parts).read_text(encoding="utf-8")
