"""Judgements: kept each under its own key, withdrawn without being deleted, destroyed with the last report of an end.

They are made by the node's own process; an import's process makes and reads none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from headwater.errors import BadInput, Conflict, NotFound
from headwater.model import Judgement, NewJudgement
from headwater.store.database import Session
from headwater.store.folding import Standing
from headwater.store.keys import unseal
from headwater.store.ledger import Ledger
from headwater.store.protection import Ties
from headwater.store.vault import Vault

KIND = "judgement"
WITHDRAWN = "withdrawn"


class Judging:
    """The node's judgements, read once and remembered."""

    def __init__(self, vault: Vault, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self._vault = vault
        self._ledger = ledger
        self._now = now
        self._writing = threading.Lock()
        self._memory = threading.Lock()
        self._kept: dict[str, Judgement] | None = None
        self._standing: Standing | None = None

    def standing(self) -> Standing:
        """Every judgement as of now."""
        with self._memory:
            if self._standing is None:
                self._standing = self._read()
            return self._standing

    def _read(self) -> Standing:
        if self._kept is None:
            self._kept = {ident: _opened(ident, body) for ident, body in self._vault.all(KIND)}
        judgements = sorted(self._kept.values(), key=lambda one: (one.decided_at, one.id), reverse=True)
        ends = {end for one in judgements for end in one.pair}
        with self._ledger.database.reading() as session:
            eids = self._ledger.eids(session, sorted(ends))
        return Standing(tuple(judgements), eids, Ties.of(judgements, eids))

    def _remember(self, judgement: Judgement) -> None:
        with self._memory:
            if self._kept is not None:
                self._kept[judgement.id] = judgement
            self._standing = None

    def forget(self) -> None:
        """Read everything anew, after an erasure."""
        with self._memory:
            self._kept = self._standing = None

    def judge(self, new: NewJudgement) -> Judgement:
        """Keep a judgement.

        Raises:
            BadInput: Both ends are the same, or no label is given.
            NotFound: An end is not there.
        """
        left, right = sorted((new.left, new.right))
        if left == right:
            raise BadInput("An entity is always itself.", where="left, right", remedy="Choose two entities.")
        if not new.labels:
            raise BadInput("It is not said what the judge saw.", where="labels")
        with self._writing:
            made = Judgement(
                id=self._ledger.random(f"judgement:{left}:{right}:{new.by}", 12).hex(),
                left=left,
                right=right,
                verdict=new.verdict,
                by=new.by,
                decided_at=self._after_last(left, right, new.by).isoformat(),
                reason=new.reason,
                labels=tuple(sorted(set(new.labels))),
                p_match=new.p_match,
            )
            with self._ledger.database.writing() as session:
                if len(self._ledger.eids(session, (left, right))) < 2:
                    raise NotFound("There is no such entity.", remedy="It may have been erased.")
                self._vault.write(session, KIND, {made.id: _body(made)})
            self._remember(made)
        return made

    def _after_last(self, left: str, right: str, by: str) -> datetime:
        """The time now, and never before the reviewer's last word on the pair: of these the last one counts."""
        said = [one.decided_at for one in self.standing().judgements if one.by == by and one.pair == (left, right)]
        last = [datetime.fromisoformat(at) + timedelta(microseconds=1) for at in said]
        return max([self._now(), *last])

    def withdraw(self, judgement_id: str, by: str) -> Judgement:
        """Withdraw a judgement; it stays, with who withdrew it and when.

        Raises:
            NotFound: There is none.
            Conflict: It was withdrawn before.
        """
        with self._writing:
            known = _opened(judgement_id, self._vault.get(KIND, judgement_id))
            if not known.stands:
                raise Conflict("The judgement was withdrawn before.", remedy="See the list of judgements.")
            withdrawn = msgspec.structs.replace(known, withdrawn_at=self._now().isoformat(), withdrawn_by=by)
            self._vault.replace(KIND, judgement_id, _body(withdrawn), state=WITHDRAWN)
            self._remember(withdrawn)
        return withdrawn

    def destroy(self, session: Session, entity_ids: Iterable[str]) -> list[int]:
        """Drop the judgements on entities that are no more, in the transaction that drops those; returns key slots."""
        gone = set(entity_ids)
        slots = []
        for ident, slot, box in (
            session.rows("SELECT id, slot, body FROM record WHERE kind = ?", (KIND,)) if gone else ()
        ):
            body = unseal(self._ledger.keys.read(slot), bytes(box), self._vault.bound(KIND, ident))
            if not gone.isdisjoint(_opened(ident, body).pair):
                session.run("DELETE FROM record WHERE id = ?", (ident,))
                slots.append(slot)
        return slots


def _body(judgement: Judgement) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(judgement, id=""))


def _opened(ident: str, body: bytes) -> Judgement:
    return msgspec.structs.replace(msgspec.json.decode(body, type=Judgement), id=ident)
