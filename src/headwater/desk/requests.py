"""The requests of persons about their own data, each kept encrypted in the vault: asked, decided, answered.

What is decided stands here by the ids of assertions; values stand here only where the officer wrote them (a name to
look for, a correction, the answer).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from headwater.errors import BadInput, Conflict, NotFound
from headwater.i18n import mark

if TYPE_CHECKING:
    from headwater.store import Vault

DECISIONS = ("keep", "restrict", "correct", "erase")
GROUNDS = ("contested", "evidence")
LEFT_OUT: dict[str, str] = {
    "inquiry": mark("It would obstruct an inquiry, an investigation or a procedure (DPA 2018, s.45(4)(a))"),
    "prevention": mark("It would prejudice preventing, detecting or prosecuting an offence (DPA 2018, s.45(4)(b))"),
    "public-security": mark("It would harm public security (DPA 2018, s.45(4)(c))"),
    "national-security": mark("It would harm national security (DPA 2018, s.45(4)(d))"),
    "others": mark("It would harm the rights and freedoms of others (DPA 2018, s.45(4)(e))"),
}
"""Why a value may be left out of an answer; the same five stand in Directive (EU) 2016/680, Art. 15(1)."""

DUE_BY = mark(
    "One month from the day it was received: Data Protection Act 2018, s.45(3), s.48(2) and s.54. "
    "Directive (EU) 2016/680, Art. 12(3): without undue delay."
)
_LENGTHS = {"reference": 64, "name": 200, "words": 4000, "reason": 4000, "answer": 20_000, "correction": 1000}


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is decided on one value.

    Attributes:
        report_id: The report that says it.
        what: One of `DECISIONS`.
        ground: Of a restriction, one of `GROUNDS`.
        correction: What the value should be, for its source.
        left_out: Key of `LEFT_OUT` if it is left out of the answer.
        own: The node's own agency said it.
    """

    report_id: str
    what: str
    ground: str = ""
    correction: str = ""
    left_out: str = ""
    own: bool = True


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is to be done to one report: ids of its assertions to erase, and to restrict on either ground."""

    erase: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class SubjectRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request as the vault keeps it.

    Attributes:
        asked_on: ISO date on which it was received.
        state: `open`, `answering` (being carried out), `answered` or `withdrawn`.
        entity_ids: Records that the officer chose as the person's.
        decisions: By the id of the assertion.
        answer: Text of the answer; while open, "" for the draft.
        counts: What was done, once it is answered.
        plan: What is being carried out, by report.
    """

    reference: str
    name: str
    asked_on: str
    words: str
    opened_at: str
    opened_by: str
    state: str = "open"
    entity_ids: tuple[str, ...] = ()
    decisions: dict[str, Decision] = {}
    answer: str = ""
    reason: str = ""
    answered_at: str = ""
    answered_by: str = ""
    counts: dict[str, int] = {}
    plan: dict[str, Step] = {}


class Requests:
    """The requests of one node.

    Args:
        vault: Encrypted records of the node.
    """

    KIND = "subject-request"

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, request: SubjectRequest) -> str:
        """Keep a new request; returns its id.

        Raises:
            Conflict: There is one of that reference.
        """
        name = request.reference.casefold()
        if self._vault.find(self.KIND, name):
            raise Conflict("There is a request of this reference.", where="reference", remedy="Use another one.")
        return self._vault.put(self.KIND, msgspec.json.encode(request), name=name)

    def get(self, request_id: str) -> SubjectRequest:
        """A request.

        Raises:
            NotFound: There is none of that id.
        """
        try:
            return msgspec.json.decode(self._vault.get(self.KIND, request_id), type=SubjectRequest)
        except NotFound:
            raise NotFound("There is no such request.", remedy="See the list of requests.") from None

    def find(self, reference: str) -> str:
        """The id of the request of that reference, else what was given."""
        return self._vault.find(self.KIND, reference.casefold()) or reference

    def all(self) -> list[tuple[str, SubjectRequest]]:
        """Every request with its id."""
        kept = self._vault.all(self.KIND)
        return [(id_, msgspec.json.decode(body, type=SubjectRequest)) for id_, body in kept]

    def change(self, request_id: str, **changes: object) -> SubjectRequest:
        """Write some fields of a request anew."""
        changed = msgspec.structs.replace(self.get(request_id), **changes)
        self._vault.replace(self.KIND, request_id, msgspec.json.encode(changed))
        return changed


def demand_open(request: SubjectRequest) -> SubjectRequest:
    """Return a request that can still be changed.

    Raises:
        Conflict: It is answered or withdrawn.
    """
    if request.state != "open":
        raise Conflict(f"The request is {request.state}.", remedy="Open it again to change it.")
    return request


def due_on(asked_on: str) -> date:
    """The day by which a request is to be answered: the same day of the next month, or that month's last.

    >>> due_on("2026-11-02").isoformat(), due_on("2026-01-31").isoformat()
    ('2026-12-02', '2026-02-28')
    """
    asked = date.fromisoformat(asked_on)
    year, month = divmod(asked.year * 12 + asked.month, 12)
    return date(year, month + 1, min(asked.day, calendar.monthrange(year, month + 1)[1]))


def checked_words(field: str, text: str, *, needed: bool = False) -> str:
    """Return a text without spaces around it.

    Raises:
        BadInput: It is too long, or empty and needed.
    """
    text = text.strip()
    if len(text) > _LENGTHS[field]:
        raise BadInput(f"The {field} is too long.", where=field, remedy=f"Write at most {_LENGTHS[field]} characters.")
    if needed and not text:
        raise BadInput(f"The {field} is empty.", where=field, remedy="Write it.")
    return text


def checked_day(text: str, today: date) -> str:
    """Return the day of asking as an ISO date.

    Raises:
        BadInput: It is no day, or it is to come.
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text[:40]!r} is no day.", where="asked_on", remedy="Write YYYY-MM-DD.") from None
    if day > today:
        raise BadInput("The day of asking is still to come.", where="asked_on", remedy="Write the day it was received.")
    if day.year < today.year - 10:
        raise BadInput("The day of asking is long past.", where="asked_on", remedy="Check the year.")
    return day.isoformat()


def checked_decision(said: Mapping[str, str], *, report_id: str, own: bool) -> Decision:
    """A decision on one value, from its fields `decision`, `ground`, `correction` and `left_out`.

    Raises:
        BadInput: It is none, it is not for a partner's value, or a correction says nothing.
    """
    what = said.get("decision", "")
    _among("decision", what, DECISIONS)
    if not own and what not in ("keep", "restrict"):
        raise BadInput(
            "This value is a partner's, who decides on it.",
            where="decision",
            remedy="Restrict it here, and tell the partner.",
        )
    ground = said.get("ground") or "contested"
    _among("ground", ground, GROUNDS)
    left_out = said.get("left_out", "")
    _among("left_out", left_out, ("", *LEFT_OUT))
    correction = checked_words("correction", said.get("correction", ""), needed=what == "correct")
    return Decision(
        report_id,
        what,
        ground=ground if what == "restrict" else "contested" if what == "correct" else "",
        correction=correction if what == "correct" else "",
        left_out=left_out,
        own=own,
    )


def _among(field: str, code: str, known: tuple[str, ...]) -> None:
    if code not in known:
        raise BadInput(
            f"{code[:40]!r} cannot be chosen.", where=field, remedy=f"Use one of: {', '.join(filter(None, known))}."
        )
