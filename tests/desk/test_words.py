"""Values in words."""

from __future__ import annotations

import pytest

from headwater.desk import words
from headwater.model import Stage, schema


@pytest.mark.parametrize(
    ("prop", "value", "text"),
    [
        ("birthDate", "1984-03-14", "14 March 1984"),
        ("birthDate", "1984-03", "March 1984"),
        ("birthDate", "about 1984", "about 1984"),
        ("nationality", "xk", "Kosovo"),
        ("nationality", "mk", "North Macedonia"),
        ("nationality", "Utopia", "Utopia"),
        ("gender", "female", "Female"),
        ("gender", "not said", "not said"),
        ("topics", "crime.traffick.human", "Human trafficking"),
        ("name", "GB", "GB"),
    ],
)
def test_values_of_a_person(prop, value, text):
    assert words.value_words("Person", prop, value) == text


@pytest.mark.parametrize(
    ("prop", "value", "note"),
    [
        ("birthDate", "1984", "Day and month not known"),
        ("birthDate", "1984-03", "Day not known"),
        ("birthDate", "1984-03-14", ""),
        ("birthDate", "soon", ""),
        ("name", "1984", ""),
    ],
)
def test_what_a_date_leaves_open(prop, value, note):
    assert words.value_note(prop, value) == note


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        ("", "", ""),
        ("2026-02", "", "since February 2026"),
        ("2026-06-04", "2026-06-04", "4 June 2026"),
        ("2026-03", "2026-08", "March 2026 to August 2026"),
        ("", "2026-08", "until August 2026"),
    ],
)
def test_ranges_say_no_more_than_the_source(since, until, text):
    assert words.date_range(since, until) == text


def test_lists_in_words():
    assert words.list_words("EU:32016R0044") == "EU list under 32016R0044"
    assert words.list_words("FTM:gangs") == "gangs, a FollowTheMoney data set"
    assert words.list_words("SYN-07") == "SYN-07"
    assert words.is_public_list("UN")
    assert words.is_public_list("EU:32016R0044")
    assert not words.is_public_list("SYN-07")
    assert not words.is_public_list("FTM:gangs")


def test_labels_say_what_a_person_says():
    assert words.property_words("Person", "birthDate") == "Date of birth"
    assert words.property_words("Phone", "imei") == "IMEI"
    assert words.property_words("Person", "idNumber") == "ID number"


def test_every_stage_and_every_property_group_has_words():
    assert set(words.STAGE_WORDS) == set(Stage)
    assert {group.value for group in schema.Group} <= set(words.GROUP_WORDS)


def test_roles_of_the_script_and_of_a_source():
    assert words.role_words("boat-or-engine-supplier") == "Boat or engine supplier"
    assert words.role_words("cook") == "cook"
    assert words.stage_of("launcher") == "launch"
    assert words.stage_of("cook") == ""
