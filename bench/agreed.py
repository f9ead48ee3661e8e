"""Agreements for the benches: they open everything that may ever pass, between one agency and some others."""

from __future__ import annotations

import json
from collections.abc import Sequence

from headwater.agreements import Document, read
from headwater.desk import Desk

ORIGIN = "Made for a bench; it stands for nobody"
PURPOSE = "investigate"


def documents_for(node: str, partners: Sequence[str]) -> list[Document]:
    """An agreement of an agency with each of its partners, and the profiles of all."""
    made = [read(json.dumps(_agreement(node, partner)).encode(), f"{partner}.yaml") for partner in partners]
    return made + [read(json.dumps(_profile(party)).encode(), f"{party}.yaml") for party in (node, *partners)]


def agree(desk: Desk, node: str, partners: Sequence[str]) -> None:
    """Keep these agreements at a node, signed for every party by keys made there and then."""
    if not desk._parts.register.current.agreements():
        desk._parts.register.install(desk.operator(), documents_for(node, partners), ORIGIN)


def _agreement(node: str, partner: str) -> dict[str, object]:
    suspect = {"schema": "Person", "property": "name", "category": "suspect"}
    example = {"what": "A name", "from": partner, "to": node, "purpose": PURPOSE}
    return {
        "format": "headwater-agreement/1",
        "agreement": f"{node}-{partner}",
        "version": 1,
        "title": "An example for a bench",
        "parties": [node, partner],
        "in_force": {"from": "2020-01-01"},
        "purposes": [{"clause": "2.1", "purpose": PURPOSE, "sentence": "To investigate."}],
        "may_share": [{"clause": "4.1", "sentence": "Everything may pass."}],
        "examples": [
            example | {"data": suspect, "outcome": "goes"},
            example | {"data": suspect | {"category": "victim"}, "outcome": "stays"},
        ],
    }


def _profile(party: str) -> dict[str, object]:
    clause = {"clause": "1", "sentence": "Everything."}
    return {
        "format": "headwater-profile/1",
        "party": party,
        "version": 1,
        "name": f"Example party {party}",
        "may_hold": [clause],
        "may_pass": [clause],
        "authority": "Nobody",
    }
