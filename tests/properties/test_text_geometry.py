"""Laws of blocks, heights, levels and pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from annotator.model import Boilerplate
from tests.strategies import hostile_texts, spans_of
from ui.qt_text import last_grapheme_boundary
from ui.text.blocks import LONGEST, Blocks
from ui.text.heights import Heights
from ui.text.layout import metrics_of
from ui.text.marks import Look, Mark, SpanLayer, levels
from ui.text.page import TOP_SPACE, Page
from ui.theme import theme

LONG_PIECES = st.sampled_from(
    ["字" * 400, "，", "。", "e\u0301", "👨‍👩‍👧", "\U00020bb7" * 30, "\n"]
)
LONG_TEXTS = st.lists(LONG_PIECES, max_size=14).map("".join)


@given(st.one_of(hostile_texts(), LONG_TEXTS))
def test_blocks_cover_the_text_and_keep_to_their_length(text: str) -> None:
    blocks = Blocks(text)
    spans = [blocks.span(block) for block in range(len(blocks))]
    rebuilt = "".join(
        text[start:end] + ("\n" if blocks.ends_paragraph(block) else "")
        for block, (start, end) in enumerate(spans)
    )
    assert rebuilt == text
    assert all(end - start <= LONGEST for start, end in spans)
    assert all("\n" not in text[start:end] for start, end in spans)


@given(LONG_TEXTS)
def test_blocks_never_cut_a_grapheme(text: str) -> None:
    for start in Blocks(text).starts:
        around = text[max(0, start - 20) : start + 20]
        assert last_grapheme_boundary(around, min(start, 20)) == min(start, 20)


def test_blocks_end_even_where_one_grapheme_is_longer_than_a_block() -> None:
    text = "e" + "\u0301" * 5000
    assert Blocks(text).span(len(Blocks(text)) - 1)[1] == len(text)


@given(LONG_TEXTS, st.data())
def test_blocks_find_the_block_of_an_offset(text: str, data: st.DataObject) -> None:
    blocks = Blocks(text)
    offset = data.draw(st.integers(0, len(text)))
    start, end = blocks.span(blocks.at(offset))
    assert start <= offset <= end


@given(
    st.lists(st.integers(0, 90), min_size=1, max_size=200),
    st.lists(st.tuples(st.integers(0, 199), st.integers(0, 90)), max_size=20),
)
def test_heights_agree_with_plain_sums(given: list[int], changes: list[tuple[int, int]]) -> None:
    plain = list(given)
    heights = Heights(list(given))
    for block, height in changes:
        plain[block % len(plain)] = height
        heights.change(block % len(plain), height)
    assert heights.total == sum(plain)
    for block in range(len(plain)):
        assert heights.top(block) == sum(plain[:block])
    for y in range(0, sum(plain), 7):
        found = heights.find(y)
        assert sum(plain[:found]) <= y < sum(plain[: found + 1])


SPANS = st.lists(spans_of(30), max_size=12).map(
    lambda found: [Boilerplate(start, end, "other") for start, end in sorted(found)]
)


@given(SPANS)
def test_levels_part_what_overlaps(spans: list[Boilerplate]) -> None:
    placed = list(zip(spans, levels(spans), strict=True))
    for number, (one, level) in enumerate(placed):
        for other, other_level in placed[number + 1 :]:
            overlap = one.start < other.end and other.start < one.end
            if overlap and level == other_level:
                assert level == 7, "only the last level is shared"


@given(SPANS, spans_of(30))
def test_layer_finds_the_marks_that_meet_a_range(
    spans: list[Boilerplate], asked: tuple[int, int]
) -> None:
    layer = SpanLayer(spans, lambda span, level: Mark(span.start, span.end, Look.CUT, level=level))
    start, end = asked
    wanted = [
        (span.start, span.end)
        for span in spans
        if (span.start < end and span.end > start)
        or ((span.start == span.end or start == end) and span.start <= end and span.end >= start)
    ]
    assert [(mark.start, mark.end) for mark in layer.within(start, end)] == wanted


def page_of(text: str, width: int = 200, height: int = 300) -> Page:
    page = Page(metrics_of(theme(False), width))
    page.set_text(text)
    page.set_view_height(height)
    return page


TALL_TEXTS = st.lists(st.one_of(hostile_texts(), LONG_PIECES), min_size=8, max_size=16).map(
    "\n".join
)


@given(TALL_TEXTS, st.data())
def test_page_reads_back_where_it_was_put(
    qapp: QGuiApplication, text: str, data: st.DataObject
) -> None:
    page = page_of(text)
    offset, y = data.draw(st.integers(0, len(text) - 1)), data.draw(st.integers(0, 250))
    page.put(offset, y)
    row = page.metrics.row + page.metrics.paragraph_space
    if 0 < page.scrolled < page.scroll_range:
        assert abs(page.y_of(page.spot(offset)) - y) <= row
        page.put(page.reading_at(y), y)
        assert abs(page.y_of(page.spot(offset)) - y) <= row


@given(TALL_TEXTS, st.lists(st.integers(-900, 900), max_size=8))
def test_page_scrolls_exactly(qapp: QGuiApplication, text: str, moves: list[int]) -> None:
    page = page_of(text)
    for move in moves:
        seen = {one.block: one.y for one in page.seen()}
        page.scroll_by(move)
        after = {one.block: one.y for one in page.seen()}
        shifts = {seen[block] - after[block] for block in seen.keys() & after.keys()}
        assert len(shifts) <= 1
        if shifts and 0 < page.scrolled < page.scroll_range:
            assert shifts == {move}


@given(TALL_TEXTS)
def test_page_reaches_both_ends(qapp: QGuiApplication, text: str) -> None:
    page = page_of(text)
    page.scroll_to(page.scroll_range)
    assert page.seen()[-1].block == len(page.blocks) - 1
    assert page.scrolled == page.scroll_range
    page.scroll_by(-10_000_000)
    assert page.seen()[0].block == 0
    assert page.scrolled == 0


@given(TALL_TEXTS, st.integers(120, 500), st.integers(TOP_SPACE, 1500))
def test_page_keeps_its_top_character_when_the_width_changes(
    qapp: QGuiApplication, text: str, width: int, scrolled: int
) -> None:
    page = page_of(text, height=100)
    page.scroll_by(scrolled)
    first = page.seen()[0]
    row = first.laid.row_at(-first.y)
    top = first.start + first.laid.row_starts[row]
    page.set_metrics(metrics_of(theme(False), width))
    if 0 < page.scrolled < page.scroll_range:
        y = page.y_of(page.spot(top))
        assert -page.metrics.row - page.metrics.paragraph_space < y <= 0
