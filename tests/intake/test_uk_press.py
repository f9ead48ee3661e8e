"""The UK's designations from press: the table that ships, and rows of its kind."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import headwater
from headwater.errors import EntryRefused, HeadwaterError, UnreadableFile
from headwater.intake import Entry, Given, Refusal, Source, reader_for
from headwater.model import DraftReport, Grading, Scheme, SubjectCategory

TABLE = Path(headwater.__file__).parent / "data" / "lists" / "uk" / "press_designations.csv"
READER = reader_for("uk-press")
SOURCE = Source("uk-press", "GB", "UK-press", "", "", full=False)
HEADER = "designated,name,type,role,country_context,linked_to,name_status,sources"


def values(draft: DraftReport, prop: str, schema: str) -> list[str]:
    return [a.value for a in draft.assertions if a.schema == schema and a.prop == prop]


def drafts_of(path: Path) -> dict[str, DraftReport]:
    opened = READER.open(path, "GB", Given())
    found = {entry.name: READER.read(entry, opened.source) for entry in opened if isinstance(entry, Entry)}
    assert opened.fraction() == 1.0
    return found


def file_of(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "press.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def shipped() -> dict[str, DraftReport]:
    return drafts_of(TABLE)


def test_the_whole_table(shipped: dict[str, DraftReport]) -> None:
    assert len(shipped) == 29
    assert sum(draft.reported_at == "2025-07-23" for draft in shipped.values()) == 17
    assert sum(draft.reported_at == "2025-10-22" for draft in shipped.values()) == 12


def test_every_row_is_press_and_graded_so(shipped: dict[str, DraftReport]) -> None:
    for draft in shipped.values():
        assert draft.press
        assert draft.grading == Grading(Scheme.UK_3X5X2, "2", "D")
        assert values(draft, "sourceUrl", "Sanction")
        assert all(a.category is SubjectCategory.LISTED for a in draft.assertions if a.schema == "Person")


def test_the_country_of_the_story_is_no_nationality(shipped: dict[str, DraftReport]) -> None:
    props = {a.prop for draft in shipped.values() for a in draft.assertions if a.schema != "Sanction"}
    assert props.isdisjoint({"nationality", "country", "citizenship"})
    assert "Country in the press reports: Iraq" in values(shipped["Azad Khoshnaw"], "notes", "Person")


def test_a_link_points_to_the_row_of_that_name(shipped: dict[str, DraftReport]) -> None:
    assert values(shipped["Nusret Seferovic"], "object", "UnknownLink") == ["Skaljari gang", "Kavac gang"]
    assert values(shipped["Nusret Seferovic"], "role", "UnknownLink") == ["supplied", "supplied"]
    named = {value for draft in shipped.values() for value in values(draft, "object", "UnknownLink")}
    assert named <= shipped.keys()


def test_a_name_that_is_no_row_or_two_becomes_an_entity_of_its_own(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        "2025-07-23,Primer One,Person,driver,,Nobody (knows); Twin,as reported,https://press.example/1",
        "2025-07-23,Twin,Person,x,,,as reported,https://press.example/1",
        "2025-07-24,Twin,Person,y,,,as reported,https://press.example/1",
    )
    draft = drafts_of(path)["Primer One"]
    assert values(draft, "object", "UnknownLink") == ["Primer One#linked-Nobody", "Primer One#linked-Twin"]
    assert values(draft, "name", "LegalEntity") == ["Nobody", "Twin"]
    refusals = [entry for entry in READER.open(path, "GB", Given()) if isinstance(entry, Refusal)]
    assert [refusal.entry for refusal in refusals] == ["Twin"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2025-07-23,Primer,Robot,x,,,,", "type"),
        ("2025-07-23,,Person,x,,,,", "reference"),
        ("2025-07-23,Primer,Person", ""),
    ],
)
def test_a_row_is_refused_with_its_field(tmp_path: Path, row: str, field: str) -> None:
    [entry] = READER.open(file_of(tmp_path, row), "GB", Given())
    assert isinstance(entry, Entry)
    with pytest.raises(EntryRefused) as refused:
        READER.read(entry, SOURCE)
    assert refused.value.field == field


@pytest.mark.parametrize("text", ["", "a,b\n", HEADER.replace("role", "part") + "\n", HEADER + '\n"open', "\0"])
def test_what_is_no_such_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "press.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableFile):
        READER.open(path, "GB", Given())


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_as_a_file(tmp_path_factory: pytest.TempPathFactory, body: bytes, headed: bool) -> None:
    path = tmp_path_factory.mktemp("press") / "press.csv"
    path.write_bytes((HEADER.encode() + b"\n" if headed else b"") + body)
    with contextlib.suppress(HeadwaterError):
        opened = READER.open(path, "GB", Given())
        for entry in opened:
            with contextlib.suppress(EntryRefused):
                if isinstance(entry, Entry):
                    assert READER.read(entry, opened.source).press


@given(st.lists(st.text(max_size=30), min_size=8, max_size=8))
def test_any_cells_as_a_row(cells: list[str]) -> None:
    from headwater.intake.csv_rows import written

    raw = written([[*HEADER.split(","), "linked_rows"], [*cells, ""]])
    with contextlib.suppress(EntryRefused):
        READER.read(Entry("x", 2, raw), SOURCE)
