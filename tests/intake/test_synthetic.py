"""The synthetic group that ships: what it must show, and that nothing in it could be taken for real."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from headwater.intake import Entry, Given, reader_for
from headwater.intake.selection import SHIPPED
from headwater.model import Basis, Classification, DraftAssertion, DraftReport, Scheme, ScriptRole, SubjectCategory
from headwater.model.dates import adult_on
from headwater.model.schema import is_reference

FILE = SHIPPED["synthetic"].path
SCRIPT = Path(__file__).parents[2] / "scripts" / "write_synthetic_gang.py"
PROTECTED = (SubjectCategory.VICTIM, SubjectCategory.WITNESS)


@pytest.fixture(scope="module")
def reports() -> list[DraftReport]:
    reader = reader_for("headwater")
    opened = reader.open(FILE, "SYN", Given())
    entries = list(opened)
    assert all(isinstance(entry, Entry) for entry in entries)
    return [reader.read(entry, opened.source) for entry in entries if isinstance(entry, Entry)]


@pytest.fixture(scope="module")
def said(reports: list[DraftReport]) -> list[DraftAssertion]:
    return [assertion for report in reports for assertion in report.assertions]


def test_the_shipped_file_is_what_the_script_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], check=True)
    assert (tmp_path / FILE.name).read_bytes() == FILE.read_bytes()


def test_everything_is_labelled_synthetic_and_due_for_erasure(reports: list[DraftReport]) -> None:
    assert len(reports) == 41
    for report in reports:
        assert report.synthetic
        assert not report.press
        assert (report.case, report.list_id) == ("SYN-014", "SYN-07")
        assert "2026-02-01" <= report.reported_at <= "2026-10-31"
        assert report.reported_at < report.review_by < "2027-05-01"
        assert report.erase_by >= "2029-01-01"
        assert report.purpose
        assert report.legal_basis
        assert report.narrative


def test_each_agency_in_its_own_scheme(reports: list[DraftReport]) -> None:
    schemes = {report.agency: report.grading.scheme for report in reports}
    four = Scheme.EUROPEAN_4X4
    assert schemes == {"GB": Scheme.UK_3X5X2, "AL": four, "FRONTEX": four, "MK": four, "RS": four}
    assert {code for report in reports for code in report.handling.codes} >= {"P", "C", "H0", "H1", "TLP:AMBER"}
    assert {report.classification for report in reports} == {
        Classification.OFFICIAL,
        Classification.OFFICIAL_SENSITIVE,
    }


def test_a_partners_report_names_the_agreement_it_came_under(reports: list[DraftReport]) -> None:
    under = {(report.agency, report.agreement, report.agreement_version) for report in reports}
    partners = {(agency, f"GB-{agency}", 1) for agency in ("AL", "FRONTEX", "MK", "RS")}
    assert under == {("GB", "", 0), *partners}


def test_frontex_speaks_once_of_a_suspect_and_once_of_things(reports: list[DraftReport]) -> None:
    categories = [{a.category for a in report.assertions} for report in reports if report.agency == "FRONTEX"]
    assert categories == [{SubjectCategory.SUSPECT, None}, {None}]


def test_a_dozen_members_cover_the_whole_script(said: list[DraftAssertion]) -> None:
    assert {a.value for a in said if a.prop == "scriptRole"} == {role.value for role in ScriptRole}
    members = {a.value for a in said if a.schema == "GangMembership" and a.prop == "member"}
    assert len(members) == 12


def test_sources_disagree(reports: list[DraftReport]) -> None:
    births: dict[str, set[str]] = defaultdict(set)
    categories: dict[str, set[SubjectCategory | None]] = defaultdict(set)
    for assertion in (a for report in reports for a in report.assertions if a.schema == "Person"):
        categories[assertion.entity].add(assertion.category)
        if assertion.prop == "birthDate":
            births[assertion.entity].add(assertion.value)
    assert births["besnik"] == {"1984-03-14", "1985-03-14", "1984"}
    assert {who for who, dates in births.items() if len(dates) > 1} >= {"besnik", "luan", "goran", "petar", "dragan"}
    assert {who for who, stated in categories.items() if len(stated) > 1} == {"arta", "trajko"}


def test_names_in_several_scripts(said: list[DraftAssertion]) -> None:
    names = {a.value: a.lang for a in said if a.schema == "Person" and a.prop == "name"}
    assert names["Бесник Шембули"] == "mkd"
    assert names["Драган Примеровић"] == "srp"
    assert names["کاروان نموونە"] == "ckb"
    assert names["Dragan Primeroviq"] == "sqi"


def test_facts_stand_beside_assessments(said: list[DraftAssertion]) -> None:
    assert sum(a.basis is Basis.ASSESSMENT for a in said) > 50
    assert any(a.information_grade for a in said)


def test_every_reference_leads_somewhere_and_every_person_has_a_name(said: list[DraftAssertion]) -> None:
    keys = {a.entity for a in said}
    assert {a.value for a in said if is_reference(a.schema, a.prop)} <= keys
    named = {a.entity for a in said if a.prop == "name"}
    assert {a.entity for a in said if a.schema == "Person"} <= named


def test_victim_and_witness_stand_in_reports_of_their_own(reports: list[DraftReport]) -> None:
    protected = {a.entity for report in reports for a in report.assertions if a.category in PROTECTED}
    assert len(protected) == 2
    for report in reports:
        of = {a.entity for a in report.assertions}
        assert of.isdisjoint(protected) or of <= protected
        assert not any(a.value in protected for a in report.assertions if is_reference(a.schema, a.prop))


def test_the_victim_is_a_child(said: list[DraftAssertion]) -> None:
    [birth] = [a.value for a in said if a.category is SubjectCategory.VICTIM and a.prop == "birthDate"]
    grown = adult_on(birth)
    assert grown is not None
    assert grown.isoformat() > "2026-10-20"


def test_no_phone_passport_or_account_can_be_real(said: list[DraftAssertion]) -> None:
    phones = {a.value for a in said if a.schema == "Phone" and a.prop == "number"}
    assert len(phones) == 5
    assert all(re.fullmatch(r"\+447700900\d{3}", number) for number in phones)
    assert {a.value for a in said if a.schema == "Passport" and a.prop == "country"} == {"Utopia"}
    assert all(a.value.startswith("XX") for a in said if a.prop == "iban")


def test_the_things_of_the_group_are_there(said: list[DraftAssertion]) -> None:
    by_schema: dict[str, set[str]] = defaultdict(set)
    for assertion in said:
        by_schema[assertion.schema].add(assertion.entity)
    assert {schema: len(by_schema[schema]) for schema in ("Vehicle", "Boat", "Engine", "OnlineAccount")} == {
        "Vehicle": 2,
        "Boat": 1,
        "Engine": 1,
        "OnlineAccount": 1,
    }
    assert {"Address", "BankAccount", "Passport", "Payment", "Trip", "Event"} <= by_schema.keys()
    assert {"paid", "supplied"} <= {a.value for a in said if a.schema == "GangLink" and a.prop == "role"}
