"""The export dialog: every format and option, with a look at how the files will begin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.commands import AddEntity
from annotator.exporting import needs_folder
from annotator.formats import EXPORTERS
from annotator.formats.base import Coordinates
from annotator.model import Status
from annotator.splitting import SplitBy
from tests.desk import Desk, button
from ui.dialogs.exporting import ExportDialog


@pytest.fixture
def labelled(working: Desk) -> Desk:
    """The desk, with the first words of two articles labelled and one of them done."""
    workspace = working.workspace
    label = next(each.id for each in workspace.labels() if each.name == "LOC")
    for article in workspace.article_ids()[:2]:
        workspace.run(AddEntity(article, 0, 4, label))
    working.press("D")
    return working


def opened(desk: Desk) -> ExportDialog:
    """The dialog, as Ctrl+E opens it."""
    desk.press("Ctrl+E")
    desk.settle()
    found = desk.desktop.window.findChild(ExportDialog)
    assert found is not None
    return found


def choose(desk: Desk, dialog: ExportDialog, format: str) -> None:
    dialog._format.setCurrentIndex(dialog._format.findData(format))
    settle(desk)


def settle(desk: Desk) -> None:
    QTest.qWait(300)
    desk.settle()


def test_every_format_is_offered_with_what_it_holds(labelled: Desk) -> None:
    dialog = opened(labelled)
    assert [dialog._format.itemData(n) for n in range(dialog._format.count())] == [
        each.id for each in EXPORTERS
    ]
    for each in EXPORTERS:
        dialog._format.setCurrentIndex(dialog._format.findData(each.id))
        assert dialog._about.text().startswith("Holds: ")
        assert dialog._coordinates.isEnabled() == each.traits.choice
        ends = Path(dialog._path.text()).suffix
        assert ends == ("" if needs_folder(dialog.options()) else each.suffix)
    assert Path(dialog._path.text()).name == "seeds.jsonl"
    settle(labelled)


def test_a_place_that_was_typed_stays_but_for_its_ending(labelled: Desk, tmp_path: Path) -> None:
    dialog = opened(labelled)
    dialog._path.setText(str(tmp_path / "mine.jsonl"))
    choose(labelled, dialog, "spacy")
    assert dialog._path.text() == str(tmp_path / "mine.spacy")
    choose(labelled, dialog, "brat")
    assert dialog._path.text() == str(tmp_path / "mine")


def test_a_format_of_several_files_shows_all_of_them(labelled: Desk, tmp_path: Path) -> None:
    dialog = opened(labelled)
    choose(labelled, dialog, "brat")
    shown = dialog._shown.toPlainText()
    assert "── annotation.conf ──" in shown
    assert "T1\tLOC 0 4\t" in shown
    out = tmp_path / "out"
    dialog._path.setText(str(out))
    QTest.mouseClick(button(dialog, "Export"), Qt.MouseButton.LeftButton)
    labelled.settle()
    assert len(list(out.glob("*.ann"))) == 5


def test_labels_are_renamed_and_left_out_in_the_list(labelled: Desk, tmp_path: Path) -> None:
    dialog = opened(labelled)
    choose(labelled, dialog, "doccano")
    assert '[0, 4, "LOC"]' in dialog._shown.toPlainText()
    names = dialog._labels
    row = next(n for n in range(names.rowCount()) if names.item(n, 1).text() == "LOC")
    names.item(row, 1).setText("地名")
    settle(labelled)
    assert '[0, 4, "地名"]' in dialog._shown.toPlainText()
    assert dialog.options().labels == (("LOC", "地名"),)
    names.item(row, 0).setCheckState(Qt.CheckState.Unchecked)
    settle(labelled)
    assert "地名" not in dialog._shown.toPlainText()
    assert '"label": []' in dialog._shown.toPlainText()


def test_all_options_reach_the_files(labelled: Desk, tmp_path: Path) -> None:
    dialog = opened(labelled)
    choose(labelled, dialog, "doccano")
    dialog._coordinates.setCurrentIndex(dialog._coordinates.findData(Coordinates.RAW.value))
    dialog._only.setCurrentIndex(dialog._only.findData(Status.DONE.value))
    for box in (dialog._confirmed, dialog._mask, dialog._split._on):
        box.setChecked(True)
    dialog._split._shares.setText("1/0/0")
    dialog._split._by.setCurrentIndex(dialog._split._by.findData(SplitBy.SITE.value))
    dialog._split._seed.setValue(7)
    settle(labelled)
    options = dialog.options()
    assert (options.confirmed, options.mask, options.only) == (True, True, Status.DONE)
    assert options.split is not None
    assert (options.split.shares, options.split.by, options.split.seed) == (
        (1, 0, 0),
        SplitBy.SITE,
        7,
    )
    out = tmp_path / "out"
    dialog._path.setText(str(out))
    QTest.mouseClick(button(dialog, "Export"), Qt.MouseButton.LeftButton)
    labelled.settle()
    (row,) = map(json.loads, (out / "train.jsonl").read_text("utf-8").splitlines())
    done = labelled.workspace.document(labelled.workspace.article_ids()[0])
    assert len(row["text"]) == len(done.article.raw)


def test_shares_that_are_none_cannot_be_exported(labelled: Desk) -> None:
    dialog = opened(labelled)
    dialog._split._on.setChecked(True)
    assert button(dialog, "Export").isEnabled()
    dialog._split._shares.setText("much")
    assert not button(dialog, "Export").isEnabled()
    dialog._split._shares.setText("8/2")
    assert button(dialog, "Export").isEnabled()
    settle(labelled)


def test_what_a_format_cannot_hold_is_told_before(labelled: Desk) -> None:
    workspace = labelled.workspace
    label = next(each.id for each in workspace.labels() if each.name == "PER")
    workspace.run(AddEntity(workspace.article_ids()[0], 0, 2, label))
    dialog = opened(labelled)
    choose(labelled, dialog, "bio")
    assert "1 labels overlap longer ones and were left out" in dialog._told.text()


def test_shares_that_are_none_are_told(labelled: Desk) -> None:
    dialog = opened(labelled)
    dialog._split._on.setChecked(True)
    dialog._split._shares.setText("many")
    settle(labelled)
    assert "'many' are no shares." in dialog._told.text() and not dialog._export.isEnabled()
    dialog._split._shares.setText("70/30")
    settle(labelled)
    assert not dialog._told.isVisible() and dialog._export.isEnabled()


def test_nothing_can_be_exported_where_no_article_is_chosen(labelled: Desk) -> None:
    dialog = opened(labelled)
    for status, there in ((Status.FLAGGED, False), (Status.DONE, True)):
        dialog._only.setCurrentIndex(dialog._only.findData(status.value))
        settle(labelled)
        assert button(dialog, "Export").isEnabled() == there
        assert ("No article is chosen." in dialog._told.text()) != there
