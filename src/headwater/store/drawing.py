"""Random bytes for ids and keys, from the system."""

from __future__ import annotations

import os
import threading


class _Urandom:
    """The system's random bytes, fetched a page at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool = b""
        os.register_at_fork(after_in_child=self._empty)

    def _empty(self) -> None:
        self._pool = b""

    def __call__(self, what: str, count: int) -> bytes:
        with self._lock:
            if len(self._pool) < count:
                self._pool = os.urandom(4096 + count)
            drawn, self._pool = self._pool[:count], self._pool[count:]
        return drawn


random = _Urandom()
"""Draws random bytes for a named thing."""
