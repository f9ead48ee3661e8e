"""Erasure of single assertions: the report written anew without them under a new key, the old key destroyed.

What is to be done stays noted, in ids, until it is done: rows out of the index, report rewritten, keys destroyed, files
compacted. Other versions of the entry lose what says the same of the same entity, and those that do not stand also what
is past its day. The narrative goes with the first value: nobody can tell what it says of it. The hash of the entry
stays, so that the same entry imported again is known and brings nothing back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from headwater.errors import NotFound
from headwater.model import schema
from headwater.store.database import Session
from headwater.store.erasing import (
    BEGUN,
    DOOM,
    REWRITTEN,
    Doom,
    Elsewhere,
    finish_erasing,
    forget_entities,
    mended_into,
    still_spoken_of,
)
from headwater.store.importing import CHUNK
from headwater.store.kept import Kept, encode
from headwater.store.keys import seal
from headwater.store.rowmaking import rows_of_kept, without_collection
from headwater.store.undoing import Progress, ended_dates, silent

if TYPE_CHECKING:
    from headwater.store.store import Store


@dataclass
class Going:
    """What an erasure takes: assertions by report number, reports that lose all they say, and how many lines in all."""

    lines: dict[int, list[str]] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    count: int = 0


def erase_values(
    store: Store, lines: Mapping[str, Sequence[str]], *, alone: bool = False, progress: Progress = silent
) -> int:
    """Erase assertions of reports; returns how many went, those of other versions of the entries included.

    Where nothing is left of the live version, the whole report is erased as by `erasing.erase`.

    Args:
        store: The store.
        lines: Ids of assertions by the public id of their report.
        alone: Leave other versions of the entries as they are, unless what is named is the live one's last.
        progress: Told how far it is.

    Raises:
        NotFound: There is no such report, or it does not say this.
    """
    with store.ledger.database.writing() as session:
        going = Going()
        for report_id, ids in lines.items():
            _take(store, session, report_id, ids, going, alone=alone)
        _note(store, session, going)
    finish(store, progress)
    finish_erasing(store, progress)
    return going.count


def _take(store: Store, session: Session, report_id: str, ids: Sequence[str], going: Going, *, alone: bool) -> None:
    """Add to what goes the lines of one report, in every version of its entry or in this one alone."""
    rows = session.rows("SELECT rid, entry FROM report WHERE erased = 0 AND ext = ?", (report_id,))
    if not rows:
        raise NotFound("There is no such report.")
    ((asked, entry),) = rows
    versions = [rid for (rid,) in session.rows("SELECT rid FROM report WHERE erased = 0 AND entry = ?", (entry,))]
    kept = store.ledger.open_reports(session, [asked] if alone else versions)
    said = {one.id: one for one in kept[asked].report.assertions}
    if not said.keys() >= set(ids):
        raise NotFound("The report does not say this.", where="assertions")
    same = {(said[id_].entity_id, said[id_].prop, said[id_].value) for id_ in ids}
    live = set(store.ledger.live_among(session, versions))
    for rid, one in kept.items():
        before = going.lines.get(rid, [])
        gone = set(ids) if rid == asked else _of_version(store, one, same, dormant=rid not in live)
        going.count += len(gone.difference(before))
        gone.update(before)
        if len(gone) == len(one.report.assertions):
            # An older version would stand in the place of a live one.
            going.whole.update(versions if rid in live else [rid])
        elif gone:
            going.lines[rid] = sorted(gone)


def _of_version(store: Store, kept: Kept, same: Collection[tuple[str, str, str]], *, dormant: bool) -> set[str]:
    days, today = store.docket.known.days(kept.report), store.today()
    return {
        said.id
        for said in kept.report.assertions
        if (said.entity_id, said.prop, said.value) in same or (dormant and days[said.category][0] <= today)
    }


def _note(store: Store, session: Session, going: Going) -> None:
    """Write into the ledger what is to be done."""
    lines = {rid: ids for rid, ids in going.lines.items() if rid not in going.whole}
    if going.whole:
        session.many("UPDATE report SET erased = 1 WHERE rid = ?", [(rid,) for rid in sorted(going.whole)])
        store.note_applied(session)
    if lines:
        ident = store.ledger.new_ext(f"record:{DOOM}")
        store.vault.write(session, DOOM, {ident: msgspec.json.encode(Doom(lines))}, state=BEGUN)
        store.note_applied(session)


def finish(store: Store, progress: Progress = silent) -> None:
    """Carry through the rewriting of reports that was begun; safe to repeat."""
    with store.ledger.database.reading() as session:
        rows = session.rows("SELECT id FROM record WHERE kind = ? AND state = ?", (DOOM, BEGUN))
    for (ident,) in rows:
        doom = msgspec.json.decode(store.vault.get(DOOM, ident), type=Doom)
        lonely = _out_of_index(store, doom.lines, progress)
        _rewrite(store, ident, doom.lines, lonely)


def _out_of_index(store: Store, lines: Mapping[int, Sequence[str]], progress: Progress) -> set[int]:
    """Put the reports into the index without the lines; returns the entities the index has nothing of any more."""
    rids, lonely = sorted(lines), set()
    for start in range(0, len(rids), CHUNK):
        piece, last = rids[start : start + CHUNK], start + CHUNK >= len(rids)
        with without_collection(), store.ledger.database.reading() as old, store.writer.database.writing() as session:
            spoken = store.writer.take_out(session, old, piece)
            live = store.ledger.live_among(old, piece)
            left = {rid: without(one, lines[rid]) for rid, one in store.ledger.open_reports(old, live).items()}
            rows = rows_of_kept(left, store.writer.labels, store.docket)
            store.writer.add(session, rows, fresh=False)
            store.writer.mark_ended(session, ended_dates(store, old, live))
            lonely |= spoken
            if last:
                lonely -= still_spoken_of(session, lonely)
                store.mark_applied(session)
        progress(min(0.9, 0.9 * (start + CHUNK) / len(rids)), "erasing values")
    return lonely


def _rewrite(store: Store, ident: str, lines: Mapping[int, Sequence[str]], lonely: set[int]) -> None:
    """Seal the reports anew without the lines, and note the keys that are to be destroyed."""
    ledger = store.ledger
    with ledger.database.writing() as session:
        rows = session.rows_in("SELECT rid, slot, ext, iid, list FROM report WHERE rid IN {in}", sorted(lines))
        _seal_anew(store, session, lines)
        slots = [slot for _, slot, *_ in rows] + mended_into(store, session, [(ext, iid) for _, _, ext, iid, _ in rows])
        lists = [bytes(list_) for *_, list_ in rows]
        slots += forget_entities(store, session, lonely, Elsewhere(store), lists)
        doom = Doom(slots=slots)
        store.vault.rewrite(session, DOOM, ident, msgspec.json.encode(doom), state=REWRITTEN)


def _seal_anew(store: Store, session: Session, lines: Mapping[int, Sequence[str]]) -> None:
    kept = store.ledger.open_reports(session, sorted(lines))
    for (rid, one), (slot, key) in zip(kept.items(), store.ledger.keys.allocate(len(kept)), strict=True):
        box = seal(key, encode(without(one, lines[rid])), b"report:%d" % rid)
        session.run("UPDATE report SET slot = ?, body = ? WHERE rid = ?", (slot, box, rid))


def without(kept: Kept, ids: Iterable[str]) -> Kept:
    """A report without some of its assertions, without its narrative, and without the entities only those spoke of."""
    gone = set(ids)
    left = tuple(said for said in kept.report.assertions if said.id not in gone)
    spoken = {said.entity_id for said in left}
    spoken |= {said.value for said in left if schema.is_reference(said.schema, said.prop)}
    report = msgspec.structs.replace(kept.report, assertions=left, narrative="")
    return Kept(report, {ext: eid for ext, eid in kept.eids.items() if ext in spoken})
