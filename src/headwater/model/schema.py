"""The schema of the picture: FollowTheMoney's schemata and ours, and what we ask of them.

This is the one module that touches FollowTheMoney's model. Values never pass through its cleaning, which drops what
it does not know (drama phone numbers, "Utopia", free dates) without a word: `intake` parses, the model only names.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from followthemoney import model as ftm
from followthemoney.property import Property
from followthemoney.schema import Schema

from headwater.errors import BadInput

_OURS = Path(__file__).parent / "schemata" / "headwater.yml"


class Group(StrEnum):
    """Property groups: what an agreement opens or closes together, and the headings of an entity page.

    `SPECIAL` are special categories of personal data (Directive (EU) 2016/680, Art. 10).
    """

    IDENTITY = "identity"
    ROLE = "role"
    DOCUMENT = "document"
    CONTACT = "contact"
    PLACE = "place"
    MONEY = "money"
    LISTING = "listing"
    NOTE = "note"
    SPECIAL = "special"


@cache
def _load() -> None:
    if "SmugglingGroup" not in ftm.schemata:
        ftm._load(str(_OURS))
        ftm.generate()


def schema_of(name: str) -> Schema:
    """The schema of that name.

    Raises:
        BadInput: There is none.
    """
    _load()
    schema = ftm.get(name)
    if schema is None:
        raise BadInput(
            f"There is no schema {name!r}.", where="schema", remedy="Use a FollowTheMoney schema or one of Headwater's."
        )
    return schema


def property_of(schema: str, prop: str) -> Property:
    """The property of that name on that schema, inherited ones included.

    Raises:
        BadInput: The schema has no such property, or it is only the reverse of another's.
    """
    found = schema_of(schema).get(prop)
    if found is None or found.stub:
        raise BadInput(f"{schema} has no property {prop!r}.", where=f"{schema}.{prop}", remedy="Use one that it has.")
    return found


@cache
def schemata() -> tuple[str, ...]:
    """The names of all schemata, sorted."""
    _load()
    return tuple(sorted(ftm.schemata))


@cache
def properties_of(name: str) -> tuple[str, ...]:
    """Names of a schema's properties, inherited ones included, those left out that only mirror another's."""
    return tuple(sorted(prop.name for prop in schema_of(name).properties.values() if not prop.stub))


@cache
def is_a(schema: str, ancestor: str) -> bool:
    """Whether `schema` is `ancestor` or extends it."""
    return schema_of(schema).is_a(ancestor)


@cache
def is_person(schema: str) -> bool:
    """Whether entities of this schema are persons, who need a subject category."""
    return is_a(schema, "Person")


@cache
def is_link(schema: str) -> bool:
    """Whether entities of this schema join others (memberships, uses, sanctions, documents of a holder)."""
    return is_a(schema, "Interval")


@cache
def type_of(schema: str, prop: str) -> str:
    """FollowTheMoney's type of the property: `name`, `date`, `entity`, `identifier`, `phone` and so on."""
    return property_of(schema, prop).type.name


@cache
def is_reference(schema: str, prop: str) -> bool:
    """Whether the property's value is another entity."""
    return type_of(schema, prop) == "entity"


@cache
def label_of(schema: str, prop: str) -> str:
    """The property's name in words."""
    return property_of(schema, prop).label


@cache
def schema_words(schema: str) -> str:
    """The schema's name in words."""
    return schema_of(schema).label


@cache
def range_of(schema: str, prop: str) -> str:
    """The schema that a referenced entity must have; "Thing" where the model says nothing."""
    found = property_of(schema, prop).range
    return found.name if found is not None else "Thing"


_BY_SCHEMA = (
    ("Sanction", Group.LISTING),
    ("Identification", Group.DOCUMENT),
    ("Phone", Group.CONTACT),
    ("UserAccount", Group.CONTACT),
    ("Address", Group.PLACE),
    ("RealEstate", Group.PLACE),
    ("BankAccount", Group.MONEY),
    ("CryptoWallet", Group.MONEY),
    ("Payment", Group.MONEY),
    ("Ownership", Group.MONEY),
    ("Interest", Group.ROLE),
    ("UnknownLink", Group.ROLE),
    ("Associate", Group.ROLE),
    ("Family", Group.ROLE),
)
_BY_PROP = {
    "position": Group.ROLE,
    "profession": Group.ROLE,
    "birthPlace": Group.IDENTITY,
    "topics": Group.LISTING,
    "program": Group.LISTING,
    "programId": Group.LISTING,
    "summary": Group.NOTE,
    "notes": Group.NOTE,
    "description": Group.NOTE,
    "biography": Group.NOTE,
    "ethnicity": Group.SPECIAL,
    "religion": Group.SPECIAL,
    "political": Group.SPECIAL,
    "politicalGroup": Group.SPECIAL,
}
_BY_TYPE = {
    "phone": Group.CONTACT,
    "email": Group.CONTACT,
    "url": Group.CONTACT,
    "address": Group.PLACE,
    "identifier": Group.DOCUMENT,
    "text": Group.NOTE,
}


@cache
def group_of(schema: str, prop: str) -> Group:
    """The property group, from the property's name, else the schema's kind, else the property's type."""
    if prop in _BY_PROP:
        return _BY_PROP[prop]
    for ancestor, group in _BY_SCHEMA:
        if is_a(schema, ancestor):
            return group
    return _BY_TYPE.get(type_of(schema, prop), Group.IDENTITY)
