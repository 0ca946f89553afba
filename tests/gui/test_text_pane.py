"""The text pane, driven by mouse and keyboard."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QRegion,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.model import Boilerplate, Entity, LabelId, SpanId
from ui.text.caret import Caret, spoken
from ui.text.marks import Look, Mark, Marks, SpanLayer
from ui.text.pane import TextPane
from ui.theme import color, readable, theme

FAMILY = "👨‍👩‍👧"
INK = "#15803d"
HOSTILE = f"甲𠮷{FAMILY}乙e\u0301丙\x07丁\u202e戊\u2028己<b>&amp;庚"
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
OpenPane = Callable[..., TextPane]


@pytest.fixture
def open_pane(qtbot: QtBot) -> OpenPane:
    """Show a text in a pane of its own."""

    def show(text: str, marks: Marks | None = None, *, width: int = 420) -> TextPane:
        pane = TextPane(theme(False), paper="#ffffff", margin=60)
        qtbot.addWidget(pane)
        pane.resize(width, 320)
        pane.show()
        pane.set_text(text, marks or Marks())
        pane.setFocus()
        pane.activateWindow()
        qtbot.waitUntil(pane.hasFocus)
        return pane

    return show


def spot(pane: TextPane, offset: int, part: float = 0.5) -> QPoint:
    """A point on the grapheme that starts at an offset."""
    rect = pane.rects(*pane.grapheme_at(offset))[0]
    return QPoint(round(rect.left() + rect.width() * part), round(rect.center().y()))


def edge(pane: TextPane, offset: int) -> QPoint:
    """A point just right of a boundary."""
    return spot(pane, offset, 0.1)


def drag(pane: TextPane, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE) -> None:
    view = pane.viewport()
    QTest.mousePress(view, LEFT, modifier, start)
    for step in range(1, 5):
        QTest.mouseMove(view, start + (end - start) * step / 4)
    QTest.mouseRelease(view, LEFT, modifier, end)


def move_with(modifier: Qt.KeyboardModifier, pane: TextPane, point: QPoint) -> None:
    """Move the pressed mouse with a key held, which QTest cannot."""
    view = pane.viewport()
    where = QPointF(point), QPointF(view.mapToGlobal(point))
    moved = QMouseEvent(QEvent.Type.MouseMove, *where, Qt.MouseButton.NoButton, LEFT, modifier)
    QCoreApplication.sendEvent(view, moved)


def press(pane: TextPane, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(pane, key, modifier)


def pieces(text: str) -> Callable[[int], tuple[int, int]]:
    """Words that are the stretches between bars."""

    def word_at(offset: int) -> tuple[int, int]:
        start = text.rfind("|", 0, offset) + 1
        end = text.find("|", offset)
        return (start, end) if end >= 0 else (start, len(text))

    return word_at


# the mouse


@pytest.mark.parametrize("offset", [0, 1, 2, 7, 8, 10, 11, 12, 14, 16, 17])
def test_pane_hit_test_finds_every_grapheme(open_pane: OpenPane, offset: int) -> None:
    pane = open_pane(HOSTILE)
    assert pane.grapheme_at(offset)[0] == offset
    assert pane.character_at(spot(pane, offset)) == offset
    assert pane.offset_at(edge(pane, offset)) == offset


def test_pane_alt_drag_selects_code_points_after_emoji(open_pane: OpenPane) -> None:
    pane = open_pane(HOSTILE)
    pane.set_words(lambda offset: (0, len(HOSTILE)))
    start, end = HOSTILE.index("乙"), HOSTILE.index("丙")
    view = pane.viewport()
    QTest.mousePress(view, LEFT, ALT, edge(pane, start))
    QTest.mouseMove(view, edge(pane, end))
    assert pane.selection() == (0, len(HOSTILE)), "without Alt a drag takes whole words"
    move_with(ALT, pane, edge(pane, end))
    assert HOSTILE[slice(*pane.selection())] == "乙e\u0301"


def test_pane_drag_snaps_to_words_in_both_directions(open_pane: OpenPane) -> None:
    text = "甲乙丙|丁戊|己庚辛|壬癸"
    pane = open_pane(text)
    pane.set_words(pieces(text))
    drag(pane, spot(pane, 1), spot(pane, 8))
    assert (text[slice(*pane.selection())], pane.caret()) == ("甲乙丙|丁戊|己庚辛", 10)
    drag(pane, spot(pane, 8), spot(pane, 5))
    assert (text[slice(*pane.selection())], pane.caret()) == ("丁戊|己庚辛", 4)


def test_pane_click_puts_the_caret_and_selects_nothing(open_pane: OpenPane, qtbot: QtBot) -> None:
    pane = open_pane("甲乙丙丁")
    pane.set_selection(0, 2)
    with qtbot.waitSignal(pane.clicked) as told:
        QTest.mouseClick(pane.viewport(), LEFT, NONE, edge(pane, 3))
    assert (pane.selection(), told.args) == ((3, 3), [3])


def test_pane_shift_click_extends(open_pane: OpenPane) -> None:
    pane = open_pane("甲乙丙丁戊")
    QTest.mouseClick(pane.viewport(), LEFT, NONE, edge(pane, 1))
    QTest.qWait(QGuiApplication.styleHints().mouseDoubleClickInterval() + 50)
    QTest.mouseClick(pane.viewport(), LEFT, SHIFT, edge(pane, 4))
    assert pane.selection() == (1, 4)


def test_pane_double_click_takes_the_word_and_triple_the_paragraph(open_pane: OpenPane) -> None:
    text = "首段\n甲乙|丙丁|戊己\n末段"
    pane = open_pane(text)
    pane.set_words(pieces(text))
    view, point = pane.viewport(), spot(pane, text.index("丁"))
    QTest.mouseClick(view, LEFT, NONE, point)
    QTest.mouseDClick(view, LEFT, NONE, point)
    assert text[slice(*pane.selection())] == "丙丁"
    QTest.mouseClick(view, LEFT, NONE, point)
    assert text[slice(*pane.selection())] == "甲乙|丙丁|戊己"


def test_pane_word_that_cuts_a_grapheme_is_widened(open_pane: OpenPane) -> None:
    pane = open_pane(HOSTILE)
    pane.set_words(lambda offset: (3, 5))
    QTest.mouseDClick(pane.viewport(), LEFT, NONE, spot(pane, 2))
    assert HOSTILE[slice(*pane.selection())] == FAMILY


def test_pane_says_which_character_the_mouse_is_on(open_pane: OpenPane, qtbot: QtBot) -> None:
    pane = open_pane(HOSTILE)
    found: list[int] = []
    pane.hovered.connect(found.append)
    QTest.mouseMove(pane.viewport(), spot(pane, 7))
    QTest.mouseMove(pane.viewport(), spot(pane, 8))
    QTest.mouseMove(pane.viewport(), QPoint(200, 250))
    assert found == [7, 8, -1]


def test_pane_drag_below_the_view_scrolls_and_selects(open_pane: OpenPane, qtbot: QtBot) -> None:
    pane = open_pane("\n".join("段落" * 5 for _ in range(100)))
    view = pane.viewport()
    QTest.mousePress(view, LEFT, NONE, spot(pane, 0))
    QTest.mouseMove(view, QPoint(100, 150))
    QTest.mouseMove(view, QPoint(100, view.height() + 200))
    qtbot.waitUntil(lambda: pane.page.scrolled > 600, timeout=5000)
    QTest.mouseRelease(view, LEFT, NONE, QPoint(100, view.height() + 200))
    assert pane.selection()[0] == 0
    assert pane.selection()[1] > 150


# the keyboard


def test_pane_arrows_step_by_graphemes(open_pane: OpenPane) -> None:
    pane = open_pane(HOSTILE)
    stops = [0]
    while pane.caret() < len(HOSTILE):
        press(pane, Qt.Key.Key_Right)
        stops.append(pane.caret())
    assert [HOSTILE[a:b] for a, b in itertools.pairwise(stops)][:5] == [
        *("甲", "𠮷", FAMILY, "乙", "e\u0301"),
    ]
    back = [pane.caret()]
    while pane.caret():
        press(pane, Qt.Key.Key_Left)
        back.append(pane.caret())
    assert back == stops[::-1]


def test_pane_shift_arrows_select(open_pane: OpenPane, qtbot: QtBot) -> None:
    pane = open_pane("甲𠮷乙\n丙")
    with qtbot.waitSignals([pane.selection_changed] * 4):
        for _ in range(4):
            press(pane, Qt.Key.Key_Right, SHIFT)
    assert pane.selection() == (0, 4)
    press(pane, Qt.Key.Key_Left)
    assert pane.selection() == (0, 0), "a selection that is left collapses to its edge"


def test_pane_ctrl_arrows_go_by_words(open_pane: OpenPane) -> None:
    text = "甲乙丙|丁戊"
    pane = open_pane(text)
    pane.set_words(pieces(text))
    press(pane, Qt.Key.Key_Right, CTRL)
    assert pane.caret() == 3
    press(pane, Qt.Key.Key_End, CTRL)
    press(pane, Qt.Key.Key_Left, CTRL | SHIFT)
    assert pane.selection() == (4, 6)


def test_pane_home_and_end_stay_in_the_row(open_pane: OpenPane) -> None:
    pane = open_pane("字" * 90)
    press(pane, Qt.Key.Key_Down)
    row_start = pane.caret()
    assert row_start > 0
    press(pane, Qt.Key.Key_End)
    row_end = pane.caret()
    assert row_end == 2 * row_start
    press(pane, Qt.Key.Key_End)
    assert pane.caret() == row_end, "End again does not go to the next row"
    press(pane, Qt.Key.Key_Home)
    assert pane.caret() == row_start


def test_pane_up_and_down_keep_the_column(open_pane: OpenPane) -> None:
    pane = open_pane("甲乙丙丁戊\n己\n庚辛壬癸子")
    for _ in range(4):
        press(pane, Qt.Key.Key_Right)
    press(pane, Qt.Key.Key_Down)
    assert pane.caret() == 7
    press(pane, Qt.Key.Key_Down)
    assert pane.caret() == 12
    press(pane, Qt.Key.Key_Up)
    press(pane, Qt.Key.Key_Up)
    assert pane.caret() == 4


def test_pane_page_keys_scroll_and_come_back(open_pane: OpenPane) -> None:
    text = "\n".join(f"第{n}段" for n in range(200))
    pane = open_pane(text)
    press(pane, Qt.Key.Key_PageDown)
    assert pane.page.scrolled > 0
    press(pane, Qt.Key.Key_PageUp)
    assert pane.caret() == 0
    press(pane, Qt.Key.Key_End, CTRL)
    assert pane.caret() == len(text)
    assert pane.rects(len(text) - 1, len(text)), "the caret is in view"
    press(pane, Qt.Key.Key_Home, CTRL | SHIFT)
    assert pane.selection() == (0, len(text))


def test_pane_steps_through_a_line_cut_for_the_view(open_pane: OpenPane) -> None:
    text = "字" * 2500
    pane = open_pane(text)
    border = pane.page.blocks.starts[1]
    pane.set_selection(border, border)
    press(pane, Qt.Key.Key_Left)
    assert pane.caret() == border - 1
    press(pane, Qt.Key.Key_Right)
    press(pane, Qt.Key.Key_Right)
    assert pane.caret() == border + 1


class _Window(QWidget):
    """A window that writes down the keys its pane had no use for."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Alt:
            self.got.append(event.key())


