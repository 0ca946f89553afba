"""The review window beside the real one: figures, places, settling, by keys."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.commands import AddEntity, Judge, SetStatus
from annotator.exporting import ExportOptions, export_file
from annotator.model import ArticleId, Status, Verdict, key_of
from annotator.workspace import Workspace
from tests.desk import Desk
from ui.dialogs.importing import ImportDialog
from ui.i18n import tr
from ui.review.agreement_page import AgreementPage
from ui.review.cleaners_page import CleanersPage
from ui.review.consistency_page import ConsistencyPage
from ui.review.errors_page import ErrorsPage
from ui.review.progress_page import ProgressPage
from ui.review.rules_page import RulesPage
from ui.review.tables import FiguresTable
from ui.review.window import ReviewWindow

PAGES = (RulesPage, ErrorsPage, CleanersPage, AgreementPage, ConsistencyPage, ProgressPage)


def review(desk: Desk, page: type) -> object:
    """The page of the review window, opened and turned to by keys."""
    desk.press("Ctrl+R")
    window = desk.desktop.window.findChild(ReviewWindow)
    window._names.setFocus()
    for _ in range(PAGES.index(page)):
        QTest.keyClick(window._names, Qt.Key.Key_Down)
    desk.settle()
    return window.findChild(page)


def shown(table: FiguresTable) -> list[list[str]]:
    columns = range(table.columnCount())
    return [[table.item(row, c).text() for c in columns] for row in range(table.rowCount())]


def selected(desk: Desk) -> str:
    start, end = desk.desktop.window.editor.selection()
    return desk.document.article.raw[start:end]


def label(workspace: Workspace, article: ArticleId, text: str, name: str) -> None:
    start = workspace.document(article).article.raw.index(text)
    number = next(one.id for one in workspace.labels() if one.name == name)
    workspace.run(AddEntity(article, start, start + len(text), number))


def test_a_wrong_proposal_is_in_the_figures_and_a_key_goes_to_it(
    working: Desk, tmp_path: Path
) -> None:
    working.open("002")
    cut = working.document.boilerplate[0]
    article = working.document.article.id
    working.desktop.session.run(Judge(article, (key_of(cut),), Verdict.REJECTED))
    working.open("000")
    page = review(working, RulesPage)
    row = next(row for row in shown(page._table) if row[0] == cut.rules[0])
    assert row[3] == "1" and row[4].endswith("%")
    assert shown(page._table)[0][0] in cut.rules
    QTest.keyClick(page._worst, Qt.Key.Key_Return)
    working.settle()
    assert working.document.article.key.startswith("002")
    assert working.desktop.window.editor.selection() == (cut.start, cut.end)
    page.save_report(tmp_path / "r.html")
    assert cut.rules[0] in (tmp_path / "r.html").read_text(encoding="utf-8")
    page.save_report(tmp_path / "r.csv")
    assert f"rule,{cut.rules[0]}," in (tmp_path / "r.csv").read_text(encoding="utf-8")
    assert "0/1" in page._trend.accessibleName()
    page._every.setCurrentIndex(1)
    page.save_report(tmp_path / "t.csv", steps=True)
    assert f"rule,{cut.rules[0]},20" in (tmp_path / "t.csv").read_text(encoding="utf-8")


def test_what_a_rule_did_is_told_before_it_is_switched_off(working: Desk) -> None:
    page = review(working, RulesPage)
    names = [row[0] for row in shown(page._table)]
    page._table.setCurrentCell(names.index("glosses.readings"), 0)
    page._off.click()
    working.settle()
    assert page._effect.isVisible() and "glosses.readings" in page._effect.text()
    assert page._worst.horizontalHeaderItem(0).text() == "What would change"
    assert page._worst.rowCount() == 200
    page._table.setCurrentCell(0, 0)
    assert page._worst.horizontalHeaderItem(0).text() == "Wrong although sure"
    page._by.setCurrentIndex(1)
    assert not page._off.isVisible() and "Pinyin gloss" in [r[0] for r in shown(page._table)]


@pytest.fixture
def two(working: Desk, tmp_path: Path) -> Desk:
    """What two people made of article 002, merged through the window's own work."""
    workspace = working.workspace
    copy = tmp_path / "other.duizhao"
    workspace.backup(copy)
    number = next(r.id for r in workspace.rows(workspace.article_ids()) if r.key.startswith("002"))
    with Workspace.open(copy, annotator="乙") as theirs:
        label(theirs, number, "上海", "LOC")
        label(theirs, number, "科技", "TECH")
    workspace.annotator = "甲"
    label(workspace, number, "上海", "LOC")
    label(workspace, number, "成果", "EVENT")
    working.desktop.window.files._work.merge([copy])
    working.settle()
    shutil.copy(copy, tmp_path / "unchanged.duizhao")
    return working


