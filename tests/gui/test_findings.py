"""Findings in the window: underlined in raw, told at the caret, never in the way of judging."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from annotator.review.queue import open_proposals
from tests.desk import Desk
from ui.text.marks import Look
from ui.views.pair_marks import marks_of

PAGE = (
    "桥南新区昨天在中心体育场举行了运动会，来自各学校的代表队参加了开幕式。\n"
    "大会在桥\ufffd新区召开，他们把那里叫作**桥，后来改了名。"
)


@pytest.fixture
def damaged(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with one article that holds two findings."""
    source = tmp_path / "damaged.txt"
    source.write_text(PAGE, encoding="utf-8")
    desk.start(source)
    return desk


def said_at_the_caret(desk: Desk) -> list[str]:
    inspector = desk.desktop.window.inspector
    return [
        label.text() for label in inspector.findChildren(QLabel) if label.isVisibleTo(inspector)
    ]


def test_findings_are_marked_in_both_panes(damaged: Desk) -> None:
    marks = marks_of(damaged.document)
    shown = [(m.start, m.end, m.look, m.name) for m in marks.raw.findings.within(0, len(PAGE))]
    first, second = PAGE.index("\ufffd"), PAGE.index("**")
    assert shown == [
        (first, first + 1, Look.FINDING, "Lost character"),
        (second, second + 2, Look.FINDING, "Masked word"),
    ]
    clean = [(m.look, m.name) for m in marks.clean.findings.within(0, 99)]
    assert clean == [(look, name) for *_, look, name in shown]


def test_finding_at_the_caret_is_told(damaged: Desk) -> None:
    pair, at = damaged.desktop.window.editor.pair, PAGE.index("**")
    pair.set_selection_on_raw(at, at + 2)
    damaged.settle()
    said = said_at_the_caret(damaged)
    assert "Masked word" in said
    assert "“**” masks a word" in said
    pair.set_selection_on_raw(0, 2)
    damaged.settle()
    assert "Masked word" not in said_at_the_caret(damaged)


def test_findings_wait_for_no_verdict(damaged: Desk) -> None:
    assert len(damaged.document.findings) == 2
    assert open_proposals(damaged.document) == []


def test_findings_stay_with_the_project(damaged: Desk) -> None:
    before = damaged.document.findings
    damaged.workspace.upkeep.repropose()
    assert damaged.document.findings == before
