"""What the desk writes to the audit, each entry on disk before the answer it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from headwater.desk.actors import Actor
from headwater.store.audit import AuditEntry, Operation

if TYPE_CHECKING:
    from headwater.store.audit import Audit

RECORDS_PER_ENTRY = 1000


class Journal:
    """Writes audit entries in the name of an actor.

    Every method returns only when its entry is on disk; where the disk refuses, it raises and nothing is answered.

    Args:
        audit: The node's audit log.
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def consulted(self, actor: Actor, reason: str, records: Iterable[str]) -> None:
        """The actor is about to see these records; with an account of another agency that agency receives them."""
        given = (actor.agency,) if actor.guest else ()
        self._append(Operation.CONSULTATION, actor, reason, tuple(dict.fromkeys(records)), given)

    def disclosed(self, actor: Actor, reason: str, records: Sequence[str], recipients: Sequence[str]) -> None:
        """These records are about to be handed to the recipients; many records make several entries."""
        distinct = tuple(dict.fromkeys(records))
        for start in range(0, len(distinct), RECORDS_PER_ENTRY):
            some = distinct[start : start + RECORDS_PER_ENTRY]
            self._append(Operation.DISCLOSURE, actor, reason, some, tuple(recipients), {"of": len(distinct)})

    def administered(self, actor: Actor, reason: str, records: Sequence[str] = ()) -> None:
        """The actor signed in or out, or changed an account."""
        self._append(Operation.ADMINISTRATION, actor, reason, tuple(records))

    def intent(self, operation: Operation, actor: Actor, reason: str, records: Sequence[str] = ()) -> int:
        """The actor is about to change something; returns the entry's number for `done` or `failed`."""
        return self._audit.intent(_entry(operation, actor, reason, tuple(records), (), {}))

    def done(self, number: int, counts: dict[str, int]) -> None:
        """The change of that intent was made."""
        self._audit.outcome(number, "done", counts)

    def failed(self, number: int, counts: dict[str, int] | None = None) -> None:
        """The change of that intent was not made, or was taken back."""
        self._audit.outcome(number, "failed", counts or {})

    def reconcile(self) -> int:
        """Close the intents that a crash left open: what was not finished has been withdrawn by the store."""
        open_intents = self._audit.open_intents()
        for number in open_intents:
            self._audit.outcome(number, "reconciled", {})
        return len(open_intents)

    def _append(
        self,
        operation: Operation,
        actor: Actor,
        reason: str,
        records: tuple[str, ...],
        recipients: tuple[str, ...] = (),
        counts: dict[str, int] | None = None,
    ) -> None:
        self._audit.append(_entry(operation, actor, reason, records, recipients, counts or {}))


def _entry(
    operation: Operation,
    actor: Actor,
    reason: str,
    records: tuple[str, ...],
    recipients: tuple[str, ...],
    counts: dict[str, int],
) -> AuditEntry:
    return AuditEntry(
        operation=operation,
        by=actor.account_id,
        role=actor.role_words,
        purpose=actor.purpose_id,
        reason=reason,
        records=records,
        recipients=recipients,
        counts=counts,
    )
