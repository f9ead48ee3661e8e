"""Rules of retention from agreements and profiles."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.agreements.worlds import NOON, agreement_of, profile_of, register_of, signed

from headwater.agreements import Held, Register
from headwater.model.retention import RetentionRule

LONGER = [{"clause": "8.1", "sentence": "Kept five years.", "about": ["suspect"], "keep": "P5Y"}]


def keeps(register: Register, at: datetime = NOON, agency: str = "") -> list[tuple[str, str]]:
    return [(rule.document, rule.keep) for rule in register.retention(at, agency)]


def test_an_agreements_rule_names_it_and_its_parties():
    assert register_of(signed(agreement_of())).retention(NOON) == (
        RetentionRule(
            document="AA-BB, version 1",
            clause="8.1",
            sentence="Kept three years.",
            about=("suspect",),
            keep="P3Y",
            review="P1Y",
            agreement="AA-BB",
            parties=("AA", "BB", "CC"),
        ),
    )


def test_what_nobody_or_not_everybody_signed_keeps_nothing():
    assert keeps(register_of(Held(agreement_of()))) == []
    assert keeps(register_of(signed(agreement_of(), "AA", "BB"))) == []


def test_a_later_version_counts_from_when_it_begins():
    later = agreement_of(version=2, in_force={"from": "2026-07-01"}, retention=LONGER)
    register = register_of(signed(agreement_of()), signed(later))
    assert keeps(register) == [("AA-BB, version 1", "P3Y")]
    assert keeps(register, datetime(2026, 7, 1, tzinfo=UTC)) == [("AA-BB, version 2", "P5Y")]


def test_what_came_under_an_agreement_that_ended_is_still_kept_by_its_rules():
    assert keeps(register_of(signed(agreement_of())), datetime(2027, 7, 1, tzinfo=UTC)) == [("AA-BB, version 1", "P3Y")]


def test_a_profiles_rules_are_its_partys():
    keep = [{"clause": "Art. 91", "sentence": "Ninety days.", "about": ["thing"], "keep": "P90D"}]
    (rule,) = Register(profiles=[profile_of("AA", retention=keep)]).retention(NOON)
    assert (rule.document, rule.clause, rule.party, rule.keep, rule.about) == (
        "Profile of AA",
        "Art. 91",
        "AA",
        "P90D",
        ("thing",),
    )


def test_what_a_party_may_hold_limits_its_own_node_only():
    hold = [{"clause": "Art. 88", "sentence": "Held for 90 days.", "about": ["suspect"], "keep": "P90D"}]
    register = Register(profiles=[profile_of("AA", may_hold=hold)])
    assert keeps(register, agency="AA") == [("Profile of AA", "P90D")]
    assert keeps(register, agency="BB") == []


def test_a_limit_on_some_things_is_no_limit_on_others():
    hold = [{"clause": "Art. 88", "sentence": "Phones, 90 days.", "schemata": ["Phone"], "keep": "P90D"}]
    assert keeps(Register(profiles=[profile_of("AA", may_hold=hold)]), agency="AA") == []
