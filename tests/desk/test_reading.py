"""What a reader sees of the synthetic group, what is withheld, and that each read is written before it is answered."""

from __future__ import annotations

import errno
import os

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from headwater.desk import Role
from headwater.errors import BadInput, Forbidden, NotFound, PurposeNeeded, Unavailable
from headwater.model import Basis, SubjectCategory


def hit(desk, actor, query):
    return desk.search(actor, query).hits[0]


def found(view, group, label):
    """The values of a property on an entity's page."""
    for one in view.groups:
        for prop in one.properties:
            if (one.group, prop.label) == (group, label):
                return prop
    raise AssertionError((group, label))


def test_a_name_in_another_script_finds_the_person_with_one_line(desk, analyst):
    view = desk.search(analyst, "Бесник Шембули")
    assert view.total == len(view.hits) == 1
    (one,) = view.hits
    assert one.caption == "Besnik Shembulli"
    assert one.matched == "Бесник Шембули"
    assert one.line == (
        "Born 14 March 1984 or 14 March 1985. Organiser in Brook group (assessment). "
        "Payment broker in Brook group (fact). Nationality Utopia."
    )
    assert one.agencies == ("AL", "GB", "MK", "RS")
    assert one.synthetic
    assert not one.press
    assert [category.text for category in one.categories] == ["Suspect in case SYN-014"]
    assert view.marking == "OFFICIAL-SENSITIVE"


def test_a_phone_says_who_uses_it(desk, analyst):
    assert hit(desk, analyst, "07700 900142").line == "Used by Besnik Shembulli (fact)."


def test_sources_stand_side_by_side_and_are_not_averaged(desk, analyst):
    view = desk.entity(analyst, hit(desk, analyst, "Besnik Shembulli").id)
    births = found(view, "identity", "Date of birth")
    assert births.disagree
    assert [(value.text, value.basis) for value in births.values] == [
        ("14 March 1984", Basis.FACT),
        ("14 March 1985", Basis.FACT),
        ("1984", Basis.ASSESSMENT),
    ]
    assert births.values[2].note == "Day and month not known"
    assert not found(view, "identity", "Sex").disagree
    names = found(view, "identity", "Name").values
    assert [value.reading for value in names] == ["", "Besnik Shembuli"]


def test_sources_are_newest_first(desk, analyst):
    view = desk.entity(analyst, hit(desk, analyst, "Besnik Shembulli").id)
    for group in view.groups:
        for prop in group.properties:
            for value in prop.values:
                dates = [source.reported_at for source in value.sources]
                assert dates == sorted(dates, reverse=True)
                assert len({source.report_id for source in value.sources}) == len(dates)


def test_links_are_folded_into_the_page_of_the_person(desk, analyst):
    view = desk.entity(analyst, hit(desk, analyst, "Besnik Shembulli").id)
    roles = found(view, "role", "Brook group").values
    assert {value.text: value.basis for value in roles} == {
        "Organiser": Basis.ASSESSMENT,
        "Payment broker": Basis.FACT,
    }
    documents = next(group for group in view.groups if group.group == "document")
    assert [prop.label for prop in documents.properties] == ["Passport"]  # and not its number a second time
    passport = found(view, "document", "Passport").values[0]
    assert passport.text == "X000142S7"
    assert "Expires 30 June 2024." in passport.note
    assert passport.reference
    phones = found(view, "contact", "Phone").values
    assert {value.text for value in phones} == {"+447700900142", "+447700900143"}
    assert found(view, "thing", "Vehicle").values[0].text == "Van, ZZ 142 SY"
    assert found(view, "place", "Address").values[0].text == "Example Street 14, Skopje"
    assert found(view, "link", "Linked from").values[0].note.startswith("Supplied document to Besnik Shembulli")


def test_a_link_reads_from_both_of_its_ends(desk, analyst):
    payer = desk.entity(analyst, hit(desk, analyst, "Besnik Shembulli").id)
    paid = desk.entity(analyst, hit(desk, analyst, "Ilir Provaj").id)
    assert found(payer, "link", "Paid").values[0].text == "Ilir Provaj"
    notes = [value.note for value in found(paid, "link", "Linked from").values if value.text == "Besnik Shembulli"]
    assert notes[0].startswith("Paid Ilir Provaj.")
    assert found(payer, "role", "Brook group").values[0].reference == desk.groups(analyst)[0][0].id
    phone = desk.entity(analyst, hit(desk, analyst, "07700 900142").id)
    assert found(phone, "role", "Used by").values[0].text == "Besnik Shembulli"
    assert found(phone, "role", "Used by").values[0].note == "Subscriber. Since January 2026."


