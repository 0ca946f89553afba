"""The second pass: suggestions by keys, in the real window on a real project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.commands import SaveLabel
from annotator.formats.base import NamedEntity, Record
from annotator.model import Entity, Label, LabelId, Origin, Suggested, Verdict
from annotator.workspace import Workspace
from tests.desk import Desk
from ui.text.marks import Look

TEXTS = (
    "徐汇区与松江区签约，徐汇区落户。张三丰出席。",
    "徐匯區与松江區再签约，張三豐到徐匯區。",
    "徐汇区下雨，松江区刮风。",
)
NAMED = (NamedEntity(0, 3, "LOC"), NamedEntity(4, 7, "LOC"), NamedEntity(16, 19, "PER"))


class Tagger:
    """A person in the second pass."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self._qtbot = desk, qtbot
        self.press = desk.press

    @property
    def standing(self) -> list[Suggested]:
        return self.desk.desktop.window.passes.tagging.standing()

    @property
    def at_caret(self) -> str:
        """What the keys act on, as it reads."""
        thing = self.desk.desktop.window.editor.here.chosen
        return self.desk.document.reads(thing.start, thing.end) if thing is not None else ""

    def wait(self, *texts: str) -> None:
        """Wait until just these are suggested, in order, as they read."""
        self._qtbot.waitUntil(lambda: self.read() == list(texts), timeout=20_000)

    def read(self) -> list[str]:
        return [self.desk.document.reads(one.start, one.end) for one in self.standing]

    def labels(self) -> dict[str, str]:
        """What is labelled, and how."""
        document = self.desk.document
        return {
            document.reads(e.start, e.end): document.labels[e.label].name
            for e in document.entities
            if e.verdict is Verdict.ACCEPTED
        }


