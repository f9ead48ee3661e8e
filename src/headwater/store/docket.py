"""The rulings as they are kept: in the vault, each under its own key, found again by the report they are about.

Each process reads them anew when their stamp is another one, so that the node, an import's process and the one that
works out rows go by the same.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from headwater.model import Retention
from headwater.store.database import Session
from headwater.store.keys import unseal
from headwater.store.ledger import Ledger
from headwater.store.rulings import NO_RULINGS, Extension, Restriction, Rulings
from headwater.store.vault import Vault

RETENTION, RESTRICTION, EXTENSION = "retention", "restriction", "extension"
BEGUN, STANDING, LIFTING, LIFTED = "begun", "", "lifting", "lifted"
KINDS = f"('{RETENTION}','{RESTRICTION}','{EXTENSION}')"
UNDER_WAY = f"('{BEGUN}','{LIFTING}')"

Ruling = TypeVar("Ruling", Restriction, Extension)


class RetentionBody(msgspec.Struct):
    """The rules as kept.

    Attributes:
        now: Those in force.
        before: Those by which rows may still be dated, while the change is not carried through.
        touched: Numbers of the reports whose days changed the last time.
        many: They were too many to be named.
    """

    now: Retention = Retention()
    before: list[Retention] = []
    touched: list[int] = []
    many: bool = False


class Docket:
    """The rulings as kept, and as this process knows them."""

    def __init__(self, vault: Vault, ledger: Ledger) -> None:
        self._vault = vault
        self._ledger = ledger
        self._lock = threading.Lock()
        self._known = NO_RULINGS
        self._read = False

    @property
    def known(self) -> Rulings:
        """The rulings as this process last read them."""
        return self._known if self._read else self.now()

    def now(self) -> Rulings:
        """The rulings in force, read anew if another process or thread has changed them."""
        with self._lock, self._ledger.database.reading() as session:
            if not self._read or _stamp(session) != self._known.stamp:
                self._known, self._read = self._opened(session), True
            return self._known

    def _opened(self, session: Session) -> Rulings:
        bodies = self.bodies(session, RETENTION)
        retention = msgspec.json.decode(bodies[0][2], type=RetentionBody).now if bodies else Retention()
        restricted: dict[str, tuple[Restriction, ...]] = {}
        for one, state in self.restrictions(session):
            if state in (BEGUN, STANDING):
                restricted[one.report_id] = (*restricted.get(one.report_id, ()), one)
        extended = {(one.report_id, one.kind): one.until for one, _ in self.extensions(session)}
        busy = bool(session.rows(f"SELECT 1 FROM record WHERE kind IN {KINDS} AND state IN {UNDER_WAY} LIMIT 1"))
        return Rulings(retention, restricted, extended, _stamp(session), busy)

    def restrictions(self, session: Session) -> list[tuple[Restriction, str]]:
        """Every restriction with its state, oldest first."""
        found = [(opened(ident, body, Restriction), state) for ident, state, body in self.bodies(session, RESTRICTION)]
        return sorted(found, key=lambda one: (one[0].at, one[0].id))

    def extensions(self, session: Session) -> list[tuple[Extension, str]]:
        """Every extension with its state, oldest first."""
        found = [(opened(ident, body, Extension), state) for ident, state, body in self.bodies(session, EXTENSION)]
        return sorted(found, key=lambda one: (one[0].at, one[0].id))

    def bodies(self, session: Session, kind: str) -> list[tuple[str, str, bytes]]:
        """(id, state, body) of every record of a kind."""
        rows = session.rows("SELECT id, state, slot, body FROM record WHERE kind = ?", (kind,))
        keys = self._ledger.keys.read_many([slot for _, _, slot, _ in rows])
        return [
            (ident, state, unseal(keys[slot], bytes(box), self._vault.bound(kind, ident)))
            for ident, state, slot, box in rows
            if slot in keys
        ]

    def states(self, session: Session) -> dict[str, str]:
        """The state of every ruling that is carried through, by id."""
        rows = session.rows(f"SELECT id, state FROM record WHERE kind IN {KINDS}")
        return {ident: state for ident, state in rows if state in (STANDING, LIFTED)}

    def reports_of(self, session: Session, ids: Iterable[str]) -> tuple[set[str], set[int], bool]:
        """The reports that rulings are about: by public id, by number, and whether there are more than are named."""
        wanted = set(ids)
        named = {one.report_id for one, _ in self.restrictions(session) if one.id in wanted}
        named |= {one.report_id for one, _ in self.extensions(session) if one.id in wanted}
        numbers: set[int] = set()
        many = False
        for ident, _, body in self.bodies(session, RETENTION):
            if ident in wanted:
                rules = msgspec.json.decode(body, type=RetentionBody)
                numbers.update(rules.touched)
                many = many or rules.many
        return named, numbers, many

    def destroy(self, session: Session, report_ids: Iterable[str]) -> list[int]:
        """Drop what was ruled on reports that are erased, in the transaction that erases them; returns key slots."""
        slots = []
        for kind in (RESTRICTION, EXTENSION):
            names = [self._vault.hashed(kind, report_id) for report_id in report_ids]
            rows = session.rows_in("SELECT id, slot FROM record WHERE name IN {in}", names)
            session.many("DELETE FROM record WHERE id = ?", [(ident,) for ident, _ in rows])
            slots += [slot for _, slot in rows]
        return slots


def sealed_body(ruling: Restriction | Extension) -> bytes:
    """A ruling as it is sealed: its id is the record's."""
    return msgspec.json.encode(msgspec.structs.replace(ruling, id=""))


def opened(ident: str, body: bytes, kind: type[Ruling]) -> Ruling:
    """The ruling of a record."""
    return msgspec.structs.replace(msgspec.json.decode(body, type=kind), id=ident)


def _stamp(session: Session) -> str:
    rows = session.rows(f"SELECT id, state, slot FROM record WHERE kind IN {KINDS}")
    return hashlib.sha256(repr(sorted(tuple(row) for row in rows)).encode()).hexdigest()
