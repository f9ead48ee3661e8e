"""What another version would change, and which data at hand it touches."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec import structs
from tests.agreements.test_oracle import LABELS, PARTIES, agreements
from tests.agreements.worlds import AGREEMENT, NOON, agreement_of, asked, label, profile_of

from headwater.agreements import Change, changes
from headwater.agreements.compiling import compiled
from headwater.agreements.openings import kinds, label_of
from headwater.agreements.rules import Rules
from headwater.errors import BadInput
from headwater.model import Classification, Label

OLD = agreement_of()


def told(**other: Any) -> list[tuple[str, str]]:
    return [(one.kind, one.clause) for one in changed(**other)]


def changed(**other: Any) -> tuple[Change, ...]:
    return changes(OLD, agreement_of(version=2, **other))


def with_share(**more: Any) -> list[dict[str, Any]]:
    return [*AGREEMENT["may_share"], {"clause": "4.9", "sentence": "More may pass."} | more]


def test_a_version_that_says_the_same_changes_nothing():
    assert told() == []


def test_a_new_clause_opens_and_touches_what_it_opens():
    (one,) = changed(may_share=with_share(about=["contact"], groups=["role"], purposes=["develop"], **{"from": ["AA"]}))
    assert (one.kind, one.clause) == ("opened", "4.9")
    assert one.sentence == (
        "The roles of contacts may pass now from AA to BB and CC to develop intelligence on a group."
    )
    assert one.touches(label(category="contact", group="role"))
    assert not one.touches(label(category="contact", group="role", agency="BB"))
    assert not one.touches(label(category="suspect", group="role"))
    assert one.touches(label(category="contact", group="role", agreement="AA-BB"))
    assert not one.touches(label(category="contact", group="role", agreement="OTHER"))
    assert not one.touches(label(category="contact", group="role", published=True))


def test_a_clause_taken_out_closes_under_its_own_number():
    (one,) = changed(may_share=AGREEMENT["may_share"][:2])
    assert (one.kind, one.clause) == ("closed", "4.3")
    assert one.sentence.endswith("the notes of airplanes, boats, vehicles and vessels may no longer pass.")
    assert one.touches(label(category="", schema="Boat"))
    assert not one.touches(label(category="", schema="Phone"))


def test_a_new_never_clause_closes_under_its_number():
    never = [*AGREEMENT["never"], {"clause": "6.9", "sentence": "No phones.", "groups": ["contact"]}]
    (one,) = changed(never=never)
    assert (one.kind, one.clause) == ("closed", "6.9")


def test_ceilings_that_move():
    higher = [{"clause": "5.1", "sentence": "s", "classification": "SECRET"}, *AGREEMENT["ceilings"][1:]]
    (one,) = changed(ceilings=higher)
    assert (one.kind, one.sentence) == ("opened", "What is marked SECRET may pass now, if a clause lets it.")
    assert one.touches(label(classification=Classification.SECRET))
    assert not one.touches(label())
    lower = [AGREEMENT["ceilings"][0], {"clause": "5.2", "sentence": "s", "tlp": "GREEN"}, AGREEMENT["ceilings"][2]]
    (two,) = changed(ceilings=lower)
    assert (two.kind, two.sentence) == ("closed", "What is marked TLP:AMBER stays now.")
    assert two.touches(label(handling="H0 TLP:AMBER"))
    (three,) = changed(ceilings=AGREEMENT["ceilings"][:2])
    assert (three.kind, three.sentence) == ("opened", "What is handled H2 may pass now, if a clause lets it.")


def test_days_in_force():
    assert [(one.kind, one.sentence) for one in changed(in_force={"from": "2026-01-01", "until": "2027-06-30"})] == [
        ("longer", "It is in force until 30 June 2027; before, until 31 December 2026.")
    ]
    assert told(in_force={"from": "2026-01-01", "until": "2026-02-01"}) == [("shorter", "in_force")]
    assert told(in_force={"from": "2026-01-01"}) == [("longer", "in_force")]
    assert told(in_force={"from": "2026-02-01", "until": "2026-12-31"}) == [("changed", "in_force")]
    assert told(time_zone="Europe/London") == [("changed", "time_zone")]


def test_retention():
    keep = {"clause": "8.1", "sentence": "Kept.", "about": ["suspect"], "review": "P1Y"}
    assert [(one.kind, one.sentence) for one in changed(retention=[keep | {"keep": "P5Y"}])] == [
        ("longer", "Data on suspects is kept 5 years; before, 3 years.")
    ]
    assert told(retention=[keep | {"keep": "P90D"}]) == [("shorter", "8.1")]
    assert told(retention=[keep | {"keep": "P36M"}]) == [("changed", "8.1")]
    (every,) = changed(retention=[*AGREEMENT["retention"], {"clause": "8.2", "sentence": "s", "keep": "P10Y"}])
    assert (every.kind, every.clause) == ("shorter", "8.2")
    assert every.touches(label(category="contact"))
    assert not every.touches(label(category="suspect"))


def test_passing_on_and_readers():
    assert told(onward=AGREEMENT["onward"] | {"rule": "parties"}) == [("opened", "7.1")]
    assert told(onward=AGREEMENT["onward"] | {"rule": "never"}) == [("closed", "7.1")]
    assert told(readers={"clause": "3.1", "sentence": "s", "roles": ["analyst"]}) == [("closed", "3.1")]


def test_words_that_change_no_answer():
    assert told(conditions=[{"clause": "5.4", "sentence": "Not used in any court."}]) == [("changed", "5.4")]
    assert told(conditions=[]) == [("removed", "5.4")]
    assert told(conditions=[*AGREEMENT["conditions"], {"clause": "5.5", "sentence": "s"}]) == [("added", "5.5")]
    assert told(recall={"clause": "9.1", "sentence": "Within two days.", "hours": 48}) == [("changed", "9.1")]
    assert told(title="Another title") == [("changed", "title")]


def test_a_party_that_joins_opens_the_ways_to_it():
    found = changes(agreement_of(parties=["AA", "BB"]), agreement_of(version=2))
    assert {one.kind for one in found} == {"opened"}
    assert {one.clause for one in found} == {"4.1", "4.2", "4.3"}


def test_profiles():
    passing = [{"clause": "p1", "sentence": "s", "about": ["suspect"], "to": ["BB"]}]
    old, new = profile_of("AA", may_pass=passing), profile_of("AA", version=2, may_pass=[])
    (one,) = changes(old, new)
    assert (one.kind, one.clause) == ("closed", "p1")
    assert one.sentence.endswith("may no longer pass to BB.")
    assert one.touches(label("AA"))
    assert not one.touches(label("BB"))
    (two,) = changes(new, profile_of("AA", version=3, may_pass=[], may_hold=[]))
    assert (two.kind, two.clause) == ("closed", "h1")
    assert two.touches(label("BB"))


def test_only_versions_of_one_document_are_compared():
    with pytest.raises(BadInput, match="not two versions"):
        changes(OLD, agreement_of(agreement="OTHER"))
    with pytest.raises(BadInput, match="not two versions"):
        changes(profile_of("AA"), profile_of("BB"))


@st.composite
def of_some_kind(draw: st.DrawFn) -> Label:
    """A label of data that there is, with marks as labels have them."""
    about, group, names = draw(st.sampled_from(kinds()))
    marked = draw(LABELS)
    plain = label_of(marked.agency, about, group, draw(st.sampled_from(names)))
    return structs.replace(plain, handling=marked.handling, classification=marked.classification)


@hypothesis_settings(max_examples=8)
@given(agreements("A", 1), agreements("A", 2), st.lists(of_some_kind(), min_size=5, max_size=15))
def test_whatever_passes_in_one_only_is_touched_by_some_change(old, new, labels):
    """What the originator itself passes, between any two parties and for every purpose."""
    found = changes(old, new)
    before, after = (Rules([compiled(one)], profiles_aside=True) for one in (old, new))
    for recipient, purpose in product(PARTIES, sorted({one.purpose for one in (*old.purposes, *new.purposes)})):
        question = asked(recipient, purpose, NOON)
        decided = zip(labels, before.decide(question, labels), after.decide(question, labels), strict=True)
        for one, was, now in decided:
            wanted = {"opened"} if now and not was else {"closed"} if was and not now else set()
            assert wanted <= {change.kind for change in found if change.touches(one)}, one
