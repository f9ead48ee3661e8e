"""The pools of a node, one for each class of viewers, kept up to date beside the requests that ask for them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from typing import TYPE_CHECKING

from headwater.desk.pool import Pool
from headwater.errors import Unavailable
from headwater.resolve import scoring

if TYPE_CHECKING:
    from headwater.store import Store, View

CLASSES_AT_MOST = 8
"""Classes of viewers kept at a time; the one not asked for longest is worked out anew when it is."""

PATIENCE_S = 4.0
"""How long a request waits for a first pass; afterwards it says how far that is."""

_LOOK_S = 0.2
Progress = Callable[[float, str], None]


class Suggesting:
    """Keeps a pool for each class of viewers.

    A pool is brought up to date in a thread of its own: a request waits for it a few seconds and no longer.

    Args:
        store: The node's store.
        patience_s: How long a request waits, in seconds.
    """

    def __init__(self, store: Store, patience_s: float = PATIENCE_S) -> None:
        self._store = store
        self._patience_s = patience_s
        self._pools: OrderedDict[Hashable, Pool] = OrderedDict()
        self._waiting: dict[Hashable, Future[None]] = {}
        self._register: Hashable = None
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="suggesting")
        self._stopped = False

    @contextmanager
    def pool(self, view: View, progress: Progress | None = None) -> Iterator[Pool]:
        """The pool of a view's class, up to date and held until the block ends.

        Args:
            view: What the reader may see.
            progress: Told how far a first pass is; with it, this waits until it is done.

        Raises:
            NotWorkedOut: It is not worked out yet.
        """
        pool, refreshed = self._begun(view)
        if progress is not None:
            _follow(pool, refreshed, progress)
        try:
            refreshed.result(None if progress is not None else self._patience_s)
        except NotYet:
            raise NotWorkedOut(min(pool.fraction, 0.99)) from None
        if not pool.turn.acquire(timeout=self._patience_s):
            raise NotWorkedOut(min(pool.fraction, 0.99))
        try:
            yield pool
        finally:
            pool.turn.release()

    def _begun(self, view: View) -> tuple[Pool, Future[None]]:
        """The pool, and what will have brought it up to date: a run that others wait for too, if it has not begun."""
        with self._lock:
            pool = self._pools.setdefault(view.key, Pool())
            self._pools.move_to_end(view.key)
            while len(self._pools) > CLASSES_AT_MOST:
                key, _ = self._pools.popitem(last=False)
                self._waiting.pop(key, None)
            next_run = self._waiting.get(view.key)
            if next_run is None:
                if self._stopped:
                    raise _stopping()
                next_run = self._waiting[view.key] = self._threads.submit(self._refresh, pool, view)
            return pool, next_run

    def keep_for(self, register: Hashable) -> None:
        """Let go of every pool that was worked out under other agreements than those in force now.

        Args:
            register: What decisions follow from at this moment (`Register.key`).
        """
        if register == self._register:
            return
        with self._lock:
            self._register = register
            outdated = [key for key in self._pools if getattr(key, "register", register) != register]
            gone = [self._pools.pop(key) for key in outdated]
            for key in outdated:
                self._waiting.pop(key, None)
        for pool in gone:
            # One that is being worked out or read is let go of when that is done.
            if pool.turn.acquire(blocking=False):
                pool.forget()
                pool.turn.release()

    def _refresh(self, pool: Pool, view: View) -> None:
        with pool.turn:
            with self._lock:
                # What is written from here on is for the next run: whoever comes now does not wait for this one.
                self._waiting.pop(view.key, None)
            pool.refresh(self._store, view, lambda fraction: self._told(pool, fraction))

    def _told(self, pool: Pool, fraction: float) -> None:
        if self._stopped:
            raise _stopping()
        pool.fraction = min(fraction, 0.99)

    def forget(self) -> None:
        """Let go of everything that was read, after an erasure: nothing of it stays in memory here."""
        with self._lock:
            pools = list(self._pools.values())
            self._pools.clear()
            self._waiting.clear()
        for pool in pools:
            with pool.turn:
                pool.forget()
        scoring.forget()

    def stop(self) -> None:
        """End what runs; nothing begins afterwards."""
        with self._lock:
            self._stopped = True
        self._threads.shutdown(wait=True, cancel_futures=True)


def _follow(pool: Pool, refreshed: Future[None], progress: Progress) -> None:
    while not refreshed.done():
        progress(pool.fraction, "pairs are compared")
        time.sleep(_LOOK_S if pool.fraction else _LOOK_S / 10)


def _stopping() -> Unavailable:
    return Unavailable("The node is being stopped.", remedy="Start it again.")


class NotWorkedOut(Unavailable):
    """A first pass is not done yet.

    Args:
        fraction: How far it is, 0 to 1.
    """

    def __init__(self, fraction: float) -> None:
        super().__init__(f"The pairs are being worked out: {fraction:.0%}.", remedy="Try again in a moment.")
        self.fraction = fraction
