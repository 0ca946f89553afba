"""Patterns that are compiled when they are first used: each of them is one."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import annotator.rules
from annotator.text.patterns import later


def test_behaves_like_a_compiled_pattern():
    pattern = later(r"(\d+)年", re.I)
    assert pattern.search("在2024年")[1] == "2024"
    assert [hit[0] for hit in pattern.finditer("1年 2年")] == ["1年", "2年"]
    assert (pattern.pattern, pattern.groups) == (r"(\d+)年", 1)


def test_a_broken_pattern_is_told_on_first_use():
    pattern = later("(")
    with pytest.raises(re.error):
        pattern.match("")


def test_every_pattern_of_the_rules_compiles():
    kind = type(later("a"))
    found = [
        value
        for module in pkgutil.walk_packages(annotator.rules.__path__, "annotator.rules.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, kind)
    ]
    assert found
    for pattern in found:
        assert pattern.groups >= 0
