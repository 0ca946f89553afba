"""The fast tests of the table of phrases leave out no row that fits."""

from __future__ import annotations

import random

import pytest

from annotator.rules.phrases import PHRASES, first_fitting
from annotator.rules.phrases.base import EVERYWHERE

_TOLD = "大会今天下午在城市中心召开,来自各地的代表参加了会议"


def lines() -> list[str]:
    """Every example of every row, alone, glued to another, and in front of a long sentence."""
    source = random.Random(11)
    said = [line for row in PHRASES for line in (*row.cuts, *row.keeps)]
    glued = [" ".join(source.sample(said, 2)) for _ in range(400)]
    long = [line + _TOLD * source.randrange(1, 9) for line in said]
    return [*said, *glued, *long]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_the_first_row_that_fits_is_that_of_trying_them_all(place: str) -> None:
    found = []
    for line in lines():
        fitting = (row for row in PHRASES if place in row.where and row.find(line))
        found.append((line, next(fitting, None)))
    assert [(line, first_fitting(line, place)) for line, _ in found] == found
    assert sum(row is not None for _, row in found) > len(PHRASES)
