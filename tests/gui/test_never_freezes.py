"""Nothing holds the window up: no turn of its event loop takes long while there is work.

The limit is the goal, 100 ms.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from annotator.commands import JudgeAll, Which
from annotator.formats.base import NamedEntity, Record
from annotator.model import ArticleId, Verdict
from annotator.workspace import Workspace
from tests.desk import Desk
from tests.watchdog import Watchdog

_LIMIT = 0.1
_TRIES = 5
_QUIET_TURNS = 300
"""So many milliseconds at least: what is typed is looked for after a pause."""
_ACTING = 50
_ARTICLES = 250
_SENTENCE = (
    "徐匯區(qū)持續(xù)推動科技創(chuàng)新，全力建設(shè)新時代的現代化產業體系，服務企業和群眾。"
)
_FEW = 30
_LARGE, _ENTITIES = 100_000, 2_000


def pumped(work: Callable[[], object], meanwhile: Callable[[], object] = lambda: None) -> Watchdog:
    """Begin work and turn the loop until nothing is left of it in the background.

    `meanwhile` is what somebody does now and then until it is done.
    """
    pool = QThreadPool.globalInstance()
    with Watchdog(_LIMIT) as watchdog:
        work()
        quiet = turns = 0
        while quiet < _QUIET_TURNS:
            QApplication.processEvents()
            # A wait of Qt's tests would keep Python's lock, and the work could not go on.
            time.sleep(0.001)
            quiet = 0 if pool.activeThreadCount() else quiet + 1
            turns += 1
            if not quiet and not turns % _ACTING:
                meanwhile()
    return watchdog


def never_stalls(
    *works: Callable[[int], object], meanwhile: Callable[[], object] = lambda: None
) -> None:
    """One of a few tries has no stall at all, in any of its works.

    A fault stalls every try: with each page that is stored, say.
    """
    tries = []
    for number in range(_TRIES):
        watched = [pumped(partial(work, number), meanwhile) for work in works]
        tries.append([stall for watchdog in watched for stall in watchdog.stalls])
        if not tries[-1]:
            return
    pytest.fail(
        "\n".join(f"{s.seconds:.3f} s in {s.stack[-3:]}" for stalls in tries for s in stalls)
    )


def articles(path: Path, count: int = _ARTICLES) -> Path:
    """A file of articles of 2,000 characters with 40 entities and everything to clean."""
    lines = []
    for number in range(count):
        body = "\n".join(_SENTENCE * 5 for _ in range(9))
        text = f"首页 > 新闻 > 正文\n{path.stem}第{number}条\n{body}\n责任编辑:张三\n上一篇:下雨"
        labels = [[at, at + 2, "LOC"] for at in range(0, 2000, 50)]
        lines.append(json.dumps({"id": f"{path.stem}-{number}", "text": text, "label": labels}))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def full(working: Desk, tmp_path: Path) -> Desk:
    """The window on a project of some hundred articles, cleaned and labelled."""
    working.workspace.import_files([articles(tmp_path / "full.jsonl")])
    working.settle()
    return working


def test_window_goes_on_while_files_are_imported_and_cleaned(working: Desk, tmp_path: Path) -> None:
    assert working.desktop is not None
    work = working.desktop.window.work
    files = [articles(tmp_path / f"import{number}.jsonl") for number in range(_TRIES)]
    never_stalls(lambda number: work.import_paths([files[number]]))
    assert working.desktop.window.articles.model.rowCount() % _ARTICLES == 5


def test_window_goes_on_while_the_rules_run_anew(full: Desk) -> None:
    assert full.desktop is not None
    session, workspace = full.desktop.session, full.workspace

    def clean(number: int) -> None:
        workspace.set_setting("script", "none" if number % 2 == 0 else "t2s")
        session.start(workspace.upkeep.repropose, "Cleaning", lambda _: None)

    never_stalls(clean)


def test_window_goes_on_while_a_project_is_exported_and_backed_up(
    full: Desk, tmp_path: Path
) -> None:
    assert full.desktop is not None
    work = full.desktop.window.work
    never_stalls(lambda number: work.export(tmp_path / f"{number}.jsonl"))
    never_stalls(lambda number: work.back_up(tmp_path / f"{number}.duizhao"))
    assert (tmp_path / "0.jsonl").exists() and (tmp_path / "0.duizhao").exists()


def test_window_goes_on_while_suggestions_are_learned_and_made(
    working: Desk, tmp_path: Path
) -> None:
    working.workspace.import_files([articles(tmp_path / "few.jsonl", _FEW)])
    working.settle()
    assert working.desktop is not None
    suggesting, workspace = working.desktop.window.suggesting, working.workspace
    working.press("T")

    def learn_and_suggest(number: int) -> None:
        suggesting._learn(workspace)
        working.desktop.session.open_article(ArticleId(number + 1))

    never_stalls(learn_and_suggest)
    assert working.document.suggestions
    never_stalls(lambda _number: suggesting.suggest_all())


def test_window_goes_on_while_everything_of_a_rule_is_judged_and_taken_back(full: Desk) -> None:
    assert full.desktop is not None
    session, workspace = full.desktop.session, full.workspace
    listed = workspace.article_ids()

    def judge(_number: int) -> None:
        session.run_long(
            lambda progress: JudgeAll(
                workspace.gather(Which(type="pinyin_gloss"), listed, progress),
                Verdict.REJECTED,
                progress,
            ),
            "Judging",
            "",
        )

    read = 0

    def read_another_and_choose() -> None:
        nonlocal read
        read += 1
        workspace.document(ArticleId(listed[read % len(listed)]))
        workspace.set_setting("guidelines", str(read))

    never_stalls(judge, lambda _number: session.undo(), meanwhile=read_another_and_choose)
    assert read
    assert workspace.setting("guidelines") == str(read)
    assert not workspace.rows(listed)[-1].judged
    full.press("Ctrl+Y")
    full.settle()
    assert workspace.rows(listed)[-1].judged


def test_window_goes_on_while_another_project_is_merged(full: Desk, tmp_path: Path) -> None:
    assert full.desktop is not None
    work = full.desktop.window.work
    listed = full.workspace.article_ids()
    others = []
    for number in range(_TRIES):
        others.append(tmp_path / f"theirs{number}.duizhao")
        full.workspace.backup(others[-1])
        with Workspace.open(others[-1], annotator=f"Second {number}") as theirs:
            gloss = theirs.gather(Which(type="pinyin_gloss"), listed[-_FEW:])
            theirs.run(JudgeAll(gloss, Verdict.REJECTED))
            theirs.import_files([articles(tmp_path / f"new{number}.jsonl", _FEW)])
    never_stalls(lambda number: work.merge([others[number]]))
    assert full.desktop.window.articles.model.rowCount() >= 5 + _ARTICLES + _FEW
    assert full.workspace.layers.of(listed[-1])


def test_window_goes_on_while_a_word_is_found(full: Desk) -> None:
    assert full.desktop is not None
    listed = full.desktop.window.articles

    def find(number: int) -> None:
        full.press("Ctrl+F")
        full.type("现代化产业体系"[2 * number :][:2])

    never_stalls(find)
    # Some of the seeds have these words as well.
    assert _ARTICLES <= listed.model.rowCount() < _ARTICLES + 5


def test_a_large_article_is_opened_and_labelled_at_once(working: Desk) -> None:
    text = "".join(f"第{n}段：{_SENTENCE}\n" for n in range(_LARGE // len(_SENTENCE)))
    marks = tuple(NamedEntity(at, at + 3, "LOC") for at in range(0, _LARGE, _LARGE // _ENTITIES))
    large = [Record(f"large{n}", f"{n}{text}", entities=marks) for n in range(_TRIES)]
    working.workspace.import_records(large, clean=False)
    desktop = working.desktop
    assert desktop is not None

    def open_and_label(number: int) -> None:
        key = working.workspace.article_by_key(f"large{number}")
        assert key is not None
        desktop.session.open_article(key)
        QApplication.processEvents()
        desktop.window.editor.pair.clean.setFocus()
        working.press("Ctrl+Home", *["Right"] * 7, "Shift+Right", "Shift+Right", "1")

    never_stalls(open_and_label)
    assert len(working.document.entities) == _ENTITIES + 1


def test_what_does_hold_the_window_up_is_seen(qapp: QApplication) -> None:
    [stall] = pumped(lambda: time.sleep(5 * _LIMIT)).stalls
    assert __file__ in " ".join(stall.stack)