def test_pane_passes_on_keys_it_does_not_use(qtbot: QtBot) -> None:
    window = _Window()
    qtbot.addWidget(window)
    pane = TextPane(theme(False), paper="#ffffff", margin=10)
    QVBoxLayout(window).addWidget(pane)
    pane.set_text("甲乙")
    window.show()
    for key in (Qt.Key.Key_1, Qt.Key.Key_Y, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_F2):
        press(pane, key)
    press(pane, Qt.Key.Key_Left, ALT)
    assert window.got == [
        *(Qt.Key.Key_1, Qt.Key.Key_Y, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_F2),
        Qt.Key.Key_Left,
    ]
    pane.set_selection(0, 2)
    press(pane, Qt.Key.Key_Escape)
    assert (pane.selection(), len(window.got)) == ((2, 2), 6), "Esc first clears the selection"


def test_pane_tells_a_screen_reader_what_the_caret_came_to(open_pane: OpenPane) -> None:
    pane = open_pane(f"甲{FAMILY}乙\n第二行")
    page, start = pane.page, Caret(0, 0)
    assert spoken(page, start, Caret(1, 1)) == FAMILY
    assert spoken(page, Caret(1, 1), Caret(6, 6)) == "乙"
    assert spoken(page, start, Caret(8, 8)) == "第二行"
    assert spoken(page, start, Caret(0, 6)) == f"甲{FAMILY}"


