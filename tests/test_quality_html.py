"""The quality gate on web pages of many kinds: what of each must stay, and how clean it comes out.

The pages in cases/html are made up, built as such sites build theirs; beside each stands the text
that a careful reader keeps. They were written before the rules were tried on them. The floors
stand a little below what is reached, on the page and on its visible text alone. Where a name stands
on one line with what somebody wrote, a few runs of characters across it are lost.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from annotator.formats.html_text import read_page
from annotator.pipeline import propose
from annotator.text.compose import compose
from annotator.text.structure import Structure

PAGES = Path(__file__).parent / "cases" / "html"
NAMES = sorted(page.stem for page in PAGES.glob("*.html"))
GRAM = 5

MEAN, MEAN_OF_TEXT = 0.94, 0.865
LEAST, LEAST_OF_TEXT = 0.65, 0.55
LOST = 0.13


def clean(source: str, with_structure: bool) -> str:
    page = read_page(source)
    structure: Structure | None = page.structure if with_structure else None
    found = propose(page.text, structure=structure)
    return compose(page.text, found.repairs, found.boilerplate).clean


def grams(text: str) -> Counter[str]:
    flat = "".join(text.split())
    return Counter(flat[at : at + GRAM] for at in range(max(1, len(flat) - GRAM + 1)))


@lru_cache
def reached(name: str, with_structure: bool) -> tuple[float, float]:
    """The share of the wanted text that is kept, and F1, in runs of characters."""
    source = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    wanted = grams((PAGES / f"{name}.txt").read_text(encoding="utf-8"))
    made = grams(clean(source, with_structure))
    right = (wanted & made).total()
    return right / wanted.total(), 2 * right / (wanted.total() + made.total())


@pytest.mark.parametrize("name", NAMES)
def test_a_page_keeps_what_is_its_article(name: str) -> None:
    kept, f1 = reached(name, True)
    assert kept >= 1 - LOST
    assert f1 >= LEAST
    assert reached(name, False)[1] >= LEAST_OF_TEXT


def test_all_kinds_of_pages_come_out_clean() -> None:
    assert sum(reached(name, True)[1] for name in NAMES) / len(NAMES) >= MEAN
    assert sum(reached(name, False)[1] for name in NAMES) / len(NAMES) >= MEAN_OF_TEXT


def test_an_item_of_two_sentences_is_kept_whole() -> None:
    for with_structure in (True, False):
        assert reached("short_item", with_structure) == (1.0, 1.0)
