"""The quality gate on made-up sites: what recurrence adds, what it loses, and its confidence.

The floors stand a little below what is reached on these sites, of which none was looked at while
the rule was written.
"""

from __future__ import annotations

from functools import lru_cache

from tests.sites import Reached, seen_together, site

SITES = range(300, 306)


@lru_cache(maxsize=2)
def reached(*, evidence: bool) -> Reached:
    figures = Reached()
    for number in SITES:
        made = site(number)
        seen = list(seen_together([page.raw for page in made.pages], made.name))
        for page, lines in zip(made.pages, seen, strict=True):
            figures.judge(page, lines if evidence else None)
    return figures


def test_recurrence_finds_frames_that_rules_do_not_know() -> None:
    assert reached(evidence=False).recall < 0.8
    assert reached(evidence=True).recall >= 0.93


def test_recurrence_cuts_no_more_of_articles_than_rules_do() -> None:
    with_it, without = reached(evidence=True), reached(evidence=False)
    lost = with_it.wrong - without.wrong
    assert lost / (with_it.wrong + with_it.kept) <= 0.001
    assert with_it.precision >= 0.985


def test_confidence_is_not_more_than_the_share_that_is_right() -> None:
    judged = reached(evidence=True).judged
    assert len(judged) > 100
    for low, high in ((0.75, 0.9), (0.9, 1.0)):
        some = [one for one in judged if low <= one.confidence < high]
        said = sum(one.confidence for one in some)
        assert sum(one.right for one in some) >= said