# text is given, never taken


@pytest.mark.parametrize("text", [HOSTILE, "a\u00a0b\ufeffc\u2029d\ufdd0", "甲\r乙\x00"])
def test_pane_copies_the_text_itself(open_pane: OpenPane, text: str) -> None:
    pane = open_pane(text)
    press(pane, Qt.Key.Key_A, CTRL)
    press(pane, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == text
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


def test_pane_takes_nothing_from_an_input_method(open_pane: OpenPane) -> None:
    pane = open_pane("只读")
    for widget in (pane, pane.viewport()):
        assert not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        assert not widget.acceptDrops()
        event = QInputMethodEvent("zhong", [])
        event.setCommitString("中")
        QCoreApplication.sendEvent(widget, event)
    assert pane.text() == "只读"


def test_pane_holds_empty_text(open_pane: OpenPane) -> None:
    pane = open_pane("")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_End):
        press(pane, key, SHIFT)
    assert pane.selection() == (0, 0)
    assert pane.offset_at(QPoint(100, 100)) == 0


def test_pane_never_scrolls_sideways(open_pane: OpenPane) -> None:
    pane = open_pane("http://" + "a" * 3000 + "字" * 300 + " " * 500)
    assert pane.horizontalScrollBar().maximum() == 0
    for seen in pane.page.seen():
        for extent in seen.laid.extents(0, seen.laid.length):
            assert extent.right <= pane.viewport().width() - 60


