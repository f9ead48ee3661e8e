"""Agreements and profiles drawn from a number, each with an example that goes and one that stays; and plain ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from tests.noninterference.terms import PARTIES, PERSONS, PURPOSES, Document, Terms, opened
from tests.noninterference.worlds import NODE, PROTECTED

from headwater.model import Label, SubjectCategory
from headwater.model.handling import Classification
from headwater.model.schema import group_of


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
