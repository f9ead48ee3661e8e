"""Report and assertion: what goes in comes back, and a kept one leaks nothing by its shape."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.model import (
    NOT_GRADED,
    Assertion,
    Basis,
    Classification,
    DraftAssertion,
    DraftReport,
    Grading,
    Handling,
    Label,
    Report,
    ReportHead,
    Scheme,
    SubjectCategory,
)

ASSERTIONS = st.builds(
    DraftAssertion,
    entity=st.text(min_size=1, max_size=10),
    schema=st.sampled_from(["Person", "SmugglingGroup", "Passport"]),
    prop=st.sampled_from(["name", "birthDate", "number"]),
    value=st.text(max_size=20),
    original_value=st.text(max_size=20),
    lang=st.sampled_from(["", "eng", "sqi"]),
    basis=st.sampled_from(Basis),
    category=st.none() | st.sampled_from(SubjectCategory),
)
REPORTS = st.builds(
    DraftReport,
    agency=st.sampled_from(["GB", "FRONTEX"]),
    list_id=st.just("SYN"),
    reference=st.text(min_size=1, max_size=10),
    assertions=st.lists(ASSERTIONS, max_size=4).map(tuple),
    grading=st.sampled_from([NOT_GRADED, Grading(Scheme.UK_3X5X2, "2", "D"), Grading(Scheme.EUROPEAN_4X4, "B", "3")]),
    handling=st.sampled_from([Handling(), Handling(("C",), "Not to the press."), Handling(("H0", "H2"))]),
    classification=st.sampled_from(Classification),
    releasable_to=st.lists(st.sampled_from(["AL", "RS"]), max_size=2).map(tuple),
    narrative=st.text(max_size=30),
    synthetic=st.booleans(),
)


@given(REPORTS)
def test_a_draft_survives_json_unchanged(report):
    assert msgspec.json.decode(msgspec.json.encode(report), type=DraftReport) == report


@given(REPORTS)
def test_what_is_usual_is_not_written(report):
    written = msgspec.json.decode(msgspec.json.encode(report))
    assert ("synthetic" in written) == report.synthetic
    assert ("grading" in written) == (report.grading != NOT_GRADED)


def test_a_stored_category_outside_article_6_is_refused():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(
            b'{"entity":"1","schema":"Person","prop":"name","value":"x","category":"migrant"}', type=DraftAssertion
        )


def test_a_kept_report_carries_everything_its_draft_said():
    drafted = set(DraftReport.__struct_fields__) - {"assertions"}
    assert drafted <= set(ReportHead.__struct_fields__)
    assert set(Report.__struct_fields__) == set(ReportHead.__struct_fields__) | {"assertions"}
    assert set(DraftAssertion.__struct_fields__) - {"entity"} <= set(Assertion.__struct_fields__)


def test_a_label_holds_no_value_and_no_date():
    assert not set(Label.__struct_fields__) & {
        "value",
        "original_value",
        "erase_by",
        "review_by",
        "reported_at",
        "entity",
    }


def test_labels_are_equal_by_what_they_say():
    assert {Label("GB", "Person", "identity"), Label("GB", "Person", "identity")} == {Label("GB", "Person", "identity")}
    assert Label("GB", "Person", "identity") != Label("GB", "Person", "identity", category=SubjectCategory.VICTIM)
