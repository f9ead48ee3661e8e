"""The store of a node: ledger, index and what may be asked of them.

Read `tables` first for what is kept, then `importing` for how it comes in and `reading` for how it is found.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Self

import msgspec

from headwater.errors import NotFound, Unavailable
from headwater.model import Clusters, DraftReport, Judgement, Label, NewJudgement
from headwater.settings import Settings
from headwater.store import drawing, erasing, importing, mending, settling, undoing, value_erasing
from headwater.store.database import Database, Session, open_postgresql, open_sqlite
from headwater.store.docket import Docket
from headwater.store.folding import Foldings
from headwater.store.following import Mark
from headwater.store.importing import ImportInfo, ImportPlan, ImportRun, KeptRefusal
from headwater.store.index import IndexWriter
from headwater.store.judging import Judging
from headwater.store.keys import KeyFile
from headwater.store.labels import Labels
from headwater.store.ledger import Ledger, Random
from headwater.store.mending import RefusalRecord
from headwater.store.migrating import migrate
from headwater.store.reading import IndexReader, ReportInfo, Row
from headwater.store.searching import Searcher, SearchResult
from headwater.store.supervising import Supervising
from headwater.store.undoing import Change, Progress, silent
from headwater.store.vault import Vault
from headwater.store.views import Policy, View, Views

RECORDS_AT_ONCE = 1000


def _now() -> datetime:
    return datetime.now(UTC)


class Store(Supervising):
    """A node's ledger and index.

    One process may write at a time besides one import worker; any number of threads read.
    """

    def __init__(
        self,
        settings: Settings,
        ledger: Database,
        index: Database,
        keys: KeyFile,
        random: Random,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.settings = settings
        self.random = random
        self.now = now
        self.keys = keys
        self.ledger = Ledger(ledger, keys, random)
        self.vault = Vault(self.ledger)
        self.writer = IndexWriter(index, self.ledger, Labels(self.ledger), self.today)
        self.docket = Docket(self.vault, self.ledger)
        self.judging = Judging(self.vault, self.ledger, now)
        self.epoch = object()
        self._views = Views(self.ledger)
        self._foldings = Foldings()
        self._ready = threading.Event()
        self._moment = threading.local()

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        worker: bool = False,
        progress: Progress = silent,
        random: Random = drawing.random,
        now: Callable[[], datetime] = _now,
    ) -> Self:
        """Open the node's store, made on first use.

        Args:
            settings: Where it lies; `settings.database` chooses the engine.
            worker: A second handle beside the node's own, for an import: nothing is migrated or mended.
            progress: Told of long work: a fraction and what is done.
            random: Source of random bytes; every id is drawn from it, for a named thing.
            now: The clock.
        """
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = KeyFile.open(settings.data)
        if settings.database:
            ledger = index = open_postgresql(settings.database)
        else:
            ledger = open_sqlite(settings.data / "ledger.sqlite", durable=True)
            index = open_sqlite(settings.data / "index.sqlite", durable=False)
        store = cls(settings, ledger, index, keys, random, now)
        if worker:
            store._ready.set()
            return store
        migrate(ledger)
        store.settle(progress)
        return store

    def settle(self, progress: Progress = silent) -> None:
        """Mend what a crash left: take back unfinished imports, finish undoing and erasing, rebuild a torn index."""
        if not self.writer.is_complete() or settling.index_is_behind(self):
            self.rebuild_index(progress)
        settling.reconcile(self, progress)
        self._ready.set()

    def close(self) -> None:
        """Close every file."""
        self.ledger.database.close()
        self.writer.database.close()
        self.keys.close()

    @property
    def index_ready(self) -> bool:
        """Whether questions can be answered: an index being rebuilt answers none."""
        return self._ready.is_set()

    def today(self) -> int:
        """The day as YYYYMMDD, in UTC."""
        return int(self.now().strftime("%Y%m%d"))

    # -- reading

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Read everything inside at one moment: what is written meanwhile is not seen, and sessions are shared."""
        with self.reader():
            yield

    @contextmanager
    def reader(self) -> Iterator[IndexReader]:
        """A reader of this moment, shared by all that is asked inside a `moment`; for this room alone.

        Raises:
            Unavailable: The index is being rebuilt.
        """
        shared = getattr(self._moment, "reader", None)
        if shared is not None:
            yield shared
            return
        if not self._ready.is_set():
            raise Unavailable("The index is being rebuilt.", remedy="Try again when it is done.")
        standing = self.judging.standing()
        with self._sessions() as sessions:
            self._moment.reader = IndexReader(
                sessions, self.ledger, self.today(), standing, self._foldings, self.docket
            )
            try:
                yield self._moment.reader
            finally:
                self._moment.reader = None

    @contextmanager
    def _sessions(self) -> Iterator[tuple[Session, Session]]:
        """A session of the index and one of the ledger: one and the same where they lie in one database."""
        with self.writer.database.reading() as index:
            if self.writer.database is self.ledger.database:
                yield index, index
                return
            with self.ledger.database.reading() as ledger:
                yield index, ledger

    def view(self, policy: Policy, key: Hashable, *, cases: frozenset[str] = frozenset(), agency: str = "") -> View:
        """What a viewer may see. `policy` decides each label once for `key`; `cases` are those the purpose names.

        With an `agency`, only its own labels open a protected person of these cases: another's never do.
        """
        with self.ledger.database.reading() as session:
            return self._views.view(session, policy, key, cases, agency)

    def labels(self) -> list[Label]:
        """Every label of the node."""
        with self.ledger.database.reading() as session:
            return [label for _, label in self.ledger.labels_after(session, 0)]

    def search(
        self,
        view: View,
        text: str,
        *,
        schemata: Sequence[str] = (),
        agencies: Sequence[str] = (),
        offset: int = 0,
        limit: int = 20,
    ) -> SearchResult:
        """Entities found by a name in any script or an identifier, with their exact number."""
        with self.reader() as reader:
            return Searcher(reader).search(view, text, schemata=schemata, agencies=agencies, offset=offset, limit=limit)

    def browse(
        self,
        view: View,
        *,
        schemata: Sequence[str] = (),
        agencies: Sequence[str] = (),
        offset: int = 0,
        limit: int = 50,
    ) -> SearchResult:
        """All searchable entities of some schemata."""
        with self.reader() as reader:
            return Searcher(reader).browse(view, schemata=schemata, agencies=agencies, offset=offset, limit=limit)

    def assertions(self, view: View, entity_ids: Sequence[str]) -> dict[str, list[Row]]:
        """The visible assertions of entities by the ids asked for; any member's id answers with its cluster.

        What is not there and what is hidden are absent alike.
        """
        with self.reader() as reader:
            return reader.entities(view, entity_ids)

    def referencing(self, view: View, entity_id: str, *, limit: int = 2000) -> list[str]:
        """Visible entities that point to this one: memberships, links, documents, listings."""
        with self.reader() as reader:
            return reader.referencing(view, [entity_id], limit).get(entity_id, [])

    def referencing_many(self, view: View, entity_ids: Sequence[str], *, limit: int = 2000) -> dict[str, list[str]]:
        """The same for many entities at once; ids that are not there are absent."""
        with self.reader() as reader:
            return reader.referencing(view, entity_ids, limit)

    def reports(self, view: View, report_ids: Sequence[str]) -> dict[str, ReportInfo]:
        """Heads of reports of which the view may see at least one assertion."""
        with self.reader() as reader:
            return reader.reports(view, report_ids)

    def report_rows(self, view: View, report_id: str) -> list[Row]:
        """The visible assertions of one report."""
        with self.reader() as reader:
            return reader.report_rows(view, report_id)

    def all_records(self, view: View, schemata: Sequence[str] = ()) -> Iterator[tuple[str, list[Row]]]:
        """(id, visible rows) of every visible, unprotected record, unfolded, fetched in pieces.

        Outside a `moment` each piece is of a moment of its own.

        Args:
            view: What may be seen.
            schemata: Records of these; of all that a search can find if none is given.
        """
        with self.reader() as reader:
            eids = reader.searchable(view, schemata)
        for start in range(0, len(eids), RECORDS_AT_ONCE):
            with self.reader() as reader:
                records = reader.records(view, eids[start : start + RECORDS_AT_ONCE])
            yield from records

    def changed_since(self, mark: Mark | None) -> tuple[Mark, frozenset[str] | None]:
        """A mark of now, and the ids of the records that may have changed since an earlier mark; None for all.

        Within a `moment` it is that moment's. What belongs to an import is told when the import has come to its end.
        """
        with self.reader() as reader:
            known = reader.index_mark()
            found = reader.changed_since(mark, self.epoch)
            if self._index_moved_on(known):
                # The index was read before the ledger, which may know of more: this is told the next time.
                return (mark, frozenset()) if mark else (Mark(self.epoch), None)
        return found

    def _index_moved_on(self, known: int) -> bool:
        if self.writer.database is self.ledger.database:
            return False
        with self.writer.database.reading() as index:
            return self.ledger.index_mark(index, index) != known

    # -- judgements

    def judge(self, judgement: NewJudgement) -> Judgement:
        """Keep a person's judgement on two entities.

        Raises:
            BadInput: Both ends are the same, or no label is given.
            NotFound: An end is not there.
        """
        return self.judging.judge(judgement)

    def withdraw_judgement(self, judgement_id: str, by: str) -> Judgement:
        """Withdraw a judgement; nothing is deleted.

        Raises:
            NotFound: There is none.
            Conflict: It was withdrawn before.
        """
        return self.judging.withdraw(judgement_id, by)

    def judgements(self, view: View, *, withdrawn: bool = False) -> list[Judgement]:
        """The judgements that the view may see, newest first; those withdrawn too if asked for."""
        with self.reader() as reader:
            return reader.judgements(view, withdrawn=withdrawn)

    def clusters(self, view: View) -> Clusters:
        """Which of the entities that the view may see are judged to be one, by judgements it may see."""
        with self.reader() as reader:
            return reader.folding(view).clusters

    def protected_among(self, view: View, entity_ids: Sequence[str]) -> frozenset[str]:
        """The ids, of those the view may see, that are protected: never suggested, ranked or shared onward."""
        with self.reader() as reader:
            return reader.protected_among(view, entity_ids)

    # -- imports

    def begin_import(self, plan: ImportPlan) -> ImportRun:
        """Begin an import run.

        Raises:
            Conflict: A later edition of the same list is already here.
        """
        return importing.begin(self, plan)

    def imports(self, limit: int = 200, *, known: Callable[[ImportInfo], bool] = lambda info: True) -> list[ImportInfo]:
        """The latest import runs, newest first; only those that `known` lets through, and of these at most `limit`."""
        with self.ledger.database.reading() as session:
            rows = session.rows("SELECT iid, ext, state FROM import_run ORDER BY iid DESC")
            runs = (ImportInfo(ext, state, self.ledger.import_body(session, iid)) for iid, ext, state in rows)
            return list(islice(filter(known, runs), limit))

    def import_info(self, import_id: str) -> ImportInfo:
        """An import run as it stands.

        Raises:
            NotFound: There is none.
        """
        with self.ledger.database.reading() as session:
            iid, state = self.ledger.import_number(session, import_id)
            return ImportInfo(import_id, state, self.ledger.import_body(session, iid))

    def changes(self, import_id: str, *, offset: int = 0, limit: int = 500) -> list[Change]:
        """What an import added, changed and ended, in that order."""
        return undoing.changes(self, import_id, offset, limit)

    def undo_import(self, import_id: str, progress: Progress = silent) -> ImportInfo:
        """Take back everything an import brought; what stood before it stands again.

        Raises:
            Conflict: It is running, or already taken back.
        """
        return undoing.undo(self, import_id, progress)

    def withdraw(self, import_id: str, state: str, *, error: str = "", progress: Progress = silent) -> ImportInfo:
        """Take back an import's reports and leave it in a final state (`undone` or `failed`)."""
        return undoing.withdraw(self, import_id, state, error=error, progress=progress)

    def refusals(self, import_id: str) -> list[RefusalRecord]:
        """The refused entries of an import, in the order they came."""
        with self.ledger.database.reading() as session:
            iid, _ = self.ledger.import_number(session, import_id)
        found = self.vault.of_import("refusal", iid)
        return [
            RefusalRecord(ident, import_id, state, msgspec.json.decode(body, type=KeptRefusal))
            for ident, state, body in found
        ]

    def refusal(self, refusal_id: str) -> RefusalRecord:
        """One refused entry.

        Raises:
            NotFound: There is none.
        """
        iid, state = self.vault.place("refusal", refusal_id)
        with self.ledger.database.reading() as session:
            rows = session.rows("SELECT ext FROM import_run WHERE iid = ?", (iid,))
        if not rows:
            raise NotFound("There is no such refused entry.")
        body = msgspec.json.decode(self.vault.get("refusal", refusal_id), type=KeptRefusal)
        return RefusalRecord(refusal_id, rows[0][0], state, body)

    def mend(self, refusal_id: str, draft: DraftReport) -> str:
        """Take in a refused entry after a person has mended it, as part of its import; returns the report's id.

        Raises:
            Conflict: It was mended or dropped before, its import is taken back, or its reference came otherwise.
        """
        return mending.mend(self, refusal_id, draft)

    def drop_refusal(self, refusal_id: str) -> None:
        """Set a refused entry aside for good; it stays with its reason."""
        mending.drop_refusal(self, refusal_id)

    def erase_reports(self, report_ids: Sequence[str], progress: Progress = silent) -> int:
        """Erase reports, every version of each: keys destroyed, index rows gone, files compacted; returns how many.

        A judgement goes with the last report of either of its ends.
        """
        return erasing.erase(self, report_ids, progress)

    def erase_values(self, report_id: str, assertion_ids: Sequence[str], progress: Progress = silent) -> int:
        """Erase single assertions of a report; returns how many went, those of other versions included.

        The report is written anew without them under another key and loses its narrative; one that loses its last
        assertion is erased as by `erase_reports`. The entry is known again when it is imported as it was.

        Raises:
            NotFound: There is no such report, or it does not say this.
        """
        return value_erasing.erase_values(self, {report_id: assertion_ids}, progress=progress)

    def erase_values_of(
        self, lines: Mapping[str, Sequence[str]], progress: Progress = silent, *, alone: bool = False
    ) -> int:
        """The same for many reports in one run, whose files are compacted once; `lines` are ids by report.

        With `alone` other versions of the entries stay as they are: for what `dormant_due` names.

        Raises:
            NotFound: There is no such report, or it does not say this; nothing is erased then.
        """
        return value_erasing.erase_values(self, lines, alone=alone, progress=progress)

    def rebuild_index(self, progress: Progress = silent) -> None:
        """Make the index anew from the ledger; readers are refused meanwhile."""
        self._ready.clear()
        settling.rebuild(self, progress)
        self._views.forget()
        self.forget()
        self._ready.set()

    def forget(self) -> None:
        """Let go of what was worked out from reports that are gone, and of the marks that knew them."""
        self.judging.forget()
        self._foldings.forget()
        self.epoch = object()

    # -- keeping ledger and index in step (SQLite: two files, no common transaction)

    def note_applied(self, session: Session) -> None:
        """Count, in the ledger's transaction, a change that the index is about to take."""
        settling.note_applied(self, session)

    def mark_applied(self, session: Session) -> None:
        """Copy the ledger's count into the index within the index's transaction."""
        settling.mark_applied(self, session)