def test_two_peoples_work_is_compared_and_settled_by_number_keys(two: Desk) -> None:
    page = review(two, AgreementPage)
    assert "F1 0.500" in page._figures.text()
    assert {row[0]: row[3:] for row in shown(page._labels)}["LOC"] == ["1", "0", "0"]
    assert shown(page._articles)[0][2] == "2"
    page._articles.setFocus()
    QTest.keyClick(page._articles, Qt.Key.Key_Return)
    two.settle()
    places = page._settle._table
    assert QApplication.focusWidget() is places or places.rowCount() == 2
    texts = [two.document.article.raw[e.start : e.end] for e in two.document.entities]
    assert texts == ["上海"]
    assert selected(two) in ("成果", "科技")
    QTest.keyClick(places, Qt.Key.Key_0)
    assert [row[3] for row in shown(places)] == [tr("0 neither"), ""]
    assert "1" in page._settle._told.text() and places.currentRow() == 1
    page._settle._choices[1].setFocus()
    two.press("Enter")
    assert [row[3] for row in shown(places)] == [tr("0 neither"), tr("2 right")]
    two.press("Ctrl+Z")
    two.press("Ctrl+Z")
    assert [row[3] for row in shown(places)] == ["", ""]
    places.setCurrentCell(0, 0)
    QTest.keyClick(places, Qt.Key.Key_1)
    QTest.keyClick(places, Qt.Key.Key_2)
    two.settle()
    both = {row[0] for row in shown(places)} | {row[2] for row in shown(places)}
    kept = [two.document.article.raw[e.start : e.end] for e in two.document.entities]
    assert [row[3] for row in shown(places)] == [tr("1 left"), tr("2 right")]
    assert len(kept) == 1 + sum(cell.startswith("●") for cell in both)
    QTest.keyClick(places, Qt.Key.Key_3)
    page._settle._finish()
    assert two.workspace.document(two.document.article.id).article.status is Status.DONE
    versions = two.workspace.layers.of(two.document.article.id)
    assert {"甲", "乙"} <= {version.work.annotator for version in versions}


def test_an_article_is_settled_to_its_end_by_keys(two: Desk) -> None:
    page = review(two, AgreementPage)
    page._articles.setFocus()
    QTest.keyClick(page._articles, Qt.Key.Key_Return)
    two.settle()
    places = page._settle._table
    article = two.document.article.id
    QTest.keyClick(places, Qt.Key.Key_1)
    QTest.keyClick(places, Qt.Key.Key_2)
    assert places.currentRow() == 1, "the last place stays, for a second thought"
    places.setFocus()
    two.press("Ctrl+Z", "Ctrl+Z")
    assert places.currentRow() == 0, "what was taken back is the place to settle"
    QTest.keyClick(places, Qt.Key.Key_1)
    QTest.keyClick(places, Qt.Key.Key_0)
    QTest.keyClick(places, Qt.Key.Key_D)
    two.settle()
    assert two.workspace.document(article).article.status is Status.DONE


