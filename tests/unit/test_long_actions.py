"""In the middle of a long action: others read, wait or are refused, and nothing is lost."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.commands import AddEntity, JudgeAll, Which
from annotator.errors import Cancelled, NotAllowed
from annotator.formats.base import Record
from annotator.model import ArticleId, Boilerplate, Verdict
from annotator.store.files import log_of
from annotator.workspace import Workspace
from tests.properties.test_undo import dump
from tests.workspaces import ids, new_workspace

RULE = "lists.blobs"
CUTS = 600
FIRST, LAST = ArticleId(1), ArticleId(6)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Six articles, each with more cuts than are judged before others may read."""
    cuts = tuple(Boilerplate(n, n + 1, "link_blob", (RULE,)) for n in range(0, 2 * CUTS, 2))
    raw = "广告" * CUTS
    return new_workspace(tmp_path, *(Record(f"a{n}", raw, boilerplate=cuts) for n in range(6)))


class Elsewhere:
    """Something done in a thread of its own, with what came of it."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.result: object = None
        self._work = work
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._work()
        except NotAllowed as error:
            self.result = error

    def done(self) -> bool:
        """Whether it is, or was within half a minute."""
        self._thread.join(30)
        return not self._thread.is_alive()


def judged(workspace: Workspace, article: ArticleId) -> int:
    return sum(cut.verdict is not None for cut in workspace.document(article).boilerplate)


def judge_all(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, watch: Callable[[int], object]
) -> None:
    """Judge everything; `watch` gets the number of articles judged by then."""
    monkeypatch.setattr("annotator.commands.bulk._PAGE", 1)
    found = workspace.gather(Which(rule=RULE), ids(workspace))
    workspace.run(JudgeAll(found, Verdict.REJECTED, lambda done, _total: watch(done)))


def after_a_crash(workspace: Workspace) -> Workspace:
    """What would be left of a project if the program ended here."""
    copy = workspace.path.with_name("left.duizhao")
    shutil.copy(workspace.path, copy)
    shutil.copy(log_of(workspace.path), log_of(copy))
    return Workspace.open(copy)


class Middle:
    """Begins something elsewhere when two articles are judged, and may stop it after five."""

    def __init__(self, work: Callable[[], object], *, stops: bool = False) -> None:
        self._work, self._stops = work, stops
        self._begun: Elsewhere | None = None

    def __call__(self, done: int) -> None:
        if done == 2:
            self._begun = Elsewhere(self._work)
        if done == 5 and self._stops:
            raise Cancelled

    @property
    def result(self) -> object:
        """What came of it."""
        assert self._begun is not None and self._begun.done()
        return self._begun.result


def test_articles_are_read_as_far_as_it_is(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    middle = Middle(lambda: (judged(workspace, FIRST), judged(workspace, LAST)))
    judge_all(workspace, monkeypatch, middle)
    assert middle.result == (CUTS, 0)
    assert (judged(workspace, FIRST), judged(workspace, LAST)) == (CUTS, CUTS)


def test_another_action_is_refused_to_who_does_not_wait(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = AddEntity(FIRST, 0, 2, workspace.labels()[0].id)
    middle = Middle(lambda: workspace.run(add, 0.01))
    judge_all(workspace, monkeypatch, middle)
    assert isinstance(middle.result, NotAllowed)
    assert not workspace.document(FIRST).entities
    assert workspace.run(add, 0.01)


def test_undo_is_refused_to_who_does_not_wait(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.run(AddEntity(FIRST, 0, 2, workspace.labels()[0].id))
    middle = Middle(lambda: workspace.undo(0.01))
    judge_all(workspace, monkeypatch, middle)
    assert isinstance(middle.result, NotAllowed)
    assert workspace.document(FIRST).entities
    assert judged(workspace, LAST) == CUTS


def test_another_action_comes_after_it_for_who_waits(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = AddEntity(FIRST, 0, 2, workspace.labels()[0].id)
    middle = Middle(lambda: workspace.run(add))
    judge_all(workspace, monkeypatch, middle)
    assert middle.result
    assert [step.title for step in workspace.history()] == ["add_entity", "reject_rule"]
    workspace.undo()
    workspace.undo()
    assert (judged(workspace, FIRST), judged(workspace, LAST)) == (0, 0)


@pytest.mark.parametrize("stops", [False, True])
def test_time_spent_and_settings_of_meanwhile_are_stored_after_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, stops: bool
) -> None:
    def work() -> object:
        workspace.add_seconds(FIRST, 5)
        workspace.set_setting("guidelines", "甲")
        workspace.set_setting("guidelines", "乙")
        workspace.annotator = "小林"
        return workspace.setting("guidelines"), workspace.annotator

    middle = Middle(work, stops=stops)
    with suppress(Cancelled):
        judge_all(workspace, monkeypatch, middle)
    assert middle.result == ("乙", "小林")
    assert bool(judged(workspace, FIRST)) != stops
    with after_a_crash(workspace) as left:
        assert (left.setting("guidelines"), left.annotator) == ("乙", "小林")
        assert left.document(FIRST).article.seconds == 5


def test_what_was_read_of_one_that_was_stopped_is_not_shown_any_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(workspace)
    told: list[object] = []
    workspace.subscribe(told.append)
    middle = Middle(lambda: judged(workspace, FIRST), stops=True)
    with pytest.raises(Cancelled):
        judge_all(workspace, monkeypatch, middle)
    assert (middle.result, bool(told)) == (CUTS, True)
    assert judged(workspace, FIRST) == 0
    assert dump(workspace) == before


def test_undoing_a_long_one_can_be_stopped(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_all(workspace, monkeypatch, lambda _done: None)
    before = dump(workspace)

    def stop(_done: int, _total: int | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        workspace.undo(progress=stop)
    assert dump(workspace) == before
    workspace.undo()
    assert judged(workspace, FIRST) == 0
