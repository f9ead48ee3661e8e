"""An import run: drafts become kept reports, in chunks; the whole run can be taken back.

Order within a chunk: keys on disk, then the ledger, then the index. What a crash leaves between them is taken back at
the next start, since a run that is not finished is withdrawn whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import msgspec

from headwater.errors import BadInput, Conflict
from headwater.model import Assertion, DraftReport, Report, schema
from headwater.store.database import Session
from headwater.store.kept import Kept, ReadyRows, content_of, encode
from headwater.store.keys import seal
from headwater.store.ledger import ImportBody, Live
from headwater.store.rowmaking import RowMaker, rows_of_kept, up_to_date, without_collection

if TYPE_CHECKING:
    from headwater.store.store import Store

CHUNK = 1000
CHUNKS_ALONE = 3
"""Chunks that an import takes in before it starts a second process, which a short one is better off without."""

CHUNKS_TOGETHER = 32
"""Chunks whose rows go into the index in one transaction, in a long import."""

REFUSALS_TOGETHER = 500
"""Refused entries that are kept in one transaction, lest a file of nothing else take a flush for each."""

LONG_REFUSAL = 65_536
"""A refused entry of more bytes is kept at once, so that few long ones do not fill the memory."""

NAMELESS = "line "
"""How a refused entry is named whose reference could not be read."""


class RefusalLike(Protocol):
    """A refused entry, as `headwater.intake` makes it."""

    entry: str
    line: int
    field: str
    reason: str
    remedy: str
    raw: str


class KeptRefusal(msgspec.Struct):
    """A refused entry, as the ledger keeps it; `report_id` is the report it was mended into."""

    entry: str
    line: int
    field: str
    reason: str
    remedy: str
    raw: str
    report_id: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """What an import run is asked to be.

    Attributes:
        edition_date: ISO date, "" where the list has none.
        full: The file holds the whole list, so an entry that is not in it has ended.
        purpose: Id of the purpose.
    """

    format: str
    file_name: str
    file_hash: str
    agency: str
    list_id: str
    edition: str
    edition_date: str
    full: bool
    by: str
    purpose: str
    category: str = ""


@dataclass(frozen=True)
class ImportInfo:
    """An import run as it stands. `state` is `running`, `done`, `undoing`, `undone` or `failed`."""

    id: str
    state: str
    body: ImportBody


@dataclass(frozen=True)
class Target:
    """The import run that reports are written into."""

    iid: int
    ext: str
    body: ImportBody


@dataclass(frozen=True)
class Place:
    """A chunk on its way into the index.

    Attributes:
        replaced: Numbers of the versions it takes the place of.
        rids: Numbers of its reports.
        stamp: That of the rulings before the ledger had it: if it is another one later, a ruling may have put rows of
            these reports into the index already.
    """

    replaced: list[int]
    rids: list[int]
    stamp: str


def begin(store: Store, plan: ImportPlan) -> ImportRun:
    """Begin an import run.

    Raises:
        Conflict: A later edition of the same list is already here.
    """
    body = ImportBody(**{name: getattr(plan, name) for name in ImportPlan.__dataclass_fields__})
    body.started_at = store.now().isoformat()
    with store.ledger.database.writing() as session:
        refuse_older(store, session, plan)
        iid, ext = store.ledger.make_import(session, body)
    return ImportRun(store, iid, ext, body)


def refuse_older(store: Store, session: Session, plan: ImportPlan) -> None:
    """Refuse an edition that is older than one that stands.

    Raises:
        Conflict: A later edition of the same list is already here.
    """
    if not plan.edition_date:
        return
    for (iid,) in session.rows("SELECT iid FROM import_run WHERE state = 'done'"):
        body = store.ledger.import_body(session, iid)
        if body.list_id == plan.list_id and body.edition_date > plan.edition_date:
            raise Conflict(
                f"An edition of {body.edition_date} of the list {plan.list_id} is already here; this file's is of "
                f"{plan.edition_date}.",
                where=plan.file_name,
                remedy="Import a later edition, or undo the later import first.",
            )


class ImportRun:
    """A running import. Add drafts, keep refusals, then finish or fail."""

    def __init__(self, store: Store, iid: int, ext: str, body: ImportBody) -> None:
        self.id = ext
        self.counts = body
        self._store = store
        self._iid = iid
        self._present: set[bytes] = set()
        self._nameless = False
        self._refused: list[bytes] = []
        self._chunks = 0
        self._maker: RowMaker | None = None
        self._asked: deque[Place] = deque()

    def add(self, drafts: Sequence[DraftReport]) -> None:
        """Take in drafts, at most `CHUNK` in one transaction; each is made, changed or found unchanged."""
        for start in range(0, len(drafts), CHUNK):
            with without_collection():
                self._add_chunk(drafts[start : start + CHUNK])

    def _add_chunk(self, drafts: Sequence[DraftReport]) -> None:
        fresh = self._first_of_each(drafts)
        stamp = self._store.docket.now().stamp
        with self._store.ledger.database.writing() as session:
            replaced, kept, (made, changed, unchanged) = self._write(session, fresh)
            self._store.note_applied(session)
        self._index(replaced, kept, stamp)
        self.counts.read += made + changed + unchanged
        self.counts.made += made
        self.counts.changed += changed
        self.counts.unchanged += unchanged

    def _index(self, replaced: list[int], kept: dict[int, Kept], stamp: str) -> None:
        """Bring the index to what the ledger has; in a long run a second process works out the rows meanwhile."""
        self._chunks += 1
        if self._maker is None and self._chunks > CHUNKS_ALONE:
            self._maker = RowMaker(self._store.settings)
        place = Place(replaced, list(kept), stamp)
        if self._maker is None:
            self._put([(place, rows_of_kept(kept, self._store.writer.labels, self._store.docket))])
            return
        self._maker.ask(place.rids)
        self._asked.append(place)
        if self._maker.waiting > CHUNKS_TOGETHER:
            self._catch_up(CHUNKS_TOGETHER)

    def _catch_up(self, chunks: int) -> None:
        """Write the rows of the first chunks that were asked for, in one transaction.

        Entity numbers are random: many chunks together touch hardly more pages of the index than one.
        """
        if self._maker is None or not chunks:
            return
        maker = self._maker
        self._put((self._asked.popleft(), maker.take()) for _ in range(chunks))

    def _put(self, chunks: Iterable[tuple[Place, ReadyRows]]) -> None:
        store = self._store
        writer, ledger = store.writer, store.ledger
        with writer.database.writing() as session, ledger.database.reading() as ledger_session:
            for place, rows in chunks:
                rulings = store.docket.now()
                fresh = rulings.stamp == place.stamp == rows.stamp and not rulings.busy
                gone = place.replaced if fresh else [*place.replaced, *place.rids]
                if gone:
                    writer.take_out(session, ledger_session, gone)
                made = rows if fresh else up_to_date(rows, ledger, writer.labels, store.docket, place.rids)
                writer.add(session, made, fresh=fresh)
                store.mark_applied(session)

    def _stop_maker(self) -> None:
        if self._maker is not None:
            self._maker.close()
            self._maker = None

    def _first_of_each(self, drafts: Sequence[DraftReport]) -> dict[bytes, DraftReport]:
        """Drafts by entry; a second one of the same reference is kept as refused."""
        first: dict[bytes, DraftReport] = {}
        for draft in drafts:
            entry = self._store.ledger.entry_mac(draft.list_id, draft.reference)
            if entry in self._present:
                self.refuse(
                    KeptRefusal(
                        entry=draft.reference,
                        line=0,
                        field="reference",
                        reason=f"The reference {draft.reference} occurs a second time in the file.",
                        remedy="Keep one of the two entries.",
                        raw=msgspec.json.encode(draft).decode(),
                    )
                )
                continue
            self._present.add(entry)
            first[entry] = draft
        return first

    def _write(
        self, session: Session, drafts: dict[bytes, DraftReport]
    ) -> tuple[list[int], dict[int, Kept], tuple[int, int, int]]:
        ledger = self._store.ledger
        contents = {entry: ledger.keys.mac(b"content", content_of(draft)) for entry, draft in drafts.items()}
        live = ledger.live(session, list(drafts))
        same = {entry for entry, was in live.items() if was.content == contents[entry] and not was.ended}
        session.load(
            "seen", ("rid", "iid"), [(live[entry].rid, self._iid) for entry in same], merge="ON CONFLICT DO NOTHING"
        )
        new = {entry: draft for entry, draft in drafts.items() if entry not in same}
        into = Target(self._iid, self.id, self.counts)
        note_whose(self.counts, drafts.values())
        kept = write_reports(self._store, session, into, new, contents, live)
        replaced = [live[entry].rid for entry in new if entry in live]
        return replaced, kept, (len(new) - len(replaced), len(replaced), len(same))

    def refuse(self, refusal: RefusalLike) -> None:
        """Keep a refused entry with its reason."""
        kept = KeptRefusal(**{name: getattr(refusal, name) for name in KeptRefusal.__struct_fields__[:-1]})
        self._refused.append(msgspec.json.encode(kept))
        if len(self._refused) >= REFUSALS_TOGETHER or len(self._refused[-1]) > LONG_REFUSAL:
            self._keep_refusals()
        self._present.add(self._store.ledger.entry_mac(self.counts.list_id, kept.entry))
        self._nameless |= kept.entry.startswith(NAMELESS) or not kept.entry
        self.counts.read += 1
        self.counts.refused += 1

    def _keep_refusals(self) -> None:
        if self._refused:
            self._store.vault.put_many("refusal", self._refused, iid=self._iid, state="open")
            self._refused = []

    def save_counts(self) -> None:
        """Write the counts so far, so that a page can show how far the run is."""
        self._keep_refusals()
        with self._store.ledger.database.writing() as session:
            self._store.ledger.save_import(session, self._iid, "running", self.counts)

    def finish(self) -> ImportInfo:
        """End entries that a full edition no longer has, and close the run."""
        self._keep_refusals()
        self._catch_up(self._maker.waiting if self._maker else 0)
        self._stop_maker()
        ledger, writer = self._store.ledger, self._store.writer
        self.counts.finished_at = self._store.now().isoformat()
        with ledger.database.writing() as session:
            gone = self._gone(session) if self.counts.full and not self._nameless else []
            self.counts.ended = len(gone)
            session.load("entry_end", ("rid", "iid"), [(rid, self._iid) for rid in gone])
            ledger.save_import(session, self._iid, "running", self.counts)
            self._store.note_applied(session)
        with writer.database.writing() as session:
            writer.mark_ended(session, dict.fromkeys(gone, self.counts.edition_date))
            self._store.mark_applied(session)
        writer.mark_visible()
        with ledger.database.writing() as session:
            ledger.save_import(session, self._iid, "done", self.counts)
        return ImportInfo(self.id, "done", self.counts)

    def _gone(self, session: Session) -> list[int]:
        live = self._store.ledger.live_of_list(session, self.counts.list_id)
        return sorted(rid for entry, rid in live if entry not in self._present)

    def fail(self, reason: str) -> ImportInfo:
        """Withdraw everything the run took in; its refused entries stay."""
        self._stop_maker()
        self._keep_refusals()
        return self._store.withdraw(self.id, "failed", error=reason)


def write_reports(
    store: Store,
    session: Session,
    into: Target,
    drafts: dict[bytes, DraftReport],
    contents: dict[bytes, bytes],
    live: dict[bytes, Live],
) -> dict[int, Kept]:
    """Seal drafts into the ledger as new versions; returns them by number."""
    ledger = store.ledger
    if not drafts:
        return {}
    versions = ledger.versions(session, list(drafts))
    entities = ledger.entities(session, _entity_keys(drafts.values()))
    keys = ledger.keys.allocate(len(drafts))
    ((top,),) = session.rows("SELECT COALESCE(MAX(rid), 0) FROM report")
    received_at = store.now().isoformat()
    macs: dict[str, bytes] = {}
    table, written = [], {}
    for rid, ((entry, draft), (slot, key)) in enumerate(zip(drafts.items(), keys, strict=True), start=top + 1):
        version = versions.get(entry, 0) + 1
        kept = written[rid] = _keep(store, draft, entities, version, into, received_at)
        if draft.list_id not in macs:
            macs[draft.list_id] = ledger.keys.mac(b"list", draft.list_id.encode())
        box = seal(key, encode(kept), b"report:%d" % rid)
        change = "changed" if entry in live else "made"
        table.append(
            (rid, kept.report.id, into.iid, macs[draft.list_id], entry, version, contents[entry], change, 0, slot, box)
        )
    columns = ("rid", "ext", "iid", "list", "entry", "version", "content", "change", "erased", "slot", "body")
    session.load("report", columns, table)
    return written


def note_whose(body: ImportBody, drafts: Iterable[DraftReport]) -> None:
    """Note of an import run whose reports came with it, and whether all of them are published."""
    for draft in drafts:
        body.published = draft.published and (body.published or not body.agencies)
        if draft.agency not in body.agencies:
            body.agencies = tuple(sorted((*body.agencies, draft.agency)))


def _entity_keys(drafts: Iterable[DraftReport]) -> list[tuple[str, str]]:
    keys: dict[tuple[str, str], None] = {}
    for draft in drafts:
        for said in draft.assertions:
            keys[draft.list_id, said.entity] = None
            if schema.is_reference(said.schema, said.prop):
                keys[draft.list_id, said.value] = None
    return list(keys)


def _keep(
    store: Store,
    draft: DraftReport,
    entities: dict[tuple[str, str], tuple[int, str]],
    version: int,
    into: Target,
    received_at: str,
) -> Kept:
    """The kept report of a draft: random ids, entity ids in place of keys."""
    drawn = store.random(f"report:{draft.list_id}:{draft.reference}:{version}", 12 + 8 * len(draft.assertions)).hex()
    eids: dict[str, int] = {}
    said: list[Assertion] = []
    list_id = draft.list_id
    for start, one in enumerate(draft.assertions):
        eid, ext = entities[list_id, one.entity]
        eids[ext] = eid
        value = one.value
        if schema.is_reference(one.schema, one.prop):
            other, value = entities[list_id, one.value]
            eids[value] = other
        if one.category is None and schema.is_person(one.schema):
            raise BadInput(
                f"The report {draft.reference} speaks of a person without saying in which category.",
                where=f"{draft.reference}, {one.prop}",
                remedy="State one: suspect, convicted, victim, witness, contact or listed.",
            )
        said.append(
            Assertion(
                drawn[24 + 16 * start : 40 + 16 * start],
                ext,
                one.schema,
                one.prop,
                value,
                one.original_value,
                one.lang,
                one.basis,
                one.category,
                one.information_grade,
            )
        )
    report = Report(
        id=drawn[:24],
        version=version,
        import_id=into.ext,
        received_at=received_at,
        agency=draft.agency,
        list_id=list_id,
        reference=draft.reference,
        reported_at=draft.reported_at,
        edition=draft.edition or into.body.edition,
        edition_date=into.body.edition_date,
        grading=draft.grading,
        handling=draft.handling,
        classification=draft.classification,
        purpose=draft.purpose,
        legal_basis=draft.legal_basis,
        releasable_to=draft.releasable_to,
        case=draft.case,
        review_by=draft.review_by,
        erase_by=draft.erase_by,
        agreement=draft.agreement,
        agreement_version=draft.agreement_version,
        narrative=draft.narrative,
        synthetic=draft.synthetic,
        press=draft.press,
        published=draft.published,
        assertions=tuple(said),
    )
    return Kept(report, eids)
