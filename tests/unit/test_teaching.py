"""A project's own model: trained on what is done, used by the next run, taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.commands import AddBoilerplate, SetStatus
from annotator.errors import NotAllowed
from annotator.formats.base import Record
from annotator.model import Boilerplate, Origin, Repair, Status, made_here
from annotator.teaching import ENOUGH
from annotator.workspace import Workspace
from main import main
from tests.workspaces import ids, new_workspace

ARTICLE = (
    "大会今天下午在城市中心召开。来自各地的代表参加了会议。\n"
    "会议提出了三项要求，各部门将分头落实。\n"
)
STRANGE = "咕噜喵呜 咕噜"


def project(folder: Path, done: int) -> Workspace:
    """Articles that end with a line no rule knows; a person cut it from those that are done."""
    records = [Record(f"a{n}", ARTICLE * (1 + n % 3) + STRANGE) for n in range(done + 1)]
    workspace = new_workspace(folder, *records)
    for article in ids(workspace)[:done]:
        end = len(workspace.document(article).article.raw)
        workspace.run(AddBoilerplate(article, end - len(STRANGE), end, "share_qr"))
        workspace.run(SetStatus(article, Status.DONE))
    return workspace


def by_model(workspace: Workspace) -> list[Boilerplate]:
    last = workspace.document(ids(workspace)[-1])
    return [cut for cut in last.boilerplate if cut.origin is Origin.MODEL]


def test_model_trained_on_verdicts_proposes_what_people_cut(tmp_path: Path) -> None:
    with project(tmp_path, ENOUGH * 2) as workspace:
        workspace.upkeep.repropose()
        assert by_model(workspace) == []
        seen: list[int] = []
        assert workspace.train_model(lambda done, _: seen.append(done)) == ENOUGH * 2
        assert seen == list(range(1, ENOUGH * 2 + 1))
        workspace.upkeep.repropose()
        (cut,) = by_model(workspace)
        raw = workspace.document(ids(workspace)[-1]).article.raw
        assert (raw[cut.start : cut.end], cut.type) == (STRANGE, "share_qr")
        workspace.set_setting("model", "")
        workspace.upkeep.repropose()
        assert by_model(workspace) == []


def test_too_few_articles_train_no_model(tmp_path: Path) -> None:
    with project(tmp_path, 2) as workspace:
        with pytest.raises(NotAllowed, match="at the least; there are 2"):
            workspace.train_model()
        assert workspace.setting("model") == ""


def test_broken_model_of_a_project_is_named(tmp_path: Path) -> None:
    with project(tmp_path, 0) as workspace:
        workspace.set_setting("model", "{}")
        with pytest.raises(NotAllowed, match="The model of this project cannot be read"):
            workspace.upkeep.repropose()


def test_train_command_trains_uses_and_takes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, ENOUGH) as workspace:
        path = str(workspace.path)
    assert main(["train", path, "--repropose"]) == 0
    assert f"trained on {ENOUGH} articles" in capsys.readouterr().err
    with Workspace.open(Path(path)) as workspace:
        assert workspace.setting("model")
    assert main(["train", path, "--reset"]) == 0
    with Workspace.open(Path(path)) as workspace:
        assert workspace.setting("model") == ""


def test_made_here_tells_our_model_from_others() -> None:
    ours = Boilerplate(0, 1, "other", ("model.words",), origin=Origin.MODEL)
    assert made_here(ours)
    assert made_here(Repair(0, 1, "", "jammer", ("jammers.x",)))
    assert not made_here(replace(ours, rules=("theirs",)))
    assert not made_here(replace(ours, rules=()))
    assert not made_here(replace(ours, origin=Origin.IMPORT))
    assert not made_here(replace(ours, origin=Origin.PERSON))
