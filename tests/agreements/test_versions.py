"""Versions: which is in force, what a revoked key does, and what may still be added or signed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec import structs
from tests.agreements.worlds import NOON, agreement_of, asked, key_of, label, register_of, signed

from headwater.agreements import Held, KeyDirectory, Register, make_key, party_key, sign
from headwater.agreements.versions import Versions
from headwater.errors import Conflict, NotFound

FIRST = agreement_of()
SECOND = agreement_of(version=2, in_force={"from": "2026-07-01", "until": "2026-08-31"})
JULY = datetime(2026, 7, 15, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 15, tzinfo=UTC)
LAST_YEAR = datetime(2025, 6, 1, tzinfo=UTC)


def in_force(register: Register, at: datetime) -> list[int]:
    return [one.version for one in register.in_force(at)]


def test_signed_by_all_it_is_in_force():
    register = register_of(signed(FIRST))
    assert in_force(register, NOON) == [1]
    standing = register.standing("AA-BB", 1, NOON)
    assert (standing.state, standing.signed) == ("in-force", ("AA", "BB", "CC"))
    assert standing.words == "In force since 1 January 2026, until 31 December 2026"


@pytest.mark.parametrize(
    ("parties", "state", "words"),
    [
        (("AA",), "part-signed", "Signed by AA; not by BB and CC"),
        (("AA", "CC"), "part-signed", "Signed by AA and CC; not by BB"),
    ],
)
def test_a_missing_party_keeps_it_from_force(parties, state, words):
    register = register_of(signed(FIRST, *parties))
    assert in_force(register, NOON) == []
    assert register.standing("AA-BB", 1, NOON).state == state
    assert register.standing("AA-BB", 1, NOON).words == words
    assert register.decide(asked(), [label()]) == [False]


def test_nobody_signed():
    register = register_of(Held(FIRST))
    assert register.standing("AA-BB", 1, NOON).state == "proposed"
    assert [one.state for one in register.signings("AA-BB", 1)] == ["missing"] * 3
    assert register.decide(asked(), [label()]) == [False]


def test_before_it_begins_it_is_agreed_and_after_it_ended():
    register = register_of(signed(FIRST))
    assert register.standing("AA-BB", 1, LAST_YEAR).state == "agreed"
    assert register.standing("AA-BB", 1, datetime(2027, 1, 1, tzinfo=UTC)).state == "ended"
    assert register.standing("AA-BB", 9, NOON).state == "unknown"


def test_the_later_version_takes_the_place_of_the_earlier_when_it_begins():
    register = register_of(signed(FIRST), signed(SECOND))
    assert (in_force(register, NOON), in_force(register, JULY)) == ([1], [2])
    assert register.standing("AA-BB", 1, NOON).state == "in-force"
    assert register.standing("AA-BB", 1, JULY).state == "superseded"


def test_when_the_later_version_ended_the_earlier_does_not_come_back():
    register = register_of(signed(FIRST), signed(SECOND))
    assert in_force(register, SEPTEMBER) == []
    assert register.decide(asked(at=SEPTEMBER), [label()]) == [False]
    assert register.standing("AA-BB", 2, SEPTEMBER).words == "Ended on 31 August 2026"


def test_a_later_version_that_not_all_signed_changes_nothing():
    register = register_of(signed(FIRST), signed(SECOND, "AA", "BB"))
    assert in_force(register, JULY) == [1]


def test_a_bad_signature_says_why_and_counts_for_nothing():
    held = Held(FIRST, (*signed(FIRST, "AA", "BB").signatures, sign(SECOND, key_of("CC"), "CC", NOON)))
    register = register_of(held)
    states = {one.party: (one.state, one.words) for one in register.signings("AA-BB", 1)}
    assert states["AA"][0] == "good"
    assert states["CC"] == ("bad", "The signature of CC is not over this text of AA-BB, version 1.")
    assert in_force(register, NOON) == []


def test_a_good_signature_beside_a_bad_one_counts():
    held = Held(FIRST, (sign(FIRST, make_key(), "AA", NOON), *signed(FIRST).signatures, "no signature at all"))
    assert in_force(register_of(held), NOON) == [1]


def test_a_signature_for_another_party_with_ones_own_key_counts_for_nobody():
    held = Held(FIRST, (*signed(FIRST, "AA", "BB").signatures, sign(FIRST, key_of("AA"), "CC", NOON)))
    assert in_force(register_of(held), NOON) == []


def revoked(party: str, *held: Held, also: Held | None = None) -> Versions:
    keys = [party_key(one, key_of(one).public(), origin="A test.", at=NOON) for one in ("AA", "BB", "CC")]
    directory = [structs.replace(one, revoked_at="2026-06-01") if one.party == party else one for one in keys]
    return Versions(held, KeyDirectory(directory))


def test_when_a_key_is_revoked_nothing_is_in_force_until_it_is_signed_again():
    versions = revoked("BB", signed(FIRST))
    assert versions.in_force(NOON) == ()
    assert versions.standing("AA-BB", 1, NOON).words == "Signed by AA and CC; not by BB"


def test_a_key_that_is_revoked_under_the_later_version_does_not_bring_the_earlier_back():
    versions = revoked("BB", signed(FIRST), signed(SECOND))
    assert versions.in_force(JULY) == ()
    assert [one.document.version for one in versions.governing("AA-BB", JULY)] == [2]


def test_signed_again_with_a_new_key_it_is_in_force_again():
    new = make_key()
    keys = [party_key(one, key_of(one).public(), origin="A test.", at=NOON) for one in ("AA", "BB", "CC")]
    keys[1] = structs.replace(keys[1], revoked_at="2026-06-01")
    keys.append(party_key("BB", new.public(), origin="Came by courier.", at=NOON))
    held = Held(FIRST, (*signed(FIRST).signatures, sign(FIRST, new, "BB", NOON)))
    versions = Versions([held], KeyDirectory(keys))
    versions.require_signable("AA-BB", 1)
    assert [one.document.version for one in versions.in_force(NOON)] == [1]


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_version_is_refused_once_a_newer_is_signed(version):
    register = register_of(signed(agreement_of(version=2)))
    with pytest.raises(Conflict):
        register.require_addable(agreement_of(version=version, title="Another"))
    register.require_addable(agreement_of(version=3))


def test_an_older_version_is_not_signed_once_a_newer_is():
    register = register_of(signed(FIRST, "AA"), signed(SECOND))
    with pytest.raises(Conflict, match="Version 2 of AA-BB is signed; version 1 is not newer"):
        register.require_signable("AA-BB", 1)
    assert register.standing("AA-BB", 1, NOON).state == "superseded"


def test_a_proposal_is_signable_and_its_number_is_taken():
    register = register_of(signed(FIRST), Held(SECOND))
    register.require_signable("AA-BB", 2)
    with pytest.raises(Conflict, match="held here already"):
        register.require_addable(agreement_of(version=2, title="Another"))
    with pytest.raises(NotFound):
        register.require_signable("AA-BB", 7)


def test_without_a_number_the_highest_signed_version_is_meant_else_the_highest():
    assert register_of(signed(FIRST), Held(SECOND)).agreement("AA-BB").version == 1
    assert register_of(Held(FIRST), Held(SECOND)).agreement("AA-BB").version == 2
    with pytest.raises(NotFound):
        register_of().agreement("AA-BB")
