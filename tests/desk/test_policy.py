"""Who sees which labels: the one function, over every kind of label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.actors import Actor, Role
from headwater.desk.policy import allowed, deciding, reach_of
from headwater.desk.views import PurposeView
from headwater.errors import Forbidden, PurposeNeeded
from headwater.model import Classification, Label, SubjectCategory

CEILING = Classification.OFFICIAL_SENSITIVE
LABELS = st.builds(
    Label,
    agency=st.sampled_from(["GB", "AL"]),
    schema=st.just("Person"),
    group=st.just("identity"),
    category=st.sampled_from([None, *SubjectCategory]),
    case=st.sampled_from(["", "SYN-014", "SYN-015"]),
    classification=st.sampled_from(Classification),
)
READERS = st.frozensets(st.sampled_from([Role.ANALYST, Role.LIAISON, Role.BORDER, Role.PROTECTION]), min_size=1)


def reader(roles, kind="investigate", case="SYN-014"):
    return Actor("1" * 24, "r", frozenset(roles), PurposeView("2" * 24, kind, kind, case, "", kind))


@given(LABELS, READERS, st.sampled_from(["", "SYN-014", "SYN-015"]), st.booleans())
def test_every_label_is_decided_as_the_rule_says(label, roles, case, onward):
    if not roles & {Role.ANALYST, Role.LIAISON, Role.BORDER}:
        with pytest.raises(Forbidden):
            reach_of(reader(roles, case=case), CEILING)
        return
    seen = allowed(reach_of(reader(roles, case=case), CEILING, onward=onward), label)
    if label.classification > CEILING:
        assert not seen
    elif label.category in (SubjectCategory.VICTIM, SubjectCategory.WITNESS):
        assert seen == (Role.ANALYST in roles and not onward and case != "" and case == label.case)
    else:
        assert seen


def test_without_a_purpose_nothing_is_decided():
    with pytest.raises(PurposeNeeded):
        reach_of(Actor("1" * 24, "r", frozenset({Role.ANALYST})), CEILING)


def test_supervising_is_no_purpose_for_reading():
    with pytest.raises(PurposeNeeded):
        reach_of(reader({Role.ANALYST, Role.PROTECTION}, kind="supervise"), CEILING)


def test_the_cache_key_tells_readers_apart_whose_decisions_differ():
    reaches = [
        reach_of(reader({Role.ANALYST}), CEILING),
        reach_of(reader({Role.ANALYST}, case="SYN-015"), CEILING),
        reach_of(reader({Role.LIAISON}), CEILING),
        reach_of(reader({Role.ANALYST}), Classification.SECRET),
        reach_of(reader({Role.LIAISON}), Classification.SECRET),
    ]
    assert len({deciding(reach)[1] for reach in reaches}) == len(reaches)
    # Those who see the same share one view.
    assert deciding(reach_of(reader({Role.BORDER}), CEILING))[1] == deciding(reaches[2])[1]


def test_only_the_purpose_s_case_is_open():
    assert deciding(reach_of(reader({Role.ANALYST}), CEILING))[2] == {"SYN-014"}
    assert deciding(reach_of(reader({Role.ANALYST}, case=""), CEILING))[2] == frozenset()
    assert deciding(reach_of(reader({Role.LIAISON}), CEILING))[2] == frozenset()
