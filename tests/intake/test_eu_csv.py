"""The Union's annexes: the tables that ship, and single rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import headwater
from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake import Entry, Given, Refusal, Source, reader_for
from headwater.intake.cells import split_cell
from headwater.model import DraftReport, SubjectCategory
from headwater.model.schema import is_person, property_of

LISTS = Path(headwater.__file__).parent / "data" / "lists" / "eu"
READER = reader_for("eu")
HEADER = (LISTS / "32016R0044.csv").read_text(encoding="utf-8").partition("\n")[0].strip()
SOURCE = Source("eu", "EU", "EU:32016R0044", "32016R0044", "", full=True)


def read_file(name: str) -> tuple[Source, dict[str, DraftReport]]:
    opened = READER.open(LISTS / name, "EU", Given())
    drafts = {}
    for entry in opened:
        assert isinstance(entry, Entry), entry
        drafts[entry.name] = READER.read(entry, opened.source)
    return opened.source, drafts


@pytest.fixture(scope="module")
def libya() -> dict[str, DraftReport]:
    """Every entry of the Libya regulation's annexes."""
    return read_file("32016R0044.csv")[1]


@pytest.fixture(scope="module")
def rights() -> dict[str, DraftReport]:
    """Every entry of the human rights regulation's annex."""
    return read_file("32020R1998.csv")[1]


def said(draft: DraftReport, entity: str = "") -> set[tuple[str, str, str]]:
    entity = entity or draft.reference
    return {(a.prop, a.value, a.original_value) for a in draft.assertions if a.entity == entity}


def values(draft: DraftReport, prop: str, entity: str = "") -> list[str]:
    entity = entity or draft.reference
    return [a.value for a in draft.assertions if a.entity == entity and a.prop == prop]


def row(**cells: str) -> Entry:
    plain = {"celex": "32016R0044", "recordId": "1", "annex": "III.A", "schema": "Person", "name": "Shembull PRIMER"}
    named = {**plain, **cells}
    quoted = (f'"{named.get(column, "").replace(chr(34), chr(34) * 2)}"' for column in HEADER.split(","))
    return Entry("III.A/1", 2, f"{HEADER}\n{','.join(quoted)}")


def test_a_base_regulation_is_a_whole_edition() -> None:
    source, drafts = read_file("32016R0044.csv")
    assert source == SOURCE
    assert len(drafts) == 51


def test_the_importer_may_say_the_edition_date() -> None:
    source = READER.open(LISTS / "32016R0044.csv", "EU", Given(edition_date="2026-08-22")).source
    assert (source.edition, source.edition_date) == ("2026-08-22", "2026-08-22")


def test_an_amendment_belongs_to_the_list_it_amends_and_ends_nothing() -> None:
    source, drafts = read_file("32026R1895.csv")
    assert (source.list_id, source.edition, source.full) == ("EU:32020R1998", "32026R1895", False)
    assert len(drafts) == 10


def test_every_draft_keeps_to_the_model(libya: dict[str, DraftReport], rights: dict[str, DraftReport]) -> None:
    assert len(rights) == 177
    for draft in (*libya.values(), *rights.values()):
        for a in draft.assertions:
            property_of(a.schema, a.prop)
            assert a.category == (SubjectCategory.LISTED if is_person(a.schema) else None)
            assert a.prop != "ethnicity"


def test_one_entry_in_full(libya: dict[str, DraftReport]) -> None:
    draft = libya["II.A/25"]
    passport = "C17HLRL3, issued on 30 December 2015, issued in Zawiya"
    post = "Commander of the Shuhada al-Nasr brigade, Head of the Petrol Refinery Guard of Zawiya's refinery"
    assert said(draft) == {
        ("name", "MOHAMMED AL AMIN AL-ARABI KASHLAF", ""),
        *(("weakAlias", alias, "") for alias in ("Kashlaf", "Koshlaf", "Keslaf", "al-Qasab")),
        ("nationality", "ly", "Libya"),
        ("birthDate", "1985-12-02", "2 December 1985"),
        ("birthPlace", "Zawiya, Libya", ""),
        ("position", post, ""),
        ("address", "Zawiya, Libya", ""),
        ("country", "ly", "Zawiya, Libya"),
        ("passportNumber", "C17HLRL3", passport),
        ("notes", "Listed pursuant to paragraphs 15 and 17 of resolution 1970 (Travel Ban, Asset Freeze)", ""),
    }
    assert said(draft, "II.A/25#passport-1") == {
        ("holder", "II.A/25", ""),
        ("type", "Passport", ""),
        ("number", "C17HLRL3", passport),
        ("startDate", "2015-12-30", ""),
        ("summary", passport, ""),
    }
    assert {
        ("authority", "Council of the European Union", ""),
        ("program", "Libya", "EU-LBY"),
        ("recordId", "Annex II.A, entry 25", ""),
        ("provisions", "Asset freeze", ""),
        ("listingDate", "2018-06-07", "7 June 2018"),
        ("sourceUrl", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0044", ""),
    } <= said(draft, "II.A/25#sanction")
    assert draft.reported_at == "2018-06-07"


def test_the_same_number_in_two_annexes_is_two_entries(libya: dict[str, DraftReport]) -> None:
    assert values(libya["II.A/21"], "name") == ["ERMIAS ALEM"]
    assert values(libya["III.A/21"], "name") == ["Moussa DIAB"]


def test_an_entry_without_a_number_goes_by_its_name(rights: dict[str, DraftReport]) -> None:
    draft = rights["I.B/The Zindashti Network"]
    assert values(draft, "recordId", f"{draft.reference}#sanction") == ["Annex I.B, entry The Zindashti Network"]
    assert "organised crime" in rights["I.A/126"].narrative


def test_a_family_name_first_is_turned_and_kept(libya: dict[str, DraftReport]) -> None:
    assert {
        ("name", "Moussa DIAB", "DIAB, Moussa"),
        ("lastName", "DIAB", ""),
        ("firstName", "Moussa", ""),
        ("alias", "Mousa DIAB", "DIAB, Mousa"),
    } <= said(libya["III.A/21"])


def test_a_sentence_about_a_passport_gives_its_parts(libya: dict[str, DraftReport]) -> None:
    sentence = "Libya number FK117RK0, issued on 25 Nov. 2018, issued in Tripoli (Date of expiration: 24 Nov 2026)"
    assert {
        ("number", "FK117RK0", sentence),
        ("country", "ly", "Libya"),
        ("startDate", "2018-11-25", ""),
        ("endDate", "2026-11-24", sentence),
    } <= said(libya["II.A/6"], "II.A/6#passport-1")


def test_two_passports_in_one_cell_are_two(libya: dict[str, DraftReport]) -> None:
    assert values(libya["II.A/24"], "passportNumber") == ["782633", "540794"]


def test_a_quoted_cell_is_one_value(libya: dict[str, DraftReport]) -> None:
    assert values(libya["II.A/23"], "passportNumber") == ["LY53FP76"]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1976; 5 Feb. 1974", ["1976", "1974-02-05"]),
        ("between 1.1.1961 and 31.12.1963", ["1961-01-01", "1963-12-31"]),
        ("1 July 1985 or 1986", ["1985-07-01", "1986"]),
        ("Approximately (29 years old)", []),
    ],
)
def test_dates_of_birth(cell: str, found: list[str]) -> None:
    draft = READER.read(row(birthDate=cell), SOURCE)
    assert values(draft, "birthDate") == found
    if not found:
        assert values(draft, "notes") == [f"Date of birth, as written: {cell}"]


