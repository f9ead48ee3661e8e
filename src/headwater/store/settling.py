"""What happens at start: mending after a crash, and making the index anew.

On SQLite ledger and index are two files without a common transaction. Each change is counted in both; a ledger that
is ahead by more than the work it knows to be unfinished means an index that lost something, and it is rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from headwater.store import ruling, value_erasing
from headwater.store.database import Session
from headwater.store.docket import KINDS, UNDER_WAY
from headwater.store.erasing import BEGUN, DOOM, finish_erasing
from headwater.store.kept import ReadyRows
from headwater.store.mending import apply_pending
from headwater.store.rowmaking import RowMaker, rows_of_reports
from headwater.store.undoing import Progress, ended_dates, silent, withdraw

if TYPE_CHECKING:
    from headwater.store.store import Store

REBUILD_AT_ONCE = 10_000
REBUILD_ALONE = 2
REBUILD_TOGETHER = 8
"""Pieces written in one transaction: entity numbers are random, so each piece touches most pages of the index anew."""

_UNFINISHED = {"running": "failed", "failing": "failed", "undoing": "undone"}
_STOPPED = "The import was stopped before it was finished; nothing of it was kept."


def note_applied(store: Store, session: Session) -> None:
    """Count, in the ledger's transaction, a change that the index is about to take."""
    session.run("UPDATE progress SET applied = applied + 1")


def mark_applied(store: Store, session: Session) -> None:
    """Count the change in the index, within the index's transaction.

    On PostgreSQL, where nothing can fall behind, the one count moves on: what is remembered of the index is then old.
    """
    if session.dialect == "sqlite":
        ((count,),) = session.rows("PRAGMA user_version")
        session.run(f"PRAGMA user_version = {int(count) + 1}")
    else:
        session.run("UPDATE progress SET applied = applied + 1")


def _counts(store: Store) -> tuple[int, int]:
    """How many changes the ledger has had, and how many the index."""
    with store.ledger.database.reading() as session, store.writer.database.reading() as index:
        expected = store.ledger.applied(session)
        if index.dialect != "sqlite":
            return expected, expected
        ((count,),) = index.rows("PRAGMA user_version")
    return expected, int(count)


def _unfinished(store: Store) -> list[tuple[str, str]]:
    with store.ledger.database.reading() as session:
        rows = session.rows("SELECT ext, state FROM import_run WHERE state IN ('running','failing','undoing')")
    return [(ext, state) for ext, state in rows]


def index_is_behind(store: Store) -> bool:
    """Whether the index lost a change that no unfinished work explains.

    What an unfinished import changed since it began is taken back anyway; what came before must be in the index.
    """
    expected, count = _counts(store)
    explained = [expected]
    with store.ledger.database.reading() as session:
        for ext, _ in _unfinished(store):
            iid, _ = store.ledger.import_number(session, ext)
            explained.append(store.ledger.import_body(session, iid).begun_after)
        begun = [
            *session.rows("SELECT 1 FROM pending LIMIT 1"),
            *session.rows("SELECT 1 FROM report WHERE erased = 1 LIMIT 1"),
            *session.rows(f"SELECT 1 FROM record WHERE kind IN {KINDS} AND state IN {UNDER_WAY}"),
            *session.rows("SELECT 1 FROM record WHERE kind = ? AND state = ?", (DOOM, BEGUN)),
        ]
        explained.append(expected - len(begun))
    return not min(explained) <= count <= expected


def reconcile(store: Store, progress: Progress = silent) -> None:
    """Take back imports that were not finished, finish what was begun, and set the counts equal."""
    for ext, state in _unfinished(store):
        withdraw(store, ext, _UNFINISHED[state], error=_STOPPED if state == "running" else "", progress=progress)
    with store.ledger.database.reading() as session:
        waiting = session.rows(
            "SELECT p.rid, (SELECT MAX(o.rid) FROM report o WHERE o.entry = r.entry AND o.version < r.version) "
            "FROM pending p JOIN report r ON r.rid = p.rid"
        )
    for rid, before in waiting:
        apply_pending(store, rid, replaced=before or 0)
    ruling.finish(store, progress)
    value_erasing.finish(store, progress)
    finish_erasing(store, progress)
    _set_equal(store)


def _set_equal(store: Store) -> None:
    expected, count = _counts(store)
    if expected != count:
        with store.writer.database.writing() as index:
            index.run(f"PRAGMA user_version = {expected}")


def _made(store: Store, rids: Sequence[int]) -> Iterator[tuple[Sequence[int], ReadyRows]]:
    """The rows of live reports in pieces, worked out in a second process where there are many."""
    pieces = [rids[start : start + REBUILD_AT_ONCE] for start in range(0, len(rids), REBUILD_AT_ONCE)]
    if len(pieces) < REBUILD_ALONE:
        for piece in pieces:
            yield piece, rows_of_reports(store.ledger, store.writer.labels, store.docket, piece)
        return
    maker = RowMaker(store.settings)
    try:
        maker.ask(pieces[0])
        for piece, following in zip(pieces, [*pieces[1:], ()], strict=True):
            if following:
                maker.ask(following)
            yield piece, maker.take()
    finally:
        maker.close()


def rebuild(store: Store, progress: Progress = silent) -> None:
    """Make the index anew from what the ledger holds and stands."""
    writer, ledger = store.writer, store.ledger
    writer.begin(ledger.new_ext("generation"))
    with ledger.database.reading() as session:
        rids = ledger.live_numbers(session)
    made, done = _made(store, rids), 0
    while done < len(rids):
        with ledger.database.reading() as session, writer.database.writing() as index:
            for piece, rows in islice(made, REBUILD_TOGETHER):
                writer.add(index, rows, fresh=True)
                writer.mark_ended(index, ended_dates(store, session, piece))
                done += len(piece)
                progress(done / len(rids), "rebuilding the index")
    writer.mark_visible()
    writer.complete()
    _set_equal(store)
