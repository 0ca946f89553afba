"""The quality gate on made-up pages of many kinds: how much of each type is cut, and what is lost.

The floors stand a little below what is reached. The shipped model has seen these pages, so they
guard what there is and do not say how well unseen pages fare.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

import pytest

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID
from annotator.learning.synthetic import Page, pages
from annotator.learning.training import HALVES
from annotator.pipeline import propose

PAGES = 150
KEPT = 0.99

FLOORS: dict[str, float] = {
    "app_promo": 0.80,
    "breadcrumb": 0.80,
    "comments": 0.95,
    "contact_ad": 0.94,
    "copyright_notice": 0.69,
    "disclaimer": 0.69,
    "docsite_shell": 0.79,
    "editor_line": 0.91,
    "link_blob": 0.93,
    "login_ui": 0.80,
    "nav_menu": 0.76,
    "prev_next": 0.87,
    "publish_meta": 0.89,
    "random_recommend": 0.89,
    "related_list": 0.85,
    "share_qr": 0.83,
    "site_footer": 0.95,
    "spam_seo": 0.96,
    "tags_keywords": 0.73,
    "ui_stub": 0.67,
}


class Reached(NamedTuple):
    """Characters that are not white space: all and cut by type, all and kept of articles."""

    all: Counter[str]
    cut: Counter[str]


@lru_cache(maxsize=1)
def reached() -> Reached:
    figures = Reached(Counter(), Counter())
    for half in HALVES:
        for page in pages(PAGES, held_out=bool(half)):
            count(page, figures)
    return figures


def count(page: Page, figures: Reached) -> None:
    types = [""] * len(page.raw)
    for start, end, kind in page.cuts:
        types[start:end] = [kind] * (end - start)
    cut = bytearray(len(page.raw))
    for found in propose(page.raw).boilerplate:
        cut[found.start : found.end] = b"\1" * (found.end - found.start)
    seen = [not char.isspace() for char in page.raw]
    figures.all.update(compress(types, seen))
    figures.cut.update(compress(types, (a and b for a, b in zip(seen, cut, strict=True))))


def test_made_up_pages_hold_every_type_of_the_floors() -> None:
    assert FLOORS.keys() == reached().all.keys() - {""}
    assert FLOORS.keys() <= BOILERPLATE_TYPE_BY_ID.keys()


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_enough_boilerplate_of_each_type_is_cut(kind: str) -> None:
    figures = reached()
    assert figures.cut[kind] / figures.all[kind] >= FLOORS[kind]


def test_articles_are_kept() -> None:
    figures = reached()
    assert 1 - figures.cut[""] / figures.all[""] >= KEPT


def test_made_up_pages_are_the_same_each_time_and_their_ranges_hold_whole_lines() -> None:
    for page, again in zip(pages(20, held_out=False), pages(20, held_out=False), strict=True):
        assert page == again
        for start, end, _ in page.cuts:
            assert start == 0 or page.raw[start - 1] == "\n"
            assert page.raw[end] == "\n"
