"""Agreements and profiles drawn for the worlds, and the rule of reading written down a second time.

Nothing here asks the code that decides: the terms are plain values, and each question is answered by reading them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.noninterference.worlds import NODE, PROTECTED, Viewer

from headwater.model import Label, SubjectCategory
from headwater.model.handling import Classification
from headwater.model.schema import group_of, schema_of

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


# -- drawing them


class Drawing:
    """Draws terms from a seed, each number a world of law of its own."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._clauses = 0

    def terms(self) -> Terms:
        """Three agreements, one of them in two versions now and then, and the profiles of most parties."""
        versions = [self.agreement("GB-AL", (NODE, "AL"), 1), self.agreement("JOINT", PARTIES, 1)]
        if self._chance(0.4):
            versions.append(self.agreement("GB-AL", (NODE, "AL"), 2))
        versions.append(self.agreement("XK-AL", ("XK", "AL", NODE), 1))
        profiles = [self.profile(party) for party in PARTIES if self._chance(0.95)]
        return Terms(tuple(versions), tuple(profiles))

    def _chance(self, p: float) -> bool:
        return self._random.random() < p

    def _some(self, of: Sequence[str], most: int = 3) -> list[str]:
        return sorted(self._random.sample(of, self._random.randint(1, min(most, len(of)))))

    def _clause(self, sentence: str, **more: object) -> Document:
        self._clauses += 1
        return {"clause": f"{self._clauses}.1", "sentence": sentence, **more}

    def _selector(self, opens: bool) -> Document:
        drawn: Document = {}
        if self._chance(0.4):
            drawn["about"] = self._some((*PERSONS[:3], "thing"))
        if self._chance(0.3):
            drawn["groups"] = self._some(("identity", "role", "document", "contact", "place", "special"), 4)
        if self._chance(0.2) or not (opens or drawn):
            drawn["schemata"] = self._some(("Person", "Vehicle", "Passport", "Organization", "Interval"))
        return drawn

    def _shares(self, parties: Sequence[str]) -> list[Document]:
        shares = []
        for _ in range(self._random.randint(1, 3)):
            drawn = self._selector(True)
            if self._chance(0.2):
                drawn["from"] = self._some(parties)
            if self._chance(0.2):
                drawn["to"] = self._some(parties)
            shares.append(self._clause("This may pass.", **drawn))
        return shares

    def agreement(self, name: str, parties: Sequence[str], version: int) -> Document:
        """One version of an agreement, with an example that goes and one that stays."""
        purposes = self._some(PURPOSES[:4], 4)
        made: Document = {
            "format": "headwater-agreement/1",
            "agreement": name,
            "version": version,
            "title": f"Example {name}",
            "illustrative": True,
            "parties": list(parties),
            "time_zone": self._random.choice(["UTC", "Europe/London", "Europe/Tirane", "Pacific/Kiritimati"]),
            "in_force": self._random.choice(
                [
                    {"from": "2026-01-01"},
                    {"from": "2026-01-01"},
                    {"from": "2026-01-01", "until": "2026-03-02"},
                    {"from": "2026-01-01", "until": "2026-03-01"},
                    {"from": "2026-03-03"},
                ]
            ),
            "purposes": [self._clause("For this.", purpose=purpose) for purpose in purposes],
            "may_share": self._shares(parties),
            "never": [self._clause("This never passes.", **self._selector(False)) for _ in range(self._chance(0.5))],
            "ceilings": self._ceilings(),
            "onward": self._clause(
                "Of passing on.", rule=self._random.choice(["never", "parties", "parties", "consent"])
            ),
        }
        if self._chance(0.25):
            made["readers"] = self._clause("They read it.", roles=self._some(("analyst", "liaison", "border")))
        return {name: value for name, value in made.items() if value != []} | {"examples": examples_of(made)}

    def _ceilings(self) -> list[Document]:
        drawn: list[Document] = []
        if self._chance(0.3):
            drawn.append(self._clause("No higher.", classification=Classification.OFFICIAL.mark))
        if self._chance(0.3):
            drawn.append(self._clause("No stricter.", tlp=self._random.choice(["GREEN", "AMBER"])))
        if self._chance(0.3):
            drawn.append(self._clause("Not these.", not_handling=["H2"]))
        return drawn

    def profile(self, party: str) -> Document:
        """What a party's law lets it hold and pass on."""
        made: Document = {
            "format": "headwater-profile/1",
            "party": party,
            "version": 1,
            "name": f"Example party {party}",
            "illustrative": True,
            "may_hold": [self._clause("It may hold this.", **self._wide())],
            "may_pass": [self._clause("It may pass this.", **self._wide())],
            "never_hold": [
                self._clause("It never holds this.", **self._selector(False)) for _ in range(self._chance(0.2))
            ],
            "never_pass": [
                self._clause("It never passes this.", **self._selector(False)) for _ in range(self._chance(0.2))
            ],
            "authority": "An example commissioner",
        }
        if self._chance(0.4):
            made["onward"] = self._clause("Of passing on.", rule=self._random.choice(["never", "parties", "consent"]))
        return {name: value for name, value in made.items() if value != []}

    def _wide(self) -> Document:
        return {} if self._chance(0.6) else self._selector(True)