def test_the_chosen_row_stays_in_sight_when_rows_are_sorted(working: Desk) -> None:
    table = review(working, RulesPage)._table
    table.setCurrentCell(1, 0)
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        table.horizontalHeader().setSortIndicator(0, order)
        assert table.viewport().rect().contains(table.visualItemRect(table.currentItem()).center())


def test_errors_are_marked_by_one_key_in_either_pane_and_counted(working: Desk) -> None:
    working.open("000")
    working.select_in_clean("上海")
    working.press("X")
    cut = working.document.boilerplate[0]
    working.desktop.window.editor.pair.set_selection_on_raw(cut.start, cut.start)
    working.press("Z")
    marked = [one for one in working.document.findings if one.id is not None]
    assert sorted(one.type for one in marked) == ["kept_boilerplate", "lost_content"]
    assert (cut.start, cut.end) in [(one.start, one.end) for one in marked]
    working.press("C")
    working.type("boundary")
    working.press("Enter")
    page = review(working, ErrorsPage)
    counts = {row[0]: row[1] for row in shown(page._table)}
    assert (counts["Kept boilerplate"], counts["Wrong boundary"]) == ("1", "1")
    page._table.setCurrentCell(1, 0)
    QTest.keyClick(page._places, Qt.Key.Key_Return)
    assert selected(working) == "上海"
    page.set_causes("Lost content\n版式问题\n")
    assert [row[0] for row in shown(page._table)][:2] == ["Lost content", "版式问题"]
    assert "Kept boilerplate" in [row[0] for row in shown(page._table)]
    working.desktop.session.undo()
    working.desktop.session.undo()
    working.settle()
    assert [one.type for one in working.document.findings if one.id] == ["kept_boilerplate"]


def test_pages_with_nothing_to_show_say_what_to_do(working: Desk) -> None:
    working.open("002")
    page = review(working, ErrorsPage)
    assert page._none.isVisible() and "press one of these keys" in page._none.text()
    window = working.desktop.window.findChild(ReviewWindow)
    window.turn_to(PAGES.index(CleanersPage))
    working.settle()
    page = window.findChild(CleanersPage)
    assert page._figures.text() == "No article has two cleaners yet."
    assert not any(side.isVisible() for side in page._sides)
    window.turn_to(PAGES.index(AgreementPage))
    working.settle()
    panel = window.findChild(AgreementPage)._settle
    assert not any(button.isEnabled() for button in panel.findChildren(QPushButton))
    window.turn_to(PAGES.index(ProgressPage))
    working.settle()
    assert "Nothing was done yet." in window.findChild(ProgressPage)._plot.accessibleName()


def test_a_marked_error_comes_back_from_an_export_and_can_be_taken_away(
    working: Desk, tmp_path: Path
) -> None:
    working.open("000")
    working.select_in_clean("上海")
    working.press("X")
    export_file(working.workspace, tmp_path / "out.jsonl", ExportOptions())
    with Workspace.create(tmp_path / "again.duizhao") as again:
        again.import_files([tmp_path / "out.jsonl"])
        documents = [again.document(ArticleId(number)) for number in again.article_ids()]
        found = [f for document in documents for f in document.findings if f.id is not None]
    assert [(one.type, one.annotator) for one in found] == [
        ("kept_boilerplate", working.workspace.annotator)
    ]
    working.press("C")
    working.type("away")
    working.press("Enter")
    assert [one for one in working.document.findings if one.id is not None] == []


def test_texts_labelled_in_two_ways_are_put_right_in_one_step(working: Desk) -> None:
    working.open("002")
    workspace, article = working.workspace, working.document.article.id
    label(workspace, article, "上海", "LOC")
    page = review(working, ConsistencyPage)
    (row,) = shown(page._table)
    missing = int(row[2])
    assert row[0] == "上海" and missing > 2
    assert page._label.currentText() == "LOC"
    ticked = page._places.ticked()
    assert len(ticked) == missing and {row[2] for row in shown(page._places)} == {"上海"}
    page._places.setFocus()
    page._places.setCurrentCell(ticked[0], 0)
    QTest.keyClick(page._places, Qt.Key.Key_Space)
    assert page._places.ticked() == ticked[1:]
    QTest.keyClick(page._places, Qt.Key.Key_Space)
    page._fix.setFocus()
    page._fix.click()
    working.settle()
    assert shown(page._table) == [] and QApplication.focusWidget() is page._table
    assert workspace.counts()[Status.DOING] >= 1
    working.press("Ctrl+Z")
    working.settle()
    assert shown(page._table)[0][2] == str(missing)


