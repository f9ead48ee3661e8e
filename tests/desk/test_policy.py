"""Who sees which labels: own, published, by agreement; over every kind of label, against the rule written again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.agreements import PURPOSES, Asked
from headwater.desk import PURPOSE_KINDS
from headwater.desk.actors import Actor, Role
from headwater.desk.policy import allowed, deciding, reach_of
from headwater.desk.views import PurposeView
from headwater.errors import Forbidden, PurposeNeeded
from headwater.model import Classification, Label, SubjectCategory

CEILING = Classification.OFFICIAL_SENSITIVE
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
READING = {Role.ANALYST, Role.LIAISON, Role.BORDER}
LABELS = st.builds(
    Label,
    agency=st.sampled_from(["GB", "AL", "UN"]),
    schema=st.just("Person"),
    group=st.just("identity"),
    category=st.sampled_from([None, *SubjectCategory]),
    case=st.sampled_from(["", "SYN-014", "SYN-015"]),
    classification=st.sampled_from(Classification),
    published=st.booleans(),
)
READERS = st.frozensets(st.sampled_from([*READING, Role.PROTECTION]), min_size=1)
CASES = st.sampled_from(["", "SYN-014", "SYN-015"])


class Answering:
    """A register that opens some labels and writes down what it was asked."""

    def __init__(self, opened: frozenset[Label] = frozenset()) -> None:
        self.opened = opened
        self.asked: list[tuple[Asked, Label]] = []

    def decide(self, asked: Asked, labels: Sequence[Label]) -> list[bool]:
        """As `Register.decide`."""
        self.asked += [(asked, label) for label in labels]
        return [label in self.opened for label in labels]


def reader(roles, kind="investigate", case="SYN-014", agency="GB"):
    purpose = PurposeView("2" * 24, kind, kind, case, "", kind)
    return Actor("1" * 24, "r", frozenset(roles), purpose, agency=agency, guest=agency != "GB")


def reach(who, *, ceiling=CEILING, register="key", onward=False):
    return reach_of(who, ceiling, "GB", register, onward=onward)


@given(st.lists(LABELS), READERS, CASES, st.sampled_from(["GB", "AL"]), st.booleans(), st.data())
def test_every_label_is_decided_as_the_rule_says(labels, roles, case, agency, onward, data):
    who = reader(roles, case=case, agency=agency)
    if not roles & READING:
        with pytest.raises(Forbidden):
            reach(who)
        return
    register = Answering(data.draw(st.frozensets(st.sampled_from(labels))) if labels else frozenset())
    seen = allowed(reach(who, onward=onward), register, NOW, labels)
    opened_case = case if Role.ANALYST in roles and not onward else ""
    for label, sees in zip(labels, seen, strict=True):
        own = label.agency == agency
        if label.classification > CEILING:
            assert not sees
        elif label.category in (SubjectCategory.VICTIM, SubjectCategory.WITNESS):
            assert sees == (own and opened_case != "" and label.case == opened_case)
        else:
            assert sees == (own or label.published or label in register.opened)


@given(st.lists(LABELS, min_size=1), READERS.filter(lambda roles: roles & READING))
def test_the_register_is_asked_only_of_what_an_agreement_can_open(labels, roles):
    register = Answering()
    allowed(reach(reader(roles)), register, NOW, labels)
    for asked, label in register.asked:
        assert label.agency != "GB"
        assert not label.published
        assert label.category not in (SubjectCategory.VICTIM, SubjectCategory.WITNESS)
        assert (asked.recipient, asked.holder, asked.purpose, asked.at) == ("GB", "GB", "investigate", NOW)
        assert asked.roles == {role.value for role in roles}


def test_every_purpose_that_an_agreement_can_serve_can_be_stated():
    assert PURPOSES.keys() <= PURPOSE_KINDS.keys()


@pytest.mark.parametrize("kind", ["test", "other"])
def test_a_purpose_that_no_agreement_serves_is_asked_as_it_is(kind):
    assert kind not in PURPOSES
    register = Answering()
    label = Label("AL", "Person", "identity", SubjectCategory.SUSPECT)
    assert allowed(reach(reader({Role.ANALYST}, kind=kind)), register, NOW, [label]) == [False]
    assert register.asked[0][0].purpose == kind


def test_without_a_purpose_nothing_is_decided():
    with pytest.raises(PurposeNeeded):
        reach(Actor("1" * 24, "r", frozenset({Role.ANALYST})))


def test_supervising_is_no_purpose_for_reading():
    with pytest.raises(PurposeNeeded):
        reach(reader({Role.ANALYST, Role.PROTECTION}, kind="supervise"))


def test_the_cache_key_tells_readers_apart_whose_decisions_may_differ():
    analyst = {Role.ANALYST}
    reaches = [
        reach(reader(analyst)),
        reach(reader(analyst, case="SYN-015")),
        reach(reader(analyst, kind="develop")),
        reach(reader({Role.LIAISON})),
        reach(reader({Role.BORDER})),
        reach(reader(analyst), ceiling=Classification.SECRET),
        reach(reader(analyst, agency="AL")),
        reach(reader(analyst), register="another"),
        reach(reader(analyst), onward=True),
    ]
    assert len({deciding(one, Answering(), NOW).key for one in reaches}) == len(reaches)
    # Those who see the same share one view, whoever they are and whenever they ask.
    other = Actor("3" * 24, "s", frozenset(analyst), reader(analyst).purpose, agency="GB")
    assert deciding(reach(other), Answering(), datetime(2027, 1, 1, tzinfo=UTC)).key == reaches[0]


def test_only_the_purpose_s_case_is_open_and_only_in_the_agency_s_own_reports():
    def opened(who):
        asked = deciding(reach(who), Answering(), NOW)
        return asked.cases, asked.agency

    assert opened(reader({Role.ANALYST})) == ({"SYN-014"}, "GB")
    assert opened(reader({Role.ANALYST}, agency="AL")) == ({"SYN-014"}, "AL")
    assert opened(reader({Role.ANALYST}, case="")) == (frozenset(), "GB")
    assert opened(reader({Role.LIAISON})) == (frozenset(), "GB")