# long texts


@pytest.mark.parametrize("text", ["字符" * 500_000, "字符串。\n" * 200_000, "\n" * 1_000_000])
def test_pane_opens_a_million_characters_and_hits_them(open_pane: OpenPane, text: str) -> None:
    pane = open_pane(text)
    bar = pane.verticalScrollBar()
    for part in (0.3, 0.7, 1.0):
        bar.setValue(round(bar.maximum() * part))
        offset = pane.offset_at(QPoint(100, 150))
        assert abs(offset / len(text) - part) < 0.02
        assert pane.row_y(offset) <= 150 < pane.row_y(offset) + 2 * pane.page.metrics.row
    assert len(pane.page.seen()) < 40, "only what is in view is laid out"


def test_pane_guesses_move_the_bar_but_never_the_text(open_pane: OpenPane) -> None:
    pane = open_pane("".join(f"{'iiii ' * n}\n{'汉字' * n}\n" for n in range(1, 120)))
    bar = pane.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    for _ in range(40):
        offset = pane.offset_at(QPoint(80, 40))
        y = pane.row_y(offset)
        pane.scroll_pixels(-7)
        assert pane.row_y(offset) - y == 7


def test_pane_keeps_its_top_when_it_is_resized(open_pane: OpenPane, qtbot: QtBot) -> None:
    pane = open_pane("".join(f"第{n}段{'文字' * 40}\n" for n in range(60)))
    pane.scroll_pixels(1000)
    top = pane.offset_at(QPoint(60, 0))
    pane.resize(300, 320)
    qtbot.waitUntil(lambda: pane.page.metrics.width < 240)
    assert abs(pane.row_y(top)) <= 2 * pane.page.metrics.row


def test_pane_ensure_visible_moves_only_when_it_must(open_pane: OpenPane) -> None:
    text = "".join(f"第{n:03}段\n" for n in range(200))
    pane = open_pane(text)
    pane.ensure_visible(12, 14)
    assert pane.page.scrolled == 0
    far = text.index("第150段")
    pane.ensure_visible(far, far + 4)
    assert pane.rects(far, far + 4)
    held = pane.page.scrolled
    pane.ensure_visible(far, far + 4)
    assert pane.page.scrolled == held


# marks


