"""Finding text against an oracle that folds every text and looks, whatever happened before."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from annotator.commands import Correct, Judge
from annotator.document import Document
from annotator.filters import Filter, Order, Sort, Within
from annotator.find.folding import fold, terms, terms_asked
from annotator.find.matching import matcher_of
from annotator.formats.base import Record
from annotator.model import Boilerplate, Origin, Repair, Verdict, key_of
from tests.machines import ProjectMachine, articles, places
from tests.strategies import hostile_texts
from tests.workspaces import ids, reopened

CAME = Origin.IMPORT
RECORDS = (
    Record(
        "a",
        "區(qū)內標誌著，ＡＢC 馬雲廣告\n\U00020bb7野家",
        repairs=(
            Repair(1, 5, "", "pinyin_gloss", origin=CAME),
            Repair(8, 9, "着", "script_variant", origin=CAME),
        ),
        boilerplate=(Boilerplate(16, 18, "contact_ad", origin=CAME),),
    ),
    Record("b", "马云。abc，标志着"),
    Record("c", "馬\n雲 云"),
    Record("d", ""),
)
LATER = (Record("e", "李馬雲"), Record("f", "\x00云\u200b马"))
WORDS = (
    *(
        "馬雲",
        "马云",
        "雲",
        "云",
        "𠮷",
        "𠮷野",
        "区内",
        "區(",
        "abc",
        "ＡＢ",
        "标志着",
        "標誌著",
        "广告",
    ),
    *("，", "。a", "云 ", " ", "(", "丁", "马云广告", "馬 雲", "不在", "C 馬", "改", "B"),
)


def said(text: str, document: Document, within: Within) -> bool:
    """The oracle."""
    texts = {
        Within.RAW: [document.article.raw],
        Within.CLEAN: [document.composition.clean],
        Within.BOTH: [document.article.raw, document.composition.clean],
    }[within]
    return any(fold(text) in fold(held) for held in texts)


class Find(ProjectMachine):
    """Random changes of texts, an index that is brought up to date now and then, and looking."""

    records, later = RECORDS, LATER

    @rule()
    def bring_the_index_up_to_date(self) -> None:
        self.workspace.finder.update()
        assert self.workspace.finder.update() == 0

    @rule(number=articles, place=places, text=st.sampled_from(["改", "马云", "", "B B"]))
    def correct(self, number: int, place: tuple[int, int], text: str) -> None:
        self.act(Correct(self.article(number), *place, text))

    @rule(number=articles, verdict=st.sampled_from([None, *Verdict]))
    def judge(self, number: int, verdict: Verdict | None) -> None:
        document = self.workspace.document(self.article(number))
        keys = tuple(key_of(span) for span in document.cleaning)
        self.act(Judge(self.article(number), keys[:1], verdict))

    @rule()
    def reopen(self) -> None:
        self.workspace = reopened(self.workspace)

    @rule(text=st.sampled_from(WORDS), within=st.sampled_from(Within), descending=st.booleans())
    def look(self, text: str, within: Within, descending: bool) -> None:
        wanted = Filter(text=text, within=within)
        documents = [self.workspace.document(number) for number in ids(self.workspace)]
        expected = [d.article.id for d in documents if said(text, d, within)]
        if descending:
            expected.reverse()
        assert list(self.workspace.article_ids(wanted, Sort(Order.IMPORT, descending))) == expected
        matcher = matcher_of(wanted)
        assert matcher is not None
        for document in documents:
            here = document.article.id in expected
            assert bool(matcher.places(document)) == here
            assert (self.workspace.finder.excerpt(document.article.id, matcher) is not None) == here


Find.TestCase.settings = settings(
    max_examples=40, stateful_step_count=40, suppress_health_check=list(HealthCheck)
)
TestFind = Find.TestCase


@given(hostile_texts())
@example("İıſK．ﬀ𝐀𞤀")
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(hostile_texts(), st.integers(0, 40), st.integers(1, 5))
def test_a_text_has_every_term_of_each_part_of_it(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    asked, _ = terms_asked(part)
    held = terms(text)
    for term in asked:
        if term.endswith("*"):
            assert any(other.startswith(term[:-1]) for other in held)
        else:
            assert term in held