def test_every_value_leads_to_a_report_that_says_it(desk, analyst):
    view = desk.entity(analyst, hit(desk, analyst, "Besnik Shembulli").id)
    source = found(view, "identity", "Date of birth").values[1].sources[0]
    report = desk.report(analyst, source.report_id, assertion_id=source.assertion_id)
    assert report.agency == "RS"
    assert report.source.assertion_id == source.assertion_id
    assert ("Besnik Shembulli", "Date of birth", "14 March 1985") in report.lines
    assert report.grading.scheme == "4x4"
    assert report.case == "SYN-014"
    assert report.synthetic


def test_the_group_has_its_members_by_stage_and_says_what_hangs_on_one(desk, analyst):
    (line,), total = desk.groups(analyst)
    assert (line.caption, line.member_count, total) == ("Brook group", 12, 1)
    view = desk.group(analyst, line.id)
    assert len(view.members) == 12
    assert view.members[0].roles[0].role_words == "Organiser"
    assert {code: count for code, _, count in view.stages}["pay"] == 3
    assert view.lede.endswith("each hang on one person. 12 members; 9 of 15 roles stated as fact.")
    assert "oats and engines" in view.lede
    assert view.total_links == len(view.links)
    assert view.total_nodes == len(view.nodes)
    ends = {end for link in view.links for end in (link.source, link.target)}
    assert ends <= {node.id for node in view.nodes}
    assert len({link.id for link in view.links}) == len(view.links)


def test_a_person_is_no_group(desk, analyst):
    with pytest.raises(NotFound):
        desk.group(analyst, hit(desk, analyst, "Besnik Shembulli").id)


# AL's report speaks of the witness, GB's of the victim.
PROTECTED = {"Jelena Primerak": "alba", "Samir Mithal": "ana"}


@pytest.mark.parametrize(("name", "own"), PROTECTED.items())
def test_victims_and_witnesses_are_there_for_their_agency_s_analyst_of_their_case_only(desk, acting, name, own):
    analyst = acting(own, "investigate case SYN-014")
    person = hit(desk, analyst, name)
    assert person.caption == name
    assert desk.entity(analyst, person.id).caption == name
    (another,) = {"alba", "ana"} - {own}
    others = [
        acting(own, "develop"),
        acting(own, "investigate case SYN-015"),
        acting(another, "investigate case SYN-014"),
        acting("lia", "investigate case SYN-014"),
        acting("bo", "investigate case SYN-014"),
    ]
    for other in others:
        view = desk.search(other, name)
        assert (view.total, view.hits, view.schemata, view.agencies) == (0, (), (), ())
        with pytest.raises(NotFound):
            desk.entity(other, person.id)


def test_withheld_and_not_there_are_the_same_answer(desk, analyst, stranger):
    person = hit(desk, analyst, "Samir Mithal")
    report = desk.entity(analyst, person.id).groups[0].properties[0].values[0].sources[0].report_id
    for ask in (desk.entity, desk.group, desk.report):
        answers = set()
        for record_id in (person.id if ask != desk.report else report, "0" * 24, "no id at all"):
            with pytest.raises(NotFound) as refused:
                ask(stranger, record_id)
            answers.add(str(refused.value))
        assert len(answers) == 1


def test_nothing_of_a_protected_person_is_on_any_page_of_a_stranger(desk, stranger):
    (line,), _ = desk.groups(stranger)
    seen = repr(desk.group(stranger, line.id))
    for member in desk.group(stranger, line.id).nodes:
        seen += repr(desk.entity(stranger, member.id))
    assert "Besnik" in seen
    for word in ("Jelena", "Primerak", "Samir", "Mithal", "سمير"):
        assert word not in seen


