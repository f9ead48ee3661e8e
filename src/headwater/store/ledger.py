"""The ledger: sealed reports, import runs, entity numbers and labels, by keyed hashes only.

A report stands while any import that brought it or saw it again stands (neither failed nor undone) and it is not
erased. Of an entry's standing versions the highest is the live one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from headwater.errors import NotFound
from headwater.model import Label
from headwater.store.database import Database, Session
from headwater.store.kept import Kept, decode
from headwater.store.keys import KeyFile, seal, unseal

Random = Callable[[str, int], bytes]
"""Draws random bytes for a named thing. The name lets a test draw the same for the same thing in two worlds."""

EID_MASK = 2**26 - 1
"""Entity numbers are drawn from this many: so few that bitmaps of them stay dense, so many that draws seldom meet."""

LIVE_STATES = "('running','done')"

STANDING = f"""(erased = 0 AND (
  EXISTS (SELECT 1 FROM import_run i WHERE i.iid = r.iid AND i.state IN {LIVE_STATES})
  OR EXISTS (SELECT 1 FROM seen s JOIN import_run i ON i.iid = s.iid WHERE s.rid = r.rid AND i.state IN {LIVE_STATES})
))"""
"""SQL over `report r`: whether the report stands."""

ENDED = (
    "EXISTS (SELECT 1 FROM entry_end e JOIN import_run i ON i.iid = e.iid "
    f"WHERE e.rid = r.rid AND i.state IN {LIVE_STATES})"
)
"""SQL over `report r`: whether a later full edition no longer has the entry."""


class ImportBody(msgspec.Struct):
    """What is said about an import run: how it was asked for and how it went."""

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
    started_at: str = ""
    finished_at: str = ""
    read: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    refused: int = 0
    error: str = ""
    published: bool = False
    """Whether it brought reports, and only such as are published to everyone."""
    agencies: tuple[str, ...] = ()
    """Whose reports came with it, sorted."""
    begun_after: int = 0
    """How many changes the index had to have when this run, or taking it back, began (see `settling`)."""


@dataclass(frozen=True)
class Live:
    """The live version of an entry."""

    rid: int
    version: int
    content: bytes
    ended: bool


def label_body(label: Label) -> str:
    """A label as it is kept and found again: what came into the model later is written only where it is so."""
    written = msgspec.to_builtins(label)
    if not label.published:
        del written["published"]
    return msgspec.json.encode(written).decode()


class Ledger:
    """The ledger's tables and the key file beside them."""

    def __init__(self, database: Database, keys: KeyFile, random: Random) -> None:
        self.database = database
        self.keys = keys
        self.random = random

    def new_ext(self, what: str) -> str:
        """A public id: 24 random hexadecimal digits, drawn for `what`."""
        return self.random(what, 12).hex()

    # -- labels

    def labels_after(self, session: Session, number: int) -> list[tuple[int, Label]]:
        """Labels with a higher number than `number`, in order."""
        rows = session.rows("SELECT lid, body FROM label WHERE lid > ? ORDER BY lid", (number,))
        return [(lid, msgspec.json.decode(body, type=Label)) for lid, body in rows]

    def label_known(self, session: Session, label: Label) -> int | None:
        """The number of a label that has one."""
        found = session.rows("SELECT lid FROM label WHERE body = ?", (label_body(label),))
        return found[0][0] if found else None

    def label_number(self, session: Session, label: Label) -> int:
        """The number of a label, given one if it is new."""
        body = label_body(label)
        found = session.rows("SELECT lid FROM label WHERE body = ?", (body,))
        if not found:
            session.run("INSERT INTO label (body) VALUES (?)", (body,))
            found = session.rows("SELECT lid FROM label WHERE body = ?", (body,))
        return int(found[0][0])

    # -- entities

    def entities(self, session: Session, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
        """(number, public id) of each (list, entity key), drawn at random for those that are new."""
        macs = {self.keys.mac(b"entity", list_id.encode(), key.encode()): (list_id, key) for list_id, key in keys}
        found = session.rows_in("SELECT mac, eid, ext FROM entity WHERE mac IN {in}", list(macs))
        result = {macs[bytes(mac)]: (eid, ext) for mac, eid, ext in found}
        missing = {key: mac for mac, key in macs.items() if key not in result}
        if missing:
            drawn = self._draw(session, list(missing))
            rows = [(eid, ext, missing[key]) for key, (eid, ext) in drawn.items()]
            session.load("entity", ("eid", "ext", "mac"), sorted(rows))
            result.update(drawn)
        return result

    def _draw(self, session: Session, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
        """A number that no entity has and a public id for each key, in no order that tells anything."""
        drawn: dict[tuple[str, str], tuple[int, str]] = {}
        taken: set[int] = {0}
        while len(drawn) < len(keys):
            words = {key: self.random(f"entity:{key[0]}:{key[1]}", 16) for key in keys if key not in drawn}
            numbers = {key: int.from_bytes(word[:4]) & EID_MASK for key, word in words.items()}
            used = session.rows_in("SELECT eid FROM entity WHERE eid IN {in}", list(numbers.values()))
            taken.update(eid for (eid,) in used)
            for key, number in numbers.items():
                if number not in taken:
                    taken.add(number)
                    drawn[key] = (number, words[key][4:].hex())
        return drawn

    def eids(self, session: Session, exts: Sequence[str]) -> dict[str, int]:
        """Numbers of the public ids that exist."""
        return dict(session.rows_in("SELECT ext, eid FROM entity WHERE ext IN {in}", list(exts)))

    def exts(self, session: Session, eids: Sequence[int]) -> dict[int, str]:
        """Public ids of entity numbers."""
        return dict(session.rows_in("SELECT eid, ext FROM entity WHERE eid IN {in}", list(eids)))

    # -- reports

    def entry_mac(self, list_id: str, reference: str) -> bytes:
        """The keyed hash under which an entry of a list is known again."""
        return self.keys.mac(b"entry", list_id.encode(), reference.encode())

    def live(self, session: Session, entries: Sequence[bytes]) -> dict[bytes, Live]:
        """The live version of each entry that has one."""
        rows = session.rows_in(
            f"SELECT entry, rid, version, content, {ENDED} FROM report r "
            f"WHERE entry IN {{in}} AND {STANDING} ORDER BY version",
            list(entries),
        )
        return {
            bytes(entry): Live(rid, version, bytes(content), bool(ended))
            for entry, rid, version, content, ended in rows
        }

    def versions(self, session: Session, entries: Sequence[bytes]) -> dict[bytes, int]:
        """The highest version ever given to each entry, withdrawn ones included."""
        rows = session.rows_in("SELECT entry, MAX(version) FROM report WHERE entry IN {in} GROUP BY entry", entries)
        return {bytes(entry): version for entry, version in rows}

    def live_of_list(self, session: Session, list_id: str) -> list[tuple[bytes, int]]:
        """(entry, number of its live report) of a list, those already ended left out."""
        mac = self.keys.mac(b"list", list_id.encode())
        entries = [
            bytes(entry) for (entry,) in session.rows("SELECT DISTINCT entry FROM report WHERE list = ?", (mac,))
        ]
        return [(entry, live.rid) for entry, live in self.live(session, entries).items() if not live.ended]

    def open_reports(self, session: Session, rids: Sequence[int]) -> dict[int, Kept]:
        """Unseal reports by number; erased ones are absent."""
        rows = session.rows_in("SELECT rid, slot, body FROM report WHERE erased < 2 AND rid IN {in}", list(rids))
        opened = self.keys.read_many([slot for _, slot, _ in rows])
        return {rid: self._decode(rid, opened[slot], body) for rid, slot, body in rows if slot in opened}

    @staticmethod
    def _decode(rid: int, key: bytes, body: bytes) -> Kept:
        return decode(unseal(key, bytes(body), b"report:%d" % rid))

    def all_live(self, session: Session, at_once: int = 2000) -> Iterator[list[tuple[int, Kept]]]:
        """Every live report, unsealed, in pieces; for rebuilding the index."""
        rids = self.live_numbers(session)
        for start in range(0, len(rids), at_once):
            yield sorted(self.open_reports(session, rids[start : start + at_once]).items())

    def live_numbers(self, session: Session) -> list[int]:
        """Numbers of all live reports."""
        rows = session.rows(
            "SELECT rid FROM (SELECT rid, row_number() OVER (PARTITION BY entry ORDER BY version DESC) AS place "
            f"FROM report r WHERE {STANDING}) ranked WHERE place = 1 ORDER BY rid"
        )
        return [rid for (rid,) in rows]

    def live_among(self, session: Session, rids: Sequence[int]) -> list[int]:
        """Those of some reports that are the live version of their entry."""
        rows = session.rows_in("SELECT DISTINCT entry FROM report WHERE rid IN {in}", list(rids))
        live = {one.rid for one in self.live(session, [bytes(entry) for (entry,) in rows]).values()}
        return [rid for rid in rids if rid in live]

    def dormant_numbers(self, session: Session) -> list[int]:
        """Numbers of the reports that are neither live nor erased: superseded, or their import taken back."""
        held = {rid for (rid,) in session.rows("SELECT rid FROM report WHERE erased = 0")}
        return sorted(held.difference(self.live_numbers(session)))

    def ended_numbers(self, session: Session, rids: Sequence[int]) -> dict[int, int]:
        """Number of the import whose edition no longer has the report's entry, for those that ended."""
        rows = session.rows_in(
            "SELECT e.rid, MIN(e.iid) FROM entry_end e JOIN import_run i ON i.iid = e.iid "
            f"WHERE e.rid IN {{in}} AND i.state IN {LIVE_STATES} GROUP BY e.rid",
            list(rids),
        )
        return dict(rows)

    def last_seen(self, session: Session, rids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """(edition, edition date) of the latest import that saw each report again, for those seen again."""
        rows = session.rows_in(
            "SELECT s.rid, MAX(s.iid) FROM seen s JOIN import_run i ON i.iid = s.iid "
            f"WHERE s.rid IN {{in}} AND i.state IN {LIVE_STATES} GROUP BY s.rid",
            list(rids),
        )
        bodies = {iid: self.import_body(session, iid) for iid in {iid for _, iid in rows}}
        return {rid: (bodies[iid].edition, bodies[iid].edition_date) for rid, iid in rows}

    # -- import runs

    def index_mark(self, index: Session, session: Session) -> int:
        """A number that changes with what the index holds, in the same transaction."""
        if index.dialect == "sqlite":
            ((count,),) = index.rows("PRAGMA user_version")
            return int(count)
        return self.applied(session)

    def import_body(self, session: Session, iid: int) -> ImportBody:
        """What is said about an import run."""
        rows = session.rows("SELECT slot, body FROM import_run WHERE iid = ?", (iid,))
        if not rows:
            raise NotFound("There is no such import.")
        slot, body = rows[0]
        plain = unseal(self.keys.read(slot), bytes(body), b"import:%d" % iid)
        return msgspec.json.decode(plain, type=ImportBody)

    def save_import(self, session: Session, iid: int, state: str, body: ImportBody) -> None:
        """Write an import run's state and words."""
        ((slot,),) = session.rows("SELECT slot FROM import_run WHERE iid = ?", (iid,))
        box = seal(self.keys.read(slot), msgspec.json.encode(body), b"import:%d" % iid)
        session.run("UPDATE import_run SET state = ?, body = ? WHERE iid = ?", (state, box, iid))

    def applied(self, session: Session) -> int:
        """How many changes the ledger has had that the index must follow."""
        ((count,),) = session.rows("SELECT applied FROM progress")
        return int(count)

    def make_import(self, session: Session, body: ImportBody) -> tuple[int, str]:
        """Begin an import run; returns its number and public id."""
        body.begun_after = self.applied(session)
        ((slot, key),) = self.keys.allocate(1)
        ((top,),) = session.rows("SELECT COALESCE(MAX(iid), 0) FROM import_run")
        iid = top + 1
        ext = self.new_ext(f"import:{body.list_id}:{body.file_name}:{body.file_hash}")
        box = seal(key, msgspec.json.encode(body), b"import:%d" % iid)
        session.run(
            "INSERT INTO import_run (iid, ext, state, slot, body) VALUES (?, ?, 'running', ?, ?)", (iid, ext, slot, box)
        )
        return iid, ext

    def import_number(self, session: Session, ext: str) -> tuple[int, str]:
        """(number, state) of an import run by its public id.

        Raises:
            NotFound: There is none.
        """
        rows = session.rows("SELECT iid, state FROM import_run WHERE ext = ?", (ext,))
        if not rows:
            raise NotFound("There is no such import.", remedy="See the list of imports.")
        return rows[0][0], rows[0][1]
