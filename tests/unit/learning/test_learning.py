"""The learned model: what it learns from, what it proposes and leaves alone, how it is read."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product
from math import exp
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID
from annotator.learning.features import meetings, sight, types_of
from annotator.learning.model import KEEP, SHIPPED, loaded, model_of
from annotator.learning.proposing import LEAST, NEARLY, propose_more
from annotator.learning.synthetic import pages
from annotator.learning.training import Example, curve, train
from annotator.model import Boilerplate, Origin
from annotator.pipeline import MODEL, STANDARD, Profile, propose, read
from annotator.rules import LEARNED_BY_ID, reason
from annotator.rules.arbiter import Settled
from annotator.rules.page import Page
from annotator.teaching import lesson, teach

RULES_ONLY = Profile(disabled=frozenset({MODEL}))
ARTICLE = (
    "大会今天下午在城市中心召开。来自各地的代表参加了会议。\n"
    "会议提出了三项要求，各部门将分头落实。\n"
)


def proposed(raw: str, profile: Profile = STANDARD) -> list[Boilerplate]:
    return [cut for cut in propose(raw, profile).boilerplate if cut.origin is Origin.MODEL]


@pytest.fixture(scope="module")
def on_made_up() -> list[tuple[str, Boilerplate]]:
    found = [(page.raw, cut) for page in pages(250, held_out=True) for cut in proposed(page.raw)]
    assert len(found) > 20
    return found


def test_proposals_of_the_model_name_it_and_give_a_reason(
    on_made_up: list[tuple[str, Boilerplate]],
) -> None:
    for _, cut in on_made_up:
        assert cut.rules[0] in LEARNED_BY_ID
        assert cut.type in BOILERPLATE_TYPE_BY_ID
        assert NEARLY <= cut.confidence <= 1
        assert reason(cut, "zh").endswith("（由模型判断）")
        assert reason(cut, "en").endswith("as a model learned")
        assert cut.details[0] in reason(cut, "zh")


def test_model_that_is_only_nearly_sure_proposes_between_cuts_alone(
    on_made_up: list[tuple[str, Boilerplate]],
) -> None:
    doubtful = [(raw, cut) for raw, cut in on_made_up if cut.confidence < LEAST]
    assert doubtful
    for raw, cut in doubtful:
        others = [other for other in propose(raw).boilerplate if other != cut]
        assert any(
            not raw[other.end : cut.start].strip() for other in others if other.end <= cut.start
        )
        assert any(
            not raw[cut.end : other.start].strip() for other in others if other.start >= cut.end
        )


def test_model_proposes_beside_what_the_rules_cut(
    on_made_up: list[tuple[str, Boilerplate]],
) -> None:
    for raw, cut in on_made_up:
        for other in propose(raw, RULES_ONLY).boilerplate:
            assert other.end <= cut.start or cut.end <= other.start


def test_profile_leaves_the_model_out() -> None:
    raw = next(page.raw for page in pages(40, held_out=True) if proposed(page.raw))
    assert proposed(raw, RULES_ONLY) == []


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\n\n",
        "區(qū)",
        "首页\n新闻\n财经\n体育",
        ARTICLE,
        ARTICLE + "挑战\n" + ARTICLE,
        ARTICLE + "一、目标要求\n" + ARTICLE + "二、组织保障\n" + ARTICLE,
        ARTICLE + "下载 登录 " * 40 + "\n" + ARTICLE,
    ],
)
def test_articles_headings_long_lines_and_pages_without_text_are_left_alone(raw: str) -> None:
    assert proposed(raw) == []


def test_same_examples_give_the_same_model() -> None:
    assert teach([], 12) == teach([], 12)


def test_shipped_model_is_what_the_script_makes_of_the_rules_as_they_are() -> None:
    made = run_path(str(Path(__file__).parents[3] / ".dev" / "train_model.py"))["model"]()
    assert made == SHIPPED.read_text(encoding="utf-8"), "run .dev/train_model.py"


def test_model_trained_on_a_line_proposes_it() -> None:
    """What no made-up page and no rule knows is learned from the articles that are known."""
    strange = "咕噜喵呜 咕噜"
    raw = ARTICLE + strange + "\n"
    at = raw.index(strange)
    assert proposed(raw) == []
    known = [
        lesson(
            ARTICLE * (1 + n % 3) + strange + "\n",
            [(len(ARTICLE) * (1 + n % 3), len(ARTICLE) * (1 + n % 3) + len(strange), "share_qr")],
            n % 2,
        )
        for n in range(60)
    ]
    model = teach(known, 20)
    assert [(c.start, c.end, c.type) for c in proposed(raw, Profile(model=model))] == [
        (at, at + len(strange), "share_qr")
    ]


def test_training_needs_both_kinds_of_line() -> None:
    with pytest.raises(ValueError, match="pages with boilerplate and without"):
        train([lesson(ARTICLE, [], 0)])
    with pytest.raises(ValueError, match="pages with boilerplate and without"):
        train([Example([], [], [], 0)])


def test_curve_gives_confidence_that_holds_at_the_assumed_share() -> None:
    judged = [(0.9, n % 10 != 0) for n in range(500)] + [(0.1, n % 10 == 0) for n in range(500)]
    slope, shift = curve(judged)
    assert slope > 0.5
    assert shift < 0
    assert curve([(0.5, True)]) == (1.0, 0.0)


def broken() -> Iterator[str]:
    good = json.loads(SHIPPED.read_text(encoding="utf-8"))
    yield "not JSON"
    yield "[]"
    yield "{}"
    yield json.dumps({**good, "schema": "other/1"})
    yield json.dumps({**good, "weights": {}})
    yield json.dumps({**good, "weights": [1]})
    yield json.dumps({**good, "weights": {"shape:gap": {"nothing": 1}}})
    yield json.dumps({**good, "weights": {"shape:gap": {"comments": "much"}}})
    yield json.dumps({**good, "weights": {"shape:gap": {"comments": 1e9}}})
    yield json.dumps({**good, "moves": 3})
    yield json.dumps({**good, "slope": float("nan")})
    yield json.dumps({name: good[name] for name in good if name != "moves"})


@pytest.mark.parametrize("text", list(broken()))
def test_broken_model_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        loaded(text)


def test_shipped_model_tells_no_line_and_no_number_of_a_page() -> None:
    said = [name for name in loaded("").weights if name.startswith("words:")]
    assert said
    assert all(len(name.partition(":")[2].strip("^$")) <= 3 for name in said)
    assert not any(char in "123456789" for name in said for char in name)


def test_chances_are_those_of_all_ways_to_label_the_lines() -> None:
    """Checked against the sum over every way, which is what the two passes stand for."""
    fields: dict[str, Any] = {
        "weights": {"a": {"keep": 0.5, "other": -0.2}, "b": {"comments": 1.5, "other": 0.3}},
        "moves": {"keep": {"keep": 0.9, "other": -0.4}, "comments": {"comments": 2.0}},
        "slope": 1.0,
        "shift": 0.0,
    }
    model = model_of(fields)
    lines = [["a"], ["b", "c"], ["a", "b"], []]
    ways: dict[tuple[str, ...], float] = {}
    for way in product(model.labels, repeat=len(lines)):
        score = sum(
            fields["weights"].get(name, {}).get(label, 0.0)
            for label, names in zip(way, lines, strict=True)
            for name in names
        )
        score += sum(fields["moves"].get(i, {}).get(j, 0.0) for i, j in pairwise(way))
        ways[way] = exp(score)
    scores = [model.scores(names) for names in lines]
    rows = model.chances(scores, range(len(lines)))
    assert rows[1:3] == model.chances(scores, range(1, 3))
    for number, row in enumerate(rows):
        for label, chance in zip(model.labels, row, strict=True):
            wanted = sum(score for way, score in ways.items() if way[number] == label)
            assert chance == pytest.approx(wanted / sum(ways.values()))
    assert model.chances([], range(0)) == []


def test_model_answers_the_same_in_every_thread_and_process() -> None:
    raws = [page.raw for page in pages(12, held_out=True)] * 2
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(proposed, raws)) == [proposed(raw) for raw in raws]
    profile = Profile(model=SHIPPED.read_text(encoding="utf-8"))
    assert pickle.loads(pickle.dumps(profile)) == profile


def test_features_see_which_cut_most_of_a_line_lies_in() -> None:
    page = Page("甲乙丙丁\n戊己庚辛")
    cuts = [Settled(0, 1, "other", ("r",), 1.0, ()), Settled(1, 6, "comments", ("r",), 1.0, ())]
    assert types_of(page, meetings(page, cuts)) == ["comments", ""]
    assert [len(met) for met in meetings(page, cuts)] == [2, 1]
    first, second = (sight(page, cuts).line(number) for number in (0, 1))
    assert "shape:cut" in first
    assert "words:戊己" in second


def test_looking_at_parts_of_a_page_says_what_the_whole_page_says() -> None:
    model, seen_some = loaded(""), False
    for made in pages(30, held_out=True):
        _, page, cuts = read(made.raw)
        if not any(line.prose for line in page.lines):
            continue
        proposed_lines = {
            line.number
            for line in page.lines
            for cut in propose_more(page, cuts, model)
            if cut.start <= line.start < cut.end
        }
        seen = sight(page, cuts)
        whole = [model.scores(seen.line(number)) for number in range(len(page.lines))]
        for number, guess in model.guess(whole, proposed_lines).items():
            assert guess.confidence > LEAST - 0.03, page.lines[number]
            seen_some = True
    assert seen_some


def test_lesson_knows_the_type_of_a_line_by_most_of_its_characters() -> None:
    made = lesson("甲乙丙丁\n戊己庚辛", [(0, 3, "other"), (5, 6, "comments")], 0)
    assert made.labels == ["other", KEEP]


def test_scores_of_groups_are_those_of_their_features() -> None:
    model = loaded("")
    for made in pages(5, held_out=False):
        _, page, cuts = read(made.raw)
        seen = sight(page, cuts)
        for number in range(len(page.lines)):
            groups = (seen.shape(number), *seen.around(number))
            wanted = pytest.approx(model.scores(seen.line(number)))
            assert model.scores_of(seen.words(number), *groups) == wanted
