"""The article list by keys and mouse: finding, filtering, sorting, and walking the work list."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from annotator.filters import EVERYTHING, Filter, Order, Sort
from annotator.model import Status
from tests.desk import Desk
from ui.models.articles import EXCERPT_ROLE
from ui.views.article_list import ArticleList
from ui.views.filter_panel import FilterPanel


@pytest.fixture
def listed(working: Desk) -> ArticleList:
    """The list of the five seeds."""
    assert working.desktop is not None
    return working.desktop.window.articles


def keys(desk: Desk) -> list[str]:
    """The beginnings of the ids listed."""
    model = listing(desk).model
    articles = [model.article_at(row) for row in range(model.rowCount())]
    return [row.key[:3] for row in desk.workspace.rows(articles)]


def listing(desk: Desk) -> ArticleList:
    assert desk.desktop is not None
    return desk.desktop.window.articles


def find(desk: Desk, qtbot: QtBot, text: str) -> None:
    """Go to the field by its key, type, and wait for what is found."""
    desk.press("Ctrl+F")
    field = listing(desk).bar.field
    assert QApplication.focusWidget() is field
    field.insert(text)
    qtbot.waitUntil(lambda: listing(desk).wanted.text == field.text())
    settle(desk, qtbot)


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until nothing is looked for or read in any more."""
    shown = listing(desk)
    desk.settle()
    qtbot.waitUntil(lambda: shown._search is None and not shown._again.isActive())
    desk.settle()


def panel(desk: Desk) -> FilterPanel:
    desk.press("Ctrl+Shift+F")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, FilterPanel)
    return popup


