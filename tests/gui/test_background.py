"""Work beside the window: whoever asks hears of it, in the window's thread, and nothing stays."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from annotator.errors import Cancelled
from ui.worker import Job, Progress


def test_who_connects_after_the_work_is_done_hears_of_it(qtbot: QtBot) -> None:
    told: list[object] = []
    job = Job(lambda _progress: 7, "")
    job.start()
    QThreadPool.globalInstance().waitForDone()

    job.finished.connect(told.append)
    with qtbot.waitSignal(job.ended):
        pass

    assert told == [7]


def test_all_that_is_told_is_told_in_the_windows_thread_and_in_order(qtbot: QtBot) -> None:
    told: list[object] = []
    threads: set[int] = set()

    def hear(*values: object) -> None:
        told.append(values)
        threads.add(threading.get_ident())

    def work(progress: Progress) -> int:
        threads.add(-threading.get_ident())
        progress(1, 2)
        progress(2, 2)
        return 3

    job = Job(work, "")
    job.progressed.connect(hear)
    job.finished.connect(hear)
    with qtbot.waitSignal(job.ended):
        job.start()

    here = threading.get_ident()
    assert told == [(1, 2), (2, 2), (3,)]
    assert here in threads and -here not in threads and len(threads) == 2


def _cancelled(_progress: Progress) -> None:
    raise Cancelled


def _failed(_progress: Progress) -> None:
    raise ValueError


@pytest.mark.parametrize("work", [lambda _progress: None, _cancelled, _failed])
def test_a_job_ends_once_however_it_went_and_goes(
    qtbot: QtBot, work: Callable[[Progress], object]
) -> None:
    ended: list[None] = []
    job = Job(work, "")
    job.ended.connect(lambda: ended.append(None))

    with qtbot.waitSignal(job.destroyed):
        job.start()

    assert ended == [None]
