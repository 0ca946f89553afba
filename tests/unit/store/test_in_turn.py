"""Whoever waits for the project gets it next, however often others take it again."""

from __future__ import annotations

import threading

from annotator.store.turns import InTurn


def test_who_waits_goes_before_who_comes_back() -> None:
    lock, begun, ended = InTurn(), threading.Event(), threading.Event()
    taken = 0

    def worker() -> None:
        nonlocal taken
        while not ended.is_set():
            with lock:
                taken += 1
                begun.set()
                # Others may run, and begin to wait for the lock.
                ended.wait(0.01)

    thread = threading.Thread(target=worker)
    thread.start()
    begun.wait()
    most = 0
    for _ in range(20):
        before = taken
        with lock:
            most = max(most, taken - before)
    ended.set()
    thread.join()
    assert most <= 2


def test_the_holder_takes_it_again_and_lets_it_go_as_often() -> None:
    lock, got = InTurn(), threading.Event()

    def other() -> None:
        with lock:
            got.set()

    lock.acquire()
    lock.acquire()
    thread = threading.Thread(target=other)
    thread.start()
    lock.release()
    assert not got.wait(0.05)
    lock.release()
    assert got.wait(5)
    thread.join()
