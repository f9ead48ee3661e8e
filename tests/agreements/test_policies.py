"""Policies of a document: valid under the schema, one a clause, whatever characters a clause is written with."""

from __future__ import annotations

import pytest
from cedarpy import validate_policies
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.agreements.worlds import agreement_of, label, profile_of

from headwater.agreements import shipped
from headwater.agreements.compiling import Compiled, compiled
from headwater.agreements.policies import SCHEMA, policies_of
from headwater.agreements.questions import question
from headwater.agreements.terms import Agreement, Onward, Purpose, Share
from headwater.errors import BadInput


def test_each_clause_that_decides_is_a_policy_with_its_number():
    assert [(one.id, one.opens) for one in policies_of(agreement_of())] == [
        ("AA-BB/1#4.1", True),
        ("AA-BB/1#4.2", True),
        ("AA-BB/1#4.3", True),
        ("AA-BB/1#6.1", False),
        ("AA-BB/1#6.2", False),
        ("AA-BB/1#5.1", False),
        ("AA-BB/1#5.2", False),
        ("AA-BB/1#5.3", False),
        ("AA-BB/1#7.1", False),
    ]


def test_a_clause_that_stands_twice_is_two_policies():
    again = profile_of("AA", may_pass=[{"clause": "1", "sentence": "a"}, {"clause": "1", "sentence": "b"}], may_hold=[])
    assert [(one.id, one.clause) for one in policies_of(again)] == [
        ("profile:AA/1#1", "1"),
        ("profile:AA/1#1~2", "1"),
    ]


@pytest.mark.parametrize("document", shipped(), ids=lambda document: document.key)
def test_what_ships_compiles_to_valid_policies(document):
    found = compiled(document)
    result = validate_policies(found.text, SCHEMA)
    assert result.validation_passed, result.errors
    assert all(policy.id.startswith(f"{document.key}#") for policy in found.policies)


def of_clause(clause: str) -> Agreement:
    return Agreement(
        id="A",
        version=1,
        title="t",
        parties=("AA", "BB"),
        begins="2026-01-01",
        purposes=(Purpose("2", "investigate", "s"),),
        may_share=(Share(clause=clause, sentence="s"),),
        onward=Onward("7", "s", "never"),
        examples=(),
    )


@hypothesis_settings(max_examples=60)
@given(st.text(min_size=1, max_size=20))
def test_a_clause_number_of_any_characters_names_its_policy(clause):
    document = Compiled(of_clause(clause))
    answer = document.answer(question("share", label(), "BB", "investigate", False))
    assert [policy.clause for policy in answer.policies] == [clause]


@pytest.mark.parametrize("clause", ['"', "\\", '") permit (principal, action, resource);//', "\x00", "\U0001f600"])
def test_a_clause_number_cannot_write_a_policy(clause):
    document = Compiled(of_clause(clause))
    assert len(document.policies) == 2
    assert not document.answer(question("share", label(), "CC", "investigate", False)).allows


def test_a_policy_that_cedar_refuses_is_told():
    broken = of_clause("1")
    with pytest.raises(BadInput, match="Cedar refuses a policy of A, version 1"):
        Compiled(Agreement(**{name: getattr(broken, name) for name in broken.__struct_fields__} | {"parties": ()}))


def test_answers_are_kept_and_a_text_is_compiled_once():
    assert compiled(agreement_of()) is compiled(agreement_of())
    assert compiled(agreement_of()) is not compiled(agreement_of(title="Another"))


def test_parties_that_no_clause_names_are_asked_for_once():
    document = compiled(agreement_of())
    seen = {document.seen(question("share", label("BB"), one, "investigate", False)) for one in ("AA", "CC")}
    assert len(seen) == 2  # AA is named by 4.2
    seen = {document.seen(question("share", label(one), "BB", "investigate", False)) for one in ("BB", "CC")}
    assert len(seen) == 1
