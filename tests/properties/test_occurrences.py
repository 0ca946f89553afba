"""Occurrences of a text, on hostile texts and against a plain search."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.document import Document
from annotator.find.folding import fold
from annotator.model import Article, ArticleId, Boilerplate, Entity, LabelId, Meta, Repair, SpanId
from annotator.review.occurrences import occurrences

LABEL, OTHER = LabelId(1), LabelId(2)


def document(
    raw: str,
    repairs: tuple[Repair, ...] = (),
    cuts: tuple[Boilerplate, ...] = (),
    entities: tuple[Entity, ...] = (),
) -> Document:
    return Document(Article(ArticleId(1), "a", raw, "", Meta()), repairs, cuts, entities, {})


@given(st.text("徐匯汇Ａa1 \n\U00020bb7", max_size=30), st.integers(0, 29), st.integers(1, 4))
def test_every_place_that_reads_alike_is_found_once(raw: str, start: int, length: int) -> None:
    made = document(raw)
    clean = made.composition.clean
    wanted = clean[start : start + length]
    assume(wanted)
    found = occurrences(made, wanted, LABEL)
    for span in found.ranges:
        shown = made.composition.to_clean(*span)
        assert shown is not None
        assert fold(clean[slice(*shown)]) == fold(wanted)
    for one, other in zip(found.ranges, found.ranges[1:], strict=False):
        assert one[1] <= other[0]
    if not any(c.isascii() and c.isalnum() for c in fold(wanted)):
        places = [at for at, _ in _places(fold(clean), fold(wanted))]
        feeds = [clean.count("\n", at, at + len(wanted)) for at in places]
        assert len(found.ranges) == feeds.count(wanted.count("\n"))


def _places(text: str, wanted: str) -> list[tuple[int, str]]:
    """Every place of a text in another from left to right, none overlapping."""
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append((at, wanted))
        at = text.find(wanted, at + len(wanted))
    return found


def test_a_text_is_not_found_across_two_paragraphs() -> None:
    assert occurrences(document("甲 乙\n甲\n乙"), "甲 乙", LABEL).ranges == ((0, 3),)


def test_what_has_the_label_already_is_counted_and_left() -> None:
    raw = "甲乙,甲乙,甲乙"
    entities = (
        Entity(SpanId(1), 0, 2, LABEL),
        Entity(SpanId(2), 4, 5, LABEL),
        Entity(SpanId(3), 6, 8, OTHER),
    )
    found = occurrences(document(raw, entities=entities), "甲乙", LABEL)
    assert (found.ranges, found.labelled) == (((6, 8),), 2)


def test_nested_entities_of_the_label_hide_what_they_cover() -> None:
    raw = "甲乙丙丁甲"
    entities = (Entity(SpanId(1), 0, 5, LABEL), Entity(SpanId(2), 1, 2, LABEL))
    assert occurrences(document(raw, entities=entities), "甲", LABEL).labelled == 2


def test_repaired_and_traditional_places_are_found_and_cut_ones_are_not() -> None:
    raw = "徐匯區(qū),徐汇区,廣告徐匯區"
    repairs = (Repair(3, 7, "", "pinyin_gloss"),)
    cuts = (Boilerplate(12, 17, "contact_ad"),)
    found = occurrences(document(raw, repairs, cuts), "徐汇区", LABEL)
    assert [raw[slice(*span)] for span in found.ranges] == ["徐匯區", "徐汇区"]
    assert not found.doubtful


def test_a_place_inside_a_longer_repair_is_doubtful() -> None:
    raw = "上海,#%x"
    found = occurrences(document(raw, (Repair(3, 6, "大上海人", "gbk_shift"),)), "上海", LABEL)
    assert found.ranges == ((0, 2), (3, 6))
    assert found.doubtful == {1}


def test_a_latin_word_is_not_found_inside_another() -> None:
    assert occurrences(document("AI在MAIN和AI2,ＡＩ"), "AI", LABEL).ranges == ((0, 2), (12, 14))