def entity_marks(*spans: tuple[int, int, str]) -> Marks:
    """Entities with these ranges and colours, named by their number."""
    entities = [Entity(SpanId(n), s, e, LabelId(n)) for n, (s, e, _) in enumerate(spans)]
    return Marks(
        entities=SpanLayer(
            entities,
            lambda entity, level: Mark(
                entity.start, entity.end, Look.ENTITY, "PER", spans[entity.id][2], level, entity
            ),
            levelled=True,
        )
    )


def inks(image: QImage, left: float, right: float, top: float, bottom: float) -> set[str]:
    """The colours of a part of an image."""
    return {
        image.pixelColor(x, y).name()
        for x in range(round(left), round(right))
        for y in range(round(top), round(bottom))
    }


def test_pane_draws_overlapping_entities_on_lines_of_their_own(open_pane: OpenPane) -> None:
    outer, inner = "#be123c", "#15803d"
    pane = open_pane("前上海市徐汇区政府后", entity_marks((1, 9, outer), (1, 4, inner)))
    image = pane.viewport().grab().toImage()
    rect = pane.rects(1, 4)[0]
    below = inks(image, rect.left() + 1, rect.right() - 1, rect.bottom() - 1, rect.bottom() + 12)
    assert {readable(outer, "#ffffff"), readable(inner, "#ffffff")} <= below
    tail = pane.rects(5, 8)[0]
    below_tail = inks(image, tail.left(), tail.right(), tail.bottom() - 1, tail.bottom() + 6)
    assert readable(outer, "#ffffff") in below_tail
    assert readable(inner, "#ffffff") not in below_tail


def test_pane_draws_the_name_of_an_entity_below_it(open_pane: OpenPane) -> None:
    ink = "#1d4ed8"
    pane = open_pane("甲乙丙丁戊", entity_marks((0, 4, ink)))
    image = pane.viewport().grab().toImage()
    rect = pane.rects(0, 1)[0]
    under_line = inks(image, rect.left(), rect.right() + 8, rect.bottom() + 4, rect.bottom() + 12)
    assert len(under_line) > 1, "more than paper: the letters of the name"
    rest = pane.rects(3, 4)[0]
    assert inks(image, rest.left(), rest.right(), rest.bottom() + 4, rest.bottom() + 8) == {
        "#ffffff"
    }


def test_pane_draws_the_line_of_a_colour_that_comes_again_in_dashes(open_pane: OpenPane) -> None:
    ink = "#1d4ed8"
    marks = [Mark(0, 4, Look.ENTITY, "A", ink), Mark(4, 8, Look.ENTITY, "B", ink, turn=1)]
    pane = open_pane(
        "甲乙丙丁戊己庚辛", Marks(entities=SpanLayer(marks, lambda mark, _level: mark))
    )
    image = pane.viewport().grab().toImage()

    def drawn(start: int, end: int) -> float:
        """The share of the line below a range that has the ink."""
        rect = pane.rects(start, end)[0].adjusted(2, 0, -2, 0)
        rows = range(round(rect.bottom()) - 1, round(rect.bottom()) + 4)
        columns = range(round(rect.left()), round(rect.right()))
        return max(sum(image.pixelColor(x, y).name() == ink for x in columns) for y in rows) / len(
            columns
        )

    assert drawn(0, 4) == 1.0
    assert 0.5 < drawn(4, 8) < 0.9


def test_pane_new_marks_move_no_text(open_pane: OpenPane) -> None:
    pane = open_pane("甲乙丙丁戊\n己庚辛")
    before = [rect.getRect() for rect in pane.rects(0, 9)]
    height = pane.page.height
    pane.set_marks(entity_marks((0, 4, "#1d4ed8"), (0, 9, "#be123c"), (1, 3, "#15803d")))
    assert [rect.getRect() for rect in pane.rects(0, 9)] == before
    assert pane.page.height == height


