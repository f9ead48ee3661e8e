"""Headwater's own file of reports: strict, and told by name what is wrong."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import EntryRefused, HeadwaterError, UnreadableFile
from headwater.intake import Entry, Given, Source, detect, reader_for
from headwater.intake.findings import Header, lines_of
from headwater.model import (
    Basis,
    Classification,
    DraftAssertion,
    DraftReport,
    Grading,
    Handling,
    Scheme,
    ScriptRole,
    SubjectCategory,
)

READER = reader_for("headwater")
SOURCE = Source("headwater", "GB", "SYN-99", "1", "2026-10-01", full=False)
PERSON = {"entity": "p", "schema": "Person", "prop": "name", "value": "Marko Uzorak", "category": "suspect"}
REPORT: dict[str, Any] = {
    "agency": "GB",
    "list_id": "SYN-99",
    "reference": "SYN-99-1",
    "assertions": [PERSON],
    "synthetic": True,
}
WHOLE = DraftReport(
    agency="FRONTEX",
    list_id="SYN-99",
    reference="SYN-99-2",
    assertions=(
        DraftAssertion(
            "p", "Person", "name", "Марко Узорак", "UZORAK", "srp", Basis.FACT, SubjectCategory.SUSPECT, "3"
        ),
        DraftAssertion("g", "SmugglingGroup", "name", "Sample group"),
        DraftAssertion("m", "GangMembership", "member", "p"),
        DraftAssertion("m", "GangMembership", "organization", "g"),
        DraftAssertion("m", "GangMembership", "scriptRole", ScriptRole.DRIVER, basis=Basis.ASSESSMENT),
    ),
    reported_at="2026-10-01T08:00:00+02:00",
    edition="1",
    grading=Grading(Scheme.EUROPEAN_4X4, "A", "1"),
    handling=Handling(("H1", "H3"), "Ask first."),
    classification=Classification.OFFICIAL_SENSITIVE,
    purpose="test",
    legal_basis="none: synthetic",
    releasable_to=("GB", "AL"),
    case="SYN-014",
    review_by="2027-04-01",
    erase_by="2029-10-01",
    narrative="A sentence.",
    synthetic=True,
)


def read(report: object, source: Source = SOURCE) -> DraftReport:
    raw = report if isinstance(report, str) else json.dumps(report)
    return READER.read(Entry("x", 2, raw), source)


def refused(report: object) -> EntryRefused:
    with pytest.raises(EntryRefused) as error:
        read(report)
    return error.value


def with_assertion(**change: object) -> dict[str, Any]:
    return REPORT | {"assertions": [PERSON | change]}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_bytes(b"".join(lines_of(Header(list="SYN-99", edition="1", edition_date="2026-10-01"), [WHOLE])))
    assert detect(path) == "headwater"
    opened = READER.open(path, "GB", Given())
    assert opened.source == SOURCE
    [entry] = opened
    assert isinstance(entry, Entry)
    assert (entry.name, entry.line) == ("SYN-99-2", 2)
    assert READER.read(entry, opened.source) == WHOLE
    assert opened.fraction() == 1.0


def test_a_report_without_an_edition_takes_the_files() -> None:
    assert read(REPORT).edition == "1"


def test_a_report_is_published_only_if_its_line_says_so() -> None:
    assert not read(REPORT).published
    assert read(REPORT | {"published": True}).published


def test_the_reports_own_agency_stands() -> None:
    assert read(REPORT | {"agency": "AL"}).agency == "AL"


@pytest.mark.parametrize(
    ("report", "field"),
    [
        (REPORT | {"score": 0.9}, "score"),
        (with_assertion(likelihood="high"), "assertions[0].likelihood"),
        (REPORT | {"grading": {"scheme": "4x4", "source": "A", "information": "1", "more": ""}}, "grading.more"),
        (REPORT | {"grading": {"scheme": "4x4", "source": "1", "information": "A"}}, "grading"),
        (REPORT | {"grading": {"scheme": "5x5x5"}}, "grading.scheme"),
        (REPORT | {"handling": {"codes": ["C"]}}, "handling"),
        (REPORT | {"classification": 9}, "classification"),
        (REPORT | {"agency": "the police"}, "agency"),
        (REPORT | {"reference": " "}, "reference"),
        (REPORT | {"list_id": "SYN-98"}, "list_id"),
        (REPORT | {"reported_at": "yesterday"}, "reported_at"),
        (REPORT | {"reported_at": "2026-10-01T08:00:00"}, "reported_at"),
        (REPORT | {"erase_by": "2029"}, "erase_by"),
        (REPORT | {"narrative": "a\u0007b"}, "narrative"),
        (REPORT | {"assertions": []}, "assertions"),
        (REPORT | {"assertions": "none"}, "assertions"),
        (with_assertion(category=None), "assertions[0].category"),
        (with_assertion(category="migrant"), "assertions[0].category"),
        (with_assertion(schema="Robot"), "assertions[0].schema"),
        (with_assertion(prop="nose"), "assertions[0].prop"),
        (with_assertion(prop="birthDate", value="1984-3"), "assertions[0].value"),
        (with_assertion(prop="gender", value="m"), "assertions[0].value"),
        (with_assertion(value=""), "assertions[0].value"),
        (with_assertion(entity=""), "assertions[0].entity"),
        (with_assertion(information_grade="D"), "assertions[0].information_grade"),
        (with_assertion(schema="Vessel"), "assertions[0].category"),
    ],
)
def test_a_report_is_refused_by_its_field(report: dict[str, Any], field: str) -> None:
    error = refused(report)
    assert (error.field, bool(error.detail), bool(error.remedy)) == (field, True, True)


def test_a_role_is_one_of_the_crime_script() -> None:
    role = {"entity": "m", "schema": "GangMembership", "prop": "scriptRole", "value": "boss"}
    error = refused(REPORT | {"assertions": [role]})
    assert "organiser" in error.remedy


def test_an_entity_has_one_schema() -> None:
    other = {"entity": "p", "schema": "Vessel", "prop": "name", "value": "Specimen"}
    assert refused(REPORT | {"assertions": [PERSON, other]}).field == "assertions[1].schema"


def test_a_reference_must_fit_what_it_points_to() -> None:
    boat = {"entity": "b", "schema": "Vessel", "prop": "name", "value": "Specimen"}
    member = {"entity": "m", "schema": "GangMembership", "prop": "member", "value": "b"}
    assert refused(REPORT | {"assertions": [boat, member]}).field == "assertions[1].value"
    elsewhere = member | {"value": "known from another report"}
    assert read(REPORT | {"assertions": [boat, elsewhere]})


def test_the_importers_category_fills_what_is_missing() -> None:
    without = {name: value for name, value in PERSON.items() if name != "category"}
    source = msgspec.structs.replace(SOURCE, category=SubjectCategory.CONTACT)
    [assertion] = read(REPORT | {"assertions": [without]}, source).assertions
    assert assertion.category is SubjectCategory.CONTACT
    [stated] = read(REPORT, source).assertions
    assert stated.category is SubjectCategory.SUSPECT


@pytest.mark.parametrize("raw", ["", "[", "5", "null", "[]", '{"a":' * 100_000, '{"agency": 1e999}', '{"agency": NaN}'])
def test_what_is_no_report_is_refused(raw: str) -> None:
    refused(raw)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "empty"),
        ("[1]", "JSON object"),
        ("{}", "not of the format"),
        (json.dumps(REPORT), "not of the format"),
        ('{"format":"headwater-reports","version":2,"list":"SYN-99"}', "version 2"),
        ('{"format":"headwater-reports","version":1}', "list"),
        ('{"format":"headwater-reports","version":1,"list":" "}', "names no list"),
        ('{"format":"headwater-reports","version":1,"list":"SYN-99","secret":1}', "secret"),
        ('{"format":"headwater-reports","version":1,"list":"SYN-99","edition_date":"soon"}', "soon"),
        ('{"format":"headwater-reports","version":1,"list":' + "[" * 100_000, "header"),
    ],
)
def test_a_file_without_its_header_is_unreadable(tmp_path: Path, header: str, words: str) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text(header)
    with pytest.raises(UnreadableFile, match=words):
        READER.open(path, "GB", Given())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*DraftReport.__struct_fields__, "other"])
ASSERTION_FIELDS = st.sampled_from([*DraftAssertion.__struct_fields__, "other"])


@given(st.dictionaries(FIELDS, JSON, max_size=4), st.dictionaries(ASSERTION_FIELDS, JSON, max_size=3))
def test_any_change_to_a_report_is_read_or_refused(change: dict[str, Any], inner: dict[str, Any]) -> None:
    with contextlib.suppress(EntryRefused):
        read(REPORT | {"assertions": [PERSON | inner]} | change)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_as_a_file(tmp_path_factory: pytest.TempPathFactory, body: bytes, headed: bool) -> None:
    path = tmp_path_factory.mktemp("reports") / "x.jsonl"
    path.write_bytes((b'{"format":"headwater-reports","version":1,"list":"SYN-99"}\n' if headed else b"{") + body)
    with contextlib.suppress(HeadwaterError):
        for entry in READER.open(path, "GB", Given()):
            if isinstance(entry, Entry):
                refused(entry.raw)
