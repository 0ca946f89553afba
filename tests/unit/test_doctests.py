"""Every example in a docstring runs and says what the docstring says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import annotator
import ui

MODULES = sorted(
    found.name
    for package in (annotator, ui)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
