"""Processes that do the work: in order, outliving what kills one of them, and never left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from annotator import crews
from annotator.errors import InputError, UserError
from annotator.formats.base import NamedEntity, Record
from annotator.importing import ImportReport
from annotator.parallel import Crew, ahead, alone
from tests.unit.test_recurring import records
from tests.workspaces import new_workspace

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="sends signals")

_SLEEPERS = """
from annotator.parallel import Crew
from tests.unit.test_parallel import tell_and_sleep
if __name__ == "__main__":
    with Crew(tell_and_sleep, 2, str, fresh=True) as crew:
        for number in range(2):
            crew.give(number)
        crew.take()
"""


def told(number: int) -> tuple[int, int]:
    return number, os.getpid()


def killed_by_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def tell_and_sleep(_: int) -> str:
    print(os.getpid(), flush=True)
    time.sleep(600)
    return ""


def three_and_a_fault() -> Iterator[tuple[int, int]]:
    yield from map(told, range(3))
    raise InputError("{file} cannot be read.", file="a.txt")


def killed_behind_one() -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_made_ahead_comes_in_order_and_so_does_its_fault() -> None:
    found: list[tuple[int, int]] = []
    with pytest.raises(InputError, match=r"a\.txt cannot be read") as fault:
        for item in ahead(three_and_a_fault):
            found.append(item)
    assert [number for number, _ in found] == [0, 1, 2]
    assert len({process for _, process in found} - {os.getpid()}) == 1
    assert "three_and_a_fault" in "".join(fault.value.__notes__)
    assert multiprocessing.active_children() == []


@POSIX
def test_what_is_made_ahead_says_when_its_process_was_ended() -> None:
    made = ahead(killed_behind_one)
    assert next(made) == 1
    with pytest.raises(UserError, match="ended from outside"):
        next(made)


def test_what_is_made_ahead_and_not_wanted_any_more_ends() -> None:
    made = ahead(partial(map, sleep, (0.0, 600.0)))
    assert next(made) == 0.0
    made.close()
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("jobs", "pieces", "here"), [(1, 5, True), (2, 1, True), (2, 5, False)])
def test_crew_starts_processes_only_for_a_second_piece(jobs: int, pieces: int, here: bool) -> None:
    with Crew(told, jobs, told, fresh=True) as crew:
        for number in range(pieces):
            crew.give(number)
        found = [crew.take() for _ in range(pieces)]
    assert [number for number, _ in found] == list(range(pieces))
    assert [process == os.getpid() for _, process in found] == [here] * pieces


@POSIX
def test_crew_of_fresh_processes_loses_only_what_kills_them() -> None:
    with Crew(killed_by_three, 2, lambda number: -number, fresh=True) as crew:
        for number in range(6):
            crew.give(number)
        assert [crew.take() for _ in range(6)] == [0, 1, 2, -3, 4, 5]
    assert alone(killed_by_three, 3, fresh=True) is None


def test_crew_that_is_left_ends_its_processes_in_the_middle_of_their_work() -> None:
    with pytest.raises(KeyboardInterrupt), Crew(sleep, 2, sleep, fresh=True) as crew:
        for seconds in (0.0, 600.0, 600.0):
            crew.give(seconds)
        crew.take()
        raise KeyboardInterrupt
    assert multiprocessing.active_children() == []


@POSIX
def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "sleepers.py"
    script.write_text(_SLEEPERS, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert program.stdout is not None
    with program.stdout as said:
        sleepers = [int(said.readline()) for _ in range(2)]
        program.kill()
        program.wait()
        # It ends when nobody holds it open any more.
        assert said.read() == b""
    assert not any(is_running(process) for process in sleepers)


def is_running(process: int) -> bool:
    """Whether a process is there, other than as what is left of one that ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return (
        not stat.exists() or stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    )


def pages() -> list[Record]:
    """Pages with damage, lines that recur, entities, and one key twice."""
    made = [
        replace(
            record,
            raw=f"{record.raw}\n徐匯區(qū)高質(zhì)量建設(shè)第{number}天。",
            entities=(NamedEntity(0, 2, "LOC"), NamedEntity(1, 3, "NEW")),
        )
        for number, record in enumerate(records(270))
    ]
    return [*made, replace(made[0], raw="别的。")]


def imported(folder: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What a project holds after an import and a new run of the rules by so many processes."""
    folder.mkdir()
    monkeypatch.setattr(crews, "cores", lambda: jobs)
    with new_workspace(folder) as workspace:
        report = workspace.import_records(pages())
        before = list(workspace.documents())
        workspace.set_setting("script", "none")
        changed = workspace.upkeep.repropose()
        return [report, changed, before, list(workspace.documents())]


def test_import_and_new_proposals_do_not_depend_on_the_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = imported(tmp_path / "one", 1, monkeypatch)
    assert one == imported(tmp_path / "two", 2, monkeypatch)
    report, changed, *_ = one
    assert isinstance(report, ImportReport)
    assert (report.added, len(report.problems), report.cleaned_again) == (270, 1, 270)
    assert changed
