"""The node's clock never goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.clock import SteadyClock

MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
ELSEWHERE = st.sampled_from([UTC, timezone(timedelta(hours=5)), timezone(timedelta(hours=-7))])


@given(st.lists(MOMENTS, min_size=1), ELSEWHERE)
def test_it_tells_the_latest_moment_there_was_in_utc(moments, zone):
    source = iter([moment.astimezone(zone) for moment in moments])
    clock = SteadyClock(lambda: next(source))
    told = [clock() for _ in moments]
    assert told == [max(moments[: place + 1]) for place in range(len(moments))]
    assert all(one.tzinfo is UTC for one in told)
