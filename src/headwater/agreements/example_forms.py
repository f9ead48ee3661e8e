"""The examples of the two formats, key by key as the files have them."""

from __future__ import annotations

from msgspec import structs

from headwater.agreements.clause_forms import checked, made, schema
from headwater.agreements.fields import Field, Reader, Reading, code, day, flag, list_of, one_of, party, text
from headwater.agreements.nodes import Node
from headwater.agreements.terms import PURPOSES, Example, ExampleData
from headwater.classification import Classification
from headwater.errors import BadInput
from headwater.model import SubjectCategory
from headwater.model.handling import HANDLING_WORDS
from headwater.model.schema import is_person, property_of


def _no_such_data(data: ExampleData) -> str:
    try:
        property_of(data.schema, data.property)
    except BadInput as problem:
        return f"names data that there is not: {problem.detail.rstrip('.')}"
    if is_person(data.schema) and not data.category:
        return "is of a person and has no category"
    return "has a category and is of no person" if data.category and not is_person(data.schema) else ""


def _code_or_nothing(reading: Reading, node: Node, what: str) -> str:
    return "" if node.value == "" else code(reading, node, what)


_DATA = made(
    ExampleData,
    {
        "schema": Field(schema, True),
        "property": Field(text, True),
        "category": Field(one_of(["", *(one.value for one in SubjectCategory)])),
        "handling": Field(list_of(one_of(HANDLING_WORDS)), unless_said=()),
        "classification": Field(one_of([one.mark for one in Classification]), unless_said="OFFICIAL"),
        "releasable_to": Field(list_of(code), unless_said=()),
        "protected": Field(flag, unless_said=False),
        "passed_on_from": Field(_code_or_nothing),
    },
)
_EVERY = {
    "what": Field(text, True),
    "data": Field(checked(_DATA, _no_such_data, "Mend the data of the example."), True, ExampleData("", "")),
    "on": Field(day),
    "outcome": Field(one_of(["goes", "stays"]), True),
    "clause": Field(text),
}


def _with_line(read: Reader) -> Reader:
    def read_with_line(reading: Reading, node: Node, what: str) -> Example:
        example: Example = read(reading, node, what)
        return structs.replace(example, line=node.line)

    return read_with_line


AGREEMENT_EXAMPLE = _with_line(
    made(
        Example,
        _EVERY | {"from": Field(party, True), "to": Field(party, True), "purpose": Field(one_of(PURPOSES), True)},
    )
)


def _one_sided(example: Example) -> str:
    other = example.to if example.direction == "pass" else example.from_
    return "" if other else f"does not say {'to' if example.direction == 'pass' else 'from'} whom"


_OF_A_PROFILE = {
    "from": Field(code),
    "to": Field(code),
    "purpose": Field(one_of(PURPOSES)),
    "direction": Field(one_of(["pass", "hold"]), True),
}
PROFILE_EXAMPLE = _with_line(
    checked(made(Example, _EVERY | _OF_A_PROFILE), _one_sided, "Give to where it passes, from where it is held.")
)
