"""An entry of the audit and its one canonical line.

An entry says who did what to which records, when and for which purpose (Directive (EU) 2016/680, Art. 25; Data
Protection Act 2018, s.62). It holds ids and codes and no value: what has no form of a code is refused.

The line is JSON in UTF-8 with sorted keys and no spaces. There is one line for an entry: a line that says the same in
other bytes is not accepted.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum

import msgspec

from headwater.errors import BadInput, StoreDamaged

NO_HASH = "0" * 64
"""What the first entry holds as the hash of the line before."""


class Operation(StrEnum):
    """The six operations that Art. 25 has logged, and the administration of the node itself."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    ADMINISTRATION = "administration"


class State(StrEnum):
    """Where a change stands: a plain entry has none, an intent comes before its change, the others after it."""

    PLAIN = ""
    INTENT = "intent"
    DONE = "done"
    FAILED = "failed"
    RECONCILED = "reconciled"


_ID = re.compile(r"[0-9a-zA-Z:._-]{1,64}\Z")
_BY = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,128}\Z")
_CODES = {
    "role": re.compile(r"[a-z,-]{0,64}\Z"),
    "purpose": re.compile(r"[0-9a-zA-Z:._-]{0,64}\Z"),
    "reason": re.compile(r"[a-z0-9-]{0,64}\Z"),
}
_COUNTED = re.compile(r"[a-z][a-z0-9_-]{0,31}\Z")
_WIRE = {"number": "n", "operation": "op", "previous": "prev"}
_MOST = 2**53 - 1  # what every reader of JSON keeps exactly (RFC 8259, clause 6)


class AuditEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_WIRE):
    """What is to be written.

    Attributes:
        operation: One of the six, or administration.
        by: Account, or `operator` for the node's own command line.
        role: Codes of the roles acted in, joined by commas.
        purpose: Id of the purpose stated; its words lie encrypted in the ledger.
        reason: A fixed code for why (`page`, `import`, `erase-by`), never free text.
        records: Ids of what was seen or changed.
        recipients: Codes of those it was disclosed to.
        counts: How many of what (`made`, `total`).

    Raises:
        BadInput: A field is not of the form of an id or a code.
    """

    operation: Operation
    by: str
    role: str = ""
    purpose: str = ""
    reason: str = ""
    records: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    counts: dict[str, int] = {}

    def __post_init__(self) -> None:
        if not _BY.match(self.by):
            raise _no_code("by", "at most 128 characters and no control characters")
        for field, form in _CODES.items():
            if not form.match(getattr(self, field)):
                raise _no_code(field, f"a code: {form.pattern[:-2]}")
        for field in ("records", "recipients"):
            if not all(map(_ID.match, getattr(self, field))):
                raise _no_code(field, f"ids: {_ID.pattern[:-2]}")
        if not all(_COUNTED.match(what) and 0 <= number <= _MOST for what, number in self.counts.items()):
            raise _no_code("counts", "whole numbers under short names")


class LoggedEntry(AuditEntry, frozen=True, forbid_unknown_fields=True, kw_only=True, rename=_WIRE):
    """What stands in the log.

    Attributes:
        number: From 1, without a gap.
        at: UTC, `2026-01-31T09:30:00.000000Z`.
        of: For an outcome the number of its intent, else 0.
        state: Intent, outcome or plain.
        previous: SHA-256 in hex of the line before, without its newline.
    """

    number: int
    at: str
    previous: str
    of: int = 0
    state: State = State.PLAIN


_decoder = msgspec.json.Decoder(LoggedEntry)


def line_of(entry: LoggedEntry) -> bytes:
    """The entry's canonical bytes, without a newline."""
    return msgspec.json.encode(entry, order="sorted")


def read_line(line: bytes) -> LoggedEntry:
    """The entry that a line holds.

    Raises:
        StoreDamaged: The line is no entry, or not in its canonical bytes.
    """
    try:
        entry = _decoder.decode(line)
    except (msgspec.MsgspecError, ValueError, BadInput):
        raise StoreDamaged("A line of the audit is no entry.") from None
    if line_of(entry) != line:
        raise StoreDamaged("A line of the audit is not as it was written.")
    return entry


def hash_of(line: bytes) -> str:
    """SHA-256 of a line in hex: what the next line holds."""
    return hashlib.sha256(line).hexdigest()


def _no_code(field: str, form: str) -> BadInput:
    return BadInput("The audit takes ids and codes only.", where=f"audit entry, {field}", remedy=f"Give {form}.")
