"""Writing the index: rows of reports added and taken out again, so that taking out restores what was before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from headwater.store.database import Database, Session
from headwater.store.kept import ReadyRows, Rows, rows_of
from headwater.store.labels import Labels
from headwater.store.ledger import Ledger
from headwater.store.rulings import NO_RULINGS
from headwater.store.tables import INDEX_LAYOUT, index_tables

TABLES = ("assertion", "tok", "nkey", "ref", "protected", "due", "ended", "meta")
SEARCHED = ("assertion", "tok", "nkey", "ref")
ASSERTION = ("eid", "rid", "aid", "label", "prop", "value", "original", "lang", "basis", "grade", "erase_by")
TOKEN = ("label", "token", "eid", "rid", "erase_by")
REF = ("target", "label", "eid", "rid", "erase_by")
PROTECTED = ("eid", "source", "label", "rid", "until", "erase_by")
DUE = ("rid", "kind", "day", "lines")


class IndexWriter:
    """Adds and takes out the rows of reports."""

    def __init__(self, database: Database, ledger: Ledger, labels: Labels, today: Callable[[], int]) -> None:
        self.database = database
        self.ledger = ledger
        self.labels = labels
        self.today = today

    def add(self, session: Session, rows: ReadyRows, *, fresh: bool) -> None:
        """Add rows; `fresh` says that no report among them can be there already."""
        merge = "" if fresh else "ON CONFLICT DO NOTHING"
        session.load("assertion", ASSERTION, rows.assertion, merge=merge)
        session.load("tok", TOKEN, rows.tok, merge=merge)
        session.load("nkey", TOKEN, rows.nkey, merge=merge)
        session.load("ref", REF, rows.ref, merge=merge)
        session.load("due", DUE, rows.due, merge=merge)
        self._protect(session, rows)

    def _protect(self, session: Session, rows: ReadyRows) -> None:
        """Write who is protected, and protect the links that point to them, those already here included."""
        today = self.today()
        own = sorted((*key, *days) for key, days in rows.protected.items() if days[0] > today)
        merge = (
            "ON CONFLICT (eid, source, label, rid) DO UPDATE SET until = excluded.until, erase_by = excluded.erase_by"
        )
        session.load("protected", PROTECTED, own, merge=merge)
        persons = sorted({eid for eid, *_ in own})
        links = session.rows_in("SELECT eid, target FROM ref WHERE target IN {in}", persons)
        if session.rows("SELECT 1 FROM protected LIMIT 1"):
            links += [(link, person) for person, _, link, _, _ in rows.ref]
        session.load("protected", PROTECTED, self._of_links(session, links), merge=merge)

    def _of_links(self, session: Session, links: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
        """The rows that protect links as the persons they point to are protected."""
        own = session.rows_in(
            "SELECT eid, label, rid, until, erase_by FROM protected WHERE source = eid AND eid IN {in}",
            sorted({person for _, person in links}),
        )
        by_person: dict[int, list[tuple[int, ...]]] = {}
        for person, *rest in own:
            by_person.setdefault(person, []).append(tuple(rest))
        return sorted({(link, person, *rest) for link, person in links for rest in by_person.get(person, ())})

    def take_out(self, session: Session, ledger: Session, rids: Sequence[int]) -> set[int]:
        """Take out every row of these reports; returns the entities they spoke of.

        The reports must still be open in the ledger: what they can have put in is worked out again from what they say,
        whatever was ruled on them then and now.
        """
        kept = self.ledger.open_reports(ledger, rids)
        gone, labelling = Rows(), self.labels.labelling()
        for rid, one in kept.items():
            rows_of(one, rid, labelling, NO_RULINGS, gone)
        session.delete("assertion", ASSERTION[:3], [row[:3] for row in gone.assertion])
        session.delete("tok", TOKEN[:4], sorted(row[:4] for row in gone.tok))
        session.delete("nkey", TOKEN[:4], sorted(row[:4] for row in gone.nkey))
        session.delete("ref", REF[:4], sorted(row[:4] for row in gone.ref))
        session.delete("due", ("rid",), [(rid,) for rid in rids])
        session.delete("ended", ("rid",), [(rid,) for rid in rids])
        if session.rows("SELECT 1 FROM protected LIMIT 1"):
            self._unprotect(session, rids, gone)
        return {eid for one in kept.values() for eid in one.eids.values()}

    def _unprotect(self, session: Session, rids: Sequence[int], gone: Rows) -> None:
        """Drop the protection these reports gave, and that of links which no longer point to the person."""
        session.run(f"DELETE FROM protected WHERE {session.among('rid')}", (session.any_of(rids),))
        links = sorted({link for _, _, link, _, _ in gone.ref})
        protecting = set(session.rows_in("SELECT DISTINCT eid, source FROM protected WHERE eid IN {in}", links))
        persons = sorted({person for link, person in protecting if link != person})
        still = set(session.rows_in("SELECT eid, target FROM ref WHERE target IN {in}", persons))
        lost = sorted(pair for pair in protecting - still if pair[0] != pair[1])
        session.delete("protected", ("eid", "source"), lost)

    def mark_ended(self, session: Session, ended: dict[int, str]) -> None:
        """Note the edition date in which a report's entry was no longer there."""
        session.load(
            "ended",
            ("rid", "edition_date"),
            sorted(ended.items()),
            merge="ON CONFLICT (rid) DO UPDATE SET edition_date = excluded.edition_date",
        )

    def mark_visible(self) -> None:
        """Make questions cheap again after many changes (see `Database.mark_visible`)."""
        self.database.mark_visible(SEARCHED)

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