_PROBES = (
    ("Person", "name", SubjectCategory.SUSPECT),
    ("Person", "name", SubjectCategory.CONTACT),
    ("Person", "ethnicity", SubjectCategory.SUSPECT),
    ("Vehicle", "registrationNumber", None),
    ("Passport", "passportNumber", None),
    ("GangMembership", "scriptRole", None),
    ("SmugglingGroup", "name", None),
    ("Person", "name", SubjectCategory.VICTIM),
)


def examples_of(agreement: Document) -> list[Document]:
    """One case that goes and one that stays, as this reading of the terms finds them."""
    found: dict[bool, Document] = {}
    for schema, prop, category in _PROBES:
        for sender in agreement["parties"]:
            for recipient in agreement["parties"]:
                for purpose in [one["purpose"] for one in agreement["purposes"]]:
                    label = Label(sender, schema, group_of(schema, prop).value, category)
                    goes = (
                        sender != recipient
                        and category not in PROTECTED
                        and opened(agreement, label, recipient, purpose)
                    )
                    if sender != recipient:
                        data = {"schema": schema, "property": prop} | ({"category": category.value} if category else {})
                        found.setdefault(goes, _example(goes, sender, recipient, purpose, data))
    if True not in found:
        raise NothingOpen(agreement["agreement"])
    return [found[True], found[False]]


def _example(goes: bool, sender: str, recipient: str, purpose: str, data: Mapping[str, object]) -> Document:
    return {
        "what": "An example that goes" if goes else "An example that stays",
        "from": sender,
        "to": recipient,
        "purpose": purpose,
        "data": dict(data),
        "outcome": "goes" if goes else "stays",
    }


class NothingOpen(Exception):
    """The drawn agreement opens nothing, so that it can have no example that goes."""


def drawn_terms(seed: int) -> Terms:
    """The terms of a number; the next that can be drawn where an agreement would open nothing."""
    for again in range(100):
        try:
            return Drawing(seed * 1000 + again).terms()
        except NothingOpen:
            continue
    raise AssertionError("no terms could be drawn")


# -- and writing them plainly


def plain_agreement(name: str, parties: Sequence[str], **more: object) -> Document:
    """An agreement that opens suspects and things for every purpose."""
    clause = {"clause": "4.1", "sentence": "This may pass."}
    example = {"what": "An example", "from": parties[0], "to": parties[1], "purpose": "investigate"}
    suspect = {"schema": "Person", "property": "name", "category": "suspect"}
    return {
        "format": "headwater-agreement/1",
        "agreement": name,
        "version": 1,
        "title": f"Example {name}",
        "parties": list(parties),
        "in_force": {"from": "2026-01-01"},
        "purposes": [{"clause": "2.1", "purpose": purpose, "sentence": "For this."} for purpose in PURPOSES],
        "may_share": [clause],
        "onward": {"clause": "7.1", "sentence": "Among the parties.", "rule": "parties"},
        "examples": [
            example | {"data": suspect, "outcome": "goes"},
            example | {"data": suspect | {"category": "victim"}, "outcome": "stays"},
        ],
    } | more


def plain_profile(party: str) -> Document:
    """The profile of a party whose law allows all that agreements open."""
    clause = {"clause": "1", "sentence": "It may."}
    return {
        "format": "headwater-profile/1",
        "party": party,
        "version": 1,
        "name": f"Example party {party}",
        "may_hold": [clause],
        "may_pass": [clause],
        "authority": "An example commissioner",
    }
