"""Whether something passes, case by case, and the words in which it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.agreements.worlds import AGREEMENT, agreement_of, asked, label, profile_of, register_of, signed

from headwater.agreements import PURPOSES, Decision, Register
from headwater.model import Classification

REGISTER = register_of(signed(agreement_of()))


def decided(register: Register = REGISTER, **more: object) -> Decision:
    """The decision on a label under a question; arguments go to whichever knows them."""
    questions = {
        name: more.pop(name) for name in ("recipient", "purpose", "at", "holder", "sender", "roles") if name in more
    }
    protected = bool(more.pop("protected", False))
    one, question = label(**more), asked(**questions)  # type: ignore[arg-type]
    found = register.explain(question, one, protected=protected)
    if not protected:
        assert register.decide(question, [one]) == [found.goes]
    return found


def numbers(decision: Decision) -> list[str]:
    return [f"{clause.document} {clause.number}" for clause in decision.clauses]


def test_what_a_clause_opens_goes_and_names_it():
    found = decided()
    assert found.goes
    assert found.agreement == "AA-BB"
    assert found.bound_by == ()
    assert found.sentence == "AA-BB 4.1: Who suspects are may pass."
    assert numbers(found) == ["AA-BB, version 1 4.1", "AA-BB, version 1 2.1", "Profile of AA p1", "Profile of BB h1"]
    assert found.clauses[0].illustrative
    assert [clause.number for clause in found.conditions] == ["5.4"]


def test_what_no_clause_opens_stays_and_names_the_nearest():
    found = decided(category="contact", group="role")
    assert not found.goes
    assert found.bound_by == ("agreement",)
    assert found.sentence == "No clause of AA-BB lets the roles of contacts pass."
    assert numbers(found) == ["AA-BB, version 1 4.1"]
    assert found.conditions == ()


def test_things_are_named_by_what_they_are():
    assert decided(category="").goes
    assert decided(category="", schema="Passport").sentence == "No clause of AA-BB lets the identity of passports pass."
    assert decided(category="", schema="Boat").goes


def test_a_clause_opens_from_its_parties_only():
    assert decided(group="contact").goes
    found = decided(group="contact", agency="BB", recipient="CC")
    assert (
        found.sentence == "No clause of AA-BB lets the phones and addresses on networks of suspects pass from BB to CC."
    )
    assert numbers(found) == ["AA-BB, version 1 4.2"]


def test_a_clause_opens_for_its_purposes_only():
    found = decided(group="contact", purpose="develop")
    assert found.sentence.endswith("of suspects pass to develop intelligence on a group.")


def test_a_purpose_that_the_agreement_does_not_serve_opens_nothing():
    found = decided(purpose="search-and-rescue")
    assert found.sentence == (
        "AA-BB does not serve the purpose to search and rescue; it serves to investigate a case and to develop"
        " intelligence on a group."
    )
    assert numbers(found) == ["AA-BB, version 1 2.1", "AA-BB, version 1 2.2"]


@pytest.mark.parametrize("purpose", ["", "other", "supervise", "administer", "test", "anything"])
def test_without_a_purpose_that_agreements_know_nothing_passes(purpose):
    found = decided(purpose=purpose)
    assert (found.goes, found.bound_by) == (False, ("headwater",))
    assert numbers(found) == ["Headwater purpose"]
    assert purpose not in PURPOSES


@pytest.mark.parametrize(
    ("more", "clause"),
    [
        ({"classification": Classification.SECRET}, "5.1"),
        ({"handling": "TLP:AMBER+STRICT"}, "5.2"),
        ({"handling": "TLP:RED"}, "5.2"),
        ({"handling": "H0 H2"}, "5.3"),
        ({"category": "", "schema": "Engine"}, "6.2"),
    ],
)
def test_ceilings_and_never_clauses_bind_and_are_named(more, clause):
    found = decided(**more)
    assert found.bound_by == ("agreement",)
    assert numbers(found) == [f"AA-BB, version 1 {clause}"]
    assert found.sentence.startswith(f"AA-BB {clause}: ")


@pytest.mark.parametrize(
    "more",
    [
        {"classification": Classification.OFFICIAL_SENSITIVE},
        {"handling": "TLP:AMBER"},
        {"handling": "TLP:CLEAR H1"},
        {"handling": "P"},
    ],
)
def test_what_is_at_the_ceiling_goes(more):
    assert decided(**more).goes


def test_several_marks_are_all_named():
    found = decided(classification=Classification.TOP_SECRET, handling="H2 TLP:RED")
    assert [clause.number for clause in found.clauses] == ["5.1", "5.2", "5.3"]


@pytest.mark.parametrize("category", ["victim", "witness"])
def test_victims_and_witnesses_go_to_no_other_agency(category):
    found = decided(category=category)
    assert found.bound_by == ("headwater", "agreement")
    assert numbers(found) == ["Headwater protection", "AA-BB, version 1 6.1"]


def test_even_an_agreement_that_names_victims_opens_nothing_of_them():
    share = {"clause": "4.9", "sentence": "Victims may pass.", "about": ["victim"]}
    agreement = agreement_of(
        may_share=[*AGREEMENT["may_share"], share],
        never=None,
        examples=[
            AGREEMENT["examples"][0],
            {key: value for key, value in AGREEMENT["examples"][1].items() if key != "clause"},
        ],
    )
    found = decided(register_of(signed(agreement)), category="victim")
    assert (found.goes, found.bound_by) == (False, ("headwater",))


def test_whoever_is_protected_by_anything_goes_to_no_other_agency():
    found = decided(protected=True)
    assert found.bound_by == ("headwater", "agreement")
    assert numbers(found) == ["Headwater protection", "AA-BB, version 1 6.1"]


def test_ones_own_data_is_open_protected_or_not():
    for more in ({}, {"protected": True}, {"category": "victim"}, {"purpose": "other"}, {"handling": "X9"}):
        found = decided(agency="BB", **more)
        assert found.goes
        assert numbers(found) == ["Headwater own data"]


def test_what_is_published_is_open_to_everyone():
    assert decided(agency="UN", published=True, purpose="other").goes
    assert numbers(decided(agency="UN", published=True)) == ["Headwater published"]


def test_published_victims_are_read_where_they_are_held_and_go_nowhere_else():
    assert decided(agency="UN", published=True, category="victim", holder="BB").goes
    assert not decided(agency="UN", published=True, category="victim", holder="AA").goes
    assert not decided(agency="UN", published=True, protected=True, holder="AA").goes


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"handling": "X9"}, "Nobody here knows the handling code X9, so it opens nothing."),
        ({"schema": "Unicorn"}, "Nobody here knows the schema Unicorn, so it opens nothing."),
        ({"group": "shoe-size"}, "Nobody here knows the property group shoe-size, so it opens nothing."),
    ],
)
def test_what_nobody_knows_opens_nothing(more, said):
    assert decided(**more).sentence == said


def test_what_its_sender_released_to_others_stays():
    found = decided(releasable_to=("CC", "DD"))
    assert found.bound_by == ("sender",)
    assert found.sentence == "AA released it to CC and DD only."
    assert decided(releasable_to=("BB",)).goes


def test_whoever_is_no_party_gets_and_gives_nothing():
    found = decided(recipient="DD")
    assert found.bound_by == ("agreement", "recipient")
    assert found.sentence.startswith("No agreement in force names both AA and DD.")
    assert not decided(agency="DD").goes


def test_what_came_under_an_agreement_follows_that_one_only():
    other = agreement_of(agreement="OTHER")
    register = register_of(signed(agreement_of(may_share=AGREEMENT["may_share"][:1])), signed(other))
    assert decided(register, category="").agreement == "OTHER"
    assert not decided(register, category="", agreement="AA-BB").goes
    assert decided(register, category="", agreement="OTHER").goes
    assert not decided(register, category="", agreement="GONE").goes


def test_of_several_agreements_any_that_opens_it_suffices():
    narrow = agreement_of(agreement="A-NARROW", may_share=AGREEMENT["may_share"][:1])
    register = register_of(signed(narrow), signed(agreement_of()))
    assert decided(register, category="").agreement == "AA-BB"
    stays = decided(register, category="contact")
    assert [part.agreement for part in stays.parts if part.who == "agreement"] == ["A-NARROW", "AA-BB"]


# Passing on


def test_passing_on_needs_the_originators_word():
    found = decided(holder="CC")
    assert found.bound_by == ("agreement",)
    assert found.sentence == "AA-BB 7.1: Passed on with the originator's word. Nobody has given that word."


def test_a_sender_that_is_not_the_originator_passes_on():
    assert decided(sender="CC").bound_by == ("agreement",)
    assert decided(sender="AA", holder="AA").goes


def test_at_the_recipients_own_node_nothing_is_passed_on():
    assert decided(holder="BB").goes


def test_among_the_parties_it_is_passed_on_where_the_agreement_says_so():
    register = register_of(signed(agreement_of(onward=AGREEMENT["onward"] | {"rule": "parties"})))
    assert decided(register, holder="CC").goes
    assert not decided(register, holder="DD").goes


def test_where_the_agreement_is_silent_nothing_is_passed_on():
    assert not decided(register_of(signed(agreement_of(onward=None))), holder="CC").goes


# Readers


def test_only_the_roles_that_the_agreement_names_read_it():
    readers = {"clause": "3.2", "sentence": "Analysts read it.", "roles": ["analyst"]}
    register = register_of(signed(agreement_of(readers=readers)))
    assert decided(register, roles=frozenset({"analyst", "border"})).goes
    assert decided(register).goes
    found = decided(register, roles=frozenset({"liaison"}))
    assert numbers(found) == ["AA-BB, version 1 3.2"]


# Profiles


def under(**profiles: object) -> Register:
    changed = {party: profile for party, profile in profiles.items() if profile}
    held = [
        changed.get(party) or profile_of(party)
        for party in ("AA", "BB", "CC")
        if party not in profiles or changed.get(party)
    ]
    return register_of(signed(agreement_of()), profiles=tuple(held))  # type: ignore[arg-type]


def test_a_party_without_a_profile_neither_sends_nor_receives():
    found = decided(under(BB=None))
    assert found.bound_by == ("recipient",)
    assert found.sentence == "No profile of BB is held here, so nothing is known of what its law allows."
    assert decided(under(AA=None)).bound_by == ("sender",)
    assert decided(under(AA=None, BB=None)).bound_by == ("sender", "recipient")
    assert decided(under(CC=None)).goes


def test_the_senders_profile_binds_and_says_to_whom_it_may_pass():
    article = {"clause": "Art. 90", "sentence": "Suspects' data may pass to EE.", "about": ["suspect"], "to": ["EE"]}
    found = decided(under(AA=profile_of("AA", may_pass=[article])))
    assert found.bound_by == ("sender",)
    assert (
        found.sentence
        == "Nothing in the profile of AA lets suspects' data pass to BB. Art. 90 lets it pass to EE only."
    )
    assert numbers(found) == ["Profile of AA Art. 90"]


def test_the_recipients_profile_binds():
    article = {"clause": "Art. 2", "sentence": "It may hold data on things.", "about": ["thing"]}
    found = decided(under(BB=profile_of("BB", may_hold=[article])))
    assert found.bound_by == ("recipient",)
    assert found.sentence == "Nothing in the profile of BB lets it hold the identity of suspects from AA."
    assert decided(under(BB=profile_of("BB", may_hold=[article])), category="").goes


def test_never_clauses_of_profiles_bind_and_are_named():
    never = {"clause": "Art. 3", "sentence": "It never does.", "groups": ["identity"]}
    assert decided(under(AA=profile_of("AA", never_pass=[never]))).sentence == "Profile of AA, Art. 3: It never does."
    assert decided(under(BB=profile_of("BB", never_hold=[never]))).bound_by == ("recipient",)


def test_agreement_and_profiles_that_all_keep_it_are_all_named():
    found = decided(under(AA=profile_of("AA", may_pass=[]), BB=profile_of("BB", may_hold=[])), category="contact")
    assert found.bound_by == ("agreement", "sender", "recipient")


def test_a_profiles_rule_on_passing_on_narrows_the_agreements():
    onward = {"clause": "Art. 86(5)", "sentence": "Not passed on.", "rule": "never"}
    agreement = agreement_of(onward=AGREEMENT["onward"] | {"rule": "parties"})
    profiles = (profile_of("AA", onward=onward), profile_of("BB"), profile_of("CC"))
    register = register_of(signed(agreement), profiles=profiles)
    found = decided(register, holder="CC")
    assert (found.bound_by, numbers(found)) == (("sender",), ["Profile of AA Art. 86(5)"])
    assert decided(register, agency="BB", recipient="AA", holder="CC").goes


def test_whoever_passes_on_is_bound_by_its_own_law_too():
    agreement = agreement_of(onward=AGREEMENT["onward"] | {"rule": "parties"})
    profiles = (profile_of("AA"), profile_of("BB"), profile_of("CC", may_pass=[]))
    found = decided(register_of(signed(agreement), profiles=profiles), holder="CC")
    assert found.bound_by == ("sender",)
    assert "profile of CC" in found.sentence


def test_conditions_of_the_sender_travel_with_the_data():
    condition = {"clause": "s. 78", "sentence": "Not passed on without a word."}
    found = decided(under(AA=profile_of("AA", conditions=[condition])))
    assert [(clause.document, clause.number) for clause in found.conditions] == [
        ("AA-BB, version 1", "5.4"),
        ("Profile of AA", "s. 78"),
    ]


# Time


def test_an_agreement_that_ends_at_midnight_is_closed_at_midnight():
    midnight = datetime(2027, 1, 1, tzinfo=UTC)
    assert decided(at=midnight - timedelta(seconds=1)).goes
    found = decided(at=midnight)
    assert found.bound_by == ("agreement",)
    assert found.sentence == "AA-BB, version 1: Ended on 31 December 2026."
    assert numbers(found) == ["AA-BB, version 1 in_force"]


def test_the_key_changes_exactly_when_something_begins_or_ends():
    midnight, first = datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert REGISTER.key(first) == REGISTER.key(midnight - second)
    assert REGISTER.key(first - second) == REGISTER.key(midnight) != REGISTER.key(first)


def test_another_profile_or_another_text_is_another_key():
    at = asked().at
    assert REGISTER.key(at) == register_of(signed(agreement_of())).key(at)
    assert REGISTER.key(at) != register_of(signed(agreement_of(title="Another"))).key(at)
    assert REGISTER.key(at) != under(AA=profile_of("AA", may_pass=[])).key(at)
    assert hash(REGISTER.key(at))
