"""Labelling every occurrence of a text, driven by keys and the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from annotator.commands import SaveLabel
from annotator.model import Label, LabelId
from tests.desk import Desk
from ui.choosing import Chooser

WORD = "徐汇区"


@pytest.fixture
def page(working: Desk) -> Desk:
    working.open("002")
    working.select_in_clean(WORD)
    return working


def outlined(desk: Desk) -> int:
    """How many occurrences are outlined to be taken, the same in both panes."""
    pair = desk.desktop.window.editor.pair
    raw, clean = pair.raw._over.outlined, pair.clean._over.outlined
    assert len(raw.ranges) == len(clean.ranges) and raw.out == clean.out
    assert all(clean_text(desk)[slice(*span)] == WORD for span in clean.ranges)
    return len(raw.ranges) - len(raw.out)


def clean_text(desk: Desk) -> str:
    return desk.document.composition.clean


def labelled(desk: Desk) -> list[str]:
    """What is labelled, as it reads in clean."""
    composition = desk.document.composition
    places = [composition.to_clean(e.start, e.end) for e in desk.document.entities]
    return [composition.clean[slice(*place)] for place in places if place]


def test_enter_labels_every_occurrence_as_one_step(page: Desk) -> None:
    count = clean_text(page).count(WORD)
    page.press("Shift+6")
    assert outlined(page) == count and labelled(page) == []
    page.press("Enter")
    assert labelled(page) == [WORD] * count
    assert {page.document.labels[e.label].name for e in page.document.entities} == {"LOC"}
    assert len(page.desktop.window.editor.pair.raw._over.outlined.ranges) == 0
    page.press("Ctrl+Z")
    assert labelled(page) == []
    page.press("Ctrl+Shift+Z")
    assert labelled(page) == [WORD] * count


def test_the_preview_is_walked_and_some_are_left_out(page: Desk) -> None:
    count = clean_text(page).count(WORD)
    page.press("Shift+6", "X", "Tab", "Tab", "Space", "Shift+Tab", "X", "X")
    assert outlined(page) == count - 2
    assert f"{count - 2} of {count}" in page.asked
    page.press("Enter")
    places = [e.start for e in page.document.entities]
    raws = [page.document.composition.to_raw(at, at + 3)[0] for at in starts(page)]
    assert places == [raws[1], *raws[3:]]


def starts(desk: Desk) -> list[int]:
    text = clean_text(desk)
    return [at for at in range(len(text)) if text.startswith(WORD, at)]


def test_escape_drops_the_preview_and_gives_the_keyboard_back(page: Desk) -> None:
    editor = page.desktop.window.editor
    page.press("Shift+6", "Esc")
    assert labelled(page) == [] and not page.desktop.window.passes.line.isVisible()
    assert len(editor.pair.clean._over.outlined.ranges) == 0
    assert editor.pair.clean.hasFocus()
    page.press("6")
    assert labelled(page) == [WORD]


def test_what_is_labelled_already_is_counted_and_left(page: Desk) -> None:
    count = clean_text(page).count(WORD)
    page.press("6", "Esc", "Left", "Shift+6")
    assert outlined(page) == count - 1
    assert "1 has it already" in page.asked
    page.press("Enter")
    assert labelled(page) == [WORD] * count


def test_nothing_selected_is_said_in_a_line(working: Desk) -> None:
    working.press("Ctrl+Home", "Shift+L")
    assert working.told.startswith("Select some text first.")


def test_nothing_left_to_label_is_said_in_a_line(page: Desk) -> None:
    page.press("Shift+6", "Enter", "Shift+6")
    assert not page.desktop.window.passes.line.isVisible()
    assert "already" in page.told


def test_going_to_another_article_drops_the_preview(page: Desk) -> None:
    page.press("Shift+6")
    page.desktop.session.step_article(forward=True)
    page.settle()
    assert not page.desktop.window.passes.line.isVisible()
    pair = page.desktop.window.editor.pair
    assert len(pair.raw._over.outlined.ranges) == 0


def test_a_click_on_an_occurrence_leaves_it_out_and_elsewhere_drops(page: Desk) -> None:
    count = clean_text(page).count(WORD)
    page.press("Shift+6")
    pane = page.desktop.window.editor.pair.clean
    rect = pane.rects(*pane._over.outlined.ranges[1])[0]
    click(pane, rect.center().toPoint())
    assert outlined(page) == count - 1
    page.press("X")
    assert outlined(page) == count
    far = pane.rects(*pane._over.outlined.ranges[1])[0].center().toPoint() + QPoint(0, 31 * 3)
    at = pane.character_at(far)
    assert not any(low <= at <= high for low, high in pane._over.outlined.ranges)
    click(pane, far)
    assert not page.desktop.window.passes.line.isVisible() and labelled(page) == []


def click(pane: object, point: QPoint) -> None:
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_a_label_without_a_key_is_found_by_pinyin_initials(page: Desk) -> None:
    page.desktop.session.run(SaveLabel(Label(LabelId(77), "RIVER", "河流", "#112233", "")))
    page.press("Shift+L")
    [popup] = page.desktop.window.findChildren(Chooser)
    QTest.keyClicks(popup._field, "hl")
    found = popup.findChild(QListWidget)
    assert found.item(0).text() == "RIVER  河流"
    page.press("Enter", "Enter")
    assert {e.label for e in page.document.entities} == {LabelId(77)}


def test_without_a_selection_the_preview_says_what_to_do(working: Desk) -> None:
    working.press("Shift+6")
    assert "Select some text first" in working.told


def test_the_strip_shows_the_keys_of_the_preview(page: Desk) -> None:
    page.press("Shift+6")
    page.settle()
    assert [word for _, word in page.desktop.window.keys._hints] == [
        "next",
        "leave out or take",
        "label all",
        "cancel",
    ]
