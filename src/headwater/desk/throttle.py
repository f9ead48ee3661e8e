"""Slowing down whoever guesses: a bucket of tries for each key, refilled with time, in memory."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from headwater.errors import TooMany

MAX_KEYS = 10_000


class Throttle:
    """A token bucket for each key (a name, an address).

    Args:
        burst: Tries before it slows down.
        refill_s: Seconds until one more try.
        clock: Monotonic seconds.
    """

    def __init__(self, burst: int, refill_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._refill_s = refill_s
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Use up one try.

        Raises:
            TooMany: None is left; `retry_after_s` says when one will be.
        """
        with self._lock:
            left = self._left(key)
            if left < 1:
                wait_s = math.ceil((1 - left) * self._refill_s)
                raise TooMany(
                    "There were too many tries.", remedy=f"Try again in {wait_s} seconds.", retry_after_s=wait_s
                )
            self._set(key, left - 1)

    def give_back(self, key: str) -> None:
        """Return a try that turned out right."""
        with self._lock:
            self._set(key, min(self._burst, self._left(key) + 1))

    def _left(self, key: str) -> float:
        left, at = self._buckets.get(key, (float(self._burst), self._clock()))
        return min(self._burst, left + (self._clock() - at) / self._refill_s)

    def _set(self, key: str, left: float) -> None:
        self._buckets[key] = (left, self._clock())
        self._buckets.move_to_end(key)
        # The oldest key goes first: a flood of made-up names must not fill the memory.
        while len(self._buckets) > MAX_KEYS:
            self._buckets.popitem(last=False)
