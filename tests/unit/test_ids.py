"""Ids rise, whatever the clock does and whoever asks."""

from __future__ import annotations

from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from annotator.ids import time_ordered_ids

YEAR_2100 = 4_102_444_800_000_000_000


@given(st.lists(st.integers(0, YEAR_2100), min_size=1))
def test_ids_rise_and_fit_even_when_the_clock_goes_back(times: list[int]) -> None:
    clock = iter(times)
    new_id = time_ordered_ids(lambda: next(clock))
    made = [new_id() for _ in times]
    assert made == sorted(set(made))
    assert made[-1] < 2**63


@given(st.lists(st.tuples(st.integers(0, YEAR_2100), st.integers(1, 5_000_000)), min_size=1))
def test_many_ids_at_once_follow_each_other_and_no_other_has_them(
    asked: list[tuple[int, int]],
) -> None:
    clock = iter(time for time, _ in asked)
    new_id = time_ordered_ids(lambda: next(clock))
    last = 0
    for _, count in asked:
        first = new_id(count)
        assert first > last
        last = first + count - 1


def test_ids_are_in_order_of_time() -> None:
    early, late = time_ordered_ids(lambda: 10**15), time_ordered_ids(lambda: 10**15 + 10**6)
    assert early() < late()


def test_ids_are_unique_among_threads() -> None:
    new_id = time_ordered_ids()
    made: list[int] = []
    threads = [Thread(target=lambda: made.extend(new_id() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000
