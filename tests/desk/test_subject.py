"""What of a report is a value of the person, and what goes where a value goes."""

from __future__ import annotations

import pytest

from headwater.desk.subject import subject_of
from headwater.model import Assertion, Label, Report, SubjectCategory
from headwater.store import Opened

SUSPECT = SubjectCategory.SUSPECT


def said(number, entity, schema, prop, value):
    category = SUSPECT if schema == "Person" else None
    return Assertion(f"{number:016x}", entity, schema, prop, value, category=category)


NAME = said(1, "me", "Person", "name", "Arta Mostra")
ADDRESS = said(2, "me", "Person", "addressEntity", "home")
FULL = said(3, "home", "Address", "full", "Example Street 1, Tirana")
USER = said(4, "use", "Use", "user", "me")
ITEM = said(5, "use", "Use", "item", "phone")
NUMBER = said(6, "phone", "Phone", "number", "+447700900151")
SUBJECT = said(7, "link", "UnknownLink", "subject", "me")
OBJECT = said(8, "link", "UnknownLink", "object", "other")
ROLE = said(9, "link", "UnknownLink", "role", "lent a van")
OTHER = said(10, "other", "Person", "name", "Marko Uzorak")
HOLDER = said(11, "pass", "Passport", "holder", "me")
PASSPORT = said(12, "pass", "Passport", "number", "X000142S7")
EVERYTHING = (NAME, ADDRESS, FULL, USER, ITEM, NUMBER, SUBJECT, OBJECT, ROLE, OTHER, HOLDER, PASSPORT)


def label_of(one):
    return Label("GB", one.schema, "identity", one.category)


def held(*assertions):
    """A store's answer: one report."""
    report = Report("r" * 24, 1, "i" * 24, "2026-03-02T12:00:00+00:00", "GB", "L", "SYN-1", assertions=assertions)
    return [Opened(report, labels={one.id: label_of(one) for one in assertions})]


def part_of(*assertions):
    (part,) = subject_of(held(*assertions), frozenset({"me"})).parts
    return part


def test_the_persons_own_lines_and_those_of_their_links_documents_and_things_are_theirs():
    assert part_of(*EVERYTHING).shown == (NAME, FULL, NUMBER, OBJECT, ROLE, PASSPORT)


def test_a_report_that_does_not_speak_of_the_person_is_no_part():
    assert subject_of(held(*EVERYTHING), frozenset({"nobody"})).parts == ()


@pytest.mark.parametrize(
    ("chosen", "gone"),
    [
        ((NAME,), (NAME,)),
        ((NUMBER,), (USER, ITEM, NUMBER)),
        ((ROLE,), (ROLE,)),
        ((OBJECT, ROLE), (SUBJECT, OBJECT, ROLE)),
        ((FULL,), (ADDRESS, FULL)),
        ((PASSPORT,), (HOLDER, PASSPORT)),
        ((), ()),
    ],
)
def test_what_points_to_a_value_goes_when_all_values_there_go(chosen, gone):
    part = part_of(*EVERYTHING)
    assert part.with_followers([one.id for one in chosen]) == [one.id for one in gone]


def test_a_link_with_words_of_its_own_stays_until_they_go_too():
    since = said(20, "use", "Use", "role", "answers messages")
    part = part_of(*EVERYTHING, since)
    assert part.with_followers([NUMBER.id]) == [ITEM.id, NUMBER.id]
    assert part.with_followers([NUMBER.id, since.id]) == [USER.id, ITEM.id, NUMBER.id, since.id]


@pytest.mark.parametrize(
    "other",
    [
        (said(20, "other", "Person", "addressEntity", "home"),),
        (said(20, "theirs", "Use", "user", "other"), said(21, "theirs", "Use", "item", "phone")),
    ],
)
def test_what_somebody_else_has_too_is_named_and_not_theirs_to_erase(other):
    part = part_of(*EVERYTHING, *other)
    shared, kept = (ADDRESS, FULL) if len(other) == 1 else (ITEM, NUMBER)
    assert shared in part.shown
    assert kept not in part.shown
    assert kept.id not in part.with_followers(part.shown_ids)


def test_a_link_that_says_nothing_but_whose_it_is_stands_by_that_line():
    assert part_of(NAME, USER).shown == (NAME, USER)


def test_who_is_named_besides_is_known_as_a_person():
    subject = subject_of(held(*EVERYTHING), frozenset({"me"}))
    assert subject.persons == {"me", "other"}
    assert subject.categories() == ("Suspect",)