def test_several_nationalities_and_one_that_is_none() -> None:
    assert values(READER.read(row(nationality="Syrian, Russian"), SOURCE), "nationality") == ["sy", "ru"]
    draft = READER.read(row(country="Gaza Strip, Southern Lebanon"), SOURCE)
    assert values(draft, "country") == []
    assert values(draft, "notes") == ["Country, as written: Gaza Strip, Southern Lebanon"]


def test_phones_with_and_without_a_country_code() -> None:
    draft = READER.read(row(phone="(+ 44) 7700 900142; 00 44 7700 900143; 07700 900144; none"), SOURCE)
    assert values(draft, "phone") == ["+447700900142", "+447700900143", "07700 900144"]
    assert values(draft, "notes") == ["Phone, as written: none"]


def test_ethnicity_is_not_taken_in() -> None:
    draft = READER.read(row(ethnicity="Something"), SOURCE)
    assert all("Something" not in (a.value, a.original_value) for a in draft.assertions)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"name": ""}, "name"),
        ({"recordId": "", "name": ""}, "reference"),
        ({"schema": "Animal"}, "schema"),
        ({"celex": "32020R1998"}, "celex"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(cells: dict[str, str], field: str) -> None:
    with pytest.raises(EntryRefused) as caught:
        READER.read(row(**cells), SOURCE)
    assert caught.value.field == field
    assert caught.value.remedy


def test_a_row_that_comes_back_from_a_page_has_other_line_ends() -> None:
    raw = row(name="Shembull PRIMER").raw.replace("\n", "\r\n") + "\r\n"
    assert values(READER.read(Entry("III.A/1", 2, raw), SOURCE), "name") == ["Shembull PRIMER"]


def test_a_number_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "annex.csv"
    line = row().raw.partition("\n")[2]
    path.write_text(f"{HEADER}\n{line}\n{line}\n", encoding="utf-8")
    first, second = list(READER.open(path, "EU", Given()))
    assert isinstance(first, Entry)
    assert isinstance(second, Refusal)
    assert (second.entry, second.line) == ("III.A/1", 3)


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", HEADER, f"{HEADER}\n{',' * 44}\n"])
def test_what_is_no_annex_is_unreadable(tmp_path: Path, content: str) -> None:
    path = tmp_path / "annex.csv"
    path.write_text(content)
    with pytest.raises(UnreadableFile):
        READER.open(path, "EU", Given())


def test_cells_are_parted_outside_quotes_and_brackets() -> None:
    assert split_cell('a; "b; c"; d (e; f); ; g') == ["a", "b; c", "d (e; f)", "g"]
    assert split_cell('"unclosed; (open') == ['"unclosed', "(open"]


@given(st.text(max_size=100))
def test_no_letter_of_a_cell_is_lost(text: str) -> None:
    kept = "".join("".join(split_cell(text)).split())
    assert kept.replace('"', "").replace(";", "") == "".join(text.split()).replace('"', "").replace(";", "")


@given(
    st.dictionaries(
        st.sampled_from(HEADER.split(",")), st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=8
    )
)
def test_any_row_is_read_or_refused(cells: dict[str, str]) -> None:
    try:
        draft = READER.read(row(**{**cells, "celex": "32016R0044"}), SOURCE)
    except EntryRefused:
        return
    for a in draft.assertions:
        property_of(a.schema, a.prop)
