"""What the caret is on: framed in both panes, chosen by a key, and what keys act on."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from annotator.model import Boilerplate, Entity, Repair, Verdict
from tests.desk import Desk
from ui.text.frames import Outlined, shape
from ui.text.layout import metrics_of
from ui.text.page import Page
from ui.theme import theme


def nested(desk: Desk) -> tuple[Entity, Entity]:
    """An inner and an outer entity that begin at the same character, the caret there."""
    desk.open("002")
    desk.select_in_clean("徐汇区高质量孵化器")
    desk.press("=")
    desk.select_in_clean("徐汇区")
    desk.press("6", "Esc", "Left")
    inner, outer = desk.document.entities
    return inner, outer


def test_the_innermost_entity_is_framed_in_both_panes(working: Desk) -> None:
    inner, _ = nested(working)
    pair = working.desktop.window.editor.pair
    assert pair.raw._over.current == (inner.start, inner.end)
    assert pair.clean.text()[slice(*pair.clean._over.current)] == "徐汇区"


def test_a_key_chooses_which_of_nested_entities_is_meant(working: Desk) -> None:
    _, outer = nested(working)
    working.press("E")
    pair = working.desktop.window.editor.pair
    assert pair.raw._over.current == (outer.start, outer.end)
    working.press("4")
    names = [working.document.labels[e.label].name for e in working.document.entities]
    assert names == ["LOC", "COM"]
    working.press("Del")
    assert [working.document.labels[e.label].name for e in working.document.entities] == ["LOC"]


def test_the_card_of_what_is_meant_stands_out_and_first(working: Desk) -> None:
    nested(working)
    working.settle()
    column = working.desktop.window.inspector._here

    def cards() -> list[tuple[bool, str]]:
        widgets = [column.itemAt(number).widget() for number in range(2)]
        return [(w.property("chosen"), w.findChild(QLabel, "strong").text()) for w in widgets]

    (inner_meant, _), (outer_meant, outer) = cards()
    assert (inner_meant, outer_meant) == (True, False)
    working.press("E")
    working.settle()
    assert cards()[0] == (True, outer)


def test_a_verdict_at_the_caret_is_given_to_what_is_meant_alone(working: Desk) -> None:
    working.open("002")
    document, editor = working.document, working.desktop.window.editor
    cut, repair = next(
        (cut, repair)
        for cut in document.boilerplate
        for repair in document.repairs
        if cut.start < repair.start < repair.end < cut.end
    )
    editor.pair.set_selection_on_raw(repair.start, repair.start)
    kinds = [type(thing) for thing in editor.here.things]
    assert kinds == [Repair, Boilerplate]
    working.press("E", "N")
    spans = working.document.cleaning
    judged = [(span.start, span.verdict) for span in spans if span.verdict]
    assert judged == [(cut.start, Verdict.REJECTED)]


@pytest.mark.parametrize(
    ("start", "end", "boxes"),
    [(0, 3, 1), (8, 12, 2), (3, 18, 1), (0, 30, 1), (5, 31, 1), (30, 31, 1)],
)
def test_a_frame_is_one_shape_around_all_rows(start: int, end: int, boxes: int) -> None:
    page = Page(metrics_of(theme(False), 160))
    page.set_text("一二三四五六七八九十" * 3 + "\n尾")
    page.set_view_height(400)
    path = shape(page, start, end, 3.0)
    assert len(path.toSubpathPolygons()) == boxes
    for offset in (start, end - 1):
        spot = page.spot(offset)
        middle = page.y_of(spot) + page.metrics.text_top + page.metrics.em / 2
        if page.text[offset] != "\n":
            assert path.boundingRect().contains(spot.x + 1, middle)


def test_a_frame_out_of_view_is_not_seen() -> None:
    page = Page(metrics_of(theme(False), 160))
    page.set_text("字\n" * 200)
    page.set_view_height(100)
    assert shape(page, 300, 301, 3.0).boundingRect().top() > 100
    page.scroll_by(4000)
    assert shape(page, 0, 1, 3.0).boundingRect().bottom() < 0


def test_outlined_ranges_are_found_by_what_is_in_view() -> None:
    outlined = Outlined(((0, 2), (5, 6), (9, 12)))
    assert [list(outlined.within(*span)) for span in ((0, 1), (3, 6), (11, 20))] == [
        [0],
        [1],
        [2],
    ]
