"""The order in which proposals are offered, and the walk through them."""

from __future__ import annotations

from dataclasses import replace

from annotator.document import Document
from annotator.model import Article, ArticleId, Boilerplate, Meta, Origin, Repair, Verdict
from annotator.review.queue import next_proposal, open_proposals

RAW = "甲乙丙丁戊己庚辛"


def document(repairs: tuple[Repair, ...], boilerplate: tuple[Boilerplate, ...]) -> Document:
    return Document(Article(ArticleId(1), "a", RAW, "", Meta()), repairs, boilerplate, (), {})


SURE = Repair(0, 1, "a", "test", confidence=0.99)
DOUBTFUL = Repair(6, 7, "b", "test", confidence=0.55)
CUT = Boilerplate(4, 6, "other", confidence=0.95)


def test_doubt_comes_first_and_boilerplate_before_repairs() -> None:
    assert open_proposals(document((SURE, DOUBTFUL), (CUT,))) == [DOUBTFUL, CUT, SURE]


def test_judged_and_people_made_spans_are_not_offered() -> None:
    judged = replace(DOUBTFUL, verdict=Verdict.ACCEPTED)
    own = replace(SURE, origin=Origin.PERSON)
    assert open_proposals(document((own, judged), (CUT,))) == [CUT]


def test_walking_on_visits_every_proposal_once_and_joins_the_ends() -> None:
    whole = document((SURE, DOUBTFUL), (CUT,))
    walk = [next_proposal(whole, None)]
    for _ in range(3):
        walk.append(next_proposal(whole, walk[-1]))
    assert walk == [DOUBTFUL, CUT, SURE, DOUBTFUL]


def test_walking_back_is_the_same_way_reversed() -> None:
    whole = document((SURE, DOUBTFUL), (CUT,))
    walk = [next_proposal(whole, None, -1)]
    for _ in range(2):
        walk.append(next_proposal(whole, walk[-1], -1))
    assert walk == [SURE, CUT, DOUBTFUL]


def test_a_judged_proposal_keeps_its_place_in_the_walk() -> None:
    after = document((SURE,), (replace(CUT, verdict=Verdict.REJECTED),))
    assert next_proposal(after, CUT) == SURE


def test_nothing_is_offered_when_everything_is_judged() -> None:
    assert next_proposal(document((), ()), None) is None
