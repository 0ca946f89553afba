"""The block that holds the article of a page: what stands outside of it goes, the rest stays."""

from __future__ import annotations

import pytest

from annotator.formats.html_text import read_page
from annotator.pipeline import propose
from annotator.rules import reason
from annotator.rules.content import content
from annotator.rules.page import Page
from annotator.text.compose import compose

STORY = "今天下午，大会在中心召开，各地代表参加了会议。"
ARTICLE = f"<h1>大会今天召开，各界到会</h1><div class=txt><p>{STORY}</p><p>{STORY * 3}</p></div>"


def outside(source: str) -> list[str]:
    page = read_page(source)
    found = propose(page.text, structure=page.structure).boilerplate
    return [page.text[c.start : c.end] for c in found if "content.outside" in c.rules]


def clean(source: str) -> list[str]:
    page = read_page(source)
    found = propose(page.text, structure=page.structure)
    return compose(page.text, found.repairs, found.boilerplate).clean.split("\n")


def test_short_lines_outside_the_block_of_the_article_are_cut() -> None:
    source = f"<div>某城故事</div>{ARTICLE}<div class=b><p>某城故事之二</p></div>"
    assert outside(source) == ["某城故事", "某城故事之二"]


@pytest.mark.parametrize(
    "beside",
    [
        f"<div><p>{STORY}</p></div>",
        "<table><tr><td>品牌</td><td>某灯</td></tr></table>",
        "<figure><figcaption>会场一角</figcaption></figure>",
    ],
)
def test_running_text_tables_and_captions_beside_the_block_stay(beside: str) -> None:
    assert outside(ARTICLE + beside) == []


def test_lines_of_the_article_between_its_paragraphs_stay() -> None:
    lines = [STORY, "某城", STORY]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    source = f"<h1>大会今天召开，各界到会</h1><div class=txt>{paragraphs}</div>"
    assert clean(source) == ["大会今天召开，各界到会", *lines]


def test_a_single_paragraph_is_not_taken_for_the_whole_article() -> None:
    source = f"<div class=txt><p>{STORY}</p><p>甲某　某中学</p><p>乙某　某小学</p></div><p>某城</p>"
    assert outside(source) == ["某城"]


def test_answers_in_blocks_of_one_name_belong_together() -> None:
    answers = ["试试重新启动", f"{STORY}{STORY}{STORY}", "换一个接口就行"]
    blocks = "".join(f"<div class=answer><p>{text}</p><p>如上</p></div>" for text in answers)
    source = f"<h1>这个接口怎么没有反应</h1><div class=list>{blocks}</div>"
    assert clean(source)[1::2] == answers


def test_the_headline_is_what_the_head_of_the_page_says() -> None:
    named = "<title>大会召开了 - 某城</title><p>甲地故事一则</p><h2>大会召开了</h2>"
    page = read_page(f"{named}<div><p>{STORY}</p><p>{STORY}</p></div>")
    title = Page(page.text, page.structure).title
    assert title is not None and title.text == "大会召开了"


def test_a_text_without_structure_has_no_block() -> None:
    assert content(Page(STORY)) is None


def test_the_reason_names_the_block() -> None:
    page = read_page(f"{ARTICLE}<div class=b><p>某城故事之二</p></div>")
    (cut,) = propose(page.text, structure=page.structure).boilerplate
    assert reason(cut, "en") == (
        "outside the block <txt> that holds the article of the page, link density 0.00"
    )
