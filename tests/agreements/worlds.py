"""Small agreements and profiles to test on, as plain mappings, read by the reader that reads files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from headwater.agreements import (
    Agreement,
    Asked,
    Held,
    Key,
    Profile,
    Register,
    make_key,
    party_key,
    read,
    sign,
)
from headwater.model import Label, SubjectCategory

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
KEYS: dict[str, Key] = {}

AGREEMENT: dict[str, Any] = {
    "format": "headwater-agreement/1",
    "agreement": "AA-BB",
    "version": 1,
    "title": "Shembull and Primer",
    "illustrative": True,
    "parties": ["AA", "BB", "CC"],
    "in_force": {"from": "2026-01-01", "until": "2026-12-31"},
    "purposes": [
        {"clause": "2.1", "purpose": "investigate", "sentence": "To investigate."},
        {"clause": "2.2", "purpose": "develop", "sentence": "To develop intelligence."},
    ],
    "may_share": [
        {"clause": "4.1", "sentence": "Who suspects are may pass.", "about": ["suspect"], "groups": ["identity"]},
        {
            "clause": "4.2",
            "sentence": "The phones of suspects may pass from AA, to investigate.",
            "about": ["suspect"],
            "groups": ["contact"],
            "from": ["AA"],
            "purposes": ["investigate"],
        },
        {"clause": "4.3", "sentence": "Vehicles may pass.", "about": ["thing"], "schemata": ["Vehicle"]},
    ],
    "never": [
        {"clause": "6.1", "sentence": "Victims, witnesses and the young stay.", "protected": True},
        {"clause": "6.2", "sentence": "Engines stay.", "schemata": ["Engine"]},
    ],
    "ceilings": [
        {"clause": "5.1", "sentence": "What is higher stays.", "classification": "OFFICIAL-SENSITIVE"},
        {"clause": "5.2", "sentence": "What is above TLP:AMBER stays.", "tlp": "AMBER"},
        {"clause": "5.3", "sentence": "What is handled H2 stays.", "not_handling": ["H2"]},
    ],
    "conditions": [{"clause": "5.4", "sentence": "Not used in court."}],
    "onward": {"clause": "7.1", "sentence": "Passed on with the originator's word.", "rule": "consent"},
    "retention": [
        {"clause": "8.1", "sentence": "Kept three years.", "about": ["suspect"], "keep": "P3Y", "review": "P1Y"}
    ],
    "recall": {"clause": "9.1", "sentence": "Erased within a day.", "hours": 24},
    "examples": [
        {
            "what": "A suspect's name goes",
            "from": "AA",
            "to": "BB",
            "purpose": "investigate",
            "data": {"schema": "Person", "property": "name", "category": "suspect"},
            "outcome": "goes",
            "clause": "4.1",
        },
        {
            "what": "A victim's name stays",
            "from": "AA",
            "to": "BB",
            "purpose": "investigate",
            "data": {"schema": "Person", "property": "name", "category": "victim"},
            "outcome": "stays",
            "clause": "6.1",
        },
    ],
}


def profile_of(party: str, **changes: Any) -> Profile:
    """A profile that lets everything pass and be held, but for what `changes` say."""
    plain = {
        "format": "headwater-profile/1",
        "party": party,
        "version": 1,
        "name": f"Party {party}",
        "may_hold": [{"clause": "h1", "sentence": "It may hold what is sent."}],
        "may_pass": [{"clause": "p1", "sentence": "It may pass what it has."}],
    }
    found = read_plain(plain | changes)
    assert isinstance(found, Profile)
    return found


def agreement_of(**changes: Any) -> Agreement:
    """The agreement above, but for what `changes` say; a key whose value is None is taken out."""
    found = read_plain({key: value for key, value in (AGREEMENT | changes).items() if value is not None})
    assert isinstance(found, Agreement)
    return found


def read_plain(plain: dict[str, Any]) -> Agreement | Profile:
    """A document read from a mapping: JSON is YAML."""
    return read(json.dumps(plain).encode(), "example.yaml")


def key_of(party: str) -> Key:
    """The key of a party, the same for all tests of a run."""
    return KEYS.setdefault(party, make_key())


def signed(agreement: Agreement, *parties: str) -> Held:
    """An agreement with the signatures of some parties, of all if none is named."""
    return Held(agreement, tuple(sign(agreement, key_of(party), party, NOON) for party in parties or agreement.parties))


def register_of(*held: Held, profiles: tuple[Profile, ...] | None = None) -> Register:
    """A register of agreements; each party has a profile that allows everything, unless profiles are given."""
    parties = sorted({party for one in held for party in one.document.parties})
    directory = [party_key(party, key_of(party).public(), origin="Made for a test.", at=NOON) for party in parties]
    return Register(held, [profile_of(party) for party in parties] if profiles is None else profiles, directory)


def asked(recipient: str = "BB", purpose: str = "investigate", at: datetime = NOON, **more: Any) -> Asked:
    """A question of passing, to BB to investigate unless said otherwise."""
    return Asked(recipient, purpose, at, **more)


def label(
    agency: str = "AA", category: str = "suspect", group: str = "identity", schema: str = "", **more: Any
) -> Label:
    """A label: of a suspect's identity, AA's, unless said otherwise; category "" for what is no person."""
    schema = schema or ("Person" if category else "Vehicle")
    return Label(agency, schema, group, SubjectCategory(category) if category else None, **more)
