"""The Security Council's list: the whole file that ships, and single entries."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import headwater
from headwater.errors import EntryRefused, HeadwaterError, UnreadableFile
from headwater.intake import Entry, Given, Refusal, Source, reader_for, refusal_of
from headwater.model import DraftReport, SubjectCategory
from headwater.model.grading import NOT_GRADED
from headwater.model.schema import is_person, property_of

LIST = Path(headwater.__file__).parent / "data" / "lists" / "un" / "consolidated_2025-04-19.xml"
READER = reader_for("un")
SOURCE = Source("un", "UN", "UN", "2025-04-19", "2025-04-19", full=True)


@pytest.fixture(scope="module")
def whole() -> dict[str, DraftReport]:
    """Every entry of the list that ships, read."""
    opened = READER.open(LIST, "UN", Given())
    drafts = {}
    for entry in opened:
        assert isinstance(entry, Entry), entry
        drafts[entry.name] = READER.read(entry, opened.source)
    assert opened.fraction() == 1.0
    return drafts


def said(draft: DraftReport, entity: str = "") -> set[tuple[str, str, str]]:
    """What a draft says of one of its entities: property, value, what was written besides."""
    entity = entity or draft.reference
    return {(a.prop, a.value, a.original_value) for a in draft.assertions if a.entity == entity}


def entry_of(inner: str, tag: str = "INDIVIDUAL") -> Entry:
    head = "<FIRST_NAME>Primer</FIRST_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>"
    return Entry("XXi.001", 1, f"<{tag}>{head}{inner}</{tag}>")


def read(inner: str, tag: str = "INDIVIDUAL") -> DraftReport:
    return READER.read(entry_of(inner, tag), SOURCE)


def test_the_file_says_its_edition() -> None:
    assert READER.open(LIST, "UN", Given()).source == SOURCE


def test_the_importer_may_say_that_it_is_an_extract() -> None:
    source = READER.open(LIST, "UN", Given(full=False, edition_date="2025-05-01")).source
    assert (source.full, source.edition_date, source.edition) == (False, "2025-05-01", "2025-05-01")


def test_684_persons_and_193_organisations(whole: dict[str, DraftReport]) -> None:
    schemata = Counter(draft.assertions[0].schema for draft in whole.values())
    assert schemata == {"Person": 684, "Organization": 193}


def test_every_draft_keeps_to_the_model(whole: dict[str, DraftReport]) -> None:
    for draft in whole.values():
        assert (draft.agency, draft.list_id, draft.edition) == ("UN", "UN", "2025-04-19")
        assert draft.grading == NOT_GRADED
        assert not draft.synthetic
        for a in draft.assertions:
            property_of(a.schema, a.prop)
            assert a.value
            assert a.category == (SubjectCategory.LISTED if is_person(a.schema) else None)
            assert a.entity == draft.reference or a.entity.startswith(f"{draft.reference}#")


def test_one_entry_in_full(whole: dict[str, DraftReport]) -> None:
    draft = whole["LYi.025"]
    listing = "paragraphs 15 and 17 of resolution 1970 (Travel Ban, Asset Freeze)"
    post = "Commander of the Shuhada al-Nasr brigade, Head of the Petrol Refinery Guard of Zawiya\u2019s refinery"
    assert draft.narrative == f"Listed pursuant to {listing}"
    assert draft.reported_at == "2023-11-29"
    assert said(draft) == {
        ("name", "Mohammed Al Amin Al-Arabi Kashlaf", ""),
        ("name", "محمد الأمين العربي كشلاف", ""),
        ("position", post, ""),
        ("nationality", "ly", "Libya"),
        ("alias", "Kashlaf", ""),
        ("alias", "Koshlaf", ""),
        ("weakAlias", "Keslaf", ""),
        ("alias", "al-Qasab", ""),
        ("birthDate", "1985-12-02", ""),
        ("birthPlace", "Zawiya, Libya", ""),
        ("birthCountry", "ly", "Libya"),
        ("address", "Zawiya, Libya", ""),
        ("country", "ly", "Libya"),
        ("passportNumber", "C17HLRL3", ""),
        ("notes", f"Listed pursuant to {listing}", ""),
    }
    assert said(draft, "LYi.025#passport-1") == {
        ("holder", "LYi.025", ""),
        ("type", "Passport", ""),
        ("number", "C17HLRL3", ""),
        ("startDate", "2015-12-30", ""),
        ("authority", "Zawiya", ""),
    }
    assert said(draft, "LYi.025#sanction") == {
        ("entity", "LYi.025", ""),
        ("authority", "United Nations Security Council", ""),
        ("unscId", "LYi.025", ""),
        ("program", "Libya", ""),
        ("listingDate", "2018-06-07", ""),
        ("modifiedAt", "2018-09-17", ""),
        ("modifiedAt", "2020-02-25", ""),
        ("modifiedAt", "2023-11-29", ""),
        ("provisions", listing, ""),
    }


def test_the_seven_smugglers_are_there(whole: dict[str, DraftReport]) -> None:
    assert {f"LYi.{number:03}" for number in (21, 22, 23, 24, 25, 26, 29)} <= set(whole)


def test_a_comment_that_names_another_entry_is_a_link_to_it(whole: dict[str, DraftReport]) -> None:
    for other in ("LYi.025", "LYi.026"):
        assert said(whole["LYi.029"], f"LYi.029#link-{other}") == {
            ("subject", "LYi.029", ""),
            ("object", other, ""),
            ("role", "named in the entry", ""),
        }
    assert not any("#link" in a.entity for a in whole["LYi.025"].assertions)


def test_gb_is_the_list_of_guinea_bissau(whole: dict[str, DraftReport]) -> None:
    draft = whole["GBi.001"]
    assert ("program", "Guinea-Bissau", "GB") in said(draft, "GBi.001#sanction")
    assert all(a.value != "gb" for a in draft.assertions)


def test_an_alias_field_with_two_names_keeps_what_was_written(whole: dict[str, DraftReport]) -> None:
    assert {("alias", "Ermias Ghermay", "Ermias Ghermay, Guro"), ("alias", "Guro", "Ermias Ghermay, Guro")} <= said(
        whole["LYi.021"]
    )


def test_a_date_in_words_is_kept_as_a_note(whole: dict[str, DraftReport]) -> None:
    assert ("notes", "Date of birth, as written: 30-35 years old", "") in said(whole["LYi.022"])
    assert not any(a.prop == "birthDate" for a in whole["LYi.022"].assertions)


def test_na_is_no_country(whole: dict[str, DraftReport]) -> None:
    assert all(a.value != "na" for draft in whole.values() for a in draft.assertions)


@pytest.mark.parametrize(
    ("birth", "found"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1980-02-03</DATE>", {("1980-02-03", "")}),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1980</YEAR>", {("1980", "")}),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1980</YEAR>", {("1980", "approximately 1980")}),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1975</TO_YEAR>",
            {("1973", "between 1973 and 1975"), ("1975", "between 1973 and 1975")},
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1958</YEAR><NOTE>Sep.</NOTE>", {("1958-09", "1958 (Sep.)")}),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>August 1961</NOTE>", {("1961-08", "August 1961")}),
        (
            "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1979-03-03</DATE><NOTE>from false passport</NOTE>",
            {("1979-03-03", "1979-03-03 (from false passport)")},
        ),
    ],
)
def test_every_kind_of_date_of_birth(birth: str, found: set[tuple[str, str]]) -> None:
    draft = read(f"<INDIVIDUAL_DATE_OF_BIRTH>{birth}</INDIVIDUAL_DATE_OF_BIRTH>")
    assert {(a.value, a.original_value) for a in draft.assertions if a.prop == "birthDate"} == found


def test_an_organisation_gives_its_former_names() -> None:
    aliases = "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Sample</ALIAS_NAME></ENTITY_ALIAS>"
    assert ("previousName", "Old Sample", "") in said(read(aliases, "ENTITY"))


def test_an_unknown_country_goes_to_the_notes() -> None:
    draft = read("<NATIONALITY><VALUE>Atlantis</VALUE></NATIONALITY>")
    assert ("notes", "Nationality, as written: Atlantis", "") in said(draft)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "<INDIVIDUAL>",
        "<OTHER/>",
        "<INDIVIDUAL><FIRST_NAME>Primer</FIRST_NAME></INDIVIDUAL>",
        "<INDIVIDUAL><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER></INDIVIDUAL>",
        '<!DOCTYPE x [<!ENTITY a "b">]><INDIVIDUAL><FIRST_NAME>&a;</FIRST_NAME></INDIVIDUAL>',
        "<INDIVIDUAL><FIRST_NAME>&undefined;</FIRST_NAME></INDIVIDUAL>",
        "<INDIVIDUAL>\0</INDIVIDUAL>",
        '<?xml version="1.0" encoding="utf-16"?><INDIVIDUAL/>',
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_with_a_remedy(raw: str) -> None:
    entry = Entry("XXi.001", 7, raw)
    with pytest.raises(EntryRefused) as caught:
        READER.read(entry, SOURCE)
    refusal = refusal_of(entry, caught.value)
    assert (refusal.entry, refusal.line, refusal.raw) == ("XXi.001", 7, raw)
    assert refusal.reason
    assert refusal.remedy


def test_a_refused_entry_can_be_mended_and_read_alone() -> None:
    broken = entry_of("").raw.replace("<FIRST_NAME>Primer</FIRST_NAME>", "")
    with pytest.raises(EntryRefused):
        READER.read(Entry("XXi.001", 1, broken), SOURCE)
    mended = broken.replace("<INDIVIDUAL>", "<INDIVIDUAL><FIRST_NAME>Primer</FIRST_NAME>")
    assert ("name", "Primer", "") in said(READER.read(Entry("XXi.001", 1, mended), SOURCE))


def test_a_file_that_breaks_off_says_where(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(LIST.read_bytes()[:500_000])
    opened = READER.open(path, "UN", Given())
    with pytest.raises(UnreadableFile, match=r"list\.xml, line \d+"):
        list(opened)


def test_a_reference_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    one = entry_of("").raw
    path.write_text(f"<CONSOLIDATED_LIST><INDIVIDUALS>\n{one}\n{one}\n</INDIVIDUALS></CONSOLIDATED_LIST>")
    first, second = list(READER.open(path, "UN", Given()))
    assert isinstance(first, Entry)
    assert isinstance(second, Refusal)
    assert (second.entry, second.line) == ("XXi.001", 3)
    assert "line 2" in second.reason


@settings(max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 4000), st.integers(0, 40))
def test_any_damage_to_a_file_ends_in_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int, cut: int
) -> None:
    path = tmp_path_factory.mktemp("un") / "list.xml"
    start = LIST.read_bytes()[:4000]
    path.write_bytes(start[:at] + junk + start[at + cut :] + b"</INDIVIDUALS></CONSOLIDATED_LIST>")
    with contextlib.suppress(HeadwaterError):
        opened = READER.open(path, "UN", Given())
        for entry in opened:
            if isinstance(entry, Entry):
                assert READER.read(entry, opened.source).assertions


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["COMMENTS1", "GENDER", "LISTED_ON", "UN_LIST_TYPE"]), st.text(max_size=50)))
def test_any_text_in_a_field_is_read_or_refused(fields: dict[str, str]) -> None:
    inner = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in fields.items())
    try:
        draft = read(inner)
    except EntryRefused:
        return
    assert draft.reference == "XXi.001"
