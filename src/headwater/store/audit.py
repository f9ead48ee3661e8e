"""The audit: one append-only log that answers who saw which record, when and for which purpose.

Entries come in; the number of each goes out when its line is on disk, and no answer that carries intelligence leaves
the node before. Lines that are waiting at the same time share one write and one fdatasync: whoever comes first while
nobody writes does it for all, then hands over to the first of those who came meanwhile.

Read `audit_entry` for the line, `audit_log` for the file, `audit_verify` for the check, `audit_index` for questions.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

import msgspec

from headwater.errors import Conflict, HeadwaterError, NotFound, Unavailable
from headwater.store.audit_entry import AuditEntry, LoggedEntry, Operation, State, hash_of, line_of
from headwater.store.audit_index import AuditIndex, Question
from headwater.store.audit_log import LogFile, Placed
from headwater.store.audit_verify import Verification, verify
from headwater.store.lock import NodeLock

__all__ = ["Audit", "AuditEntry", "LoggedEntry", "Operation", "State", "Verification", "verify"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False)
class _Waiting:
    """A caller in the queue; woken when its line is on disk, when it failed, or to write for the others."""

    entry: AuditEntry
    of: int = 0
    state: State = State.PLAIN
    number: int = 0
    error: HeadwaterError | None = None
    leads: bool = False
    woken: threading.Event = field(default_factory=threading.Event)


class Audit:
    """The one writer of a node's audit. Safe for any number of threads; a second process is refused."""

    def __init__(self, folder: Path, lock: NodeLock, clock: Callable[[], datetime]) -> None:
        self._lock = lock
        self._clock = clock
        self._mutex = threading.Lock()
        self._file = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._writing = False
        self._broken: HeadwaterError | None = None
        self._log = LogFile(folder)
        self._open = _open_intents(self._log.recover())
        self._closing: set[int] = set()
        self._index = AuditIndex(folder / "index.sqlite", self._log)

    @classmethod
    def open(cls, data: Path, *, clock: Callable[[], datetime] = _now) -> Self:
        """Open `<data>/audit`, make it if it is not there, and write down what a crash left behind.

        Raises:
            Conflict: Another process writes this audit.
            StoreDamaged: The end of the log is not what its head says.
        """
        folder = data / "audit"
        lock = NodeLock(folder, what="the writer of the audit", name="lock")
        try:
            audit = cls(folder, lock, clock)
        except BaseException:
            lock.release()
            raise
        audit._tell_of_the_start()
        return audit

    def close(self) -> None:
        """Write the head and let the folder go; later calls get `Unavailable`."""
        with self._file:  # not while a group is being written
            if self._lock.held:
                self._broken = self._broken or Unavailable("The audit is closed.", remedy="Start the node again.")
                self._index.close()
                self._log.close()
                self._lock.release()

    def append(self, entry: AuditEntry) -> int:
        """Write an entry and return its number once it is on disk.

        Raises:
            Unavailable: It is not on disk; nothing may be answered.
        """
        return self._put(_Waiting(entry))

    def intent(self, entry: AuditEntry) -> int:
        """Write what is about to be changed; `outcome` follows with the number returned.

        Raises:
            Unavailable: It is not on disk; nothing may be changed.
        """
        return self._put(_Waiting(entry, state=State.INTENT))

    def outcome(
        self, number: int, state: Literal["done", "failed", "reconciled"], counts: Mapping[str, int] | None = None
    ) -> int:
        """Write how the change of an intent ended and return the number of that entry.

        Raises:
            NotFound: There is no open intent of that number.
            Conflict: Its outcome is being written by another.
            Unavailable: It is not on disk; the intent stays open.
        """
        with self._mutex:
            if number not in self._open:
                raise NotFound("There is no open intent of that number.", where=f"audit entry {number}")
            if number in self._closing:
                raise Conflict("The outcome of that intent is already being written.", where=f"audit entry {number}")
            self._closing.add(number)
            intent = self._open[number].entry
        entry = AuditEntry(
            intent.operation, intent.by, intent.role, intent.purpose, intent.reason, counts=dict(counts or {})
        )
        try:
            return self._put(_Waiting(entry, of=number, state=State(state)))
        finally:
            with self._mutex:
                self._closing.discard(number)

    def open_intents(self) -> dict[int, LoggedEntry]:
        """The intents without an outcome by number, oldest first; at a start these are what a crash interrupted."""
        with self._mutex:
            return {number: self._open[number].entry for number in sorted(self._open)}

    def page(
        self,
        *,
        operation: str = "",
        by: str = "",
        record: str = "",
        purpose: str = "",
        since: str = "",
        until: str = "",
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[list[LoggedEntry], int]:
        """The entries that a question is about, newest first, and their exact number.

        Args:
            operation: One of `Operation`, or "" for all.
            by: Account.
            record: Id of an entity or report that the entry names.
            purpose: Id of a purpose.
            since: ISO date or datetime (UTC unless it says otherwise), inclusive.
            until: The same; a date means the whole day.

        Raises:
            BadInput: A time is not in ISO form.
        """
        return self._index.page(Question(operation, by, record, purpose, since, until), offset, limit)

    def _put(self, mine: _Waiting) -> int:
        with self._mutex:
            self._queue.append(mine)
            leads, self._writing = not self._writing, True
        if not leads:
            mine.woken.wait()
        if leads or mine.leads:
            self._write_for_all()
        if mine.error is not None:
            raise mine.error
        return mine.number

    def _write_for_all(self) -> None:
        with self._mutex:
            group = list(self._queue)
            self._queue.clear()
        try:
            with self._file:
                self._write(group)
        except BaseException as error:  # an interrupt too leaves it open whether the lines are on disk
            self._refuse(group, error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._hand_over(group)

    def _write(self, group: list[_Waiting]) -> None:
        if self._broken is not None:
            raise self._broken
        at = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        number, previous, start = self._log.number, self._log.hash, self._log.end
        lines, opened, ended = [], {}, set()
        for waiting in group:
            number += 1
            entry = _logged(waiting, number, at, previous)
            line = line_of(entry)
            if entry.state is State.INTENT:
                opened[number] = Placed(start, entry)
            ended.add(entry.of)
            lines.append(line)
            previous, start, waiting.number = hash_of(line), start + len(line) + 1, number
        still_open = {n: placed for n, placed in (self._open | opened).items() if n not in ended}
        self._log.append(lines, _oldest(still_open, Placed(start - len(lines[-1]) - 1, entry)))
        with self._mutex:
            self._open = still_open

    def _refuse(self, group: list[_Waiting], error: BaseException) -> None:
        if not isinstance(error, HeadwaterError):
            error = Unavailable(f"The audit cannot be written: {error}.", remedy="Start the node again.")
        self._broken = error
        for waiting in group:
            waiting.error = error

    def _hand_over(self, group: list[_Waiting]) -> None:
        with self._mutex:
            following = self._queue[0] if self._queue else None
            self._writing = following is not None
            if following is not None:
                following.leads = True
        for waiting in group if following is None else [*group, following]:
            waiting.woken.set()

    def _tell_of_the_start(self) -> None:
        if self._log.headless:
            self.append(AuditEntry(Operation.ADMINISTRATION, "node", reason="audit-head-made-anew"))
        if self._log.torn:
            counts = {"bytes": self._log.torn}
            self.append(AuditEntry(Operation.ADMINISTRATION, "node", reason="audit-torn-line-cut", counts=counts))


def _logged(waiting: _Waiting, number: int, at: str, previous: str) -> LoggedEntry:
    fields = msgspec.structs.asdict(waiting.entry)
    return LoggedEntry(**fields, number=number, at=at, previous=previous, of=waiting.of, state=waiting.state)


def _oldest(still_open: Mapping[int, Placed], last: Placed) -> tuple[int, int]:
    placed = still_open[min(still_open)] if still_open else last
    return placed.entry.number, placed.start


def _open_intents(tail: list[Placed]) -> dict[int, Placed]:
    ended = {placed.entry.of for placed in tail}
    return {
        placed.entry.number: placed
        for placed in tail
        if placed.entry.state is State.INTENT and placed.entry.number not in ended
    }
