"""Accounts: signing in, being slowed down, being changed; each of it in the audit."""

from __future__ import annotations

import pytest

from headwater.desk import Role
from headwater.desk.accounts import Accounts
from headwater.errors import BadInput, Conflict, Forbidden, NotFound, SignInNeeded, TooMany

PASSWORD = "four words for tests"


def entries(desk, protection, **asked):
    return desk.audit_page(protection, **asked).entries


def test_signing_in_and_out_is_written(desk, protection):
    actor = desk.sign_in("Ana", PASSWORD, source="127.0.0.1")
    assert actor.name == "ana"
    assert actor.roles == {Role.ANALYST}
    assert actor.purpose is None
    desk.sign_out(actor)
    reasons = [entry.reason for entry in entries(desk, protection, operation="administration", by="ana")]
    assert reasons[:2] == ["Signed out", "Signed in"]


def test_unknown_wrong_and_closed_look_the_same(desk, acting):
    account = next(view for view in desk.accounts(acting("adam")) if view.name == "bo")
    desk.disable_account(acting("adam"), account.id)
    said = set()
    for name, password in (("nobody here", PASSWORD), ("ana", "a wrong password"), ("bo", PASSWORD)):
        with pytest.raises(SignInNeeded) as refused:
            desk.sign_in(name, password)
        said.add(str(refused.value))
    assert len(said) == 1


def test_a_wrong_password_is_written_with_the_account_s_id_only(desk, protection):
    with pytest.raises(SignInNeeded):
        desk.sign_in("ana", "a wrong password")
    (entry, *_) = entries(desk, protection, operation="administration")
    assert entry.reason == "Sign-in refused"
    assert entry.records == (desk.actor_named("ana", "", via="api").account_id,)


def test_a_name_that_nobody_has_is_not_written(desk, protection, settings):
    with pytest.raises(SignInNeeded):
        desk.sign_in("somebody else", "a wrong password")
    (entry, *_) = entries(desk, protection, operation="administration")
    assert (entry.by, entry.reason, entry.records) == ("unknown", "Sign-in refused", ())
    assert b"somebody" not in (settings.data / "audit" / "log.jsonl").read_bytes()


@pytest.fixture
def standing(desk):
    """The desk's accounts at a moment that does not pass."""
    parts = desk._parts
    return Accounts(parts.store.vault, parts.journal, clock=lambda: 0.0)


def test_guessing_a_name_slows_down(standing):
    for _ in range(5):
        with pytest.raises(SignInNeeded):
            standing.sign_in("nobody here", "a wrong password", "")
    with pytest.raises(TooMany) as refused:
        standing.sign_in("Nobody  here", PASSWORD, "")
    assert refused.value.retry_after_s == 20
    assert standing.sign_in("ana", PASSWORD, "").name == "ana"


def test_guessing_from_one_source_slows_down(standing):
    for number in range(20):
        with pytest.raises(SignInNeeded):
            standing.sign_in(f"name{number}", "a wrong password", "192.0.2.7")
    with pytest.raises(TooMany):
        standing.sign_in("ana", PASSWORD, "192.0.2.7")
    assert standing.sign_in("ana", PASSWORD, "192.0.2.8").name == "ana"


def test_a_session_has_the_roles_of_now(desk, acting):
    ana = desk.sign_in("ana", PASSWORD)
    desk.set_roles(acting("adam"), ana.account_id, frozenset({Role.BORDER}))
    assert desk.actor(ana.account_id, via="page").roles == {Role.BORDER}
    desk.disable_account(acting("adam"), ana.account_id)
    with pytest.raises(SignInNeeded):
        desk.actor(ana.account_id, via="page")
    with pytest.raises(SignInNeeded):
        desk.actor_named("ana", "test", via="api")


def test_a_session_of_no_account_is_over(desk):
    with pytest.raises(SignInNeeded):
        desk.actor("0" * 24, via="page")


def test_only_administrators_and_the_operator_keep_accounts(desk, acting, analyst):
    assert [view.name for view in desk.accounts(acting("adam"))] == [
        view.name for view in desk.accounts(desk.operator())
    ]
    for name in ("ana", "lia", "bo", "dora", "nobody"):
        with pytest.raises(Forbidden):
            desk.add_account(acting(name), "new", PASSWORD, frozenset())
        with pytest.raises(Forbidden):
            desk.accounts(acting(name))


def test_an_account_s_parts_are_checked(desk):
    operator = desk.operator()
    with pytest.raises(Conflict, match="taken"):
        desk.add_account(operator, "ANA", PASSWORD, frozenset())
    with pytest.raises(BadInput):
        desk.add_account(operator, "Operator", PASSWORD, frozenset())
    with pytest.raises(BadInput):
        desk.add_account(operator, "new", "short", frozenset())
    with pytest.raises(BadInput, match="administers"):
        desk.add_account(operator, "new", PASSWORD, frozenset({Role.ADMINISTRATOR, Role.PROTECTION}))
    with pytest.raises(NotFound):
        desk.set_roles(operator, "0" * 24, frozenset())


def test_nobody_closes_their_own_account(desk, acting):
    with pytest.raises(Conflict):
        desk.disable_account(acting("adam"), acting("adam").account_id)


def test_changing_one_s_password(desk, acting):
    with pytest.raises(BadInput):
        desk.change_password(acting("ana"), "a wrong password", "another four words")
    desk.change_password(acting("ana"), PASSWORD, "another four words")
    assert desk.sign_in("ana", "another four words").name == "ana"
    with pytest.raises(SignInNeeded):
        desk.sign_in("ana", PASSWORD)


def test_no_password_and_no_name_stands_in_a_file_of_the_node(desk, settings):
    desk.close()
    held = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in held
    assert b"argon2" not in held
    assert b'"name":"ana"' not in held