class _Painted(QObject):
    """Writes down which part of a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def test_pane_new_entity_repaints_the_rows_it_changes_and_few_others(open_pane: OpenPane) -> None:
    pane = open_pane(
        "\n".join("上海市徐汇区政府" * 9 for _ in range(5)), entity_marks((30, 33, INK))
    )
    before, watch = pane.viewport().grab().toImage(), _Painted()
    pane.viewport().installEventFilter(watch)
    pane.set_marks(entity_marks((30, 33, INK), (20, 60, "#be123c")))
    QCoreApplication.processEvents()
    painted = QRegion(watch.region)
    after = pane.viewport().grab().toImage()
    changed = {
        y
        for y in range(after.height())
        for x in range(0, after.width(), 2)
        if before.pixel(x, y) != after.pixel(x, y)
    }
    assert changed
    assert all(painted.contains(QPoint(70, y)) for y in changed)
    assert painted.boundingRect().height() < pane.viewport().height() // 2


def cut_marks(look: Look, *spans: Boilerplate, name: str = "版权") -> Marks:
    return Marks(cuts=SpanLayer(spans, lambda s, _: Mark(s.start, s.end, look, name, target=s)))


def test_pane_dims_a_cut_and_names_it_in_the_margin(open_pane: OpenPane) -> None:
    cut = Boilerplate(3, 6, "copyright_notice")
    pane = open_pane("甲乙\n丙丁戊\n己", cut_marks(Look.CUT, cut))
    image = pane.viewport().grab().toImage()
    rect = pane.rects(3, 6)[0]
    assert color(theme(False).text_cut).name() in inks(
        image, rect.left(), rect.right(), rect.top(), rect.bottom()
    )
    margin = inks(image, 0, 50, rect.top(), rect.bottom())
    assert len(margin) > 1
    other = pane.rects(0, 2)[0]
    assert inks(image, 0, 50, other.top(), other.bottom()) == {"#ffffff"}


def test_a_name_wider_than_the_margin_goes_on_below(open_pane: OpenPane) -> None:
    cut = Boilerplate(0, 3, "random_recommend")
    pane = open_pane("甲乙丙\n丁\n戊", cut_marks(Look.CUT, cut, name="Recommended"))
    image = pane.viewport().grab().toImage()
    rect = pane.rects(0, 3)[0]
    assert inks(image, 0, 1, rect.top(), rect.bottom() + 12) == {"#ffffff"}, "nothing is cut off"
    assert len(inks(image, 0, 50, rect.bottom() - 4, rect.bottom() + 12)) > 1


def test_pane_tells_which_cut_was_clicked(open_pane: OpenPane, qtbot: QtBot) -> None:
    cut = Boilerplate(3, 6, "copyright_notice")
    pane = open_pane("甲乙\n丙丁戊\n己", cut_marks(Look.CUT, cut))
    y = spot(pane, 3).y()
    with qtbot.waitSignal(pane.mark_activated) as told:
        QTest.mouseClick(pane.viewport(), LEFT, NONE, QPoint(20, y))
    assert told.args == [cut]
    place = Boilerplate(2, 2, "share_qr")
    pane.set_marks(cut_marks(Look.CUT_PLACE, place))
    at = pane.rects(2, 2)[0].center().toPoint()
    with qtbot.waitSignal(pane.mark_activated) as told:
        QTest.mouseClick(pane.viewport(), LEFT, NONE, at)
    assert told.args == [place]
    with qtbot.assertNotEmitted(pane.mark_activated):
        QTest.mouseClick(pane.viewport(), LEFT, NONE, spot(pane, 4))


def test_whatever_other_marks_change_is_painted_anew(open_pane: OpenPane) -> None:
    spans = [Entity(SpanId(n), n * 5, n * 5 + 3, LabelId(n)) for n in range(6)]
    look = {"look": Look.SUGGESTION, "name": "PER?", "ink": INK}
    marks = Marks(
        entities=SpanLayer(
            spans, lambda one, level: Mark(one.start, one.end, level=level, target=one, **look)
        )
    )
    pane = open_pane("甲乙丙丁戊" * 12, marks)
    view = pane.viewport()
    before = view.grab().toImage()
    bands = pane._painter.set_marks(Marks())
    after = view.grab().toImage()
    pixels = itertools.product(range(view.width()), range(view.height()))
    rows = {y for x, y in pixels if before.pixel(x, y) != after.pixel(x, y)}
    assert rows and all(any(b.y <= y < b.y + b.height for b in bands) for y in rows)
