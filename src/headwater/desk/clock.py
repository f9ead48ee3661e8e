"""The node's clock: one for all that decides by time, and it never goes back while the node is open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime


def utc_now() -> datetime:
    """The system's time, aware and in UTC."""
    return datetime.now(UTC)


class SteadyClock:
    """Tells the time of a source, and its own last word where the source has gone back.

    What ended at midnight stays ended when somebody sets the machine's clock back.

    Args:
        source: Aware datetimes of any time zone.

    Examples:
        >>> times = iter([datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)])
        >>> clock = SteadyClock(lambda: next(times))
        >>> clock() == clock()
        True
    """

    def __init__(self, source: Callable[[], datetime] = utc_now) -> None:
        self._source = source
        self._last = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """The time now, in UTC."""
        with self._lock:
            self._last = max(self._last, self._source().astimezone(UTC))
            return self._last
