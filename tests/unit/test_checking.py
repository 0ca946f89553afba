"""What a project holds is true, or the check says what is not and mends what it can."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.commands import AddBoilerplate, AddEntity, Judge
from annotator.model import Verdict, key_of
from annotator.workspace import Workspace
from main import main
from tests.workspaces import ids, reopened


@pytest.fixture
def project(tmp_path: Path, seeds: Path) -> Path:
    """Two seeds with an entity, a cut, and a verdict."""
    path = tmp_path / "p.duizhao"
    with Workspace.create(path, annotator="甲") as workspace:
        workspace.import_files(sorted(seeds.glob("*.txt"))[:2])
        first = ids(workspace)[0]
        workspace.run(AddEntity(first, 0, 4, workspace.labels()[0].id))
        workspace.run(AddBoilerplate(first, 5, 9, "editor_line"))
        key = key_of(workspace.document(first).boilerplate[-1])
        workspace.run(Judge(first, (key,), Verdict.REJECTED))
    return path


def damage(project: Path, *statements: str) -> None:
    with closing(sqlite3.connect(project)) as driver:
        driver.execute("pragma foreign_keys = off")
        for statement in statements:
            driver.execute(statement)
        driver.commit()


def faults(project: Path, *flags: str) -> list[str]:
    with Workspace.open(project) as workspace:
        report = workspace.upkeep.check(repair="--repair" in flags)
        return [fault.message.format_map(fault.values) for fault in report.faults]


def test_a_project_in_use_is_true(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(project)]) == 0
    assert capsys.readouterr().out == "everything is true\n"


MENDABLE = {
    "update article set entities = 7": "7 entities are counted, there are",
    "update article set judged = 3 where id = 2": "3 verdicts are counted, there are 0",
    "update article set length = 5 where id = 1": "its length is stored as 5",
    "update status_count set articles = 9 where status = 'todo'": "counted as todo",
    "update entity set text = '错'": "the entity 0:4 is stored as '错', the text has",
    "delete from proposed where species = 1": "the lists for filtering",
    "delete from entity_count": "the lists for labels",
    "update entity_count set article = 2": "the lists for labels",
    "update entity_count set annotator = 0": "the lists for labels",
    "update article set doubt = 99 where id = 2": "the lists for filtering",
}


@pytest.mark.parametrize("statement", MENDABLE)
def test_what_can_be_worked_out_anew_is_mended(project: Path, statement: str) -> None:
    damage(project, statement)
    assert any(MENDABLE[statement] in told for told in faults(project))
    assert faults(project, "--repair")
    assert faults(project) == []


LASTING = {
    "update article_text set raw = replace(raw, '的', '地') where article = 1": "its hash differs",
    'update entity set "end" = 1000000': "entity 0:1000000 is not inside the text",
    'update boilerplate set "end" = 1000000': "boilerplate 5:1000000 is not inside",
    "update proposals set data = x'7800' where article = 2": "cleaning the project anew",
    "update article_text set meta = '{' where article = 1": "metadata cannot be read",
    "update history set log = x'78' where seq = 1": "step 1 of the history cannot be read",
    "delete from label": "refers to one of label that is not there",
}


@pytest.mark.parametrize("statement", LASTING)
def test_what_cannot_be_mended_is_named_and_left(project: Path, statement: str) -> None:
    damage(project, statement)
    for flags in ((), ("--repair",), ()):
        assert any(LASTING[statement] in told for told in faults(project, *flags))


def test_the_command_names_place_and_copy(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(project, *list(MENDABLE)[:1], *list(LASTING)[:1])
    assert main(["check", str(project)]) == 1
    assert "000_672422a3d011c66d: the text is not the one" in capsys.readouterr().err
    assert main(["check", str(project), "--repair", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {fault["mended"] for fault in told["faults"]} == {True, False}
    with Workspace.open(Path(told["copy"])) as copy:
        assert copy.upkeep.check().left
    damage(project, "update article set judged = 5")
    assert main(["check", str(project), "--repair"]) == 1
    assert "p.unrepaired-2.duizhao" in capsys.readouterr().out


def test_verdicts_that_lost_their_proposal_are_told_and_stay(project: Path) -> None:
    damage(project, "update verdict set start = start - 1")
    with Workspace.open(project) as workspace:
        report = workspace.upkeep.check(repair=True)
        (fault,) = report.faults
        assert "no longer proposed" in fault.message and report.left == ()
        again = reopened(workspace)
        assert len(again.orphaned_verdicts(ids(again)[0])) == 1
        again.close()
