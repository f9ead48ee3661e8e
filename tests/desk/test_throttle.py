"""Guessing slows down, and waiting helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.throttle import MAX_KEYS, Throttle
from headwater.errors import TooMany


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_one_for_each_refill():
    clock = Seconds()
    throttle = Throttle(burst=3, refill_s=10, clock=clock)
    for _ in range(3):
        throttle.take("ana")
    with pytest.raises(TooMany) as refused:
        throttle.take("ana")
    assert refused.value.retry_after_s == 10
    throttle.take("another")
    clock.now += 10
    throttle.take("ana")
    with pytest.raises(TooMany):
        throttle.take("ana")


def test_a_try_that_turned_out_right_costs_nothing():
    throttle = Throttle(burst=1, refill_s=10, clock=Seconds())
    for _ in range(5):
        throttle.take("ana")
        throttle.give_back("ana")


@given(st.lists(st.floats(0, 100), max_size=30))
def test_never_more_than_burst_and_refills(steps):
    clock = Seconds()
    throttle = Throttle(burst=3, refill_s=10, clock=clock)
    taken = 0
    for step in steps:
        clock.now += step
        try:
            throttle.take("ana")
        except TooMany:
            continue
        taken += 1
    assert taken <= 3 + (clock.now - 1000) / 10 + 1e-6


def test_made_up_keys_do_not_fill_the_memory():
    throttle = Throttle(burst=1, refill_s=10, clock=Seconds())
    for number in range(MAX_KEYS + 50):
        throttle.take(str(number))
    assert len(throttle._buckets) == MAX_KEYS
