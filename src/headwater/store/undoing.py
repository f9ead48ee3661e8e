"""Taking back what an import brought, so that what stood before it stands again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headwater.errors import Conflict
from headwater.store.database import Session
from headwater.store.importing import CHUNK, ImportInfo
from headwater.store.ledger import ENDED, STANDING
from headwater.store.rowmaking import rows_of_kept, without_collection

if TYPE_CHECKING:
    from headwater.store.store import Store

Progress = Callable[[float, str], None]
"""Told how far a long work is: a fraction 0 to 1 and what is being done."""


def silent(fraction: float, words: str) -> None:
    """A progress that tells nobody."""


@dataclass(frozen=True)
class Change:
    """An entry that an import added, changed or ended."""

    kind: str
    reference: str
    entity_id: str
    report_id: str


def undo(store: Store, import_id: str, progress: Progress = silent) -> ImportInfo:
    """Take back a finished import.

    Raises:
        Conflict: It is running, or already taken back.
    """
    state = store.import_info(import_id).state
    if state not in ("done", "undoing"):
        raise Conflict(f"The import is {state}; only a finished one can be undone.", remedy="See the list of imports.")
    return withdraw(store, import_id, "undone", progress=progress)


def withdraw(store: Store, import_id: str, final: str, *, error: str = "", progress: Progress = silent) -> ImportInfo:
    """Take back an import's reports and leave it in a final state. Safe to repeat after a crash in between."""
    ledger = store.ledger
    with ledger.database.writing() as session:
        iid, state = ledger.import_number(session, import_id)
        body = ledger.import_body(session, iid)
        body.error = error or body.error
        body.finished_at = store.now().isoformat()
        if state == "done":
            body.begun_after = ledger.applied(session)
        ledger.save_import(session, iid, "undoing" if final == "undone" else "failing", body)
        store.note_applied(session)
    _take_back(store, iid, progress)
    with ledger.database.writing() as session:
        ledger.save_import(session, iid, final, body)
    return ImportInfo(import_id, final, body)


def _take_back(store: Store, iid: int, progress: Progress) -> None:
    writer, ledger = store.writer, store.ledger
    with ledger.database.reading() as session:
        entries = _entries(session, iid)
        marked = [rid for (rid,) in session.rows("SELECT rid FROM entry_end WHERE iid = ?", (iid,))]
    for start in range(0, len(entries), CHUNK):
        with without_collection(), ledger.database.reading() as old, writer.database.writing() as session:
            _settle_entries(store, session, old, entries[start : start + CHUNK])
        progress(min(1.0, (start + CHUNK) / len(entries)), "taking back")
    with ledger.database.reading() as old, writer.database.writing() as session:
        _settle_ended(store, session, old, marked)
        store.mark_applied(session)
    writer.mark_visible()


def _entries(session: Session, iid: int) -> list[bytes]:
    rows = session.rows(
        "SELECT entry FROM report WHERE iid = ? UNION "
        "SELECT r.entry FROM seen s JOIN report r ON r.rid = s.rid WHERE s.iid = ?",
        (iid, iid),
    )
    return [bytes(entry) for (entry,) in rows]


def _settle_entries(store: Store, session: Session, ledger_session: Session, entries: Sequence[bytes]) -> None:
    """Take out of the index every version of these entries that does not stand, and put in the one that does."""
    ledger, writer = store.ledger, store.writer
    live = ledger.live(ledger_session, entries)
    versions = ledger_session.rows_in("SELECT rid, entry FROM report WHERE erased < 2 AND entry IN {in}", entries)
    standing = {one.rid for one in live.values()}
    writer.take_out(session, ledger_session, [rid for rid, _ in versions if rid not in standing])
    put_in(store, session, ledger_session, sorted(standing))


def put_in(store: Store, session: Session, ledger_session: Session, rids: Sequence[int]) -> None:
    """Put reports of the ledger into the index, with the mark of those whose entries ended."""
    kept = store.ledger.open_reports(ledger_session, rids)
    rows = rows_of_kept(kept, store.writer.labels, store.docket)
    store.writer.add(session, rows, fresh=False)
    store.writer.mark_ended(session, ended_dates(store, ledger_session, rids))


def ended_dates(store: Store, ledger_session: Session, rids: Sequence[int]) -> dict[int, str]:
    """Edition date in which each report's entry was no longer there, for those that ended."""
    ended = store.ledger.ended_numbers(ledger_session, rids)
    dates = {iid: store.ledger.import_body(ledger_session, iid).edition_date for iid in set(ended.values())}
    return {rid: dates[iid] for rid, iid in ended.items()}


def _settle_ended(store: Store, session: Session, ledger_session: Session, rids: Sequence[int]) -> None:
    session.delete("ended", ("rid",), [(rid,) for rid in rids])
    present = [
        rid
        for (rid,) in ledger_session.rows_in(
            f"SELECT rid FROM report r WHERE rid IN {{in}} AND {STANDING} AND {ENDED}", rids
        )
    ]
    store.writer.mark_ended(session, ended_dates(store, ledger_session, present))


def changes(store: Store, import_id: str, offset: int, limit: int) -> list[Change]:
    """What an import added, changed and ended, in that order; reports that are restricted as a whole are left out."""
    ledger = store.ledger
    with ledger.database.reading() as session:
        iid, _ = ledger.import_number(session, import_id)
        shut = [rid for (rid,) in session.rows_in("SELECT rid FROM report WHERE ext IN {in}", store.docket.known.whole)]
        in_use = f"r.erased = 0 AND NOT {session.among('r.rid')}"
        rows = session.rows(
            f"SELECT r.rid, r.change, 0 AS place FROM report r WHERE r.iid = ? AND {in_use} UNION ALL "
            f"SELECT e.rid, 'ended', 1 FROM entry_end e JOIN report r ON r.rid = e.rid WHERE e.iid = ? AND {in_use} "
            "ORDER BY place, change DESC, rid LIMIT ? OFFSET ?",
            (iid, session.any_of(shut), iid, session.any_of(shut), limit, offset),
        )
        kept = ledger.open_reports(session, [rid for rid, _, _ in rows])
    words = {"made": "added", "changed": "changed", "ended": "ended"}
    return [
        Change(words[change], report.reference, _subject(report.assertions), report.id)
        for rid, change, _ in rows
        if (report := kept[rid].report)
    ]


def _subject(assertions: Sequence[object]) -> str:
    return getattr(assertions[0], "entity_id", "") if assertions else ""
