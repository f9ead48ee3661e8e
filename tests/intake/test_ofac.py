"""The SDN list: the extract that ships, the headerless form on rows of our own, and remarks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import headwater
from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake import Entry, Given, Refusal, Source, reader_for
from headwater.intake.ofac_remarks import split_remarks
from headwater.model import DraftReport, SubjectCategory
from headwater.model.schema import is_person, property_of

LIST = Path(headwater.__file__).parent / "data" / "lists" / "ofac" / "sdn_tco_2023-11.csv"
READER = reader_for("ofac")
SOURCE = Source("ofac", "US", "OFAC-SDN", "", "", full=True)


@pytest.fixture(scope="module")
def whole() -> dict[str, DraftReport]:
    """Every entry of the extract that ships."""
    opened = READER.open(LIST, "US", Given())
    drafts = {}
    for entry in opened:
        assert isinstance(entry, Entry), entry
        drafts[entry.name] = READER.read(entry, opened.source)
    return drafts


def said(draft: DraftReport, entity: str = "") -> set[tuple[str, str, str]]:
    entity = entity or draft.reference
    return {(a.prop, a.value, a.original_value) for a in draft.assertions if a.entity == entity}


def values(draft: DraftReport, prop: str, entity: str = "") -> list[str]:
    entity = entity or draft.reference
    return [a.value for a in draft.assertions if a.entity == entity and a.prop == prop]


def line(
    remarks: str = "-0- ", *, number: str = "90001", name: str = "PRIMER, Shembull", kind: str = "individual"
) -> str:
    doubled = remarks.replace('"', '""')
    return f'{number},"{name}","{kind}","TCO",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{doubled}"'


def read(remarks: str, **cells: str) -> DraftReport:
    return READER.read(Entry("90001", 1, line(remarks, **cells)), SOURCE)


def test_the_extract_has_a_header_and_is_no_whole_edition(whole: dict[str, DraftReport]) -> None:
    source = READER.open(LIST, "US", Given(edition_date="2023-11-30")).source
    assert (source.list_id, source.full, source.edition) == ("OFAC-SDN", False, "2023-11-30")
    schemata = Counter(draft.assertions[0].schema for draft in whole.values())
    assert schemata == {"Person": 98, "Organization": 24, "Company": 20}


def test_every_draft_keeps_to_the_model(whole: dict[str, DraftReport]) -> None:
    for draft in whole.values():
        for a in draft.assertions:
            property_of(a.schema, a.prop)
            assert a.category == (SubjectCategory.LISTED if is_person(a.schema) else None)


def test_one_entry_in_full(whole: dict[str, DraftReport]) -> None:
    draft = whole["12625"]
    assert said(draft) == {
        ("name", "Kamchybek Asanbekovich KOLBAYEV", "KOLBAYEV, Kamchybek Asanbekovich"),
        ("lastName", "KOLBAYEV", ""),
        ("firstName", "Kamchybek Asanbekovich", ""),
        ("birthDate", "1974-08-03", "03 Aug 1974"),
        ("birthDate", "1973-01-01", "01 Jan 1973"),
        ("birthPlace", "Cholpon-Ata, Kyrgyzstan", ""),
        ("nationality", "kg", "Kyrgyzstan"),
        ("gender", "male", "Male"),
        ("passportNumber", "AC2499982", ""),
        ("passportNumber", "AC732709", ""),
        ("idNumber", "20308197410028", ""),
        ("idNumber", "1002001", ""),
        ("weakAlias", "KAMCHI BISHKEKSKIY", ""),
        ("weakAlias", "KOLYA-KYRGYZ", ""),
    }
    assert said(draft, "12625#passport-2") == {
        ("holder", "12625", ""),
        ("type", "Passport", ""),
        ("number", "AC732709", ""),
        ("country", "kg", "Kyrgyzstan"),
    }
    assert said(draft, "12625#link-1") == {
        ("subject", "12625", ""),
        ("object", "23223", "THIEVES-IN-LAW"),
        ("role", "Linked To", ""),
    }
    assert values(draft, "program", "12625#sanction") == ["SDNTK", "TCO"]


def test_every_link_of_the_extract_finds_its_entry(whole: dict[str, DraftReport]) -> None:
    links = [a for draft in whole.values() for a in draft.assertions if a.prop == "object"]
    assert len(links) == 84
    assert {a.value for a in links} <= set(whole)


def test_no_statement_of_a_remark_is_lost(whole: dict[str, DraftReport]) -> None:
    labels = {"alt", "dob", "pob", "nationality", "citizen", "gender", "linked", "to", "email", "address", "website"}
    labels |= {"organization", "established", "date", "type", "target", "a", "k"}
    for draft in whole.values():
        kept = " ".join(f"{a.value} {a.original_value}" for a in draft.assertions)
        words = set(_words(kept))
        for piece in split_remarks(draft.narrative):
            assert set(_words(piece)) - labels <= words, (draft.reference, piece)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def test_an_apostrophe_inside_quotes_is_part_of_the_alias(whole: dict[str, DraftReport]) -> None:
    assert values(whole["15229"], "weakAlias") == ["PEPPE 'O CIUCCIO"]
    assert values(whole["15232"], "weakAlias") == ["O'NINNO"]


def test_a_title_repeated_in_the_remarks_is_a_note(whole: dict[str, DraftReport]) -> None:
    title = "Member of the State Duma of the Federal Assembly of the Russian Federation"
    assert {("position", title, ""), ("notes", title, "")} <= said(whole["16992"])


@pytest.mark.parametrize(
    ("remarks", "prop", "found"),
    [
        ("DOB circa 1970.", "birthDate", ["1970"]),
        ("DOB 1929 to 1930.", "birthDate", ["1929", "1930"]),
        ("DOB 26 Sep 1946 to 07 Dec 1946.", "birthDate", ["1946-09-26", "1946-12-07"]),
        ("nationality Albania; alt. nationality Kosovo.", "nationality", ["al", "xk"]),
        ("citizen Serbia.", "citizenship", ["rs"]),
        ("Gender Female.", "gender", ["female"]),
        ("Phone Number 447700900142.", "phone", ["447700900142"]),
        (
            "Email Address sample@example.org; alt. Email Address two@example.org.",
            "email",
            ["sample@example.org", "two@example.org"],
        ),
        ("f.k.a. 'OLD SAMPLE'.", "previousName", ["OLD SAMPLE"]),
        ("a.k.a. 'SAMPLE; THE SECOND'; Gender Male.", "weakAlias", ["SAMPLE; THE SECOND"]),
        ('a.k.a. "SAMPLE".', "weakAlias", ["SAMPLE"]),
        ("Passport L 898902 (Albania).", "passportNumber", ["L 898902"]),
        ("Tax ID No. 12-345 (Serbia).", "taxNumber", ["12-345"]),
        (
            "Secondary sanctions risk: section 1(b) of Executive Order 13224.",
            "notes",
            ["Secondary sanctions risk: section 1(b) of Executive Order 13224"],
        ),
        ("nationality Atlantis.", "notes", ["Nationality, as written: Atlantis"]),
        ("something else 5.", "notes", ["something else 5"]),
    ],
)
def test_statements(remarks: str, prop: str, found: list[str]) -> None:
    assert values(read(remarks), prop) == found


def test_a_passport_with_dates() -> None:
    draft = read("Passport AF5164852 (Pakistan) issued 01 Oct 2011 expires 29 Sep 2016.")
    assert {
        ("number", "AF5164852", ""),
        ("country", "pk", "Pakistan"),
        ("startDate", "2011-10-01", "01 Oct 2011"),
        ("endDate", "2016-09-29", "29 Sep 2016"),
    } <= said(draft, "90001#passport-1")


def test_a_wallet() -> None:
    draft = read(
        "Digital Currency Address - XBT 1ExampleExampleExampleExample; alt. Digital Currency Address - ETH 0xABC."
    )
    assert said(draft, "90001#wallet-1") == {
        ("cryptoAddress", "1ExampleExampleExampleExample", ""),
        ("currencySymbol", "XBT", ""),
        ("holder", "90001", ""),
    }
    assert values(draft, "cryptoAddress", "90001#wallet-2") == ["0xABC"]


def test_a_link_to_a_name_of_no_entry_is_an_entity_of_its_own() -> None:
    draft = read("Linked To: SAMPLE GROUP.")
    assert said(draft, "name:SAMPLE GROUP") == {("name", "SAMPLE GROUP", "")}
    assert values(draft, "object", "90001#link-1") == ["name:SAMPLE GROUP"]


def test_a_name_that_two_entries_have_is_linked_to_neither(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    rows = (
        line("Linked To: SAMPLE GROUP; Linked To: OTHER GROUP."),
        line(number="2", name="SAMPLE GROUP", kind="-0- "),
        line(number="3", name="SAMPLE GROUP", kind="-0- "),
        line(number="4", name="OTHER GROUP", kind="-0- "),
    )
    path.write_text("\r\n".join(rows) + "\r\n\x1a")
    opened = READER.open(path, "US", Given())
    entries = [entry for entry in opened if isinstance(entry, Entry)]
    assert opened.source.full
    assert len(entries) == 4
    draft = READER.read(entries[0], opened.source)
    assert [a.value for a in draft.assertions if a.prop == "object"] == ["name:SAMPLE GROUP", "4"]


def test_an_entry_that_comes_back_from_a_page_has_other_line_ends() -> None:
    raw = "# OTHER GROUP = 4\r\n" + line("Linked To: OTHER GROUP.") + "\r\n"
    draft = READER.read(Entry("90001", 1, raw), SOURCE)
    assert values(draft, "object", "90001#link-1") == ["4"]


def test_nothing_counts_as_read_before_the_reading() -> None:
    opened = READER.open(LIST, "US", Given())
    assert opened.fraction() == 0.0
    assert len(list(opened)) == 142
    assert opened.fraction() == 1.0


def test_an_entry_is_read_alone_with_its_links(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(line("Linked To: OTHER GROUP.") + "\n" + line(number="4", name="OTHER GROUP", kind="-0- ") + "\n")
    first = next(iter(READER.open(path, "US", Given())))
    assert isinstance(first, Entry)
    assert first.raw.startswith("# OTHER GROUP = 4\n")


def test_a_vessel() -> None:
    remarks = (
        "Vessel Year of Build 2000; Vessel Registration Identification IMO 9074729; MMSI 572469210; Vessel Flag Panama."
    )
    craft = '"AB12","Crude Oil Tanker","160,930","81,479","Malta","Sample Lines"'
    raw = f'5,"SAMPLE STAR","vessel","IRAN",-0- ,{craft},"{remarks}"'
    draft = READER.read(Entry("5", 1, raw), SOURCE)
    assert said(draft) == {
        ("name", "SAMPLE STAR", ""),
        ("callSign", "AB12", ""),
        ("type", "Crude Oil Tanker", ""),
        ("tonnage", "160930", "160,930"),
        ("grossRegisteredTonnage", "81479", "81,479"),
        ("flag", "mt", "Malta"),
        ("notes", "Owner: Sample Lines", ""),
        ("buildDate", "2000", ""),
        ("imoNumber", "9074729", ""),
        ("mmsi", "572469210", ""),
        ("flag", "pa", "Panama"),
    }


def test_an_aircraft() -> None:
    remarks = (
        "Aircraft Manufacture Date 01 Jan 1990; Aircraft Model B.747-422; Aircraft Operator Sample Air; "
        "Aircraft Manufacturer's Serial Number (MSN) 23383; Aircraft Tail Number EP-XYZ1; Linked To: SAMPLE AIR."
    )
    draft = read(remarks, name="EP-XYZ1", kind="aircraft")
    assert {
        ("name", "EP-XYZ1", ""),
        ("buildDate", "1990-01-01", "01 Jan 1990"),
        ("model", "B.747-422", ""),
        ("serialNumber", "23383", ""),
        ("registrationNumber", "EP-XYZ1", ""),
        ("notes", "Aircraft Operator Sample Air", ""),
    } <= said(draft)


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("SAMPLE HUMAN SMUGGLING ORGANIZATION", "SmugglingGroup"),
        ("SAMPLE TRADING L.L.C.", "Company"),
        ("SAMPLE TRANSNATIONAL CRIMINAL ORGANIZATION", "Organization"),
        ("COBRA", "Organization"),
    ],
)
def test_a_gang_is_a_smuggling_group_only_where_the_list_says_so(name: str, schema: str) -> None:
    assert read("-0- ", name=name, kind="-0- ").assertions[0].schema == schema


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (line(name=""), "name"),
        (line(number="-0- "), "reference"),
        (line(kind="ghost"), "SDN_Type"),
        ("1,2,3", ""),
        ("", ""),
        ("# A = 1", ""),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(raw: str, field: str) -> None:
    with pytest.raises(EntryRefused) as caught:
        READER.read(Entry("90001", 1, raw), SOURCE)
    assert caught.value.field == field
    assert caught.value.remedy


def test_a_number_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(f"{line()}\n{line()}\n")
    first, second = list(READER.open(path, "US", Given()))
    assert isinstance(first, Entry)
    assert isinstance(second, Refusal)
    assert second.line == 2


@pytest.mark.parametrize("content", ["", "1,2\n", "NAME,b,c,d,e,f,g,h,i,j,k,l\n"])
def test_what_is_no_sdn_list_is_unreadable(tmp_path: Path, content: str) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(content)
    with pytest.raises(UnreadableFile):
        READER.open(path, "US", Given())


LABELS = [
    "DOB ",
    "alt. ",
    "Passport ",
    "a.k.a. '",
    "Linked To: ",
    "; ",
    "(",
    ")",
    "Gender ",
    "circa ",
    "No. 5 ",
    "= ",
    "# ",
]


@given(
    st.lists(
        st.one_of(st.sampled_from(LABELS), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)), max_size=12
    )
)
def test_any_remark_is_read_or_refused(parts: list[str]) -> None:
    try:
        draft = read("".join(parts))
    except EntryRefused:
        return
    for a in draft.assertions:
        property_of(a.schema, a.prop)


@given(st.text(max_size=120))
def test_statements_together_are_the_remark(remarks: str) -> None:
    kept = "".join("".join(split_remarks(remarks)).split())
    assert kept.replace(";", "").rstrip(".") == "".join(remarks.split()).replace(";", "").rstrip(".")
