"""The two formats, field by field as the files have them: `headwater-agreement/1` and `headwater-profile/1`."""

from __future__ import annotations

from typing import Any

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
    party,
    period,
    purpose,
    text,
    whole,
    zone,
)
from headwater.agreements.nodes import Node
from headwater.agreements.terms import (
    ABOUT,
    AGREEMENT_FORMAT,
    ONWARD_RULES,
    PROFILE_FORMAT,
    PURPOSES,
    TLP_ORDER,
    Ceiling,
    Example,
    ExampleData,
    Fact,
    Keeping,
    Never,
    Onward,
    Purpose,
    Readers,
    Recall,
    Share,
    Statement,
)
from headwater.errors import BadInput
from headwater.model import Classification, SubjectCategory
from headwater.model.handling import HANDLING_WORDS
from headwater.model.schema import Group, property_of, schemata

ROLES = ("analyst", "liaison", "border")
_CLAUSE = {"clause": Field(text, True), "sentence": Field(text, True)}
_SELECTOR = {
    "about": Field(list_of(one_of(ABOUT), at_least=1), unless_said=()),
    "groups": Field(list_of(one_of([group.value for group in Group]), at_least=1), unless_said=()),
    "schemata": Field(list_of(one_of(schemata()), at_least=1), unless_said=()),
}
_SENTENCES = {"from": "from_", "schema": "schema"}


def _made(kind: type, fields: dict[str, Field]) -> Reader:
    def read(reading: Reading, node: Node, what: str) -> Any:
        values = mapping(reading, node, what, fields)
        return kind(**{_SENTENCES.get(name, name): value for name, value in values.items()})

    return read


def _parties(reader: Reader) -> Field:
    return Field(list_of(reader, at_least=1), unless_said=())


_SHARE = _made(
    Share,
    _CLAUSE
    | _SELECTOR
    | {
        "from": _parties(party),
        "to": _parties(party),
        "purposes": Field(list_of(purpose, at_least=1), unless_said=()),
    },
)
_NEVER = _made(
    Never,
    _CLAUSE | _SELECTOR | {"protected": Field(flag, unless_said=False), "from": _parties(party), "to": _parties(party)},
)
_HOLD = _made(Share, _CLAUSE | _SELECTOR | {"from": _parties(code), "keep": Field(period), "review": Field(period)})
_PASS = _made(Share, _CLAUSE | _SELECTOR | {"to": _parties(code)})
_NEVER_HOLD = _made(Never, _CLAUSE | _SELECTOR | {"from": _parties(code), "protected": Field(flag, unless_said=False)})
_NEVER_PASS = _made(Never, _CLAUSE | _SELECTOR | {"to": _parties(code), "protected": Field(flag, unless_said=False)})
_CEILING = _made(
    Ceiling,
    _CLAUSE
    | {
        "classification": Field(one_of([one.mark for one in Classification])),
        "tlp": Field(one_of(TLP_ORDER)),
        "not_handling": Field(list_of(one_of(HANDLING_WORDS), at_least=1), unless_said=()),
    },
)
_KEEPING = _made(Keeping, _CLAUSE | {"about": _SELECTOR["about"], "keep": Field(period), "review": Field(period)})
_DATA = _made(
    ExampleData,
    {
        "schema": Field(one_of(schemata()), True),
        "property": Field(text, True),
        "category": Field(one_of(["", *(one.value for one in SubjectCategory)])),
        "handling": Field(list_of(one_of(HANDLING_WORDS)), unless_said=()),
        "classification": Field(one_of([one.mark for one in Classification]), unless_said="OFFICIAL"),
        "releasable_to": Field(list_of(code), unless_said=()),
        "protected": Field(flag, unless_said=False),
        "passed_on_from": Field(lambda reading, node, what: code(reading, node, what) if node.value != "" else ""),
    },
)


def _example(fields: dict[str, Field]) -> Reader:
    made = _made(
        Example,
        {
            "what": Field(text, True),
            "data": Field(_DATA, True, ExampleData("", "")),
            "on": Field(day),
            "outcome": Field(one_of(["goes", "stays"]), True),
            "clause": Field(text),
        }
        | fields,
    )

    def read(reading: Reading, node: Node, what: str) -> Example:
        example: Example = made(reading, node, what)
        _check_data(reading, node, example.data, what)
        return Example(**{name: getattr(example, name) for name in Example.__struct_fields__} | {"line": node.line})

    return read


