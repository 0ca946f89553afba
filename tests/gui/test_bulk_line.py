"""Judging all of a rule or type through the line in the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator.commands import Judge
from annotator.model import Repair, Verdict, key_of
from tests.desk import Desk


@pytest.fixture
def page(working: Desk) -> Desk:
    """The caret at a proposal of a rule that has many."""
    working.open("002")
    repair = next(r for r in working.document.repairs if r.type == "pinyin_gloss")
    working.desktop.window.editor.pair.set_selection_on_raw(repair.start, repair.start)
    return working


def by_rule(desk: Desk, rule: str) -> list[Repair]:
    return [repair for repair in desk.document.repairs if rule in repair.rules]


def test_all_of_a_rule_in_this_article_are_judged_after_a_count(page: Desk) -> None:
    rule = page.desktop.window.editor.here.proposals[0].rules[0]
    first = by_rule(page, rule)[3]
    page.desktop.session.run(Judge(page.document.article.id, (key_of(first),), Verdict.REJECTED))
    total = len(by_rule(page, rule))
    page.press("Shift+Y")
    page.settle()
    assert f"{total - 1} proposals will be judged right" in page.asked
    assert "1 already judged stay" in page.asked
    assert all(r.verdict is None for r in by_rule(page, rule) if r.start != first.start)
    page.press("Enter")
    page.settle()
    assert [r.verdict for r in by_rule(page, rule)].count(Verdict.ACCEPTED) == total - 1
    assert f"{total - 1} proposals judged right" in page.told
    page.press("Ctrl+Z")
    page.settle()
    assert [r.verdict for r in by_rule(page, rule)].count(None) == total - 1


def test_the_whole_list_and_the_type_can_be_meant(page: Desk) -> None:
    kind = page.desktop.window.editor.here.proposals[0].type
    spans = [r for d in page.workspace.documents() for r in d.repairs if r.type == kind]
    page.press("Shift+N", "T", "S")
    page.settle()
    assert f"{len(spans)} proposals will be judged wrong. They are in 2 articles." in page.asked
    page.press("Y")
    assert "will be judged right" in page.asked
    page.press("N", "Enter")
    page.settle()
    spans = [r for d in page.workspace.documents() for r in d.repairs if r.type == kind]
    assert {r.verdict for r in spans} == {Verdict.REJECTED}
    assert "(qū)" in page.desktop.window.editor.pair.clean.text()
    page.press("Ctrl+Z")
    page.settle()
    assert "(qū)" not in page.desktop.window.editor.pair.clean.text()


def test_escape_judges_nothing(page: Desk) -> None:
    page.press("Shift+Y", "Esc")
    page.settle()
    assert page.workspace.history() == []
    assert page.desktop.window.editor.pair.active_pane.hasFocus()


def test_enter_before_the_count_is_there_judges_nothing_and_waits(page: Desk) -> None:
    line = page.desktop.window.passes.line
    page.desktop.window.passes.bulk.accept()
    next(a for a in line._answers if a.main).do()
    assert line.isVisible() and page.workspace.history() == []
    page.settle()
    page.press("Enter")
    page.settle()
    assert len(page.workspace.history()) == 1


def test_the_inspector_offers_all_of_the_rule(page: Desk, qtbot: QtBot) -> None:
    page.settle()
    button = next(
        b
        for b in page.desktop.window.inspector.findChildren(QPushButton)
        if b.text() == "All of this rule…"
    )
    button.click()
    page.settle()
    assert "proposals will be judged right" in page.asked


def test_a_long_step_is_taken_back_in_the_background(
    page: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.store.log._CHUNK", 10)
    before = [r.verdict for r in page.document.repairs]
    page.press("Shift+Y")
    page.settle()
    page.press("Enter")
    page.settle()
    assert [r.verdict for r in page.document.repairs] != before
    started: list[object] = []
    page.desktop.session.job_started.connect(started.append)
    page.press("Ctrl+Z")
    page.settle()
    assert len(started) == 1
    assert [r.verdict for r in page.document.repairs] == before
    page.press("Ctrl+Shift+Z")
    page.settle()
    assert [r.verdict for r in page.document.repairs] != before


def test_a_stopped_count_or_another_article_closes_the_line(page: Desk) -> None:
    page.press("Shift+Y", "S")
    page.desktop.session.step_article(forward=True)
    page.settle()
    assert not page.desktop.window.passes.line.isVisible()
