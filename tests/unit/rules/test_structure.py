"""What the source of a page proves: frame goes by its name and its links, and posts stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.html_text import read_page
from annotator.pipeline import propose
from annotator.rules import reason
from annotator.rules.blocks import facts
from annotator.rules.page import Page
from annotator.text.compose import compose
from annotator.text.structure import Structure
from tests.strategies import hostile_texts

STORY = "今天下午，大会在中心召开，各地代表参加了会议。"
ARTICLE = f"<h1>大会今天召开，各界到会</h1><p>{STORY}</p><p>{STORY * 3}</p>"
LINKS = "".join(f"<li><a href=/{n}>某城故事之{n}</a>" for n in "甲乙丙丁")


def cuts(source: str) -> list[tuple[str, str, str]]:
    page = read_page(source)
    found = propose(page.text, structure=page.structure).boilerplate
    return [
        (page.text[cut.start : cut.end], cut.type, rule)
        for cut in found
        for rule in cut.rules
        if rule.startswith("structure.")
    ]


def clean(source: str) -> str:
    page = read_page(source)
    found = propose(page.text, structure=page.structure)
    return compose(page.text, found.repairs, found.boilerplate).clean


@pytest.mark.parametrize(
    ("block", "type_"),
    [
        ("<nav>某城故事</nav>", "nav_menu"),
        ("<div class='main-menu'><p>某城故事</p></div>", "nav_menu"),
        ("<div id=bottomFooter>某城故事</div>", "site_footer"),
        ("<aside><p>某城故事</p></aside>", "random_recommend"),
        ("<section class='j_article relevant'>某城故事</section>", "related_list"),
        ("<div class=video-player><p>某城故事</p></div>", "login_ui"),
    ],
)
def test_a_block_is_cut_for_what_it_is_called(block: str, type_: str) -> None:
    assert cuts(ARTICLE + block) == [("某城故事", type_, "structure.frame")]


@pytest.mark.parametrize(
    "source",
    [
        ARTICLE,
        f"<div class='page no-sidebar menu-open'>{ARTICLE}<p>某城故事</p></div>",
        f"<aside>{ARTICLE}</aside>",
        f"{ARTICLE}<div class=sidebar><p>{STORY}</p></div>",
        f"{ARTICLE}<div class=share-of-market><p>某城故事</p></div>",
        f"{ARTICLE}<div class=menuscript><p>某城故事</p></div>",
        f"<article>{ARTICLE}<footer><p>{STORY}</p><p>某城故事</p></footer></article>",
        f"<header class=nav><h1>大会今天召开，各界到会</h1></header><p>{STORY * 3}</p>",
    ],
)
def test_what_only_sounds_like_frame_stays(source: str) -> None:
    assert cuts(source) == []


def test_links_in_a_row_outside_the_article_are_cut_and_inside_it_stay() -> None:
    (cut,) = cuts(f"{ARTICLE}<ul>{LINKS}</ul>")
    assert cut == (
        "\n".join(f"某城故事之{n}" for n in "甲乙丙丁"),
        "related_list",
        "structure.links",
    )
    assert cuts(f"{ARTICLE}<ul>{LINKS}</ul>{ARTICLE}") == []
    assert cuts(f"{ARTICLE}<ul>{LINKS.replace('href', 'name')}</ul>") == []


def test_a_thread_keeps_every_post_and_loses_who_wrote_it() -> None:
    posts = ["我觉得这个办法不行", "顶一下楼主，说得好", "同意", "那就这样吧，大家早点休息"]
    rows = "".join(
        f"<div class=post-by-user><div class=authi>远方{n}客</div><p>发表于 2024-4-5 23:2{n}:45</p>"
        f"<div class='post-body comment-content'><p>{text}</p></div></div>"
        for n, text in enumerate(posts)
    )
    source = f"<h1>这个办法到底行不行呢</h1><div class='thread has-sidebar'>{rows}</div>"
    assert {text for text, _, rule in cuts(source) if rule == "structure.posters"} == {
        f"远方{n}客" for n in range(4)
    }
    assert clean(source).split("\n") == ["这个办法到底行不行呢", *posts]


def test_the_reason_names_the_block_and_the_density_of_links() -> None:
    page = read_page(f"{ARTICLE}<nav><a href=/>某城</a>故事</nav>")
    (cut,) = propose(page.text, structure=page.structure).boilerplate
    assert reason(cut, "en") == "in the block <nav> of the page, link density 0.50"
    assert reason(cut, "zh") == "位于网页的 <nav> 区块内，链接占 0.50"


def test_structure_moves_with_the_repairs_before_it() -> None:
    source = f"<p>{'區(qū)質(zhì)設(shè)' * 5}</p>{ARTICLE}<nav>某區(qū)故事</nav>"
    assert cuts(source) == [("某區(qū)故事", "nav_menu", "structure.frame")]


def test_without_a_structure_nothing_is_said() -> None:
    assert facts(Page(STORY)) == {}


PIECES = st.sampled_from(
    [
        *("<nav>", "</nav>", "<div class=footer>", "</div>", "<p>", "<a href=x>", "</a>", STORY),
        *("<div class=user>", "发表于 2024-4-5 23:20:45", "區(qū)質(zhì)", "<li>", "<br>", "首页"),
    ]
)


@given(st.lists(PIECES | hostile_texts(4), max_size=20).map("".join))
def test_proposals_of_any_page_stand_apart_and_fit_its_text(source: str) -> None:
    page = read_page(source)
    found = propose(page.text, structure=page.structure).boilerplate
    ends = [0, *(cut.end for cut in found)]
    assert all(end <= cut.start < cut.end for end, cut in zip(ends, found, strict=False))
    assert ends[-1] <= len(page.text)


def test_many_blocks_and_links_are_read_in_one_pass() -> None:
    source = f"<div class=user>{ARTICLE}" + "<div><a href=x>某城</a> 故事</div>" * 3000
    page = read_page(source)
    assert len(facts(Page(page.text, page.structure))) == 3003
    assert propose(page.text, structure=Structure()).meta == propose(page.text).meta
