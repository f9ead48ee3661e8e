"""Erasure: the report's key destroyed, its rows out of the index, the index's files rewritten.

Every version of the report's entry goes with it, or an older one would stand again. What a refused entry that was
mended into the report said is destroyed too, and so are the judgements on entities that nobody speaks of any more. The
audit's entry about it holds ids only and is the desk's to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from headwater import names
from headwater.store.database import Session
from headwater.store.importing import CHUNK, KeptRefusal
from headwater.store.index import TABLES
from headwater.store.kept import forget_words
from headwater.store.rowmaking import without_collection
from headwater.store.undoing import Progress, silent

if TYPE_CHECKING:
    from headwater.store.store import Store

ERASING, ERASED = 1, 2


def erase(store: Store, report_ids: Sequence[str], progress: Progress = silent) -> int:
    """Erase reports by public id; ids that are not there are passed over. Returns how many versions went."""
    with store.ledger.database.writing() as session:
        entries = session.rows_in(
            "SELECT DISTINCT entry FROM report WHERE erased = 0 AND ext IN {in}", list(report_ids)
        )
        rids = [
            rid
            for (rid,) in session.rows_in(
                "SELECT rid FROM report WHERE erased = 0 AND entry IN {in}", [e for (e,) in entries]
            )
        ]
        session.many("UPDATE report SET erased = 1 WHERE rid = ?", [(rid,) for rid in rids])
        store.note_applied(session)
    finish_erasing(store, progress)
    return len(rids)


def finish_erasing(store: Store, progress: Progress = silent) -> None:
    """Carry through every erasure that was begun; safe to repeat."""
    with store.ledger.database.reading() as session:
        rids = [rid for (rid,) in session.rows("SELECT rid FROM report WHERE erased = 1 ORDER BY rid")]
    if not rids:
        return
    for start in range(0, len(rids), CHUNK):
        piece = rids[start : start + CHUNK]
        with (
            without_collection(),
            store.ledger.database.reading() as ledger_session,
            store.writer.database.writing() as session,
        ):
            lonely = store.writer.take_out(session, ledger_session, piece)
            lonely -= _still_spoken_of(session, lonely)
            if start + CHUNK >= len(rids):
                store.mark_applied(session)
        _forget(store, piece, lonely)
        progress(min(0.9, 0.9 * (start + CHUNK) / len(rids)), "erasing")
    names.forget()
    forget_words()
    store.forget()
    progress(0.9, "compacting")
    store.writer.database.compact([name for name in TABLES if name != "meta"])
    store.writer.mark_visible()
    if store.ledger.database is not store.writer.database:
        store.ledger.database.checkpoint()
    progress(1.0, "erased")


def _still_spoken_of(session: Session, eids: set[int]) -> set[int]:
    listed = sorted(eids)
    rows = session.rows_in("SELECT DISTINCT eid FROM assertion WHERE eid IN {in}", listed)
    rows += session.rows_in("SELECT DISTINCT target FROM ref WHERE target IN {in}", listed)
    return {eid for (eid,) in rows}


def _forget(store: Store, rids: Sequence[int], lonely: set[int]) -> None:
    """Destroy the keys of reports, empty their rows, and drop the entities nobody speaks of any more."""
    ledger = store.ledger
    with ledger.database.writing() as session:
        rows = session.rows_in("SELECT slot, ext, iid FROM report WHERE rid IN {in}", list(rids))
        slots = [slot for slot, _, _ in rows] + _refusals_of(store, session, rows)
        slots += store.judging.destroy(session, ledger.exts(session, sorted(lonely)).values())
        empty = bytes(16)
        session.many(
            "UPDATE report SET erased = 2, body = ?, entry = ?, content = ?, list = ? WHERE rid = ?",
            [(b"", empty, empty, empty, rid) for rid in rids],
        )
        session.delete("entity", ("eid",), [(eid,) for eid in sorted(lonely)])
    ledger.keys.destroy(slots)


def _refusals_of(store: Store, session: Session, reports: Sequence[tuple[int, str, int]]) -> list[int]:
    """Drop the refused entries that were mended into these reports; returns their key slots."""
    gone = {ext for _, ext, _ in reports}
    slots = []
    for iid in {iid for _, _, iid in reports}:
        mended = session.rows(
            "SELECT id, slot FROM record WHERE kind = 'refusal' AND iid = ? AND state = 'mended'", (iid,)
        )
        for ident, slot in mended:
            kept = msgspec.json.decode(store.vault.get("refusal", ident), type=KeptRefusal)
            if kept.report_id in gone:
                session.run("DELETE FROM record WHERE id = ?", (ident,))
                slots.append(slot)
    return slots
