"""What came with a file lies packed, and nobody but the file can tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.commands import AddEntity, DeleteLabel, SetEntityNote
from annotator.exporting import ExportOptions, export_file
from annotator.filters import Filter
from annotator.formats.base import NamedEntity, Record
from annotator.model import Entity, Label, Origin, Verdict
from annotator.workspace import Workspace
from tests.workspaces import assert_labels_counted, change, ids, new_workspace, rows

RAW = "甲乙\x00丙\U00020bb7丁"
PLAIN = (NamedEntity(0, 2, "LOC"), NamedEntity(1, 5, "PER"), NamedEntity(4, 6, "LOC"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    refused = NamedEntity(0, 1, "ORG", annotator="乙", verdict=Verdict.REJECTED)
    return new_workspace(
        tmp_path,
        Record("a", RAW, entities=PLAIN),
        Record("b", RAW, entities=PLAIN),
        Record("refused", RAW, entities=(refused,)),
    )


def stored(workspace: Workspace) -> tuple[int, int]:
    """How many articles are packed, and how many entities are rows."""
    ((packed,),) = rows(workspace, "select count(*) from entity_pack")
    ((single,),) = rows(workspace, "select count(*) from entity")
    return packed, single


def shown(workspace: Workspace) -> list[Sequence[Entity]]:
    return [tuple(document.entities) for document in workspace.documents()]


def labelled(workspace: Workspace, name: str) -> Label:
    return next(label for label in workspace.labels() if label.name == name)


def test_the_first_change_makes_rows_that_undo_leaves_as_they_were(workspace: Workspace) -> None:
    article, before = ids(workspace)[0], shown(workspace)
    assert stored(workspace) == (3, 0)
    first = workspace.document(article).entities[0]
    workspace.run(SetEntityNote(article, first.id, "记"))
    assert stored(workspace) == (2, 3)
    assert_labels_counted(workspace)
    texts = rows(workspace, "select text from entity order by start")
    assert [text for (text,) in texts] == [RAW[0:2], RAW[1:5], RAW[4:6]]
    assert workspace.undo()
    assert shown(workspace) == before
    assert_labels_counted(workspace)
    assert workspace.upkeep.check().faults == ()
    assert workspace.redo()
    assert workspace.document(article).entities[0].note == "记"


def test_a_new_label_beside_packed_ones_is_shown_and_undone_with_them(workspace: Workspace) -> None:
    article, label = ids(workspace)[0], labelled(workspace, "PER").id
    before = workspace.document(article).entities
    workspace.run(AddEntity(article, 3, 4, label))
    assert len(workspace.document(article).entities) == 4
    assert workspace.rows([article])[0].entities == 4
    assert workspace.undo()
    assert workspace.document(article).entities == before
    assert workspace.rows([article])[0].entities == 3


def test_a_change_that_is_refused_leaves_them_packed(workspace: Workspace) -> None:
    article = ids(workspace)[0]
    with pytest.raises(ValueError, match="stop"), workspace._store.transaction():
        change(workspace, "delete from entity_pack where article = ?", article)
        raise ValueError("stop")
    assert stored(workspace) == (3, 0)
    assert_labels_counted(workspace)


def test_labels_of_packed_entities_are_found_renamed_and_deleted(workspace: Workspace) -> None:
    place, person = labelled(workspace, "LOC"), labelled(workspace, "PER")
    first, second, third = ids(workspace)
    assert list(workspace.article_ids(Filter(labels=frozenset({place.id})))) == [first, second]
    assert list(workspace.article_ids(Filter(annotators=frozenset({"乙"})))) == [third]
    workspace.run(DeleteLabel(place.id, person.id))
    assert stored(workspace) == (1, 6)
    held = [{entity.label for entity in entities} for entities in shown(workspace)[:2]]
    assert held == [{person.id}, {person.id}]
    assert_labels_counted(workspace)
    assert workspace.undo()
    assert {e.label for e in workspace.document(first).entities} == {place.id, person.id}
    assert_labels_counted(workspace)


def test_an_import_taken_back_takes_what_is_packed_and_its_counts(workspace: Workspace) -> None:
    workspace.take_back_import(workspace.imports()[0].id)
    assert stored(workspace) == (0, 0)
    assert rows(workspace, "select * from entity_count") == []


@pytest.mark.parametrize(
    "special",
    [
        NamedEntity(0, 1, "LOC", note="记"),
        NamedEntity(0, 1, "LOC", score=0.5),
        NamedEntity(0, 1, "LOC", origin=Origin.MODEL),
        NamedEntity(0, 1, "LOC", annotator="乙"),
    ],
)
def test_what_is_looked_for_by_row_is_stored_in_rows(tmp_path: Path, special: NamedEntity) -> None:
    with new_workspace(tmp_path, Record("a", RAW, entities=(special, *PLAIN))) as workspace:
        assert stored(workspace) == (0, 4)
        assert_labels_counted(workspace)


def test_an_export_is_the_same_packed_or_not(workspace: Workspace, tmp_path: Path) -> None:
    written = []
    for path in (tmp_path / "packed.jsonl", tmp_path / "rows.jsonl"):
        export_file(workspace, path, ExportOptions())
        written.append(path.read_bytes())
        with workspace._store.transaction():
            workspace._store.log._packs.unpack(ids(workspace))
    assert stored(workspace) == (0, 7)
    assert written[0] == written[1]


def test_entities_out_of_order_come_in_order(tmp_path: Path) -> None:
    with new_workspace(tmp_path, Record("a", RAW, entities=PLAIN[::-1])) as workspace:
        assert stored(workspace) == (1, 0)
        assert [entity.start for entity in shown(workspace)[0]] == [0, 1, 4]


DAMAGE = {
    "update entity_pack set starts = '[9, 9, 9]' where article = 1": "is not inside the text",
    "update entity_pack set ends = '[1]' where article = 1": "cannot be read",
    "update entity_pack set labels = '[' where article = 1": "cannot be read",
    "update entity_pack set verdict = null where article = 1": "entities are counted",
    "delete from entity_count": "the lists for labels",
}


@pytest.mark.parametrize("statement", DAMAGE)
def test_check_finds_what_is_wrong_with_packed_ones(workspace: Workspace, statement: str) -> None:
    change(workspace, statement)
    told = [fault.message.format_map(fault.values) for fault in workspace.upkeep.check().faults]
    assert any(DAMAGE[statement] in one for one in told)


def test_counts_of_packed_ones_are_mended(workspace: Workspace) -> None:
    change(workspace, "delete from entity_count")
    change(workspace, "update article set entities = 9")
    workspace.upkeep.check(repair=True)
    assert workspace.upkeep.check().faults == ()
    assert_labels_counted(workspace)
