"""Raw beside clean: scrolling, selecting and answering together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.document import Document
from annotator.model import (
    Article,
    ArticleId,
    Boilerplate,
    Entity,
    Label,
    LabelId,
    Meta,
    Repair,
    SpanId,
    Verdict,
)
from tests.strategies import boilerplate_of, hostile_texts, repairs_of, spans_of
from ui import i18n
from ui.i18n import Language
from ui.text.marks import Look
from ui.text.pane import TextPane
from ui.theme import theme
from ui.views.pair import PairView
from ui.views.pair_marks import marks_of
from ui.views.pair_scroll import reading_line

LABELS = {LabelId(1): Label(LabelId(1), "ORG", "机构", "#1d4ed8", "1")}
GLOSSED = "徐匯區(qū)高質(zhì)量孵化器"
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
OpenPair = Callable[[Document], PairView]


def document_of(
    raw: str,
    repairs: Sequence[Repair] = (),
    boilerplate: Sequence[Boilerplate] = (),
    entities: Sequence[Entity] = (),
) -> Document:
    article = Article(ArticleId(1), "key", raw, "", Meta())
    return Document(article, tuple(repairs), tuple(boilerplate), tuple(entities), LABELS)


def glosses(raw: str) -> list[Repair]:
    """A repair for every gloss in brackets."""
    found, at = [], raw.find("(")
    while at >= 0:
        end = raw.index(")", at) + 1
        found.append(Repair(at, end, "", "pinyin_gloss"))
        at = raw.find("(", end)
    return found


def long_document() -> Document:
    """Hostile paragraphs with glosses and cuts at the start, in the middle and at the end."""
    parts: list[str] = []
    cuts: list[Boilerplate] = []
    at = 0
    for number in range(90):
        kept = f"第{number}段：{GLOSSED}𠮷👨‍👩‍👧，" * (1 + number % 7) + "e\u0301\n"
        cut = f"首页 > 新闻 > {number}\n" * (40 if number == 46 else 1 + number % 4)
        first, second = (cut, kept) if number % 3 else (kept, "\n")
        if first is cut:
            cuts.append(Boilerplate(at, at + len(cut), "breadcrumb"))
        parts += [first, second]
        at += len(first) + len(second)
    tail = "版权所有\n" * 30
    raw = "".join(parts) + tail
    cuts.append(Boilerplate(at, len(raw), "copyright_notice"))
    return document_of(raw, glosses(raw), cuts)


@pytest.fixture
def open_pair(qtbot: QtBot) -> OpenPair:
    """Show a document in two panes."""

    def show(document: Document) -> PairView:
        pair = PairView(theme(False))
        qtbot.addWidget(pair)
        pair.resize(900, 420)
        pair.show()
        pair.set_document(document)
        qtbot.wait(10)
        return pair

    return show


def focus(pair: PairView, pane: TextPane, qtbot: QtBot) -> None:
    pair.activateWindow()
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)


# scrolling together


def at_an_end(pane: TextPane) -> bool:
    return pane.page.scrolled in (0, pane.page.scroll_range)


@pytest.mark.parametrize("leader", ["raw", "clean"])
def test_pair_keeps_the_same_text_at_the_same_height(open_pair: OpenPair, leader: str) -> None:
    pair = open_pair(long_document())
    lead, follow = (pair.raw, pair.clean) if leader == "raw" else (pair.clean, pair.raw)
    across = pair.composition.clean_at if leader == "raw" else pair.composition.raw_at
    checked = 0
    for step in range(50):
        lead.verticalScrollBar().setValue(lead.page.scroll_range * step // 49)
        y = reading_line(lead.page)
        counterpart = across(min(int(lead.page.reading_at(y)), len(lead.text())))
        if not at_an_end(follow):
            row = follow.page.metrics.row + follow.page.metrics.paragraph_space
            assert abs(follow.row_y(counterpart) - y) <= row
            checked += 1
    assert checked >= 35


def test_pair_reaches_both_ends_from_both_sides(open_pair: OpenPair) -> None:
    pair = open_pair(long_document())
    for lead, follow in ((pair.raw, pair.clean), (pair.clean, pair.raw)):
        for value in (lead.page.scroll_range, 0):
            lead.verticalScrollBar().setValue(value)
            lead.verticalScrollBar().setValue(value and lead.page.scroll_range)
            assert follow.page.scrolled == (value and follow.page.scroll_range)


def test_pair_opens_with_both_texts_at_their_top(open_pair: OpenPair) -> None:
    raw = "首页 > 新闻\n" * 30 + "正文\n" * 50
    pair = open_pair(document_of(raw, [], [Boilerplate(0, raw.index("正"), "breadcrumb")]))
    assert (pair.raw.page.scrolled, pair.clean.page.scrolled) == (0, 0)


def test_pair_clean_stands_still_while_raw_passes_a_cut(open_pair: OpenPair) -> None:
    document = long_document()
    pair = open_pair(document)
    cut = max(document.boilerplate[:-1], key=lambda span: span.end - span.start)
    pair.raw.bring(cut.start + 60, 130)
    place = pair.composition.clean_at(cut.start)
    heights = set()
    for _ in range(10):
        pair.raw.scroll_pixels(9)
        heights.add(pair.clean.row_y(place))
    assert len(heights) == 1


def test_pair_follower_neither_drifts_nor_echoes(open_pair: OpenPair, qtbot: QtBot) -> None:
    pair = open_pair(long_document())
    pair.raw.scroll_pixels(1500)
    before = pair.clean.row_y(500)
    with qtbot.assertNotEmitted(pair.clean.scrolled):
        for step in (37, 190, -12, 444, -659):
            pair.raw.scroll_pixels(step)
    assert pair.clean.row_y(500) == before


def test_pair_identical_texts_follow_to_the_pixel(open_pair: OpenPair) -> None:
    pair = open_pair(document_of("".join(f"第{n}段{'字' * (n % 40)}\n" for n in range(80))))
    pair.restore_state(pair.save_state())
    pair.raw.set_theme(theme(False), paper="#ffffff", margin=24)
    for _ in range(30):
        pair.raw.scroll_pixels(23)
        if pair.raw.page.metrics.width == pair.clean.page.metrics.width:
            assert pair.clean.page.scrolled == pair.raw.page.scrolled


# selecting


def select(pane: TextPane, text: str) -> None:
    start = pane.text().index(text)
    pane.set_selection(start, start + len(text))


def test_pair_selection_in_clean_becomes_the_tightest_raw_range(
    open_pair: OpenPair, qtbot: QtBot
) -> None:
    raw = f"走进{GLOSSED}。"
    pair = open_pair(document_of(raw, glosses(raw)))
    focus(pair, pair.clean, qtbot)
    with qtbot.waitSignal(pair.selection_changed):
        select(pair.clean, "徐匯區高質")
    assert raw[slice(*pair.selection_on_raw())] == "徐匯區(qū)高質"
    assert pair.raw.selection() == pair.selection_on_raw()
    focus(pair, pair.raw, qtbot)
    select(pair.raw, "匯區(qū)高")
    assert pair.clean.text()[slice(*pair.clean.selection())] == "匯區高"


def test_pair_selection_in_a_cut_is_kept_though_clean_cannot_show_it(
    open_pair: OpenPair, qtbot: QtBot
) -> None:
    pair = open_pair(document_of("甲乙丙丁", [], [Boilerplate(1, 3, "other")]))
    focus(pair, pair.raw, qtbot)
    pair.raw.set_selection(1, 3)
    focus(pair, pair.clean, qtbot)
    assert pair.active_pane is pair.clean
    assert pair.selection_on_raw() == (1, 3)
    assert pair.clean.selection() == (1, 1)


def test_pair_caret_is_told_on_raw(open_pair: OpenPair, qtbot: QtBot) -> None:
    raw = f"走进{GLOSSED}。"
    pair = open_pair(document_of(raw, glosses(raw)))
    focus(pair, pair.clean, qtbot)
    at = pair.clean.text().index("高")
    with qtbot.waitSignal(pair.caret_moved_raw) as told:
        pair.clean.set_selection(at, at)
    assert told.args == [raw.index("高")]
    assert pair.raw.caret() == raw.index("高")


# changes


def test_pair_refresh_keeps_place_and_selection_when_clean_changes(
    open_pair: OpenPair, qtbot: QtBot
) -> None:
    document = long_document()
    pair = open_pair(document)
    pair.raw.scroll_pixels(2500)
    raw_before = pair.raw.page.scrolled
    y = pair.clean.page.view_height // 3
    place = int(pair.clean.page.reading_at(y))
    raw_place = document.article.raw.index("徐匯", pair.composition.raw_at(place) - 20)
    pair.set_selection_on_raw(raw_place, raw_place + 3)
    rejected = [replace(r, verdict=Verdict.REJECTED) for r in document.repairs[:40]]
    pair.refresh(replace(document, repairs=(*rejected, *document.repairs[40:])))
    assert "(qū)" in pair.clean.text()
    assert pair.raw.page.scrolled == raw_before
    assert pair.selection_on_raw() == (raw_place, raw_place + 3)
    assert pair.clean.selection() == pair.composition.to_clean(raw_place, raw_place + 3)
    assert abs(pair.clean.row_y(pair.composition.clean_at(raw_place)) - y) <= 60


def test_pair_refresh_after_a_label_keeps_all_but_entities(open_pair: OpenPair) -> None:
    document = long_document()
    pair = open_pair(document)
    pair.raw.scroll_pixels(700)
    before, scrolled = pair.raw.marks, pair.clean.page.scrolled
    clean_before = pair.clean.marks
    at = document.article.raw.index("徐匯")
    entity = Entity(SpanId(1), at, at + 7, LabelId(1))
    pair.refresh(replace(document, entities=(entity,)))
    assert pair.raw.marks.cuts is before.cuts
    assert pair.clean.marks.repairs is clean_before.repairs
    (mark,) = pair.clean.marks.entities.within(0, len(pair.clean.text()))
    assert pair.clean.text()[mark.start : mark.end] == "徐匯區"
    assert pair.clean.page.scrolled == scrolled


def test_pair_refresh_before_any_document_is_refused(qtbot: QtBot) -> None:
    pair = PairView(theme(False))
    qtbot.addWidget(pair)
    with pytest.raises(ValueError, match="no document"):
        pair.refresh(document_of("甲"))


def test_pair_can_be_cleared(open_pair: OpenPair, qtbot: QtBot) -> None:
    pair = open_pair(long_document())
    pair.clear()
    pair.grab()
    assert (pair.raw.text(), pair.clean.text(), pair.selection_on_raw()) == ("", "", None)


# what is being looked at, and the mouse


def test_pair_shows_a_range_in_both_panes(open_pair: OpenPair) -> None:
    document = long_document()
    pair = open_pair(document)
    start = document.article.raw.index("第60段")
    pair.show_range_on_raw(start, start + 4)
    clean = pair.composition.to_clean(start, start + 4)
    assert pair.raw.rects(start, start + 4)
    assert pair.clean.rects(*clean)
    held = pair.raw.page.scrolled, pair.clean.page.scrolled
    pair.show_range_on_raw(start, start + 3)
    assert (pair.raw.page.scrolled, pair.clean.page.scrolled) == held


def has_ink(pane: TextPane, rect: QRectF, ink: str) -> bool:
    image = pane.viewport().grab().toImage()
    box = rect.toAlignedRect()
    return any(
        image.pixelColor(x, y).name() == ink
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
    )


def test_pair_hover_lights_the_counterpart(open_pair: OpenPair, qtbot: QtBot) -> None:
    raw = f"走进{GLOSSED}。"
    start, end = raw.index("徐"), raw.index("高")
    entity = Entity(SpanId(1), start, end, LabelId(1))
    pair = open_pair(document_of(raw, glosses(raw), [], [entity]))
    lit = theme(False).lit_ground
    counterpart = pair.raw.rects(start, start + 1)[0]
    assert not has_ink(pair.raw, counterpart, lit)
    over = pair.clean.rects(3, 4)[0].center().toPoint()
    QTest.mouseMove(pair.clean.viewport(), over)
    assert has_ink(pair.raw, counterpart, lit), "the whole entity is lit, not only its character"
    QTest.mouseMove(pair.clean.viewport(), QPoint(300, 300))
    assert not has_ink(pair.raw, counterpart, lit)


def test_pair_hover_on_the_mark_of_a_cut_lights_what_was_cut(open_pair: OpenPair) -> None:
    pair = open_pair(document_of("甲乙丙丁", [], [Boilerplate(1, 3, "other")]))
    cut, lit = pair.raw.rects(1, 3)[0], theme(False).lit_ground
    QTest.mouseMove(pair.clean.viewport(), pair.clean.rects(1, 1)[0].center().toPoint())
    assert has_ink(pair.raw, cut, lit)
    QTest.mouseMove(pair.clean.viewport(), QPoint(300, 300))
    assert not has_ink(pair.raw, cut, lit)


def test_pair_tells_which_cut_was_opened(open_pair: OpenPair, qtbot: QtBot) -> None:
    pair = open_pair(document_of("甲乙丙丁", [], [Boilerplate(1, 3, "other")]))
    at = pair.clean.rects(1, 1)[0].center().toPoint()
    with qtbot.waitSignal(pair.place_activated) as told:
        QTest.mouseClick(pair.clean.viewport(), LEFT, NONE, at)
    assert told.args == [1]


def test_pair_strip_shows_and_goes_to_a_cut(open_pair: OpenPair) -> None:
    raw = "".join(f"第{n}段\n" for n in range(300))
    cut = Boilerplate(raw.index("第200段"), raw.index("第210段"), "other")
    pair = open_pair(document_of(raw, [], [cut]))
    strip = pair._strips[pair.raw]
    (tick,) = [rect for rect, _ in strip.ticks()]
    assert 0.6 < tick.center().y() / strip.height() < 0.75
    QTest.mouseClick(strip, LEFT, NONE, tick.center().toPoint())
    assert pair.raw.rects(cut.start, cut.start + 1)


# layout


def test_pair_shows_one_pane_alone_and_gives_it_the_keyboard(
    open_pair: OpenPair, qtbot: QtBot
) -> None:
    pair = open_pair(long_document())
    focus(pair, pair.clean, qtbot)
    pair.set_visible_panes(raw=True, clean=False)
    assert pair.raw.isVisible()
    assert not pair.clean.isVisible()
    assert pair.active_pane is pair.raw
    pair.raw.scroll_pixels(2000)
    document = long_document()
    pair.refresh(replace(document, repairs=()))
    pair.set_visible_panes(raw=True, clean=True)
    qtbot.waitUntil(lambda: pair.clean.page.scrolled > 500)


def test_pair_remembers_its_gutter(open_pair: OpenPair, qtbot: QtBot) -> None:
    pair = open_pair(document_of("甲"))
    state, width = pair.save_state(), pair.raw.width()
    other = open_pair(document_of("甲"))
    other._splitter.moveSplitter(250, 1)
    assert other.raw.width() != width
    assert other.restore_state(state)
    qtbot.waitUntil(lambda: other.raw.width() == width)
    assert not other.restore_state(b"nonsense")


def test_pair_larger_type_keeps_the_place(open_pair: OpenPair, qtbot: QtBot) -> None:
    pair = open_pair(long_document())
    focus(pair, pair.clean, qtbot)
    pair.clean.scroll_pixels(1000)
    top = pair.clean.offset_at(QPoint(30, 0))
    pair.set_theme(replace(theme(True), text_size=24, line_height=2.0))
    assert abs(pair.clean.row_y(top)) <= 2 * pair.clean.page.metrics.row
    assert pair.clean.page.metrics.row == 48


# marks


@pytest.mark.parametrize(
    ("language", "name"), [(Language.CHINESE, "面包屑"), (Language.ENGLISH, "Breadcrumb")]
)
def test_marks_name_cuts_in_the_language_of_the_window(
    qapp: QApplication, language: Language, name: str
) -> None:
    before = i18n.language()
    i18n.install(language)
    document = document_of("甲乙", [], [Boilerplate(0, 1, "breadcrumb")])
    (mark,) = marks_of(document).raw.cuts.within(0, 2)
    i18n.install(before)
    assert mark.name == name


def test_marks_tell_loud_quiet_and_rejected_repairs_apart() -> None:
    repairs = [
        Repair(0, 1, "汇", "script_variant"),
        Repair(1, 2, "", "pinyin_gloss"),
        Repair(2, 3, "正", "gbk_shift", verdict=Verdict.REJECTED),
    ]
    made = marks_of(document_of("匯x誤尾", repairs))
    looks = [mark.look for mark in made.raw.repairs.within(0, 4)]
    assert looks == [Look.QUIET_REPAIR, Look.REPAIR, Look.REJECTED]
    clean = [(m.start, m.end, m.look) for m in made.clean.repairs.within(0, 3)]
    assert clean == [(0, 1, Look.QUIET_REPAIRED), (1, 1, Look.REPAIRED)]


def test_marks_show_an_insertion_on_what_it_put_in() -> None:
    made = marks_of(document_of("甲丙", [Repair(1, 1, "乙", "correction")]))
    (mark,) = made.clean.repairs.within(0, 3)
    assert (mark.start, mark.end) == (1, 2)


def test_marks_leave_out_entities_that_were_refused() -> None:
    refused = Entity(SpanId(1), 0, 1, LabelId(1), verdict=Verdict.REJECTED)
    made = marks_of(document_of("甲乙", entities=[refused]))
    assert not made.raw.entities.within(0, 2)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    raw = draw(hostile_texts())
    size = len(raw)
    found = draw(st.lists(spans_of(size), max_size=6))
    entities = [Entity(SpanId(n), s, e, LabelId(1)) for n, (s, e) in enumerate(sorted(found))]
    repairs = draw(st.lists(repairs_of(size), max_size=6))
    cuts = draw(st.lists(boilerplate_of(size), max_size=6))
    start = lambda span: span.start  # noqa: E731
    return document_of(raw, sorted(repairs, key=start), sorted(cuts, key=start), entities)


@given(documents(), st.data())
def test_marks_on_clean_are_those_of_raw_carried_over(
    document: Document, data: st.DataObject
) -> None:
    composition = document.composition
    layer = marks_of(document).clean
    start, end = data.draw(spans_of(len(composition.clean)))
    for one in (layer.cuts, layer.repairs, layer.entities):
        for mark in one.within(start, end):
            assert 0 <= mark.start <= mark.end <= len(composition.clean)
            assert mark.start <= end
            assert mark.end >= start
    wanted = {
        (span, entity.id)
        for entity in document.entities
        if (span := composition.to_clean(entity.start, entity.end)) and span[0] < end > start
        if span[1] > start
    }
    got = {((m.start, m.end), m.target.id) for m in layer.entities.within(start, end)}
    assert wanted <= got


@given(documents(), documents(), st.data())
def test_pair_shows_any_document_and_any_change_of_it(
    qapp: QApplication, document: Document, other: Document, data: st.DataObject
) -> None:
    pair = PairView(theme(False))
    pair.resize(500, 200)
    pair.set_document(document)
    size = len(document.article.raw)
    start, end = data.draw(spans_of(size))
    pair.set_selection_on_raw(start, end)
    pair.show_range_on_raw(start, end)
    assert not pair.grab().isNull()
    changed = replace(
        document,
        repairs=tuple(r for r in other.repairs if r.end <= size),
        boilerplate=tuple(b for b in other.boilerplate if b.end <= size),
    )
    pair.refresh(changed)
    assert not pair.grab().isNull()
    assert pair.clean.text() == changed.composition.clean
    if start < end:
        assert pair.selection_on_raw() == (start, end)
    shiboken6.delete(pair)
