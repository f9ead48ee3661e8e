"""What has changed since a mark, so that what was worked out from records is worked out anew for those alone.

More may be named than has changed, never less. A mark is of the process that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap

from headwater.store.database import Session
from headwater.store.docket import Docket
from headwater.store.ledger import Ledger

SETTLED = frozenset({"done", "failed", "undone"})
REPORTS_AT_MOST = 100_000
"""Beyond so many reports everything is said to have changed: opening them all would take as long."""

OPENED_AT_ONCE = 1000


@dataclass(frozen=True, eq=False)
class Mark:
    """Where a reader stood: import runs come to rest, the last report, the day, who was protected, what was ruled.

    Without any of them it is the very beginning.
    """

    epoch: object
    settled: dict[int, str] = field(default_factory=dict)
    last_rid: int = 0
    day: int = 0
    protected: BitMap = field(default_factory=BitMap)
    rulings: dict[str, str] = field(default_factory=dict)


class Follower:
    """Tells what changed, within one reader's sessions of index and ledger."""

    def __init__(self, index: Session, session: Session, ledger: Ledger, docket: Docket) -> None:
        self._index = index
        self._session = session
        self._ledger = ledger
        self._docket = docket

    def since(
        self, mark: Mark | None, epoch: object, day: int, protected: BitMap
    ) -> tuple[Mark, frozenset[str] | None]:
        """The mark of now, and the ids of the entities whose rows, links or protection may have changed since `mark`.

        Args:
            mark: An earlier mark, None at first.
            epoch: Changes with an erasure and a rebuild.
            day: Today as YYYYMMDD.
            protected: The entities protected now.

        Returns:
            The new mark, and the ids; None for all: at first, in a new epoch, after a very large change.
        """
        now = self._mark(epoch, day, protected)
        if mark is None or mark.epoch is not epoch:
            return now, None
        entries = self._entries(mark, now)
        ruled = self._ruled_on(mark, now)
        if ruled is None or len(entries) + len(ruled) > REPORTS_AT_MOST:
            return now, None
        numbers = set(mark.protected ^ protected) | self._run_out(mark.day, day)
        rids = self._session.rows_in("SELECT rid FROM report WHERE erased = 0 AND entry IN {in}", entries)
        spoken = self._spoken_of(sorted(ruled.union(rid for (rid,) in rids)))
        return now, frozenset(spoken.union(self._ledger.exts(self._session, sorted(numbers)).values()))

    def _mark(self, epoch: object, day: int, protected: BitMap) -> Mark:
        states = self._session.rows("SELECT iid, state FROM import_run")
        ((last,),) = self._session.rows("SELECT COALESCE(MAX(rid), 0) FROM report")
        ((waiting,),) = self._session.rows("SELECT MIN(rid) FROM pending")
        settled = {iid: state for iid, state in states if state in SETTLED}
        known = last if waiting is None else waiting - 1
        return Mark(epoch, settled, known, day, protected, self._docket.states(self._session))

    def _ruled_on(self, mark: Mark, now: Mark) -> set[int] | None:
        """Numbers of the reports on which something was ruled since; None if they are too many to be named."""
        ids = [ident for ident, state in now.rulings.items() if mark.rulings.get(ident) != state]
        if not ids:
            return set()
        named, numbers, many = self._docket.reports_of(self._session, ids)
        rows = self._session.rows_in("SELECT rid FROM report WHERE ext IN {in}", sorted(named))
        return None if many else numbers.union(rid for (rid,) in rows)

    def _entries(self, mark: Mark, now: Mark) -> list[bytes]:
        """The entries that imports touched which have come to rest since, and those mended."""
        runs = [iid for iid, state in now.settled.items() if mark.settled.get(iid) != state]
        found = self._session.rows_in("SELECT entry FROM report WHERE iid IN {in}", runs)
        back = [iid for iid in runs if now.settled[iid] != "done"]
        found += self._session.rows_in(
            "SELECT r.entry FROM seen s JOIN report r ON r.rid = s.rid WHERE s.iid IN {in}", back
        )
        later = self._session.rows("SELECT entry, iid FROM report WHERE rid > ?", (mark.last_rid,))
        found += [(entry,) for entry, iid in later if iid in now.settled]
        return list({bytes(entry) for (entry,) in found})

    def _spoken_of(self, rids: Sequence[int]) -> set[str]:
        """The ids of the entities that reports speak of."""
        ids: set[str] = set()
        for start in range(0, len(rids), OPENED_AT_ONCE):
            for kept in self._ledger.open_reports(self._session, rids[start : start + OPENED_AT_ONCE]).values():
                ids.update(kept.eids)
        return ids

    def _run_out(self, before: int, today: int) -> set[int]:
        """The entities of which an assertion came to its date of erasure in between."""
        if before == today:
            return set()
        rows = self._index.rows(
            "SELECT DISTINCT eid FROM assertion WHERE erase_by > ? AND erase_by <= ?", (before, today)
        )
        return {eid for (eid,) in rows}
