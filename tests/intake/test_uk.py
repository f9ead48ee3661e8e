"""The UK Sanctions List: invented rows under its official header."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import headwater
from headwater.errors import EntryRefused, HeadwaterError, UnreadableFile
from headwater.intake import Entry, Given, Refusal, Source, detect, reader_for
from headwater.intake.uk_columns import COLUMNS
from headwater.intake.uk_parts import partial_date, values_of
from headwater.model import DraftReport, SubjectCategory
from headwater.model.grading import NOT_GRADED

INVENTED = Path(__file__).parent / "data" / "uk_invented.csv"
OFFICIAL_HEADER = Path(headwater.__file__).parent / "data" / "lists" / "uk" / "header_2026-10-08.csv"
READER = reader_for("uk")
SOURCE = Source("uk", "GB", "UK", "2026-10-08", "2026-10-08", full=True)
PLAIN = {"Unique ID": "GIM0990", "Name 6": "OBRAZEC", "Name type": "Primary Name", "Designation Type": "Individual"}


def lines(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def file_of(tmp_path: Path, text: str | bytes, first: str = "Report Date: 08-Oct-2026\n") -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(first.encode() + (text if isinstance(text, bytes) else text.encode()))
    return path


def all_of(path: Path) -> list[Entry | Refusal]:
    return list(READER.open(path, "GB", Given()))


def read(*rows: dict[str, str]) -> DraftReport:
    return READER.read(Entry("GIM0990", 3, lines(*(PLAIN | row for row in rows or ({},)))), SOURCE)


def said(draft: DraftReport, entity: str = "") -> set[tuple[str, str, str]]:
    entity = entity or draft.reference
    return {(a.prop, a.value, a.original_value) for a in draft.assertions if a.entity == entity}


def values(draft: DraftReport, prop: str, entity: str = "") -> list[str]:
    entity = entity or draft.reference
    return [a.value for a in draft.assertions if a.entity == entity and a.prop == prop]


@pytest.fixture(scope="module")
def invented() -> dict[str, DraftReport]:
    opened = READER.open(INVENTED, "GB", Given())
    drafts = {entry.name: READER.read(entry, opened.source) for entry in opened if isinstance(entry, Entry)}
    assert opened.fraction() == 1.0
    return drafts


def test_the_columns_are_the_official_ones() -> None:
    first, header = OFFICIAL_HEADER.read_text("utf-8-sig").splitlines()
    assert (first, tuple(header.split(","))) == ("Report Date: 08-Oct-2026", COLUMNS)
    assert len(COLUMNS) == 58


def test_the_first_line_gives_the_edition() -> None:
    assert READER.open(INVENTED, "GB", Given()).source == SOURCE
    assert detect(INVENTED) == "uk"


def test_the_importer_may_say_otherwise() -> None:
    source = READER.open(INVENTED, "GB", Given(full=False, edition_date="2026-10-09")).source
    assert (source.full, source.edition_date) == (False, "2026-10-09")


def test_an_entry_is_one_unique_id_over_lines_that_lie_apart(invented: dict[str, DraftReport]) -> None:
    assert list(invented) == ["GIM0901", "GIM0902", "GIM0903", "GIM0904"]
    person = invented["GIM0901"]
    assert values(person, "address") == ["Example Street 14, Skopje, North Macedonia", "Sample Quay 7, Dunkirk, France"]
    assert values(person, "country") == ["mk", "fr"]


def test_names_by_their_kind_and_strength(invented: dict[str, DraftReport]) -> None:
    person = invented["GIM0901"]
    assert values(person, "name") == ["Besnik Test SHEMBULLI"]
    assert values(person, "alias") == ["Besnik SHEMBULI", "Бесник Шембули", "Ben SAMPLE"]
    assert values(person, "weakAlias") == ["The Example", "مثال"]
    assert {a.value: a.lang for a in person.assertions}["Бесник Шембули"] == "mkd"
    assert "Script and language of مثال: Arabic, An invented one" in values(person, "notes")


def test_facts_of_a_person(invented: dict[str, DraftReport]) -> None:
    person = invented["GIM0901"]
    assert {
        ("birthDate", "1975-03", "dd/03/1975"),
        ("nationality", "al", "Albania"),
        ("notes", "Nationality(/ies), as written: Utopia", ""),
        ("birthPlace", "Example Town, Albania", ""),
        ("gender", "male", "Male"),
        ("passportNumber", "X000901S1", ""),
        ("passportNumber", "X000901S2", ""),
        ("idNumber", "SYN901", ""),
    } <= said(person)
    assert ("endDate", "2030-06-30", "Expires 30 June 2030") in said(person, "GIM0901#passport-2")


def test_a_public_list_is_not_graded_and_only_says_listed(invented: dict[str, DraftReport]) -> None:
    for draft in invented.values():
        assert (draft.grading, draft.press, draft.synthetic) == (NOT_GRADED, False, False)
        categories = {a.category for a in draft.assertions if a.schema == "Person"}
        assert categories <= {SubjectCategory.LISTED}


def test_the_designation(invented: dict[str, DraftReport]) -> None:
    person = invented["GIM0901"]
    assert {
        ("authorityId", "GIM0901", ""),
        ("recordId", "99901", ""),
        ("program", "The Global Irregular Migration Sanctions Regulations 2025", ""),
        ("provisions", "Asset freeze", ""),
        ("provisions", "Travel Ban", ""),
        ("listingDate", "2026-09-01", "01/09/2026"),
        ("summary", "Designation source: UK", ""),
    } <= said(person, "GIM0901#sanction")
    assert person.reported_at == "2026-09-12"
    assert person.narrative.endswith('A second paragraph, with "quotes" and, commas.')
    assert values(invented["GIM0904"], "unscId", "GIM0904#sanction") == ["ZZi.904"]


def test_a_company_and_who_stands_about_it(invented: dict[str, DraftReport]) -> None:
    company = invented["GIM0902"]
    assert ("phone", "+447700900902", "+44 7700 900902") in said(company)
    assert ("registrationNumber", "SYN-0902", "") in said(company)
    roles = {a.value for a in company.assertions if a.schema == "UnknownLink" and a.prop == "role"}
    parties = {a.value for a in company.assertions if a.entity != "GIM0902" and a.prop == "name"}
    assert (roles, parties) == ({"subsidiary", "parent company"}, {"Sample One", "Sample Two", "Specimen Holding"})


def test_what_a_schema_has_no_property_for_is_kept(invented: dict[str, DraftReport]) -> None:
    assert "D.O.B: 01/01/2020" in values(invented["GIM0902"], "notes")
    assert "Hull identification number (HIN): SYN-HIN-0903" in values(invented["GIM0903"], "notes")


def test_a_ship(invented: dict[str, DraftReport]) -> None:
    assert {
        ("imoNumber", "9999993", ""),
        ("flag", "pa", "Panama"),
        ("pastFlags", "mt", "Malta"),
        ("tonnage", "1250", "1,250"),
        ("buildDate", "1998", ""),
    } <= said(invented["GIM0903"])


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("dd/mm/1975", "1975"),
        ("dd/03/1975", "1975-03"),
        ("00/00/1975", "1975"),
        ("00/12/1975", "1975-12"),
        ("dd/13/1975", "1975"),
        ("14/03/1984", ""),
        ("dd/mm/yyyy", ""),
    ],
)
def test_dates_with_parts_not_known(text: str, prefix: str) -> None:
    assert partial_date(text) == prefix


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", []),
        ("Albania", ["Albania"]),
        ("Asset freeze|Travel Ban", ["Asset freeze", "Travel Ban"]),
        ("(1) Albania (2) Kosovo", ["Albania", "Kosovo"]),
        ("Malta; Panama", ["Malta", "Panama"]),
    ],
)
def test_values_of_a_cell(cell: str, found: list[str]) -> None:
    assert values_of(cell) == found


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"Designation Type": "Aircraft"}, "Designation Type"),
        ({"Name 6": ""}, "name"),
        ({"Unique ID": ""}, "reference"),
    ],
)
def test_an_entry_is_refused_with_its_field(row: dict[str, str], field: str) -> None:
    with pytest.raises(EntryRefused) as refused:
        read(row)
    assert refused.value.field == field
    assert refused.value.remedy


def test_lines_that_disagree_on_what_it_is_are_refused() -> None:
    with pytest.raises(EntryRefused, match="differ in Designation Type"):
        read({}, {"Designation Type": "Ship"})
    with pytest.raises(EntryRefused, match="differ in Unique ID"):
        read({}, {"Unique ID": "GIM0991"})


def test_a_date_that_cannot_be_read_is_kept_in_words() -> None:
    assert "D.O.B, as written: in the year of the flood" in values(read({"D.O.B": "in the year of the flood"}), "notes")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    columns = tuple("Date of birth" if name == "D.O.B" else name for name in COLUMNS)
    with pytest.raises(UnreadableFile) as error:
        READER.open(file_of(tmp_path, lines(columns=columns)), "GB", Given())
    assert "D.O.B" in error.value.detail
    assert "Date of birth" in error.value.detail


def test_a_new_column_is_kept_as_a_note(tmp_path: Path) -> None:
    columns = ("Colour", *COLUMNS)
    [entry] = all_of(file_of(tmp_path, lines(PLAIN | {"Colour": "Green"}, columns=columns)))
    assert isinstance(entry, Entry)
    assert "Colour: Green" in values(READER.read(entry, SOURCE), "notes")


@pytest.mark.parametrize("first", ["", "Unique ID\n", "Report Date: soon\n", "Report Date: 31-Feb-2026\n"])
def test_without_its_first_line_it_is_not_the_list(tmp_path: Path, first: str) -> None:
    with pytest.raises(UnreadableFile):
        READER.open(file_of(tmp_path, lines(PLAIN), first), "GB", Given())


def test_a_line_with_too_few_cells_refuses_its_whole_entry(tmp_path: Path) -> None:
    text = lines(PLAIN, PLAIN | {"Unique ID": "GIM0991"}) + "01/01/2026,GIM0990,only three\n"
    refused, kept = all_of(file_of(tmp_path, text))
    assert isinstance(refused, Refusal)
    assert (refused.entry, refused.line) == ("GIM0990", 3)
    assert refused.reason == "Line 5: The line has 3 cells where 58 are due."
    assert "only three" in refused.raw
    assert isinstance(kept, Entry)
    assert kept.name == "GIM0991"


def test_a_mended_entry_can_be_read_again_alone(tmp_path: Path) -> None:
    text = lines(PLAIN) + "01/01/2026,GIM0990,only three\n"
    [refused] = all_of(file_of(tmp_path, text))
    assert isinstance(refused, Refusal)
    mended = refused.raw.replace("01/01/2026,GIM0990,only three\n", "")
    assert READER.read(Entry(refused.entry, refused.line, mended), SOURCE).reference == "GIM0990"


def test_a_line_without_a_unique_id_is_refused_alone(tmp_path: Path) -> None:
    refused, kept = all_of(file_of(tmp_path, lines(PLAIN | {"Unique ID": ""}, PLAIN)))
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.line) == ("The line has no Unique ID.", 3)
    assert isinstance(kept, Entry)


def test_a_quotation_mark_left_open_does_not_swallow_the_rest(tmp_path: Path) -> None:
    broken = f'x,GIM0990,"{"," * 55}\n'
    others = lines(*(PLAIN | {"Unique ID": f"GIM{number}"} for number in range(1000, 1010)))
    header, _, rows = others.partition("\n")
    found = all_of(file_of(tmp_path, f"{header}\n{broken}{rows}"))
    assert isinstance(found[0], Refusal)
    assert [entry.name for entry in found[1:] if isinstance(entry, Entry)] == [
        f"GIM{number}" for number in range(1000, 1010)
    ]


def test_bytes_that_are_no_utf8_refuse_one_entry(tmp_path: Path) -> None:
    text = lines(PLAIN, PLAIN | {"Unique ID": "GIM0991"}).encode().replace(b"OBRAZEC", b"OBR\xe9", 1)
    refused, kept = all_of(file_of(tmp_path, text))
    assert isinstance(refused, Refusal)
    assert "not UTF-8" in refused.reason
    assert kept.name == "GIM0991" if isinstance(kept, Entry) else False


def test_a_huge_line_is_passed_over(tmp_path: Path) -> None:
    text = lines(PLAIN) + "y" * (9 * 1024 * 1024) + "\n" + lines(PLAIN | {"Unique ID": "GIM0991"}).partition("\n")[2]
    refused, *kept = all_of(file_of(tmp_path, text))
    assert isinstance(refused, Refusal)
    assert (refused.line, refused.raw) == (4, "")
    assert [entry.name for entry in kept if isinstance(entry, Entry)] == ["GIM0990", "GIM0991"]


def test_a_file_that_is_no_list_at_all_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="belong to no entry"):
        all_of(file_of(tmp_path, lines() + "z\n" * 10_001))


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbf" + INVENTED.read_bytes().replace(b"\n", b"\r\n"))
    drafts = [READER.read(entry, SOURCE) for entry in all_of(path) if isinstance(entry, Entry)]
    original = [READER.read(entry, SOURCE) for entry in all_of(INVENTED) if isinstance(entry, Entry)]
    assert [draft.assertions for draft in drafts] == [draft.assertions for draft in original]


CELLS = st.dictionaries(
    st.sampled_from(COLUMNS),
    st.text(max_size=40) | st.sampled_from(["dd/mm/1975", "(1) a (2) b", "Individual", "Ship", "|;|", '"', "-0-"]),
)


@given(st.lists(CELLS, min_size=1, max_size=3))
@example([{"Designation Type": "Ship", "Tonnage of ship": "1..", "Name 6": "x"}])
def test_any_cells_end_in_a_report_or_a_refusal(rows: list[dict[str, str]]) -> None:
    with contextlib.suppress(EntryRefused):
        draft = read(*rows)
        assert draft.reference == draft.assertions[0].entity


@given(st.text())
def test_any_text_as_an_entry(raw: str) -> None:
    with pytest.raises(EntryRefused):
        READER.read(Entry("x", 1, raw), SOURCE)


@given(st.binary(max_size=400), st.booleans())
@example(b'"\n' * 50, True)
def test_any_bytes_as_a_file(tmp_path_factory: pytest.TempPathFactory, body: bytes, headed: bool) -> None:
    path = tmp_path_factory.mktemp("uk") / "list.csv"
    path.write_bytes((f"Report Date: 08-Oct-2026\n{lines()}".encode() if headed else b"") + body)
    with contextlib.suppress(HeadwaterError):
        for entry in READER.open(path, "GB", Given()):
            assert isinstance(entry, Entry | Refusal)
