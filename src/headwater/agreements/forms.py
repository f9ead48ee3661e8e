"""The two formats, key by key as the files have them: `headwater-agreement/1` and `headwater-profile/1`."""

from __future__ import annotations

from typing import Any

from headwater.agreements.clause_forms import (
    CEILING,
    CLAUSE,
    FACT,
    HOLD,
    KEEPING,
    LAW,
    NEVER,
    NEVER_HOLD,
    NEVER_PASS,
    ONWARD,
    PASS,
    READERS,
    RECALL,
    SHARE,
    STATEMENT,
    made,
)
from headwater.agreements.example_forms import AGREEMENT_EXAMPLE, PROFILE_EXAMPLE
from headwater.agreements.fields import (
    Field,
    Reader,
    Reading,
    code,
    day,
    flag,
    list_of,
    mapping,
    one_of,
    text,
    whole,
    zone,
)
from headwater.agreements.nodes import Node
from headwater.agreements.terms import AGREEMENT_FORMAT, PROFILE_FORMAT, PURPOSES, Purpose


def _read_parties(reading: Reading, node: Node, what: str) -> tuple[str, ...]:
    reading.parties = list_of(code, at_least=2)(reading, node, what)
    return reading.parties


def _read_purposes(reading: Reading, node: Node, what: str) -> tuple[Purpose, ...]:
    fields = CLAUSE | {"purpose": Field(one_of(PURPOSES), True)}
    read = list_of(made(Purpose, fields), at_least=1)
    found: tuple[Purpose, ...] = read(reading, node, what)
    reading.purposes = tuple(one.purpose for one in found)
    for one in {one for one in reading.purposes if one and reading.purposes.count(one) > 1}:
        reading.refuse(node.line, f"{what}: {one} stands there twice.", "Take one of the two out.")
    return found


def _in_force(reading: Reading, node: Node, what: str) -> dict[str, Any]:
    days = mapping(reading, node, what, {"from": Field(day, True), "until": Field(day)})
    if days["until"] and days["from"] > days["until"]:
        reading.refuse(node.line, f"{what} ends before it begins.", "Write the earlier day under from.")
    return days


def _clauses(reader: Reader) -> Field:
    return Field(list_of(reader), unless_said=())


AGREEMENT = {
    "format": Field(one_of([AGREEMENT_FORMAT]), True),
    "agreement": Field(code, True),
    "version": Field(whole(1, 999_999), True, 0),
    "title": Field(text, True),
    "illustrative": Field(flag, unless_said=False),
    "facts": _clauses(FACT),
    "parties": Field(_read_parties, True, ()),
    "time_zone": Field(zone, unless_said="UTC"),
    "in_force": Field(_in_force, True, {"from": "", "until": ""}),
    "purposes": Field(_read_purposes, True, ()),
    "may_share": Field(list_of(SHARE, at_least=1), True, ()),
    "never": _clauses(NEVER),
    "ceilings": _clauses(CEILING),
    "conditions": _clauses(STATEMENT),
    "onward": Field(ONWARD, unless_said=()),
    "readers": Field(READERS, unless_said=()),
    "retention": _clauses(KEEPING),
    "recall": Field(RECALL, unless_said=()),
    "examples": Field(list_of(AGREEMENT_EXAMPLE, at_least=2), True, ()),
}
PROFILE = {
    "format": Field(one_of([PROFILE_FORMAT]), True),
    "party": Field(code, True),
    "version": Field(whole(1, 999_999), True, 0),
    "name": Field(text, True),
    "illustrative": Field(flag, unless_said=False),
    "law": _clauses(LAW),
    "may_hold": _clauses(HOLD),
    "may_pass": _clauses(PASS),
    "never_hold": _clauses(NEVER_HOLD),
    "never_pass": _clauses(NEVER_PASS),
    "conditions": _clauses(STATEMENT),
    "onward": Field(ONWARD, unless_said=()),
    "retention": _clauses(KEEPING),
    "authority": Field(text),
    "examples": _clauses(PROFILE_EXAMPLE),
}
