"""Roles open what they are for, and nobody is both an administrator and anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.actors import OPERATOR, Actor, Capability, Role, check_roles, demand, may, roles_named
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
        (Role.PROTECTION, {Capability.AUDIT, Capability.ERASE}),
        (Role.ADMINISTRATOR, {Capability.ACCOUNTS}),
    ],
)
def test_each_role_opens_what_it_is_for(role, opened):
    assert {capability for capability in Capability if may(actor_with(role), capability)} == opened


def test_an_account_without_a_role_may_nothing():
    assert not any(may(actor_with(), capability) for capability in Capability)


def test_the_operator_imports_and_keeps_accounts_and_reads_nothing():
    operator = Actor(OPERATOR, OPERATOR)
    assert {c for c in Capability if may(operator, c)} == {
        Capability.IMPORT,
        Capability.ACCOUNTS,
        Capability.ERASE,
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
