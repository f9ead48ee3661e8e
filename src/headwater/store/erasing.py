"""Erasure: the report's key destroyed, its rows out of the index, the index's files rewritten.

Every version of the report's entry goes with it, or an older one would stand again. What a refused entry that was
mended into the report said is destroyed too, and so are the rulings on it and the judgements on entities that nobody
speaks of any more. The audit's entry about it holds ids only and is the desk's to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

DOOM = "erasure"
BEGUN, REWRITTEN = "begun", "rewritten"


class Doom(msgspec.Struct):
    """What is still to be done of an erasure, in ids; it stays until the files are compacted.

    Attributes:
        lines: Assertions to be left out of reports, by report number (`value_erasing`).
        slots: Key slots to be destroyed.
    """

    lines: dict[int, list[str]] = {}
    slots: list[int] = []


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
    elsewhere = Elsewhere(store)
    for start in range(0, len(rids), CHUNK):
        piece = rids[start : start + CHUNK]
        with (
            without_collection(),
            store.ledger.database.reading() as ledger_session,
            store.writer.database.writing() as session,
        ):
            lonely = store.writer.take_out(session, ledger_session, piece)
            lonely -= still_spoken_of(session, lonely)
            if start + CHUNK >= len(rids):
                store.mark_applied(session)
        _forget(store, piece, lonely, elsewhere)
        progress(min(0.9, 0.9 * (start + CHUNK) / len(rids)), "erasing")
    _complete(store, progress)


def _complete(store: Store, progress: Progress) -> None:
    """Destroy the keys that are to be destroyed, and rewrite the files of the index."""
    with store.ledger.database.reading() as session:
        rows = session.rows("SELECT id FROM record WHERE kind = ? AND state = ?", (DOOM, REWRITTEN))
    if not rows:
        return
    dooms = [msgspec.json.decode(store.vault.get(DOOM, ident), type=Doom) for (ident,) in rows]
    store.ledger.keys.destroy(slot for doom in dooms for slot in doom.slots)
    names.forget()
    forget_words()
    store.forget()
    progress(0.9, "compacting")
    store.writer.database.compact([name for name in TABLES if name != "meta"])
    store.writer.mark_visible()
    if store.ledger.database is not store.writer.database:
        store.ledger.database.checkpoint()
    for (ident,) in rows:
        store.vault.remove(DOOM, ident)
    progress(1.0, "erased")


def doom(store: Store, session: Session, slots: Sequence[int]) -> None:
    """Note, in the transaction that lets go of what was sealed with them, that keys are to be destroyed."""
    ident = store.ledger.new_ext(f"record:{DOOM}")
    store.vault.write(session, DOOM, {ident: msgspec.json.encode(Doom(slots=list(slots)))}, state=REWRITTEN)


def still_spoken_of(session: Session, eids: set[int]) -> set[int]:
    """Those of some entities that the index still has something of."""
    listed = sorted(eids)
    rows = session.rows_in("SELECT DISTINCT eid FROM assertion WHERE eid IN {in}", listed)
    rows += session.rows_in("SELECT DISTINCT target FROM ref WHERE target IN {in}", listed)
    return {eid for (eid,) in rows}


class Elsewhere:
    """The entities that reports speak of which the ledger has and the index has not, worked out when first asked for.

    Those are restricted reports, and versions that may come to stand again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[bytes, set[int]] = {}
        self._aside: list[int] | None = None

    def _dormant(self, session: Session) -> list[int]:
        if self._aside is None:
            self._aside = self._store.ledger.dormant_numbers(session)
        return self._aside

    def spoken_of(self, session: Session, lists: Iterable[bytes]) -> set[int]:
        """The entities of some lists, by number."""
        for list_ in lists:
            if list_ not in self._known:
                self._known[list_] = self._read(session, list_)
        return set().union(*(self._known[list_] for list_ in lists))

    def _read(self, session: Session, list_: bytes) -> set[int]:
        ledger = self._store.ledger
        held = {rid for (rid,) in session.rows("SELECT rid FROM report WHERE erased = 0 AND list = ?", (list_,))}
        restricted = list(self._store.docket.now().restrictions)
        shut = {rid for (rid,) in session.rows_in("SELECT rid FROM report WHERE ext IN {in}", restricted)}
        wanted = sorted(held.intersection(shut.union(self._dormant(session))))
        spoken: set[int] = set()
        for start in range(0, len(wanted), CHUNK):
            for kept in ledger.open_reports(session, wanted[start : start + CHUNK]).values():
                spoken.update(kept.eids.values())
        return spoken


def forget_entities(
    store: Store, session: Session, lonely: set[int], elsewhere: Elsewhere, lists: Iterable[bytes]
) -> list[int]:
    """Drop the entities nobody speaks of any more and the judgements on them; returns key slots."""
    if not lonely:
        return []
    gone = sorted(lonely - elsewhere.spoken_of(session, set(lists)))
    slots = store.judging.destroy(session, store.ledger.exts(session, gone).values())
    session.delete("entity", ("eid",), [(eid,) for eid in gone])
    return slots


def _forget(store: Store, rids: Sequence[int], lonely: set[int], elsewhere: Elsewhere) -> None:
    """Empty the rows of reports, and drop what was ruled on them and the entities nobody speaks of any more."""
    with store.ledger.database.writing() as session:
        rows = session.rows_in("SELECT slot, ext, iid, list FROM report WHERE rid IN {in}", list(rids))
        slots = [slot for slot, *_ in rows] + mended_into(store, session, [(ext, iid) for _, ext, iid, _ in rows])
        slots += store.docket.destroy(session, [ext for _, ext, _, _ in rows])
        slots += forget_entities(store, session, lonely, elsewhere, [bytes(list_) for *_, list_ in rows])
        empty = bytes(16)
        session.many(
            "UPDATE report SET erased = 2, body = ?, entry = ?, content = ?, list = ? WHERE rid = ?",
            [(b"", empty, empty, empty, rid) for rid in rids],
        )
        doom(store, session, slots)


def mended_into(store: Store, session: Session, reports: Sequence[tuple[str, int]]) -> list[int]:
    """Drop the refused entries that were mended into these reports (public id, import number); returns key slots."""
    gone = {ext for ext, _ in reports}
    slots = []
    for iid in {iid for _, iid in reports}:
        mended = session.rows(
            "SELECT id, slot FROM record WHERE kind = 'refusal' AND iid = ? AND state = 'mended'", (iid,)
        )
        for ident, slot in mended:
            kept = msgspec.json.decode(store.vault.get("refusal", ident), type=KeptRefusal)
            if kept.report_id in gone:
                session.run("DELETE FROM record WHERE id = ?", (ident,))
                slots.append(slot)
    return slots
