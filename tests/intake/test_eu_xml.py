"""The Union's consolidated XML, on rows of our own: no real file of it has been seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake import Entry, Given, Refusal, detect, reader_for
from headwater.model import DraftReport
from headwater.model.schema import property_of

READER = reader_for("eu")
PERSON = """
  <sanctionEntity designationDetails="" unitedNationId="XXi.001" euReferenceNumber="EU.9001.1"
      designationDate="2018-06-14" logicalId="9001">
    <remark>Synthetic entry.</remark>
    <regulation regulationType="regulation" publicationDate="2018-06-15" numberTitle="2018/1 (OJ L1)" programme="LBY"
        logicalId="1"><publicationUrl>https://eur-lex.europa.eu/example</publicationUrl></regulation>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Shembull" middleName="" lastName="Primer" wholeName="Shembull Primer" function="Driver"
        gender="M" title="Mr" strong="true" logicalId="2"/>
    <nameAlias wholeName="Шембул Пример" strong="true" logicalId="3"/>
    <nameAlias wholeName="The Sample" strong="false" logicalId="4"><remark>nickname</remark></nameAlias>
    <citizenship region="" countryIso2Code="AL" countryDescription="ALBANIA" logicalId="5"/>
    <birthdate circa="false" calendarType="GREGORIAN" city="Durr\u00ebs" birthdate="1980-02-03" dayOfMonth="3"
        monthOfYear="2" year="1980" countryIso2Code="AL" countryDescription="ALBANIA" logicalId="6"/>
    <birthdate circa="true" calendarType="GREGORIAN" year="1981" countryIso2Code="00" countryDescription="UNKNOWN"/>
    <birthdate circa="false" calendarType="GREGORIAN" yearRangeFrom="1978" yearRangeTo="1979" countryIso2Code="00"/>
    <birthdate circa="false" calendarType="HIJRI" year="1400" countryIso2Code="00"/>
    <address street="1 Sample Street" city="Tirana" poBox="7" zipCode="1001" countryIso2Code="AL"
        countryDescription="ALBANIA"><contactInfo key="PHONE" value="+44 7700 900142"/>
        <contactInfo key="EMAIL" value="sample@example.org"/></address>
    <identification identificationTypeCode="passport" identificationTypeDescription="National passport"
        number="L898902C" countryIso2Code="AL" countryDescription="ALBANIA" issuedBy="Tirana" issuedDate="2015-01-02"
        validTo="2025-01-01" knownExpired="true"/>
    <identification identificationTypeCode="id" identificationTypeDescription="National identification card"
        number="A1" countryIso2Code="00" countryDescription="UNKNOWN"/>
  </sanctionEntity>"""
COMPANY = """
  <sanctionEntity logicalId="9002" euReferenceNumber="EU.9002.2"><subjectType code="enterprise"/>
    <nameAlias wholeName="Sample Shipping" strong="true"/>
    <identification identificationTypeCode="imo" number="9074729"/>
    <address city="" countryIso2Code="00" countryDescription="UNKNOWN"><remark>unknown</remark></address>
  </sanctionEntity>"""


def written(folder: Path, *entities: str) -> Path:
    path = folder / "export.xml"
    root = '<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-05-01T10:00:00.000+02:00"'
    path.write_text(f'{root} globalFileId="777">{"".join(entities)}</export>', encoding="utf-8")
    return path


def read(folder: Path, *entities: str) -> list[DraftReport]:
    opened = READER.open(written(folder, *entities), "EU", Given())
    return [READER.read(entry, opened.source) for entry in opened if isinstance(entry, Entry)]


def said(draft: DraftReport, entity: str = "") -> set[tuple[str, str, str]]:
    entity = entity or draft.reference
    return {(a.prop, a.value, a.original_value) for a in draft.assertions if a.entity == entity}


def test_the_file_says_its_edition(tmp_path: Path) -> None:
    path = written(tmp_path, PERSON)
    source = READER.open(path, "EU", Given()).source
    assert detect(path) == "eu"
    assert (source.list_id, source.edition, source.edition_date, source.full) == ("EU:FSF", "777", "2026-05-01", True)


def test_a_person(tmp_path: Path) -> None:
    (draft,) = read(tmp_path, PERSON)
    assert (draft.reference, draft.reported_at, draft.narrative) == ("EU.9001.1", "2018-06-14", "Synthetic entry.")
    for a in draft.assertions:
        property_of(a.schema, a.prop)
    assert {
        ("name", "Shembull Primer", ""),
        ("firstName", "Shembull", ""),
        ("lastName", "Primer", ""),
        ("position", "Driver", ""),
        ("gender", "male", "M"),
        ("alias", "Шембул Пример", ""),
        ("weakAlias", "The Sample", ""),
        ("notes", "Name The Sample: nickname", ""),
        ("nationality", "al", "ALBANIA"),
        ("birthDate", "1980-02-03", ""),
        ("birthDate", "1981", "circa 1981"),
        ("birthDate", "1978", "from 1978 to 1979"),
        ("birthDate", "1979", "from 1978 to 1979"),
        ("notes", "Date of birth, as written: 1400 (Hijri calendar)", ""),
        ("birthPlace", "Durr\u00ebs, Albania", ""),
        ("address", "PO Box 7, 1 Sample Street, Tirana, 1001, Albania", ""),
        ("phone", "+447700900142", "+44 7700 900142"),
        ("email", "sample@example.org", ""),
        ("passportNumber", "L898902C", ""),
        ("idNumber", "A1", ""),
    } <= said(draft)
    assert {
        ("number", "L898902C", ""),
        ("country", "al", "ALBANIA"),
        ("startDate", "2015-01-02", ""),
        ("endDate", "2025-01-01", ""),
        ("summary", "knownExpired", ""),
    } <= said(draft, "EU.9001.1#passport-1")
    assert {
        ("unscId", "XXi.001", ""),
        ("listingDate", "2018-06-14", ""),
        ("program", "LBY", ""),
        ("sourceUrl", "https://eur-lex.europa.eu/example", ""),
    } <= said(draft, "EU.9001.1#sanction")


def test_a_company(tmp_path: Path) -> None:
    (draft,) = read(tmp_path, COMPANY)
    assert said(draft) == {
        ("name", "Sample Shipping", ""),
        ("imoNumber", "9074729", ""),
        ("notes", "Address: unknown", ""),
    }


def test_an_entity_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    first, second, third = list(READER.open(written(tmp_path, PERSON, COMPANY, PERSON), "EU", Given()))
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert isinstance(third, Refusal)
    assert third.entry == "EU.9001.1"


@pytest.mark.parametrize(
    "entity",
    [
        '<sanctionEntity><subjectType code="person"/><nameAlias wholeName="Primer"/></sanctionEntity>',
        '<sanctionEntity logicalId="1"><subjectType code="person"/></sanctionEntity>',
        '<sanctionEntity logicalId="1"><nameAlias wholeName="Primer"/></sanctionEntity>',
        '<sanctionEntity logicalId="1"><subjectType code="ghost"/><nameAlias wholeName="Primer"/></sanctionEntity>',
    ],
    ids=["no reference", "no name", "no kind", "unknown kind"],
)
def test_an_entity_that_cannot_be_used_is_refused(tmp_path: Path, entity: str) -> None:
    with pytest.raises(EntryRefused):
        read(tmp_path, entity)


def test_another_xml_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "other.xml"
    path.write_text("<other/>")
    with pytest.raises(UnreadableFile, match="<other>"):
        READER.open(path, "EU", Given())
