"""Agreements and profiles drawn for the worlds, and the rule of reading written down a second time.

Nothing here asks the code that decides: the terms are plain values, and each question is answered by reading them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.noninterference.worlds import NODE, PROTECTED, Viewer

from headwater.model import Label
from headwater.model.handling import Classification
from headwater.model.schema import schema_of

PARTNERS = ("AL", "XK", "FRONTEX")
PARTIES = (NODE, *PARTNERS)
PURPOSES = ("investigate", "develop", "inspect-documents", "risk-analysis", "search-and-rescue")
TLP = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
CEILING = Classification.OFFICIAL_SENSITIVE
PERSONS = ("suspect", "convicted", "contact", "listed")
OPENS_UNLESS_SAID = (*PERSONS, "thing")
Document = dict[str, Any]


@dataclass(frozen=True)
class Terms:
    """What is agreed and what each party's law allows, as a file says it; and how many have signed what."""

    agreements: tuple[Document, ...] = ()
    profiles: tuple[Document, ...] = ()

    def documents(self) -> list[tuple[str, bytes]]:
        """Each file's name and text: JSON, which is YAML too."""
        return [
            (f"{one.get('agreement', one.get('party'))}-{one['version']}.yaml", json.dumps(one).encode())
            for one in (*self.agreements, *self.profiles)
        ]

    # -- the rule

    def reads(self, viewer: Viewer, label: Label, at: datetime) -> bool:
        """Whether the viewer may read what carries the label, protection of entities aside."""
        if label.classification > CEILING:
            return False
        if label.published:
            return True
        if label.agency == viewer.agency:
            return label.category not in PROTECTED or self.open_case(viewer, label)
        return self.passes(label, viewer.agency, viewer.kind, at, roles=viewer.roles)

    def open_case(self, viewer: Viewer, label: Label) -> bool:
        """Whether what the label says of a protected person is of the viewer's own agency and case."""
        if "analyst" not in viewer.roles or label.classification > CEILING:
            return False
        return label.agency == viewer.agency and bool(label.case) and label.case == viewer.case

    def passes(
        self, label: Label, recipient: str, purpose: str, at: datetime, *, holder: str = NODE, roles: Iterable[str] = ()
    ) -> bool:
        """Whether what one agency's report says may be read by another: all three of agreement and both profiles."""
        if label.category in PROTECTED or purpose not in PURPOSES:
            return False
        if label.releasable_to and recipient not in label.releasable_to:
            return False
        passing = "" if holder in (label.agency, recipient) else holder
        if not self._profiles_let(label, recipient, passing):
            return False
        return any(
            opened(one, label, recipient, purpose, passing, roles)
            for one in self.in_force(at)
            if label.agreement in ("", one["agreement"])
        )

    def in_force(self, at: datetime) -> list[Document]:
        """Of each agreement the highest version that has begun, unless that one has ended."""
        begun: dict[str, Document] = {}
        for one in self.agreements:
            other = begun.get(one["agreement"])
            if span(one)[0] <= at and (other is None or other["version"] < one["version"]):
                begun[one["agreement"]] = one
        return [one for one in begun.values() if at < span(one)[1]]

    def _profiles_let(self, label: Label, recipient: str, passing: str) -> bool:
        by_party: dict[str, Document] = {}
        for one in self.profiles:
            known = by_party.get(one["party"])
            if known is None or known["version"] < one["version"]:
                by_party[one["party"]] = one
        if not {label.agency, recipient, *([passing] if passing else [])} <= by_party.keys():
            return False
        sends = _allows(by_party[label.agency], "pass", label, recipient)
        onward = by_party[label.agency].get("onward", {"rule": "parties"})["rule"] if passing else "parties"
        passes_on = not passing or _allows(by_party[passing], "pass", label, recipient)
        return sends and onward == "parties" and passes_on and _allows(by_party[recipient], "hold", label, recipient)


def span(agreement: Document) -> tuple[datetime, datetime]:
    """The first instant in force and the first after it."""
    zone = ZoneInfo(agreement.get("time_zone", "UTC"))
    days = agreement["in_force"]
    end = datetime.max.replace(tzinfo=ZoneInfo("UTC"))
    if "until" in days:
        end = datetime.combine(date.fromisoformat(days["until"]) + timedelta(days=1), time(0), zone)
    return datetime.combine(date.fromisoformat(days["from"]), time(0), zone), end


def opened(
    agreement: Document, label: Label, recipient: str, purpose: str, passing: str = "", roles: Iterable[str] = ()
) -> bool:
    """Whether an agreement alone lets data pass."""
    parties, said = agreement["parties"], [one["purpose"] for one in agreement["purposes"]]
    shares = [one for one in agreement["may_share"] if purpose in one.get("purposes", said)]
    if not {label.agency, recipient} <= set(parties):
        return False
    if not any(_between(one, label.agency, recipient) and _selects(one, label, True) for one in shares):
        return False
    if any(_selects(one, label, False) and not one.get("protected") for one in agreement.get("never", ())):
        return False
    if any(_above(one, label) for one in agreement.get("ceilings", ())):
        return False
    rule = agreement.get("onward", {"rule": "never"})["rule"]
    if passing and not (rule == "parties" and passing in parties):
        return False
    readers = agreement.get("readers", {}).get("roles")
    return readers is None or not set(roles) or bool(set(readers) & set(roles))


def _allows(profile: Document, way: str, label: Label, recipient: str) -> bool:
    may = any(
        _between(one, label.agency, recipient) and _selects(one, label, True) for one in profile.get(f"may_{way}", ())
    )
    never = any(
        _between(one, label.agency, recipient) and _selects(one, label, False) and not one.get("protected")
        for one in profile.get(f"never_{way}", ())
    )
    return may and not never


def _between(clause: Document, sender: str, recipient: str) -> bool:
    return sender in clause.get("from", (sender,)) and recipient in clause.get("to", (recipient,))


def _selects(clause: Document, label: Label, opens: bool) -> bool:
    about = label.category.value if label.category else "thing"
    if about not in clause.get("about", OPENS_UNLESS_SAID if opens else (about,)):
        return False
    if label.group not in clause.get("groups", (label.group,)) or (
        opens and "groups" not in clause and label.group == "special"
    ):
        return False
    kinds = {one.name for one in schema_of(label.schema).schemata}
    return "schemata" not in clause or bool(kinds & set(clause["schemata"]))


def _above(ceiling: Document, label: Label) -> bool:
    codes = label.handling.split()
    if "classification" in ceiling:
        return label.classification > next(one for one in Classification if one.mark == ceiling["classification"])
    if "tlp" in ceiling:
        marks = [TLP.index(code[4:]) for code in codes if code.startswith("TLP:")]
        return any(mark > TLP.index(ceiling["tlp"]) for mark in marks)
    return bool(set(codes) & set(ceiling["not_handling"]))
