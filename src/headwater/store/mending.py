"""Refused entries: mended by a person into a report of the same import, or set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from headwater.errors import Conflict
from headwater.model import DraftReport
from headwater.store.database import Session
from headwater.store.importing import KeptRefusal, Target, note_whose, write_reports
from headwater.store.kept import content_of
from headwater.store.rowmaking import rows_of_reports, up_to_date

if TYPE_CHECKING:
    from headwater.store.store import Store


@dataclass(frozen=True)
class RefusalRecord:
    """A refused entry as kept. `state` is `open`, `mended` or `dropped`."""

    id: str
    import_id: str
    state: str
    refusal: KeptRefusal


def mend(store: Store, refusal_id: str, draft: DraftReport) -> str:
    """Take in a mended entry as part of its import; returns the report's id.

    Raises:
        Conflict: It was mended or dropped before, its import is taken back, or its reference came otherwise.
    """
    record = _open_record(store, refusal_id)
    ledger = store.ledger
    entry = ledger.entry_mac(draft.list_id, draft.reference)
    with ledger.database.writing() as session:
        iid, state = ledger.import_number(session, record.import_id)
        if state != "done":
            raise Conflict(f"The import is {state}; its entries can be mended only while it stands.")
        live = ledger.live(session, [entry])
        body = ledger.import_body(session, iid)
        if entry in live and _came_with(session, live[entry].rid, iid):
            raise Conflict(
                f"The import has an entry {draft.reference} already.",
                where="reference",
                remedy="Give the mended entry the reference it really has.",
            )
        contents = {entry: ledger.keys.mac(b"content", content_of(draft))}
        write_reports(store, session, Target(iid, record.import_id, body), {entry: draft}, contents, live)
        ((rid, report_id),) = session.rows(
            "SELECT rid, ext FROM report WHERE entry = ? ORDER BY version DESC LIMIT 1", (entry,)
        )
        session.run("INSERT INTO pending (rid) VALUES (?)", (rid,))
        body.refused -= 1
        note_whose(body, [draft])
        body.made, body.changed = body.made + (entry not in live), body.changed + (entry in live)
        ledger.save_import(session, iid, state, body)
        store.note_applied(session)
    apply_pending(store, rid, replaced=live[entry].rid if entry in live else 0)
    mended = msgspec.structs.replace(record.refusal, report_id=report_id)
    store.vault.replace("refusal", refusal_id, msgspec.json.encode(mended), state="mended")
    return str(report_id)


def _came_with(session: Session, rid: int, iid: int) -> bool:
    rows = session.rows(
        "SELECT 1 FROM report WHERE rid = ? AND iid = ? UNION SELECT 1 FROM seen WHERE rid = ? AND iid = ?",
        (rid, iid, rid, iid),
    )
    return bool(rows)


def apply_pending(store: Store, rid: int, *, replaced: int = 0) -> None:
    """Put a report that the ledger has into the index, in place of the version before it."""
    made = rows_of_reports(store.ledger, store.writer.labels, store.docket, [rid])
    with store.ledger.database.reading() as ledger_session, store.writer.database.writing() as session:
        rows = up_to_date(made, store.ledger, store.writer.labels, store.docket, [rid])
        if replaced:
            store.writer.take_out(session, ledger_session, [replaced])
        store.writer.add(session, rows, fresh=False)
        store.mark_applied(session)
    with store.ledger.database.writing() as ledger_session:
        ledger_session.run("DELETE FROM pending WHERE rid = ?", (rid,))


def drop_refusal(store: Store, refusal_id: str) -> None:
    """Set a refused entry aside; it stays with its reason.

    Raises:
        Conflict: It was mended or dropped before.
    """
    record = _open_record(store, refusal_id)
    store.vault.replace("refusal", refusal_id, msgspec.json.encode(record.refusal), state="dropped")


def _open_record(store: Store, refusal_id: str) -> RefusalRecord:
    record = store.refusal(refusal_id)
    if record.state != "open":
        raise Conflict(f"The entry was {record.state} before.", remedy="Nothing more is to be done with it.")
    return record