def click(widget: QPushButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_finding_lists_and_enter_opens_the_first_match_selected(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    find(working, qtbot, "上海市科委主任")
    assert keys(working) == ["002"], "raw says it in traditional characters"
    excerpt = listed.model.index(0).data(EXCERPT_ROLE)
    assert excerpt is not None and "主任" in excerpt.match
    assert listed._summary.text() == "1 of 5"
    working.press("Enter")
    assert working.document.article.key.startswith("002")
    assert working.desktop is not None
    pane = working.desktop.window.editor.pair.clean
    assert pane.text()[slice(*pane.selection())] == "上海市科委主任"
    assert pane.hasFocus()


def test_keys_typed_and_entered_at_once_open_what_they_say(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    working.press("Ctrl+F")
    listed.bar.field.insert("松江")
    QTest.keyClick(listed.bar.field, Qt.Key.Key_Return)
    settle(working, qtbot)
    assert working.document.article.id == listed.model.article_at(0)
    assert "松江" in working.document.article.raw


def test_next_and_previous_walk_what_was_found(working: Desk, qtbot: QtBot) -> None:
    find(working, qtbot, "上海")
    found = keys(working)
    assert 1 < len(found) < 5
    working.press("Enter")
    walked = [working.document.article.key[:3]]
    for _ in found[1:]:
        working.press("J")
        walked.append(working.document.article.key[:3])
    assert walked == found
    working.press("J")
    assert working.document.article.key[:3] == found[-1], "the list ends here"
    working.press("K")
    assert working.document.article.key[:3] == found[-2]


def test_f3_goes_from_match_to_match_and_on_to_the_next_article(
    working: Desk, qtbot: QtBot
) -> None:
    find(working, qtbot, "虹桥")
    working.press("Enter")
    assert working.desktop is not None
    editor = working.desktop.window.editor
    first = working.document.article.id
    matcher = listing(working).matcher
    assert matcher is not None
    places = matcher.places(working.document)
    assert len(places) > 1
    seen = [editor.selection()]
    for _ in places[1:]:
        working.press("F3")
        seen.append(editor.selection())
    assert seen == places
    working.press("Shift+F3")
    assert editor.selection() == places[-2]
    working.press("F3", "F3")
    if len(keys(working)) > 1:
        assert working.document.article.id != first
        working.press("Shift+F3")
        assert working.document.article.id == first
        assert editor.selection() == places[-1]


def test_escape_forgets_the_text_and_goes_back_to_the_article(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    find(working, qtbot, "不存在的词")
    assert keys(working) == []
    assert listed._stack.currentWidget() is listed._nothing_fits
    working.press("Esc")
    settle(working, qtbot)
    assert (listed.bar.field.text(), listed.wanted) == ("", EVERYTHING)
    assert len(keys(working)) == 5
    assert working.desktop is not None
    assert working.desktop.window.editor.pair.active_pane.hasFocus()


def test_a_wrong_pattern_is_said_and_the_list_stays(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    find(working, qtbot, "上海")
    before = keys(working)
    listed.bar.field.pattern.trigger()
    listed.bar.field.setText("上海(")
    qtbot.waitUntil(lambda: bool(listed.bar._told.text()))
    assert "no regular expression" in listed.bar._told.text()
    assert keys(working) == before
    listed.bar.field.setText("上海(市|徐)")
    qtbot.waitUntil(lambda: not listed.bar._told.text())
    settle(working, qtbot)
    assert keys(working)


def test_the_panel_filters_at_once_and_chips_take_filters_away(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    working.press("D")
    settle(working, qtbot)
    opened = panel(working)
    toggles = [b for b in opened.findChildren(QPushButton) if b.objectName() == "toggle"]
    click(toggles[2])
    settle(working, qtbot)
    assert listed.wanted == Filter(statuses=frozenset({Status.DONE}))
    assert len(keys(working)) == 1
    opened.close()
    [chip] = [b for b in listed.bar.findChildren(QPushButton) if b.objectName() == "chip"]
    assert chip.text().strip() == "done"
    click(chip)
    settle(working, qtbot)
    assert listed.wanted == EVERYTHING
    assert len(keys(working)) == 5


def test_types_are_chosen_from_those_the_project_has(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    opened = panel(working)
    buttons = [b for b in opened.findChildren(QPushButton) if b.objectName() == "choice"]
    click(buttons[0])
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.isVisible() and opened.isVisible()
    rows = popup.findChild(QListWidget)
    names = [rows.item(n).text() for n in range(rows.count())]
    row = rows.item(names.index("Pinyin gloss"))
    rows.scrollToItem(row)
    place = rows.visualItemRect(row)
    for spot in (place.center(), place.topLeft() + QPoint(12, place.height() // 2), place.center()):
        before = row.checkState()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert row.checkState() != before
    settle(working, qtbot)
    assert listed.wanted.types == {"pinyin_gloss"}
    expected = [
        d.article.key[:3]
        for d in working.workspace.documents()
        if any(r.type == "pinyin_gloss" for r in d.repairs)
    ]
    assert keys(working) == expected
    assert 0 < len(expected) < 5


def test_a_filter_is_saved_under_a_name_and_taken_up_again(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    wanted, sort = Filter(text="上海"), Sort(Order.LENGTH, descending=True)
    listed.look_for(wanted, sort)
    settle(working, qtbot)
    before = keys(working)
    listed.bar.ask_name()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.focusWidget().insert("长文")
    working.press("Enter")
    listed.show_all()
    settle(working, qtbot)
    listed.bar._fill_saved(listed.bar._saved_button.menu())
    [action] = [a for a in listed.bar._saved_button.menu().actions() if a.text() == "长文"]
    action.trigger()
    settle(working, qtbot)
    assert (listed.wanted, listed.sort, keys(working)) == (wanted, sort, before)
    assert listed.bar.field.text() == "上海"
    listed.bar._forget("长文")
    assert working.workspace.setting("saved_filters") == ()


def test_an_article_done_stays_in_its_work_list(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    listed.look_for(Filter(statuses=frozenset({Status.TODO, Status.DOING})), Sort(Order.LENGTH))
    settle(working, qtbot)
    order = keys(working)
    working.desktop.session.open_article(listed.model.article_at(0))
    for expected in order[1:]:
        working.press("D")
        assert working.document.article.key[:3] == expected
    assert keys(working) == order
    working.press("D")
    assert working.workspace.counts()[Status.DONE] == 5


def test_what_is_imported_is_found(
    working: Desk, listed: ArticleList, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    find(working, qtbot, "獨一無二的詞")
    assert keys(working) == []
    new = tmp_path_factory.mktemp("more") / "999.txt"
    new.write_text("这里有独一无二的词。", encoding="utf-8")
    working.desktop.window.work.import_paths([new])
    settle(working, qtbot)
    assert keys(working) == ["999"]


def test_an_empty_project_says_what_to_do(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk.start()
    desk.desktop.session.open_project(tmp_path_factory.mktemp("new") / "x.duizhao", create=True)
    desk.settle()
    desk.settle()
    assert listing(desk)._stack.currentWidget() is listing(desk)._no_articles


def test_the_row_with_the_keyboard_can_be_read(working: Desk) -> None:
    view = listing(working).view
    rest = most_of(view)
    working.press("Ctrl+1")
    assert view.hasFocus()
    ground = view.palette().highlight().color().name()
    assert rest == most_of(view) == ground


def most_of(view: QTableView) -> str:
    """The commonest colour of the row chosen."""
    picture = view.viewport().grab(view.visualRect(view.currentIndex())).toImage()
    points = product(range(picture.width()), range(picture.height()))
    return Counter(picture.pixelColor(x, y).name() for x, y in points).most_common(1)[0][0]


def test_a_chip_that_has_the_keyboard_can_be_read(
    working: Desk, listed: ArticleList, qtbot: QtBot
) -> None:
    listed.look_for(Filter(statuses=frozenset({Status.TODO})), Sort())
    settle(working, qtbot)
    [chip] = [b for b in listed.findChildren(QPushButton, "chip") if b.isVisible()]

    def darkest() -> int:
        image = chip.grab().toImage()
        inside = product(range(6, image.width() - 6), range(4, image.height() - 4))
        return min(image.pixelColor(x, y).lightness() for x, y in inside)

    before = darkest()
    chip.setFocus()
    working.settle()
    assert darkest() <= before + 8