def _check_data(reading: Reading, node: Node, data: ExampleData, what: str) -> None:
    if not data.schema or not data.property:
        return
    try:
        property_of(data.schema, data.property)
    except BadInput as problem:
        reading.refuse(node.line, f"{what}: {problem.detail}", problem.remedy)


_AGREEMENT_EXAMPLE = _example(
    {"from": Field(party, True), "to": Field(party, True), "purpose": Field(one_of(PURPOSES), True)}
)
_PROFILE_EXAMPLE = _example(
    {
        "from": Field(code),
        "to": Field(code),
        "purpose": Field(one_of(PURPOSES)),
        "direction": Field(one_of(["pass", "hold"]), True),
    }
)


def _read_parties(reading: Reading, node: Node, what: str) -> tuple[str, ...]:
    reading.parties = list_of(code, at_least=2)(reading, node, what)
    return reading.parties


def _read_purposes(reading: Reading, node: Node, what: str) -> tuple[Purpose, ...]:
    fields = _CLAUSE | {"purpose": Field(one_of(PURPOSES), True)}
    read = list_of(_made(Purpose, fields), at_least=1)
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


def _clauses(reader: Reader, at_least: int = 0) -> Field:
    return Field(list_of(reader, at_least=at_least), unless_said=())


_ONE = {
    "onward": _made(Onward, _CLAUSE | {"rule": Field(one_of(ONWARD_RULES), True)}),
    "readers": _made(Readers, _CLAUSE | {"roles": Field(list_of(one_of(ROLES), at_least=1), True, ())}),
    "recall": _made(Recall, _CLAUSE | {"hours": Field(whole(1, 8760), True, 0)}),
}
_FACT = _made(Fact, {"fact": Field(text, True), "source": Field(text, True), "date": Field(text)})
_LAW = _made(Fact, {"fact": Field(text, True), "source": Field(text, True), "clause": Field(text, True)})
_STATEMENT = _made(Statement, _CLAUSE)

AGREEMENT = {
    "format": Field(one_of([AGREEMENT_FORMAT]), True),
    "agreement": Field(code, True),
    "version": Field(whole(1, 999_999), True, 0),
    "title": Field(text, True),
    "illustrative": Field(flag, unless_said=False),
    "facts": _clauses(_FACT),
    "parties": Field(_read_parties, True, ()),
    "time_zone": Field(zone, unless_said="UTC"),
    "in_force": Field(_in_force, True, {"from": "", "until": ""}),
    "purposes": Field(_read_purposes, True, ()),
    "may_share": Field(list_of(_SHARE, at_least=1), True, ()),
    "never": _clauses(_NEVER),
    "ceilings": _clauses(_CEILING),
    "conditions": _clauses(_STATEMENT),
    "onward": Field(_ONE["onward"], unless_said=()),
    "readers": Field(_ONE["readers"], unless_said=()),
    "retention": _clauses(_KEEPING),
    "recall": Field(_ONE["recall"], unless_said=()),
    "examples": Field(list_of(_AGREEMENT_EXAMPLE, at_least=2), True, ()),
}
PROFILE = {
    "format": Field(one_of([PROFILE_FORMAT]), True),
    "party": Field(code, True),
    "version": Field(whole(1, 999_999), True, 0),
    "name": Field(text, True),
    "illustrative": Field(flag, unless_said=False),
    "law": _clauses(_LAW),
    "may_hold": _clauses(_HOLD),
    "may_pass": _clauses(_PASS),
    "never_hold": _clauses(_NEVER_HOLD),
    "never_pass": _clauses(_NEVER_PASS),
    "conditions": _clauses(_STATEMENT),
    "onward": Field(_ONE["onward"], unless_said=()),
    "retention": _clauses(_KEEPING),
    "authority": Field(text),
    "examples": _clauses(_PROFILE_EXAMPLE),
}
