"""The schema: FollowTheMoney's and ours, and what Headwater asks of them."""

import pytest
from followthemoney import model as ftm

from headwater.errors import BadInput
from headwater.model import schema
from headwater.model.schema import Group

OURS = ["SmugglingGroup", "Phone", "OnlineAccount", "Boat", "Engine", "GangMembership", "GangLink", "Use"]


def every_property() -> list[tuple[str, str]]:
    schema.schema_of("Person")
    return [
        (name, prop.name)
        for name, found in sorted(ftm.schemata.items())
        for prop in found.properties.values()
        if not prop.stub
    ]


@pytest.mark.parametrize("name", OURS)
def test_ours_stand_beside_theirs(name):
    assert schema.schema_of(name).name == name
    assert schema.schema_words(name)[0].isupper()


@pytest.mark.parametrize(
    ("name", "ancestor", "expected"),
    [
        ("SmugglingGroup", "Organization", True),
        ("SmugglingGroup", "LegalEntity", True),
        ("GangMembership", "Membership", True),
        ("Boat", "Vessel", True),
        ("Engine", "Thing", True),
        ("Phone", "Person", False),
        ("Person", "SmugglingGroup", False),
    ],
)
def test_ancestors(name, ancestor, expected):
    assert schema.is_a(name, ancestor) is expected


def test_who_needs_a_category_and_what_joins():
    assert schema.is_person("Person")
    assert not schema.is_person("Organization")
    assert not schema.is_person("LegalEntity")
    for link in ("GangMembership", "GangLink", "Use", "Sanction", "Passport", "Ownership"):
        assert schema.is_link(link)
    for thing in ("Person", "SmugglingGroup", "Phone", "Boat"):
        assert not schema.is_link(thing)


@pytest.mark.parametrize("name", ["", "person", "Nobody", "__class__", "Person "])
def test_an_unknown_schema_is_refused(name):
    with pytest.raises(BadInput, match="There is no schema"):
        schema.schema_of(name)


@pytest.mark.parametrize(
    ("name", "prop"),
    [
        ("Person", "nothing"),
        ("Person", "scriptRole"),
        ("SmugglingGroup", "number"),
        ("Person", "passports"),
        ("Person", ""),
    ],
)
def test_a_property_that_the_schema_has_not_or_only_in_reverse_is_refused(name, prop):
    with pytest.raises(BadInput, match="has no property"):
        schema.property_of(name, prop)


def test_inherited_properties_are_found():
    assert schema.property_of("SmugglingGroup", "name").name == "name"
    assert schema.label_of("GangMembership", "member") == ftm.schemata["Membership"].properties["member"].label


@pytest.mark.parametrize(
    ("name", "prop", "target"),
    [
        ("GangMembership", "member", "LegalEntity"),
        ("GangMembership", "organization", "Organization"),
        ("Use", "user", "Thing"),
        ("Use", "item", "Thing"),
        ("Passport", "holder", "LegalEntity"),
    ],
)
def test_references_name_what_they_point_to(name, prop, target):
    assert schema.is_reference(name, prop)
    assert schema.is_a(schema.range_of(name, prop), target) or schema.range_of(name, prop) == target


def test_every_property_of_every_schema_has_a_group_a_type_and_words():
    groups = set()
    for name, prop in every_property():
        groups.add(schema.group_of(name, prop))
        assert schema.type_of(name, prop)
        assert schema.label_of(name, prop)
    assert groups == set(Group)


@pytest.mark.parametrize(
    ("name", "prop", "group"),
    [
        ("Person", "name", Group.IDENTITY),
        ("Person", "birthDate", Group.IDENTITY),
        ("Person", "birthPlace", Group.IDENTITY),
        ("Person", "phone", Group.CONTACT),
        ("Person", "passportNumber", Group.DOCUMENT),
        ("Person", "address", Group.PLACE),
        ("Person", "position", Group.ROLE),
        ("Person", "notes", Group.NOTE),
        ("Passport", "number", Group.DOCUMENT),
        ("Phone", "number", Group.CONTACT),
        ("OnlineAccount", "accountNumber", Group.CONTACT),
        ("BankAccount", "iban", Group.MONEY),
        ("Sanction", "program", Group.LISTING),
        ("GangMembership", "scriptRole", Group.ROLE),
        ("GangLink", "subject", Group.ROLE),
        ("Use", "item", Group.ROLE),
    ],
)
def test_groups(name, prop, group):
    assert schema.group_of(name, prop) is group
