"""The audit as the data protection officer asks it: who saw this record, when, for which purpose."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from headwater.desk.actors import Actor
from headwater.desk.views import AuditEntryView, AuditPageView, VerificationView
from headwater.errors import BadInput
from headwater.store.audit import Operation, verify

if TYPE_CHECKING:
    from headwater.store.audit import Audit, LoggedEntry

REASONS = {
    "search": "Search",
    "entity": "Opened the page of an entity",
    "report": "Opened a report",
    "group": "Opened a group",
    "groups": "List of groups",
    "review-queue": "List of pairs to review",
    "review-pair": "Compared two records",
    "judge": "Judged whether two records are one",
    "withdraw-judgement": "Judgement withdrawn",
    "judgements": "List of judgements",
    "why": "Asked why a fact can be read",
    "explain-sharing": "Asked what of a report may be shared",
    "compare-agreements": "Asked what a version would change",
    "import-run": "Looked at an import",
    "export-ftm": "Export, FollowTheMoney",
    "export-csv": "Export, CSV",
    "import": "Import of a file",
    "undo-import": "Import taken back",
    "mend-entry": "Refused entry mended",
    "drop-entry": "Refused entry set aside",
    "erase-reports": "Reports erased",
    "rebuild-index": "Index made anew",
    "retention-run": "What was due was erased",
    "retention-queue": "List of what is due",
    "retention-extended": "Kept longer, with a reason",
    "restrictions": "List of restrictions",
    "restrict": "Use restricted",
    "lift-restriction": "Restriction lifted",
    "requests": "List of requests from persons",
    "request-opened": "Request from a person opened",
    "request": "Looked at a request from a person",
    "request-search": "Looked for records of a person who asks",
    "request-records": "Records of a person who asks chosen",
    "request-decided": "Decided what is kept of a person who asks",
    "request-answered": "Request from a person answered",
    "request-reopened": "Request from a person opened again",
    "request-withdrawn": "Request from a person withdrawn",
    "audit": "Looked at the audit",
    "audit-verified": "Checked the audit",
    "sign-in": "Signed in",
    "sign-in-failed": "Sign-in refused",
    "sign-out": "Signed out",
    "purpose-stated": "Purpose stated",
    "agreement-proposed": "Agreement proposed",
    "agreement-signed": "Agreement signed",
    "agreement-withdrawn": "Proposal of an agreement taken back",
    "agreements-installed": "Shipped agreements taken in",
    "profile-added": "Party's profile added",
    "party-key-trusted": "Party's key trusted",
    "party-key-revoked": "Party's key revoked",
    "signing-key-made": "Signing key of the node made",
    "account-made": "Account made",
    "account-disabled": "Account closed",
    "roles-changed": "Roles changed",
    "password-changed": "Password changed",
    "first-link-made": "First sign-in link made",
    "first-link-used": "First sign-in link used",
}
_STATES = {"intent": ": begun", "done": ": done", "failed": ": not done", "reconciled": ": ended at a later start"}


def checked_operation(operation: str) -> str:
    """Return an operation, or "" for all.

    Raises:
        BadInput: There is none of that name.
    """
    if operation and operation not in tuple(Operation):
        known = ", ".join(Operation)
        raise BadInput(f"{operation!r} is no operation.", where="operation", remedy=f"Use one of: {known}.")
    return operation


def audit_page(
    audit: Audit, question: dict[str, str], names: dict[str, str], purposes: dict[str, str], offset: int, limit: int
) -> AuditPageView:
    """A page of the audit, newest first.

    Args:
        audit: The node's audit.
        question: `operation`, `by` (an account's name or id), `record`, `since`, `until`; "" for any.
        names: Account names by id.
        purposes: Purposes in words by id.
        offset: Entries to pass over.
        limit: Entries on the page.
    """
    ids = {name.casefold(): id_ for id_, name in names.items()}
    by = question["by"]
    found, total = audit.page(**(question | {"by": ids.get(by.casefold(), by)}), offset=offset, limit=limit)
    return AuditPageView(tuple(_entry(entry, names, purposes) for entry in found), total, offset, limit)


def _entry(entry: LoggedEntry, names: dict[str, str], purposes: dict[str, str]) -> AuditEntryView:
    return AuditEntryView(
        number=entry.number,
        at=entry.at,
        operation=entry.operation.value,
        by=names.get(entry.by, entry.by),
        role=entry.role,
        purpose=purposes.get(entry.purpose, entry.purpose),
        reason=REASONS.get(entry.reason, entry.reason) + _STATES.get(entry.state.value, ""),
        records=entry.records,
        recipients=tuple(names.get(recipient, recipient) for recipient in entry.recipients),
    )


def verification(data: Path) -> VerificationView:
    """Check the chain of `<data>/audit` from its first entry; needs no lock."""
    found = verify(data)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return VerificationView(found.ok, found.entries, found.head, now, found.problem)


def reads_audit(actor: Actor) -> bool:
    """Whether the actor's purpose is one for supervising."""
    return actor.purpose is not None and actor.purpose.kind == "supervise"
