"""The clauses of the two formats, key by key as the files have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from headwater.agreements.fields import (
    Field,
    Reader,
    Reading,
    code,
    flag,
    list_of,
    mapping,
    one_of,
    party,
    period,
    purpose,
    text,
    whole,
)
from headwater.agreements.nodes import Node
from headwater.agreements.terms import (
    ABOUT,
    ONWARD_RULES,
    TLP_ORDER,
    Ceiling,
    Fact,
    Keeping,
    Never,
    Onward,
    Readers,
    Recall,
    Share,
    Statement,
)
from headwater.classification import Classification
from headwater.model.handling import HANDLING_WORDS
from headwater.model.schema import Group, schemata

ROLES = ("analyst", "liaison", "border")
"""The roles that read intelligence; the desk's own list is the same (tested)."""


def made(kind: type, fields: dict[str, Field]) -> Reader:
    """A reader of a mapping that becomes a struct; `from`, which Python keeps for itself, becomes `from_`."""

    def read(reading: Reading, node: Node, what: str) -> Any:
        values = mapping(reading, node, what, fields)
        return kind(**{"from_" if name == "from" else name: value for name, value in values.items()})

    return read


def checked(read: Reader, wrong: Callable[[Any], str], remedy: str) -> Reader:
    """A reader whose value is refused where `wrong` says what is wrong with it."""

    def read_checked(reading: Reading, node: Node, what: str) -> Any:
        before = len(reading.problems)
        value = read(reading, node, what)
        if len(reading.problems) == before and wrong(value):
            reading.refuse(node.line, f"{what} {wrong(value)}.", remedy)
        return value

    return read_checked


def schema(reading: Reading, node: Node, what: str) -> Any:
    """The name of a schema; the model is loaded only when a file is read."""
    return one_of(schemata())(reading, node, what)


def some(reader: Reader) -> Field:
    """A list that may be left out, and holds something where it stands."""
    return Field(list_of(reader, at_least=1), unless_said=())


def _selects_nothing(never: Never) -> str:
    selects = never.about or never.groups or never.schemata or never.from_ or never.to or never.protected
    return "" if selects else "does not say what never passes"


def _marks(ceiling: Ceiling) -> str:
    said = [one for one in (ceiling.classification, ceiling.tlp, ceiling.not_handling) if one]
    return "" if len(said) == 1 else "has none of its marks, or several"


def _limits(keeping: Keeping) -> str:
    return "" if keeping.keep or keeping.review else "has neither keep nor review"


CLAUSE = {"clause": Field(text, True), "sentence": Field(text, True)}
_SELECTOR = {
    "about": some(one_of(ABOUT)),
    "groups": some(one_of([group.value for group in Group])),
    "schemata": some(schema),
}
_PERIODS = {"keep": Field(period), "review": Field(period)}
_PROTECTED = {"protected": Field(flag, unless_said=False)}
_MARKS = {
    "classification": Field(one_of([one.mark for one in Classification])),
    "tlp": Field(one_of(TLP_ORDER)),
    "not_handling": some(one_of(HANDLING_WORDS)),
}


def _never(parties: dict[str, Field]) -> Reader:
    read = made(Never, CLAUSE | _SELECTOR | _PROTECTED | parties)
    return checked(read, _selects_nothing, "Give about, groups, schemata or protected: true.")


SHARE = made(Share, CLAUSE | _SELECTOR | {"from": some(party), "to": some(party), "purposes": some(purpose)})
NEVER = _never({"from": some(party), "to": some(party)})
HOLD = made(Share, CLAUSE | _SELECTOR | _PERIODS | {"from": some(code)})
PASS = made(Share, CLAUSE | _SELECTOR | {"to": some(code)})
NEVER_HOLD = _never({"from": some(code)})
NEVER_PASS = _never({"to": some(code)})
CEILING = checked(made(Ceiling, CLAUSE | _MARKS), _marks, "Give one of classification, tlp and not_handling.")
KEEPING = checked(made(Keeping, CLAUSE | {"about": _SELECTOR["about"]} | _PERIODS), _limits, "Give at least one.")
ONWARD = made(Onward, CLAUSE | {"rule": Field(one_of(ONWARD_RULES), True)})
READERS = made(Readers, CLAUSE | {"roles": Field(list_of(one_of(ROLES), at_least=1), True, ())})
RECALL = made(Recall, CLAUSE | {"hours": Field(whole(1, 8760), True, 0)})
STATEMENT = made(Statement, CLAUSE)
FACT = made(Fact, {"fact": Field(text, True), "source": Field(text, True), "date": Field(text)})
LAW = made(Fact, {"fact": Field(text, True), "source": Field(text, True), "clause": Field(text, True)})
