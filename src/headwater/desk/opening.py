"""Opening a node's folder, saying how far that is, and closing it again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Self

from headwater import __version__
from headwater.agreements import Register
from headwater.desk.actors import OPERATOR, Actor
from headwater.desk.clock import SteadyClock, utc_now
from headwater.desk.demonstration import load_demo
from headwater.desk.importing import Progress
from headwater.desk.parts import Parts, open_parts
from headwater.desk.policy import Reach, deciding, reach_of
from headwater.desk.reading import Reading
from headwater.desk.views import StatusView
from headwater.desk.words import is_public_list
from headwater.errors import Forbidden, Unavailable
from headwater.intake.selection import SHIPPED
from headwater.settings import Settings
from headwater.store import ImportInfo, View, drawing
from headwater.store.ledger import Random
from headwater.store.lock import NodeLock


class OpenNode:
    """A node's folder, taken and opened.

    Args:
        settings: The node's settings; nothing is opened before `prepare`.
        random: Source of random bytes; every id is drawn from it, for a named thing.
        now: The clock by which the node decides, dates and keeps; aware datetimes.
    """

    def __init__(
        self, settings: Settings, *, random: Random = drawing.random, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._settings = settings
        self._random = random
        self._now = SteadyClock(now)
        self._open: Parts | None = None
        self._fraction = -1.0
        self._lock: NodeLock | None = None
        self._preparing = threading.Lock()
        self._closing = False

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        progress: Progress | None = None,
        random: Random = drawing.random,
        now: Callable[[], datetime] = utc_now,
    ) -> Self:
        """Open the node in `settings.data`, made on first use."""
        node = cls(settings, random=random, now=now)
        node.prepare(progress)
        return node

    def operator(self) -> Actor:
        """Whoever runs the node: imports and undoes, reads nothing."""
        return Actor(OPERATOR, OPERATOR, via="command line")

    def prepare(self, progress: Progress | None = None, *, demo: bool = False) -> None:
        """Open the node's files; until it is done every other method says that the node is not ready.

        Args:
            progress: Told how far it is, a rebuild of the index included.
            demo: At the node's first start, take in the shipped lists and the synthetic group before it is ready.

        Raises:
            Conflict: Another process has the folder.
            StoreDamaged: A file is not what it should be.
        """
        told = self._telling(progress)
        with self._preparing:
            self.lock()
            try:
                parts = open_parts(self._settings, told, random=self._random, now=self._now)
                try:
                    if demo:
                        load_demo(self._settings, parts, self.operator(), told)
                except BaseException:
                    parts.close()
                    raise
            except BaseException:
                self._unlock()
                raise
            self._open = parts

    def lock(self) -> None:
        """Take the folder for this process, if it was not taken yet.

        Raises:
            Conflict: Another process has it.
        """
        if self._lock is None:
            self._lock = NodeLock(self._settings.data, what="a node")

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _telling(self, progress: Progress | None) -> Progress:
        progress = progress or _silent

        def told(fraction: float, words: str) -> None:
            if self._closing:
                raise Unavailable("The node is being stopped.", remedy="Start it again; it goes on where it was.")
            self._fraction = fraction
            progress(fraction, words)

        return told

    @property
    def _parts(self) -> Parts:
        if self._open is None:
            raise Unavailable("The node is not ready yet.", remedy="Try again in a moment.")
        return self._open

    @contextmanager
    def _moment(self, actor: Actor, *, onward: bool = False) -> Iterator[Reading]:
        """What the actor may see, at one moment; the audit's entry is written when the store is let go."""
        view = self._view(actor, onward=onward)
        store = self._parts.store
        with store.moment():
            yield Reading(store, view)

    def _view(self, actor: Actor, *, onward: bool = False) -> View:
        """What the actor may see for the stated purpose."""
        register, at = self._parts.register.current, self._now()
        reach = self._reach(actor, register, at, onward=onward)
        self._parts.suggesting.keep_for(reach.register)
        asked = deciding(reach, register, at)
        return self._parts.store.view(asked.policy, asked.key, cases=asked.cases, agency=asked.agency)

    def _reach(self, actor: Actor, register: Register, at: datetime, *, onward: bool = False) -> Reach:
        settings = self._settings
        return reach_of(actor, settings.ceiling, settings.node, register.key(at), onward=onward)

    def seen_as(self, actor: Actor) -> Hashable:
        """What names the class of all who see the same as this actor now; "" for who reads nothing.

        Whoever keeps something that was answered keeps this with it, and lets go of both when it is another.
        """
        try:
            return self._reach(actor, self._parts.register.current, self._now())
        except Forbidden:
            return ""

    def _consulted(self, actor: Actor, reason: str, records: Iterable[str]) -> None:
        self._parts.journal.consulted(actor, reason, records)

    @staticmethod
    def _lists(parts: Parts) -> tuple[str, ...]:
        shipped = {one.list_id for one in SHIPPED.values()}

        def public(info: ImportInfo) -> bool:
            # Anyone may ask: the name of a partner's own list would already tell something.
            return info.state == "done" and (is_public_list(info.body.list_id) or info.body.list_id in shipped)

        newest: dict[str, str] = {}
        for view in parts.imports.all({}, public):
            newest.setdefault(view.list_id, f"{view.list_words}, {view.edition_date}".rstrip(", "))
        return tuple(newest.values())

    def close(self) -> None:
        """Close the node's files; a running import is stopped and taken back."""
        self._closing = True
        with self._preparing:
            if self._open is not None:
                self._open.close()
                self._open = None
            self._unlock()

    def status(self) -> StatusView:
        """What may be told to anyone about the node."""
        parts = self._open
        ready = parts is not None and parts.store.index_ready
        accounts = parts.accounts.count() if parts else 0
        return StatusView(
            node=self._settings.node,
            version=__version__,
            ceiling=self._settings.ceiling.mark,
            first_start=parts is not None and accounts == 0,
            index_ready=ready,
            index_fraction=1.0 if ready else self._fraction,
            accounts=accounts,
            lists=self._lists(parts) if parts else (),
        )


def _silent(fraction: float, words: str) -> None:
    """A progress that tells nobody."""
