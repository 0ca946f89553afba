"""Judging every proposal of a rule or type, in many articles, as one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.commands import AddEntity, Judge, JudgeAll, Which
from annotator.errors import Cancelled
from annotator.formats.base import Record
from annotator.model import ArticleId, Boilerplate, Origin, Repair, Status, Verdict, key_of
from annotator.store import log
from annotator.workspace import Workspace
from tests.properties.test_undo import dump
from tests.workspaces import change, ids, new_workspace, reopened

RULE, OTHER = "script.simplified", "glosses.readings"


def record(number: int) -> Record:
    """Three repairs, two of them by the rule, and a cut; the last article has none."""
    if number == 3:
        return Record("a3", "甲乙丙丁")
    repairs = (
        Repair(0, 1, "标", "script_variant", (RULE,), 0.9),
        Repair(1, 2, "志", "script_variant", (OTHER, RULE), 0.9),
        Repair(2, 3, "", "pinyin_gloss", (OTHER,), 0.9),
    )
    cuts = (Boilerplate(3, 5, "contact_ad", (RULE,)),)
    return Record(f"a{number}", "標誌丙廣告", repairs=repairs, boilerplate=cuts)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path, *map(record, range(4)))


def verdicts(workspace: Workspace, article: int = 1) -> list[Verdict | None]:
    made = workspace.document(ArticleId(article))
    return [span.verdict for span in made.cleaning]


def test_gathering_counts_and_changes_nothing(workspace: Workspace) -> None:
    first = workspace.document(ArticleId(1)).repairs[0]
    workspace.run(Judge(ArticleId(1), (key_of(first),), Verdict.REJECTED))
    before = dump(workspace)
    found = workspace.gather(Which(rule=RULE), ids(workspace))
    assert (found.count, found.articles, found.judged) == (8, 3, 1)
    assert workspace.gather(Which(type="contact_ad"), [1, 2]).count == 2
    assert workspace.gather(Which(rule=OTHER, type="pinyin_gloss"), [2]).count == 1
    assert workspace.gather(Which(rule="nobody's"), ids(workspace)).count == 0
    assert dump(workspace) == before


def test_all_of_a_rule_get_the_verdict_and_what_was_judged_keeps_its_own(
    workspace: Workspace,
) -> None:
    first = workspace.document(ArticleId(1)).repairs[0]
    workspace.run(Judge(ArticleId(1), (key_of(first),), Verdict.REJECTED))
    found = workspace.gather(Which(rule=RULE), ids(workspace))
    workspace.run(JudgeAll(found, Verdict.ACCEPTED))
    right = Verdict.ACCEPTED
    assert verdicts(workspace) == [Verdict.REJECTED, right, None, right]
    assert verdicts(workspace, 2) == [right, right, None, right]
    assert workspace.counts()[Status.TODO] == 3, "nobody worked on those articles"
    step = workspace.undo_step()
    assert step is not None
    assert (step.title, step.arguments) == ("accept_rule", ("8", RULE))
    assert workspace.document(ArticleId(2)).repairs[0].annotator == "甲"


def test_what_was_judged_after_gathering_keeps_its_verdict(workspace: Workspace) -> None:
    found = workspace.gather(Which(rule=RULE), ids(workspace))
    second = workspace.document(ArticleId(2)).repairs[1]
    workspace.run(Judge(ArticleId(2), (key_of(second),), Verdict.REJECTED))
    workspace.run(JudgeAll(found, Verdict.ACCEPTED))
    assert verdicts(workspace, 2)[1] is Verdict.REJECTED
    assert workspace.history()[0].arguments[0] == "8"
    assert not workspace.run(JudgeAll(found, Verdict.REJECTED)), "all of them are judged"


def test_cancelling_leaves_nothing_half_done(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.commands.bulk._PAGE", 1)
    found = workspace.gather(Which(rule=RULE), ids(workspace))
    assert len(found.pages) == 3
    before, shown = dump(workspace), workspace.document(ArticleId(1))

    def stop(done: int, total: int | None) -> None:
        assert total == 3
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        workspace.run(JudgeAll(found, Verdict.ACCEPTED, stop))
    assert dump(workspace) == before
    assert workspace.history() == []
    assert workspace.document(ArticleId(1)) == shown
    workspace.run(AddEntity(ArticleId(1), 0, 1, workspace.labels()[0].id))
    workspace.undo()
    assert dump(workspace) == before


def test_gathering_can_be_cancelled(workspace: Workspace) -> None:
    def stop(_done: int, _total: int | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        workspace.gather(Which(rule=RULE), ids(workspace), stop)


@pytest.mark.parametrize("chunk", [1, 2, 5_000])
def test_a_step_in_chunks_is_undone_and_redone_after_reopening(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(log, "_CHUNK", chunk)
    before = dump(workspace)
    workspace.run(JudgeAll(workspace.gather(Which(rule=RULE), [1, 2, 3]), Verdict.REJECTED))
    after = dump(workspace)
    step = workspace.undo_step()
    assert step is not None and workspace.is_long(step) == (chunk < 9)
    workspace.undo()
    assert dump(workspace) == before
    assert verdicts(workspace) == [None] * 4
    workspace = reopened(workspace)
    workspace.redo()
    assert dump(workspace) == after
    assert workspace.document(ArticleId(1)).composition.clean == "標誌廣告"


def test_undo_that_no_longer_fits_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.errors import NotAllowed

    monkeypatch.setattr(log, "_CHUNK", 2)
    workspace.run(JudgeAll(workspace.gather(Which(rule=RULE), [1, 2, 3]), Verdict.REJECTED))
    change(workspace, "update verdict set note = 'x' where article = 1")
    before = dump(workspace)
    with pytest.raises(NotAllowed):
        workspace.undo()
    assert dump(workspace) == before


_marks = st.sampled_from(["", RULE, OTHER])
_types = st.sampled_from(["", "script_variant", "contact_ad"])


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(st.tuples(_marks, _types, st.sampled_from(Verdict), st.sets(st.integers(1, 4)))),
    st.sampled_from([1, 3, 5_000]),
)
def test_any_run_of_bulk_actions_is_taken_back_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    actions: list[tuple[str, str, Verdict, set[int]]],
    chunk: int,
) -> None:
    log._CHUNK = chunk
    try:
        workspace = new_workspace(tmp_path_factory.mktemp("bulk"), *map(record, range(4)))
        states = [dump(workspace)]
        for rule, typ, verdict, articles in actions:
            found = workspace.gather(Which(rule, typ), sorted(articles))
            if workspace.run(JudgeAll(found, verdict)):
                states.append(dump(workspace))
        for state in reversed(states[:-1]):
            workspace.undo()
            assert dump(workspace) == state
        for state in states[1:]:
            workspace.redo()
            assert dump(workspace) == state
        workspace.close()
    finally:
        log._CHUNK = 5_000


def test_proposals_of_a_person_are_not_gathered(workspace: Workspace) -> None:
    from annotator.commands import AddBoilerplate

    workspace.run(AddBoilerplate(ArticleId(4), 0, 2, "contact_ad"))
    own = workspace.document(ArticleId(4)).boilerplate[0]
    assert own.origin is Origin.PERSON
    assert workspace.gather(Which(type="contact_ad"), [4]).count == 0


def test_notes_on_what_is_judged_stand_with_the_verdicts(workspace: Workspace) -> None:
    from annotator.commands import SetNote

    key = key_of(workspace.document(ArticleId(1)).repairs[0])
    workspace.run(SetNote(ArticleId(1), key, "看"))
    before = dump(workspace)
    workspace.run(JudgeAll(workspace.gather(Which(rule=RULE), [1, 2]), Verdict.ACCEPTED))
    repair = workspace.document(ArticleId(1)).repairs[0]
    assert (repair.note, repair.verdict) == ("看", Verdict.ACCEPTED)
    workspace.undo()
    assert dump(workspace) == before