def test_another_cleaners_texts_come_in_by_the_dialog_and_become_a_queue(
    working: Desk, tmp_path: Path
) -> None:
    working.open("002")
    article = working.document.article
    cut = working.document.boilerplate[-1]
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / f"{article.key}.txt").write_text(article.raw, encoding="utf-8")
    working.desktop.window.files.ask_import([tmp_path / "theirs"])
    working.settle()
    dialog = working.desktop.window.findChild(ImportDialog)
    dialog._cleaner.setText("别家")
    assert not dialog._clean.isEnabled()
    working.settle()
    dialog._import.click()
    working.settle()
    assert "别家" in working.told
    working.desktop.window.activateWindow()
    working.open("000")
    page = review(working, CleanersPage)
    assert "1 article," in page._figures.text()
    assert shown(page._table)[0][0] == "All" and page._table.rowCount() > 1
    sizes = [int(row[3].replace(",", "")) for row in shown(page._places)]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) > 1
    row = next(n for n, one in enumerate(page._shown) if one.start == cut.start)
    page._places.setCurrentCell(row, 0)
    QTest.keyClick(page._places, Qt.Key.Key_Return)
    working.settle()
    assert selected(working) == article.raw[cut.start : cut.end].strip()
    page._table.setCurrentCell(1, 0)
    assert {(one.right, one.name) for one in page._shown} == {page._sums[0]}
    page.save_places(tmp_path / "places.csv")
    assert article.key in (tmp_path / "places.csv").read_text(encoding="utf-8")


def test_progress_counts_days_and_writes_its_plots(working: Desk, tmp_path: Path) -> None:
    working.open("002")
    article = working.document.article.id
    label(working.workspace, article, "上海", "LOC")
    working.workspace.run(SetStatus(article, Status.DONE))
    page = review(working, ProgressPage)
    (day,) = shown(page._table)
    assert day[2] == "1" and day[4] == "2"
    for number in range(3):
        page._which.setCurrentIndex(number)
        page.save_plot(tmp_path / f"{number}.png")
        page.save_plot(tmp_path / f"{number}.svg")
        assert QImage(str(tmp_path / f"{number}.png")).width() == 2000
        assert ElementTree.parse(tmp_path / f"{number}.svg").getroot().tag.endswith("svg")
    assert "LOC: 1" in page._plot.accessibleName()
    page.save_plot(tmp_path / "missing" / "no.png")
    assert "cannot be written" in working.told


def test_a_second_pass_is_asked_for_in_the_line_and_undone(working: Desk) -> None:
    working.open("002")
    article = working.document.article.id
    label(working.workspace, article, "上海", "LOC")
    working.desktop.window.passes.second_pass.ask()
    assert "in 1 article " in working.asked
    working.press("Enter")
    working.settle()
    assert working.document.entities == () and working.document.article.status is Status.TODO
    assert [v.work.annotator for v in working.workspace.layers.of(article)] != []
    working.desktop.session.undo()
    working.settle()
    assert len(working.document.entities) == 1


def test_the_review_window_closes_with_the_project_and_opens_once(working: Desk) -> None:
    review(working, RulesPage)
    working.desktop.window.show_review()
    assert len(working.desktop.window.findChildren(ReviewWindow)) == 1
    path = working.workspace.path
    working.desktop.session.close()
    working.settle()
    working.desktop.session.open_project(path)
    assert not [w for w in working.desktop.window.findChildren(ReviewWindow) if w.isVisible()]
