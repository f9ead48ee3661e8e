"""What is compared of an entity: its own values and those of its documents, phones, accounts and vehicles."""

from __future__ import annotations

import pytest
from tests.desk.test_two_worlds import SUSPECT, link, person, report

from headwater.desk.reading import Reading
from headwater.desk.records import RECORD_SCHEMATA, is_record, record_of, said_of, unit_of
from headwater.model import DraftAssertion
from headwater.store import ImportPlan


def thing(key, schema, **values):
    return [DraftAssertion(key, schema, prop, value) for prop, value in values.items()]


def take_in(desk, *drafts):
    plan = ImportPlan("headwater", "f", "0" * 64, "GB", "TEST-1", "1", "2026-01-01", False, "operator", "")
    run = desk._parts.store.begin_import(plan)
    run.add(drafts)
    run.finish()


@pytest.fixture
def reading(desk, analyst):
    return lambda: Reading(desk._parts.store, desk._view(analyst, onward=True))


MAN = person("a", SUSPECT, name="Primjer Osoba", birthDate="1984-03-14", notes="Long words.", religion="none of ours")
THINGS = (
    (thing("p", "Passport", passportNumber="X1", type="Passport"), link("p", "Passport", holder="a")),
    (thing("i", "Identification", number="I1", type="Passport"), link("i", "Identification", holder="a")),
    (thing("j", "Identification", number="I2", type="Identity card"), link("j", "Identification", holder="a")),
    (thing("ph", "Phone", number="+447700900142"), link("u1", "Use", user="a", item="ph")),
    (thing("oa", "OnlineAccount", username="primjer.osoba"), link("u2", "Use", user="a", item="oa")),
    (thing("ua", "UserAccount", username="osoba84"), link("ua", "UserAccount", owner="a")),
    (thing("ad", "Address", full="Primjer Street 14"), link("a", "Person", addressEntity="ad")),
)


def test_linked_things_are_compared_under_the_property_one_looks_for(desk, analyst, reading):
    ends = [[*made, *pointing] for made, pointing in THINGS[:-1]]
    address = [
        *THINGS[-1][0],
        DraftAssertion("a", "Person", "addressEntity", "ad", category=SUSPECT),
    ]
    take_in(desk, report("R1", MAN, *ends, address))
    hit = next(hit for hit in desk.search(analyst, "Primjer Osoba").hits if hit.schema == "Person")
    record = record_of(reading(), hit.id)
    assert record.schema == "Person"
    assert record.values == {
        "name": ("Primjer Osoba",),
        "birthDate": ("1984-03-14",),
        "passportNumber": ("I1", "X1"),
        "idNumber": ("I2",),
        "phone": ("+447700900142",),
        "username": ("osoba84", "primjer.osoba"),
        "address": ("Primjer Street 14",),
    }


def test_a_value_stands_on_the_rows_of_the_thing_and_of_the_link(desk, analyst, reading):
    take_in(
        desk,
        report("R1", MAN, thing("ph", "Phone", number="+447700900142")),
        report("R2", link("u", "Use", user="a", item="ph")),
    )
    hit = next(hit for hit in desk.search(analyst, "Primjer Osoba").hits if hit.schema == "Person")
    now = reading()
    (phone,) = [one for one in said_of(now, hit.id) if one.prop == "phone"]
    assert {now.report(row.report_id).head.reference for row in phone.rows} == {"R1", "R2"}


def test_a_user_of_another_s_phone_and_a_holder_of_another_s_passport_are_not_mixed(desk, analyst, reading):
    other = person("b", SUSPECT, name="Osoba Druga")
    passport = [*thing("p", "Passport", passportNumber="X1"), *link("p", "Passport", holder="b")]
    take_in(desk, report("R1", MAN, other, passport, link("k", "GangLink", subject="a", object="b")))
    first = next(hit for hit in desk.search(analyst, "Primjer Osoba").hits if hit.schema == "Person")
    assert "passportNumber" not in record_of(reading(), first.id).values


def test_links_documents_and_places_are_no_records(desk, analyst, reading):
    assert {"Person", "SmugglingGroup", "Company", "Vehicle", "Boat", "Phone", "OnlineAccount"} <= set(RECORD_SCHEMATA)
    for name in ("Passport", "Identification", "Sanction", "GangMembership", "Use", "Ownership", "Address", "Thing"):
        assert not is_record(name), name
    take_in(desk, report("R1", MAN, thing("ad", "Address", full="Primjer Street 14")))
    (address,) = [hit for hit in desk.search(analyst, "Primjer Street").hits if hit.schema == "Address"] or [None]
    if address is not None:
        assert unit_of(reading(), address.id) is None
    assert unit_of(reading(), "0" * 24) is None


def test_a_unit_knows_its_cases_its_groups_and_what_it_was_put_together_from(desk, analyst, reading):
    gang = [DraftAssertion("g", "SmugglingGroup", "name", "Example Ford group")]
    member = link("m", "GangMembership", member="a", organization="g")
    take_in(desk, report("R1", MAN, gang, member))
    hit = next(hit for hit in desk.search(analyst, "Primjer Osoba").hits if hit.schema == "Person")
    (group,) = [hit for hit in desk.search(analyst, "Example Ford").hits if hit.schema == "SmugglingGroup"]
    now = reading()
    unit = unit_of(now, hit.id)
    assert (unit.cases, unit.gangs) == ({"SYN-099"}, {group.id})
    assert {group.id, *now.links(hit.id)} <= unit.things
    assert hit.id not in unit.things
