"""Which schemata can name one thing: the same both ways."""

from itertools import product

import pytest

from headwater.resolve.comparable import comparable

ALL = ["Person", "LegalEntity", "Company", "Organization", "SmugglingGroup", "PublicBody", "Vessel", "Boat", "Vehicle",
       "Airplane", "Phone", "Membership", "Sanction", "Identification", "BankAccount", "Address"]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("Person", "Person"), ("Person", "LegalEntity"), ("Company", "LegalEntity"), ("Company", "SmugglingGroup"),
     ("Boat", "Vessel"), ("Boat", "Vehicle"), ("Phone", "Phone")],
)  # fmt: skip
def test_one_thing_under_two_schemata(one: str, other: str) -> None:
    assert comparable(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Person", "Company"), ("Person", "Vessel"), ("Airplane", "Vessel"), ("Membership", "Membership"),
     ("Sanction", "Sanction"), ("Person", "Phone")],
)  # fmt: skip
def test_two_things(one: str, other: str) -> None:
    assert not comparable(one, other)


@pytest.mark.parametrize(("one", "other"), list(product(ALL, ALL)))
def test_it_is_the_same_both_ways(one: str, other: str) -> None:
    assert comparable(one, other) == comparable(other, one)
