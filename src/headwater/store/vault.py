"""Encrypted records beside the reports: accounts, purposes, refused entries. Each has a key of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headwater.errors import NotFound
from headwater.store.database import Session
from headwater.store.keys import seal, unseal
from headwater.store.ledger import Ledger


class Vault:
    """Records by kind and id; a record may also be found by a name, of which only a keyed hash is kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, kind: str, body: bytes, *, name: str = "", iid: int | None = None, state: str = "") -> str:
        """Keep a record; returns its id."""
        (ident,) = self.put_many(kind, [body], name=name, iid=iid, state=state)
        return ident

    def put_many(
        self, kind: str, bodies: Sequence[bytes], *, name: str = "", iid: int | None = None, state: str = ""
    ) -> list[str]:
        """Keep records together, or none of them; returns their ids in the same order."""
        by_id = {self._ledger.new_ext(f"record:{kind}"): body for body in bodies}
        with self._ledger.database.writing() as session:
            self.write(session, kind, by_id, name=name, iid=iid, state=state)
        return list(by_id)

    def write(
        self,
        session: Session,
        kind: str,
        bodies: Mapping[str, bytes],
        *,
        name: str = "",
        iid: int | None = None,
        state: str = "",
    ) -> None:
        """Keep records by their ids within a transaction of the ledger."""
        rows = []
        hashed = self.hashed(kind, name) if name else None
        for (ident, body), (slot, key) in zip(bodies.items(), self._ledger.keys.allocate(len(bodies)), strict=True):
            rows.append((ident, kind, hashed, iid, state, slot, seal(key, body, self.bound(kind, ident))))
        session.load("record", ("id", "kind", "name", "iid", "state", "slot", "body"), rows)

    def get(self, kind: str, ident: str) -> bytes:
        """The body of a record.

        Raises:
            NotFound: There is none of that kind and id.
        """
        with self._ledger.database.reading() as session:
            slot, body = self._row(session, kind, ident)
        return unseal(self._ledger.keys.read(slot), body, self.bound(kind, ident))

    def find(self, kind: str, name: str) -> str | None:
        """The id of the record of that name."""
        with self._ledger.database.reading() as session:
            rows = session.rows("SELECT id FROM record WHERE kind = ? AND name = ?", (kind, self.hashed(kind, name)))
        return rows[0][0] if rows else None

    def all(self, kind: str) -> list[tuple[str, bytes]]:
        """(id, body) of every record of a kind, by id."""
        with self._ledger.database.reading() as session:
            rows = session.rows("SELECT id, slot, body FROM record WHERE kind = ? ORDER BY id", (kind,))
        keys = self._ledger.keys.read_many([slot for _, slot, _ in rows])
        # A key that is gone by now was destroyed between the two readings.
        return [(i, unseal(keys[slot], bytes(box), self.bound(kind, i))) for i, slot, box in rows if slot in keys]

    def of_import(self, kind: str, iid: int) -> list[tuple[str, str, bytes]]:
        """(id, state, body) of the records of an import run, in the order they came."""
        with self._ledger.database.reading() as session:
            rows = session.rows(
                "SELECT id, state, slot, body FROM record WHERE kind = ? AND iid = ? ORDER BY slot", (kind, iid)
            )
        keys = self._ledger.keys.read_many([slot for _, _, slot, _ in rows])
        return [(i, state, unseal(keys[slot], bytes(box), self.bound(kind, i))) for i, state, slot, box in rows]

    def place(self, kind: str, ident: str) -> tuple[int | None, str]:
        """(import number, state) of a record.

        Raises:
            NotFound: There is none of that kind and id.
        """
        with self._ledger.database.reading() as session:
            rows = session.rows("SELECT iid, state FROM record WHERE kind = ? AND id = ?", (kind, ident))
        if not rows:
            raise NotFound(f"There is no such {kind}.")
        return rows[0][0], rows[0][1]

    def replace(self, kind: str, ident: str, body: bytes, *, state: str | None = None, name: str = "") -> None:
        """Write a record's body, state and name anew, under the key it has.

        Raises:
            NotFound: There is none of that kind and id.
        """
        with self._ledger.database.writing() as session:
            self.rewrite(session, kind, ident, body, state=state)
            if name:
                session.run("UPDATE record SET name = ? WHERE id = ?", (self.hashed(kind, name), ident))

    def rewrite(self, session: Session, kind: str, ident: str, body: bytes, *, state: str | None = None) -> None:
        """Write a record's body and state anew within a transaction of the ledger, under the key it has.

        Raises:
            NotFound: There is none of that kind and id.
        """
        slot, _ = self._row(session, kind, ident)
        box = seal(self._ledger.keys.read(slot), body, self.bound(kind, ident))
        session.run("UPDATE record SET body = ? WHERE id = ?", (box, ident))
        if state is not None:
            session.run("UPDATE record SET state = ? WHERE id = ?", (state, ident))

    def remove(self, kind: str, ident: str) -> None:
        """Destroy a record's key and take its row out.

        Raises:
            NotFound: There is none of that kind and id.
        """
        with self._ledger.database.writing() as session:
            slot, _ = self._row(session, kind, ident)
            session.run("DELETE FROM record WHERE id = ?", (ident,))
        self._ledger.keys.destroy([slot])

    @staticmethod
    def _row(session: Session, kind: str, ident: str) -> tuple[int, bytes]:
        rows = session.rows("SELECT slot, body FROM record WHERE kind = ? AND id = ?", (kind, ident))
        if not rows:
            raise NotFound(f"There is no such {kind}.")
        return rows[0][0], bytes(rows[0][1])

    def hashed(self, kind: str, name: str) -> bytes:
        """The keyed hash under which a record is found by its name."""
        return self._ledger.keys.mac(b"record", kind.encode(), name.encode())

    @staticmethod
    def bound(kind: str, ident: str) -> bytes:
        """What a record's box is bound to: it opens as no other kind and under no other id."""
        return f"record:{kind}:{ident}".encode()