@pytest.fixture
def tagger(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[Tagger]:
    path = tmp_path / "tag.duizhao"
    records = [Record(f"a{n}", text) for n, text in enumerate(TEXTS)]
    records[0] = Record("a0", TEXTS[0], entities=NAMED)
    with Workspace.create(path) as workspace:
        workspace.set_setting("disabled_suggesters", ("segmenter", "patterns", "sequence"))
        workspace.import_records(records, clean=False)
    desk.start(path)
    desk.open("a1")
    desk.press("T")
    made = Tagger(desk, qtbot)
    made.wait("徐匯區", "松江區", "張三豐", "徐匯區")
    yield made


def test_what_one_article_says_is_suggested_in_another_script(tagger: Tagger) -> None:
    assert [one.label for one in tagger.standing].count(label(tagger, "PER")) == 1


def label(tagger: Tagger, name: str) -> LabelId:
    return next(one.id for one in tagger.desk.workspace.labels() if one.name == name)


def test_tab_goes_enter_takes_backspace_refuses_and_each_goes_on(tagger: Tagger) -> None:
    tagger.press("Tab")
    assert tagger.at_caret == "徐匯區"
    tagger.press("Enter")
    assert tagger.at_caret == "松江區" and tagger.labels() == {"徐匯區": "LOC"}
    tagger.press("Backspace")
    assert tagger.at_caret == "張三豐"
    tagger.press("Shift+Tab")
    assert tagger.at_caret == "徐匯區", "the ends are joined"
    [taken, refused] = tagger.desk.document.entities
    assert (taken.origin, taken.verdict, refused.verdict) == (
        Origin.MODEL,
        Verdict.ACCEPTED,
        Verdict.REJECTED,
    )
    assert taken.score is not None and taken.source


def test_a_label_key_corrects_and_its_own_takes(tagger: Tagger) -> None:
    tagger.press("Tab", "3")
    assert tagger.labels() == {"徐匯區": "GOV"} and tagger.at_caret == "松江區"
    tagger.press("6")
    assert tagger.labels() == {"徐匯區": "GOV", "松江區": "LOC"}
    origins = [entity.origin for entity in tagger.desk.document.entities]
    assert origins == [Origin.PERSON, Origin.MODEL]


def test_an_edge_is_moved_and_the_suggestion_thereby_taken(tagger: Tagger) -> None:
    tagger.press("Tab", "Alt+Right", "Alt+Right")
    assert tagger.labels() == {"徐匯區与松": "LOC"}
    tagger.press("Ctrl+Z", "Ctrl+Z")
    assert tagger.read() == ["徐匯區", "松江區", "張三豐", "徐匯區"]


def test_one_key_takes_all_that_stand_and_one_takes_it_back(tagger: Tagger) -> None:
    tagger.press("A")
    assert tagger.labels() == {"徐匯區": "LOC", "松江區": "LOC", "張三豐": "PER"}
    assert tagger.standing == []
    tagger.press("Tab")
    assert "No suggestion is left" in tagger.desk.told
    tagger.press("Ctrl+Z")
    assert tagger.labels() == {} and len(tagger.standing) == 4


def test_what_was_refused_is_not_suggested_again(tagger: Tagger) -> None:
    tagger.press("Tab", "Tab", "Tab", "Backspace")
    for _ in range(2):
        tagger.desk.open("a2")
        tagger.desk.open("a1")
        tagger.wait("徐匯區", "松江區", "徐匯區")
    tagger.press("Ctrl+Z")
    tagger.wait("徐匯區", "松江區", "張三豐", "徐匯區")


def test_removing_what_was_suggested_refuses_it(tagger: Tagger) -> None:
    tagger.press("Tab", "Enter", "Shift+Tab")
    editor = tagger.desk.desktop.window.editor
    first = tagger.desk.document.entities[0]
    editor.visit(first)
    tagger.press("Del")
    assert tagger.labels() == {}
    assert tagger.read() == ["松江區", "張三豐", "徐匯區"]


def test_all_that_read_the_same_after_a_look(tagger: Tagger) -> None:
    tagger.press("Tab", "Shift+Enter")
    assert "2 in this article" in tagger.desk.asked
    tagger.press("Esc")
    assert tagger.labels() == {}
    tagger.press("Shift+Enter", "Enter")
    assert tagger.labels() == {"徐匯區": "LOC"} and tagger.read() == ["松江區", "張三豐"]
    tagger.press("Tab", "Shift+Enter", "N", "S")
    tagger.desk.settle()
    tagger._qtbot.waitUntil(lambda: "2 in 2 articles" in tagger.desk.asked, timeout=20_000)
    assert "Such as “" in tagger.desk.asked
    tagger.press("Enter")
    tagger.desk.settle()
    assert tagger.read() == ["張三豐"]
    step = tagger.desk.workspace.undo_step()
    assert step.title == "refuse_everywhere" and step.arguments == ("2", "LOC", "松江區")
    tagger.press("Ctrl+Z")
    # What was refused may have been left out of what is suggested meanwhile.
    tagger.wait("松江區", "張三豐")


def test_all_above_a_score(tagger: Tagger) -> None:
    tagger.press("Shift+A")
    line = tagger.desk.desktop.window.passes.line
    assert "0 of 4" not in tagger.desk.asked, "it begins where some would be taken"
    while "1.00" not in tagger.desk.asked:
        tagger.press("Up")
    tagger.press("Enter")
    assert line.isVisible(), "nothing has such a score"
    while "0.00" not in tagger.desk.asked:
        tagger.press("Down")
    assert "4 of 4" in tagger.desk.asked
    tagger.press("Enter")
    assert len(tagger.desk.document.entities) == 4 and not line.isVisible()


def test_why_is_said_by_one_key_and_in_the_inspector(tagger: Tagger) -> None:
    tagger.press("Tab", "I")
    said = tagger.desk.told
    assert "score" in said and "LOC?" in said


def test_the_first_pass_shows_none_and_its_keys_are_its_own(tagger: Tagger) -> None:
    window = tagger.desk.desktop.window
    marks = window.editor.pair.raw.marks.entities
    assert {mark.look for mark in marks.within(0, 30)} == {Look.SUGGESTION}
    tagger.press("Ctrl+End")
    tagger.desk.settle()
    assert ("T", "Tagging") in window.keys._hints and ("Enter", "take") not in window.keys._hints
    tagger.press("Tab")
    tagger.desk.settle()
    assert ("Enter", "take") in window.keys._hints
    tagger.press("T")
    tagger.desk.settle()
    assert window.editor.pair.raw.marks.entities.within(0, 30) == []
    assert ("T", "Checking") in window.keys._hints
    tagger.press("Enter", "A")
    assert tagger.labels() == {}


def test_the_pass_is_kept_for_the_next_start(tagger: Tagger) -> None:
    path = tagger.desk.workspace.path
    tagger.desk.quit()
    tagger.desk.start(path)
    assert tagger.desk.desktop.window.passes.tagging.on
    tagger.desk.open("a1")
    tagger.wait("徐匯區", "松江區", "張三豐", "徐匯區")


def test_a_label_that_is_renamed_or_deleted_midway(tagger: Tagger) -> None:
    session, workspace = tagger.desk.desktop.session, tagger.desk.workspace
    loc = next(one for one in workspace.labels() if one.name == "LOC")
    renamed = Label(loc.id, "PLACE", "地点", loc.color, loc.key)
    session.run(SaveLabel(renamed))
    tagger.press("Tab", "Enter")
    assert tagger.labels() == {"徐匯區": "PLACE"}
    tagger.wait("松江區", "張三豐", "徐匯區")


def test_keys_work_while_an_input_method_composes(tagger: Tagger) -> None:
    tagger.press("Tab")
    tagger.desk.compose(commit="６")
    assert tagger.labels() == {"徐匯區": "LOC"}
    tagger.desk.compose(preedit="a")
    assert tagger.standing == []


def test_what_came_undecided_with_a_file_is_a_suggestion(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "came.duizhao"
    came = NamedEntity(0, 3, "LOC", origin=Origin.IMPORT, verdict=None, score=0.7)
    with Workspace.create(path) as workspace:
        workspace.import_records([Record("a", TEXTS[2], entities=(came,))], clean=False)
        # What else is suggested comes when it comes.
        workspace.set_setting("disabled_suggesters", ("segmenter", "patterns", "sequence"))
    desk.start(path)
    desk.press("T", "Tab", "Enter")
    [entity] = desk.document.entities
    assert isinstance(entity, Entity) and entity.verdict is Verdict.ACCEPTED
    assert (entity.origin, entity.score) == (Origin.IMPORT, 0.7)
    desk.press("Ctrl+Z", "Tab", "Backspace")
    assert [e.verdict for e in desk.document.entities] == [Verdict.REJECTED]


def test_a_preview_stays_while_suggestions_come_in(tagger: Tagger) -> None:
    tagger.press("Tab", "Shift+Enter")
    line = tagger.desk.desktop.window.passes.line
    tagger.desk.workspace.suggesting.refresh([tagger.desk.document.article.id])
    tagger.desk.settle()
    assert line.isVisible()