def test_a_narrative_is_shown_only_with_the_whole_report(desk, analyst, stranger, write_reports, draft_of):
    whole = msgspec.structs.replace(draft_of(1), case="SYN-014", narrative="All of it may be read.")
    victim = msgspec.structs.replace(draft_of(2).assertions[0], category=SubjectCategory.VICTIM)
    said = (*whole.assertions, victim)
    partly = msgspec.structs.replace(whole, reference="SYN-2", assertions=said, narrative="Her name is in it.")
    drafts = [whole, partly]
    desk.import_file(desk.operator(), write_reports(drafts), format="headwater", agency="GB")
    person = hit(desk, stranger, "Primjer Uzorak1")
    sources = desk.entity(stranger, person.id).groups[0].properties[0].values[0].sources
    ids = {source.reference: source.report_id for source in sources}
    assert desk.report(stranger, ids["SYN-1"]).narrative == "All of it may be read."
    assert desk.report(stranger, ids["SYN-2"]).narrative == ""
    assert desk.report(analyst, ids["SYN-2"]).narrative == "Her name is in it."


def test_a_purpose_is_needed_and_a_role(desk, acting):
    with pytest.raises(PurposeNeeded):
        desk.search(acting("ana"), "Besnik")
    for name, purpose in (("nobody", ""), ("adam", "administer"), ("dora", "supervise")):
        actor = acting(name, purpose)
        for ask in (
            lambda actor=actor: desk.search(actor, "Besnik"),
            lambda actor=actor: desk.groups(actor),
            lambda actor=actor: desk.entity(actor, "0" * 24),
        ):
            with pytest.raises(Forbidden):
                ask()
    with pytest.raises(Forbidden):
        desk.search(desk.operator(), "Besnik")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LIAISON, Role.BORDER])
def test_each_reading_role_reads(desk, acting, role):
    name = {Role.ANALYST: "ana", Role.LIAISON: "lia", Role.BORDER: "bo"}[role]
    assert desk.search(acting(name, "test"), "Besnik").total == 1


@settings_of_hypothesis(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.integers(-2, 300), st.integers(-2, 300))
def test_any_words_are_answered_or_refused(desk, analyst, query, offset, limit):
    try:
        view = desk.search(analyst, query, offset=offset, limit=limit)
    except BadInput:
        return
    assert len(view.hits) <= limit
    assert len(view.hits) <= view.total
    assert sum(1 for hit in view.hits if hit.caption) == len(view.hits)


@pytest.mark.parametrize("query", ["", "  ", "x" * 401])
def test_a_search_for_nothing_is_refused(desk, analyst, query):
    with pytest.raises(BadInput):
        desk.search(analyst, query)


def test_each_read_is_written_with_what_was_shown(desk, analyst, protection):
    person = hit(desk, analyst, "Besnik Shembulli")
    desk.entity(analyst, person.id)
    group = desk.groups(analyst)[0][0]
    desk.group(analyst, group.id)
    report = desk.entity(analyst, person.id).groups[0].properties[0].values[0].sources[0].report_id
    desk.report(analyst, report)
    page = desk.audit_page(protection, operation="consultation", record=person.id)
    assert [entry.reason for entry in page.entries] == [
        "Opened a report",
        "Opened the page of an entity",
        "Opened a group",
        "Opened the page of an entity",
        "Search",
    ]
    assert {entry.by for entry in page.entries} == {"ana"}
    assert {entry.purpose for entry in page.entries} == {"investigate case SYN-014"}
    assert {entry.role for entry in page.entries} == {"analyst"}
    assert report in page.entries[0].records


def test_without_its_entry_on_disk_nothing_is_answered(desk, analyst, monkeypatch):
    person, group = hit(desk, analyst, "Besnik Shembulli"), desk.groups(analyst)[0][0]
    report = desk.entity(analyst, person.id).groups[0].properties[0].values[0].sources[0].report_id

    def full(fd, *rest):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", full)
    for ask in (
        lambda: desk.search(analyst, "Besnik"),
        lambda: desk.search(analyst, "nothing like it"),
        lambda: desk.entity(analyst, person.id),
        lambda: desk.report(analyst, report),
        lambda: desk.groups(analyst),
        lambda: desk.group(analyst, group.id),
        lambda: desk.export(analyst, "ftm", entity_ids=[person.id]),
        lambda: desk.export(analyst, "csv", query="Besnik"),
    ):
        with pytest.raises(Unavailable):
            ask()
