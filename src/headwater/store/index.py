"""Writing the index: rows of reports added and taken out again, so that taking out restores what was before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from headwater.model import Label
from headwater.store.database import Database, Session
from headwater.store.kept import Kept, Labelling, Rows, rows_of
from headwater.store.ledger import Ledger
from headwater.store.tables import INDEX_LAYOUT, index_tables

TABLES = ("assertion", "tok", "nkey", "report_entity", "protected", "ended", "meta")
ASSERTION = ("eid", "rid", "aid", "label", "prop", "value", "original", "lang", "basis", "grade", "erase_by")
TOKEN = ("label", "token", "eid", "erase_by")
REPORT_ENTITY = ("eid", "rid")
PROTECTED = ("eid", "source", "label", "until")


class Labels:
    """Numbers of labels, remembered; new ones are written through the ledger session at hand."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers: dict[Label, int] = {}

    def within(self, session: Session) -> Labelling:
        """The numbers of labels for the length of one ledger transaction."""

        def number(label: Label) -> int:
            found = self._numbers.get(label)
            if found is None:
                found = self._numbers[label] = self._ledger.label_number(session, label)
            return found

        return Labelling(number)

    def forget(self) -> None:
        """Forget all numbers, after a transaction that was not kept."""
        self._numbers.clear()


