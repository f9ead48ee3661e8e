"""The node's clock never goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.clock import SteadyClock

MOMENTS = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=5))])
)


@given(st.lists(MOMENTS, min_size=1))
def test_it_tells_the_latest_moment_there_was(moments):
    source = iter(moments)
    clock = SteadyClock(lambda: next(source))
    told = [clock() for _ in moments]
    assert told == [max(moments[: place + 1]) for place in range(len(moments))]
    assert all(one.tzinfo is UTC for one in told)
