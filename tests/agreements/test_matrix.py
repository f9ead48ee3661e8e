"""The matrix and what is missing: the same answers as decisions, for every pair and kind of data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.agreements.worlds import AGREEMENT, NOON, agreement_of, asked, profile_of, register_of, signed

from headwater.agreements import Held, Matrix, Register
from headwater.agreements.openings import kinds, label_of, openings, sorts
from headwater.agreements.terms import ABOUT, THING
from headwater.model.schema import Group, group_of, is_person, properties_of, schema_of, schemata

TWO = agreement_of(agreement="TWO", parties=["AA", "BB"])
REGISTER = register_of(signed(agreement_of()))


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return REGISTER.matrix(NOON)


def test_every_ordered_pair_has_its_cell(matrix):
    assert matrix.parties == ("AA", "BB", "CC")
    pairs = [(cell.sender, cell.recipient) for cell in matrix.cells]
    assert pairs == [("AA", "BB"), ("AA", "CC"), ("BB", "AA"), ("BB", "CC"), ("CC", "AA"), ("CC", "BB")]


def test_every_opening_is_what_decisions_say(matrix):
    """Every schema that has such data is asked: goes is all of them, stays none, some neither."""
    found = {kind[:2]: kind[2] for kind in kinds()}
    for cell in matrix.cells[:2]:
        for one in cell.openings:
            labels = [label_of(cell.sender, one.about, one.kind, name) for name in found[one.about, one.kind]]
            passes = REGISTER.decide(asked(cell.recipient, one.purpose, holder=cell.sender), labels)
            assert one.outcome == ("goes" if all(passes) else "some" if any(passes) else "stays"), one


def test_kinds_are_all_the_data_there_is():
    told = {(about, group, name) for about, group, names in kinds() for name in names}
    for name in schemata():
        if not schema_of(name).abstract:
            for prop in properties_of(name):
                about = "suspect" if is_person(name) else THING
                assert (about, group_of(name, prop).value, name) in told
    assert {about for about, _, _ in told} == set(ABOUT)
    assert {group for _, group, _ in told} == {group.value for group in Group}


def test_sorts_are_told_apart_by_what_documents_name():
    assert sorts(["Boat", "Car", "Phone"], frozenset()) == (("Boat", "Car", "Phone"),)
    assert sorts(["Boat", "Vehicle", "Phone"], frozenset({"Vehicle"})) == (("Boat", "Vehicle"), ("Phone",))


def test_a_cell_counts_the_kinds_that_open(matrix):
    cell = matrix.cell("AA", "BB")
    opened = {(one.about, one.kind) for one in cell.openings if one.outcome != "stays"}
    assert cell.opens == len(opened)
    assert ("suspect", "identity") in opened
    assert ("victim", "identity") not in opened
    assert cell.needs == ()
    assert cell.agreements == (("AA-BB", 1),)


def test_victims_and_witnesses_stay_in_every_cell(matrix):
    guarded = [one for cell in matrix.cells for one in cell.openings if one.about in ("victim", "witness")]
    assert guarded
    assert {one.outcome for one in guarded} == {"stays"}
    assert all("headwater" in one.bound_by for one in guarded)


def test_adding_a_party_opens_exactly_what_the_matrix_says():
    """The labels that open when CC joins are those that the matrix of the new version says go."""
    before, after = register_of(signed(TWO)), register_of(signed(agreement_of(agreement="TWO", version=2)))
    labels = {
        (about, group, name): label_of("AA", about, group, name) for about, group, names in kinds() for name in names
    }
    question = asked("CC", holder="AA")
    assert not any(before.decide(question, list(labels.values())))
    passes = dict(zip(labels, after.decide(question, list(labels.values())), strict=True))
    cell = after.matrix(NOON).cell("AA", "CC")
    said = {(one.about, one.kind): one.outcome for one in cell.openings if one.purpose == "investigate"}
    for (about, group, _), passed in passes.items():
        assert said[about, group] in (("goes", "some") if passed else ("stays", "some"))
    assert {kind for kind, outcome in said.items() if outcome != "stays"} == {
        (about, group) for (about, group, _), passed in passes.items() if passed
    }


def test_where_no_agreement_is_held_one_is_needed():
    register = register_of(
        signed(TWO),
        signed(
            agreement_of(
                agreement="OTHER",
                parties=["BB", "CC"],
                may_share=[{"clause": "4.1", "sentence": "All may pass."}],
                examples=[
                    {
                        "what": "w",
                        "from": "BB",
                        "to": "CC",
                        "purpose": "investigate",
                        "outcome": outcome,
                        "data": {"schema": "Person", "property": "name", "category": category},
                    }
                    for outcome, category in (("goes", "suspect"), ("stays", "victim"))
                ],
            )
        ),
    )
    cell = register.matrix(NOON).cell("AA", "CC")
    assert (cell.opens, cell.openings, cell.agreements) == (0, (), ())
    assert cell.needs == ("An agreement that names AA and CC and that all its parties have signed; none is held here.",)
    assert register.needs("AA", "CC", NOON) == cell.needs
    assert register.needs("AA", "BB", NOON) == ()


def test_where_it_is_not_in_force_it_says_why():
    register = register_of(Held(TWO))
    assert register.needs("AA", "BB", NOON) == ("TWO, version 1, in force. Proposed; nobody has signed.",)
    ended = register_of(signed(TWO)).needs("AA", "BB", datetime(2027, 2, 1, tzinfo=UTC))
    assert ended == ("TWO, version 1, in force. Ended on 31 December 2026.",)


def narrowed(**profiles: object) -> Register:
    return register_of(signed(TWO), profiles=tuple(profiles.values()))  # type: ignore[arg-type]


def test_where_a_profile_is_missing_or_keeps_all_it_says_so():
    assert narrowed(AA=profile_of("AA")).needs("AA", "BB", NOON) == (
        "A profile of BB; none is held here, so nothing is known of what its law allows.",
    )
    nothing = narrowed(AA=profile_of("AA", may_pass=[]), BB=profile_of("BB"))
    assert nothing.needs("AA", "BB", NOON) == ("A basis in the law of AA: its profile lets nothing pass to BB.",)
    things = [{"clause": "Art. 88", "sentence": "Things may be held.", "about": ["thing"]}]
    persons_only = signed(agreement_of(agreement="TWO", parties=["AA", "BB"], may_share=AGREEMENT["may_share"][:1]))
    only = register_of(persons_only, profiles=(profile_of("AA"), profile_of("BB", may_hold=things)))
    assert only.needs("AA", "BB", NOON) == (
        "For data on persons, a basis in the law of BB: its profile lets none be held when it comes from AA.",
    )


def test_a_proposed_version_can_be_asked_as_if_it_were_signed():
    register = register_of(signed(TWO), Held(agreement_of(agreement="TWO", version=2)))
    rules = register.rules_as_if("TWO", 2, NOON)
    assert any(one.outcome == "goes" for one in openings(rules, "AA", "CC", NOON))
    assert register.matrix(NOON).cell("AA", "CC").opens == 0


def test_the_matrix_is_asked_once_between_two_boundaries():
    register = register_of(signed(TWO))
    first, second = register.matrix(NOON), register.matrix(datetime(2026, 7, 1, tzinfo=UTC))
    assert first.cells is second.cells
    assert (first.at, second.at) == (NOON, datetime(2026, 7, 1, tzinfo=UTC))
    assert register.matrix(datetime(2027, 7, 1, tzinfo=UTC)).cell("AA", "BB").opens == 0
