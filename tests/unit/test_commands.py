"""What each action does to an article, a label set, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.commands import (
    AddBoilerplate,
    AddEntities,
    AddEntity,
    Command,
    Correct,
    DeleteEntities,
    DeleteLabel,
    Judge,
    MoveBoilerplate,
    MoveEntity,
    Relabel,
    ReorderLabels,
    Restore,
    SaveLabel,
    SetArticleNote,
    SetEntityNote,
    SetMeta,
    SetNote,
    SetStatus,
)
from annotator.document import Document
from annotator.errors import NotAllowed
from annotator.formats.base import Record
from annotator.model import (
    ArticleId,
    Boilerplate,
    Entity,
    LabelId,
    Meta,
    Origin,
    Repair,
    SpanId,
    Status,
    Verdict,
    key_of,
)
from annotator.workspace import Workspace
from tests.workspaces import ids, new_workspace, rows

# Offsets:      0 1 2345 6 7 8 9 10
RAW = "區(qū)標志著好\n廣告𠮷"
GLOSS = Repair(1, 5, "", "pinyin_gloss", origin=Origin.IMPORT)
SCRIPT = Repair(5, 8, "标志着", "script_variant", origin=Origin.IMPORT)
AD = Boilerplate(10, 13, "contact_ad", origin=Origin.IMPORT)
ARTICLE = ArticleId(1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    record = Record("a", RAW, repairs=(GLOSS, SCRIPT), boilerplate=(AD,), meta=Meta(title="题"))
    with new_workspace(tmp_path, record) as opened:
        assert ids(opened) == [ARTICLE]
        yield opened


def document(workspace: Workspace) -> Document:
    return workspace.document(ARTICLE)


def clean(workspace: Workspace) -> str:
    return document(workspace).composition.clean


def label(workspace: Workspace, name: str) -> LabelId:
    return next(found.id for found in workspace.labels() if found.name == name)


def tagged(workspace: Workspace) -> list[tuple[int, int, str]]:
    made = document(workspace)
    return [(e.start, e.end, made.labels[e.label].name) for e in made.entities]


def entity(workspace: Workspace, start: int, end: int, name: str = "LOC") -> Entity:
    workspace.run(AddEntity(ARTICLE, start, end, label(workspace, name)))
    return next(e for e in document(workspace).entities if (e.start, e.end) == (start, end))


def changes_nothing(workspace: Workspace, command: Command) -> None:
    steps = workspace.history()
    assert not workspace.run(command)
    assert workspace.history() == steps


def test_clean_text_before_any_action(workspace: Workspace) -> None:
    assert clean(workspace) == "區标志着好"


def test_add_entity_stores_who_what_and_the_covered_text(workspace: Workspace) -> None:
    made = entity(workspace, 0, 8)
    assert (made.origin, made.verdict, made.annotator) == (Origin.PERSON, Verdict.ACCEPTED, "甲")
    (row,) = rows(workspace, "select text from entity")
    assert row == (RAW[:8],)
    assert workspace.rows([ARTICLE])[0].entities == 1
    assert workspace.history()[0].arguments == ("LOC", "區(qū)標志著")


def test_add_entity_twice_changes_nothing(workspace: Workspace) -> None:
    entity(workspace, 0, 8)
    changes_nothing(workspace, AddEntity(ARTICLE, 0, 8, label(workspace, "LOC")))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (0, 0)])
def test_empty_ranges_are_not_allowed(workspace: Workspace, start: int, end: int) -> None:
    with pytest.raises(NotAllowed, match="No text"):
        workspace.run(AddEntity(ARTICLE, start, end, label(workspace, "LOC")))
    with pytest.raises(NotAllowed, match="No text"):
        workspace.run(AddBoilerplate(ARTICLE, start, end, "other"))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 15), (4, 2)])
def test_ranges_outside_raw_are_refused(workspace: Workspace, start: int, end: int) -> None:
    for command in (
        AddEntity(ARTICLE, start, end, label(workspace, "LOC")),
        AddBoilerplate(ARTICLE, start, end, "other"),
        Correct(ARTICLE, start, end, "x"),
        Restore(ARTICLE, start, end),
    ):
        with pytest.raises(ValueError, match="not inside"):
            workspace.run(command)
    assert workspace.history() == []


def test_delete_entities_deletes_all_named_or_none(workspace: Workspace) -> None:
    first, second = entity(workspace, 0, 1), entity(workspace, 5, 8)
    with pytest.raises(ValueError, match="no entities"):
        workspace.run(DeleteEntities(ARTICLE, (first.id, SpanId(999))))
    assert len(tagged(workspace)) == 2
    workspace.run(DeleteEntities(ARTICLE, (first.id, second.id, first.id)))
    assert tagged(workspace) == []
    with pytest.raises(NotAllowed, match="No entity"):
        workspace.run(DeleteEntities(ARTICLE, ()))


def test_relabel_joins_entities_that_become_equal(workspace: Workspace) -> None:
    made, _ = (
        entity(workspace, 0, 8, "LOC"),
        workspace.run(AddEntity(ARTICLE, 0, 8, label(workspace, "FAC"))),
    )
    workspace.run(Relabel(ARTICLE, (made.id,), label(workspace, "FAC")))
    assert tagged(workspace) == [(0, 8, "FAC")]


def test_move_entity_keeps_its_id_and_order(workspace: Workspace) -> None:
    late, early = entity(workspace, 8, 9), entity(workspace, 0, 1)
    workspace.run(MoveEntity(ARTICLE, early.id, 9, 12))
    assert [e.id for e in document(workspace).entities] == [late.id, early.id]
    changes_nothing(workspace, MoveEntity(ARTICLE, early.id, 9, 12))


def test_entity_note_is_stored_and_taken_away(workspace: Workspace) -> None:
    made = entity(workspace, 0, 1)
    workspace.run(SetEntityNote(ARTICLE, made.id, "疑"))
    assert document(workspace).entities[0].note == "疑"
    workspace.run(SetEntityNote(ARTICLE, made.id, ""))
    assert document(workspace).entities == (made,)


def test_judge_rejects_and_withdraws(workspace: Workspace) -> None:
    workspace.run(Judge(ARTICLE, (key_of(GLOSS),), Verdict.REJECTED, "原文如此"))
    assert clean(workspace) == "區(qū)标志着好"
    repair = document(workspace).repairs[0]
    assert (repair.verdict, repair.annotator, repair.note) == (Verdict.REJECTED, "甲", "原文如此")
    assert workspace.rows([ARTICLE])[0].judged == 1
    changes_nothing(workspace, Judge(ARTICLE, (key_of(GLOSS),), Verdict.REJECTED))
    workspace.run(Judge(ARTICLE, (key_of(GLOSS),), None))
    assert document(workspace).repairs[0] == GLOSS
    assert workspace.rows([ARTICLE])[0].judged == 0


def test_judge_refuses_what_nobody_proposed(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="nothing to judge"):
        workspace.run(Judge(ARTICLE, (replace(key_of(AD), type="credit"),), Verdict.ACCEPTED))


def test_judge_works_on_a_persons_own_span(workspace: Workspace) -> None:
    workspace.run(AddBoilerplate(ARTICLE, 8, 9, "other"))
    own = next(b for b in document(workspace).boilerplate if b.id is not None)
    workspace.run(Judge(ARTICLE, (key_of(own),), Verdict.REJECTED))
    assert clean(workspace) == "區标志着好"
    assert workspace.orphaned_verdicts(ARTICLE) == ()


def test_add_boilerplate_accepts_a_proposal_that_says_the_same(workspace: Workspace) -> None:
    workspace.run(Judge(ARTICLE, (key_of(AD),), Verdict.REJECTED))
    workspace.run(AddBoilerplate(ARTICLE, AD.start, AD.end, AD.type))
    assert [b.verdict for b in document(workspace).boilerplate] == [Verdict.ACCEPTED]
    changes_nothing(workspace, AddBoilerplate(ARTICLE, AD.start, AD.end, AD.type))


def test_add_boilerplate_refuses_an_unknown_type(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="no boilerplate type"):
        workspace.run(AddBoilerplate(ARTICLE, 0, 1, "junk"))


@pytest.mark.parametrize("place", [(10, 10), (11, 11), (13, 13), (0, 13)])
def test_restore_brings_a_whole_cut_back(workspace: Workspace, place: tuple[int, int]) -> None:
    workspace.run(Restore(ARTICLE, *place))
    assert clean(workspace) == "區标志着好\n廣告𠮷"
    assert [b.verdict for b in document(workspace).boilerplate] == [Verdict.REJECTED]


def test_restore_leaves_the_rest_of_a_cut_as_the_persons(workspace: Workspace) -> None:
    workspace.run(Restore(ARTICLE, 11, 12))
    assert clean(workspace) == "區标志着好\n告"
    rest = [b for b in document(workspace).boilerplate if b.origin is Origin.PERSON]
    assert [(b.start, b.end, b.type) for b in rest] == [(10, 11, AD.type), (12, 13, AD.type)]
    workspace.run(Restore(ARTICLE, 10, 13))
    assert clean(workspace) == "區标志着好\n廣告𠮷"
    assert [b.id for b in document(workspace).boilerplate] == [None]


def test_move_boilerplate_keeps_its_type_and_joins_what_equals_it(workspace: Workspace) -> None:
    workspace.run(AddBoilerplate(ARTICLE, 0, 2, "other"))
    workspace.run(AddBoilerplate(ARTICLE, 1, 4, "other"))
    first, second = (b for b in document(workspace).boilerplate if b.id is not None)
    workspace.run(MoveBoilerplate(ARTICLE, second.id, 1, 3))
    own = [(b.start, b.end, b.type, b.id) for b in document(workspace).boilerplate if b.id]
    assert own == [(0, 2, "other", first.id), (1, 3, "other", second.id)]
    workspace.run(MoveBoilerplate(ARTICLE, second.id, 0, 2))
    assert [b.id for b in document(workspace).boilerplate if b.id is not None] == [first.id]
    with pytest.raises(NotAllowed):
        workspace.run(MoveBoilerplate(ARTICLE, first.id, 2, 2))
    with pytest.raises(ValueError):
        workspace.run(MoveBoilerplate(ARTICLE, second.id, 0, 3))


def test_add_entities_labels_every_range_and_accepts_refused_ones(workspace: Workspace) -> None:
    workspace.run(AddEntity(ARTICLE, 0, 2, label(workspace, "LOC")))
    workspace.run(AddEntities(ARTICLE, ((4, 6), (0, 2), (4, 6)), label(workspace, "LOC")))
    assert tagged(workspace) == [(0, 2, "LOC"), (4, 6, "LOC")]
    [step, *_] = workspace.history()
    assert step.arguments[:2] == ("LOC", "2")
    changes_nothing(workspace, AddEntities(ARTICLE, ((0, 2),), label(workspace, "LOC")))
    for ranges in ((), ((0, 2), (3, 3))):
        with pytest.raises(NotAllowed):
            workspace.run(AddEntities(ARTICLE, ranges, label(workspace, "LOC")))


def test_restore_where_nothing_is_cut_changes_nothing(workspace: Workspace) -> None:
    changes_nothing(workspace, Restore(ARTICLE, 0, 8))
    changes_nothing(workspace, Restore(ARTICLE, 3, 3))


def test_correct_replaces_text_and_labels_survive(workspace: Workspace) -> None:
    made = entity(workspace, 5, 9)
    workspace.run(Correct(ARTICLE, 8, 9, "妙"))
    assert clean(workspace) == "區标志着妙"
    assert document(workspace).entities == (made,)


def test_correct_inside_an_equal_length_repair_keeps_its_rest(workspace: Workspace) -> None:
    workspace.run(Correct(ARTICLE, 6, 7, "识别"))
    assert clean(workspace) == "區标识别着好"


def test_correct_takes_the_place_of_a_whole_repair_it_touches(workspace: Workspace) -> None:
    workspace.run(Correct(ARTICLE, 0, 3, "区"))
    assert clean(workspace) == "区标志着好"
    own = [r for r in document(workspace).repairs if r.id is not None]
    assert [(r.start, r.end, r.text) for r in own] == [(0, 5, "区")]


def test_correct_replaces_an_earlier_correction(workspace: Workspace) -> None:
    workspace.run(Correct(ARTICLE, 8, 9, "妙"))
    workspace.run(Correct(ARTICLE, 8, 9, "极好"))
    assert clean(workspace) == "區标志着极好"
    assert len([r for r in document(workspace).repairs if r.id is not None]) == 1


def test_correct_back_to_raw_takes_the_correction_away(workspace: Workspace) -> None:
    workspace.run(Correct(ARTICLE, 8, 9, "妙"))
    workspace.run(Correct(ARTICLE, 8, 9, "好"))
    assert document(workspace).repairs == (GLOSS, SCRIPT)


def test_correct_to_what_raw_says_rejects_the_repair_there(workspace: Workspace) -> None:
    workspace.run(Correct(ARTICLE, 5, 8, "標志著"))
    assert clean(workspace) == "區標志著好"
    assert [r.verdict for r in document(workspace).repairs] == [None, Verdict.REJECTED]


def test_correct_to_what_stands_there_changes_nothing(workspace: Workspace) -> None:
    changes_nothing(workspace, Correct(ARTICLE, 6, 9, "志着好"))
    changes_nothing(workspace, Correct(ARTICLE, 0, 5, "區"))
    changes_nothing(workspace, Correct(ARTICLE, 9, 9, ""))


def test_correct_inserts_at_an_empty_range(workspace: Workspace) -> None:
    workspace.run(Correct(ARTICLE, 9, 9, "。"))
    assert clean(workspace) == "區标志着好。"
    workspace.run(Correct(ARTICLE, 9, 9, ""))
    assert document(workspace).repairs == (GLOSS, SCRIPT)


def test_first_change_of_spans_starts_an_article(workspace: Workspace) -> None:
    workspace.run(SetMeta(ARTICLE, Meta(title="新")))
    assert document(workspace).article.status is Status.TODO
    entity(workspace, 0, 1)
    assert document(workspace).article.status is Status.DOING
    assert workspace.counts() == {
        Status.TODO: 0,
        Status.DOING: 1,
        Status.DONE: 0,
        Status.FLAGGED: 0,
    }
    workspace.undo()
    assert document(workspace).article.status is Status.TODO


def test_set_status_stays_when_spans_change_later(workspace: Workspace) -> None:
    workspace.run(SetStatus(ARTICLE, Status.DONE))
    entity(workspace, 0, 1)
    assert document(workspace).article.status is Status.DONE
    with pytest.raises(ValueError, match="no article"):
        workspace.run(SetStatus(ArticleId(99), Status.DONE))


def test_set_meta_keeps_only_what_differs_and_shows_in_the_list(workspace: Workspace) -> None:
    meta = document(workspace).article.meta
    workspace.run(SetMeta(ARTICLE, replace(meta, title="新题", authors=("乙",))))
    assert workspace.rows([ARTICLE])[0].title == "新题"
    assert document(workspace).article.meta == Meta(title="新题", authors=("乙",))
    workspace.run(SetMeta(ARTICLE, meta))
    assert workspace.rows([ARTICLE])[0].title == "题"
    assert rows(workspace, "select * from meta") == []
    with pytest.raises(ValueError, match="extra"):
        workspace.run(SetMeta(ARTICLE, replace(meta, extra={"a": 1})))


def test_save_label_adds_changes_and_refuses_clashes(workspace: Workspace) -> None:
    per = workspace.labels()[0]
    workspace.run(SaveLabel(replace(per, title="人物", color="#000000")))
    assert workspace.labels()[0].title == "人物"
    new = replace(per, id=LabelId(10_000), name="NEW", key="x", position=99)
    workspace.run(SaveLabel(new))
    assert workspace.labels()[-1] == new
    assert document(workspace).labels[new.id] == new
    for wrong in (replace(new, name="PER"), replace(new, key=per.key), replace(new, name=" ")):
        with pytest.raises(NotAllowed):
            workspace.run(SaveLabel(wrong))
    for wrong in (replace(new, color="red"), replace(new, key="xy")):
        with pytest.raises(ValueError, match="is no"):
            workspace.run(SaveLabel(wrong))
    changes_nothing(workspace, SaveLabel(new))


def test_delete_label_in_use_needs_a_replacement(workspace: Workspace) -> None:
    loc, fac = label(workspace, "LOC"), label(workspace, "FAC")
    entity(workspace, 0, 8, "LOC")
    workspace.run(AddEntity(ARTICLE, 0, 8, fac))
    entity(workspace, 8, 9, "LOC")
    with pytest.raises(NotAllowed, match="on 2 entities"):
        workspace.run(DeleteLabel(loc))
    before = document(workspace)
    workspace.run(DeleteLabel(loc, replace_with=fac))
    assert tagged(workspace) == [(0, 8, "FAC"), (8, 9, "FAC")]
    assert loc not in document(workspace).labels
    workspace.undo()
    assert document(workspace).entities == before.entities
    assert document(workspace).labels == before.labels


def test_delete_label_refuses_itself_and_unknown_ones(workspace: Workspace) -> None:
    loc = label(workspace, "LOC")
    with pytest.raises(ValueError, match="replace itself"):
        workspace.run(DeleteLabel(loc, replace_with=loc))
    with pytest.raises(ValueError, match="no label"):
        workspace.run(DeleteLabel(LabelId(999_999)))
    workspace.run(DeleteLabel(loc))
    assert loc not in {found.id for found in workspace.labels()}


def test_reorder_labels_needs_every_label_once(workspace: Workspace) -> None:
    order = tuple(found.id for found in workspace.labels())
    workspace.run(ReorderLabels(order[::-1]))
    assert tuple(found.id for found in workspace.labels()) == order[::-1]
    assert tuple(document(workspace).labels) == order[::-1]
    with pytest.raises(ValueError, match="every label once"):
        workspace.run(ReorderLabels(order[1:]))


def test_a_note_stands_on_a_proposal_before_its_verdict_and_goes_with_it(
    workspace: Workspace,
) -> None:
    key = key_of(document(workspace).boilerplate[0])
    workspace.run(SetNote(ARTICLE, key, "不确定"))
    cut = document(workspace).boilerplate[0]
    assert (cut.note, cut.verdict, cut.annotator) == ("不确定", None, "甲")
    changes_nothing(workspace, SetNote(ARTICLE, key, "不确定"))
    workspace.run(Judge(ARTICLE, (key,), Verdict.ACCEPTED))
    cut = document(workspace).boilerplate[0]
    assert (cut.note, cut.verdict) == ("不确定", Verdict.ACCEPTED)
    workspace.run(SetNote(ARTICLE, key, "确定"))
    assert document(workspace).boilerplate[0].note == "确定"
    workspace.run(SetNote(ARTICLE, key, ""))
    assert document(workspace).boilerplate[0].verdict is Verdict.ACCEPTED
    with pytest.raises(ValueError):
        workspace.run(SetNote(ARTICLE, replace(key, start=0), "x"))


def test_restoring_a_noted_cut_keeps_its_note(workspace: Workspace) -> None:
    key = key_of(document(workspace).boilerplate[0])
    workspace.run(SetNote(ARTICLE, key, "不确定"))
    workspace.run(Restore(ARTICLE, AD.start, AD.start))
    cut = document(workspace).boilerplate[0]
    assert (cut.note, cut.verdict) == ("不确定", Verdict.REJECTED)


def test_an_article_has_a_note(workspace: Workspace) -> None:
    workspace.run(SetArticleNote(ARTICLE, "再看"))
    assert document(workspace).article.note == "再看"
    changes_nothing(workspace, SetArticleNote(ARTICLE, "再看"))
    workspace.undo()
    assert document(workspace).article.note == ""
