"""Roles open what they are for, and nobody is both an administrator and anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.actors import (
    OPERATOR,
    Actor,
    Capability,
    Role,
    check_agency,
    check_roles,
    demand,
    may,
    roles_named,
)
from headwater.errors import BadInput, Forbidden

SOME_ROLES = st.frozensets(st.sampled_from(Role))


def actor_with(*roles: Role) -> Actor:
    return Actor("0" * 24, "somebody", frozenset(roles))


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.ANALYST, {Capability.READ, Capability.IMPORT, Capability.EXPORT, Capability.JUDGE}),
        (Role.LIAISON, {Capability.READ, Capability.EXPORT}),
        (Role.BORDER, {Capability.READ}),
        (Role.PROTECTION, {Capability.AUDIT, Capability.ERASE, Capability.SUPERVISE}),
        (Role.ADMINISTRATOR, {Capability.ACCOUNTS, Capability.AGREE}),
    ],
)
def test_each_role_opens_what_it_is_for(role, opened):
    # Agreements are no secret among those who work here.
    found = {capability for capability in Capability if may(actor_with(role), capability)}
    assert found == opened | {Capability.AGREEMENTS}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LIAISON, Role.BORDER])
def test_a_guest_reads_and_keeps_nothing_of_the_node(role):
    guest = Actor("0" * 24, "guest", frozenset({role}), agency="AL", guest=True)
    assert may(guest, Capability.READ)
    assert may(guest, Capability.JUDGE) == (role is Role.ANALYST)
    assert not any(may(guest, one) for one in (Capability.IMPORT, Capability.ERASE, Capability.AUDIT, Capability.AGREE))


@pytest.mark.parametrize("role", [Role.PROTECTION, Role.ADMINISTRATOR])
def test_another_agency_s_account_has_no_role_that_keeps_the_node(role):
    with pytest.raises(BadInput, match="another agency"):
        check_agency("AL", frozenset({role}))
    check_agency("", frozenset({role}))


@pytest.mark.parametrize("agency", ["al", "A", "AL ", "<b>", "A" * 33])
def test_an_agency_is_named_by_its_code(agency):
    with pytest.raises(BadInput, match="no agency"):
        check_agency(agency, frozenset())


def test_an_account_without_a_role_may_nothing():
    assert not any(may(actor_with(), capability) for capability in Capability)


def test_the_operator_imports_and_keeps_accounts_and_reads_nothing():
    operator = Actor(OPERATOR, OPERATOR)
    assert {c for c in Capability if may(operator, c)} == {
        Capability.IMPORT,
        Capability.ACCOUNTS,
        Capability.ERASE,
        Capability.AGREEMENTS,
        Capability.AGREE,
    }


def test_demand_names_the_roles_that_may():
    with pytest.raises(Forbidden, match="data protection"):
        demand(actor_with(Role.ANALYST), Capability.AUDIT)


@given(SOME_ROLES)
def test_an_administrator_has_no_other_role(roles):
    if Role.ADMINISTRATOR in roles and len(roles) > 1:
        with pytest.raises(BadInput):
            check_roles(roles)
    else:
        assert check_roles(roles) == roles


@given(SOME_ROLES)
def test_the_audit_s_role_names_each_role_once_in_one_order(roles):
    words = actor_with(*roles).role_words
    assert words == ",".join(role.value for role in Role if role in roles)


def test_roles_are_read_from_their_codes():
    assert roles_named(("analyst", "protection")) == {Role.ANALYST, Role.PROTECTION}
    with pytest.raises(BadInput, match="'chief'"):
        roles_named(("chief",))
