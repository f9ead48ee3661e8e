"""The first link: once, ten minutes, while there is no account."""

from __future__ import annotations

import pytest

from headwater.desk import Role
from headwater.desk.accounts import Accounts
from headwater.desk.first_start import LIFE_S, FirstStart
from headwater.desk.journal import Journal
from headwater.errors import BadInput, Conflict, Forbidden
from headwater.store import Store
from headwater.store.audit import Audit

ADMINISTRATOR = ("Adam", "four words for adam x")
ANALYST = ("Ana", "four words for tests")


class Now:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def parts(settings):
    store, audit = Store.open(settings), Audit.open(settings.data)
    journal, clock = Journal(audit), Now()
    accounts = Accounts(store.vault, journal)
    yield FirstStart(store.vault, accounts, journal, clock), accounts, clock
    audit.close()
    store.close()


@pytest.fixture
def first(parts):
    return parts[0]


def test_the_link_makes_an_administrator_and_an_analyst_at_once(first, parts):
    token = first.link()
    assert first.check(token)
    assert first.check(token)
    administrator = ("Adam", "some words for tests")
    first.redeem(token, administrator, ANALYST)
    accounts = parts[1]
    assert accounts.named("adam", "api").roles == {Role.ADMINISTRATOR}
    assert accounts.named("ana", "api").roles == {Role.ANALYST}
    assert not first.check(token)
    with pytest.raises(Forbidden):
        first.redeem(token, administrator, ANALYST)


def test_no_link_once_there_is_an_account(first, parts):
    token = first.link()
    accounts = parts[1]
    accounts.keep(accounts.prepared("Somebody", "four words for tests", frozenset()))
    assert not first.check(token)
    with pytest.raises(Conflict):
        first.link()
    with pytest.raises(Forbidden):
        first.redeem(token, ("Adam", "some words for tests"), ANALYST)


def test_it_runs_out_after_ten_minutes(first, parts):
    token, clock = first.link(), parts[2]
    clock.now += LIFE_S - 1
    assert first.check(token)
    clock.now += 1
    assert not first.check(token)
    with pytest.raises(Forbidden, match="ten minutes"):
        first.redeem(token, ("Adam", "some words for tests"), ANALYST)


def test_a_new_link_makes_the_earlier_one_void(first):
    earlier, later = first.link(), first.link()
    assert not first.check(earlier)
    assert first.check(later)


@pytest.mark.parametrize("token", ["", "x" * 43, "\ud800", "ü" * 10])
def test_a_wrong_token_is_no_token(first, token):
    first.link()
    assert not first.check(token)


@pytest.mark.parametrize(
    ("administrator", "analyst"),
    [
        (ADMINISTRATOR, ANALYST),  # the name stands in the password
        (("Adam", "short"), ANALYST),
        (("Ana", "some words for tests"), ("ＡNA", "four words for tests")),
    ],
)
def test_what_cannot_be_used_leaves_the_link_usable(first, parts, administrator, analyst):
    token = first.link()
    with pytest.raises(BadInput):
        first.redeem(token, administrator, analyst)
    assert first.check(token)
    assert parts[1].count() == 0


def test_only_a_hash_of_the_token_is_kept(first, settings):
    token = first.link()
    held = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    assert token.encode() not in held
