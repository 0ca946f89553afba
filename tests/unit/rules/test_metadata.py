"""Metadata: what the heads and ends of pages say, and where each value stands."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from annotator.pipeline import propose, read
from annotator.rules.metadata import read_meta

HELD = json.loads(
    (Path(__file__).parents[2] / "cases" / "metadata.json").read_text(encoding="utf-8")
)
CASES = [(page.format(**HELD["parts"]), meta) for page, meta in HELD["cases"]]


@pytest.mark.parametrize(("page", "meta"), CASES, ids=range(len(CASES)))
def test_metadata_is_what_the_page_says(page: str, meta: dict[str, object]) -> None:
    found = asdict(propose(page).meta)
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in found.items() if v} == meta


@pytest.mark.parametrize("page", [page for page, _ in CASES], ids=range(len(CASES)))
def test_each_value_stands_where_it_was_read(page: str) -> None:
    """Times are rewritten and a title on two lines is joined; all else is the text itself."""
    _, read_page, cuts = read(page)
    for one in read_meta(read_page, cuts):
        there = read_page.view[one.start : one.end].replace("\n", "")
        if one.field == "published":
            assert there[0].isdigit() or there[0] in "二民"
        else:
            assert one.value.replace("，", ",") == there