class IndexWriter:
    """Adds and takes out the rows of reports."""

    def __init__(self, database: Database, ledger: Ledger, labels: Labels, today: Callable[[], int]) -> None:
        self.database = database
        self.ledger = ledger
        self.labels = labels
        self.today = today
        top = "GREATEST" if database.dialect == "postgresql" else "max"
        self._merge_token = {
            name: f"ON CONFLICT (label, token, eid) DO UPDATE SET erase_by = {top}({name}.erase_by, excluded.erase_by)"
            for name in ("tok", "nkey")
        }

    def add(self, session: Session, ledger: Session, rows: Rows, *, fresh: bool) -> None:
        """Add rows; `fresh` says that no report among them can be there already."""
        merge = "" if fresh else "ON CONFLICT DO NOTHING"
        session.load("assertion", ASSERTION, sorted(rows.assertion), merge=merge)
        session.load("report_entity", REPORT_ENTITY, sorted(rows.report_entity), merge=merge)
        for name, tokens in (("tok", rows.tok), ("nkey", rows.nkey)):
            found = sorted((*key, erase_by) for key, erase_by in tokens.items())
            session.load(name, TOKEN, found, merge=self._merge_token[name])
        self._protect(session, ledger, rows.protected, rows.pointed_at)

    def _protect(
        self, session: Session, ledger: Session, protected: dict[tuple[int, int, int], int], pointed_at: Iterable[int]
    ) -> None:
        """Write who is protected, and protect the links that point to them."""
        today = self.today()
        rows = sorted((*key, until) for key, until in protected.items() if until > today)
        merge = "ON CONFLICT (eid, source, label) DO UPDATE SET until = excluded.until"
        session.load("protected", PROTECTED, rows, merge=merge)
        persons = {eid for eid, _, _, _ in rows}
        if session.rows("SELECT 1 FROM protected LIMIT 1"):
            own = session.rows_in("SELECT eid FROM protected WHERE source = eid AND eid IN {in}", sorted(pointed_at))
            persons.update(eid for (eid,) in own)
        if persons:
            session.load("protected", PROTECTED, self._links_to(session, ledger, persons), merge=merge)

    def _links_to(self, session: Session, ledger: Session, persons: set[int]) -> list[tuple[int, int, int, int]]:
        own = session.rows_in(
            "SELECT eid, label, until FROM protected WHERE source = eid AND eid IN {in}", sorted(persons)
        )
        tokens = {"@" + ext: eid for eid, ext in self.ledger.exts(ledger, sorted(persons)).items()}
        numbers = [number for (number,) in ledger.rows("SELECT lid FROM label")]
        links: dict[int, set[int]] = {}
        for token, person in tokens.items():
            found = session.rows(
                f"SELECT DISTINCT eid FROM tok WHERE token = ? AND label IN {session.any_sql}",
                (token, session.any_of(numbers)),
            )
            links[person] = {eid for (eid,) in found}
        return sorted((link, eid, label, until) for eid, label, until in own for link in links.get(eid, ()))

    def take_out(self, session: Session, ledger: Session, rids: Sequence[int]) -> set[int]:
        """Take out every row of these reports that no other report in the index gives; returns the entities touched.

        The reports must still be open in the ledger: what they put in is worked out again from what they say.
        """
        number = self.labels.within(ledger)
        gone = self._rows(self.ledger.open_reports(ledger, rids), number)
        eids = {eid for eid, _ in gone.report_entity}
        leaving = set(rids)
        others = session.rows_in("SELECT DISTINCT rid FROM report_entity WHERE eid IN {in}", sorted(eids))
        staying = self._rows(self.ledger.open_reports(ledger, sorted({rid for (rid,) in others} - leaving)), number)
        session.delete("assertion", ("eid", "rid", "aid"), [row[:3] for row in gone.assertion])
        session.delete("report_entity", REPORT_ENTITY, sorted(gone.report_entity))
        session.delete("ended", ("rid",), [(rid,) for rid in rids])
        for name, left, kept in (("tok", gone.tok, staying.tok), ("nkey", gone.nkey, staying.nkey)):
            session.delete(name, TOKEN[:3], sorted(left))
            still = sorted((*key, kept[key]) for key in left if key in kept)
            session.load(name, TOKEN, still, merge=self._merge_token[name])
        self._unprotect(session, ledger, eids, staying)
        return eids

    def _unprotect(self, session: Session, ledger: Session, eids: set[int], staying: Rows) -> None:
        if not session.rows("SELECT 1 FROM protected LIMIT 1"):
            return
        listed = [(eid,) for eid in sorted(eids)]
        session.delete("protected", ("eid",), listed)
        session.delete("protected", ("source",), listed)
        own = {key: until for key, until in staying.protected.items() if key[0] in eids}
        self._protect(session, ledger, own, eids | staying.pointed_at)

    @staticmethod
    def _rows(kept: dict[int, Kept], number: Labelling) -> Rows:
        rows = Rows()
        for rid, one in kept.items():
            rows_of(one, rid, number, rows)
        return rows

    def mark_ended(self, session: Session, ended: dict[int, str]) -> None:
        """Note the edition date in which a report's entry was no longer there."""
        session.load(
            "ended",
            ("rid", "edition_date"),
            sorted(ended.items()),
            merge="ON CONFLICT (rid) DO UPDATE SET edition_date = excluded.edition_date",
        )

    def begin(self, generation: str) -> None:
        """Make the tables anew, marked incomplete."""
        tables = index_tables(self.database.dialect)
        self.database.drop(tables)
        self.database.create(tables)
        if self.database.dialect == "postgresql":
            self._no_statistics()
        with self.database.writing() as session:
            session.run("INSERT INTO meta (generation, layout, complete) VALUES (?, ?, 0)", (generation, INDEX_LAYOUT))

    def _no_statistics(self) -> None:
        """Keep values out of pg_statistic, and through it out of the write-ahead log."""
        with self.database.writing() as session:
            for table, columns in (
                ("assertion", ("value", "original", "prop", "lang")),
                ("tok", ("token",)),
                ("nkey", ("token",)),
            ):
                for column in columns:
                    session.run(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")

    def complete(self) -> None:
        """Mark the index whole."""
        with self.database.writing() as session:
            session.run("UPDATE meta SET complete = 1")

    def is_complete(self) -> bool:
        """Whether the index is there, of this layout, and whole: an empty answer then means there is nothing."""
        self.database.create(index_tables(self.database.dialect))
        with self.database.reading() as session:
            return session.rows("SELECT layout, complete FROM meta") == [(INDEX_LAYOUT, 1)]
